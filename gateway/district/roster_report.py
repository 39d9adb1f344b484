"""What a roster would change: how much is added, changed and gone, by kind. Pure.

Where more would go than the district expects, somebody has to look first: half of a roster is far
more often a broken export than half of a district moving away.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from gateway.errors import BadRequest
from gateway.terms.people import Kind

PEOPLE: Final[Mapping[Kind, str]] = {
    Kind.STUDENT: "students",
    Kind.STAFF: "staff",
    Kind.GUARDIAN: "guardians",
}
"""What each kind of person is called in a report."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """How many rows are added, changed and taken away (people: made inactive).

    Of the `known` ones before, `going` are those that nobody expects to go: a person who becomes
    one of another kind is no more of the old one, and an enrolment that is over may go.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    known: int = field(default=0, compare=False)
    going: int = field(default=0, compare=False)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def __add__(self, other: "Change") -> "Change":
        return Change(
            added=self.added + other.added,
            changed=self.changed + other.changed,
            removed=self.removed + other.removed,
            known=self.known + other.known,
            going=self.going + other.going,
        )

    def exceeds(self, most: int) -> bool:
        """Tell whether more of what was known goes than so many percent."""
        return self.going * 100 > self.known * most

    def counts(self) -> dict[str, int]:
        """Return what is done, in numbers."""
        return {"added": self.added, "changed": self.changed, "removed": self.removed}


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What an import does, part by part. `version` is the OneRoster version that was read, `size`
    how many people are on the roster."""

    version: str
    students: Change
    staff: Change
    guardians: Change
    schools: Change
    classes: Change
    enrolments: Change
    size: int = 0

    def __bool__(self) -> bool:
        return any(self.parts().values())

    @property
    def people(self) -> Change:
        """Return what is done to people of every kind."""
        return self.students + self.staff + self.guardians

    def parts(self) -> dict[str, Change]:
        """Return every part by its name."""
        names = (*PEOPLE.values(), "schools", "classes", "enrolments")
        return {name: getattr(self, name) for name in names}

    def counts(self) -> dict[str, dict[str, int]]:
        """Return the numbers alone, by part, and for people of every kind together."""
        parts = {"people": self.people} | self.parts()
        return {name: change.counts() for name, change in parts.items()}

    def beyond(self, most: int) -> tuple[str, ...]:
        """Return the parts of which more goes than so many percent; schools do not count."""
        watched = {name: one for name, one in self.parts().items() if name != "schools"}
        return tuple(name for name, change in watched.items() if change.exceeds(most))

    def check(self, most: int) -> None:
        """Refuse a roster with which more goes than the district expects.

        Raises:
            TooManyGo: more of some part than so many percent.
        """
        beyond = self.beyond(most)
        if beyond:
            raise TooManyGo({name: self.parts()[name] for name in beyond}, most)


class TooManyGo(BadRequest):
    """More would go than the district expects; nothing was changed."""

    code = "too_many_go"
    status = 409

    def __init__(self, parts: Mapping[str, Change], most: int) -> None:
        told = ", ".join(f"{one.going} of {one.known} {name}" for name, one in parts.items())
        super().__init__(
            f"with this roster {told} would go, more than {most} % (`roster_most_going`); nothing "
            "was changed. Look at what it would do (a dry run); if that is right, import it again "
            "with `--apply-anyway` and the reason"
        )
