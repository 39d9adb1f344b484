"""Who holds a student's rights where birth date and roster do not tell, and who refused AI use."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gateway.terms.disclosure import STRICT


class Standing(StrEnum):
    """Why somebody else holds a student's rights than birth date and roster tell (34 CFR 99.3).

    FAMILY: the roster's guardians, but for those restricted. COURT_APPOINTED, FOSTER_PARENT and
    SURROGATE (34 CFR 300.519): the adults named act as a parent. EMANCIPATED and
    UNACCOMPANIED_YOUTH: the student.
    """

    FAMILY = "family"
    COURT_APPOINTED = "court_appointed"
    FOSTER_PARENT = "foster_parent"
    SURROGATE = "surrogate"
    EMANCIPATED = "emancipated"
    UNACCOMPANIED_YOUTH = "unaccompanied_youth"


OWN_RIGHTS = frozenset({Standing.EMANCIPATED, Standing.UNACCOMPANIED_YOUTH})
"""The student signs, whatever the age."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rights:
    """What the office found out about who holds one student's rights, and what shows it.

    `acting` are ids of adults who act as a parent beside the roster's guardians; `restricted` of
    guardians whose rights an order or law has revoked (34 CFR 99.4). `document` is the SHA-256 of
    the order or statement; both dates are local and inclusive.
    """

    __pydantic_config__ = STRICT

    student: str
    standing: Standing = Standing.FAMILY
    acting: frozenset[str] = frozenset()
    restricted: frozenset[str] = frozenset()
    document: str = ""
    decided_by: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def own(self) -> bool:
        """Tell whether the student holds the rights, whatever the age."""
        return self.standing in OWN_RIGHTS

    def on(self, day: date) -> bool:
        """Tell whether this is so on a day."""
        return (self.since or day) <= day <= (self.until or day)


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """That a parent or eligible student refuses AI use altogether: beats every consent while it
    stands (16 CFR 312.6). `by` is who refused, by id."""

    __pydantic_config__ = STRICT

    subject: str
    by: str
