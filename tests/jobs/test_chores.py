"""Standing chores are done once a day, by one process, caught up with, tried again, on record."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.district.choices import SETTINGS
from gateway.errors import Unusable
from gateway.jobs.board import STANDS_STILL_MS
from gateway.jobs.chores import KEPT_MS, UNFORESEEN, Chore, Chores, due_at, newest_hour
from gateway.jobs.lease import LEASE_MS
from gateway.jobs.rounds import rounds
from gateway.telemetry import Metrics
from gateway.terms.chores import Run, RunState
from tests.jobs.conftest import chores_in
from tests.oversight.conftest import RUTH, Rooms

pytestmark = pytest.mark.anyio

ZONE = ZoneInfo("America/New_York")
NIGHT = datetime(2026, 3, 3, 8, 30, tzinfo=UTC)
"""Half past three in New York."""


@dataclass
class Worker:
    """A chore that counts how often it was done, and fails or waits as it is told."""

    name: str = "sweep"
    done: int = 0
    faults: list[Exception] = field(default_factory=list)
    gate: asyncio.Event | None = None
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def work(self) -> Counter[str]:
        self.begun.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.faults:
            raise self.faults.pop(0)
        self.done += 1
        return Counter(swept=self.done)

    @property
    def chore(self) -> Chore:
        return Chore(name=self.name, work=self.work)


@pytest.fixture
def clock() -> list[datetime]:
    return [NIGHT]


@pytest.fixture
def process(rooms: Rooms, clock: list[datetime]) -> Callable[..., Chores]:
    """Return what makes a process that does some chores."""

    def make(*workers: Worker, holder: str = "here", metrics: Metrics | None = None) -> Chores:
        some = [worker.chore for worker in workers]
        return chores_in(rooms, some, clock=clock, holder=holder, metrics=metrics)

    return make


async def last(chores: Chores) -> tuple[str, dict[str, int], str]:
    """Return how the first chore's last run went."""
    run = (await chores.standing())[0].last
    assert run is not None
    return run.state.value, run.counts, run.code


async def test_a_chore_is_done_once_a_day_from_its_hour_on(
    process: Callable[..., Chores], clock: list[datetime]
) -> None:
    worker = Worker()
    here = process(worker)
    await here.work()
    await here.work()
    assert worker.done == 1
    assert await last(here) == ("done", {"swept": 1}, "")
    clock[0] += timedelta(hours=23)  # half past two the next night
    await here.work()
    assert worker.done == 1
    clock[0] += timedelta(minutes=30)
    await here.work()
    assert worker.done == 2


async def test_a_chore_that_was_never_done_is_done_at_once_by_a_clock_that_goes_on(
    process: Callable[..., Chores], clock: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Worker()
    here = process(worker)
    ticks = itertools.count(round(clock[0].timestamp() * 1000))
    monkeypatch.setattr(here, "_now", lambda: next(ticks))
    await here.work()
    assert worker.done == 1


async def test_what_was_missed_over_night_is_caught_up_with_at_any_hour(
    process: Callable[..., Chores], clock: list[datetime]
) -> None:
    worker = Worker()
    await process(worker).work()
    clock[0] += timedelta(days=1, hours=9)  # the gateway was off from then to noon
    again = process(worker)
    await again.work()
    await again.work()
    assert worker.done == 2
    clock[0] += timedelta(days=5, hours=12)  # and to a midnight, days later
    await again.work()
    assert worker.done == 3


async def test_of_several_processes_one_does_it(process: Callable[..., Chores]) -> None:
    worker = Worker()
    await asyncio.gather(*(process(worker, holder=name).work() for name in ("one", "two", "three")))
    assert worker.done == 1


async def test_a_process_that_died_in_it_is_taken_over_once_its_lease_ends(
    process: Callable[..., Chores], clock: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, other = Worker(gate=asyncio.Event()), Worker()
    dead, here = process(worker, holder="dead"), process(other)

    async def gone(*_args: object, **_values: object) -> bool:
        return True

    working = asyncio.create_task(dead.work())
    await worker.begun.wait()
    with monkeypatch.context() as patch:  # a process that is killed leaves nothing and tells nobody
        patch.setattr(dead._board, "give_up", gone)
        patch.setattr("gateway.jobs.lease.leave_lease", lambda *_: None)
        working.cancel()
        await asyncio.wait({working})
    assert await last(here) == ("running", {}, "")
    await here.work()
    assert other.done == 0
    clock[0] += timedelta(milliseconds=max(LEASE_MS, STANDS_STILL_MS) + 1)
    assert (await last(here))[0] == "lost"
    await here.work()
    assert other.done == 1


async def test_a_process_that_is_stopped_leaves_it_to_the_next(
    process: Callable[..., Chores],
) -> None:
    worker, other = Worker(gate=asyncio.Event()), Worker()
    working = asyncio.create_task(process(worker, holder="stopped").work())
    await worker.begun.wait()
    working.cancel()
    await asyncio.wait({working})
    here = process(other)
    assert (await last(here))[0] == "lost"
    await here.work()
    assert other.done == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(Unusable("the disk is full", code="disk_full"), "disk_full", id="told"),
        pytest.param(ValueError("secret words"), UNFORESEEN, id="unforeseen"),
    ],
)
async def test_a_failure_is_on_record_keeps_no_other_chore_and_is_tried_again_in_an_hour(
    process: Callable[..., Chores], clock: list[datetime], error: Exception, code: str
) -> None:
    worker, other, metrics = Worker(faults=[error]), Worker(name="other"), Metrics()
    here = process(worker, other, metrics=metrics)
    await here.work()
    assert await last(here) == ("failed", {}, code)
    assert (worker.done, other.done) == (0, 1)
    clock[0] += timedelta(minutes=59)
    await here.work()
    assert worker.done == 0
    clock[0] += timedelta(minutes=1)
    await here.work()
    assert (worker.done, other.done) == (1, 1)
    assert await last(here) == ("done", {"swept": 1}, "")
    await here.work()
    value = metrics.registry.get_sample_value
    for state in ("failed", "done"):
        labels = {"chore": "sweep", "state": state}
        assert value("crossing_guard_chores_total", labels) == 1
    when = value("crossing_guard_chore_done_seconds", {"chore": "sweep"})
    assert when == clock[0].timestamp()


async def test_what_the_district_leaves_to_a_person_is_not_done(
    rooms: Rooms, clock: list[datetime]
) -> None:
    worker = Worker()
    chore = replace(worker.chore, on=lambda choices: choices.renewals_by_mail)
    here = chores_in(rooms, [chore], clock=clock)
    await here.work()
    assert [(one.last, one.due) for one in await here.standing()] == [(None, None)]
    kept = await rooms.office.get(SETTINGS, "district")
    on = replace(kept.value, renewals_by_mail=True)
    await rooms.office.put(SETTINGS, on, seen=kept.version, why="the board decided", by=RUTH)
    await here.work()
    assert worker.done == 1


async def test_runs_are_forgotten_after_a_season(
    process: Callable[..., Chores], clock: list[datetime]
) -> None:
    here = process(Worker())
    await here.work()
    clock[0] += timedelta(days=1)
    await here.work()
    clock[0] += timedelta(milliseconds=KEPT_MS) - timedelta(hours=1)
    await here.work()
    assert len(await here._board.listed()) == 2


async def test_the_clock_outlives_whatever_it_meets(
    process: Callable[..., Chores], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, looks = process(Worker()), 0
    enough = asyncio.Event()

    async def failing() -> None:
        nonlocal looks
        looks += 1
        if looks == 3:
            enough.set()
        raise (Unusable("no database"), ValueError("words"))[looks % 2]

    monkeypatch.setattr(here, "work", failing)
    working = asyncio.create_task(rounds({"chores": here.work}, every=0))
    await enough.wait()
    working.cancel()
    await asyncio.wait({working})
    assert working.cancelled()


def at(text: str) -> int:
    """Return a local time of New York in milliseconds since 1970."""
    return round(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)


@pytest.mark.parametrize(
    ("now", "newest"),
    [
        pytest.param("2026-03-03T03:30", "2026-03-03T03:00", id="after its hour"),
        pytest.param("2026-03-03T03:00", "2026-03-03T03:00", id="at its hour"),
        pytest.param("2026-03-03T02:59", "2026-03-02T03:00", id="before its hour"),
        pytest.param("2026-03-08T12:00", "2026-03-08T03:00", id="the clocks went forward"),
        pytest.param("2026-11-01T12:00", "2026-11-01T03:00", id="the clocks went back"),
    ],
)
def test_the_newest_hour_is_local(now: str, newest: str) -> None:
    assert newest_hour(at(now), 3, ZONE) == at(newest)


def test_the_hour_that_the_clocks_skip_comes_once_all_the_same() -> None:
    skipped = newest_hour(at("2026-03-08T12:00"), 2, ZONE)
    assert at("2026-03-08T01:59") < skipped <= at("2026-03-08T03:00")


@pytest.mark.parametrize(
    ("run", "due"),
    [
        pytest.param(None, "2026-03-03T12:00", id="never done: now"),
        pytest.param(("done", "2026-03-02T03:01"), "2026-03-03T03:00", id="missed: since its hour"),
        pytest.param(("done", "2026-03-03T03:01"), "2026-03-04T03:00", id="done: tomorrow"),
        pytest.param(("running", "2026-03-03T03:01"), "2026-03-04T03:00", id="under way: tomorrow"),
        pytest.param(("failed", "2026-03-03T11:30"), "2026-03-03T12:30", id="failed: in an hour"),
        pytest.param(("lost", "2026-03-03T11:30"), "2026-03-03T12:00", id="lost: now"),
    ],
)
def test_when_a_chore_is_due(run: tuple[str, str] | None, due: str) -> None:
    before = run and Run(state=RunState(run[0]), began=at(run[1]), touched=at(run[1]))
    assert due_at(before or None, at("2026-03-03T12:00"), 3, ZONE) == at(due)
