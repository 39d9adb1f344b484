import pytest

from gateway.district import edits
from gateway.terms.disclosure import DistrictChoices
from gateway.terms.people import Duty
from tests.oversight.test_safety import ALERT, RECORD
from tests.web.admin.conftest import Counter

pytestmark = pytest.mark.anyio


async def _alerted(counter: Counter) -> None:
    named = DistrictChoices(safety_team=frozenset({"t1"}))
    await counter.rooms.town.run(lambda db: edits.set_choices(db, named))
    await counter.desk.district.refresh()
    await counter.desk.safety.alert(ALERT)


async def test_the_team_lists_reads_and_takes_what_it_is_handed(counter: Counter) -> None:
    await _alerted(counter)
    key = await counter.key()  # their own key, without a duty
    (item,) = (await counter.ask("GET", "/hand-overs?state=open", key)).json()["items"]
    one = await counter.ask("GET", f"/hand-overs/{RECORD}", key)
    assert (one.json(), one.headers["etag"]) == (item, '"1"')
    words = await counter.ask("GET", f"/hand-overs/{RECORD}/words", key)
    assert words.json() == [{"author": "user", "text": "a secret"}]
    path = f"/hand-overs/{RECORD}/acknowledge"
    taken = await counter.ask("POST", path, key, if_match='"1"', x_reason="on my way")
    assert (taken.json()["state"], taken.headers["etag"]) == ("acknowledged", '"2"')
    second = await counter.ask("POST", path, key, if_match='"1"', x_reason="x")
    assert (second.status_code, second.json()["code"]) == (412, "edited_meanwhile")


async def test_no_duty_opens_what_the_team_is_handed(counter: Counter) -> None:
    await _alerted(counter)
    for path in ("/hand-overs", f"/hand-overs/{RECORD}", f"/hand-overs/{RECORD}/words"):
        answer = await counter.ask("GET", path, await counter.key(*Duty, person="g1"))
        assert (answer.status_code, answer.json()["code"]) == (403, "duty_needed")
