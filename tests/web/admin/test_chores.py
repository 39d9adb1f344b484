"""Standing chores over the admin API."""

import pytest

from gateway.terms.people import Duty
from tests.web.admin.conftest import Counter

pytestmark = pytest.mark.anyio


async def test_everybody_with_a_duty_sees_how_chores_stand(counter: Counter) -> None:
    key = await counter.key(Duty.AUDITOR)
    [before] = (await counter.ask("GET", "/chores", key)).json()
    at = round(counter.rooms.town.clock[0].timestamp() * 1000)
    assert before == {"name": "retention", "last": None, "done": None, "due": at}
    await counter.desk.chores.work()
    [after] = (await counter.ask("GET", "/chores", key)).json()
    run = {"state": "done", "began": at, "touched": at, "counts": {"nothing": 0}, "code": ""}
    assert (after["last"], after["done"]) == (run, run)
    assert after["due"] > at
