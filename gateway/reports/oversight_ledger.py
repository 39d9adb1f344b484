"""Where people looked at what the gateway or an AI service did, and decided themselves."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import orjson

from gateway.audit.search.filters import Among
from gateway.district.history import Edit
from gateway.reports.columns import RecordId
from gateway.reports.public_records import PeriodWish
from gateway.reports.reading import read_log
from gateway.reports.report import Batch, Mark, Report, Sources, Table
from gateway.reports.rule_history import edits_of
from gateway.terms.people import Duty

FAMILIES = (
    "held_prompt_",
    "emergency_",
    "output_",
    "receipt_",
    "review_",
    "content_",
    "rules_approved",
    "rule_version_",
    "active_rules_",
    "not_a_pupil",
)
"""Beginnings of the names of events by which people oversee: of what is held and released, of
emergencies, of answers concurred with or overridden, of rules approved and put in force."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldRow:
    """One prompt that waited for a person."""

    record: Annotated[RecordId, "id of the record in the log"]
    at: Annotated[datetime, "when it was held"]
    rules: Annotated[tuple[str, ...], "ids of the rules that held it"]
    by: Annotated[str, "log id of who asked"]
    by_name: Annotated[str | None, "who asked; only for those entitled to names"]
    role: Annotated[str, "role of who asked"]
    tool: Annotated[str, "id of the AI service"]
    purpose: Annotated[str, "what the prompt was for"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ActRow:
    """One act of oversight."""

    record: Annotated[RecordId, "id of the record in the log"]
    at: Annotated[datetime, "when"]
    event: Annotated[str, "what was done"]
    who: Annotated[str, "log id of who did it"]
    who_name: Annotated[str | None, "who that is; only for those entitled to names"]
    what: Annotated[str, "id of what it was done to, such as the record that was held"]
    result: Annotated[str, "how it went; empty where that is all there is to say"]
    became: Annotated[str, "the state it was put into, such as released; empty where it has none"]
    why: Annotated[str | None, "the reason; nothing where none was given, or it was erased"]
    version: Annotated[str, "version of what was put in place"]
    sha256: Annotated[str, "hash over what was said with it"]


async def _held(sources: Sources, wish: PeriodWish, mark: Mark) -> AsyncIterator[Batch[HeldRow]]:
    where = ["kind=refusal", "outcome=hold", *wish.where]
    async for portion in read_log(sources, where, mark=mark, since=wish.since, until=wish.until):
        names = await sources.names_of(sorted({one.text("principal") for one in portion.records}))
        yield portion.batch(
            [
                HeldRow(
                    record=one.id,
                    at=sources.moment(one.said["time"]),
                    rules=one.texts("reasons"),
                    by=one.text("principal"),
                    by_name=names.get(one.text("principal")),
                    role=one.text("role"),
                    tool=one.text("tool"),
                    purpose=one.text("purpose"),
                )
                for one in portion.records
            ]
        )


async def _acts(sources: Sources, wish: PeriodWish, mark: Mark) -> AsyncIterator[Batch[ActRow]]:
    known = await sources.search.values_of("event")
    events = tuple(event for event in known if event.startswith(FAMILIES))
    if not events:
        return
    where = [Among(field="event", values=events)]
    async for portion in read_log(sources, where, mark=mark, since=wish.since, until=wish.until):
        names = await sources.names_of(sorted({one.text("who") for one in portion.records}))
        ids = [one.text("edit") for one in portion.records if one.text("edit")]
        edits = await edits_of(sources, ids)
        yield portion.batch(
            [
                ActRow(
                    record=one.id,
                    at=sources.moment(one.said["time"]),
                    event=one.text("event"),
                    who=one.text("who"),
                    who_name=names.get(one.text("who")),
                    what=one.text("what"),
                    result=one.text("result"),
                    became=_became(edits.get(one.text("edit"))),
                    why=why.why if (why := edits.get(one.text("edit"))) else None,
                    version=one.text("version"),
                    sha256=one.text("sha256"),
                )
                for one in portion.records
            ]
        )


def _became(edit: Edit | None) -> str:
    """Return the state that a change put a row into."""
    document = orjson.loads(edit.new) if edit is not None and edit.new else {}
    return str(document.get("state", ""))


OVERSIGHT = Report(
    name="oversight",
    title="Oversight ledger",
    words="Every prompt that waited for a person, and every act by which people released, "
    "concurred, overrode, declared an emergency or approved rules.",
    duties=frozenset({Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.AI_COORDINATOR, Duty.AUDITOR}),
    wish=PeriodWish,
    tables=(
        Table(name="held", title="Held prompts", row=HeldRow, rows=_held),
        Table(name="acts", title="Acts of oversight", row=ActRow, rows=_acts),
    ),
)
