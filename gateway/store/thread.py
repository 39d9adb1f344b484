"""A thread that works for one event loop, for what blocks and is asked for with every prompt.

An executor does the same for three times the time: each piece of its work becomes a future with a
lock of its own, which another future of the event loop then follows.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any


@dataclass(frozen=True, slots=True)
class _Work:
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    loop: asyncio.AbstractEventLoop
    future: "asyncio.Future[Any]"


class OneThread:
    """Runs functions one after the other, in the order in which they were asked for."""

    def __init__(self, name: str) -> None:
        """Begin nothing yet: the thread starts with the first function."""
        self._name = name
        self._queue: SimpleQueue[_Work | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False

    def run[*A, T](self, function: Callable[[*A], T], *arguments: *A) -> "asyncio.Future[T]":
        """Return what will be the function's result; it runs even if nobody waits for that.

        Raises:
            RuntimeError: the thread was told to end.
        """
        if self._closed:
            raise RuntimeError("the thread has ended")
        if self._thread is None:
            # A daemon, for whoever forgets to close it: what is not committed is rolled back.
            self._thread = threading.Thread(target=self._serve, name=self._name, daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._queue.put(_Work(function, arguments, loop, future))
        return future

    def close(self) -> None:
        """Wait until everything is done, and end."""
        self._closed = True
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def _serve(self) -> None:
        while (work := self._queue.get()) is not None:
            try:
                result, error = work.function(*work.arguments), None
            except BaseException as raised:  # noqa: BLE001 - whoever asked is to know
                result, error = None, raised
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                work.loop.call_soon_threadsafe(_settle, work.future, result, error)
            del work, result, error  # or they would live until the next one comes


def _settle(future: "asyncio.Future[Any]", result: object, error: BaseException | None) -> None:
    if future.done():  # cancelled
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
