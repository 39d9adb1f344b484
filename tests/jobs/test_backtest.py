"""Back-tests over a log of each kind of database."""

import asyncio

import pytest

from gateway.audit.ids import record_id
from gateway.decision import bases
from gateway.decision.engine import Engine
from gateway.decision.packs import load_rule_set
from gateway.district.edits import put_rule_set
from gateway.errors import BadRequest
from gateway.jobs.backtest import Backtests, Job, as_json, back_test
from gateway.jobs.board import STANDS_STILL_MS
from gateway.oversight.rows import Missing
from gateway.oversight.rulebook import Rulebook
from gateway.steps.draft import Draft
from gateway.terms.times import DAY_MS
from tests.decision.test_backtest import of
from tests.decision.test_drafts import NO_ESSAYS
from tests.oversight.conftest import RUTH, Rooms
from tests.oversight.test_rulebook import DRAFT

pytestmark = pytest.mark.anyio

NOW = 1_700_000_000_000
OLD, NEW = NOW - 40 * DAY_MS, NOW - 1000


async def _decide(rooms: Rooms, *times: int) -> None:
    """Record that a fourth-grader's prompt was decided at some times."""
    rules = load_rule_set()
    engine = Engine(rules)
    await rooms.town.run(lambda db: put_rule_set(db, rules.sha256, rules.data, now=1))
    facts = bases.override(bases.facts("child", ()), "principal.grade", "04")
    facts = bases.override(facts, "principal.consent", "good")
    for at, time in enumerate(times):
        name = record_id(time, lambda size, at=at: bytes([at]) * size)  # type: ignore[misc]
        draft = Draft(name, now=lambda time=time: time, hash_key=b"k" * 32)  # type: ignore[misc]
        draft.decided(facts, engine.decide(facts))
        await rooms.log.append(draft.intent())


def _jobs(rooms: Rooms, now: int = NOW) -> Backtests:
    town = rooms.town
    book = Rulebook(rooms.office, town.reader, town.district(), now=lambda: now)
    return Backtests(
        rooms.office, book, town.reader, town.commit, now=lambda: now, new_id=rooms.office._new_id
    )


async def _ended(jobs: Backtests, job: str) -> Job:
    for _ in range(2000):
        found = await jobs.get(job)
        if found.state != "running":
            return found
        await asyncio.sleep(0.05)
    pytest.fail("it never ended")


@pytest.mark.slow
async def test_the_log_is_tried_page_by_page_and_progress_is_told(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.jobs.backtest.PAGE", 2)
    await _decide(rooms, OLD, NEW, NEW, NEW, NEW, NEW)
    told: list[tuple[int, int]] = []
    reader = rooms.town.reader
    draft = of(DRAFT)
    tally = await back_test(
        reader, draft, since=NOW - 30 * DAY_MS, told=lambda *at: told.append(at), processes=1
    )
    assert (tally.decisions, tally.changed, tally.distinct) == (5, 5, 1)
    assert told == [(0, 5), (2, 5), (4, 5), (5, 5)]
    same = await back_test(reader, load_rule_set(), since=0, told=lambda *_: None, processes=1)
    assert (same.decisions, same.same) == (6, 6)


@pytest.mark.slow
async def test_a_back_test_runs_in_the_background_and_every_process_can_tell(
    rooms: Rooms,
) -> None:
    await _decide(rooms, NEW)
    await rooms.town.district().refresh()
    jobs = _jobs(rooms)
    await jobs._rulebook.put(DRAFT, seen=None, why="x", by=RUTH)
    begun = await jobs.start("autumn", days=30, by=RUTH)
    assert (begun.state, begun.version) == ("running", "autumn")
    with pytest.raises(BadRequest) as told:
        await jobs.start("autumn", days=30, by=RUTH)
    assert told.value.code == "job_running"
    ended = await _ended(_jobs(rooms), begun.id)
    assert (ended.state, ended.done, ended.total) == ("done", 1, 1)
    assert ended.result is not None
    assert ended.result["by"]["rule_now"] == {NO_ESSAYS.id: 1}
    assert ended.result["turned"][0]["was"] == "forward"
    assert "rules_tried" in [one["event"] for one in await rooms.events()]


async def test_of_two_started_in_the_same_moment_one_runs(rooms: Rooms) -> None:
    jobs = _jobs(rooms)
    begun = await asyncio.gather(
        *(jobs.start("", days=30, by=RUTH) for _ in range(3)), return_exceptions=True
    )
    refused = [one for one in begun if isinstance(one, BadRequest)]
    assert [one.code for one in refused] == ["job_running", "job_running"]
    await jobs.close()
    with pytest.raises(Missing):
        await jobs.start("none", days=30, by=RUTH)
    with pytest.raises(Missing):  # and what did not start keeps nobody out
        await jobs.start("none", days=30, by=RUTH)


async def test_a_back_test_that_is_broken_off_says_so(rooms: Rooms) -> None:
    jobs = _jobs(rooms)
    begun = await jobs.start("", days=30, by=RUTH)
    await jobs.close()
    ended = await jobs.get(begun.id)
    assert ended.state in ("failed", "done")
    assert ended.state == "done" or ended.code == "interrupted"


async def test_a_back_test_whose_process_is_gone_is_lost(rooms: Rooms) -> None:
    jobs = _jobs(rooms)
    begun = await jobs.start("", days=30, by=RUTH)
    later = _jobs(rooms, NOW + STANDS_STILL_MS + 1)
    assert (await later.get(begun.id)).state in ("lost", "done")
    await jobs.close()
    with pytest.raises(BadRequest) as told:
        await jobs.get("none")
    assert told.value.status == 404


async def test_a_tally_is_plain_json(rooms: Rooms) -> None:
    tally = await back_test(
        rooms.town.reader, load_rule_set(), since=0, told=lambda *_: None, processes=1
    )
    assert as_json(tally)["decisions"] == 0
