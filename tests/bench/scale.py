"""`python -m tests.bench.scale`: a log of millions of made-up records, made, searched and measured.

Steps: `load` writes the records (COPY on PostgreSQL), `index` fills the search tables by the same
code as a gateway, `ask` measures. Never part of a test run.
"""

import argparse
import asyncio
import gc
import itertools
import json
import os
import resource
import secrets
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
from sqlalchemy import Connection, insert, update

from gateway.audit import checkpoint
from gateway.audit.canonical import encode
from gateway.audit.ids import record_id
from gateway.audit.search.buckets import Buckets, Every
from gateway.audit.search.filters import read_filters
from gateway.audit.search.projector import HASTY, Projector, pace_beside_prompts
from gateway.audit.search.search import Search
from gateway.audit.streams import Claim, create
from gateway.audit.takeover import Pen
from gateway.audit.tree import Frontier, leaf_hash
from gateway.audit.writer import LogWriter
from gateway.decision.packs import load_rule_set
from gateway.store import schema
from gateway.store.commit import GroupCommit, open_lane
from gateway.store.engine import Reader, is_sqlite, sqlite_url
from gateway.store.partitions import make_ahead
from gateway.store.tables import log_entries, log_streams
from gateway.terms.record import Record, RecordKind
from tests.audit.fakes import KEY, Board
from tests.bench.school_year import BEGIN, SchoolYear
from tests.postgres import OWNER, find_postgres, free_port, server_account

LOG_ID = "scale"
STREAM = "scale"
BATCH = 5_000
SIGNED = 100
"""Batches after which the loader signs what there is, so that the search tables can be filled."""
type Row = tuple[object, ...]
COLUMNS = ("stream", "index", "record", "kind", "about", "time", "data", "leaf")
SERVER = (
    "-c listen_addresses=127.0.0.1 -c shared_buffers=1GB -c max_wal_size=3GB -c min_wal_size=256MB "
    "-c checkpoint_timeout=15min -c effective_cache_size=8GB -c random_page_cost=1.1 "
    "-c wal_compression=lz4"
)
SINGLE = (
    "outcome=refuse", "outcome=forward", "tool=tutor", "tool=maths", "school=school-3",
    "class=class-91", "principal=student-17", "principal=staff-700", "subject=student-8000",
    "subject=student-3", "rule=ferpa.no-consent", "basis=emergency", "purpose=grading",
    "ended=timed_out", "kind=event", "age_band=under_13", "category=Conduct", "ms>=30000",
    "prompt_tokens<=25", "time<=2025-12-24T00:00Z", "consent=c3", "principal=nobody",
)  # fmt: skip
PAIRS = (
    ("outcome=refuse", "tool=maths"),
    ("kind=event", "tool=chat"),  # empty, and both are many
    ("kind=refusal", "ended=complete"),  # empty, and both are most
    ("kind=event", "outcome=pseudonymise"),  # empty
    ("principal=student-17", "subject=student-8000"),
    ("school=school-12", "class=class-3"),  # empty: a class of another school
    ("principal=staff-700", "outcome=refuse"),
    ("tool=translate", "ended=interrupted"),
    ("age_band=under_13", "role=teacher"),  # empty
    ("rule=ferpa.no-consent", "purpose=discipline"),
    ("ms>=30000", "tool=drafts"),
    ("outcome=forward", "time<=2025-09-30T00:00Z"),
)


def now_ms() -> int:
    return time.time_ns() // 1_000_000


# --- the database ---------------------------------------------------------------------------------


@contextmanager
def database(folder: Path, *, sqlite: bool) -> Iterator[str]:
    """Give the URL of the database in a folder; made, started and stopped as needed."""
    folder.mkdir(parents=True, exist_ok=True)
    if sqlite:
        url = sqlite_url(folder / "scale.db")
        schema.upgrade(url)
        yield url
        return
    programs, account = find_postgres(), server_account()
    if programs is None:
        sys.exit("the PostgreSQL server is not installed")

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(programs / program), *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )

    data, port = folder / "pg", free_port()
    if account:
        shutil.chown(folder, account.pw_uid, account.pw_gid)
    fresh = not data.exists()
    if fresh:
        run("initdb", f"--pgdata={data}", f"--username={OWNER}", "--auth=trust", "--locale=C")
    options = f"-p {port} {SERVER} -c unix_socket_directories={folder}"
    run("pg_ctl", "start", "--wait", f"--pgdata={data}", f"--log={folder / 'log'}", "-o", options)
    try:
        if fresh:
            run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", OWNER, "scale")
        url = f"postgresql+asyncpg://{OWNER}@127.0.0.1:{port}/scale"
        schema.upgrade(url)
        yield url
    finally:
        run("pg_ctl", "stop", "--wait", f"--pgdata={data}", "--mode=fast")


@dataclass(kw_only=True)
class Doors:
    """The open database."""

    url: str
    reader: Reader
    commit: GroupCommit


@asynccontextmanager
async def doors(url: str) -> AsyncIterator[Doors]:
    reader, commit = Reader(url), GroupCommit(open_lane(url))
    try:
        yield Doors(url=url, reader=reader, commit=commit)
    finally:
        await commit.close()
        await reader.close()


# --- load -----------------------------------------------------------------------------------------


async def load(open_: Doors, count: int, seed: int) -> None:
    """Write a school year of records as one stream, its tree and its checkpoint with it."""
    year = SchoolYear(rules=load_rule_set(), seed=seed, count=count)
    began, written, frontier = time.monotonic(), 0, Frontier()
    await open_.commit.run(lambda db: make_ahead(db, BEGIN, ahead=12))
    claim = Claim(
        stream=STREAM, origin=checkpoint.origin_of(LOG_ID, STREAM), epoch=1, holder="loader"
    )
    await open_.commit.run(lambda db: create(db, claim, now=1, leased_until=0, key=KEY))
    put = await _putter(open_)
    for at_once, some in enumerate(itertools.batched(year.records(), BATCH), 1):
        data = [encode(one) for one in some]
        leaves = [leaf_hash(one) for one in data]
        rows = [
            (STREAM, written + at, one.id, str(one.kind), one.about, one.time, data[at], leaves[at])
            for at, one in enumerate(some)
        ]
        await put(rows)
        frontier, written = frontier.extend(leaves), written + len(rows)
        if at_once % SIGNED == 0:
            await open_.commit.run(partial(_head, claim=claim, frontier=frontier))
    await open_.commit.run(partial(_head, claim=claim, frontier=frontier))
    took = time.monotonic() - began
    print(f"loaded {count} records, {written} entries, {written / took:,.0f} entries/s", flush=True)


async def _putter(open_: Doors) -> Callable[[Sequence[Row]], Awaitable[None]]:
    if is_sqlite(open_.url):
        statement = insert(log_entries)

        async def by_statement(rows: Sequence[Row]) -> None:
            named = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
            await open_.commit.run(lambda db: db.execute(statement, named).rowcount)

        return by_statement
    raw = await asyncpg.connect(open_.url.replace("+asyncpg", ""))

    async def by_copy(rows: Sequence[Row]) -> None:
        await raw.copy_records_to_table("log_entries", records=rows, columns=COLUMNS)

    return by_copy


def _head(db: Connection, claim: Claim, frontier: Frontier) -> None:
    signed = checkpoint.sign(claim.origin, frontier.size, frontier.root(), KEY)
    head = {"size": frontier.size, "root": signed.root, "frontier": frontier.pack()}
    head |= {"settled": frontier.size, "checkpoint": signed.note, "holder": ""}
    db.execute(update(log_streams).where(log_streams.c.stream == STREAM).values(head))


# --- index ----------------------------------------------------------------------------------------


async def index(open_: Doors) -> None:
    """Fill the search tables, and tell how fast."""
    projector = Projector(open_.reader, open_.commit, holder="bench", now=now_ms, pace=HASTY)
    began, left = time.monotonic(), await projector.behind()
    while await projector.step():
        pass
    await projector.close()
    took = time.monotonic() - began
    print(f"indexed {left} entries in {took:.0f} s: {left / took:,.0f} entries/s", flush=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


# --- ask ------------------------------------------------------------------------------------------


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return (time.perf_counter() - began) * 1000


def _p95(some: list[float]) -> float:
    return sorted(some)[max(0, -(-len(some) * 95 // 100) - 1)]


async def ask(open_: Doors, rounds: int) -> None:
    """Measure pages, counts, one student's disclosures and the export."""
    search = Search(open_.reader)
    questions: dict[str, list[tuple[str, ...]]] = {
        "one filter": [(text,) for text in SINGLE],
        "two filters": [*PAIRS],
        "one student's disclosures": [
            ("disclosed=student-3|student-41",),
            ("disclosed=student-900",),
        ],
    }
    for name, some in questions.items():
        slowest: dict[str, float] = {}
        every: list[float] = []
        for texts in some:
            filters = read_filters(texts)
            limit = 500 if name.startswith("one student") else 50
            took = [
                await _timed(lambda f=filters, n=limit: search.page(f, limit=n))  # type: ignore[misc]
                for _ in range(rounds + 1)
            ][1:]
            every += took
            slowest[" & ".join(texts)] = _p95(took)
        worst = max(slowest, key=slowest.__getitem__)
        print(
            f"{name}: p50 {statistics.median(every):.0f} ms, p95 {_p95(every):.0f} ms, "
            f"slowest question {slowest[worst]:.0f} ms ({worst})",
            flush=True,
        )
    zone = ZoneInfo("America/New_York")
    buckets = Buckets(every=Every.DAY, zone=zone)
    took = [
        await _timed(lambda: search.counts((), by="outcome", buckets=buckets)) for _ in range(3)
    ]
    print(f"daily counts of a year by outcome: {max(took):.0f} ms", flush=True)
    first = datetime.fromtimestamp(BEGIN / 1000, UTC)
    some_days = f"time<={(first + timedelta(days=120)).isoformat()}"
    began, lines, size = time.perf_counter(), 0, 0
    async for part in search.records(read_filters((some_days,))):
        lines, size = lines + part.count(b"\n"), size + len(part)
        if time.perf_counter() - began > 15:
            break
    took_s = time.perf_counter() - began
    print(f"export: {lines / took_s:,.0f} records/s, {size / took_s / 1e6:,.0f} MB/s", flush=True)


# --- write ----------------------------------------------------------------------------------------


def pen() -> Pen:
    """Return what this process writes the log with."""
    return Pen(
        key=KEY,
        log_id=LOG_ID,
        holder=f"bench-{os.getpid()}",
        clock=now_ms,
        rng=secrets.token_bytes,
        lease=15_000,
    )


async def write(open_: Doors, rate: int, seconds: int) -> None:
    """Write decisions at a rate, an intent and an outcome each, with the projection beside."""
    async with AsyncExitStack() as stack:
        log = await LogWriter.open(open_.commit, pen(), Board())
        commit = open_.commit
        if not is_sqlite(open_.url):  # as a gateway has it
            commit = GroupCommit(open_lane(open_.url, durable=False))
            stack.push_async_callback(commit.close)
        pace = pace_beside_prompts(open_.url)
        projector = Projector(open_.reader, commit, holder="writer", now=now_ms, pace=pace)
        running = asyncio.create_task(projector.run())
        year = SchoolYear(rules=load_rule_set(), seed=99, count=rate * seconds)
        drafts = [one for one in year.records() if one.kind is RecordKind.INTENT]
        gc.freeze()  # as a gateway does once it has started
        took: list[float] = []
        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for at, draft in enumerate(drafts):
                due = began + at / rate
                if (wait := due - time.perf_counter()) > 0:
                    await asyncio.sleep(wait)
                group.create_task(_decision(log, draft, took))
        spent = time.perf_counter() - began
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        left = await projector.behind()
        await projector.close()
        await log.close()
    said = {
        "decisions/s": round(len(drafts) / spent),
        "append p50 ms": round(statistics.median(took), 1),
        "append p99 ms": round(sorted(took)[len(took) * 99 // 100], 1),
        "entries not searched at the end": left,
    }
    print(json.dumps(said), flush=True)


async def _decision(log: LogWriter, draft: Record, took: list[float]) -> None:
    now = now_ms()
    intent = Record(
        id=record_id(now, secrets.token_bytes), kind=draft.kind, time=now, fields=draft.fields
    )
    took.append(await _timed(lambda: log.append(intent)))
    await asyncio.sleep(0.5)
    outcome = Record(
        id=record_id(now, secrets.token_bytes),
        kind=RecordKind.OUTCOME,
        time=now_ms(),
        about=intent.id,
        fields={"ended": "complete", "ms": 500},
    )
    took.append(await _timed(lambda: log.append(outcome)))


async def both(url: str, rounds: int, rate: int) -> None:
    """Ask while another process writes."""
    seconds = 25
    command = [sys.executable, "-m", "tests.bench.scale", "write", "--url", url]
    writer = await asyncio.create_subprocess_exec(
        *command, "--rate", str(rate), "--seconds", str(seconds)
    )
    await asyncio.sleep(3)
    async with doors(url) as open_:
        await ask(open_, rounds)
    await writer.wait()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=__doc__)
    parser.add_argument("steps", nargs="+", choices=("load", "index", "ask", "write", "both"))
    parser.add_argument("--folder", type=Path, default=Path("scale"))
    parser.add_argument("--url", default="", help="of a database that runs already")
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--count", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--rate", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=20)
    chosen = parser.parse_args()
    if chosen.url:
        asyncio.run(_steps(chosen.url, chosen))
        return
    with database(chosen.folder, sqlite=chosen.sqlite) as url:
        asyncio.run(_steps(url, chosen))


async def _steps(url: str, chosen: argparse.Namespace) -> None:
    for step in chosen.steps:
        if step == "both":
            await both(url, chosen.rounds, chosen.rate)
            continue
        async with doors(url) as open_:
            match step:
                case "load":
                    await load(open_, chosen.count, chosen.seed)
                case "index":
                    await index(open_)
                case "ask":
                    await ask(open_, chosen.rounds)
                case "write":
                    await write(open_, chosen.rate, chosen.seconds)


if __name__ == "__main__":
    main()
