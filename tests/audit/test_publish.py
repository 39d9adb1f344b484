"""Checkpoints outside the database."""

import asyncio
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.audit.checkpoint import origin_of, read, sign
from gateway.audit.publish import CheckpointFiles, CheckpointPlaces, Publishing
from gateway.terms.record import Checkpoint
from tests.audit.fakes import Board
from tests.waiting import until

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = origin_of("district", "stream")


def checkpoint(size: int, origin: str = ORIGIN) -> Checkpoint:
    return sign(origin, size, bytes(32), KEY)


def test_the_newest_checkpoint_of_each_stream_is_kept(tmp_path: Path) -> None:
    files = CheckpointFiles(tmp_path / "made" / "when needed")
    other = origin_of("district", "other")
    for made in (checkpoint(1), checkpoint(2, other), checkpoint(3)):
        files.write(made)

    assert read(files.read(ORIGIN), ORIGIN, [KEY.public_key()]).size == 3
    assert files.read(other) == checkpoint(2, other).note
    assert len(files.read_all()) == 2
    assert files.read(origin_of("district", "unknown")) == ""


def test_every_place_gets_the_newest_and_one_that_fails_keeps_none_from_it(tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    places = CheckpointPlaces([tmp_path / "own", blocked / "folder", tmp_path / "away"])
    with pytest.raises(OSError):
        places.write(checkpoint(1))
    blocked.unlink()
    places.write(checkpoint(2))
    for folder in (tmp_path / "own", blocked / "folder", tmp_path / "away"):
        assert CheckpointFiles(folder).read_all() == [checkpoint(2).note]
    assert places.read(ORIGIN) == checkpoint(2).note
    assert places.read_all() == [checkpoint(2).note] * 3


def test_an_older_checkpoint_does_not_replace_a_newer(tmp_path: Path) -> None:
    files = CheckpointFiles(tmp_path)
    files.write(checkpoint(2))
    files.write(checkpoint(1))
    assert files.read(ORIGIN) == checkpoint(2).note


def test_no_half_written_file_is_ever_read(tmp_path: Path) -> None:
    files = CheckpointFiles(tmp_path)
    files.write(checkpoint(1))
    (tmp_path / "stream.new").write_text("half of")
    assert files.read_all() == [checkpoint(1).note]
    files.write(checkpoint(2))
    assert files.read_all() == [checkpoint(2).note]


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError):
        CheckpointFiles(tmp_path / "file").write(checkpoint(1))


class Slow(Board):
    """Counts its writes."""

    writes = 0

    def write(self, checkpoint: Checkpoint) -> None:
        self.writes += 1
        super().write(checkpoint)


@pytest.mark.anyio
async def test_many_checkpoints_become_few_writes_and_the_last_is_there() -> None:
    board = Slow()
    publishing = Publishing(board, pause=0.05)
    for size in range(1, 101):
        publishing.offer(checkpoint(size))
        await asyncio.sleep(0)
    await publishing.close()
    assert board.writes <= 3
    assert board.read(ORIGIN) == checkpoint(100).note


@pytest.mark.anyio
async def test_publishing_tries_again_until_it_can() -> None:
    board = Board(failing=True)
    publishing = Publishing(board, pause=0.01)
    publishing.offer(checkpoint(1))
    await until(lambda: publishing.failures > 1)
    board.failing = False
    await until(lambda: bool(board.notes))
    await publishing.close()


@pytest.mark.anyio
async def test_closing_without_a_checkpoint_writes_nothing() -> None:
    board = Board()
    await Publishing(board).close()
    assert board.notes == {}
