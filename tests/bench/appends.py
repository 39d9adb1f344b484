"""`python -m tests.bench.appends [--sqlite | --postgres] [--json]`: records made durable a second.

Callers write one record after the other through a gateway's own writer: checking, encoding, leaf,
signature and fsync included. Records are a made-up school year's, and what they say of decisions is
settled, as a gateway's own is; each caller writes an intent and then its outcome.
"""

import argparse
import asyncio
import json
import os
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from gateway.audit.ids import record_id
from gateway.audit.schema import settled
from gateway.audit.takeover import Pen
from gateway.audit.writer import LogWriter
from gateway.decision.packs import load_rule_set
from gateway.store.partitions import make_ahead
from gateway.terms.record import Record, RecordKind
from tests.audit.fakes import KEY, Board
from tests.bench.scale import LOG_ID, database, doors, now_ms
from tests.bench.school_year import SchoolYear

CALLERS = (1, 16, 64, 256)
DRAFTS = 4_000
SECONDS = 4.0
AIMS = {"SQLite": 20_000, "PostgreSQL": 10_000}
"""Records a second by 64 callers."""
LONGEST_MS = 1.0
"""Half of a lone caller's records may take longer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """What some callers saw."""

    callers: int
    rate: float
    p50: float
    p99: float


async def measure(log: LogWriter, drafts: Iterator[Record], callers: int) -> Measured:
    """Have callers write for a while."""
    took: list[float] = []
    end = time.perf_counter() + SECONDS
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(callers):
            group.create_task(_caller(log, drafts, end, took))
    spent = time.perf_counter() - began
    took.sort()
    return Measured(
        callers=callers,
        rate=len(took) / spent,
        p50=statistics.median(took),
        p99=took[len(took) * 99 // 100],
    )


async def _caller(log: LogWriter, drafts: Iterator[Record], end: float, took: list[float]) -> None:
    while time.perf_counter() < end:
        now = now_ms()
        intent = replace(next(drafts), id=record_id(now, secrets.token_bytes), time=now)
        outcome = Record(
            id=record_id(now, secrets.token_bytes),
            kind=RecordKind.OUTCOME,
            time=now,
            about=intent.id,
            fields={"ended": "complete", "upstream_status": 200, "ms": 500, "bytes_in": 900},
        )
        for record in (intent, outcome):
            began = time.perf_counter()
            await log.append(record)
            took.append((time.perf_counter() - began) * 1000)


def _drafts() -> Iterator[Record]:
    year = SchoolYear(rules=load_rule_set(), seed=7, count=DRAFTS)
    kept = [_settled(one) for one in year.records() if one.kind is RecordKind.INTENT]
    while True:
        yield from kept


def _settled(draft: Record) -> Record:
    return replace(
        draft, fields=draft.fields | {"subjects": settled("subjects", draft.fields["subjects"])}
    )


async def run(url: str) -> list[Measured]:
    """Measure with one caller and with many."""
    pen = Pen(
        key=KEY,
        log_id=LOG_ID,
        holder=f"bench-{os.getpid()}",
        clock=now_ms,
        rng=secrets.token_bytes,
        lease=15_000,
    )
    async with doors(url) as open_:
        await open_.commit.run(lambda db: make_ahead(db, now_ms(), ahead=2))
        log = await LogWriter.open(open_.commit, pen, Board())
        drafts = _drafts()
        await measure(log, drafts, 4)  # warm
        found = [await measure(log, drafts, callers) for callers in CALLERS]
        await log.close()
    return found


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.appends", description=__doc__)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--sqlite", action="store_true")
    which.add_argument("--postgres", action="store_true")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    kinds = [
        name
        for name, left_out in (("SQLite", chosen.postgres), ("PostgreSQL", chosen.sqlite))
        if not left_out
    ]
    for kind in kinds:
        with (
            tempfile.TemporaryDirectory() as folder,
            database(Path(folder), sqlite=kind == "SQLite") as url,
        ):
            found = asyncio.run(run(url))
        for one in found:
            told = {"database": kind, "callers": one.callers, "records_a_second": round(one.rate)}
            told |= {"p50_ms": round(one.p50, 2), "p99_ms": round(one.p99, 2)}
            print(json.dumps(told) if chosen.json else _in_words(told), flush=True)


def _in_words(told: dict[str, object]) -> str:
    words = "{database}, {callers} callers: {records_a_second:,} records/s, p50 {p50_ms} ms, "
    return (words + "p99 {p99_ms} ms").format(**told)


if __name__ == "__main__":
    main()
