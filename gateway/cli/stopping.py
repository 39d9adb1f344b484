"""Ends a server in good order when it is told to stop, however early."""

import signal
from types import FrameType


def stop_in_order() -> None:
    """Take SIGTERM and SIGINT for what they are: we were asked to stop and do, which is no failure.

    They count from the first import on; uvicorn puts its own in their place while it serves, and
    raises what came once it has shut down, as if it had killed us.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stopped)


def _stopped(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
