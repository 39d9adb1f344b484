"""What the server adds to uvicorn's."""

import asyncio
import gc
import socket

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from gateway.cli.server import Server


async def nothing(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """Serve nobody."""


async def start(server: Server) -> None:
    """Start a server, and end it again."""
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        await server.startup([listener])
        await server.shutdown([listener])


def looked_through(one: object) -> bool:
    """Tell whether garbage collection looks at an object."""
    return any(other is one for other in gc.get_objects())


def test_what_is_there_at_the_start_is_never_looked_through_for_garbage() -> None:
    told: list[str] = []
    config = uvicorn.Config(nothing, lifespan="off", log_config=None)
    server = Server(config, ready=lambda: told.append("ready"))
    there: list[object] = [server]
    assert looked_through(there)
    try:
        asyncio.run(start(server))
        assert not looked_through(there)
        assert told == ["ready"]
    finally:
        gc.unfreeze()


async def failing(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """Refuse to start."""
    raise RuntimeError


def test_a_start_that_fails_is_not_told_as_ready() -> None:
    told: list[str] = []
    config = uvicorn.Config(failing, lifespan="on", log_config=None)
    server = Server(config, ready=lambda: told.append("ready"))
    with pytest.raises(SystemExit):
        asyncio.run(server.serve())
    assert told == []
