import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy import Connection

from gateway.district.directory import District
from gateway.errors import BadRequest, Forbidden, GatewayError, Unauthenticated
from gateway.identity.callers import Caller, Callers
from gateway.identity.clients import TrustedClient, Way
from gateway.identity.key_ring import create_key, list_keys, put_client, revoke_key
from gateway.identity.key_uses import KEY_USES
from gateway.identity.keys import GatewayKey, parse
from gateway.store.engine import Reader, Unit
from gateway.terms.disclosure import Purpose
from gateway.terms.people import AgeBand, AgeSource, Duty
from tests.district.conftest import NOON, Town

pytestmark = pytest.mark.anyio

PEPPER = b"p" * 32
SECRET = "a shared secret of thirty-two bytes"
HEADERS = TrustedClient(id="webui", name="Chat", way=Way.HEADERS, domains=("k12.example",))
TOKENS = TrustedClient(id="signed", name="Chat", way=Way.TOKEN, domains=("k12.example",))


@dataclass(kw_only=True)
class Desk:
    """The door under test, with keys made as they are asked for."""

    town: Town
    district: District
    callers: Callers
    draw: random.Random = field(default_factory=lambda: random.Random(7))

    async def key(self, **fields: Any) -> str:
        """Make a key; say whose."""

        def unit(db: Connection) -> str:
            return create_key(db, pepper=PEPPER, choose=self.draw.choice, now=1, **fields)

        return await self.town.run(unit)

    async def ask(self, key: str, **headers: str) -> Caller:
        """Authenticate a request with a key and more headers (underscores for hyphens)."""
        raw = [(b"Authorization", f"Bearer {key}".encode())]
        raw += [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
        await self.district.refresh()
        return await self.callers.authenticate(raw)

    async def refused(self, key: str, **headers: str) -> GatewayError:
        """Return why a request was refused."""
        with pytest.raises((Unauthenticated, Forbidden)) as caught:
            await self.ask(key, **headers)
        error = caught.value
        assert isinstance(error, GatewayError)
        return error

    def token(self, email: str = "maya@k12.example", **claims: object) -> str:
        """Sign who is asking, as Open WebUI does."""
        now = int(self.town.clock[0].timestamp())
        said = {"iss": "open-webui", "email": email, "iat": now, "exp": now + 300} | claims
        return jwt.encode({"alg": "HS256"}, said, OctKey.import_key(SECRET))


@pytest.fixture
async def desk(peopled: Town) -> Desk:
    await peopled.run(lambda db: put_client(db, peopled.fields, HEADERS))
    await peopled.run(lambda db: put_client(db, peopled.fields, TOKENS, secret=SECRET))
    district = peopled.district()
    callers = Callers(
        peopled.reader,
        district,
        peopled.fields,
        pepper=PEPPER,
        now=lambda: peopled.clock[0].timestamp(),
    )
    return Desk(town=peopled, district=district, callers=callers)


async def test_a_persons_own_key_names_them_with_age_and_classes(desk: Desk) -> None:
    caller = await desk.ask(await desk.key(person="s1"), x_crossing_guard_conversation="essay")
    principal = caller.principal
    assert (principal.id, principal.client, caller.chat) == ("s1", "", "essay")
    assert (principal.age_band, principal.age_source) == (AgeBand.UNDER_13, AgeSource.BIRTH_DATE)
    assert principal.classmates == {"s1", "s2", "t1"}


async def test_only_the_keyed_hash_of_a_key_is_stored(desk: Desk) -> None:
    key = await desk.key(person="s1", label="Maya's tablet")
    secret = key.split("_")[2]

    def whole(db: Connection) -> str:
        return repr(db.exec_driver_sql("SELECT * FROM api_keys").all())

    stored = await desk.town.reader.read(whole)
    assert "Maya's tablet" in stored
    assert secret not in stored
    (listed,) = await desk.town.reader.read(list_keys)
    assert secret not in repr(listed)


async def test_a_key_of_right_shape_and_wrong_secret_is_refused(desk: Desk) -> None:
    right = await desk.key(person="s1")
    other = await desk.key(person="s2")
    forged = GatewayKey(id=parse(right).id, secret=parse(other).secret).text()
    assert (await desk.refused(forged)).code == "invalid_api_key"


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        pytest.param(b"", "no_api_key", id="none"),
        pytest.param(b"Basic abc", "no_api_key", id="another scheme"),
        pytest.param(b"Bearer", "no_api_key", id="nothing behind it"),
        pytest.param(b"Bearer sk-proj-123", "invalid_api_key", id="somebody else's key"),
        pytest.param(b"Bearer cg_00000000_", "invalid_api_key", id="cut short"),
        pytest.param(b"Bearer \xff\xfe", "invalid_api_key", id="no text"),
    ],
)
async def test_what_is_no_key_is_refused(desk: Desk, authorization: bytes, code: str) -> None:
    await desk.district.refresh()
    with pytest.raises(Unauthenticated) as caught:
        await desk.callers.authenticate([(b"authorization", authorization)])
    assert caught.value.code == code


async def test_a_revoked_key_ends_with_the_next_request(desk: Desk) -> None:
    key = await desk.key(person="s1")
    await desk.ask(key)
    (listed,) = await desk.town.reader.read(list_keys)
    await desk.town.run(lambda db: revoke_key(db, listed.use.id, now=2))
    assert (await desk.refused(key)).code == "invalid_api_key"
    with pytest.raises(BadRequest):
        await desk.town.run(lambda db: revoke_key(db, listed.use.id, now=3))


async def test_an_expired_key_ends_at_its_time(desk: Desk) -> None:
    at = int((NOON + timedelta(hours=1)).timestamp() * 1000)
    key = await desk.key(person="s1", expires=at)
    await desk.ask(key)
    desk.town.clock[0] = NOON + timedelta(hours=1)
    assert (await desk.refused(key)).code == "expired_api_key"


async def test_a_person_who_left_cannot_ask(desk: Desk) -> None:
    key = await desk.key(person="s3")

    def leave(db: Connection) -> None:
        db.exec_driver_sql("UPDATE people SET active = FALSE WHERE id = 's3'")
        db.exec_driver_sql("UPDATE revisions SET number = number + 1 WHERE name = 'roster'")

    await desk.ask(key)
    await desk.town.run(leave)
    assert (await desk.refused(key)).code == "unknown_person"


async def test_a_front_end_speaks_for_whom_it_names(desk: Desk) -> None:
    key = await desk.key(client="webui")
    caller = await desk.ask(
        key, x_openwebui_user_email="Maya%40K12.example", x_openwebui_chat_id="c-7"
    )
    assert (caller.principal.id, caller.principal.client, caller.chat) == ("s1", "webui", "c-7")


async def test_a_front_end_speaks_with_a_signed_token(desk: Desk) -> None:
    key = await desk.key(client="signed")
    caller = await desk.ask(key, x_openwebui_user_jwt=desk.token())
    assert caller.principal.id == "s1"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(lambda d: d.token(iss="somebody"), "bad_token", id="another issuer"),
        pytest.param(lambda d: d.token(exp=1), "bad_token", id="expired"),
        pytest.param(lambda d: d.token(iat=4_000_000_000), "bad_token", id="from the future"),
        pytest.param(lambda d: d.token(exp=4_000_000_000), "bad_token", id="lives for years"),
        pytest.param(lambda d: d.token(email=7), "bad_token", id="no address"),
        pytest.param(lambda d: d.token()[:-4] + "AAAA", "bad_token", id="forged"),
        pytest.param(
            lambda _: jwt.encode({"alg": "HS256"}, {"email": "x"}, OctKey.import_key("w" * 32)),
            "bad_token",
            id="another secret",
        ),
        pytest.param(
            lambda _: "eyJhbGciOiJub25lIn0.eyJlbWFpbCI6Im1heWFAazEyLmV4YW1wbGUifQ.",
            "bad_token",
            id="not signed",
        ),
        pytest.param(lambda d: d.token(email="eve@evil.example"), "domain_not_listed", id="domain"),
        pytest.param(lambda d: d.token(email="no@k12.example"), "unknown_person", id="nobody"),
    ],
)
async def test_a_token_that_is_not_right_is_refused(
    desk: Desk, change: Callable[[Desk], str], code: str
) -> None:
    key = await desk.key(client="signed")
    assert (await desk.refused(key, x_openwebui_user_jwt=change(desk))).code == code


@pytest.mark.parametrize(
    ("client", "headers", "code"),
    [
        pytest.param("webui", {}, "no_person", id="says nobody"),
        pytest.param(
            "webui", {"x_openwebui_user_email": "eve@evil.example"}, "domain_not_listed",
            id="a domain that is not listed",
        ),
        pytest.param(
            "webui", {"x_openwebui_user_email": "@k12.example"}, "no_person", id="no name",
        ),
        pytest.param("webui", {"x_openwebui_user_jwt": "a.b.c"}, "wrong_way", id="token"),
        pytest.param(
            "signed", {"x_openwebui_user_email": "maya@k12.example"}, "no_token",
            id="falls back to headers",
        ),
        pytest.param(
            "signed",
            {"x_openwebui_user_email": "maya@k12.example", "x_openwebui_user_jwt": "a.b.c"},
            "ambiguous_identity",
            id="both",
        ),
    ],
)  # fmt: skip
async def test_a_front_end_keeps_to_its_one_way(
    desk: Desk, client: str, headers: dict[str, str], code: str
) -> None:
    assert (await desk.refused(await desk.key(client=client), **headers)).code == code


async def test_a_front_end_never_speaks_for_an_administrator(desk: Desk) -> None:
    await desk.key(person="t1", duties=[Duty.AUDITOR])
    key = await desk.key(client="webui")
    refused = await desk.refused(key, x_openwebui_user_email="ruth.vance@k12.example")
    assert refused.code == "duty_not_assertable"


async def test_a_persons_key_cannot_speak_for_others(desk: Desk) -> None:
    refused = await desk.refused(
        await desk.key(person="s1"), x_openwebui_user_email="ruth.vance@k12.example"
    )
    assert refused.code == "untrusted_client"


async def test_a_header_sent_twice_is_refused(desk: Desk) -> None:
    key = await desk.key(client="webui")
    await desk.district.refresh()
    raw = [(b"authorization", f"Bearer {key}".encode())]
    raw += [(b"X-OpenWebUI-User-Email", one) for one in (b"a@k12.example", b"b@k12.example")]
    with pytest.raises(Unauthenticated) as caught:
        await desk.callers.authenticate(raw)
    assert caught.value.code == "duplicate_header"


async def test_a_front_end_taken_off_the_register_is_refused(desk: Desk) -> None:
    key = await desk.key(client="webui")

    def remove(db: Connection) -> None:
        db.exec_driver_sql("DELETE FROM clients")
        db.exec_driver_sql("UPDATE revisions SET number = number + 1 WHERE name = 'keys'")

    await desk.ask(key, x_openwebui_user_email="maya@k12.example")
    await desk.town.run(remove)
    assert (await desk.refused(key, x_openwebui_user_email="maya@k12.example")).code == (
        "invalid_api_key"
    )


class SlowReader(Reader):
    """Reads at once, and gives what it read only when it is let go."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.read_it, self.let_go = asyncio.Event(), asyncio.Event()

    async def quick[T](self, unit: Unit[T]) -> T:
        """Run a unit and hold its result back."""
        found = await super().quick(unit)
        self.read_it.set()
        await self.let_go.wait()
        return found


async def test_a_key_read_before_its_revocation_is_not_remembered_after_it(desk: Desk) -> None:
    key = await desk.key(person="s1")
    slow = SlowReader(desk.town.url)
    fields, clock = desk.town.fields, desk.town.clock
    callers = Callers(slow, desk.district, fields, pepper=PEPPER, now=lambda: clock[0].timestamp())
    raw = [(b"authorization", f"Bearer {key}".encode())]
    await desk.district.refresh()
    early = asyncio.create_task(callers.authenticate(raw))
    await slow.read_it.wait()
    (listed,) = await desk.town.reader.read(list_keys)
    await desk.town.run(lambda db: revoke_key(db, listed.use.id, now=2))
    await desk.district.refresh()
    late = asyncio.create_task(callers.authenticate(raw))
    await asyncio.sleep(0)
    slow.let_go.set()
    assert (await early).principal.id == "s1"
    with pytest.raises(Unauthenticated):
        await late
    with pytest.raises(Unauthenticated):
        await callers.authenticate(raw)
    await slow.close()


async def test_a_change_of_what_a_key_is_for_counts_from_the_next_request(desk: Desk) -> None:
    key = await desk.key(person="s1", purpose=Purpose.FEEDBACK)
    use = (await desk.ask(key)).use
    assert (use.purpose, use.purposes) == (Purpose.FEEDBACK, frozenset())
    bound = replace(use, purpose=None, purposes=frozenset({Purpose.LEARNING}))
    await desk.town.run(lambda db: KEY_USES.put(db, bound, 2))
    assert (await desk.ask(key)).use == bound
