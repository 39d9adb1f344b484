"""`crossing-guard log query` and `log index`: asking the log from the machine it runs on."""

import asyncio
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from gateway.app.store import Store, projecting
from gateway.audit.search.buckets import Buckets, Every
from gateway.audit.search.counts import Counts
from gateway.audit.search.fields import NUMBERS, VALUES
from gateway.audit.search.filters import read_filters, widened
from gateway.audit.search.project import NotOurs, forget
from gateway.audit.search.projector import HASTY, Projector
from gateway.audit.search.rows import Found
from gateway.audit.search.search import PageFound, Search
from gateway.cli.at_store import at_store
from gateway.cli.root import out
from gateway.district.merged import log_ids_of
from gateway.errors import BadRequest
from gateway.oversight.queries import QUERIES
from gateway.oversight.questions import LONGEST, filters_told

WAIT = 0.5
"""Seconds between two looks at another process's progress."""

TOLD = ("event", "outcome", "tool", "purpose", "code")
"""Fields of a record that say what it is about, where it has them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is asked, as typed."""

    where: tuple[str, ...] = ()
    saved: str = ""
    limit: int = 20
    by: str = ""
    every: Every | None = None
    everything: bool = False
    json: bool = False


def list_fields() -> None:
    """Print what filters may name."""
    words = {name: field.words for name, field in VALUES.items()}
    words |= {name: number.words for name, number in NUMBERS.items()}
    for name, meaning in words.items():
        out.print(f"{name:<24} {meaning}", highlight=False, markup=False)


def query_log(data: Path, question: Question) -> None:
    """Answer a question and log it."""

    async def work(store: Store) -> None:
        await _answer(store, question)

    at_store(data, work)


async def _answer(store: Store, question: Question) -> None:
    where, by, every = question.where, question.by, question.every
    if question.saved:
        kept = await store.reader.quick(lambda db: QUERIES.read(db, question.saved))
        if kept is None:
            raise BadRequest(f"there is no saved query `{question.saved}`", code="not_found")
        where = (*kept.where, *where)
        by = by or kept.by
        every = every or (Every(kept.every) if kept.every else None)
    asked, search = read_filters(where), Search(store.reader)
    told = " & ".join(("command", *await filters_told(search, where, asked)))
    await store.note("log_query", query=told[:LONGEST])
    filters = widened(asked, await store.reader.quick(log_ids_of))
    if question.everything:
        async for lines in search.records(filters):
            sys.stdout.buffer.write(lines)
        sys.stdout.buffer.flush()
        return
    await store.district.refresh()
    zone = ZoneInfo(store.district.choices.timezone)
    if by or every:
        buckets = Buckets(every=every, zone=zone) if every else None
        _tell_counts(await search.counts(filters, by=by, buckets=buckets), zone, question.json)
    else:
        _tell_page(await search.page(filters, limit=question.limit), zone, question.json)


def _tell_page(page: PageFound, zone: ZoneInfo, json: bool) -> None:
    if json:
        for one in page.found:
            typer.echo(one.line(), nl=False)
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0), show_edge=False)
    for name in ("record", f"when ({zone.key})", "who"):
        table.add_column(name, no_wrap=True)
    table.add_column("what", overflow="fold")
    for one in page.found:
        table.add_row(*map(escape, _cells(one, zone)))
    out.print(table if page.found else "No record fits.")
    if page.more:
        out.print("There are more; `--limit` shows them, `--all` every one.")
    _tell_behind(page.behind)


def _tell_counts(counts: Counts, zone: ZoneInfo, json: bool) -> None:
    for one in counts.rows:
        when = ""
        if one.start is not None:
            when = datetime.fromtimestamp(one.start / 1000, zone).isoformat(timespec="minutes")
        if json:
            said = {"start": one.start, "value": one.value, "count": one.count}
            typer.echo(orjson.dumps(said).decode())
        else:
            words = "  ".join(part for part in (when, one.value) if part)
            out.print(f"{one.count:>10}  {words}", highlight=False, markup=False)
    if not json:
        _tell_behind(counts.behind)


def _tell_behind(count: int) -> None:
    if count:
        out.print(f"{count} newer entries are not searched yet; `log index` sees to them.")


def _cells(one: Found, zone: ZoneInfo) -> tuple[str, str, str, str]:
    said = one.told()
    when = datetime.fromtimestamp(said["time"] / 1000, zone).strftime("%Y-%m-%d %H:%M:%S")
    words = [said["kind"], *(str(said[name]) for name in TOLD if said.get(name))]
    words += [orjson.loads(one.outcome)["ended"]] if one.outcome else []
    words += [f"purged under {said['purged']}"] if one.stub else []
    return said["id"], when, said.get("principal") or "", " ".join(words)


def index_log(data: Path, *, rebuild: bool) -> None:
    """Fill the search tables, or wait for the process that does."""

    async def work(store: Store) -> None:
        async with projecting(store, HASTY) as projector:
            if rebuild:
                await store.commit.run(forget)
                await store.note("search_rebuilt")
            while left := await projector.behind():
                out.print(f"{left} entries to go")
                await _some(projector)
            out.print("The search tables are up with the log.")

    at_store(data, work)


async def _some(projector: Projector) -> None:
    try:
        await projector.step()
    except NotOurs:
        await asyncio.sleep(WAIT)
