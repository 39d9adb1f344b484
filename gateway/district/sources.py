"""The shelf of where the roster comes from by itself."""

from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, insert, select

from gateway.district.documents import ROSTER_SOURCE
from gateway.district.shelves import Shelf, check_id, check_texts, invalid
from gateway.store.tables import roster_sources
from gateway.terms.rosters import THE_SOURCE, RosterSource

MOST_ROWS: Final = 10_000
_HERE: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def read_source(db: Connection, row: str = THE_SOURCE) -> RosterSource | None:
    """Return where the roster comes from, None where nobody said."""
    query = select(roster_sources.c.document).where(roster_sources.c.id == row)
    text = db.execute(query).scalar()
    return None if text is None else ROSTER_SOURCE.read(text)


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


def _put(db: Connection, source: RosterSource, _now: int) -> None:
    db.execute(delete(roster_sources).where(roster_sources.c.id == source.id))
    document = ROSTER_SOURCE.write(source)
    db.execute(insert(roster_sources).values(id=source.id, document=document))


SOURCES: Final = Shelf(
    kind="roster_source",
    document=ROSTER_SOURCE,
    row_of=lambda source: source.id,
    read=read_source,
    put=_put,
    check=_check,
)
"""It moves no revision: it is read when the roster is pulled."""
