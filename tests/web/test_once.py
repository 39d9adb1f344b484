import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from gateway.oversight.once import Once
from gateway.terms.people import Duty
from gateway.web.once import OncePerKey
from gateway.web.problems import refusal
from tests.district.conftest import Town, bare, peopled, town
from tests.web.admin.conftest import Counter, counter

__all__ = ["bare", "counter", "peopled", "town"]

pytestmark = pytest.mark.anyio

PATH = "/backtests?days=1"


class Work:
    """An application that counts, and answers what it is told to."""

    def __init__(self) -> None:
        self.done = 0
        self.status = 201
        self.may_end = asyncio.Event()
        self.may_end.set()
        self.began = asyncio.Event()
        self.heard = b""

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        self.heard = (await receive())["body"]
        self.done += 1
        self.began.set()
        await self.may_end.wait()
        headers = [(b"etag", b'"7"'), (b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"no. %d" % self.done})


class Bench:
    """The middleware in front of such an application, over a district's database."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.work = Work()
        self.who: str | None = "t1"

    def door(self) -> OncePerKey:
        once = Once(
            self.town.commit,
            self.town.fields,
            secret=b"o" * 32,
            now=lambda: int(self.town.clock[0].timestamp() * 1000),
        )

        async def who(_request: Any) -> str | None:
            return self.who

        return OncePerKey(self.work, once=lambda: once, who=who, refuse=refusal)

    async def post(self, body: str = "a", key: str = "k1", **headers: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.door())
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as http:
            said = {"idempotency-key": key} | headers
            return await http.post("/things", content=body, headers=said)

    def later(self, **time: float) -> None:
        self.town.clock[0] += timedelta(**time)


@pytest.fixture
async def bench(bare: Town) -> Bench:
    return Bench(bare)


async def test_the_same_request_is_done_once_and_answered_alike(bench: Bench) -> None:
    first, second = await bench.post(), await bench.post()
    assert (first.status_code, first.text, first.headers["etag"]) == (201, "no. 1", '"7"')
    assert (second.status_code, second.text, second.headers["etag"]) == (201, "no. 1", '"7"')
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert (bench.work.done, bench.work.heard) == (1, b"a")


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param("b", {}, id="another body"),
        pytest.param("a", {"x-reason": "why"}, id="another reason"),
        pytest.param("a", {"if-match": '"3"'}, id="another version"),
    ],
)
async def test_another_request_under_the_same_key_is_refused(
    bench: Bench, body: str, headers: dict[str, str]
) -> None:
    await bench.post()
    other = await bench.post(body, **headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert bench.work.done == 1


async def test_keys_belong_to_whoever_uses_them(bench: Bench) -> None:
    await bench.post()
    bench.who = "t2"
    assert (await bench.post("b")).text == "no. 2"


async def test_a_key_is_free_again_after_a_day(bench: Bench) -> None:
    await bench.post()
    bench.later(days=1, seconds=1)
    assert (await bench.post("b")).text == "no. 2"


async def test_a_second_request_does_not_overtake_the_first(bench: Bench) -> None:
    bench.work.may_end.clear()
    first = asyncio.create_task(bench.post())
    await bench.work.began.wait()
    second = await bench.post()
    assert (second.status_code, second.json()["code"]) == (409, "still_running")
    assert int(second.headers["retry-after"]) > 0
    bench.work.may_end.set()
    assert (await first).text == "no. 1"
    assert (await bench.post()).text == "no. 1"


async def test_what_a_crash_cut_off_is_not_done_again_and_nobody_pretends_to_know(
    bench: Bench,
) -> None:
    bench.work.may_end.clear()
    cut = asyncio.create_task(bench.post())
    await bench.work.began.wait()
    cut.cancel()  # nothing more comes of it, as when its process is killed
    with pytest.raises(asyncio.CancelledError):
        await cut
    bench.later(minutes=2)
    again = await bench.post()
    assert (again.status_code, again.json()["code"]) == (409, "outcome_unknown")
    assert "new `Idempotency-Key`" in again.json()["detail"]
    assert bench.work.done == 1


async def test_what_failed_by_our_fault_is_not_done_again_unasked(bench: Bench) -> None:
    bench.work.status = 503
    assert (await bench.post()).status_code == 503
    bench.later(minutes=2)
    assert (await bench.post()).json()["code"] == "outcome_unknown"


@pytest.mark.parametrize("status", [401, 403, 429])
async def test_what_was_not_begun_leaves_its_key_free(bench: Bench, status: int) -> None:
    bench.work.status = status
    assert (await bench.post()).status_code == status
    bench.work.status = 201
    assert (await bench.post("b")).text == "no. 2"


@pytest.mark.parametrize("key", ["", "a b", "k" * 256])
async def test_a_key_that_is_none_is_refused(bench: Bench, key: str) -> None:
    answer = await bench.post(key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_idempotency_key")
    assert bench.work.done == 0


async def test_whoever_will_be_refused_claims_nothing(bench: Bench) -> None:
    bench.who, bench.work.status = None, 403
    await bench.post()
    bench.who, bench.work.status = "t1", 201
    assert (await bench.post("b")).text == "no. 2"


async def test_a_back_test_posted_twice_is_one(counter: Counter) -> None:
    key = await counter.key(Duty.ADMIN)
    first = await counter.ask("POST", PATH, key, idempotency_key="k1")
    second = await counter.ask("POST", PATH, key, idempotency_key="k1")
    assert (first.status_code, second.status_code) == (202, 202)
    assert second.json()["id"] == first.json()["id"]
    tried = [one for one in await counter.rooms.events() if one["event"] == "rules_tried"]
    assert len(tried) == 1


async def test_a_student_is_refused_under_a_key_as_without_one(counter: Counter) -> None:
    key = await counter.key(person="s1")
    refused = await counter.ask("POST", PATH, key, idempotency_key="k1")
    assert (refused.status_code, refused.json()["code"]) == (403, "duty_needed")
