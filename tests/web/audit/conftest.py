"""The audit API over the small district and a log of its own, called as a client would."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

from gateway.audit.search.projector import HASTY, Projector
from gateway.web.audit.api import PATH
from tests.district.conftest import Town, bare, peopled, town
from tests.web.admin.conftest import Counter, counter
from tests.web.front import FRONT

__all__ = ["bare", "counter", "peopled", "town"]


@dataclass(kw_only=True)
class ReadingRoom:
    """The audit API, beside the admin API's counter."""

    counter: Counter
    http: httpx.AsyncClient

    async def filled(self) -> None:
        """Bring the search tables up with the log."""
        rooms = self.counter.rooms
        projector = Projector(
            rooms.town.reader, rooms.town.commit, holder="p", now=lambda: 1, pace=HASTY
        )
        while await projector.step():
            pass

    async def get(self, path: str, key: str, **params: object) -> httpx.Response:
        return await self.http.get(
            f"{PATH}{path}",
            params=params,  # type: ignore[arg-type]
            headers={"authorization": f"Bearer {key}"},
        )


@pytest.fixture
async def room(counter: Counter, peopled: Town) -> AsyncIterator[ReadingRoom]:
    transport = httpx.ASGITransport(app=FRONT.audit, root_path=PATH, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as http:
        yield ReadingRoom(counter=counter, http=http)
