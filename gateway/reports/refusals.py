"""What was refused and held, and what went out under a declared emergency (34 CFR 99.36).

A prompt by which somebody may be in danger is answered before any rule is asked. It is no refusal
in this sense, and in no report but the safety team's.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from gateway.reports.columns import RecordId
from gateway.reports.public_records import PeriodWish
from gateway.reports.reading import Told, read_log
from gateway.reports.report import Batch, Mark, Report, Sources, Table
from gateway.terms.people import Duty


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusalRow:
    """One prompt that did not leave."""

    record: Annotated[RecordId, "id of the record in the log"]
    at: Annotated[datetime, "when"]
    outcome: Annotated[str, "hold or refuse"]
    code: Annotated[str, "stable code of the refusal"]
    rules: Annotated[tuple[str, ...], "ids of the rules that spoke, if any was asked"]
    by: Annotated[str, "log id of who asked"]
    by_name: Annotated[str | None, "who asked; only for those entitled to names"]
    role: Annotated[str, "role of who asked"]
    age_band: Annotated[str, "age band of who asked"]
    grade: Annotated[str, "grade of who asked"]
    schools: Annotated[tuple[str, ...], "schools of who asked"]
    tool: Annotated[str, "id of the AI service"]
    purpose: Annotated[str, "what the prompt was for"]
    subjects: Annotated[int, "how many people it described"]
    categories: Annotated[tuple[str, ...], "categories of data about them"]


@dataclass(frozen=True, kw_only=True, slots=True)
class BreakGlass:
    """One disclosure under an emergency."""

    record: Annotated[RecordId, "id of the record in the log"]
    at: Annotated[datetime, "when"]
    emergency: Annotated[str, "id of the declared emergency"]
    by: Annotated[str, "log id of who asked"]
    by_name: Annotated[str | None, "who asked; only for those entitled to names"]
    role: Annotated[str, "role of who asked"]
    party: Annotated[str, "whose AI service it went to"]
    tool: Annotated[str, "id of the AI service"]
    purpose: Annotated[str, "what the prompt was for"]
    subjects: Annotated[tuple[str, ...], "log ids of those disclosed"]
    categories: Annotated[tuple[str, ...], "categories of data about them"]
    ended: Annotated[str, "how the exchange ended"]


async def _refusals(
    sources: Sources, wish: PeriodWish, mark: Mark
) -> AsyncIterator[Batch[RefusalRow]]:
    where = ["kind=refusal", "outcome!=safety", *wish.where]
    async for portion in read_log(sources, where, mark=mark, since=wish.since, until=wish.until):
        names = await sources.names_of(_askers(portion.records))
        yield portion.batch(
            [
                RefusalRow(
                    record=one.id,
                    at=sources.moment(one.said["time"]),
                    outcome=one.text("outcome"),
                    code=one.text("code"),
                    rules=one.texts("reasons"),
                    by=one.text("principal"),
                    by_name=names.get(one.text("principal")),
                    role=one.text("role"),
                    age_band=one.text("age_band"),
                    grade=one.text("grade"),
                    schools=one.texts("schools"),
                    tool=one.text("tool"),
                    purpose=one.text("purpose"),
                    subjects=len(one.subjects),
                    categories=one.texts("categories"),
                )
                for one in portion.records
            ]
        )


async def _break_glass(
    sources: Sources, wish: PeriodWish, mark: Mark
) -> AsyncIterator[Batch[BreakGlass]]:
    where = ["kind=intent", "basis=emergency", *wish.where]
    async for portion in read_log(sources, where, mark=mark, since=wish.since, until=wish.until):
        names = await sources.names_of(_askers(portion.records))
        yield portion.batch(
            [_glass(sources, one, names.get(one.text("principal"))) for one in portion.records]
        )


def _glass(sources: Sources, one: Told, name: str | None) -> BreakGlass:
    about = [subject for subject in one.subjects if subject["basis"] == "emergency"]
    return BreakGlass(
        record=one.id,
        at=sources.moment(one.said["time"]),
        emergency=one.text("emergency"),
        by=one.text("principal"),
        by_name=name,
        role=one.text("role"),
        party=one.text("provider"),
        tool=one.text("tool"),
        purpose=one.text("purpose"),
        subjects=tuple(subject["id"] for subject in about),
        categories=tuple(sorted({name for one in about for name in one.get("categories", ())})),
        ended=one.ended,
    )


def _askers(records: tuple[Told, ...]) -> list[str]:
    return sorted({one.text("principal") for one in records} - {""})


REFUSALS = Report(
    name="refusals",
    title="Refusals, holds and break-glass",
    words="Every prompt that was refused or held, with the rules that said so; and every "
    "disclosure under a declared emergency.",
    duties=frozenset({Duty.PRIVACY_OFFICER, Duty.AI_COORDINATOR, Duty.AUDITOR}),
    wish=PeriodWish,
    tables=(
        Table(name="refusals", title="Refused and held", row=RefusalRow, rows=_refusals),
        Table(name="break-glass", title="Emergencies", row=BreakGlass, rows=_break_glass),
    ),
)
