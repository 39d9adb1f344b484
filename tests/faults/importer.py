"""Imports a roster and stands still in the middle of it, for a test that kills it there.

Run as `python -m tests.faults.importer URL FOLDER`; says `half` once rows were written.
"""

import asyncio
import secrets
import sys
import time
from pathlib import Path

from sqlalchemy import Connection

from gateway.district.oneroster import read_folder
from gateway.district.roster_import import RosterImport
from gateway.district.roster_report import Difference
from gateway.store.commit import GroupCommit, open_lane
from tests.district.conftest import DAY, new_fields

FOR_EVER = 600


def _stand_still(_what: str, done: int, _total: int) -> None:
    sys.stdout.write(f"half: {done} rows\n")
    sys.stdout.flush()
    time.sleep(FOR_EVER)


async def _main(url: str, folder: Path) -> None:
    door = RosterImport(
        new_fields(), digest_key=b"d" * 32, log_id=lambda: secrets.token_hex(8), now=lambda: 1
    )
    roster = read_folder(folder)

    def unit(db: Connection) -> Difference:
        return door.apply(
            db, roster, source="cut", import_id="cut", today=DAY, written=_stand_still
        )

    await GroupCommit(open_lane(url)).run(unit)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], Path(sys.argv[2])))
