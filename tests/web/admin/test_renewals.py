"""Asking for what follows consents that end, over the admin API."""

from dataclasses import replace
from datetime import date

import pytest

from gateway.district import edits
from gateway.terms.people import Duty
from tests.oversight.signing.conftest import CHAT
from tests.oversight.signing.test_renewals import MAYA
from tests.web.admin.conftest import Counter

pytestmark = pytest.mark.anyio


async def test_the_office_looks_and_then_asks_part_by_part(counter: Counter) -> None:
    key = await counter.key(Duty.REGISTRAR)
    slips = [replace(MAYA, id=f"k{n}", expires_on=date(2026, 4, n)) for n in (1, 2, 3)]
    town = counter.rooms.town
    await town.run(lambda db: edits.put_tools(db, [CHAT]))
    await town.run(lambda db: edits.put_consents(db, slips, now=1))
    path = "/consent-renewals?task=ends&limit=2"
    tried = (await counter.ask("POST", path, key)).json()
    assert (tried["done"], tried["total"], len(tried["items"])) == (2, 3, 2)
    assert tried["items"][0]["told"] == {
        "subject": "s1",
        "signer": "g1",
        "channel": "email",
        "factor": "birth_date",
        "request": "",
        "code": "",
        "fault": "",
        "before": False,
    }
    assert (await counter.ask("GET", "/signature-requests", key)).json()["items"] == []
    first = (await counter.ask("POST", f"{path}&dry_run=false", key)).json()
    rest = await counter.ask("POST", f"{path}&dry_run=false&cursor={first['next']}", key)
    assert (rest.json()["done"], rest.json()["next"]) == (3, None)
    assert len((await counter.ask("GET", "/signature-requests", key)).json()["items"]) == 3
    again = (await counter.ask("POST", f"{path}&dry_run=false", key)).json()
    assert [one["told"]["before"] for one in again["items"]] == [True, True]
    wrong = await counter.ask("POST", f"{path}&cursor=nonsense", key)
    assert (wrong.status_code, wrong.json()["code"]) == (400, "bad_cursor")
