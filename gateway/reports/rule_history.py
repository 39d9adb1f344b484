"""Who changed which rule, when, from what to what and why; and what other rules would have said.

A change's old value, new value and reason stand sealed in the history, its salted hash in the log.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Annotated

from gateway.audit.search.filters import Among
from gateway.decision.backtest import Tally
from gateway.district.history import Edit, read_edits
from gateway.jobs.backtest import back_test
from gateway.reports.columns import RecordId
from gateway.reports.reading import Told, read_log
from gateway.reports.report import Batch, Mark, Report, Sources, Table
from gateway.terms.disclosure import STRICT
from gateway.terms.people import Duty

SAY_SECONDS = 0.5
RULE_KINDS = ("rule_version", "active_rules", "choices")
ACTIONS = ("created", "changed", "removed", "imported")
MORE_EVENTS = ("rules_approved_alone", "rules_tried")


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryWish:
    """Of which days (local, both inclusive). `replay` names a version of the rules to try on the
    decisions since `since`: `shipped` for the packs as they come, "" for none."""

    __pydantic_config__ = STRICT

    since: date | None = None
    until: date | None = None
    replay: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """One change, as the log and the history tell it."""

    record: Annotated[RecordId, "id of the record in the log"]
    at: Annotated[datetime, "when"]
    who: Annotated[str, "log id of who changed it"]
    who_name: Annotated[str | None, "who that is; only for those entitled to names"]
    event: Annotated[str, "what happened"]
    row: Annotated[str, "id of what was changed"]
    result: Annotated[str, "`undone` or `unclear` where nothing may have come of it"]
    version: Annotated[int | None, "the row's version after it; nothing where it was erased"]
    old: Annotated[str | None, "what it was, as JSON; nothing where it was not there"]
    new: Annotated[str | None, "what it is, as JSON; nothing where it is gone"]
    why: Annotated[str | None, "the reason; nothing where it was erased"]
    sha256: Annotated[str, "the log's salted hash of old, new and why"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Replayed:
    """What the other rules would have said: a count, or one decision that would change."""

    group: Annotated[str, "what is counted; `decision` for a single one"]
    value: Annotated[str, "the value of the group; of a decision, the role of who asked"]
    count: Annotated[int, "how many decisions"]
    record: Annotated[RecordId | None, "of a decision: its record in the log"]
    was: Annotated[str | None, "of a decision: what was decided"]
    would_be: Annotated[str | None, "of a decision: what would be"]
    rules_before: Annotated[tuple[str, ...], "of a decision: the rules that spoke"]
    rules_now: Annotated[tuple[str, ...], "of a decision: those that would"]


def events_of(kinds: Collection[str]) -> tuple[str, ...]:
    """Return the events that tell of changes to some kinds of row."""
    return tuple(f"{kind}_{action}" for kind in kinds for action in ACTIONS)


async def changes(
    sources: Sources, events: Collection[str], wish: HistoryWish, mark: Mark
) -> AsyncIterator[Batch[Changed]]:
    """Yield changes of which some events tell, oldest first."""
    where = [Among(field="event", values=tuple(events))]
    async for portion in read_log(sources, where, mark=mark, since=wish.since, until=wish.until):
        ids = [one.text("edit") for one in portion.records if one.text("edit")]
        edits = await edits_of(sources, ids)
        names = await sources.names_of(sorted({one.text("who") for one in portion.records}))
        yield portion.batch(
            [
                _changed(sources, one, edits.get(one.text("edit")), names.get(one.text("who")))
                for one in portion.records
            ]
        )


async def edits_of(sources: Sources, ids: Sequence[str]) -> Mapping[str, Edit]:
    """Return edits of the history by their ids, without those that were erased."""
    if not ids:
        return {}
    read = partial(read_edits, fields=sources.fields, ids=ids)
    found = await sources.reader.read(read)
    return {name: one.edit for name, one in found.items() if one.edit is not None}


def _changed(sources: Sources, one: Told, edit: Edit | None, name: str | None) -> Changed:
    return Changed(
        record=one.id,
        at=sources.moment(one.said["time"]),
        who=one.text("who"),
        who_name=name,
        event=one.text("event"),
        row=one.text("what"),
        result=one.text("result"),
        version=edit.version if edit else None,
        old=edit.old if edit else None,
        new=edit.new if edit else None,
        why=edit.why if edit else None,
        sha256=one.text("sha256"),
    )


async def _changes(
    sources: Sources, wish: HistoryWish, mark: Mark
) -> AsyncIterator[Batch[Changed]]:
    events = (*events_of(RULE_KINDS), *MORE_EVENTS)
    async for batch in changes(sources, events, wish, mark):
        yield batch


async def _replay(
    sources: Sources, wish: HistoryWish, _mark: Mark
) -> AsyncIterator[Batch[Replayed]]:
    """Try other rules. What was tried before a stop is tried again."""
    if not wish.replay:
        return
    rules = await sources.rulebook.rules("" if wish.replay == "shipped" else wish.replay)
    begin = wish.since or sources.today - timedelta(days=30)
    since = int(datetime(begin.year, begin.month, begin.day, tzinfo=sources.zone).timestamp())
    progress = [0, 0]

    def told(done: int, total: int) -> None:
        progress[:] = done, total

    task = asyncio.create_task(back_test(sources.reader, rules, since=since * 1000, told=told))
    try:
        while not (await asyncio.wait({task}, timeout=SAY_SECONDS))[0]:
            yield Batch(done=progress[0], total=progress[1])
        tally = await task
    finally:
        task.cancel()
    yield Batch(rows=list(_replayed(tally)), done=tally.decisions, total=tally.decisions)


def _replayed(tally: Tally) -> Iterator[Replayed]:
    yield _count("all", "decisions", tally.decisions)
    yield _count("all", "the same", tally.same)
    yield _count("all", "changed", tally.changed)
    yield _count("all", "undecidable", tally.undecidable)
    for group, counts in tally.by.items():
        for value, count in counts.most_common():
            yield _count(group, value, count)
    for one in tally.turned:
        yield Replayed(
            group="decision",
            value=one.role,
            count=1,
            record=one.record,
            was=one.was,
            would_be=one.would_be,
            rules_before=tuple(one.rules_before),
            rules_now=tuple(one.rules_now),
        )


def _count(group: str, value: str, count: int) -> Replayed:
    return Replayed(
        group=group,
        value=value,
        count=count,
        record=None,
        was=None,
        would_be=None,
        rules_before=(),
        rules_now=(),
    )


RULE_HISTORY = Report(
    name="rules",
    title="Rule history",
    words="Who changed which rule or setting, when, from what to what and why; with `replay`, what "
    "another version would have decided, and for which records.",
    duties=frozenset({Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.AI_COORDINATOR, Duty.AUDITOR}),
    wish=HistoryWish,
    tables=(
        Table(name="changes", title="Changes", row=Changed, rows=_changes),
        Table(name="replay", title="What other rules would have said", row=Replayed, rows=_replay),
    ),
)
