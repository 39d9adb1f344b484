from dataclasses import replace

import pytest

from gateway.errors import BadRequest
from gateway.identity.key_ring import revoke_key
from gateway.identity.key_uses import KEY_USES
from gateway.terms.disclosure import Purpose
from gateway.terms.keys import KeyUse
from gateway.terms.people import Duty
from tests.district.conftest import Town
from tests.identity.test_key_ring import make

pytestmark = pytest.mark.anyio


async def made(town: Town) -> KeyUse:
    await make(town, 1, person="t1", label="lab", duties=[Duty.AUDITOR])
    (use,) = await town.reader.read(lambda db: KEY_USES.listed(db, "", 9))
    return use


async def put(town: Town, use: KeyUse) -> None:
    await town.run(lambda db: KEY_USES.check(db, use))
    await town.run(lambda db: KEY_USES.put(db, use, 2))


async def test_a_key_is_read_as_it_was_made_and_put(peopled: Town) -> None:
    use = await made(peopled)
    assert (use.person, use.label, use.duties) == ("t1", "lab", frozenset({Duty.AUDITOR}))
    wanted = replace(use, purpose=Purpose.FEEDBACK, purposes=frozenset(Purpose))
    await put(peopled, wanted)
    assert await peopled.reader.read(lambda db: KEY_USES.read(db, use.id)) == wanted
    await put(peopled, use)
    assert await peopled.reader.read(lambda db: KEY_USES.listed(db, "", 9)) == [use]
    assert await peopled.reader.read(lambda db: KEY_USES.listed(db, use.id, 9)) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": "nothing1"}, "no such key"),
        ({"person": "s1"}, "never change"),
        ({"client": "webui"}, "never change"),
        ({"label": "other"}, "never change"),
        ({"duties": frozenset({Duty.ADMIN})}, "never change"),
        (
            {"purpose": Purpose.GRADING, "purposes": frozenset({Purpose.LEARNING})},
            "must be one of",
        ),
    ],
    ids=["no key", "person", "client", "label", "duties", "a purpose outside"],
)
async def test_only_what_a_key_is_for_can_change(
    peopled: Town, change: dict[str, object], words: str
) -> None:
    use = await made(peopled)
    with pytest.raises(BadRequest, match=words):
        await put(peopled, replace(use, **change))  # type: ignore[arg-type]
    assert await peopled.reader.read(lambda db: KEY_USES.read(db, use.id)) == use


async def test_a_revoked_key_is_for_nothing_any_more(peopled: Town) -> None:
    use = await made(peopled)
    await peopled.run(lambda db: revoke_key(db, use.id, now=2))
    assert await peopled.reader.read(lambda db: KEY_USES.read(db, use.id)) is None
    with pytest.raises(BadRequest, match="no such key"):
        await put(peopled, use)


async def test_a_key_is_not_made_with_a_purpose_outside_those_it_may_have(peopled: Town) -> None:
    outside = {"purpose": Purpose.GRADING, "purposes": [Purpose.LEARNING]}
    with pytest.raises(BadRequest, match="must be one of"):
        await make(peopled, 1, person="t1", **outside)
    assert await peopled.reader.read(lambda db: KEY_USES.listed(db, "", 9)) == []
