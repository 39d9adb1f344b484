"""The shelf of gateway keys: what each is for. Made and revoked they are on the key ring."""

from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from gateway.district.documents import Document
from gateway.district.roster_import import bump
from gateway.district.shelves import Shelf, invalid
from gateway.errors import BadRequest
from gateway.store import tables
from gateway.terms.disclosure import Purpose
from gateway.terms.keys import KeyUse
from gateway.terms.people import Duty


def use_of(row: Row[Any]) -> KeyUse:
    """Return what a stored key is for."""
    return KeyUse(
        id=row.id,
        person=row.person,
        client=row.client,
        label=row.label,
        duties=frozenset(Duty(one) for one in row.duties.split()),
        purpose=Purpose(row.purpose) if row.purpose else None,
        purposes=frozenset(Purpose(one) for one in row.purposes.split()),
    )


def columns_of(use: KeyUse) -> dict[str, str]:
    """Return what a key is for, as it is stored.

    Raises:
        BadRequest: it carries a purpose that it may not be used for.
    """
    if use.purposes and use.purpose is not None and use.purpose not in use.purposes:
        raise invalid("the key's own purpose must be one of those it may be used for", "purpose")
    return {
        "purpose": use.purpose.value if use.purpose is not None else "",
        "purposes": " ".join(sorted(use.purposes)),
    }


def _read(db: Connection, row: str) -> KeyUse | None:
    keys = tables.api_keys
    found = db.execute(select(keys).where(keys.c.id == row, keys.c.revoked.is_(None))).first()
    return None if found is None else use_of(found)


def _listed(db: Connection, after: str, limit: int) -> list[KeyUse]:
    keys = tables.api_keys
    query = select(keys).where(keys.c.id > after, keys.c.revoked.is_(None))
    return [use_of(row) for row in db.execute(query.order_by(keys.c.id).limit(limit))]


def _check(db: Connection, use: KeyUse) -> None:
    stands = _read(db, use.id)
    if stands is None:
        raise BadRequest(
            "there is no such key, or it was revoked; `crossing-guard keys create` makes one",
            code="not_found",
            status=404,
        )
    columns_of(use)
    if use != replace(stands, purpose=use.purpose, purposes=use.purposes):
        raise invalid("whose a key is, its label and its duties never change: make another", "id")


def _put(db: Connection, use: KeyUse, _now: int) -> None:
    keys = tables.api_keys
    db.execute(update(keys).where(keys.c.id == use.id).values(columns_of(use)))
    bump(db, "keys")


KEY_USES: Final = Shelf(
    kind="key",
    document=Document(KeyUse),
    row_of=lambda use: use.id,
    read=_read,
    put=_put,
    listed=_listed,
    check=_check,
)
