"""Each way to tamper with a log, done by somebody with the database's own rights, is found.

Live on either database, and in an export made afterwards, where the gateway's verifier and
`verify.py` in a bare Python must say the same.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, case, delete, func, insert, select, update

from gateway.audit import manifest
from gateway.audit.checkpoint import origin_of, sign
from gateway.audit.export.plan import Selection
from gateway.audit.export.read import verify_export
from gateway.audit.read import heads
from gateway.audit.tree import Frontier, leaf_hash
from gateway.store.commit import GroupCommit
from gateway.store.tables import log_entries, log_streams
from gateway.terms.record import RecordKind
from tests.audit.export.conftest import Exported, export
from tests.audit.fakes import KEY, LOG_ID, Desk
from tests.audit.guards import take_guards_away
from tests.store.fakes import FaultyLane

pytestmark = pytest.mark.anyio

THIEF = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
CALLS = 4
ENTRIES, STREAMS = log_entries.c, log_streams.c


@dataclass(frozen=True)
class Victim:
    """A log as somebody finds it who means to change it."""

    desk: Desk
    stream: str
    older: str

    @property
    def origin(self) -> str:
        return origin_of(LOG_ID, self.stream)


async def _victim(desk: Desk, lane: FaultyLane) -> Victim:
    writer = await desk.writer(lane)
    older = ""
    for _ in range(CALLS):
        intent = desk.intent()
        await writer.append(intent)
        await writer.append(desk.outcome(intent))
        older = older or await _note(lane, writer.health().stream)
    await writer.close()
    return Victim(desk, writer.health().stream, older)


async def _note(lane: FaultyLane, stream: str) -> str:
    query = select(STREAMS.checkpoint).where(STREAMS.stream == stream)
    return await GroupCommit(lane).run(lambda db: db.execute(query).scalar_one())


def rows(db: Connection) -> list[dict[str, Any]]:
    query = select(log_entries).order_by(ENTRIES.index)
    return [dict(row._mapping) for row in db.execute(query)]


def move(db: Connection, first: int, by: int) -> None:
    """Renumber entries from one on, by way of numbers that nobody has."""
    far = 1_000_000
    db.execute(update(log_entries).where(ENTRIES.index >= first).values(index=ENTRIES.index + far))
    back = update(log_entries).where(ENTRIES.index >= far)
    db.execute(back.values(index=ENTRIES.index - far + by))


def put_head(db: Connection, key: Ed25519PrivateKey, of: Victim) -> None:
    """Sign the entries that are there now."""
    tree = Frontier().extend([leaf_hash(row["data"]) for row in rows(db)])
    signed = sign(of.origin, tree.size, tree.root(), key)
    values = {"size": tree.size, "root": signed.root, "checkpoint": signed.note}
    db.execute(update(log_streams).values(frontier=tree.pack(), **values))


def set_data(db: Connection, index: int, data: bytes, *, mend: bool = False) -> None:
    values = {"data": data, **({"leaf": leaf_hash(data)} if mend else {})}
    db.execute(update(log_entries).where(ENTRIES.index == index).values(**values))


def change_a_bit(db: Connection, _of: Victim) -> None:
    data = bytearray(rows(db)[3]["data"])
    data[20] ^= 1
    set_data(db, 3, bytes(data))


def change_a_bit_and_mend_its_hash(db: Connection, _of: Victim) -> None:
    data = rows(db)[3]["data"].replace(b'"complete"', b'"complote"')
    set_data(db, 3, data, mend=True)


def remove(db: Connection, _of: Victim) -> None:
    db.execute(delete(log_entries).where(ENTRIES.index == 3))


def remove_and_renumber(db: Connection, of: Victim) -> None:
    remove(db, of)
    move(db, 4, -1)


def insert_one(db: Connection, of: Victim) -> None:
    move(db, 3, 1)
    data = b'{"about":"","event":"e","id":"x","kind":"event","time":7,"v":2}'
    said = {"record": "x", "kind": "event", "about": "", "time": 7, "purged": ""}
    values = {"stream": of.stream, "index": 3, "data": data, "leaf": leaf_hash(data), **said}
    db.execute(insert(log_entries).values(values))


def reorder(db: Connection, _of: Victim) -> None:
    far = 1_000_000
    swapped = case((ENTRIES.index == 2, 3 + far), else_=2 + far)
    db.execute(update(log_entries).where(ENTRIES.index.in_((2, 3))).values(index=swapped))
    db.execute(update(log_entries).where(ENTRIES.index >= far).values(index=ENTRIES.index - far))


def duplicate(db: Connection, _of: Victim) -> None:
    row = rows(db)[3]
    move(db, 4, 1)
    db.execute(insert(log_entries).values(row | {"index": 4, "time": row["time"] + 1}))


def put_two_in_one_place(db: Connection, _of: Victim) -> None:
    row = rows(db)[3]
    db.execute(insert(log_entries).values(row | {"time": row["time"] + 1}))


def cut_the_tail(db: Connection, _of: Victim) -> None:
    db.execute(delete(log_entries).where(ENTRIES.index >= 5))


def cut_the_tail_and_sign_what_is_left(db: Connection, of: Victim) -> None:
    cut_the_tail(db, of)
    put_head(db, KEY, of)


def lose_the_stream(db: Connection, _of: Victim) -> None:
    db.execute(delete(log_entries))
    db.execute(delete(log_streams))


def lose_the_head(db: Connection, _of: Victim) -> None:
    db.execute(delete(log_streams))


def forge_the_checkpoint(db: Connection, of: Victim) -> None:
    change_a_bit_and_mend_its_hash(db, of)
    put_head(db, THIEF, of)


def write_another_past_with_the_log_s_own_key(db: Connection, of: Victim) -> None:
    data = rows(db)[0]["data"].replace(b'"practice"', b'"tutoring"')
    set_data(db, 0, data, mend=True)
    put_head(db, KEY, of)


TAMPERINGS: list[tuple[Callable[[Connection, Victim], None], set[str]]] = [
    (change_a_bit, {"entry_changed", "root_differs"}),
    (change_a_bit_and_mend_its_hash, {"root_differs"}),
    (remove, {"entry_missing", "tail_cut"}),
    (remove_and_renumber, {"tail_cut"}),
    (insert_one, {"entry_beyond_head", "root_differs"}),
    (reorder, {"root_differs"}),
    (duplicate, {"entry_beyond_head", "root_differs", "outcome_without_intent"}),
    (put_two_in_one_place, {"entry_repeated"}),
    (cut_the_tail, {"tail_cut"}),
    (cut_the_tail_and_sign_what_is_left, {"tail_cut"}),
    (lose_the_stream, {"stream_lost"}),
    (lose_the_head, {"stream_lost"}),
    (forge_the_checkpoint, {"checkpoint_forged"}),
    (write_another_past_with_the_log_s_own_key, {"checkpoint_contradicted"}),
]


@pytest.mark.parametrize(
    ("tamper", "codes"), TAMPERINGS, ids=[row[0].__name__ for row in TAMPERINGS]
)
async def test_each_way_to_tamper_is_found_live_and_in_an_export(
    desk: Desk,
    lane: FaultyLane,
    tmp_path: Path,
    tamper: Callable[[Connection, Victim], None],
    codes: set[str],
) -> None:
    victim = await _victim(desk, lane)
    desk.board.notes[victim.origin + " older"] = victim.older
    assert (await desk.verify()).counts == {}

    def unit(db: Connection) -> None:
        take_guards_away(db)
        tamper(db, victim)

    await GroupCommit(lane).run(unit)
    report = await desk.verify()
    assert (codes <= {*report.counts}, report.intact) == (True, False)

    await export(desk, tmp_path / "out", Selection())
    told = await asyncio.to_thread(Exported(tmp_path / "out").report)
    taken = await asyncio.to_thread(verify_export, tmp_path / "out")
    assert {str(code): count for code, count in taken.counts.items()} == told["counts"]
    assert (codes <= told["counts"].keys(), told["intact"]) == (True, False)


def take_a_stream_away(db: Connection, of: Victim) -> None:
    """Leave nothing of a stream, in the database or beside it."""
    db.execute(delete(log_entries).where(ENTRIES.stream == of.stream))
    db.execute(delete(log_streams).where(STREAMS.stream == of.stream))


def put_an_older_state_back(db: Connection, of: Victim) -> None:
    """Leave a stream as it was signed once."""
    db.execute(delete(log_entries).where(ENTRIES.stream == of.stream, ENTRIES.index >= 2))
    left = [row["leaf"] for row in rows(db) if row["stream"] == of.stream]
    tree = Frontier().extend(left)
    signed = sign(of.origin, tree.size, tree.root(), KEY)
    assert signed.note == of.older
    values = {"size": tree.size, "root": signed.root, "checkpoint": signed.note}
    where = STREAMS.stream == of.stream
    db.execute(update(log_streams).where(where).values(frontier=tree.pack(), **values))


@pytest.mark.parametrize(
    ("tamper", "codes"),
    [(take_a_stream_away, {"stream_lost": 1}), (put_an_older_state_back, {"tail_cut": 1})],
    ids=["taken away", "put back"],
)
@pytest.mark.parametrize("choose", [min, max], ids=["read first", "read last"])
async def test_what_another_stream_names_is_missed_live_and_in_an_export(
    desk: Desk,
    lane: FaultyLane,
    tmp_path: Path,
    tamper: Callable[[Connection, Victim], None],
    codes: dict[str, int],
    choose: Callable[[Iterable[str]], str],
) -> None:
    writers = {one.health().stream: one for one in [await desk.writer(lane) for _ in range(2)]}
    assert len(writers) == 2
    stream = choose(writers)
    older = ""
    for one in writers.values():
        for _ in range(CALLS):
            intent = desk.intent()
            await one.append(intent)
            await one.append(desk.outcome(intent))
            if one.health().stream == stream:
                older = older or await _note(lane, stream)
    victim = Victim(desk, stream, older)
    await writers.pop(stream).close()
    [writer] = writers.values()
    named = {head.stream: head.size for head in await GroupCommit(lane).run(heads)}
    await writer.append(desk.record(RecordKind.EVENT, event=manifest.EVENT, streams=named))
    await writer.close()
    assert (await desk.verify()).counts == {}

    def unit(db: Connection) -> None:
        take_guards_away(db)
        tamper(db, victim)

    await GroupCommit(lane).run(unit)
    desk.board.notes.pop(victim.origin)
    assert (await desk.verify()).counts == codes

    await export(desk, tmp_path / "out", Selection())
    told = await asyncio.to_thread(Exported(tmp_path / "out").report)
    taken = await asyncio.to_thread(verify_export, tmp_path / "out")
    assert {str(code): count for code, count in taken.counts.items()} == told["counts"] == codes


async def test_an_intent_without_outcome_is_told_live_and_in_an_export(
    desk: Desk, lane: FaultyLane, tmp_path: Path
) -> None:
    writer = await desk.writer(lane)
    await writer.append(desk.intent())
    report = await desk.verify()
    assert (report.counts, report.intact) == ({"intent_open": 1}, True)
    await export(desk, tmp_path / "out", Selection())
    told = await asyncio.to_thread(Exported(tmp_path / "out").report)
    taken = await asyncio.to_thread(verify_export, tmp_path / "out")
    assert told["counts"] == {str(code): n for code, n in taken.counts.items()}
    assert (told["counts"], told["intact"]) == ({"intent_open": 1}, True)
    await writer.close()
    assert (await desk.verify()).counts == {}


async def test_an_outcome_taken_away_is_no_open_intent_but_a_missing_entry(
    desk: Desk, lane: FaultyLane
) -> None:
    await _victim(desk, lane)

    def unit(db: Connection) -> None:
        take_guards_away(db)
        last = select(func.max(ENTRIES.index)).scalar_subquery()
        db.execute(delete(log_entries).where(ENTRIES.index == last))

    await GroupCommit(lane).run(unit)
    counts = (await desk.verify()).counts
    assert (counts.get("tail_cut"), counts.get("intent_open")) == (1, 1)
