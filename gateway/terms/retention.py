"""How long records of the log are kept, and what must be kept whatever its age."""

from dataclasses import dataclass, field
from datetime import date

from gateway.terms.disclosure import STRICT


@dataclass(frozen=True, kw_only=True, slots=True)
class Lifetimes:
    """Days for which the bytes of each kind of record are kept; 0 keeps them for ever. The days of
    `conversations` are those since somebody used one: their sealed stand-ins go with them.
    `contents` are those of kept words, of which alone nothing is kept for ever.

    Records that 34 CFR 99.32 requires are in none of these: they are never purged by age.
    """

    __pydantic_config__ = STRICT

    refusals: int = 0
    unnamed: int = 0
    pseudonymised: int = 0
    disclosures: int = 0
    safety: int = 0
    readings: int = 0
    events: int = 0
    conversations: int = 0
    contents: int = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class LegalHold:
    """What no lifetime touches while the hold stands: records of which all that is named is so.

    `subjects` and `principals` are log ids, `tools` ids of the register. `since` and `until` are
    days in UTC, both inclusive. `everything` holds the whole log, and names nothing else.
    """

    __pydantic_config__ = STRICT

    id: str
    matter: str
    subjects: frozenset[str] = field(default_factory=frozenset)
    principals: frozenset[str] = field(default_factory=frozenset)
    tools: frozenset[str] = field(default_factory=frozenset)
    since: date | None = None
    until: date | None = None
    everything: bool = False
