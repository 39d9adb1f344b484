"""Tells another program of an alert: signed, over HTTPS, and to no address inside the network.

The body is JSON without content. The header `X-Crossing-Guard-Signature` reads `t=SECONDS,v1=HEX`:
HMAC-SHA256 over `SECONDS.BODY` with the secret that `crossing-guard alerts secret` prints. A
receiver may see an alert twice, with the same `id`.
"""

import asyncio
import hashlib
import hmac
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import httpx
import orjson

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
        try:
            async with asyncio.timeout(SECONDS):
                status = await self._post(body, headers)
        except (httpx.HTTPError, TimeoutError, OSError) as error:
            raise NotDelivered from error
        if not 200 <= status < 300:
            raise NotDelivered(final=400 <= status < 500 and status not in (408, 429))

    async def _post(self, body: bytes, headers: dict[str, str]) -> int:
        """Return the status of the answer.

        The name is resolved here and the address it leads to is the one connected to, so that it
        cannot lead elsewhere in between; TLS asks for the name all the same.
        """
        url = httpx.URL(self.url)
        addresses = await _resolved(url.host, url.port or (443 if url.scheme == "https" else 80))
        outside = [one for one in addresses if self.internal or not _is_inside(one)]
        if not outside:
            raise OSError("the name leads into the network")
        async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client:
            answer = await client.post(
                url.copy_with(host=outside[0]),
                content=body,
                headers=headers | {"host": url.netloc.decode("ascii")},
                extensions={"sni_hostname": url.host},
                follow_redirects=False,
            )
        return answer.status_code


async def _resolved(host: str, port: int) -> list[str]:
    """Return the addresses of a host, the best first."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _is_inside(host: str) -> bool:
    """Tell whether a host is an address that is not of the public network."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False  # a name: it is looked at where it leads, when it is used
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global or address.is_multicast
