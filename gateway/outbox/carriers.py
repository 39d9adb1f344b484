"""Who takes a message out of the house: a folder, or a mail server. The only door to SMTP.

A carrier is used by one postman, one message at a time.
"""

import asyncio
import os
import smtplib
import ssl
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol

from gateway.errors import Unusable

TIMEOUT = 30.0
"""Seconds a mail server may be silent."""


class Undelivered(Exception):
    """A message could not be handed over. `code` is stable and holds no content; `final` tells
    that trying again would not help."""

    def __init__(self, code: str, *, final: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.final = final


class Carrier(Protocol):
    """Takes messages out."""

    async def carry(self, name: str, message: EmailMessage) -> None:
        """Hand a message over, and return once somebody else answers for it.

        Args:
            name: the letter's id: two tries of one letter have the same.
            message: to one person.

        Raises:
            Undelivered: it was not, or perhaps not, handed over.
        """
        ...

    async def rest(self) -> None:
        """Let go of what was kept open for the next message."""
        ...


class FileCarrier:
    """Puts each letter into a folder as `ID.eml`: for a print room, a mail program, or to look."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made when it is first needed, for its owner alone."""
        self._folder = folder

    async def carry(self, name: str, message: EmailMessage) -> None:
        """See `Carrier`."""
        await asyncio.to_thread(self._write, name, message.as_bytes())

    async def rest(self) -> None:
        """See `Carrier`."""

    def _write(self, name: str, content: bytes) -> None:
        """Write a file that is there whole or not at all."""
        whole, partial = self._folder / f"{name}.eml", self._folder / f".{name}.part"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(whole)
        except OSError as error:
            raise Undelivered("folder_unusable") from error


class Security(StrEnum):
    """How a mail server is spoken to: TLS begun by command, TLS from the start, or in the clear."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where letters are handed in (RFC 6409). `account` "" for a server that asks for none."""

    host: str
    port: int
    security: Security
    account: str = ""
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse what would send letters in the clear over a network.

        Raises:
            Unusable: no host, or no TLS to another machine.
        """
        if not self.host:
            raise Unusable("set `smtp_host`, or `outbox` to `file`", code="bad_config")
        if self.security is Security.NONE and not _is_here(self.host):
            raise Unusable(
                "`smtp_security` may be `none` only for a mail server on this machine: letters "
                "hold links that open a form",
                code="bad_config",
            )


class SmtpCarrier:
    """Hands letters to a mail server, over one connection as long as there are some."""

    def __init__(self, server: MailServer, trust: ssl.SSLContext | None = None) -> None:
        """`trust` says whose certificates count, None for what the system trusts."""
        self._server = server
        self._trust = trust or ssl.create_default_context()
        self._session: smtplib.SMTP | None = None

    async def carry(self, name: str, message: EmailMessage) -> None:
        """See `Carrier`."""
        await asyncio.to_thread(self._carry, message)

    async def rest(self) -> None:
        """See `Carrier`."""
        await asyncio.to_thread(self._hang_up)

    def _carry(self, message: EmailMessage) -> None:
        try:
            if self._session is None:
                self._session = self._dial(Address(addr_spec=message["From"]).domain)
            self._session.send_message(message)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise _undelivered(error) from error

    def _dial(self, own_name: str) -> smtplib.SMTP:
        at = self._server
        if at.security is Security.TLS:
            session: smtplib.SMTP = smtplib.SMTP_SSL(
                at.host, at.port, own_name, timeout=TIMEOUT, context=self._trust
            )
        else:
            session = smtplib.SMTP(at.host, at.port, own_name, timeout=TIMEOUT)
        try:
            if at.security is Security.STARTTLS:
                session.starttls(context=self._trust)
            if at.account:
                session.login(at.account, at.password)
        except BaseException:
            session.close()
            raise
        return session

    def _hang_up(self) -> None:
        if self._session is None:
            return
        try:
            self._session.quit()
        except (smtplib.SMTPException, OSError):
            self._session.close()  # it hung up first
        self._session = None

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None


def _undelivered(error: Exception) -> Undelivered:
    """Say what happened by the server's code alone: its words may quote an address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
        return Undelivered(f"smtp_{max(codes)}", final=min(codes) >= 500)
    if isinstance(error, smtplib.SMTPDataError):
        return Undelivered(f"smtp_{error.smtp_code}", final=error.smtp_code >= 500)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Undelivered("smtp_login_refused")
    if isinstance(error, smtplib.SMTPResponseException):
        return Undelivered(f"smtp_{error.smtp_code}")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Undelivered("smtp_not_supported")
    if isinstance(error, ssl.SSLError):
        return Undelivered("smtp_not_trusted")
    return Undelivered("smtp_unreachable")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
