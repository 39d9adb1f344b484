"""Tells another program of an alert: signed, over HTTPS, and to no address inside the network.

The body is JSON without content. The header `X-Crossing-Guard-Signature` reads `t=SECONDS,v1=HEX`:
HMAC-SHA256 over `SECONDS.BODY` with the secret that `crossing-guard alerts secret` prints. A
receiver may see an alert twice, with the same `id`.
"""

import hashlib
import hmac
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import aiohttp
import orjson
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from gateway.errors import Unusable
from gateway.terms.alerts import Alert

SECONDS: Final = 10
SIGNATURE: Final = "X-Crossing-Guard-Signature"


class NotDelivered(Exception):
    """The other program did not take it; `final` where another try would not help."""

    def __init__(self, *, final: bool = False) -> None:
        super().__init__("not delivered")
        self.final = final


def check_address(url: str, *, internal: bool) -> None:
    """Refuse an address that alerts must not go to.

    Args:
        url: where to.
        internal: whether it may be inside the network, and without TLS.

    Raises:
        Unusable: says what would do.
    """
    try:
        parts = urlsplit(url)
        schemes = ("https", "http") if internal else ("https",)
        usable = parts.scheme in schemes and parts.hostname and not parts.username
    except ValueError:
        usable = False
    if not usable:
        raise Unusable(
            "the setting `alert_webhook` must be an https address without an account in it; one "
            "inside your network needs `alert_webhook_internal`",
            code="bad_webhook",
        )


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """Where alerts are told, and what signs them. `now` gives seconds since 1970."""

    url: str
    secret: bytes = field(repr=False)
    internal: bool
    now: Callable[[], int]

    async def tell(self, alert: Alert) -> None:
        """Tell of one alert.

        Raises:
            NotDelivered: it was not taken.
        """
        host = urlsplit(self.url).hostname or ""
        if not self.internal and _is_inside(host):
            raise NotDelivered(final=True)
        body = orjson.dumps(
            {
                "id": alert.id,
                "rule": alert.rule,
                "title": alert.title,
                "severity": alert.severity,
                "about": alert.about,
                "count": alert.count,
                "opened": alert.opened,
            }
        )
        at = self.now()
        signed = hmac.new(self.secret, b"%d." % at + body, hashlib.sha256).hexdigest()
        headers = {"content-type": "application/json", SIGNATURE: f"t={at},v1={signed}"}
        connector = aiohttp.TCPConnector(resolver=_Outside(internal=self.internal))
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        try:
            async with (
                aiohttp.ClientSession(connector=connector, timeout=timeout) as session,
                session.post(self.url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NotDelivered from error
        if not 200 <= status < 300:
            raise NotDelivered(final=400 <= status < 500 and status not in (408, 429))


class _Outside(AbstractResolver):
    """Resolves names, and leaves out every address that is not of the public network: what a name
    says is looked at when it is used, so that it cannot say something else in between."""

    def __init__(self, *, internal: bool) -> None:
        self._internal = internal
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return where a host is."""
        found = await self._resolver.resolve(host, port, family)
        if self._internal:
            return found
        outside = [one for one in found if not _is_inside(one["host"])]
        if not outside:
            raise OSError("the name leads into the network")
        return outside

    async def close(self) -> None:
        """Close."""
        await self._resolver.close()


def _is_inside(host: str) -> bool:
    """Tell whether a host is an address that is not of the public network."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False  # a name: the resolver sees where it leads
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global or address.is_multicast
