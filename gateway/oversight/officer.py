"""Who changes or reads what the district keeps."""

from dataclasses import dataclass
from typing import Final, Self

from gateway.errors import Forbidden
from gateway.identity.callers import Caller
from gateway.terms.people import Duty


@dataclass(frozen=True, kw_only=True, slots=True)
class Officer:
    """Who changes or reads what the district keeps.

    `log_id` is the person's id in the log, `key` the id of the gateway key they came with, "" for
    none.
    """

    person: str
    log_id: str
    key: str = ""
    duties: frozenset[Duty] = frozenset()

    @classmethod
    def of(cls, caller: Caller) -> Self:
        """Return who asks, as who does it."""
        return cls(
            person=caller.principal.id,
            log_id=caller.known.log_id,
            key=caller.principal.key_id,
            duties=caller.principal.duties,
        )

    def check_allowed(self, allowed: frozenset[Duty], *, to: str, choice: str) -> None:
        """Refuse who has none of the duties that a district's choice lets do something.

        Raises:
            Forbidden: says which would do, and where the district chose it.
        """
        if not self.duties & allowed:
            needed = ", ".join(f"`{duty.value}`" for duty in sorted(allowed)) or "nobody's"
            raise Forbidden(f"the district lets {needed} {to} (`{choice}`)", code="duty_needed")


THE_GATEWAY: Final = Officer(person="", log_id="")
"""Who acts where no person does."""
