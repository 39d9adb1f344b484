"""The file of checkpoints only grows, and is read again whatever happened to its end."""

from pathlib import Path

import pytest

from gateway.audit.checkpoint import origin_of, sign
from gateway.audit.places.appended import AppendedFile, read_notes
from gateway.audit.places.place import Undelivered
from gateway.terms.record import Checkpoint
from tests.audit.fakes import KEY, LOG_ID

pytestmark = pytest.mark.anyio


def checkpoint(size: int, stream: str = "s") -> Checkpoint:
    return sign(origin_of(LOG_ID, stream), size, bytes(32), KEY)


async def test_what_was_appended_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints"
    assert read_notes(path) == []
    place = AppendedFile(path, every=1)
    await place.put([checkpoint(1), checkpoint(1, "t")])
    before = path.read_bytes()
    await place.put([checkpoint(2)])
    assert path.read_bytes().startswith(before)
    notes = [checkpoint(1).note, checkpoint(1, "t").note, checkpoint(2).note]
    assert [note.rstrip("\n") for note in read_notes(path)] == [n.rstrip("\n") for n in notes]


@pytest.mark.parametrize("cut", [1, 40, 80])
async def test_a_note_cut_off_spoils_no_other(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "checkpoints"
    place = AppendedFile(path, every=1)
    await place.put([checkpoint(1), checkpoint(2)])
    path.write_bytes(path.read_bytes()[:-cut])
    await place.put([checkpoint(3)])
    first, *_, last = read_notes(path)
    assert first.strip() == checkpoint(1).note.strip()
    assert last.strip() == checkpoint(3).note.strip()


async def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(Undelivered) as told:
        await AppendedFile(tmp_path, every=1).put([checkpoint(1)])
    assert told.value.code == "file_unwritable"
