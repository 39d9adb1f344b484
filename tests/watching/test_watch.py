"""What is out of the ordinary is told of once, by whoever watches, until somebody closes it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from gateway.district.shelves import TOOLS
from gateway.errors import BadRequest, Unusable
from gateway.jobs.board import Board
from gateway.store.tables import checkpoint_places, letters
from gateway.telemetry import Metrics
from gateway.terms.alerts import Alert, AlertState
from gateway.terms.chores import CHORE
from gateway.terms.disclosure import Tool
from gateway.terms.record import RecordKind
from gateway.terms.times import DAY_MS, MINUTE_MS
from gateway.watching.alerts import LEASE_MS
from gateway.watching.measures import BEFORE, OPEN_MINUTES
from gateway.watching.rules import AlertRule, Look, load_rules
from gateway.watching.told import Told, read_mail
from gateway.watching.watch import Watch
from tests.reports.conftest import PEPA, Office, about
from tests.watching.conftest import rule, watch_in

pytestmark = pytest.mark.anyio

SPIKE = rule(Look.SPIKE, where=("kind=refusal",), least=5, factor=4)


def watch(
    office: Office, folder: Path, rules: Sequence[AlertRule], clock: list[int], **more: Any
) -> Watch:
    return watch_in(office.rooms, office.library, folder, rules, clock=clock, **more)


async def looked(office: Office, watching: Watch) -> list[Alert]:
    await office.filled()
    found = await watching.look()
    assert found is not None
    return found


def now(office: Office) -> list[int]:
    """Return a clock that stands just behind the last record."""
    return [office.pens.clock.now + 1000]


async def test_a_spike_is_raised_once_closed_and_raised_again_only_after_it_ended(
    office: Office, tmp_path: Path
) -> None:
    for _ in range(6):
        await office.refused()
    clock = now(office)
    watching = watch(office, tmp_path, [SPIKE], clock)
    [alert] = await looked(office, watching)
    assert (alert.rule, alert.count, alert.state) == ("spike", 6, AlertState.OPEN)
    assert await looked(office, watching) == []
    await watching.move(alert.id, AlertState.ACKNOWLEDGED, PEPA)
    await watching.move(alert.id, AlertState.CLOSED, PEPA)
    assert await looked(office, watching) == []  # closed, but what it told of still lasts
    clock[0] += 61 * MINUTE_MS
    assert await looked(office, watching) == []  # it has ended
    office.pens.clock.now = clock[0]
    for _ in range(20):
        await office.refused()
    clock[0] = office.pens.clock.now
    [again] = await looked(office, watching)
    assert again.id != alert.id
    events = [one["event"] for one in await office.rooms.events() if "alert" in one["event"]]
    assert events == ["alert_raised", "alert_acknowledged", "alert_closed", "alert_raised"]
    with pytest.raises(BadRequest):
        await watching.move(alert.id, AlertState.ACKNOWLEDGED, PEPA)
    [first, second] = await watching.listed()
    assert (first.id, second.by) == (again.id, PEPA.log_id)
    assert [one.id for one in await watching.listed(state=AlertState.OPEN)] == [again.id]


async def test_as_many_refusals_as_every_hour_are_no_spike(office: Office, tmp_path: Path) -> None:
    begin = office.pens.clock.now
    for hour in range(BEFORE + 1):
        office.pens.clock.now = begin + hour * 60 * MINUTE_MS
        for _ in range(5):
            await office.refused()
    assert await looked(office, watch(office, tmp_path, [SPIKE], now(office))) == []


async def test_who_names_many_pupils_is_told_of_by_log_id(office: Office, tmp_path: Path) -> None:
    for number in range(8):
        await office.prompt(about(f"pupil-{number}"), about("pupil-0"), principal="log-curious")
    await office.prompt(about("pupil-1"), principal="log-other")
    many = rule(Look.SUBJECTS, where=("kind=intent|refusal",), least=8)
    [alert] = await looked(office, watch(office, tmp_path, [many], now(office)))
    assert (alert.about, alert.count) == ("log-curious", 8)


async def test_a_tool_in_use_whose_agreement_expired_is_told_of(
    office: Office, tmp_path: Path
) -> None:
    tool = Tool(
        id="chat",
        model="chat",
        provider="P",
        base_url="https://ai.example/v1",
        agreement="a",
        agreement_until=date(2026, 3, 1),
    )
    await office.rooms.office.put(TOOLS, tool, seen=None, why="x", by=PEPA)
    expired = rule(Look.EXPIRED, where=("kind=intent|refusal",))
    watching = watch(office, tmp_path, [expired], now(office))
    assert await looked(office, watching) == []
    await office.prompt()
    [alert] = await looked(office, watch(office, tmp_path, [expired], now(office)))
    assert alert.about == "chat"


async def test_intents_without_an_outcome_are_told_of_once_they_are_old(
    office: Office, tmp_path: Path
) -> None:
    await office.prompt()
    await office.write(RecordKind.INTENT, tool="chat", outcome="forward")
    clock = now(office)
    watching = watch(office, tmp_path, [rule(Look.OPEN, where=("kind=intent",))], clock)
    assert await looked(office, watching) == []
    clock[0] += (OPEN_MINUTES + 1) * MINUTE_MS
    [alert] = await looked(office, watching)
    assert alert.count == 1


async def test_a_checkpoint_that_was_not_delivered_is_told_of_by_its_stream(
    office: Office, tmp_path: Path
) -> None:
    await office.prompt()
    clock = now(office)
    late = rule(Look.CHECKPOINTS, minutes=30)
    watching = watch(office, tmp_path / "places", [late], clock)
    assert await looked(office, watching) == []
    clock[0] += 31 * MINUTE_MS
    [alert] = await looked(office, watching)
    assert alert.about == office.rooms.log.health().stream


async def test_a_place_for_checkpoints_that_is_late_is_told_of_by_its_name(
    office: Office, tmp_path: Path
) -> None:
    row = {"place": "bucket", "holder": "", "leased_until": 0, "code": "refused", "late": True}
    put = insert(checkpoint_places).values(row)
    await office.rooms.town.run(lambda db: db.execute(put).rowcount)
    watching = watch(office, tmp_path, [rule(Look.CHECKPOINTS, minutes=30)], now(office))
    assert [one.about for one in await looked(office, watching)] == ["bucket"]


async def test_an_old_roster_is_told_of_and_again_before_it_serves_no_more(
    office: Office, tmp_path: Path
) -> None:
    clock = [DAY_MS]  # the small district's roster came in the first seconds of 1970
    two_weeks = 14 * 24 * 60
    rules = [rule(Look.ROSTER, minutes=two_weeks), rule(Look.ROSTER_ENDS, minutes=two_weeks)]
    watching = watch(office, tmp_path, rules, clock)
    assert await looked(office, watching) == []
    clock[0] = 15 * DAY_MS
    [alert] = await looked(office, watching)
    assert (alert.rule, alert.count) == (Look.ROSTER.value, 14)
    clock[0] = 80 * DAY_MS
    [alert] = await looked(office, watching)
    assert (alert.rule, alert.count) == (Look.ROSTER_ENDS.value, 10)


async def test_a_chore_whose_last_run_failed_is_told_of_once_while_it_lasts(
    office: Office, tmp_path: Path
) -> None:
    clock = now(office)
    town = office.rooms.town
    board = Board(
        CHORE, town.reader, town.commit, now=lambda: clock[0], new_id=office.rooms.office._new_id
    )
    watching = watch(office, tmp_path, [rule(Look.CHORES)], clock)
    told: list[str] = []
    for state in ("done", "failed", "failed", "done"):
        clock[0] += 1
        job = board.new_id()
        await board.post(job, what="retention", who="")
        await board.write(job, state=state, result="{}")
        told += [f"{state}:{one.about}" for one in await looked(office, watching)]
    assert told == ["failed:retention"]
    [alert] = await watching.listed()
    assert not alert.holds


async def test_one_process_watches_and_another_takes_over(office: Office, tmp_path: Path) -> None:
    clock = now(office)
    await office.filled()
    here = watch(office, tmp_path, [SPIKE], clock)
    there = watch(office, tmp_path, [SPIKE], clock, holder="there")
    assert await here.look() == []
    assert await there.look() is None
    clock[0] += LEASE_MS + 1
    assert await there.look() == []
    assert await here.look() is None


async def test_alerts_are_written_to_those_named_and_counted(
    office: Office, tmp_path: Path
) -> None:
    metrics = Metrics()
    told = Told(
        mail=read_mail("it@school.example; privacy@school.example"),
        raised=lambda name: metrics.alerts.labels(name).inc(),
        standing=metrics.tell_alerts,
    )
    for _ in range(6):
        await office.refused()
    watching = watch(office, tmp_path, [SPIKE], now(office), told=told)
    await looked(office, watching)
    await looked(office, watching)
    count = select(func.count()).select_from(letters)
    town = office.rooms.town
    assert await town.reader.quick(lambda db: db.execute(count).scalar_one()) == 2
    value = metrics.registry.get_sample_value
    assert value("crossing_guard_alerts_total", {"rule": "spike"}) == 1
    standing = {"rule": "spike", "state": "open"}
    assert value("crossing_guard_alerts_standing", standing) == 1
    with pytest.raises(Unusable):
        read_mail("nobody")


def test_a_district_changes_and_adds_rules_and_is_told_what_cannot_be(tmp_path: Path) -> None:
    own = tmp_path / "alerts.toml"
    shipped = {one.id for one in load_rules(own)}
    assert shipped == {
        "refusal-spike",
        "many-subjects",
        "expired-agreement",
        "open-intents",
        "late-checkpoint",
        "old-roster",
        "roster-ends",
        "failed-chore",
    }
    own.write_text(
        '[[rule]]\nid = "refusal-spike"\nleast = 500\n'
        '[[rule]]\nid = "open-intents"\non = false\n'
        '[[rule]]\nid = "emergencies"\ntitle = "An emergency was used"\nlook = "count"\n'
        'where = ["basis=emergency"]\nminutes = 60\n'
    )
    rules = {one.id: one for one in load_rules(own)}
    assert rules["refusal-spike"].least == 500
    assert rules["refusal-spike"].factor == 4
    assert "open-intents" not in rules
    assert rules["emergencies"].look is Look.COUNT
    for text in (
        "nonsense",
        "[[rule]]\nleast = 1\n",
        '[[rule]]\nid = "x"\n',
        '[[rule]]\nid = "refusal-spike"\nwhere = ["colour=red"]\n',
        '[[rule]]\nid = "refusal-spike"\nlest = 1\n',
    ):
        own.write_text(text)
        with pytest.raises(Unusable) as told:
            load_rules(own)
        assert told.value.code == "bad_alerts"
