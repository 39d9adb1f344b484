"""Who gets to use AI, and how it ends, by school, grade and role: so that it can be fair.

No cell tells of fewer than `smallest` people, and none of those can be computed from the others
(`gateway.reports.cells`).
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from gateway.errors import BadRequest
from gateway.reports.cells import TOTAL, At, Cell, hidden
from gateway.reports.reading import Told, tally
from gateway.reports.report import Batch, Mark, Report, Sources, Table
from gateway.store.engine import Reader
from gateway.terms.decision import Outcome
from gateway.terms.disclosure import STRICT
from gateway.terms.people import Duty

LEAST = 5
"""People that `smallest` cannot be set below."""
OUTCOMES = tuple(one.value for one in Outcome)
SEVERAL = "several schools"


@dataclass(frozen=True, kw_only=True, slots=True)
class AccessWish:
    """Of which days (local, both inclusive); `smallest` people a cell must be about."""

    __pydantic_config__ = STRICT

    since: date | None = None
    until: date | None = None
    smallest: int = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class AccessRow:
    """One group of people. A number that is not there is hidden: too few people, or it would give
    such a number away."""

    school: Annotated[str, "id of the school; `total` for all"]
    grade: Annotated[str, "the grade; empty for staff; `total` for all"]
    role: Annotated[str, "the role; `total` for all"]
    people: Annotated[int | None, "how many people asked"]
    prompts: Annotated[int | None, "how many prompts"]
    forward: Annotated[int | None, "that went as typed"]
    pseudonymise: Annotated[int | None, "that went with stand-ins"]
    hold: Annotated[int | None, "that were held"]
    refuse: Annotated[int | None, "that were refused"]


type Group = tuple[str, str, str]


@dataclass(slots=True)
class Counts:
    """Prompts and people by group and outcome."""

    prompts: dict[tuple[Group, str], int] = field(default_factory=lambda: defaultdict(int))
    people: dict[tuple[Group, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def take(self, one: Told) -> None:
        """Count one decision."""
        outcome = one.text("outcome")
        if outcome not in OUTCOMES:
            return
        schools = one.texts("schools")
        school = schools[0] if len(schools) == 1 else SEVERAL if schools else ""
        group = (school, one.text("grade"), one.text("role"))
        for where in (group, (TOTAL, TOTAL, TOTAL)):
            for kind in (outcome, TOTAL):
                self.prompts[where, kind] += 1
                self.people[where, kind].add(one.text("principal"))

    def rows(self, smallest: int) -> Iterator[AccessRow]:
        """Yield what may be shown, the total last."""
        groups = sorted({group for group, _ in self.prompts if group[0] != TOTAL})
        keys = {"\x1f".join(group): group for group in groups}
        cells = {
            (TOTAL if group[0] == TOTAL else "\x1f".join(group), outcome): Cell(
                count=count, people=len(self.people[group, outcome])
            )
            for (group, outcome), count in self.prompts.items()
        }
        out = hidden(cells, [*keys], OUTCOMES, smallest=smallest)
        for key, group in (*keys.items(), (TOTAL, (TOTAL, TOTAL, TOTAL))):
            yield _row(key, group, cells, out)


def _row(key: str, group: Group, cells: Mapping[At, Cell], out: frozenset[At]) -> AccessRow:
    def count(outcome: str) -> int | None:
        if (key, outcome) in out:
            return None
        cell = cells.get((key, outcome))
        return cell.count if cell else 0

    whole = cells.get((key, TOTAL))
    people = None if (key, TOTAL) in out else whole.people if whole else 0
    school, grade, role = group
    return AccessRow(
        school=school,
        grade=grade,
        role=role,
        people=people,
        prompts=count(TOTAL),
        forward=count("forward"),
        pseudonymise=count("pseudonymise"),
        hold=count("hold"),
        refuse=count("refuse"),
    )


async def _rows(sources: Sources, wish: AccessWish, _mark: Mark) -> AsyncIterator[Batch[AccessRow]]:
    counts = Counts()
    where = ["kind=intent|refusal"]
    async for batch in tally(sources, where, counts.take, since=wish.since, until=wish.until):
        yield batch
    yield Batch(
        rows=list(counts.rows(wish.smallest)),
        done=sources.until.position,
        total=sources.until.position,
    )


async def _check(_reader: Reader, wish: AccessWish) -> None:
    check_smallest(wish.smallest)


def check_smallest(smallest: int) -> None:
    """Refuse to show cells about so few people.

    Raises:
        BadRequest: it is fewer than `LEAST`.
    """
    if smallest < LEAST:
        raise BadRequest(
            f"a cell must be about {LEAST} people at least",
            code="invalid_value",
            status=422,
            param="smallest",
        )


ACCESS = Report(
    name="access",
    title="Access and outcome by school, grade and role",
    words="How many people asked, and how their prompts ended, by school, grade and role; small "
    "numbers are hidden, and others with them where they would give those away.",
    duties=frozenset({Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.AI_COORDINATOR, Duty.AUDITOR}),
    wish=AccessWish,
    tables=(Table(name="access", title="Access and outcome", row=AccessRow, rows=_rows),),
    check=_check,
)
