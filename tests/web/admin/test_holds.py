from collections.abc import Awaitable, Callable

import pytest

from gateway.district import edits
from gateway.terms.disclosure import DistrictChoices
from gateway.terms.people import Duty
from tests.oversight.prompts import asked
from tests.oversight.test_holds import DECISION, OTHER, RECORD
from tests.web.admin.conftest import Counter

pytestmark = pytest.mark.anyio

type Hold = Callable[..., Awaitable[None]]


@pytest.fixture
def hold(counter: Counter) -> Hold:
    async def held(record: str = RECORD, text: str = "Praise Maya Ortiz.") -> None:
        await counter.desk.district.refresh()
        await counter.desk.holds.keep(asked(record, text, person="s2"), DECISION)

    return held


async def test_what_is_held_is_listed_read_and_released(counter: Counter, hold: Hold) -> None:
    await hold()
    key = await counter.key(Duty.PRIVACY_OFFICER)
    (item,) = (await counter.ask("GET", "/held-prompts", key)).json()["items"]
    assert (item["id"], item["state"], item["principal"]) == (RECORD, "waiting", "s2")
    assert "request" not in item
    one = await counter.ask("GET", f"/held-prompts/{RECORD}", key)
    assert (one.json(), one.headers["etag"]) == (item, '"1"')
    words = await counter.ask("GET", f"/held-prompts/{RECORD}/words", key)
    assert words.json() == [{"author": "user", "text": "Praise Maya Ortiz."}]
    released = await counter.ask(
        "POST", f"/held-prompts/{RECORD}/release", key, if_match='"1"', x_reason="fine"
    )
    assert (released.json()["state"], released.headers["etag"]) == ("released", '"2"')
    assert (await counter.ask("GET", "/held-prompts", key)).json()["items"] == []


async def test_of_two_officers_the_second_is_told(counter: Counter, hold: Hold) -> None:
    await hold()
    one, two = await counter.key(Duty.ADMIN), await counter.key(Duty.PRIVACY_OFFICER)
    said = {"if_match": '"1"', "x_reason": "x"}
    first = await counter.ask("POST", f"/held-prompts/{RECORD}/refuse", one, **said)
    second = await counter.ask("POST", f"/held-prompts/{RECORD}/release", two, **said)
    assert (first.status_code, first.json()["state"]) == (200, "refused")
    assert (second.status_code, second.json()["code"]) == (412, "edited_meanwhile")
    late = await counter.ask(
        "POST", f"/held-prompts/{RECORD}/release", two, if_match='"2"', x_reason="x"
    )
    assert (late.status_code, late.json()["code"]) == (409, "hold_decided")


async def test_holds_come_in_pages_and_by_state(counter: Counter, hold: Hold) -> None:
    await hold()
    await hold(OTHER, "another")
    key = await counter.key(Duty.ADMIN)
    first = (await counter.ask("GET", "/held-prompts?limit=1", key)).json()
    rest = (await counter.ask("GET", f"/held-prompts?limit=1&cursor={first['next']}", key)).json()
    assert [one["id"] for one in first["items"] + rest["items"]] == [RECORD, OTHER]
    assert rest["next"] is None
    assert (await counter.ask("GET", "/held-prompts?state=used", key)).json()["items"] == []


async def test_the_district_chooses_who_decides(counter: Counter, hold: Hold) -> None:
    await hold()
    chosen = DistrictChoices(holds_decided_by=frozenset({Duty.REGISTRAR}))
    await counter.rooms.town.run(lambda db: edits.set_choices(db, chosen))
    admin, registrar = await counter.key(Duty.ADMIN), await counter.key(Duty.REGISTRAR)
    refused = await counter.ask("GET", "/held-prompts", admin)
    assert (refused.status_code, refused.json()["code"]) == (403, "duty_needed")
    assert (await counter.ask("GET", "/held-prompts", registrar)).status_code == 200


async def test_a_decision_needs_version_and_reason(counter: Counter, hold: Hold) -> None:
    await hold()
    key, path = await counter.key(Duty.ADMIN), f"/held-prompts/{RECORD}/release"
    assert (await counter.ask("POST", path, key, x_reason="x")).status_code == 428
    assert (await counter.ask("POST", path, key, if_match='"1"')).status_code == 422
    empty = await counter.ask("POST", path, key, if_match='"1"', x_reason="%20")
    assert (empty.status_code, empty.json()["code"]) == (400, "reason_needed")
    new = await counter.ask("POST", path, key, if_none_match="*", x_reason="x")
    assert new.status_code == 428
