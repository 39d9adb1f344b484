"""`python -m tests.bench.appends [--sqlite | --postgres] [--json]`: records made durable a second.

Callers write one record after the other through a gateway's own writer: checking, encoding, leaf,
signature and fsync included. Records are a made-up school year's, and what they say of decisions is
settled, as a gateway's own is; each caller writes an intent and then its outcome. They are made up
before the clock runs: what is measured is writing them.
"""

import argparse
import asyncio
import gc
import itertools
import json
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from gateway.audit.ids import record_id
from gateway.audit.schema import settled
from gateway.audit.writer import LogWriter
from gateway.decision.packs import load_rule_set
from gateway.store.partitions import make_ahead
from gateway.terms.record import Record, RecordKind
from tests.audit.fakes import Board
from tests.bench.scale import database, doors, now_ms, pen
from tests.bench.school_year import SchoolYear

CALLERS = (1, 16, 64, 256)
DRAFTS = 4_000
SECONDS = 4.0
AIMS = {"SQLite": 20_000, "PostgreSQL": 10_000}
"""Records a second by 64 callers."""
ENOUGH = int(SECONDS * 25_000)
"""Pairs: twice what the quickest could write meanwhile."""
LONGEST_MS = 1.0
"""Half of a lone caller's records may take longer."""
type Pair = tuple[Record, Record]


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """What some callers saw."""

    callers: int
    rate: float
    p50: float
    p99: float


async def measure(log: LogWriter, pairs: Iterator[Pair], callers: int) -> Measured:
    """Have callers write for a while."""
    took: list[float] = []
    end = time.perf_counter() + SECONDS
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(callers):
            group.create_task(_caller(log, pairs, end, took))
    spent = time.perf_counter() - began
    took.sort()
    return Measured(
        callers=callers,
        rate=len(took) / spent,
        p50=statistics.median(took),
        p99=took[len(took) * 99 // 100],
    )


async def _caller(log: LogWriter, pairs: Iterator[Pair], end: float, took: list[float]) -> None:
    while time.perf_counter() < end:
        for record in next(pairs):
            began = time.perf_counter()
            await log.append(record)
            took.append((time.perf_counter() - began) * 1000)


def _pairs(count: int) -> Iterator[Pair]:
    """Yield intents, each with its outcome; so many of them are made before the first is given."""
    made = [_pair(draft) for draft in itertools.islice(_drafts(), count)]
    gc.freeze()  # a gateway has no thousands of records waiting that are gone through for garbage
    return iter(made)


def _pair(draft: Record) -> Pair:
    now = now_ms()
    intent = replace(draft, id=record_id(now, secrets.token_bytes), time=now)
    outcome = Record(
        id=record_id(now, secrets.token_bytes),
        kind=RecordKind.OUTCOME,
        time=now,
        about=intent.id,
        fields={"ended": "complete", "upstream_status": 200, "ms": 500, "bytes_in": 900},
    )
    return intent, outcome


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
    async with doors(url) as open_:
        await open_.commit.run(lambda db: make_ahead(db, now_ms(), ahead=2))
        log = await LogWriter.open(open_.commit, pen(), Board())
        await measure(log, _pairs(ENOUGH), 4)  # warm
        found = [await measure(log, _pairs(ENOUGH), callers) for callers in CALLERS]
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
