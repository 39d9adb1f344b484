"""The shelf of where the roster comes from by itself."""

from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import Connection

from gateway.district.documents import ROSTER_SOURCE
from gateway.district.papers import Papers
from gateway.district.shelves import check_id, check_texts, invalid
from gateway.store.tables import roster_sources
from gateway.terms.rosters import THE_SOURCE, RosterSource

MOST_ROWS: Final = 10_000
_HERE: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_PAPERS: Final = Papers(roster_sources, ROSTER_SOURCE)


def read_source(db: Connection) -> RosterSource | None:
    """Return where the roster comes from, None where nobody said."""
    return _PAPERS.read(db, THE_SOURCE)


def _check(_db: Connection, source: RosterSource) -> None:
    check_texts(source)
    check_id(source.credential, "credential")
    if source.id != THE_SOURCE:
        raise invalid(f"there is one source, `{THE_SOURCE}`", "id")
    for name in ("url", "token_url"):
        _check_address(getattr(source, name), name)
    if not source.client_id:
        raise invalid("the client id that the roster service gave", "client_id")
    if not 0 <= source.hour <= 23:
        raise invalid("an hour is from 0 to 23", "hour")
    if not 1 <= source.page <= MOST_ROWS:
        raise invalid(f"from 1 to {MOST_ROWS} rows a page", "page")


def _check_address(url: str, param: str) -> None:
    """Refuse an address over which the secret or the roster would go unsealed."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        plain = parts.scheme == "http" and host in _HERE
        usable = bool(host) and (parts.scheme == "https" or plain) and parts.port != 0
        usable = usable and not (parts.username or parts.query or parts.fragment)
    except ValueError:
        usable = False
    if not usable:
        raise invalid("must be an https address without account or query", param)


SOURCES: Final = _PAPERS.shelf("roster_source", check=_check, removable=False)
"""It moves no revision: it is read when the roster is pulled."""
