"""How long trying rules on a million recorded decisions takes, on two cores.

    python -m tests.bench.backtest [--decisions 1000000] [--distinct N] [--since PART …]

A district's decisions are mostly alike: half of its prompts describe nobody, a third one person,
few many. By default a million decisions are drawn from 20,000 such; `--distinct` draws each of so
many by itself, which is far worse: `decided` tells how many differ in what rules read. They lie in
a log in SQLite, a month of them, and what is measured is what `crossing-guard backtest` does with
it, from the first page read to the last one counted; `--since` tries the newest part of the month
alone.
"""

import argparse
import asyncio
import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

from gateway.audit.canonical import encode
from gateway.decision.backtest import Tally
from gateway.decision.engine import Engine
from gateway.decision.facts import content_of
from gateway.decision.packs import RuleSet, load_rule_set
from gateway.district.edits import put_rule_set
from gateway.jobs.backtest import back_test
from gateway.steps.draft import Draft
from gateway.store import schema
from gateway.store.commit import GroupCommit, open_lane
from gateway.store.engine import Reader, sqlite_url
from gateway.terms.times import DAY_MS
from tests.bench.decision import prompts

KINDS = 20_000
MONTH_MS = 30 * DAY_MS
STREAM = "bench"
AT_ONCE = 10_000
ENTRY = (
    'INSERT INTO log_entries (stream, "index", record, kind, about, time, data, leaf) '
    "VALUES (?, ?, ?, 'intent', '', ?, ?, x'')"
)
HEAD = (
    "INSERT INTO log_streams (stream, origin, epoch, holder, leased_until, size, root, frontier, "
    "settled, checkpoint, created) VALUES (?, '', 1, '', 0, ?, x'', x'', ?, '', 0)"
)


def entries(rules: RuleSet, kinds: int) -> list[bytes]:
    """Return the entries of decisions, each of another kind."""
    engine, out = Engine(rules), []
    rng = Random(2)
    for at, facts in enumerate(prompts(kinds, seed=1)):
        described = facts.subjects[: rng.choices((0, 1, 2, 5), (50, 33, 12, 5))[0]]
        facts = replace(
            facts,
            subjects=described,
            content=content_of(described),
            weekday=1 + at % 5,
            hour=8 + at % 8,
        )
        draft = Draft(f"{at:026}", now=lambda: 5, hash_key=b"k" * 32)
        draft.decided(facts, engine.decide(facts))
        out.append(encode(draft.intent()))
    return out


def drawn(made: list[bytes], decisions: int) -> Iterator[bytes]:
    """Yield so many decisions, drawn from those made; busy kinds come more often."""
    if decisions == len(made):
        yield from made
        return
    rng = Random(5)
    for _ in range(decisions):
        yield made[int(len(made) * rng.random() ** 2)]


def fill(path: Path, made: list[bytes], decisions: int) -> None:
    """Put decisions into a log, evenly over a month.

    Back-tests read entries alone; heads and hashes that verification wants are left out.
    """
    schema.upgrade(sqlite_url(path))
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute(HEAD, (STREAM, decisions, decisions))
        rows: list[tuple[str, int, str, int, bytes]] = []
        for at, entry in enumerate(drawn(made, decisions)):
            rows.append((STREAM, at, f"{at:026}", at * MONTH_MS // decisions, entry))
            if len(rows) == AT_ONCE:
                db.executemany(ENTRY, rows)
                rows.clear()
        db.executemany(ENTRY, rows)
        db.commit()


async def measure(path: Path, rules: RuleSet, since: int) -> tuple[float, int, Tally]:
    """Return how many seconds trying took, how often progress was told, and what came of it."""
    url = sqlite_url(path)
    commit, reader = GroupCommit(open_lane(url)), Reader(url)
    await commit.run(lambda db: put_rule_set(db, rules.sha256, rules.data, now=1))
    await commit.close()
    told = 0

    def progress(_done: int, _total: int) -> None:
        nonlocal told
        told += 1

    began = time.perf_counter()
    try:
        tally = await back_test(reader, rules, since=since, told=progress)
    finally:
        await reader.close()
    return time.perf_counter() - began, told, tally


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.backtest", description=__doc__)
    parser.add_argument("--decisions", type=int, default=1_000_000)
    parser.add_argument("--distinct", type=int, default=0, help="so many, each drawn by itself")
    parser.add_argument(
        "--since", type=float, action="append", help="newest part of the month; repeat for more"
    )
    parser.add_argument("--folder", type=Path, help="where the log is to lie, 2.5 kB a decision")
    chosen = parser.parse_args()
    rules = load_rule_set()
    made = entries(rules, chosen.distinct or KINDS)
    decisions = chosen.distinct or chosen.decisions
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        path = Path(folder) / "log.db"
        fill(path, made, decisions)
        for part in chosen.since or [1.0]:
            since = round(MONTH_MS * (1 - part))
            seconds, told, tally = asyncio.run(measure(path, rules, since))
            figures = {
                "recorded": decisions,
                "since": part,
                "decisions": tally.decisions,
                "kinds": len(made),
                "decided": tally.distinct,
                "same": tally.same,
                "seconds": round(seconds, 1),
                "progress_told": told,
                "bytes_an_entry": sum(map(len, made)) // len(made),
            }
            print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
