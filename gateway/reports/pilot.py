"""How a pilot of one AI service went: how much, by whom, what for, how it ended, what was refused.

Numbers about fewer than `smallest` people are hidden, as in `gateway.reports.access`.
"""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated, Any

from gateway.errors import BadRequest
from gateway.reports.access import OUTCOMES, check_smallest
from gateway.reports.cells import TOTAL, At, Cell, hidden
from gateway.reports.paper import Grid, Heading, Paper, Paragraph, Signature
from gateway.reports.reading import Told, tally
from gateway.reports.report import Batch, Mark, Report, Sources, Table, Written
from gateway.store.engine import Reader
from gateway.store.tables import tools
from gateway.terms.disclosure import STRICT, Tool
from gateway.terms.people import Duty

PARTS = ("role", "grade", "purpose", "class", "ended", "rule", "week")


@dataclass(frozen=True, kw_only=True, slots=True)
class PilotWish:
    """Which AI service, by its id in the register. Without days, those of its pilot."""

    __pydantic_config__ = STRICT

    tool: str
    since: date | None = None
    until: date | None = None
    smallest: int = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class PilotRow:
    """Some prompts of the pilot. A number that is not there is hidden: too few people, or it would
    give such a number away."""

    part: Annotated[str, "what the value is: role, grade, purpose, class, ended, rule or week"]
    value: Annotated[str, "the value; of a week, its Monday; `total` for all"]
    people: Annotated[int | None, "how many people asked"]
    prompts: Annotated[int | None, "how many prompts"]
    forward: Annotated[int | None, "that went as typed"]
    pseudonymise: Annotated[int | None, "that went with stand-ins"]
    hold: Annotated[int | None, "that were held"]
    refuse: Annotated[int | None, "that were refused"]


@dataclass(slots=True)
class _Pilot:
    """Prompts and people by part, value and outcome."""

    sources: Sources
    prompts: dict[str, Counter[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    people: dict[str, dict[tuple[str, str], set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )

    def take(self, one: Told) -> None:
        outcome = one.text("outcome")
        if outcome not in OUTCOMES:
            return
        for part, values in self._values(one).items():
            for value in (*values, TOTAL):
                for kind in (outcome, TOTAL):
                    self.prompts[part][value, kind] += 1
                    self.people[part][value, kind].add(one.text("principal"))

    def _values(self, one: Told) -> Mapping[str, tuple[str, ...]]:
        day = self.sources.moment(one.said["time"]).date()
        return {
            "role": (one.text("role"),),
            "grade": (one.text("grade"),),
            "purpose": (one.text("purpose"),),
            "class": one.texts("classes") or ("",),
            "ended": (one.ended,),
            "rule": one.texts("reasons") or ("",),
            "week": ((day - timedelta(days=day.weekday())).isoformat(),),
        }

    def rows(self, smallest: int) -> Iterator[PilotRow]:
        also: frozenset[At] = frozenset()
        while True:
            out = {part: self._hidden(part, smallest, also) for part in PARTS}
            totals = {at for some in out.values() for at in some if at[0] == TOTAL}
            if totals <= also:
                break
            also |= totals  # every part has the same totals: one that shows them tells them all
        for part in PARTS:
            yield from self._shown(part, out[part])

    def _hidden(self, part: str, smallest: int, also: frozenset[At]) -> frozenset[At]:
        people = self.people[part]
        cells = {
            at: Cell(count=count, people=len(people[at]))
            for at, count in self.prompts[part].items()
        }
        return hidden(cells, self._names(part), OUTCOMES, smallest=smallest, also=also)

    def _names(self, part: str) -> list[str]:
        return sorted({value for value, _ in self.prompts[part]} - {TOTAL})

    def _shown(self, part: str, out: frozenset[At]) -> Iterator[PilotRow]:
        prompts, people = self.prompts[part], self.people[part]
        for value in (*self._names(part), TOTAL):
            shown: dict[str, int | None] = {
                kind: None if (value, kind) in out else prompts.get((value, kind), 0)
                for kind in (*OUTCOMES, TOTAL)
            }
            yield PilotRow(
                part=part,
                value=value,
                people=None if (value, TOTAL) in out else len(people.get((value, TOTAL), ())),
                prompts=shown[TOTAL],
                forward=shown["forward"],
                pseudonymise=shown["pseudonymise"],
                hold=shown["hold"],
                refuse=shown["refuse"],
            )


async def _rows(sources: Sources, wish: PilotWish, _mark: Mark) -> AsyncIterator[Batch[PilotRow]]:
    pilot, tool = _Pilot(sources), _tool(sources, wish)
    since, until = wish.since or tool.pilot_from, wish.until or tool.pilot_until
    where = ["kind=intent|refusal", f"tool={tool.id}"]
    async for batch in tally(sources, where, pilot.take, since=since, until=until):
        yield batch
    yield Batch(
        rows=list(pilot.rows(wish.smallest)),
        done=sources.until.position,
        total=sources.until.position,
    )


def _tool(sources: Sources, wish: PilotWish) -> Tool:
    found = next((tool for tool in sources.district.tools if tool.id == wish.tool), None)
    if found is None:
        raise _no_tool()
    return found


async def _check(reader: Reader, wish: PilotWish) -> None:
    check_smallest(wish.smallest)
    found = tools.select().where(tools.c.id == wish.tool)
    if await reader.quick(lambda db: db.execute(found).first()) is None:
        raise _no_tool()


def _no_tool() -> BadRequest:
    return BadRequest("no AI service has this id", code="not_found", status=404, param="tool")


async def _paper(sources: Sources, wish: PilotWish, tables: Mapping[str, Written]) -> Paper:
    tool, rows = _tool(sources, wish), tables["pilot"].rows()
    parts = [
        part
        for name in PARTS
        for part in (
            Heading(text=f"By {name}"),
            _grid([row for row in rows if row["part"] == name]),
        )
    ]
    return Paper(
        title=f"Pilot of {tool.product or tool.model}",
        subtitle=f"{tool.legal_name or tool.provider}; {
            wish.since or tool.pilot_from or 'from the beginning'
        } to {wish.until or tool.pilot_until or sources.today}.",
        parts=[
            Paragraph(
                text="Numbers about few people are left out, marked with a dot, and so are those "
                "that would give them away."
            ),
            *parts,
            Heading(text="What comes of it"),
            Signature(
                statement="The pilot [ ] goes on until ____________  [ ] ends  [ ] leads to an "
                "agreement for all schools."
            ),
        ],
    )


def _grid(rows: list[Mapping[str, Any]]) -> Grid:
    def shown(number: int | None) -> str:
        return "\N{MIDDLE DOT}" if number is None else str(number)

    names = ("people", "prompts", "forward", "pseudonymise", "hold", "refuse")
    return Grid(
        header=["", "People", "Prompts", "As typed", "Stand-ins", "Held", "Refused"],
        rows=[[row["value"] or "none", *(shown(row[name]) for name in names)] for row in rows],
    )


PILOT = Report(
    name="pilot",
    title="Pilot report",
    words="How a pilot of one AI service went: prompts and people by role, grade, purpose, class, "
    "ending, rule and week; small numbers are hidden.",
    duties=frozenset({Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.AI_COORDINATOR, Duty.AUDITOR}),
    wish=PilotWish,
    tables=(Table(name="pilot", title="The pilot in numbers", row=PilotRow, rows=_rows),),
    check=_check,
    paper=_paper,
)
