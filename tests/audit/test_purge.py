"""A purged record loses its bytes and nothing else, under a certificate that covers just it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, select, text, update

from gateway.audit.findings import Trouble
from gateway.audit.purge import Place
from gateway.audit.purged import CERTIFICATE
from gateway.errors import GatewayError
from gateway.store.commit import GroupCommit
from gateway.store.tables import log_entries
from gateway.terms.record import RecordKind
from gateway.terms.retention import LegalHold, Lifetimes
from gateway.terms.times import DAY_MS
from tests.audit.fakes import Desk
from tests.audit.guards import take_guards_away
from tests.audit.purging import Shredder, write_calls
from tests.store.fakes import FaultyLane

pytestmark = pytest.mark.anyio
CALLS = 12
type Rows = list[tuple[Any, ...]]


async def rows(lane: FaultyLane) -> Rows:
    table = log_entries.c
    query = select(
        table.record, table.kind, table.purged, table.data, table.leaf, table.stream, table.index
    ).order_by(table.time, table.record)
    return await GroupCommit(lane).run(lambda db: [tuple(row) for row in db.execute(query)])


async def spoil(lane: FaultyLane, change: Callable[[Connection], object]) -> None:
    def unit(db: Connection) -> None:
        take_guards_away(db)
        change(db)

    await GroupCommit(lane).run(unit)


async def test_what_is_due_loses_its_bytes_and_the_log_stays_whole(
    desk: Desk, lane: FaultyLane
) -> None:
    await write_calls(desk, lane, CALLS)
    before = await rows(lane)
    assert await Shredder(desk, lane, limit=5).run() == CALLS

    after = {row[0]: row for row in await rows(lane)}
    certificates = [row for row in after.values() if row[1] == "event"]
    assert len(certificates) == 3
    for record, _kind, _purged, _data, leaf, *place in before:
        left = after[record]
        assert (left[3], left[4], [*left[5:]]) == (b"", leaf, place)
        assert left[2] in {row[0] for row in certificates}
    report = await desk.verify()
    assert (report.intact, report.counts, report.purged) == (True, {}, 2 * CALLS)
    said = [one for one in (await desk.said()) if one.get("event") == CERTIFICATE]
    assert sum(one["purged_entries"] for one in said) == 2 * CALLS
    assert sum(one["counts"]["pseudonymised"] for one in said) == CALLS
    assert {one["who"] for one in said} == {"officer"}
    assert said[0]["lifetimes"] == {"pseudonymised": 1}


async def test_a_second_run_finds_nothing_and_leaves_certificates_alone(
    desk: Desk, lane: FaultyLane
) -> None:
    await write_calls(desk, lane, CALLS)
    await Shredder(desk, lane).run()
    assert await Shredder(desk, lane).run() == 0
    assert (await desk.verify()).counts == {}


async def test_what_was_purged_goes_on_being_a_log(desk: Desk, lane: FaultyLane) -> None:
    await write_calls(desk, lane, CALLS)
    await Shredder(desk, lane).run()
    await write_calls(desk, lane, CALLS)
    assert await Shredder(desk, lane).run() == CALLS
    report = await desk.verify()
    assert (report.counts, report.purged) == ({}, 4 * CALLS)


async def test_a_call_under_way_is_never_due(desk: Desk, lane: FaultyLane) -> None:
    desk.lease = 3 * DAY_MS
    writer = await desk.writer(lane)
    for _ in range(3):
        intent = desk.intent()
        await writer.append(intent)
        await writer.append(desk.outcome(intent))
    under_way = desk.intent()
    await writer.append(under_way)
    assert await Shredder(desk, lane).run() == 3
    await writer.append(desk.outcome(under_way))
    await writer.close()
    assert (await desk.verify()).counts == {}


@pytest.mark.parametrize(
    ("hold", "kept"),
    [
        pytest.param({"everything": True}, CALLS, id="everything"),
        pytest.param({"subjects": frozenset({"pupil-0"})}, 4, id="subject"),
        pytest.param({"principals": frozenset({"teacher-1"})}, 6, id="principal"),
        pytest.param({"tools": frozenset({"tutor"})}, 6, id="tool"),
        pytest.param(
            {"subjects": frozenset({"pupil-0"}), "tools": frozenset({"tutor"})}, 2, id="both"
        ),
    ],
)
async def test_a_hold_beats_every_lifetime_and_is_counted(
    desk: Desk, lane: FaultyLane, hold: dict[str, Any], kept: int
) -> None:
    await write_calls(desk, lane, CALLS)
    placed = LegalHold(id="case", matter="a case", **hold)
    shredder = Shredder(desk, lane, holds=(placed,), limit=5)
    assert await shredder.run() == CALLS - kept
    assert sum(done.found.held["case"] for done in shredder.done) == kept
    left = [row for row in await rows(lane) if row[1] != "event" and row[3]]
    assert len(left) == 2 * kept
    assert (await desk.verify()).counts == {}
    assert await Shredder(desk, lane).run() == kept  # once it is lifted


async def test_nothing_is_purged_without_a_lifetime(desk: Desk, lane: FaultyLane) -> None:
    await write_calls(desk, lane, 2)
    assert await Shredder(desk, lane, lifetimes=Lifetimes()).run() == 0
    assert await Shredder(desk, lane, lifetimes=Lifetimes(refusals=1)).run() == 0


@pytest.mark.parametrize("effect", range(1, 7))
async def test_a_purge_that_fails_anywhere_is_done_whole_or_not_at_all(
    desk: Desk, lane: FaultyLane, effect: int
) -> None:
    await write_calls(desk, lane, 3)
    place = Place(stream=(await rows(lane))[0][5])
    desk.clock.now += 2 * DAY_MS
    lane.fail = {lane.effects + effect}
    failed = False
    try:
        await Shredder(desk, lane).step(place)
    except GatewayError:
        failed = True
    lane.fail = set()
    report = await desk.verify()
    assert (report.counts, report.purged in (0, 6)) == ({}, True)
    await Shredder(desk, lane).run()
    again = await desk.verify()
    assert (again.counts, again.purged) == ({}, 6)
    assert failed is (effect in (1, 4, 5))  # a unit that fails gets one more try by itself


# --- somebody with the database's own rights ------------------------------------------------------


def clear_without_certificate(db: Connection, _by: str, _free: str) -> None:
    db.execute(update(log_entries).where(log_entries.c.record == _free).values(data=b""))


def clear_under_a_made_up_certificate(db: Connection, _by: str, free: str) -> None:
    where = log_entries.c.record == free
    db.execute(update(log_entries).where(where).values(data=b"", purged="01" + "A" * 24))


def clear_another_under_a_real_certificate(db: Connection, by: str, free: str) -> None:
    db.execute(update(log_entries).where(log_entries.c.record == free).values(data=b"", purged=by))


def change_what_is_left(db: Connection, by: str, _free: str) -> None:
    db.execute(
        text("UPDATE log_entries SET kind = 'refusal' WHERE purged = :by AND kind = 'intent'"),
        {"by": by},
    )


def put_bytes_back(db: Connection, by: str, _free: str) -> None:
    db.execute(update(log_entries).where(log_entries.c.purged == by).values(purged="", data=b"{}"))


def purge_the_certificate(db: Connection, by: str, _free: str) -> None:
    db.execute(update(log_entries).where(log_entries.c.record == by).values(data=b"", purged=by))


def change_a_leaf(db: Connection, by: str, _free: str) -> None:
    db.execute(update(log_entries).where(log_entries.c.purged == by).values(leaf=bytes(32)))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (clear_without_certificate, Trouble.CHANGED),
        (clear_under_a_made_up_certificate, Trouble.UNCERTIFIED),
        (clear_another_under_a_real_certificate, Trouble.CONTRADICTED),
        (change_what_is_left, Trouble.CONTRADICTED),
        (put_bytes_back, Trouble.CHANGED),
        (purge_the_certificate, Trouble.UNCERTIFIED),
        (change_a_leaf, Trouble.ROOT),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
async def test_whoever_takes_the_guards_away_is_found(
    desk: Desk,
    lane: FaultyLane,
    change: Callable[[Connection, str, str], None],
    code: Trouble,
) -> None:
    written = await write_calls(desk, lane, 4)
    hold = LegalHold(id="case", matter="a case", tools=frozenset({"tutor"}))
    await Shredder(desk, lane, holds=(hold,)).run()
    [certificate] = [row[0] for row in await rows(lane) if row[1] == "event"]
    assert (await desk.verify()).counts == {}
    await spoil(lane, lambda db: change(db, certificate, written[0].id))
    report = await desk.verify()
    assert code in report.counts
    assert not report.intact


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("SET data = {empty}, purged = '{event}'", id="no certificate"),
        pytest.param("SET data = {empty}, purged = '{other}'", id="of another stretch"),
        pytest.param("SET data = {empty}", id="none named"),
        pytest.param("SET purged = '{other}'", id="bytes left"),
    ],
)
async def test_the_database_lets_nothing_else_through(
    desk: Desk, lane: FaultyLane, statement: str
) -> None:
    writer = await desk.writer(lane)
    intent, event = desk.intent(), desk.record(RecordKind.EVENT, event="serve_start")
    await writer.append(intent)
    await writer.append(desk.outcome(intent))
    await writer.append(event)
    await writer.close()
    await Shredder(desk, lane, lifetimes=Lifetimes(unnamed=1)).run()
    [other] = [row[0] for row in await rows(lane) if row[1] == "event" and row[0] != event.id]
    later = await write_calls(desk, lane, 1)

    def unit(db: Connection) -> None:
        empty = "''::bytea" if db.dialect.name == "postgresql" else "x''"
        what = statement.format(empty=empty, event=event.id, other=other)
        db.exec_driver_sql(f"UPDATE log_entries {what} WHERE record = '{later[0].id}'")

    with pytest.raises(GatewayError):
        await GroupCommit(lane).run(unit)
    assert (await desk.verify()).counts == {}
