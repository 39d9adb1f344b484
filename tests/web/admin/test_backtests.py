import pytest

from gateway.terms.people import Duty
from tests.web.admin.conftest import Counter

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("coppa_age", 12),
        ("timezone", "Nowhere"),
        ("hold_days", 0),
        ("safety_team", ["nobody"]),
        ("directory_tools", ["none"]),
        ("school_authorisation", True),
    ],
)
async def test_what_no_district_can_choose_is_not_tried_either(
    counter: Counter, name: str, value: object
) -> None:
    key = await counter.key(Duty.PRIVACY_OFFICER)
    read = await counter.ask("GET", "/settings", key)
    wanted = read.json() | {name: value}
    put = await counter.ask(
        "PUT", "/settings", key, wanted, if_match=read.headers["etag"], x_reason="x"
    )
    tried = await counter.ask("POST", "/backtests", key, wanted)
    assert put.status_code == tried.status_code == 422
    assert tried.json() == put.json()
    assert "rules_tried" not in [event["event"] for event in await counter.rooms.events()]


async def test_what_a_district_can_choose_is_tried(counter: Counter) -> None:
    key = await counter.key(Duty.PRIVACY_OFFICER)
    settings = (await counter.ask("GET", "/settings", key)).json()
    begun = await counter.ask("POST", "/backtests", key, settings | {"coppa_age": 14})
    assert (begun.status_code, begun.json()["state"]) == (202, "running")
