"""Several server processes on one socket: starts them, replaces those that die, stops them all.

Each is `crossing-guard serve` once more, with the options given here and the socket in its hands.
The kernel deals connections out among them; what they share they share by the database.
"""

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Mapping
from typing import Any

import structlog

from gateway.cli.orphans import ending_with_parent
from gateway.errors import Unusable

PAUSE = 1.0
"""Seconds before a process that died is replaced."""

_log = structlog.get_logger(__name__)


def supervise(options: Mapping[str, Any], listening: socket.socket, *, count: int) -> None:
    """Keep so many server processes running until told to stop.

    Args:
        options: of `serve`, for each of them.
        listening: the socket they share.
        count: how many.

    Raises:
        Unusable: one of them could not start; it has said why.
    """
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    command = [sys.executable, "-m", "gateway", "serve", *words]
    asyncio.run(_Crew(command, listening).keep(count))


class _Crew:
    def __init__(self, command: list[str], listening: socket.socket) -> None:
        self._command = [*command, "--listener", str(listening.fileno())]
        self._listening = listening
        self._running: set[asyncio.subprocess.Process] = set()
        self._stopping = False

    async def keep(self, count: int) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)
        codes = await asyncio.gather(*(self._keep_one() for _ in range(count)))
        if failed := [code for code in codes if code > 0]:
            raise Unusable(f"a server process could not start (exit status {failed[0]})")

    async def _keep_one(self) -> int:
        """Run one process, and its successor whenever one is killed; return the last's status."""
        while True:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                pass_fds=[self._listening.fileno()],
                preexec_fn=ending_with_parent(),
                start_new_session=True,  # Ctrl-C comes to us, and we pass it on
            )
            self._running.add(process)
            if self._stopping:  # told so while it was being started
                process.terminate()
            code = await process.wait()
            self._running.discard(process)
            if self._stopping:
                return 0
            if code >= 0:  # it ended by itself: one that cannot start would fail again
                self._stop()
                return code or 1
            _log.error("server_process_died", signal=-code, pid=process.pid)
            await asyncio.sleep(PAUSE)

    def _stop(self) -> None:
        """Pass the signal on: the first lets answers finish, the next ends them."""
        self._stopping = True
        for process in self._running:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
