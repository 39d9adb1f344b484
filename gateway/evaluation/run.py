"""Runs the rows through the pipeline's own parts, one prompt after the other, and through vanilla.

What a detection process does is done here in this one, by the same function; then arbitration and
subjects, as in an exchange whose principal has the row's people in class. Nothing is cached, so
that every prompt costs what a new one does.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

from gateway.detection import engines, worker
from gateway.detection.arbitration_settings import setting_for
from gateway.detection.lists import Lists, pack
from gateway.detection.near_names import NearNames
from gateway.detection.roster_names import RosterNames
from gateway.detection.subjects import settle
from gateway.evaluation.crowd import crowd, everybody
from gateway.evaluation.rows import Row
from gateway.evaluation.scores import Found
from gateway.evaluation.vanilla import Vanilla
from gateway.terms.people import Person
from gateway.terms.text import Candidate, Leaf, Span

MODEL, ROSTER, SETTLE, VANILLA = "model and patterns", "roster", "settle", "vanilla"
"""Stages that are timed."""


class Baseline(Protocol):
    """A system to compare with."""

    def find(self, text: str) -> tuple[Found, ...]:
        """Return what it finds in a text."""


class _Timed:
    """Wraps finder and roster, and keeps what each took, in seconds."""

    def __init__(self, finder: worker.Finder, names: worker.Names, clock: Callable[[], float]):
        self.version = finder.version
        self._finder, self._names, self._clock = finder, names, clock
        self.took: dict[str, float] = {}

    def find_all(self, texts: Sequence[str]) -> list[tuple[Candidate, ...]]:
        return self.timed(MODEL, lambda: self._finder.find_all(texts))

    def find(self, text: str) -> list[Candidate]:
        return self.timed(ROSTER, lambda: self._names.find(text))

    def timed[T](self, stage: str, work: Callable[[], T]) -> T:
        began = self._clock()
        result = work()
        self.took[stage] = self.took.get(stage, 0.0) + self._clock() - began
        return result


class Result(NamedTuple):
    """What came of one row: our spans and those of vanilla, and seconds by stage."""

    row: Row
    spans: tuple[Span, ...]
    subjects: Mapping[str, str]
    vanilla: tuple[Found, ...] | None
    took: Mapping[str, float]

    @property
    def found(self) -> tuple[Found, ...]:
        """Return our spans with subjects named as in the row's roster."""
        return tuple(
            Found(
                one.start,
                one.end,
                one.label,
                tuple(self.subjects.get(who, who) for who in one.subjects),
            )
            for one in self.spans
        )


@dataclass(frozen=True, kw_only=True)
class Bench:
    """Everything loaded: the district's matcher, the engine, and what to compare with."""

    rows: tuple[Row, ...] = field(repr=False)
    people: Mapping[str, Person] = field(repr=False)
    circles: tuple[tuple[Person, ...], ...] = field(repr=False)
    names: worker.Names
    finder: worker.Finder
    vanilla: Baseline | None
    clock: Callable[[], float]

    def __iter__(self) -> Iterator[Result]:
        """Run row by row."""
        for row, circle in zip(self.rows, self.circles, strict=True):
            yield self._run(row, circle)

    def _run(self, row: Row, circle: tuple[Person, ...]) -> Result:
        timed = _Timed(self.finder, self.names, self.clock)
        near = NearNames.build(sorted(circle, key=lambda one: one.id))  # kept by the exchange
        leaves = [
            Leaf(
                path=("messages", index, "content"),
                text=row.text[turn.start : turn.end],
                author=turn.role,
            )
            for index, turn in enumerate(row.turns)
        ]
        texts = [(leaf.text, True) for leaf in leaves if leaf.text]
        candidates = iter([tuple(found) for found, _ in worker.find(texts, timed, timed)])
        proposed = [next(candidates) if leaf.text else () for leaf in leaves]
        setting = setting_for(row.by)
        settled = timed.timed(SETTLE, lambda: settle(leaves, proposed, near, self.people, setting))
        spans = [
            replace(span, start=span.start + turn.start, end=span.end + turn.start)
            for finding, turn in zip(settled, row.turns, strict=True)
            for span in finding.spans
        ]
        baseline = self.vanilla
        theirs = (
            timed.timed(VANILLA, lambda: baseline.find(row.text)) if baseline is not None else None
        )
        own = {mine.id: listed.id for mine, listed in zip(circle, row.roster, strict=True)}
        return Result(row, tuple(spans), own, theirs, timed.took)


def prepare(
    rows: Sequence[Row],
    *,
    engine: str,
    model: str = "",
    distractors: int,
    with_vanilla: bool,
    clock: Callable[[], float],
    step: Callable[[str], None] = lambda _what: None,
) -> Bench:
    """Build the district and load the models; takes seconds.

    Args:
        rows: the marked texts.
        engine: a key of `gateway.detection.engines.ENGINES`; "" for the default.
        model: path or package of another spaCy model; "" for the shipped one.
        distractors: how many people of no row are in the district.
        with_vanilla: whether vanilla Presidio runs beside.
        clock: seconds, never going back.
        step: told what is being done.

    Raises:
        Unusable: no such engine, or a model cannot be loaded.
    """
    step("making the district")
    listed, circles = everybody(rows)
    people = [*listed, *crowd(rows, distractors)]
    packed = RosterNames.build(people, (), "evaluation").to_bytes()
    step("loading the engine")
    finder = engines.load(engine, model)
    if with_vanilla:
        step("loading vanilla Presidio")
    return Bench(
        rows=tuple(rows),
        people={one.id: one for one in people},
        circles=tuple(circles),
        names=Lists.from_bytes(pack(packed)),
        finder=finder,
        vanilla=Vanilla() if with_vanilla else None,
        clock=clock,
    )
