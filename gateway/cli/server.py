"""uvicorn, told how to stop: running answers finish, and a second signal ends them.

And with a start that leaves nothing to clean up in the middle of an answer.
"""

import asyncio
import gc
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn


class Server(uvicorn.Server):
    """A server whose end is in good order, however often it is told.

    `ready` is called once it serves.
    """

    def __init__(self, config: uvicorn.Config, *, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

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
        if self.started:
            self._ready()

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
