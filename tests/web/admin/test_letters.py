import pytest

from gateway.terms.letters import Letter
from gateway.terms.people import Duty
from tests.web.admin.conftest import Counter

pytestmark = pytest.mark.anyio


def letter(about: str) -> Letter:
    """Return a letter with a name in it."""
    return Letter(kind="slip", to="rosa@home.example", subject="For Maya", text="Hi", about=about)


async def test_letters_are_listed_without_what_they_say(counter: Counter) -> None:
    key = await counter.key(Duty.REGISTRAR)
    await counter.desk.outbox.post(letter("k1"), letter("k2"), letter("k3"))
    seen, cursor = [], ""
    while cursor is not None:
        answer = await counter.ask("GET", f"/letters?limit=2&cursor={cursor}", key)
        assert answer.status_code == 200, answer.text
        assert "rosa" not in answer.text
        assert "Maya" not in answer.text
        seen += [(one["about"], one["state"]) for one in answer.json()["items"]]
        cursor = answer.json()["next"]
    assert seen == [("k3", "waiting"), ("k2", "waiting"), ("k1", "waiting")]
    some = await counter.ask("GET", "/letters?about=k2&state=waiting&kind=slip", key)
    assert [one["about"] for one in some.json()["items"]] == ["k2"]


async def test_an_officer_tries_a_letter_again_or_takes_it_back(counter: Counter) -> None:
    key = await counter.key(Duty.ADMIN)
    [one] = await counter.desk.outbox.post(letter("k1"))
    assert (await counter.ask("POST", f"/letters/{one}/retry", key)).status_code == 204
    assert (await counter.ask("POST", f"/letters/{one}/cancel", key)).status_code == 204
    for verb in ("retry", "cancel"):
        over = await counter.ask("POST", f"/letters/{one}/{verb}", key)
        assert (over.status_code, over.json()["code"]) == (409, "letter_over")
    events = [(said["event"], said["what"]) for said in await counter.rooms.events()]
    assert events[:2] == [("letter_retry", one), ("letter_cancel", one)]
