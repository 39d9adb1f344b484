"""Makes, lists and revokes gateway keys, and registers trusted chat front ends: units of work."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update
from tink import aead

from gateway.district.merged import read_merged
from gateway.district.roster_import import bump
from gateway.district.sealed import seal_secret
from gateway.errors import BadRequest
from gateway.identity.callers import CLIENT
from gateway.identity.clients import TrustedClient
from gateway.identity.key_uses import columns_of, use_of
from gateway.identity.keys import make
from gateway.store import tables
from gateway.terms.disclosure import Purpose
from gateway.terms.keys import KeyUse
from gateway.terms.people import Duty


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedKey:
    """A key as an administrator sees it: never its secret. Times are milliseconds since 1970."""

    use: KeyUse
    created: int
    expires: int | None
    revoked: int | None


def create_key(
    db: Connection,
    *,
    pepper: bytes,
    choose: Callable[[str], str],
    now: int,
    person: str = "",
    client: str = "",
    duties: Iterable[Duty] = (),
    label: str = "",
    purpose: Purpose | None = None,
    purposes: Iterable[Purpose] = (),
    expires: int | None = None,
) -> str:
    """Make a key and return its text, which is not stored and cannot be shown again.

    Raises:
        BadRequest: not exactly one of person and client, nobody by that id, a duty for a client,
            which may never act as an administrator or auditor, or a purpose that is not one of
            those the key may be used for.
    """
    duties = sorted(duties)
    if bool(person) == bool(client):
        raise BadRequest("a key belongs to a person or to a chat front end: name exactly one")
    if client and duties:
        raise BadRequest("a chat front end's key cannot hold an administrator's or auditor's duty")
    if person and not _exists(db, person):
        raise BadRequest(f"nobody active on the roster has the id `{person}`", code="no_person")
    if client and not _registered(db, client):
        raise BadRequest(f"no chat front end `{client}` is registered", code="no_client")
    key = make(choose)
    use = KeyUse(id=key.id, purpose=purpose, purposes=frozenset(purposes))
    db.execute(
        insert(tables.api_keys).values(
            id=key.id,
            hash=key.hash(pepper),
            person=person,
            client=client,
            duties=" ".join(duties),
            label=label,
            created=now,
            expires=expires,
            revoked=None,
            **columns_of(use),
        )
    )
    bump(db, "keys")
    return key.text()


def list_keys(db: Connection) -> list[ListedKey]:
    """Return every key ever made, newest first."""
    rows = db.execute(select(tables.api_keys).order_by(tables.api_keys.c.created.desc()))
    return [
        ListedKey(use=use_of(row), created=row.created, expires=row.expires, revoked=row.revoked)
        for row in rows
    ]


def revoke_key(db: Connection, key_id: str, *, now: int) -> None:
    """Revoke a key from the next request on.

    Raises:
        BadRequest: there is no such key, or it was revoked before.
    """
    keys = tables.api_keys
    done = db.execute(
        update(keys).where(keys.c.id == key_id, keys.c.revoked.is_(None)).values(revoked=now)
    )
    if done.rowcount == 0:
        raise BadRequest(
            f"no unrevoked key has the id `{key_id}`; `crossing-guard keys list` shows them",
            code="no_key",
        )
    bump(db, "keys")


def put_client(
    db: Connection, fields: aead.Aead, client: TrustedClient, *, secret: str = ""
) -> None:
    """Register a trusted chat front end, in place of what stood under its id."""
    clients = tables.clients
    sealed = seal_secret(fields, f"client:{client.id}", secret) if secret else None
    db.execute(delete(clients).where(clients.c.id == client.id))
    document = CLIENT.dump_json(client).decode()
    db.execute(insert(clients).values(id=client.id, document=document, secret=sealed))
    bump(db, "keys")


def _exists(db: Connection, person: str) -> bool:
    query = select(tables.people.c.id).where(
        tables.people.c.id.in_(read_merged(db).rows(person)), tables.people.c.active.is_(True)
    )
    return db.execute(query).first() is not None


def _registered(db: Connection, client: str) -> bool:
    query = select(tables.clients.c.id).where(tables.clients.c.id == client)
    return db.execute(query).first() is not None
