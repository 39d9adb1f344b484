"""An import that is killed in the middle changes nothing, and the old roster serves on."""

import subprocess
import sys
from pathlib import Path

import anyio.to_thread
import pytest
from sqlalchemy import Connection, select

from gateway.store.tables import people, revisions, roster_imports
from tests.district.conftest import V11, Town, bare, peopled, write

__all__ = ["bare", "peopled"]

pytestmark = pytest.mark.anyio

MANY = V11["users.csv"] + "".join(
    f"n{number},,school1,student,new{number},,New,Pupil{number},,,,,,04,\n"
    for number in range(2_500)
)
"""The small district and 2,500 more: three batches of rows."""


def cut(url: str, folder: Path) -> None:
    """Import a folder in a process of its own, and kill it between two batches."""
    command = [sys.executable, "-m", "tests.faults.importer", url, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline() == "half: 1000 rows\n"
        victim.kill()


async def state(town: Town) -> tuple[object, ...]:
    """Return everything an import writes that tells whether it did."""

    def unit(db: Connection) -> tuple[object, ...]:
        queries = (
            select(people.c.id, people.c.active, people.c.digest).order_by(people.c.id),
            select(revisions).order_by(revisions.c.name),
            select(roster_imports).order_by(roster_imports.c.id),
        )
        return tuple(db.execute(query).all() for query in queries)

    return await town.reader.read(unit)


async def test_nothing_of_it_is_applied_and_it_can_be_done_again(
    peopled: Town, tmp_path: Path
) -> None:
    before = await state(peopled)
    folder = write(tmp_path / "new", V11 | {"users.csv": MANY})
    await anyio.to_thread.run_sync(cut, peopled.url, folder)
    assert await state(peopled) == before
    district = peopled.district()
    await district.refresh()
    assert (await district.people(["s1", "n1"])).keys() == {"s1"}
    done = await peopled.import_folder(folder)
    assert done.people.added == 2_500
    await district.refresh()
    assert (await district.people(["s1", "n1"])).keys() == {"s1", "n1"}
