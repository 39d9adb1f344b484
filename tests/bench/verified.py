"""`python -m tests.bench.verified --folder FOLDER [--sqlite] [--purge N]`: `log verify` measured.

On a log that `tests.bench.scale` loaded. With `--purge`, what is due among the first N entries
is purged before, two thousand under a certificate. On one processor.
"""

import argparse
import asyncio
import os
import resource
import secrets
import time
from pathlib import Path

from gateway.audit.due import Rules
from gateway.audit.purge import Place, Scribe, first_places, purge
from gateway.audit.read import verify_live
from gateway.audit.takeover import Pen
from gateway.terms.retention import Lifetimes
from gateway.terms.times import DAY_MS
from tests.audit.fakes import KEY, Board
from tests.bench.figures import Figure
from tests.bench.scale import LOG_ID, Doors, database, doors
from tests.bench.school_year import BEGIN

SOON = Lifetimes(refusals=1, unnamed=1, pseudonymised=1, disclosures=1, safety=1, readings=1)
LATER = BEGIN + 800 * DAY_MS
BATCH = 2_000


async def purge_some(open_: Doors, entries: int) -> None:
    """Purge what is due among the first entries of each stream."""
    board, clock = Board(), lambda: LATER
    pen = Pen(
        key=KEY, log_id=LOG_ID, holder="purge", clock=clock, rng=secrets.token_bytes, lease=15_000
    )
    scribe = Scribe(pen=pen, who="officer", published=board.read, is_gone=lambda _: False)
    rules = Rules(lifetimes=SOON, holds=(), now=LATER)
    began, count = time.perf_counter(), 0
    for first in await open_.reader.read(first_places):
        place: Place | None = first
        while place is not None and place.index < entries:
            at = place
            done = await open_.commit.run(
                lambda db, at=at: purge(db, at, lambda _: rules, scribe, limit=BATCH)  # type: ignore[misc]
            )
            if done.checkpoint is not None:
                board.write(done.checkpoint)
            count += done.found.counts.total()
            place = done.found.next
    print(f"purged {count} records in {time.perf_counter() - began:.0f} s", flush=True)


async def measure(open_: Doors) -> list[Figure]:
    """Verify the log as it stands."""
    began, busy = time.perf_counter(), time.process_time()
    report = await verify_live(open_.reader, log_id=LOG_ID, keys=(KEY.public_key(),))
    seconds = time.perf_counter() - began
    if report.findings:
        raise SystemExit(f"the log is not intact: {report.counts}")
    busy = time.process_time() - busy
    told = f"{report.entries} entries, {report.purged} of them purged"
    print(f"{told}: {seconds:.1f} s, {busy:.1f} s of processor time", flush=True)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        Figure(name="a million entries", value=seconds / report.entries * 1e6, unit="s", aim=30),
        Figure(name="memory at most", value=most, unit="MB", aim=300),
    ]


async def run(url: str, *, purged: int) -> None:
    """Purge where that was asked, then measure."""
    async with doors(url) as open_:
        if purged:
            await purge_some(open_, purged)
        print(*(figure.line() for figure in await measure(open_)), sep="\n")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.verified", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--purge", type=int, default=0, metavar="ENTRIES")
    chosen = parser.parse_args()
    with database(chosen.folder, sqlite=chosen.sqlite) as url:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        asyncio.run(run(url, purged=chosen.purge))


if __name__ == "__main__":
    main()
