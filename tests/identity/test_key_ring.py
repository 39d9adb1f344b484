import random
from typing import Any

import pytest
from sqlalchemy import Connection

from gateway.errors import BadRequest
from gateway.identity.key_ring import create_key, list_keys, revoke_key
from gateway.terms.people import Duty
from tests.district.conftest import Town

pytestmark = pytest.mark.anyio


async def make(town: Town, now: int = 1, **fields: Any) -> str:
    draw = random.Random(now)

    def unit(db: Connection) -> str:
        return create_key(db, pepper=b"p" * 32, choose=draw.choice, now=now, **fields)

    return await town.run(unit)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="nobody"),
        pytest.param({"person": "s1", "client": "webui"}, id="a person and a front end"),
        pytest.param({"client": "webui", "duties": [Duty.ADMIN]}, id="a front end with a duty"),
        pytest.param({"client": "webui"}, id="a front end that is not registered"),
        pytest.param({"person": "s9"}, id="nobody on the roster"),
    ],
)
async def test_a_key_belongs_to_exactly_one_known_holder(
    peopled: Town, fields: dict[str, Any]
) -> None:
    with pytest.raises(BadRequest):
        await make(peopled, **fields)
    assert await peopled.reader.read(list_keys) == []


async def test_keys_are_listed_newest_first_with_duties_and_never_their_secret(
    peopled: Town,
) -> None:
    await make(peopled, 1, person="s1", label="old")
    text = await make(peopled, 2, person="t1", duties=[Duty.AUDITOR, Duty.ADMIN], label="new")
    new, old = await peopled.reader.read(list_keys)
    assert (new.use.label, new.use.duties) == ("new", frozenset({Duty.ADMIN, Duty.AUDITOR}))
    assert (old.use.label, old.use.duties) == ("old", frozenset())
    assert text.startswith(f"cg_{new.use.id}_")
    assert text.removeprefix(f"cg_{new.use.id}_") not in repr([new, old])


async def test_revoking_shows_in_the_list(peopled: Town) -> None:
    await make(peopled, 1, person="s1")
    (one,) = await peopled.reader.read(list_keys)
    assert one.revoked is None
    await peopled.run(lambda db: revoke_key(db, one.use.id, now=9))
    (after,) = await peopled.reader.read(list_keys)
    assert after.revoked == 9


async def test_revoking_what_is_not_there_says_how_to_find_it(peopled: Town) -> None:
    with pytest.raises(BadRequest, match="keys list"):
        await peopled.run(lambda db: revoke_key(db, "nokey123", now=1))
