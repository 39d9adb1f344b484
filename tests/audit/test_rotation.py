"""Another key signs from now on: what the old one signed stays good, and it signs nothing new."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.audit.checkpoint import CheckpointInvalid, origin_of, sign
from gateway.audit.export.plan import Selection, make_plan
from gateway.audit.export.read import read_key, verify_export
from gateway.audit.export.write import begin, write
from gateway.audit.findings import Report, Trouble
from gateway.audit.read import heads, verify_live
from gateway.audit.rotation import keyring, read_rotation, rotate
from gateway.audit.writer import LogWriter
from gateway.store.commit import GroupCommit
from gateway.store.engine import Reader
from tests.audit.export.conftest import Exported
from tests.audit.fakes import KEY, LOG_ID, Desk
from tests.store.fakes import FaultyLane

NEW, NEWER, THIEF = (
    Ed25519PrivateKey.from_private_bytes(bytes([first, *range(31)])) for first in (1, 2, 3)
)
SIZES = {"s": 4, "t": 0}
FIRST = rotate(LOG_ID, 1, SIZES, old=KEY, new=NEW)
SECOND = rotate(LOG_ID, 2, {"s": 9, "t": 0}, old=NEW, new=NEWER)


def note(size: int, key: Ed25519PrivateKey, stream: str = "s") -> str:
    return sign(origin_of(LOG_ID, stream), size, bytes(32), key).note


@pytest.mark.parametrize("trusted", [KEY, NEW, NEWER], ids=["oldest", "middle", "newest"])
def test_trust_in_one_key_of_the_chain_is_trust_in_all_of_it(trusted: Ed25519PrivateKey) -> None:
    ring = keyring(LOG_ID, [trusted.public_key()], [SECOND, FIRST])
    assert ring.faults == []
    assert [*ring.present.values()] == [NEWER.public_key()]
    assert ring.read(note(4, KEY), "s").size == 4
    assert ring.read(note(9, NEW), "s").size == 9
    assert ring.read(note(10_000, NEWER), "s").size == 10_000


@pytest.mark.parametrize(
    ("late", "stream"),
    [
        pytest.param(note(5, KEY), "s", id="longer than the key left it"),
        pytest.param(note(1, KEY, "u"), "u", id="a stream begun since"),
        pytest.param(note(10, NEW), "s", id="of the second key"),
        pytest.param(note(1, THIEF), "s", id="of nobody's key"),
    ],
)
def test_a_key_that_was_replaced_signs_nothing_new(late: str, stream: str) -> None:
    ring = keyring(LOG_ID, [KEY.public_key()], [FIRST, SECOND])
    with pytest.raises(CheckpointInvalid):
        ring.read(late, stream)


@pytest.mark.parametrize(
    "notes",
    [
        pytest.param([FIRST.replace("s 4", "s 5")], id="changed"),
        pytest.param([FIRST[: FIRST.rindex("\N{EM DASH}")]], id="the new key's signature gone"),
        pytest.param([rotate("another", 1, SIZES, old=KEY, new=NEW)], id="of another log"),
        pytest.param(["nonsense"], id="nonsense"),
        pytest.param([""], id="empty"),
        pytest.param([SECOND], id="the first one missing"),
        pytest.param([FIRST, rotate(LOG_ID, 1, SIZES, old=KEY, new=THIEF)], id="two by one key"),
        pytest.param([FIRST, rotate(LOG_ID, 2, SIZES, old=KEY, new=THIEF)], id="by the old key"),
        pytest.param([rotate(LOG_ID, 1, SIZES, old=THIEF, new=NEWER)], id="by a stranger"),
        pytest.param([note(4, KEY)], id="a checkpoint"),
    ],
)
def test_a_forged_rotation_is_found(notes: list[str]) -> None:
    ring = keyring(LOG_ID, [KEY.public_key()], notes)
    assert ring.faults
    assert THIEF.public_key() not in ring.present.values()


def test_a_statement_is_read_as_it_was_written() -> None:
    said = read_rotation(FIRST, LOG_ID)
    assert (said.number, said.sizes) == (1, SIZES)
    assert said.old == KEY.public_key().public_bytes_raw()
    assert said.new == NEW.public_key().public_bytes_raw()


# --- a log whose key was replaced -----------------------------------------------------------------


async def _written(desk: Desk, lane: FaultyLane, *keys: Ed25519PrivateKey) -> LogWriter:
    """Write a little with the first key; the others are those before it."""
    pen = replace(desk.pen(), key=keys[0], former=tuple(key.public_key() for key in keys[1:]))
    writer = await LogWriter.open(GroupCommit(lane), pen, desk.board)
    for _ in range(2):
        intent = desk.intent()
        await writer.append(intent)
        await writer.append(desk.outcome(intent))
    await writer.close()
    return writer


async def _rotated(desk: Desk, lane: FaultyLane) -> str:
    """Write a log, have another key follow, and write on; return the statement."""
    other = await desk.writer(lane)
    await _written(desk, lane, KEY)
    await other.close()
    reader = Reader(desk.url)
    sizes = {head.stream: head.size for head in await reader.read(heads)}
    await reader.close()
    await _written(desk, lane, NEW, KEY)
    return rotate(LOG_ID, 1, sizes, old=KEY, new=NEW)


async def _verified(desk: Desk, key: Ed25519PrivateKey, *rotations: str) -> Report:
    reader = Reader(desk.url)
    try:
        return await verify_live(
            reader,
            log_id=LOG_ID,
            keys=[key.public_key()],
            rotations=rotations,
            notes=[*desk.board.notes.values()],
        )
    finally:
        await reader.close()


@pytest.mark.anyio
async def test_a_log_goes_on_under_another_key(desk: Desk, lane: FaultyLane) -> None:
    statement = await _rotated(desk, lane)
    for key in (KEY, NEW):
        assert (await _verified(desk, key, statement)).counts == {}
    assert Trouble.FORGED in (await _verified(desk, KEY)).counts
    forged = rotate(LOG_ID, 1, {}, old=KEY, new=THIEF)
    assert Trouble.ROTATION in (await _verified(desk, KEY, statement, forged)).counts


@pytest.mark.anyio
async def test_what_the_old_key_signs_afterwards_is_found(desk: Desk, lane: FaultyLane) -> None:
    statement = await _rotated(desk, lane)
    await _written(desk, lane, KEY, NEW)
    report = await _verified(desk, NEW, statement)
    assert Trouble.FORGED in report.counts
    assert not report.intact


@pytest.mark.anyio
async def test_an_export_carries_the_statement_for_whoever_trusts_the_old_key(
    desk: Desk, lane: FaultyLane, tmp_path: Path
) -> None:
    statement = await _rotated(desk, lane)
    reader = Reader(desk.url)
    plan = await reader.read(
        lambda db: make_plan(
            db,
            log_id=LOG_ID,
            made=1,
            selection=Selection(),
            published=[*desk.board.notes.values()],
            rotations=[statement],
        )
    )
    out = tmp_path / "out"
    await asyncio.to_thread(begin, out, plan)
    await write(out, plan, reader, key=NEW, public=_pem(NEW))
    await reader.close()
    (tmp_path / "old.pub").write_bytes(_pem(KEY))
    (tmp_path / "thief.pub").write_bytes(_pem(THIEF))

    exported = Exported(out)
    assert await asyncio.to_thread(exported.codes) == set()
    assert await asyncio.to_thread(exported.codes, "--key", tmp_path / "old.pub") == set()
    told = await asyncio.to_thread(exported.codes, "--key", tmp_path / "thief.pub")
    ours = verify_export(out, keys=[read_key(tmp_path / "thief.pub")])
    assert {str(code) for code in ours.counts} == told
    assert "rotation_forged" in told

    said = exported.manifest
    said["rotations"] = [rotate(LOG_ID, 1, {}, old=KEY, new=THIEF)]
    exported.sign(said)
    told = await asyncio.to_thread(exported.codes, "--key", tmp_path / "old.pub")
    ours = verify_export(out, keys=[read_key(tmp_path / "old.pub")])
    assert {str(code) for code in ours.counts} == told
    assert {"manifest_forged", "checkpoint_forged"} <= told

    said["rotations"] = [statement.replace("key rotation 1", "key rotation 2")]
    exported.sign(said)
    told = await asyncio.to_thread(exported.codes, "--key", tmp_path / "old.pub")
    ours = verify_export(out, keys=[read_key(tmp_path / "old.pub")])
    assert {str(code) for code in ours.counts} == told
    assert "rotation_forged" in told


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
