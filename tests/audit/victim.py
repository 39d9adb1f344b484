"""A process that writes to the log as fast as it can, until somebody kills it.

Prints `READY`, then each id that was acknowledged, on a line of its own.
"""

import asyncio
import secrets
import sys
import time
from pathlib import Path

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.audit.holder import is_gone, this_process
from gateway.audit.ids import record_id
from gateway.audit.publish import CheckpointFiles
from gateway.audit.takeover import Pen
from gateway.audit.writer import LogWriter
from gateway.store.commit import GroupCommit, open_lane
from gateway.terms.record import Record, RecordKind

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def now() -> int:
    return time.time_ns() // 1_000_000


def pen() -> Pen:
    return Pen(
        key=KEY,
        log_id="district",
        holder=this_process(),
        clock=now,
        rng=secrets.token_bytes,
        lease=30_000,
    )


async def opened(commit: GroupCommit, folder: Path) -> LogWriter:
    return await LogWriter.open(commit, pen(), CheckpointFiles(folder), is_gone=is_gone)


async def caller(log: LogWriter) -> None:
    while True:
        intent = Record(
            id=record_id(now(), secrets.token_bytes), kind=RecordKind.INTENT, time=now()
        )
        await log.append(intent)
        print(intent.id, flush=True)
        outcome = Record(
            id=record_id(now(), secrets.token_bytes),
            kind=RecordKind.OUTCOME,
            time=now(),
            about=intent.id,
            fields={"ended": "complete"},
        )
        await log.append(outcome)
        print(outcome.id, flush=True)


async def main(url: str, folder: Path) -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    log = await opened(GroupCommit(open_lane(url)), folder)
    print("READY", flush=True)
    await asyncio.gather(*(caller(log) for _ in range(8)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
