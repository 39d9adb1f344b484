import asyncio
import os
import sys
from pathlib import Path

import pytest

from gateway.detection import frames
from gateway.detection.nursery import COMMAND, Gone, Nursery, _environment
from gateway.errors import Unusable

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

FAKE = (sys.executable, "-P", str(Path(__file__).with_name("misbehaving.py")))


def asking(text: str) -> bytes:
    return frames.message(texts=[(text, True)], deadline=5.0)


async def test_it_tells_the_detectors_version_and_forks_workers_that_read() -> None:
    nursery = await Nursery.start(FAKE)
    assert nursery.version == "fake-1"
    await nursery.set_roster(b"r1", "r1")
    one, two = await nursery.fork(), await nursery.fork()
    assert one.pid != two.pid
    assert one.roster == two.roster == "r1"
    for worker in (one, two):
        rows, seconds = await worker.do(asking("Maria"), 1, 5.0)
        assert len(rows[0][0]) == 1
        assert seconds >= 0
        worker.kill()
        worker.kill()  # once more does no harm
    await nursery.close()
    await nursery.close()


async def test_no_worker_is_born_without_a_roster() -> None:
    nursery = await Nursery.start(FAKE)
    with pytest.raises(Gone):
        await nursery.fork()
    await nursery.close()


async def test_an_exchange_that_breaks_off_ends_the_process() -> None:
    nursery = await Nursery.start(FAKE)
    loading = asyncio.create_task(nursery.set_roster(b"x" * 50_000_000, "r1"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    loading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loading
    assert await nursery.ended() < 0
    with pytest.raises(Gone):
        await nursery.fork()


async def test_a_worker_ends_when_its_socket_is_closed() -> None:
    nursery = await Nursery.start(FAKE)
    await nursery.set_roster(b"r1", "r1")
    worker = await nursery.fork()
    assert not worker.gone
    worker._peer.close()
    process = f"/proc/{worker.pid}"
    for _ in range(200):
        if not os.path.exists(process):  # noqa: ASYNC240, PTH110 - no disk behind it
            break
        await asyncio.sleep(0.02)
    else:
        pytest.fail("the worker lives on")
    worker.kill()
    await nursery.close()


@pytest.mark.parametrize(
    "program",
    [
        pytest.param("import sys; sys.exit(0)", id="ends"),
        pytest.param("import os; os.write(0, b'no frame at all')", id="talks nonsense"),
        pytest.param("import os; os.write(0, b'\\0\\0\\0\\2[]')", id="frames nonsense"),
    ],
)
async def test_what_is_no_nursery_does_not_start(program: str) -> None:
    with pytest.raises(Unusable) as caught:
        await Nursery.start((sys.executable, "-c", program))
    assert caught.value.code == "detector_down"


async def test_a_start_that_is_given_up_leaves_no_process(tmp_path: Path) -> None:
    pipe = tmp_path / "pid"
    os.mkfifo(pipe)
    program = (
        "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))"
    )
    starting = asyncio.create_task(
        Nursery.start((sys.executable, "-c", f"{program}; time.sleep(3600)", str(pipe)))
    )
    pid = int(await asyncio.to_thread(pipe.read_text))
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_the_real_one_names_a_model_it_cannot_find() -> None:
    with pytest.raises(Unusable) as caught:
        await Nursery.start((*COMMAND, "fast", "no_such_model"))
    assert caught.value.code == "model_unusable"
    assert "`no_such_model`" in caught.value.message


def test_its_processes_ask_for_large_pages_and_inherit_no_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CROSSING_GUARD_SECRET", "s3cret")

    given = _environment()

    assert given["GLIBC_TUNABLES"] == "glibc.malloc.hugetlb=1"
    assert "s3cret" not in given.values()
