import asyncio
import errno
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from gateway.detection import frames
from gateway.detection.nursery import Nursery
from gateway.detection.pool import Crashed, Pool, TookTooLong
from gateway.errors import DetectionFailed, Unusable
from tests.detection.misbehaving import CANARY
from tests.waiting import LONGEST, until

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

FAKE = (sys.executable, "-P", str(Path(__file__).with_name("misbehaving.py")))


@asynccontextmanager
async def running(
    *arguments: str,
    roster: bytes = b"r1",
    size: int = 1,
    deadline: float = LONGEST,
    queue: int = 64,
) -> AsyncIterator[Pool]:
    pool = Pool((*FAKE, *arguments), size=size, deadline=deadline, queue=queue, pause=0.05)
    await pool.start()
    try:
        if roster:
            await pool.set_roster(roster, roster.decode())
        yield pool
    finally:
        await pool.close()


async def who(pool: Pool, text: str, *, whole: bool = True) -> list[str]:
    """Return the recognisers, or the person of the roster, that a text is answered with."""
    found = await pool.submit([(text, whole)])
    candidates = frames.candidates(found.rows[0][0], {})
    return [one.people[0] if one.people else one.recogniser for one in candidates]


def is_dead(pid: int) -> bool:
    """Tell whether a process is gone, or waits only to be buried."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


async def until_dead(pid: int) -> None:
    await until(lambda: is_dead(pid))


async def test_texts_are_read_by_model_and_roster() -> None:
    async with running() as pool:
        assert pool.ready
        assert pool.version == "fake-1"
        assert await who(pool, "Maria Lopez") == ["ner", "r1"]


async def test_a_text_marked_so_is_only_matched_against_the_roster() -> None:
    async with running() as pool:
        assert await who(pool, "Maria Lopez", whole=False) == ["r1"]


async def test_answers_keep_the_order_of_the_texts() -> None:
    async with running() as pool:
        found = await pool.submit([("x", True), ("Maria", True), ("Lopez", False), ("", True)])
        assert [len(rows) for rows, _ in found.rows] == [0, 1, 1, 0]
        assert found.roster == "r1"


async def test_without_a_roster_nothing_is_read() -> None:
    async with running(roster=b"") as pool:
        assert not pool.ready
        with pytest.raises(Unusable) as caught:
            pool.submit([("x", True)])
        assert caught.value.code == "roster_missing"


async def test_a_killed_worker_costs_its_own_request_and_no_other() -> None:
    async with running(size=2) as pool:
        hanging = pool.submit([("HANG", True)])
        others = [pool.submit([("Maria", True)]) for _ in range(5)]
        await asyncio.sleep(0.1)
        pids = {int((await who(pool, "PID"))[0]) for _ in range(5)}
        assert len(pids) == 1  # one works, the other hangs
        victim = await _busy(pool, pids)
        os.kill(victim, signal.SIGKILL)
        with pytest.raises(Crashed):
            await hanging
        assert [len(found.rows[0][0]) for found in await asyncio.gather(*others)] == [1] * 5
        assert await who(pool, "Maria") == ["ner"]


async def _busy(pool: Pool, idle: set[int]) -> int:
    """Return the worker that is not among the idle ones."""
    nursery = pool._nursery
    assert nursery is not None
    children = Path(f"/proc/{nursery.pid}/task/{nursery.pid}/children").read_text().split()  # noqa: ASYNC240
    (busy,) = {int(pid) for pid in children} - idle
    return busy


async def test_a_worker_that_dies_idle_is_replaced_before_anybody_notices() -> None:
    async with running() as pool:
        (pid,) = await who(pool, "PID")
        os.kill(int(pid), signal.SIGKILL)
        await until_dead(int(pid))
        await asyncio.sleep(0.05)
        assert await who(pool, "Maria") == ["ner"]


@pytest.mark.parametrize("order", ["HANG", "HOLD"])
async def test_a_text_that_takes_too_long_loses_its_worker(order: str) -> None:
    async with running(deadline=0.3) as pool:
        (pid,) = await who(pool, "PID")
        with pytest.raises(TookTooLong) as caught:
            await pool.submit([(order, True)])
        assert caught.value.code == "detection_timed_out"
        await until_dead(int(pid))
        assert await who(pool, "Maria") == ["ner"]


async def test_a_text_that_kills_its_worker_is_refused() -> None:
    async with running() as pool:
        with pytest.raises(Crashed) as caught:
            await pool.submit([("DIE", True)])
        assert caught.value.code == "detection_crashed"
        assert await who(pool, "Maria") == ["ner"]


async def test_a_text_the_detector_fails_on_is_refused_and_the_worker_lives() -> None:
    async with running() as pool:
        (pid,) = await who(pool, "PID")
        with pytest.raises(DetectionFailed) as caught:
            await pool.submit([(f"RAISE {CANARY}", True)])
        assert not isinstance(caught.value, Crashed)
        assert CANARY not in caught.value.message
        assert await who(pool, "PID") == [pid]


async def test_nothing_a_worker_says_comes_out(capfd: pytest.CaptureFixture[str]) -> None:
    async with running() as pool:
        for order in ("SAY", "RAISE", "DIE"):
            job = pool.submit([(f"{order} {CANARY}", True)])
            await asyncio.wait([job])
            job.exception()
    said = capfd.readouterr()
    assert CANARY not in said.out + said.err


async def test_a_full_queue_says_when_to_come_back(tmp_path: Path) -> None:
    async with running(queue=1, deadline=LONGEST) as pool:
        await until(lambda: pool.free == 1)
        jobs = [pool.submit([(f"WAIT {tmp_path / 'go'}", True)])]
        await until(lambda: not pool._idle and pool._queue.empty())
        jobs.append(pool.submit([("Maria", True)]))
        with pytest.raises(Unusable) as caught:
            pool.submit([("Maria", True)])
        assert (caught.value.code, caught.value.status) == ("busy", 503)
        assert caught.value.retry_after
        (tmp_path / "go").touch()
        await asyncio.gather(*jobs)


async def test_a_job_whose_caller_left_is_never_read(tmp_path: Path) -> None:
    reads = tmp_path / "reads"
    async with running() as pool:
        slow = pool.submit([("SLOW", True)])
        left = pool.submit([(f"COUNT {reads}", True)])
        left.cancel()
        await slow
        await who(pool, "Maria")
        assert not reads.exists()


async def test_a_new_roster_reaches_every_worker_and_those_born_later() -> None:
    async with running(size=2) as pool:
        await asyncio.gather(*[who(pool, "SLOW Lopez") for _ in range(2)])
        await pool.set_roster(b"r2", "r2")
        seen = await asyncio.gather(*[who(pool, "SLOW Lopez") for _ in range(4)])
        assert seen == [["r2"]] * 4
        with pytest.raises(Crashed):
            await pool.submit([("DIE", True)])
        seen = await asyncio.gather(*[who(pool, "SLOW Lopez") for _ in range(4)])
        assert seen == [["r2"]] * 4


async def test_a_difference_is_told_against_the_last_whole_roster_also_to_a_new_nursery() -> None:
    async with running() as pool:
        for told in (b"+a", b"+b"):
            await pool.set_roster(told, told.decode(), whole=False)
        assert pool.roster_version == "+b"
        assert await who(pool, "Lopez") == ["r1+b"]
        with pytest.raises(Unusable):
            await pool.set_roster(b"deadly", "+c", whole=False)
        with pytest.raises(Crashed):
            await pool.submit([("DIE", True)])
        assert await who(pool, "Lopez") == ["r1+b"]  # waits for the new one


async def test_a_roster_that_cannot_be_loaded_leaves_the_one_before() -> None:
    async with running() as pool:
        with pytest.raises(Unusable) as caught:
            await pool.set_roster(b"bad", "r2")
        assert caught.value.code == "roster_unusable"
        assert pool.roster_version == "r1"
        assert await who(pool, "Lopez") == ["r1"]


async def test_a_roster_that_kills_the_nursery_leaves_the_one_before() -> None:
    async with running() as pool:
        assert await who(pool, "Lopez") == ["r1"]
        with pytest.raises(Unusable):
            await pool.set_roster(b"deadly", "r2")
        assert await who(pool, "Lopez") == ["r1"]
        with pytest.raises(Crashed):
            await pool.submit([("DIE", True)])
        assert await who(pool, "Lopez") == ["r1"]


async def test_a_dead_nursery_is_replaced_while_its_workers_go_on() -> None:
    async with running() as pool:
        assert await who(pool, "Maria") == ["ner"]
        nursery = pool._nursery
        assert nursery is not None
        os.kill(nursery.pid, signal.SIGKILL)
        assert await who(pool, "Maria Lopez") == ["ner", "r1"]
        with pytest.raises(Crashed):
            await pool.submit([("DIE", True)])
        assert await who(pool, "Maria Lopez") == ["ner", "r1"]  # waits for the new one
        assert pool._nursery is not nursery


async def test_without_descriptors_a_job_is_refused_and_the_nursery_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running() as pool:
        nursery = pool._nursery
        assert await who(pool, "Maria") == ["ner"]
        with monkeypatch.context() as patched:
            patched.setattr(socket, "socketpair", _none_left)
            with pytest.raises(Crashed):
                await pool.submit([("DIE", True)])
            with pytest.raises(Unusable) as caught:
                await who(pool, "Maria")
            assert caught.value.code == "detector_down"
            with pytest.raises(Unusable, match="Too many open files"):
                await Nursery.start(FAKE)
        assert await who(pool, "Maria") == ["ner"]
        assert pool._nursery is nursery


async def test_a_nursery_is_started_again_until_that_succeeds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running() as pool:
        nursery = pool._nursery
        assert nursery is not None
        assert await who(pool, "Maria") == ["ner"]
        with monkeypatch.context() as patched:
            tries: list[int] = []
            patched.setattr(socket, "socketpair", lambda: _none_left(tries))
            os.kill(nursery.pid, signal.SIGKILL)
            await until(lambda: len(tries) > 1)
            assert not pool.ready
        with pytest.raises(Crashed):
            await pool.submit([("DIE", True)])
        assert await who(pool, "Maria") == ["ner"]


def _none_left(tries: list[int] | None = None) -> tuple[socket.socket, socket.socket]:
    if tries is not None:
        tries.append(1)
    raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))


@pytest.mark.parametrize(
    ("plan", "code"),
    [("unusable", "model_unusable"), ("raise", "detector_down"), ("crash", "detector_down")],
)
async def test_a_detector_that_does_not_start_says_why(
    plan: str, code: str, tmp_path: Path
) -> None:
    file = tmp_path / "plan"
    file.write_text(plan)
    pool = Pool((*FAKE, str(file)))
    with pytest.raises(Unusable) as caught:
        await pool.start()
    assert caught.value.code == code
    assert CANARY not in caught.value.message
    await pool.close()


async def test_closing_ends_every_process_and_refuses_what_runs() -> None:
    pool = Pool(FAKE, size=2)
    await pool.start()
    await pool.set_roster(b"r1", "r1")
    pids = {int((await who(pool, "PID"))[0]) for _ in range(4)}
    assert pool._nursery is not None
    pids.add(pool._nursery.pid)
    jobs = [pool.submit([("HANG", True)]) for _ in range(3)]
    await asyncio.sleep(0.05)
    await pool.close()
    for pid in pids:
        await until_dead(pid)
    for job in jobs:
        with pytest.raises(Unusable):
            await job
    assert not pool.ready


async def test_workers_are_nice_and_inherit_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSING_GUARD_DATABASE", CANARY)
    async with running() as pool:
        (nice,) = await who(pool, "NICE")
        assert int(nice) >= 10
        (names,) = await who(pool, "ENVIRONMENT")
        assert "CROSSING_GUARD_DATABASE" not in names
        assert "OPENBLAS_NUM_THREADS" in names


async def test_asking_costs_little() -> None:
    async with running() as pool:
        times = []
        for _ in range(100):
            began = time.perf_counter()
            await pool.submit([("x", False)])
            times.append(time.perf_counter() - began)
        assert sorted(times)[20] < 0.0005
