"""A name the district adds to those everyone knows reaches the detection processes as they run."""

import itertools
import time

import httpx

from gateway.web.admin.api import PATH
from tests.clients.conftest import READY_SECONDS, Running

TEXT = "Write {} lines about the explorer Zaltana Brightwater."
NUMBERS = itertools.count(2)


def sent(gateway: Running) -> str:
    """Return what of the text reached the AI service, in a conversation of its own."""
    before = gateway.last()
    gateway.client().chat.completions.create(
        model="practice", messages=[{"role": "user", "content": TEXT.format(next(NUMBERS))}]
    )
    (row,) = gateway.received(before)
    return str(row["body"])


def test_an_added_name_is_left_alone_from_then_on(gateway: Running) -> None:
    assert "Brightwater" not in sent(gateway)
    place = f"{gateway.base_url.removesuffix('/v1')}{PATH}/public-names/zaltana"
    asking = {"authorization": f"Bearer {gateway.key('admin')}", "x-reason": "unit 4"}
    name = {"id": "zaltana", "name": "Zaltana Brightwater"}
    added = httpx.put(place, json=name, headers=asking | {"if-none-match": "*"})
    assert added.status_code == 201, added.text

    try:
        until = time.monotonic() + READY_SECONDS
        while "Brightwater" not in sent(gateway):
            assert time.monotonic() < until, "the detection processes never learnt the name"
    finally:
        gone = httpx.delete(place, headers=asking | {"if-match": added.headers["etag"]})
    assert gone.status_code == 204
