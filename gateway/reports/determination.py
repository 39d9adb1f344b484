"""The file behind a determination that what leaves does not identify a pupil (34 CFR 99.31(b)(1)).

An official signs it, so it says what speaks against it too: what detection measurably misses, and
that whoever knows a class may know a pupil by what is told of them. It takes a random sample of
releases for people to look at; which ones, anybody can draw again from the seed.
"""

import hashlib
import heapq
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any

import orjson

from gateway.errors import BadRequest
from gateway.reports.columns import RecordId
from gateway.reports.paper import Grid, Heading, Items, Paper, Paragraph, Signature
from gateway.reports.reading import Told, tally
from gateway.reports.report import Batch, Mark, Report, Sources, Table, Written
from gateway.store.engine import Reader
from gateway.terms.disclosure import STRICT
from gateway.terms.people import Duty

RELEASED = ("kind=intent", "released_pseudonymised=yes")
LARGEST_SAMPLE = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class DeterminationWish:
    """Of which days (local, both inclusive). `figures` is what `crossing-guard evaluate --json`
    printed for texts like the district's own; `sample` releases are drawn by `seed`."""

    __pydantic_config__ = STRICT

    since: date | None = None
    until: date | None = None
    figures: str = ""
    sample: int = 50
    seed: str = "1"


@dataclass(frozen=True, kw_only=True, slots=True)
class DetectorRow:
    """One version of detection, and what one recogniser of it found."""

    detector: Annotated[str, "version and settings hash of the detector"]
    recogniser: Annotated[str, "the recogniser; empty for all of the detector"]
    first: Annotated[datetime, "its first release of the period"]
    last: Annotated[datetime, "its last"]
    releases: Annotated[int, "releases in which it found something; of a detector, all of them"]
    spans: Annotated[int, "passages it settled"]


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasuredRow:
    """What was measured for one label."""

    label: Annotated[str, "the label"]
    marked: Annotated[int, "words that people had marked with it"]
    recall: Annotated[float | None, "share of them found under it"]
    covered: Annotated[float | None, "share of them found under any label: those do not leave"]
    precision: Annotated[float | None, "share of the words found under it that are marked so"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleRow:
    """One release to look at. The last two columns are for whoever looks."""

    record: Annotated[RecordId, "id of the record in the log"]
    at: Annotated[datetime, "when it left"]
    detector: Annotated[str, "version of the detector"]
    tool: Annotated[str, "id of the AI service"]
    purpose: Annotated[str, "what the prompt was for"]
    role: Annotated[str, "role of who asked"]
    people: Annotated[int, "how many people it described"]
    labels: Annotated[tuple[str, ...], "labels that were found, with how often"]
    categories: Annotated[tuple[str, ...], "categories of data about them"]
    sent: Annotated[str, "keyed hash of what left"]
    identifies: Annotated[str, "to fill in: could somebody of the school tell who it is?"]
    looked_at_by: Annotated[str, "to fill in: who looked"]


@dataclass(slots=True)
class _Seen:
    """One detector or recogniser as it was met."""

    first: int
    last: int = 0
    releases: int = 0
    spans: int = 0

    def add(self, time: int, spans: int) -> None:
        self.first, self.last = min(self.first, time), max(self.last, time)
        self.releases += 1
        self.spans += spans


@dataclass(slots=True)
class _Detectors:
    """Every detector and recogniser of a period."""

    seen: dict[tuple[str, str], _Seen] = field(default_factory=dict)

    def take(self, one: Told) -> None:
        found: dict[str, int] = one.said.get("recognisers", {})
        detector, time = one.text("detector"), one.said["time"]
        for recogniser, spans in {"": sum(found.values()), **found}.items():
            self.seen.setdefault((detector, recogniser), _Seen(time)).add(time, spans)


@dataclass(slots=True)
class _Sample:
    """The releases whose keyed hash is smallest: as good as drawn by lot, and drawn the same by
    everybody who knows the seed."""

    seed: str
    size: int
    kept: list[tuple[int, str, Told]] = field(default_factory=list)

    def take(self, one: Told) -> None:
        lot = hashlib.sha256(f"{self.seed}\n{one.id}".encode()).digest()
        item = (-int.from_bytes(lot), one.id, one)
        if len(self.kept) < self.size:
            heapq.heappush(self.kept, item)
        else:
            heapq.heappushpop(self.kept, item)


async def _detectors(
    sources: Sources, wish: DeterminationWish, _mark: Mark
) -> AsyncIterator[Batch[DetectorRow]]:
    met = _Detectors()
    async for batch in tally(sources, RELEASED, met.take, since=wish.since, until=wish.until):
        yield batch
    rows = [
        DetectorRow(
            detector=detector,
            recogniser=recogniser,
            first=sources.moment(seen.first),
            last=sources.moment(seen.last),
            releases=seen.releases,
            spans=seen.spans,
        )
        for (detector, recogniser), seen in sorted(met.seen.items())
    ]
    yield Batch(rows=rows, done=sources.until.position, total=sources.until.position)


async def _measured(
    _sources: Sources, wish: DeterminationWish, _mark: Mark
) -> AsyncIterator[Batch[MeasuredRow]]:
    rows = [
        MeasuredRow(
            label=label,
            marked=one["marked"],
            recall=one["recall"],
            covered=one["covered"],
            precision=one["precision"],
        )
        for label, one in sorted(_labels(wish.figures).items())
    ]
    yield Batch(rows=rows, done=len(rows), total=len(rows))


async def _sample(
    sources: Sources, wish: DeterminationWish, _mark: Mark
) -> AsyncIterator[Batch[SampleRow]]:
    drawn = _Sample(wish.seed, wish.sample)
    async for batch in tally(sources, RELEASED, drawn.take, since=wish.since, until=wish.until):
        yield batch
    found = sorted((one for *_, one in drawn.kept), key=lambda one: one.id)
    rows = [_to_look_at(sources, one) for one in found]
    yield Batch(rows=rows, done=sources.until.position, total=sources.until.position)


def _to_look_at(sources: Sources, one: Told) -> SampleRow:
    labels = Counter(one.said.get("labels", {}))
    return SampleRow(
        record=one.id,
        at=sources.moment(one.said["time"]),
        detector=one.text("detector"),
        tool=one.text("tool"),
        purpose=one.text("purpose"),
        role=one.text("role"),
        people=len(one.subjects),
        labels=tuple(f"{label} {count}" for label, count in sorted(labels.items())),
        categories=one.texts("categories"),
        sent=one.text("hash_out"),
        identifies="",
        looked_at_by="",
    )


async def _check(_reader: Reader, wish: DeterminationWish) -> None:
    _labels(wish.figures)
    if not 1 <= wish.sample <= LARGEST_SAMPLE:
        raise BadRequest(
            f"a sample has 1 to {LARGEST_SAMPLE} releases",
            code="invalid_value",
            status=422,
            param="sample",
        )


def _labels(figures: str) -> dict[str, Any]:
    """Return what `evaluate --json` measured for each label, nothing where it was not run.

    Raises:
        BadRequest: it is not what that printed.
    """
    if not figures:
        return {}
    try:
        found: dict[str, Any] = orjson.loads(figures)["gateway"]["labels"]
        if not all(
            {"marked", "recall", "covered", "precision"} <= one.keys() for one in found.values()
        ):
            raise KeyError("a figure")
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise BadRequest(
            "`figures` must be what `crossing-guard evaluate --json` printed",
            code="invalid_value",
            status=422,
            param="figures",
        ) from error
    return found


async def _paper(sources: Sources, wish: DeterminationWish, tables: Mapping[str, Written]) -> Paper:
    detectors = [one for one in tables["detectors"].rows() if not one["recogniser"]]
    measured, count = tables["measured"].rows(), tables["sample"].count
    return Paper(
        title="Determination on pseudonymised release",
        subtitle=f"Made {sources.moment(sources.made):%Y-%m-%d %H:%M %Z}, of releases from "
        f"{wish.since or 'the beginning'} to {wish.until or 'that day'}.",
        parts=[
            Paragraph(
                text="34 CFR 99.31(b)(1) lets a school release records without consent once "
                "everything personally identifiable is removed, if it has reasonably determined "
                "that no student's identity can be told from them, by one release or several, and "
                "with what else is reasonably available. This file is what that determination "
                "rests on."
            ),
            Heading(text="What speaks against it"),
            Items(
                items=[
                    "The district itself can undo the stand-ins: the key never leaves it, but it "
                    "exists.",
                    "Whoever knows the class may know a pupil by what is told of them, without "
                    "any name.",
                    "Detection misses some of what it looks for: see what was measured below.",
                    "Many releases about one pupil may tell more together than each alone.",
                ]
            ),
            Heading(text="What found personal data"),
            _detectors_grid(detectors),
            Heading(text="What was measured"),
            _measured_part(measured),
            Heading(text="The sample"),
            Paragraph(
                text=f"{count} release(s) were drawn by lot (seed `{wish.seed}`). They are listed "
                "in the table `sample`. Somebody who knows the school looks at each, and notes "
                "there whether a pupil could be told."
            ),
            Heading(text="The determination"),
            Signature(
                statement="I have read this file and the notes on its sample. I determine that "
                "what leaves under it does not make a student's identity personally identifiable, "
                "until: ______________________"
            ),
        ],
    )


def _detectors_grid(rows: Sequence[Mapping[str, Any]]) -> Grid | Paragraph:
    if not rows:
        return Paragraph(text="Nothing was released in this time.")
    return Grid(
        header=["Detector", "First", "Last", "Releases"],
        rows=[
            [row["detector"], row["first"][:10], row["last"][:10], str(row["releases"])]
            for row in rows
        ],
    )


def _measured_part(rows: Sequence[Mapping[str, Any]]) -> Grid | Paragraph:
    if not rows:
        return Paragraph(
            text="Nothing was measured. A determination should not be signed before detection was "
            "measured on texts like the district's own (`crossing-guard evaluate`)."
        )
    return Grid(
        header=["Label", "Words marked", "Found", "Covered"],
        rows=[
            [row["label"], str(row["marked"]), _percent(row["recall"]), _percent(row["covered"])]
            for row in rows
        ],
    )


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f} %"


DETERMINATION = Report(
    name="determination",
    title="Pseudonymisation determination file",
    words="What a determination under 34 CFR 99.31(b)(1) rests on: versions of detection, measured "
    "recall, and a random sample of releases for people to look at. An official signs it.",
    duties=frozenset({Duty.PRIVACY_OFFICER, Duty.AI_COORDINATOR, Duty.AUDITOR}),
    wish=DeterminationWish,
    tables=(
        Table(
            name="detectors",
            title="Versions of detection and their recognisers",
            row=DetectorRow,
            rows=_detectors,
        ),
        Table(name="measured", title="Measured recall", row=MeasuredRow, rows=_measured),
        Table(name="sample", title="Releases to look at", row=SampleRow, rows=_sample),
    ),
    check=_check,
    paper=_paper,
)
