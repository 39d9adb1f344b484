"""What a gateway key is for, beside whose it is."""

from dataclasses import dataclass

from gateway.terms.disclosure import STRICT, Purpose
from gateway.terms.people import Duty


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyUse:
    """A gateway key as the office edits it: what its prompts are for, and may be for.

    `person` or `client` says whose it is, `label` and `duties` what it is known by; they never
    change. `purpose` is what a prompt is for that does not say, `purposes` what its prompts may be
    for at all, empty for whatever the tool allows.
    """

    __pydantic_config__ = STRICT

    id: str
    person: str = ""
    client: str = ""
    label: str = ""
    duties: frozenset[Duty] = frozenset()
    purpose: Purpose | None = None
    purposes: frozenset[Purpose] = frozenset()

    @property
    def own_purpose(self) -> Purpose | None:
        """Return the purpose the key carries: the one it names, or the only one it may have."""
        if self.purpose is None and len(self.purposes) == 1:
            return next(iter(self.purposes))
        return self.purpose
