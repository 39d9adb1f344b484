"""That a teacher lets the students of a class use AI (Ohio Rev. Code 3301.24 and the like)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from gateway.terms.disclosure import STRICT, Purpose


@dataclass(frozen=True, kw_only=True, slots=True)
class TeacherPermit:
    """One teacher's permission for a class, for some tools and purposes, until a day.

    `title` says in the teacher's words what for, such as an assignment; it decides nothing. Both
    days are the district's own and inclusive; without `since` it holds at once.
    """

    __pydantic_config__ = STRICT

    id: str
    group: str
    tools: frozenset[str]
    purposes: frozenset[Purpose]
    until: date
    since: date | None = None
    title: str = ""

    def covers(self, classes: Collection[str], tool: str, purpose: Purpose, day: date) -> bool:
        """Tell whether a student of some classes may use a tool for a purpose on a day."""
        return (
            self.group in classes
            and tool in self.tools
            and purpose in self.purposes
            and (self.since or day) <= day <= self.until
        )
