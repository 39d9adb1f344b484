"""Who changes or reads what the district keeps."""

from dataclasses import dataclass
from typing import Final

from gateway.errors import Forbidden
from gateway.terms.people import Duty


@dataclass(frozen=True, kw_only=True, slots=True)
class Officer:
    """Who changes or reads what the district keeps; `log_id` is the person's id in the log."""

    person: str
    log_id: str
    key: str
    duties: frozenset[Duty]

    def check_allowed(self, allowed: frozenset[Duty], *, to: str, choice: str) -> None:
        """Refuse who has none of the duties that a district's choice lets do something.

        Raises:
            Forbidden: says which would do, and where the district chose it.
        """
        if not self.duties & allowed:
            needed = ", ".join(f"`{duty.value}`" for duty in sorted(allowed)) or "nobody's"
            raise Forbidden(f"the district lets {needed} {to} (`{choice}`)", code="duty_needed")


THE_GATEWAY: Final = Officer(person="", log_id="", key="", duties=frozenset())
"""Who acts where no person does."""
