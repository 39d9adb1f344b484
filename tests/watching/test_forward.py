"""The log comes to a collector at least once, in order, without content."""

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import orjson
import pytest

from gateway.errors import Unusable
from gateway.terms.record import RecordKind
from gateway.watching.alerts import LEASE_MS
from gateway.watching.forward import Collector, Form, Forwarder, NotTaken, read_collector
from gateway.watching.ocsf import ACTIVITY, FINDING, event_of
from tests.outbox.conftest import trusted
from tests.reports.conftest import Office, about

__all__ = ["trusted"]

pytestmark = pytest.mark.anyio


@dataclass
class Siem:
    """A collector on loopback; where told so it breaks a connection off instead of reading it."""

    port: int = 0
    breaking: bool = False
    came: bytearray = field(default_factory=bytearray)

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.breaking:
            await reader.read(16)
            # Closing now resets the connection, as the end of a process with unread bytes does.
            at_once = struct.pack("ii", 1, 0)
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            writer.transport.abort()
            return
        while portion := await reader.read(4096):
            self.came += portion
        writer.close()

    def lines(self) -> list[dict[str, object]]:
        return [orjson.loads(line) for line in bytes(self.came).splitlines()]


@pytest.fixture
async def siem() -> AsyncIterator[Siem]:
    took = Siem()
    server = await asyncio.start_server(took.take, "127.0.0.1", 0)
    took.port = server.sockets[0].getsockname()[1]
    async with server:
        yield took


def forwarder(
    office: Office,
    siem: Siem,
    *,
    form: Form = Form.OCSF,
    holder: str = "a",
    now: int = 1000,
    tls: ssl.SSLContext | None = None,
) -> tuple[Forwarder, list[int]]:
    behind: list[int] = []
    town = office.rooms.town
    collector = Collector(host="127.0.0.1", port=siem.port, form=form, tls=tls)
    made = Forwarder(
        town.reader,
        town.commit,
        collector,
        log_id="district",
        host="gateway",
        holder=holder,
        now=lambda: now,
        behind=behind.append,
    )
    return made, behind


async def test_what_is_new_comes_once_and_in_order(office: Office, siem: Siem) -> None:
    intent = await office.prompt(about("log-maya"))
    refusal = await office.refused()
    sending, behind = forwarder(office, siem)
    assert await sending.forward() == 3
    events = siem.lines()
    assert [one["activity_name"] for one in events] == [
        "prompt_intent",
        "prompt_outcome",
        "prompt_refusal",
    ]
    assert [one["metadata"]["sequence"] for one in events] == [0, 1, 2]  # type: ignore[index]
    assert events[0]["metadata"]["uid"] == intent.id  # type: ignore[index]
    assert (events[2]["status_id"], events[2]["class_uid"]) == (2, ACTIVITY)
    assert await sending.forward() == 0
    assert len(siem.lines()) == 3
    assert behind == [0, 0]
    assert refusal.id.encode() in siem.came
    assert b"log-maya" not in siem.came  # whom it was about is not told


async def test_what_was_not_taken_comes_again(office: Office, siem: Siem) -> None:
    await office.prompt()
    sending, _ = forwarder(office, siem)
    siem.breaking = True
    with pytest.raises(NotTaken):
        await sending.forward()
    siem.breaking = False
    assert await sending.forward() == 2
    assert len(siem.lines()) == 2


async def test_one_process_forwards_and_another_goes_on(office: Office, siem: Siem) -> None:
    await office.prompt()
    first, _ = forwarder(office, siem)
    second, _ = forwarder(office, siem, holder="b")
    assert await first.forward() == 2
    assert await second.forward() is None
    await office.prompt()
    later, _ = forwarder(office, siem, holder="b", now=1001 + LEASE_MS)
    assert await later.forward() == 2
    assert len(siem.lines()) == 4


async def test_syslog_messages_are_counted_by_octets_and_carry_the_event(
    office: Office, siem: Siem
) -> None:
    await office.refused()
    sending, _ = forwarder(office, siem, form=Form.SYSLOG)
    await sending.forward()
    count, _, rest = bytes(siem.came).partition(b" ")
    assert int(count) == len(rest)
    head, _, event = rest.partition(b" - {")
    assert head.startswith(b"<109>1 20")  # facility 13, severity 5
    assert head.split(b" ")[2:] == [b"gateway", b"crossing-guard", b"-", b"prompt_refusal"]
    assert orjson.loads(b"{" + event)["unmapped"]["code"] == "refused"


async def test_nobody_in_danger_is_told_of(office: Office, siem: Siem) -> None:
    await office.refused(outcome="safety", code="safety_signal", principal="log-child")
    await office.write(RecordKind.EVENT, event="safety_alert", who="log-child")
    sending, _ = forwarder(office, siem)
    assert await sending.forward() == 2
    assert bytes(siem.came) == b""


async def test_nobody_listening_is_told_and_nothing_is_lost(office: Office, siem: Siem) -> None:
    await office.prompt()
    siem_port, siem.port = siem.port, 1
    with pytest.raises(NotTaken):
        await forwarder(office, siem)[0].forward()
    siem.port = siem_port
    assert await forwarder(office, siem)[0].forward() == 2


def test_an_alert_is_a_finding() -> None:
    said = {"id": "r", "kind": "event", "time": 5, "event": "alert_raised", "what": "a", "v": 2}
    event = event_of(said | {"result": "open-intents"}, log="l", stream="s", index=1)
    assert event is not None
    assert (event["class_uid"], event["finding_info"]["title"]) == (FINDING, "open-intents")
    assert event["type_uid"] == 200401


@pytest.mark.parametrize(
    "address", ["udp://siem:514", "tls://siem", "siem:6514", "tls://a@siem:1", "tls://siem:99999"]
)
def test_an_address_that_will_not_do_is_refused(address: str) -> None:
    with pytest.raises(Unusable) as told:
        read_collector(address, "syslog")
    assert told.value.code == "bad_siem"


def test_no_address_forwards_nowhere() -> None:
    assert read_collector("", "syslog") is None
    found = read_collector("tls://siem.example:6514", "ocsf")
    assert found is not None
    assert found.tls is not None
    assert (found.host, found.port, found.form) == ("siem.example", 6514, Form.OCSF)


async def test_the_log_goes_over_tls_and_to_nobody_else(
    office: Office, trusted: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    await office.prompt()
    took = Siem()
    theirs, ours = trusted
    server = await asyncio.start_server(took.take, "127.0.0.1", 0, ssl=theirs)
    took.port = server.sockets[0].getsockname()[1]
    async with server:
        stranger, _ = forwarder(office, took, tls=ssl.create_default_context())
        with pytest.raises(NotTaken):
            await stranger.forward()
        known, _ = forwarder(office, took, tls=ours)
        assert await known.forward() == 2
    assert len(took.lines()) == 2
