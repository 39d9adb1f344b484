"""Waiting in tests: for what is to be so, never for a while."""

import asyncio
from collections.abc import Callable

LONGEST = 60.0
"""Seconds. It bounds a failure alone, so it is for a machine that is busy with other things."""


async def until(holds: Callable[[], bool], pause: float = 0.005) -> None:
    """Wait until something is so, looking again after each pause of seconds."""
    async with asyncio.timeout(LONGEST):
        while True:
            if holds():
                return
            await asyncio.sleep(pause)
