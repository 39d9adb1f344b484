"""Who is told of an alert, as an operator's settings name them."""

from collections.abc import Callable
from dataclasses import dataclass

from gateway.errors import BadRequest, Unusable
from gateway.outbox.message import check_address
from gateway.watching.webhook import Webhook
from gateway.watching.webhook import check_address as check_webhook

type Counts = dict[tuple[str, str], int]


@dataclass(frozen=True, kw_only=True)
class Told:
    """Addresses by letter, another program, and the metrics."""

    mail: tuple[str, ...] = ()
    webhook: Webhook | None = None
    raised: Callable[[str], None] = lambda _rule: None
    standing: Callable[[Counts], None] = lambda _counts: None


def read_mail(setting: str) -> tuple[str, ...]:
    """Return the addresses of the setting `alert_mail`.

    Raises:
        Unusable: one is none.
    """
    found = tuple(one.strip() for one in setting.split(";") if one.strip())
    try:
        for address in found:
            check_address(address)
    except BadRequest as error:
        raise Unusable(f"setting `alert_mail`: {error.message}", code="bad_config") from error
    return found


def read_webhook(
    url: str, *, internal: bool, secret: bytes, now: Callable[[], int]
) -> Webhook | None:
    """Return the program of the setting `alert_webhook`, None without one.

    Raises:
        Unusable: the address will not do.
    """
    if not url:
        return None
    check_webhook(url, internal=internal)
    return Webhook(url=url, secret=secret, internal=internal, now=now)
