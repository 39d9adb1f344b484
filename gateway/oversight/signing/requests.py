"""Requests for signatures as rows: put, read, opened within a number of tries, ended once."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import orjson
from sqlalchemy import Connection, Row, insert, select, update
from tink import aead

from gateway.district.documents import Document
from gateway.errors import BadRequest, Unusable
from gateway.store.sealing import open_sealed, seal
from gateway.store.tables import signature_requests as table
from gateway.terms.signing import Request, RequestState

MOST_TRIES: Final = 5
REQUEST: Final = Document(Request)


class SignedAlready(BadRequest):
    """The link was used up, or taken back, while somebody read the form."""

    code = "signed_already"
    status = 409


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A request as it stands; times in milliseconds since 1970. `sha256` is its evidence's."""

    request: Request
    state: RequestState
    asked: int
    until: int
    tries: int
    ended: int | None
    sha256: str
    code: bytes | None = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """The evidence of a signature: sealed, and its salted hash in hex."""

    sha256: str
    salt: bytes = field(repr=False)
    sealed: bytes = field(repr=False)


def put_requests(
    db: Connection, requests: Sequence[tuple[Request, bytes | None]], *, now: int, until: int
) -> None:
    """Write requests, each with the keyed hash of its code, None where none was given out."""
    rows = [
        {
            "id": request.id,
            "subject": request.subject,
            "signer": request.signer,
            "document": REQUEST.write(request),
            "state": RequestState.OPEN.value,
            "asked": now,
            "until": until,
            "tries": 0,
            "code": code,
            "ended": None,
            "sha256": "",
            "salt": None,
            "sealed": None,
        }
        for request, code in requests
    ]
    if rows:
        db.execute(insert(table), rows)


def read_request(db: Connection, request: str, now: int) -> Asked | None:
    """Return a request as it stands, None for none."""
    row = db.execute(select(table).where(table.c.id == request)).first()
    return None if row is None else _asked(row, now)


def list_requests(
    db: Connection,
    now: int,
    *,
    subject: str = "",
    state: RequestState | None = None,
    after: str = "",
    limit: int = 50,
) -> list[Asked]:
    """Return requests in the order of their ids: of a student, in a state, after an id."""
    at = table.c
    query = select(table).where(at.id > after).order_by(at.id).limit(limit)
    if subject:
        query = query.where(at.subject == subject)
    if state in (RequestState.LOCKED, RequestState.EXPIRED, RequestState.OPEN):
        query = query.where(at.state == RequestState.OPEN.value)
        locked, over = at.tries >= MOST_TRIES, at.until <= now
        chosen = {
            RequestState.LOCKED: locked & ~over,
            RequestState.EXPIRED: over,
            RequestState.OPEN: ~locked & ~over,
        }
        query = query.where(chosen[state])
    elif state is not None:
        query = query.where(at.state == state.value)
    return [_asked(row, now) for row in db.execute(query)]


def take_try(db: Connection, request: str) -> bool:
    """Count a try before it is looked at, so that many at once get no more than is allowed."""
    at = (table.c.id == request, table.c.tries < MOST_TRIES)
    return db.execute(update(table).where(*at).values(tries=table.c.tries + 1)).rowcount == 1


def clear_tries(db: Connection, request: str) -> None:
    """Forget wrong tries after a right one."""
    db.execute(update(table).where(table.c.id == request).values(tries=0))


def use_up(db: Connection, request: str, *, state: RequestState, now: int, proof: Proof) -> None:
    """Note that a request was signed, and keep the evidence.

    Raises:
        SignedAlready: it is not open any more; the transaction must be rolled back.
    """
    at = (table.c.id == request, table.c.state == RequestState.OPEN.value, table.c.until > now)
    done = {
        "state": state.value,
        "ended": now,
        "sha256": proof.sha256,
        "salt": proof.salt,
        "sealed": proof.sealed,
    }
    if db.execute(update(table).where(*at).values(done)).rowcount != 1:
        raise SignedAlready("this form was signed already, or the request has ended")


def withdraw(db: Connection, request: str) -> None:
    """Note that what was signed is withdrawn."""
    at = (table.c.id == request, table.c.state == RequestState.SIGNED.value)
    db.execute(update(table).where(*at).values(state=RequestState.WITHDRAWN.value))


def cancel(db: Connection, request: str, now: int) -> bool:
    """Take a request back that nobody signed; tell whether it was there."""
    at = (table.c.id == request, table.c.state == RequestState.OPEN.value)
    done = {"state": RequestState.CANCELLED.value, "ended": now}
    return db.execute(update(table).where(*at).values(done)).rowcount == 1


def prove(fields: aead.Aead, request: str, evidence: dict[str, object], salt: bytes) -> Proof:
    """Return evidence sealed, with its salted hash.

    Raises:
        Unusable: the field key cannot seal.
    """
    content = orjson.dumps(evidence, option=orjson.OPT_SORT_KEYS)
    sha256 = hashlib.sha256(salt + content).hexdigest()
    return Proof(sha256=sha256, salt=salt, sealed=seal(fields, content, _context(request)))


def read_evidence(db: Connection, fields: aead.Aead, request: str) -> dict[str, object] | None:
    """Return what a signature rests on, None where there is none or it was erased.

    Raises:
        Unusable: it does not open, or is not what its hash says.
    """
    at = table.c
    row = db.execute(select(at.salt, at.sealed, at.sha256).where(at.id == request)).first()
    if row is None or row.sealed is None:
        return None
    content = open_sealed(fields, row.sealed, _context(request))
    if not hmac.compare_digest(hashlib.sha256(row.salt + content).hexdigest(), row.sha256):
        raise Unusable(
            f"the evidence of signature `{request}` was altered; restore it from a back-up",
            code="evidence_damaged",
        )
    evidence: dict[str, object] = orjson.loads(content)
    return evidence


def _asked(row: Row[tuple[object, ...]], now: int) -> Asked:
    state = RequestState(row.state)
    if state is RequestState.OPEN and row.until <= now:
        state = RequestState.EXPIRED
    elif state is RequestState.OPEN and row.tries >= MOST_TRIES:
        state = RequestState.LOCKED
    return Asked(
        request=REQUEST.read(row.document),
        state=state,
        asked=row.asked,
        until=row.until,
        tries=row.tries,
        ended=row.ended,
        sha256=row.sha256,
        code=row.code,
    )


def _context(request: str) -> bytes:
    return b"signature\x00" + request.encode()
