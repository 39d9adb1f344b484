"""What a serving process does again and again beside prompts: let holds expire, and the like."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

from gateway.errors import GatewayError

EVERY = 30.0
"""Seconds from the end of one round to the next."""

type Work = Callable[[], Awaitable[object]]

_log = structlog.get_logger(__name__)


async def rounds(works: Mapping[str, Work], *, every: float = EVERY, after: float = 0) -> None:
    """Do each of some works in turn, until cancelled; a failure is told and tried again.

    Args:
        works: what is to be done, by its name.
        every: seconds between rounds.
        after: seconds before the first.
    """
    await asyncio.sleep(after)
    while True:
        for name, work in works.items():
            try:
                await work()
            except GatewayError as error:
                _log.warning("round_failed", work=name, code=error.code)
            except Exception as error:  # noqa: BLE001 - a slip in one work must not end the others
                _log.error("round_failed", work=name, error=type(error).__name__)
        await asyncio.sleep(every)
