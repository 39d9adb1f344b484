"""An outbox over an empty database, a clock to set, and a mail server of our own."""

import asyncio
import itertools
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gateway.outbox.carriers import Carrier, Undelivered
from gateway.outbox.outbox import Outbox
from gateway.outbox.postman import Postman
from gateway.store.engine import Unit
from gateway.terms.letters import Letter, LetterState
from tests.district.conftest import Town, bare
from tests.postgres import free_port

__all__ = ["bare"]

SLIP = Letter(
    kind="slip",
    to="rosa@home.example",
    subject="A slip for Maya Ortiz",
    text="Please sign: https://gate.example/sign/secret\n",
    about="request-1",
    language="es",
)


class Bag:
    """A carrier that keeps what it is given, and fails as it is told."""

    def __init__(self) -> None:
        self.carried: list[tuple[str, EmailMessage]] = []
        self.faults: list[Undelivered] = []
        self.rested = asyncio.Event()

    async def carry(self, name: str, message: EmailMessage) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.carried.append((name, message))

    async def rest(self) -> None:
        self.rested.set()


@dataclass(kw_only=True)
class PostRoom:
    """The outbox, its database, and a clock in milliseconds."""

    town: Town
    outbox: Outbox
    clock: list[int]
    told: list[LetterState] = field(default_factory=list)

    def postman(self, carrier: Carrier) -> Postman:
        return Postman(
            self.town.commit,
            self.town.fields,
            carrier,
            sender="office@district.example",
            now=lambda: self.clock[0],
            chance=lambda: 0.5,
            told=self.told.append,
        )

    async def run[T](self, unit: Unit[T]) -> T:
        return await self.town.run(unit)

    def wait(self, **span: float) -> None:
        self.clock[0] += round(timedelta(**span).total_seconds() * 1000)


@pytest.fixture
def room(bare: Town) -> PostRoom:
    clock, ids = [1_700_000_000_000], itertools.count()
    outbox = Outbox(
        bare.reader,
        bare.commit,
        bare.fields,
        now=lambda: clock[0],
        new_id=lambda: f"letter-{next(ids):03}",
    )
    return PostRoom(town=bare, outbox=outbox, clock=clock)


@dataclass
class MailRoom:
    """Takes mail over SMTP. `answers` are what it says to the next letters instead of 250."""

    got: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(  # noqa: N802 - the server calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the server calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.answers:
            return self.answers.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        assert envelope.mail_from is not None
        self.got.append((envelope.mail_from, list(envelope.rcpt_tos), content))
        return "250 taken"


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a key and a certificate for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(UTC)
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(alternative, critical=False)
        .sign(key, hashes.SHA256())
    )
    at_key, at_certificate = folder / "mail.key", folder / "mail.crt"
    at_key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    at_certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return at_key, at_certificate


def logs_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    """Let the one account in that there is."""
    right = (given.login, given.password) == (b"gate", b"sesame")
    return AuthResult(success=right, handled=False)


type Served = Callable[..., tuple[MailRoom, int]]


class TlsController(Controller):
    """A controller that knocks as a client who trusts it would."""

    def __init__(self, client: ssl.SSLContext, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.client = client

    def _trigger_server(self) -> None:
        with (
            socket.create_connection((self.hostname, self.port)) as plain,
            self.client.wrap_socket(plain, server_hostname=self.hostname) as private,
        ):
            private.recv(1024)


@pytest.fixture
def mail_server() -> Iterator[Served]:
    """Start mail servers on loopback, each on a port of its own."""
    running: list[Controller] = []

    def start(client: ssl.SSLContext | None = None, **options: Any) -> tuple[MailRoom, int]:
        room = MailRoom()
        port = free_port()
        kind = Controller if client is None else partial(TlsController, client)
        controller = kind(room, hostname="127.0.0.1", port=port, **options)
        controller.start()
        running.append(controller)
        return room, port

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def trusted(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Give a server's TLS and that of a client who trusts it."""
    at_key, at_certificate = certificate(tmp_path)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(at_certificate, at_key)
    return server, ssl.create_default_context(cafile=str(at_certificate))
