"""Forgetting somebody over the admin API."""

import pytest
from sqlalchemy import update

from gateway.store.tables import people
from gateway.terms.people import Duty
from tests.web.admin.conftest import Counter

pytestmark = pytest.mark.anyio


async def test_who_left_is_forgotten_and_who_is_here_is_not(counter: Counter) -> None:
    key = await counter.key(Duty.PRIVACY_OFFICER)
    here = await counter.ask("POST", "/people/s1/forget", key)
    assert (here.status_code, here.json()["code"]) == (409, "still_on_roster")
    await counter.rooms.town.run(
        lambda db: db.execute(update(people).where(people.c.id == "s1").values(active=False))
    )
    gone = await counter.ask("POST", "/people/s1/forget", key)
    assert (gone.status_code, gone.json()["counts"]["people"]) == (200, 1)
    again = await counter.ask("POST", "/people/s1/forget", key)
    assert (again.status_code, again.json()["code"]) == (404, "not_found")
