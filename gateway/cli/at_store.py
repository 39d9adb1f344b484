"""A command's work at the open store of a data folder."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from gateway.app.store import Store, open_store
from gateway.cli.root import run, settings_of


def at_store[T](data: Path, work: Callable[[Store], Awaitable[T]]) -> T:
    """Open keys, database and log, work with them, and close them again.

    Raises:
        Unusable: one of them cannot be opened; says what to do.
    """

    async def opened() -> T:
        async with open_store(settings_of(data)) as store:
            return await work(store)

    return run(opened())
