from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from gateway.errors import BadRequest
from gateway.web.bodies import LARGEST_OF_ANYBODY, LimitedBodies, read_at_most
from gateway.web.problems import refusal

pytestmark = pytest.mark.anyio

LARGEST = 2 * LARGEST_OF_ANYBODY


class Echo:
    """An application that tells how many bytes it was sent, behind a limit to them."""

    def __init__(self) -> None:
        self.looked_up = 0
        self.who: str | None = None
        self.sent = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await Request(scope, receive).body()
        await Response(str(len(body)))(scope, receive, send)

    async def ask(self, size: int, *, method: str = "POST") -> httpx.Response:
        async def who(_request: Request) -> str | None:
            self.looked_up += 1
            return self.who

        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(size // 1024):
                self.sent += 1024
                yield b"x" * 1024
            yield b"x" * (size % 1024)

        app = LimitedBodies(self, largest=LARGEST, who=who, refuse=refusal)
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as http:
            return await http.request(method, "/things", content=chunks())


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_a_small_body_passes_whoever_sends_it_and_nobody_is_looked_up(method: str) -> None:
    echo = Echo()
    answer = await echo.ask(LARGEST_OF_ANYBODY, method=method)
    assert (answer.text, echo.looked_up) == (str(LARGEST_OF_ANYBODY), 0)


async def test_a_large_body_is_not_read_on_from_somebody_unknown() -> None:
    echo = Echo()
    answer = await echo.ask(100 * LARGEST_OF_ANYBODY)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert echo.sent <= LARGEST_OF_ANYBODY + 1024
    assert echo.looked_up == 1


async def test_an_officer_s_large_body_passes_up_to_the_largest() -> None:
    echo = Echo()
    echo.who = "t1"
    assert (await echo.ask(LARGEST)).text == str(LARGEST)
    answer = await echo.ask(LARGEST + 1)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_what_a_route_reads_by_itself_ends_at_its_own_limit() -> None:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"1234", "more_body": True}

    with pytest.raises(BadRequest, match="at most 10 bytes") as refused:
        await read_at_most(Request({"type": "http"}, receive), 10)
    assert refused.value.status == 413
