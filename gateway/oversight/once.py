"""Requests that are done once however often they are sent: the memory behind `Idempotency-Key`.

Whoever asks claims their key durably before anything is done, so that neither a second request at
the same time nor one after a crash does it again. The first answer is kept, sealed, for a day. A
claim without an answer is being worked on, or its process ended before it could tell; what came of
that is not known here, and nobody pretends it is.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import orjson
from sqlalchemy import ColumnElement, Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from tink import aead

from gateway.errors import BadRequest
from gateway.store.commit import GroupCommit
from gateway.store.sealing import open_sealed, seal
from gateway.store.tables import idempotency

KEPT_MS: Final = 24 * 3600 * 1000
"""How long an answer is kept, and a claim holds."""
LONGEST_MS: Final = 60_000
"""How long a request that was not answered yet counts as being worked on."""
_RETRY_SECONDS: Final = 2
_OPEN: Final = 0
"""The status of a claim that has no answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a request was answered."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """That somebody asks under a key of theirs; `request` is a keyed hash of all they ask."""

    who: str
    key: str
    request: str


class Once:
    """Remembers what was asked under which key, and what came of it."""

    def __init__(
        self, commit: GroupCommit, fields: aead.Aead, *, secret: bytes, now: Callable[[], int]
    ) -> None:
        """Open it.

        Args:
            commit: the database.
            fields: seals answers.
            secret: keys the hashes of requests.
            now: milliseconds since 1970.
        """
        self._commit = commit
        self._fields = fields
        self._secret = secret
        self._now = now

    def claim_of(self, who: str, key: str, *asked: bytes) -> Claim:
        """Return the claim of a request.

        Args:
            who: the id of who asks.
            key: the `Idempotency-Key`.
            asked: everything that makes it this request and no other.
        """
        digest = hashlib.blake2b(key=self._secret, digest_size=32)
        for part in asked:
            digest.update(len(part).to_bytes(8) + part)
        return Claim(who=who, key=key, request=digest.hexdigest())

    async def claim(self, claim: Claim) -> Answer | None:
        """Claim a key; return the answer of before where it was done already.

        Raises:
            BadRequest: the key stands for another request, the same is being worked on, or what
                came of it is not known.
            Unusable: the database does not answer.
        """
        at = self._now()
        before = await self._commit.run(lambda db: _claim(db, claim, at))
        if before is None:
            return None
        request, status, sealed, began = before
        if request != claim.request:
            raise BadRequest(
                "this `Idempotency-Key` stands for another request; use a new key for a new one",
                code="idempotency_key_reused",
                status=422,
                param="Idempotency-Key",
            )
        if status != _OPEN:
            return self._opened(claim, status, sealed)
        if at - began < LONGEST_MS:
            raise BadRequest(
                "this request is being worked on; ask again for its answer",
                code="still_running",
                status=409,
                param="Idempotency-Key",
                retry_after=_RETRY_SECONDS,
            )
        raise BadRequest(
            "this request was begun and its end is not known: the gateway stopped meanwhile. Look "
            "whether it was done; if not, send it again under a new `Idempotency-Key`",
            code="outcome_unknown",
            status=409,
            param="Idempotency-Key",
        )

    async def keep(self, claim: Claim, answer: Answer) -> None:
        """Keep the answer of a request that was claimed."""
        content = orjson.dumps([list(answer.headers), answer.body.decode("latin-1")])
        sealed = seal(self._fields, content, _place(claim))
        statement = update(idempotency).where(*_at(claim))
        values = {"status": answer.status, "sealed": sealed}
        await self._commit.run(lambda db: db.execute(statement.values(values)).rowcount)

    async def release(self, claim: Claim) -> None:
        """Forget a claim under which nothing was done."""
        statement = delete(idempotency).where(*_at(claim))
        await self._commit.run(lambda db: db.execute(statement).rowcount)

    def _opened(self, claim: Claim, status: int, sealed: bytes) -> Answer:
        headers, body = orjson.loads(open_sealed(self._fields, sealed, _place(claim)))
        return Answer(
            status=status,
            headers=tuple((name, value) for name, value in headers),
            body=body.encode("latin-1"),
        )


def _claim(db: Connection, claim: Claim, at: int) -> tuple[str, int, bytes, int] | None:
    """Insert a claim; return the row that stands there instead, None for none."""
    db.execute(delete(idempotency).where(idempotency.c.at < at - KEPT_MS))
    dialect = sqlite if db.dialect.name == "sqlite" else postgresql
    row = {"who": claim.who, "key": claim.key, "request": claim.request}
    first = dialect.insert(idempotency).values(**row, status=_OPEN, sealed=b"", at=at)
    if db.execute(first.on_conflict_do_nothing()).rowcount == 1:
        return None
    found = db.execute(select(idempotency).where(*_at(claim))).one()
    return found.request, found.status, bytes(found.sealed), found.at


def _at(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    return idempotency.c.who == claim.who, idempotency.c.key == claim.key


def _place(claim: Claim) -> bytes:
    return b"idempotency\x00" + claim.who.encode() + b"\x00" + claim.key.encode()
