"""Reports in the background: seen by every process, gone on with, cancelled, fetched, expired."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.errors import BadRequest, Forbidden
from gateway.jobs.board import STANDS_STILL_MS, Board, Posted
from gateway.oversight.officer import Officer
from gateway.reports.asking import told_in_log
from gateway.reports.desk import KIND, MOST_RUNNING, ReportDesk, asked_by
from gateway.terms.people import Duty
from gateway.terms.times import DAY_MS
from tests.reports.conftest import AUDIT, MADE, PEPA, Office, about, unpacked
from tests.waiting import until

pytestmark = pytest.mark.anyio

DAYS = 7


class Processes:
    """Server processes of one gateway, each with a desk of its own."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office = office
        self.folder = folder
        self.clock = MADE
        self.desks: list[ReportDesk] = []

    def start(self) -> ReportDesk:
        office = self.office
        town = office.rooms.town
        ids = iter(f"job{len(self.desks)}{number:03}" for number in range(100))
        board = Board(
            KIND, town.reader, town.commit, now=lambda: self.clock, new_id=lambda: next(ids)
        )
        desk = ReportDesk(
            office.library,
            office.rooms.office,
            board,
            self.folder,
            days=DAYS,
            now=lambda: self.clock,
        )
        self.desks.append(desk)
        return desk

    async def until(
        self, desk: ReportDesk, job: str, holds: Callable[[Posted], bool], by: Officer = PEPA
    ) -> Posted:
        """Wait until something is so of a report; the search is brought up meanwhile."""
        async with asyncio.timeout(60):
            while not holds(posted := await desk.get(job, by)):
                await self.office.filled()
                await asyncio.sleep(0.02)
        return posted

    async def done(self, desk: ReportDesk, job: str) -> Posted:
        return await self.until(desk, job, lambda posted: posted.state not in ("running", "lost"))

    async def events(self, *names: str) -> list[str]:
        said = await self.office.rooms.events()
        return [one["event"] for one in said if one["event"].startswith("report")]


@pytest.fixture
async def processes(office: Office, tmp_path: Path) -> AsyncIterator[Processes]:
    several = Processes(office, tmp_path / "reports")
    yield several
    for desk in several.desks:
        await desk.close()


async def test_a_report_is_made_in_the_background_and_fetched_from_any_process(
    processes: Processes, tmp_path: Path
) -> None:
    maya = (await processes.office.library.district.people(["s1"]))["s1"].log_id
    await processes.office.prompt(about(maya))
    desk, other = processes.start(), processes.start()
    begun = await desk.start("disclosures", {"student": "s1"}, PEPA, proofs=True)
    assert (begun.state, begun.what) == ("running", "disclosures")
    ended = await processes.done(other, begun.id)
    assert ended.state == "done", ended
    made = unpacked(await other.file(begun.id, PEPA), tmp_path / "fetched")
    assert made.checked()[0] == 0
    assert len(made.rows("disclosures")) == 1
    assert [one.id for one in await other.listed(PEPA)] == [begun.id]
    assert await processes.events() == ["report_begun", "report_made", "report_taken"]
    told = [one["query"] for one in await processes.office.rooms.events() if "query" in one]
    assert told == [f"disclosures student={maya}"]
    assert [path.name for path in processes.folder.iterdir()] == [f"{begun.id}.zip"]
    mode = next(processes.folder.iterdir()).stat().st_mode
    assert mode & 0o077 == 0


async def test_nobody_else_sees_it_and_nobody_without_the_duty_gets_one(
    processes: Processes,
) -> None:
    desk = processes.start()
    begun = await desk.start("access", {}, PEPA)
    with pytest.raises(BadRequest) as told:
        await desk.get(begun.id, AUDIT)
    assert told.value.status == 404
    with pytest.raises(Forbidden):
        await desk.start("packet", {"student": "s1"}, AUDIT)
    with pytest.raises(BadRequest) as told:
        await desk.start("packet", {"student": "nobody"}, PEPA)
    assert told.value.status == 404
    with pytest.raises(BadRequest) as told:
        await desk.start("packet", {"student": "s1\x00"}, PEPA)
    assert told.value.status == 422
    await processes.done(desk, begun.id)
    nobody = Officer(person="t1", log_id=PEPA.log_id, key="", duties=frozenset({Duty.REGISTRAR}))
    with pytest.raises(Forbidden):
        await desk.file(begun.id, nobody)


async def test_the_log_repeats_of_an_asking_no_word_that_is_not_its_own(
    processes: Processes,
) -> None:
    office = processes.office
    await office.prompt()
    await office.filled()
    wishes: dict[str, dict[str, Any]] = {
        "refusals": {"since": "2026-03-01", "where": ["tool=chat", "tool=Ada Lovelace"]},
        "consents": {"student": "Ada Lovelace", "state": "active"},
        "determination": {"seed": "Ada Lovelace", "sample": 5},
    }
    told = []
    for name, wished in wishes.items():
        asked = await asked_by(
            PEPA, name, wished, reader=office.library.reader, formats=(), proofs=False
        )
        told.append(await told_in_log(asked, office.library.reader, office.library.search))
    assert told == [
        "refusals since=2026-03-01 tool=chat tool=…",
        "consents student=… state=active",
        "determination sample=5 seed=…",
    ]


async def test_another_process_goes_on_with_what_one_left(processes: Processes) -> None:
    first = processes.start()
    begun = await first.start("refusals", {}, PEPA)
    await first.close()  # the search was never brought up: it had hardly begun
    second = processes.start()
    await second.look()
    ended = await processes.done(second, begun.id)
    # Nothing was on disk yet, which is told; what was is gone on with.
    assert (ended.state, ended.result) == ("failed", "report_not_begun")


async def test_a_report_whose_process_was_killed_is_finished_by_another(
    processes: Processes,
) -> None:
    office = processes.office
    for _ in range(3):
        await office.refused()
    await office.filled()
    killed = processes.start()
    asked = await asked_by(
        PEPA, "refusals", {}, reader=office.library.reader, formats=(), proofs=False
    )
    # What a process has done of a report when it dies right after it began.
    job = killed._board.new_id()
    await killed._board.post(job, what="refusals", who=PEPA.log_id)
    await office.library.begin(processes.folder / job, asked, made=MADE)
    processes.clock += STANDS_STILL_MS + 1
    assert (await killed.get(job, PEPA)).state == "lost"
    other = processes.start()
    await other.look()
    ended = await processes.done(other, job)
    assert ended.state == "done"
    assert [path.name for path in processes.folder.iterdir()] == [f"{job}.zip"]


async def test_a_report_is_cancelled_from_any_process_and_leaves_nothing(
    processes: Processes,
) -> None:
    await processes.office.prompt()
    desk, other = processes.start(), processes.start()
    begun = await desk.start("access", {}, PEPA)  # waits for the search, which nobody brings up
    await other.cancel(begun.id, PEPA)
    assert (await desk.get(begun.id, PEPA)).state == "cancelled"
    await until(lambda: not desk._running)
    await other.look()
    assert not processes.folder.exists() or not list(processes.folder.iterdir())
    with pytest.raises(BadRequest):
        await desk.cancel(begun.id, PEPA)
    assert await processes.events() == ["report_begun", "report_cancelled"]


async def test_a_report_is_gone_after_its_days(processes: Processes) -> None:
    desk = processes.start()
    begun = await desk.start("tools", {}, PEPA)
    await processes.done(desk, begun.id)
    processes.clock += DAYS * DAY_MS + 1
    await desk.look()
    assert (await desk.get(begun.id, PEPA)).state == "expired"
    assert not list(processes.folder.iterdir())
    with pytest.raises(BadRequest) as told:
        await desk.file(begun.id, PEPA)
    assert told.value.code == "not_made"


async def test_nobody_asks_for_too_many_at_once(processes: Processes) -> None:
    await processes.office.prompt()
    desk = processes.start()
    for _ in range(MOST_RUNNING):
        await desk.start("tools", {}, PEPA)
    with pytest.raises(BadRequest) as told:
        await desk.start("tools", {}, PEPA)
    assert told.value.code == "job_running"


@pytest.mark.parametrize(
    ("report", "wishes", "proofs", "code"),
    [
        ("nothing", {}, False, "not_found"),
        ("access", {"colour": "red"}, False, "invalid_value"),
        ("access", {"since": "yesterday"}, False, "invalid_value"),
        ("access", {"smallest": 2}, False, "invalid_value"),
        ("packet", {"student": "s1"}, True, "no_proofs"),
        ("determination", {"figures": "{}"}, False, "invalid_value"),
        ("determination", {"sample": 0}, False, "invalid_value"),
        ("pilot", {"tool": "nothing"}, False, "not_found"),
    ],
)
async def test_what_makes_no_sense_is_told_at_once(
    processes: Processes, report: str, wishes: dict[str, object], proofs: bool, code: str
) -> None:
    with pytest.raises(BadRequest) as told:
        await processes.start().start(report, wishes, PEPA, proofs=proofs)
    assert told.value.code == code
    assert await processes.events() == []
