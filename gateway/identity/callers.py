"""From the headers of a request to the principal who asks: the door that reads the key ring."""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pydantic import TypeAdapter
from sqlalchemy import select
from tink import aead

from gateway.district.directory import District
from gateway.district.enrolled import Enrolled
from gateway.district.sealed import open_secret
from gateway.errors import Forbidden, Unauthenticated
from gateway.identity.ages import age_of
from gateway.identity.clients import (
    CHAT_ID,
    TrustedClient,
    Way,
    asserted_email,
    refuse_assertions,
    single_headers,
)
from gateway.identity.key_uses import use_of
from gateway.identity.keys import GatewayKey, parse
from gateway.store import tables
from gateway.store.engine import Reader
from gateway.terms.keys import KeyUse
from gateway.terms.people import Principal

CONVERSATION = "x-crossing-guard-conversation"
CLIENT = TypeAdapter(TrustedClient)


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyRow:
    """A stored key that is neither revoked nor expired now."""

    hash: bytes = field(repr=False)
    use: KeyUse
    expires: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """Who asks, with which key, and by which chat: `chat` is the client's own id of the
    conversation, or ""."""

    principal: Principal
    use: KeyUse
    known: Enrolled = field(repr=False)
    chat: str
    headers: dict[str, str] = field(repr=False)


class Callers:
    """Authenticates requests. What it reads of the key ring it keeps for one revision of it."""

    def __init__(
        self,
        reader: Reader,
        district: District,
        fields: aead.Aead,
        *,
        pepper: bytes,
        now: Callable[[], float],
    ) -> None:
        """Open the door; `pepper` is the key of the stored hashes, `now` seconds since 1970."""
        self._reader = reader
        self._district = district
        self._fields = fields
        self._pepper = pepper
        self._now = now
        self._revision = -1
        self._proved: dict[bytes, KeyRow] = {}
        self._clients: dict[str, tuple[TrustedClient, str]] = {}

    async def authenticate(self, raw: Sequence[tuple[bytes, bytes]]) -> Caller:
        """Tell who sent a request. The district must be fresh (`District.refresh`).

        Raises:
            Unauthenticated: no valid key, or nobody on the roster.
            Forbidden: a key used for what it may not.
        """
        headers = single_headers(raw)
        row = await self._key(headers.get("authorization", ""))
        use = row.use
        if not use.client:
            refuse_assertions(headers)
            return await self._caller(use, use.person, headers, headers.get(CONVERSATION, ""))
        client, secret = await self._client(use.client)
        email = asserted_email(client, headers, secret=secret, now=int(self._now()))
        person = await self._district.person_by_email(email)
        if person is None:
            raise _nobody()
        if await self._has_duties(person):
            raise Forbidden(
                "a chat front end may not speak for an administrator or auditor of the gateway; "
                "use the person's own key",
                code="duty_not_assertable",
            )
        chat = headers.get(CHAT_ID, "") or headers.get(CONVERSATION, "")
        return await self._caller(use, person, headers, chat)

    async def _caller(self, use: KeyUse, person: str, headers: dict[str, str], chat: str) -> Caller:
        known = (await self._district.people([person])).get(person)
        if known is None:
            raise _nobody()
        circle = await self._district.circle(known.person)
        band, source, age = age_of(known.person, known.born, self._district.today())
        principal = Principal(
            person=known.person,
            age_band=band,
            age_source=source,
            age=age,
            key_id=use.id,
            client=use.client,
            duties=use.duties,
            classes=known.classes,
            classmates=circle.ids,
        )
        return Caller(principal=principal, use=use, known=known, chat=chat, headers=headers)

    async def _key(self, authorization: str) -> KeyRow:
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() != "bearer" or not text:
            raise Unauthenticated(
                "send your gateway key as `Authorization: Bearer cg_...`", code="no_api_key"
            )
        self._follow()
        # Only what was proved is kept, until any key changes, and found by a keyed hash: the key
        # itself is not. A reading under way when keys change ends in the old dictionary.
        proved = self._proved
        proof = hashlib.blake2b(text.strip().encode(), key=self._pepper).digest()
        row = proved.get(proof)
        if row is None:
            row = proved[proof] = await self._prove(parse(text.strip()))
        if row.expires is not None and row.expires <= self._now() * 1000:
            raise Unauthenticated(
                "this gateway key has expired; ask the school's IT office for a new one",
                code="expired_api_key",
            )
        return row

    def _follow(self) -> None:
        """Forget every key and front end if any was changed."""
        if self._revision != self._district.keys_revision:
            # New ones, not emptied ones: a reading under way ends in the old, which nobody asks.
            self._proved, self._clients = {}, {}
            self._revision = self._district.keys_revision

    async def _prove(self, shown: GatewayKey) -> KeyRow:
        """Return the row of a key, if it is a valid one.

        Raises:
            Unauthenticated: it is not.
        """
        row = await self._row(shown)
        known = row.hash if row is not None else bytes(32)
        matches = hmac.compare_digest(shown.hash(self._pepper), known)
        if row is None or not matches:
            raise Unauthenticated(
                "this gateway key is not valid, was revoked, or has expired; ask the school's IT "
                "office for a new one",
                code="invalid_api_key",
            )
        return row

    async def _row(self, shown: GatewayKey) -> KeyRow | None:
        query = select(tables.api_keys).where(
            tables.api_keys.c.id == shown.id, tables.api_keys.c.revoked.is_(None)
        )
        found = await self._reader.quick(lambda db: db.execute(query).first())
        if found is None:
            return None
        return KeyRow(hash=found.hash, use=use_of(found), expires=found.expires)

    async def _client(self, name: str) -> tuple[TrustedClient, str]:
        clients = self._clients
        if name not in clients:
            query = select(tables.clients).where(tables.clients.c.id == name)
            found = await self._reader.quick(lambda db: db.execute(query).first())
            if found is None:
                raise Unauthenticated(
                    f"front end `{name}` is no longer registered", code="invalid_api_key"
                )
            client = CLIENT.validate_json(found.document)
            secret = ""
            if client.way is Way.TOKEN:
                secret = open_secret(self._fields, f"client:{name}", found.secret)
            clients[name] = (client, secret)
        return clients[name]

    async def _has_duties(self, person: str) -> bool:
        query = select(tables.api_keys.c.id).where(
            tables.api_keys.c.person.in_(self._district.ids_of(person)),
            tables.api_keys.c.duties != "",
            tables.api_keys.c.revoked.is_(None),
        )
        return await self._reader.quick(lambda db: db.execute(query).first() is not None)


def _nobody() -> Unauthenticated:
    return Unauthenticated(
        "nobody on the school's roster belongs to this key or address; the office can add them",
        code="unknown_person",
    )
