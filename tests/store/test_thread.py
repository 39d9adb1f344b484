"""The thread that works for an event loop."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from gateway.store.thread import OneThread

pytestmark = pytest.mark.anyio


@pytest.fixture
def thread() -> Iterator[OneThread]:
    one = OneThread("works")
    yield one
    one.close()


async def test_it_works_beside_the_loop_in_the_order_it_was_asked(thread: OneThread) -> None:
    seen: list[int] = []
    done = await asyncio.gather(*(thread.run(seen.append, number) for number in range(100)))
    assert seen == list(range(100))
    assert done == [None] * 100
    assert await thread.run(lambda: threading.current_thread().name) == "works"


async def test_what_is_raised_reaches_whoever_asked_and_nobody_else(thread: OneThread) -> None:
    first, second = thread.run(int, "seven"), thread.run(int, "7")
    with pytest.raises(ValueError, match="seven"):
        await first
    assert await second == 7


async def test_work_nobody_waits_for_any_more_is_done_all_the_same(thread: OneThread) -> None:
    begun, may_go, seen = threading.Event(), threading.Event(), list[str]()

    def slow(word: str) -> None:
        begun.set()
        may_go.wait(10)
        seen.append(word)

    under_way, waiting = thread.run(slow, "under way"), thread.run(seen.append, "waiting")
    await asyncio.to_thread(begun.wait, 10)
    under_way.cancel()
    waiting.cancel()
    may_go.set()
    await thread.run(seen.append, "after them")
    assert seen == ["under way", "waiting", "after them"]


async def test_closing_waits_for_what_was_asked_and_takes_no_more(thread: OneThread) -> None:
    seen: list[int] = []
    asked = [thread.run(seen.append, number) for number in range(100)]
    thread.close()
    assert seen == list(range(100))
    assert await asyncio.gather(*asked) == [None] * 100
    with pytest.raises(RuntimeError):
        thread.run(seen.append, 100)
    thread.close()  # once more is as well


def test_a_loop_that_ended_meanwhile_stops_nobody(thread: OneThread) -> None:
    may_go = threading.Event()

    async def ask_and_leave() -> None:
        thread.run(may_go.wait, 10)

    asyncio.run(ask_and_leave())
    may_go.set()
    assert asyncio.run(_through(thread)) == "served"


async def _through(thread: OneThread) -> str:
    return await thread.run(str.lower, "SERVED")
