"""Another program is told: signed, tried again, and never inside the network unless meant."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import pytest
from aiohttp import web

from gateway.errors import Unusable
from gateway.terms.alerts import Alert, AlertState, Delivery
from gateway.watching.rules import Look
from gateway.watching.told import Told, read_webhook
from gateway.watching.watch import MOST_TRIES
from gateway.watching.webhook import SIGNATURE, NotDelivered, Webhook, check_address
from tests.reports.conftest import Office
from tests.watching.conftest import rule, watch_in

pytestmark = pytest.mark.anyio

SECRET = b"s" * 64
ALERT = Alert(
    id="a1",
    rule="spike",
    title="Many",
    severity="warning",
    about="",
    count=7,
    state=AlertState.OPEN,
    holds=True,
    opened=5,
    seen=5,
    by="",
    delivery=Delivery.WAITING,
    tries=0,
)


@dataclass
class Receiver:
    """A program on loopback that is told of alerts, and answers as it is set to."""

    url: str = ""
    status: int = 204
    came: list[tuple[bytes, str]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.came.append((await request.read(), request.headers[SIGNATURE]))
        return web.Response(status=self.status, headers={"location": "http://127.0.0.1:9/"})


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    took = Receiver()
    app = web.Application()
    app.router.add_post("/hook", took.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    took.url = f"http://127.0.0.1:{port}/hook"
    yield took
    await runner.cleanup()


def hook(url: str, *, internal: bool = True) -> Webhook:
    return Webhook(url=url, secret=SECRET, internal=internal, now=lambda: 1_700_000_000)


async def test_what_is_told_is_signed_and_holds_no_content(receiver: Receiver) -> None:
    await hook(receiver.url).tell(ALERT)
    [(body, signature)] = receiver.came
    assert orjson.loads(body) == {
        "id": "a1",
        "rule": "spike",
        "title": "Many",
        "severity": "warning",
        "about": "",
        "count": 7,
        "opened": 5,
    }
    wanted = hmac.new(SECRET, b"1700000000." + body, hashlib.sha256).hexdigest()
    assert signature == f"t=1700000000,v1={wanted}"


@pytest.mark.parametrize(
    ("status", "final"),
    [(500, False), (429, False), (404, True), (302, False)],
    ids=["its fault", "too many", "no such path", "elsewhere"],
)
async def test_what_is_not_taken_is_tried_again_but_for_what_never_will_be(
    receiver: Receiver, status: int, final: bool
) -> None:
    receiver.status = status
    with pytest.raises(NotDelivered) as told:
        await hook(receiver.url).tell(ALERT)
    assert told.value.final is final
    assert len(receiver.came) == 1  # a redirection is not followed


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254"])
async def test_nothing_is_told_inside_the_network_unless_it_is_meant(
    receiver: Receiver, host: str
) -> None:
    url = receiver.url.replace("127.0.0.1", host).replace("http:", "https:")
    with pytest.raises(NotDelivered):
        await hook(url, internal=False).tell(ALERT)
    assert receiver.came == []


@pytest.mark.parametrize(
    ("url", "internal"),
    [
        ("http://hooks.example/x", False),
        ("https://user:pass@hooks.example/x", False),
        ("ftp://hooks.example/x", True),
        ("nonsense", True),
        ("https://[::1", True),
    ],
)
def test_an_address_that_will_not_do_is_refused_at_the_start(url: str, internal: bool) -> None:
    with pytest.raises(Unusable) as told:
        check_address(url, internal=internal)
    assert told.value.code == "bad_webhook"
    assert "pass" not in told.value.message


def test_no_address_is_no_webhook() -> None:
    assert read_webhook("", internal=False, secret=SECRET, now=lambda: 1) is None
    assert read_webhook("https://hooks.example/x", internal=False, secret=SECRET, now=lambda: 1)


async def test_an_alert_is_told_again_later_and_given_up_in_the_end(
    office: Office, receiver: Receiver, tmp_path: Path
) -> None:
    await office.refused()
    clock = [office.pens.clock.now + 1000]
    watching = watch_in(
        office.rooms,
        office.library,
        tmp_path,
        [rule(Look.COUNT, where=("kind=refusal",))],
        Told(webhook=hook(receiver.url)),
        clock=clock,
    )
    receiver.status = 503
    await office.filled()
    await watching.look()
    await watching.look()
    [alert] = await watching.listed()
    assert (alert.delivery, alert.tries, len(receiver.came)) == (Delivery.WAITING, 1, 1)
    receiver.status = 204
    clock[0] += 61_000
    await watching.look()
    [alert] = await watching.listed()
    assert (alert.delivery, len(receiver.came)) == (Delivery.SENT, 2)


async def test_an_alert_nobody_takes_is_given_up(
    office: Office, receiver: Receiver, tmp_path: Path
) -> None:
    await office.refused()
    clock = [office.pens.clock.now + 1000]
    rules = [rule(Look.COUNT, where=("kind=refusal",), minutes=60_000)]
    told = Told(webhook=hook(receiver.url))
    watching = watch_in(office.rooms, office.library, tmp_path, rules, told, clock=clock)
    receiver.status = 503
    await office.filled()
    for _ in range(MOST_TRIES + 2):
        await watching.look()
        clock[0] += 3_600_001
    [alert] = await watching.listed()
    assert (alert.delivery, alert.tries) == (Delivery.FAILED, MOST_TRIES)
    assert len(receiver.came) == MOST_TRIES
