"""uvicorn, told how to stop: running answers finish, a second signal ends them, the status is 0.

And with a start that leaves nothing to clean up in the middle of an answer.
"""

import asyncio
import gc
import signal
import socket
from types import FrameType

import uvicorn


class Server(uvicorn.Server):
    """A server whose end is in good order, however often it is told."""

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until a signal comes, and let running answers finish.

        uvicorn raises the signal again once it has shut down, as if it had killed us. We were
        asked to stop and did, which is no failure.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stopped)
        super().run(sockets)

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """See `uvicorn.Server`."""
        self._loop = asyncio.get_running_loop()
        await super().serve(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and take what is loaded by now out of what Python looks through for garbage.

        It is there for good, and a look through all of it stops every answer for 0.2 s.
        """
        await super().startup(sockets)
        gc.collect()
        gc.freeze()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop at the first signal; at the next, end the answers that still run.

        Each is recorded as interrupted, and the log is closed as always.
        """
        again = self.should_exit
        super().handle_exit(sig, frame)
        self.force_exit = False  # it would leave the log open
        if again:
            self._loop.call_soon_threadsafe(self._end_answers)

    def _end_answers(self) -> None:
        for task in self.server_state.tasks:
            task.cancel()


def _stopped(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
