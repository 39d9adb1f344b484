"""The described APIs on a server of their own over loopback, for callers that are not asynchronous.

The small district is behind them, with a row of most kinds, and a key for whoever may ask.
"""

import asyncio
import socket
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import uvicorn
from fastapi import FastAPI
from starlette.exceptions import HTTPException

from gateway.audit.search.projector import HASTY, Projector
from gateway.store import schema
from gateway.store.engine import sqlite_url
from gateway.terms.people import Duty
from gateway.web.admin.api import PATH as ADMIN
from gateway.web.admin.api import admin_api
from gateway.web.audit.api import PATH as AUDIT
from gateway.web.audit.api import audit_api
from gateway.web.described import Desk
from gateway.web.problems import on_http
from tests.district.conftest import opened, settled
from tests.web.admin.conftest import Counter, counter_in

STARTS_WITHIN = 60
NOBODY: Final = "nobody"
STUDENT: Final = "student"
TEACHER: Final = "teacher"
ASKERS: Final = (NOBODY, STUDENT, TEACHER, *(duty.value for duty in Duty))
"""Whoever may knock: no key at all, people without a duty, and every duty by itself."""

REASON = {"if_none_match": "*", "x_reason": "to begin with"}
ROWS: Final[Mapping[str, Any]] = {
    "/tools/small": {
        "id": "small",
        "model": "small",
        "provider": "P",
        "base_url": "https://ai.example/v1",
    },
    "/public-names/washington": {"id": "washington", "name": "George Washington", "known": True},
    "/patterns/locker": {
        "id": "locker",
        "label": "OTHER_ID",
        "words": ["L-1"],
        "finds": ["[[L-1]]"],
    },
    "/refusals/s2": {"subject": "s2", "by": "g1"},
    "/class-access/sub": {"id": "sub", "person": "t1", "group": "c1", "until": "2026-06-30"},
    "/rules/versions/spring": {"id": "spring"},
}
"""A row of a kind, by its path; a change to one needs something that can be changed."""


def apis(desk: Any) -> Mapping[str, FastAPI]:
    """Return every described API by its path."""
    return {
        ADMIN: admin_api(desk, version="0"),
        AUDIT: audit_api(desk, version="0"),
    }


@dataclass(frozen=True, kw_only=True)
class Served:
    """Where the APIs listen, and the key of each asker; nobody's is ""."""

    url: str
    keys: Mapping[str, str]


async def keys_of(counter: Counter) -> dict[str, str]:
    """Make a key for each asker."""
    keys = {NOBODY: "", STUDENT: await counter.key(person="s1"), TEACHER: await counter.key()}
    return keys | {duty.value: await counter.key(duty) for duty in Duty}


async def furnish(counter: Counter, key: str) -> None:
    """Put the rows in place, and the search tables up with the log."""
    for path, row in ROWS.items():
        answer = await counter.ask("PUT", path, key, row, **REASON)
        assert answer.status_code == 201, (path, answer.text)
    town = counter.rooms.town
    projector = Projector(town.reader, town.commit, holder="p", now=lambda: 1, pace=HASTY)
    while await projector.step():
        pass


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve the APIs while the block runs."""
    running: Future[tuple[uvicorn.Server, Served]] = Future()
    url = sqlite_url(folder / "district.db")
    schema.upgrade(url)

    async def serve() -> None:
        async with (
            opened(url) as town,
            counter_in(await settled(town, folder / "roster"), folder / "reports") as counter,
        ):
            keys = await keys_of(counter)
            await furnish(counter, keys[Duty.ADMIN.value])
            config = uvicorn.Config(_application(counter.desk), log_config=None, ws="none")
            server = uvicorn.Server(config)
            with socket.socket() as listening:
                listening.bind(("127.0.0.1", 0))
                listening.listen()
                port = listening.getsockname()[1]
                running.set_result((server, Served(url=f"http://127.0.0.1:{port}", keys=keys)))
                await server.serve([listening])

    def work() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            if running.done():
                raise
            running.set_exception(error)

    with ThreadPoolExecutor(1) as thread:
        ended = thread.submit(work)
        server, at = running.result(STARTS_WITHIN)
        try:
            yield at
        finally:
            server.should_exit = True
            ended.result(STARTS_WITHIN)


def _application(desk: Desk) -> FastAPI:
    app = FastAPI()
    app.exception_handler(HTTPException)(on_http)
    for path, api in apis(lambda: desk).items():
        app.mount(path, api)
    return app
