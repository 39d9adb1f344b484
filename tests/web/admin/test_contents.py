"""Kept content over the admin API: asked with a reason, concurred by another, read, and paged."""

from collections.abc import Awaitable, Callable

import pytest

from gateway.store.content_sealing import KEY_BYTES, seal_part
from gateway.store.contents import SealedPart, put_content
from gateway.terms.contents import Content, ContentPart
from gateway.terms.people import Duty
from tests.oversight.test_contents import ROW
from tests.oversight.test_forgetting import log_id_of
from tests.web.admin.conftest import Counter

pytestmark = pytest.mark.anyio

OTHER = ROW[:-1] + "1"

type Keep = Callable[..., Awaitable[None]]


@pytest.fixture
def keep(counter: Counter) -> Keep:
    async def kept(row: str = ROW) -> None:
        pupil, key = await log_id_of(counter.rooms, "s2"), b"k" * KEY_BYTES
        content = Content(
            id=row,
            at=counter.desk.contents.now(),
            principal=pupil,
            tool="tutor",
            people=frozenset({pupil}),
        )
        rng = bytes
        sealed = seal_part(key, b'[["user","Praise me."]]', row, "typed", cut=True, rng=rng)
        parts = [SealedPart(part=ContentPart.TYPED, cut=True, sealed=sealed)]
        fields = counter.rooms.town.fields
        await counter.rooms.town.run(
            lambda db: put_content(db, fields, content, key, parts, rng=rng)
        )

    return kept


async def test_one_asks_another_concurs_and_the_first_reads(counter: Counter, keep: Keep) -> None:
    await keep()
    sam = await counter.key(Duty.PRIVACY_OFFICER)
    tom = await counter.key(Duty.ADMIN, person="g1")
    [item] = (await counter.ask("GET", "/contents", sam)).json()["items"]
    assert (item["id"], item["parts"], item["cut"]) == (ROW, ["typed"], ["typed"])
    assert (item["people"], item["reading"]) == (1, None)
    one = await counter.ask("GET", f"/contents/{ROW}", sam)
    assert (one.headers["etag"], one.json()["reason"]) == ('"0"', "")

    asked = await counter.ask(
        "POST", f"/contents/{ROW}/ask", sam, if_match='"0"', x_reason="a subpoena"
    )
    assert (asked.status_code, asked.json()["state"], asked.headers["etag"]) == (
        200,
        "asked",
        '"1"',
    )
    early = await counter.ask("GET", f"/contents/{ROW}/words", sam)
    assert (early.status_code, early.json()["code"]) == (409, "reading_not_now")
    queue = await counter.ask("GET", "/content-readings?state=asked", tom)
    assert [row["id"] for row in queue.json()["items"]] == [ROW]
    assert (await counter.ask("GET", f"/contents/{ROW}", tom)).json()["reason"] == "a subpoena"
    said = {"if_match": '"1"', "x_reason": "seen it"}
    own = await counter.ask("POST", f"/contents/{ROW}/concur", sam, **said)
    assert (own.status_code, own.json()["code"]) == (403, "second_person")
    let = await counter.ask("POST", f"/contents/{ROW}/concur", tom, **said)
    assert (let.json()["state"], let.headers["etag"]) == ("concurred", '"2"')

    read = await counter.ask("GET", f"/contents/{ROW}/words", sam)
    assert read.json() == {
        "typed": [{"author": "user", "text": "Praise me."}],
        "left": None,
        "answer": None,
        "cut": ["typed"],
    }
    assert read.headers["cache-control"] == "no-store"
    other = await counter.ask("GET", f"/contents/{ROW}/words", tom)
    assert (other.status_code, other.json()["code"]) == (403, "asked_by_another")


async def test_a_step_needs_version_and_reason_and_is_done_once(
    counter: Counter, keep: Keep
) -> None:
    await keep()
    key, path = await counter.key(Duty.ADMIN), f"/contents/{ROW}/ask"
    assert (await counter.ask("POST", path, key, x_reason="x")).status_code == 428
    assert (await counter.ask("POST", path, key, if_match='"0"')).status_code == 422
    empty = await counter.ask("POST", path, key, if_match='"0"', x_reason="%20")
    assert (empty.status_code, empty.json()["code"]) == (400, "reason_needed")
    said = {"if_match": '"0"', "x_reason": "x", "idempotency_key": "k1"}
    first = await counter.ask("POST", path, key, **said)
    again = await counter.ask("POST", path, key, **said)
    assert (first.status_code, again.json()) == (200, first.json())
    late = await counter.ask("POST", path, key, if_match='"0"', x_reason="x")
    assert (late.status_code, late.json()["code"]) == (412, "edited_meanwhile")


async def test_what_is_kept_comes_in_pages_and_what_is_not_is_no_row(
    counter: Counter, keep: Keep
) -> None:
    await keep()
    await keep(OTHER)
    key = await counter.key(Duty.ADMIN)
    first = (await counter.ask("GET", "/contents?limit=1", key)).json()
    rest = (await counter.ask("GET", f"/contents?limit=1&cursor={first['next']}", key)).json()
    assert [one["id"] for one in first["items"] + rest["items"]] == [ROW, OTHER]
    assert rest["next"] is None
    gone = await counter.ask("GET", "/contents/nothing", key)
    assert (gone.status_code, gone.json()["code"]) == (404, "not_found")


async def test_a_refusal_leaves_the_words_shut(counter: Counter, keep: Keep) -> None:
    await keep()
    sam = await counter.key(Duty.PRIVACY_OFFICER)
    tom = await counter.key(Duty.ADMIN, person="g1")
    await counter.ask("POST", f"/contents/{ROW}/ask", sam, if_match='"0"', x_reason="curious")
    refused = await counter.ask(
        "POST", f"/contents/{ROW}/refuse", tom, if_match='"1"', x_reason="no need"
    )
    assert refused.json()["state"] == "refused"
    assert (await counter.ask("GET", f"/contents/{ROW}/words", sam)).status_code == 409
