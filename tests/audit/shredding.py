"""A process that purges a log a few records at a time, until somebody kills it. Prints `READY`."""

import asyncio
import sys
from pathlib import Path

import structlog

from gateway.audit.due import Rules
from gateway.audit.holder import is_gone
from gateway.audit.publish import CheckpointFiles
from gateway.audit.purge import Place, Scribe, first_places, purge
from gateway.store.commit import GroupCommit, open_lane
from gateway.store.engine import Reader
from gateway.terms.retention import Lifetimes
from gateway.terms.times import DAY_MS
from tests.audit.victim import now, pen


def in_two_days() -> Rules:
    return Rules(lifetimes=Lifetimes(unnamed=1), holds=(), now=now() + 2 * DAY_MS)


async def main(url: str, folder: Path) -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    reader, commit = Reader(url), GroupCommit(open_lane(url))
    files = CheckpointFiles(folder)
    scribe = Scribe(pen=pen(), who="", published=files.read, is_gone=is_gone)
    places = await reader.read(first_places)
    print("READY", flush=True)
    for place in places:
        at: Place | None = place
        while at is not None:
            step = at
            done = await commit.run(
                lambda db, step=step: purge(db, step, lambda _: in_two_days(), scribe, limit=3)  # type: ignore[misc]
            )
            if done.checkpoint is not None:
                files.write(done.checkpoint)
            at = done.found.next
    await asyncio.sleep(60)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
