import dataclasses
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, select

from gateway.district import edits
from gateway.district.directory import PARTS
from gateway.errors import Unusable
from gateway.store import tables
from gateway.terms.disclosure import Consent, DistrictChoices, Tool
from gateway.terms.patterns import DistrictPattern
from gateway.terms.people import PublicName
from gateway.terms.text import Label
from tests.district.conftest import Town

pytestmark = pytest.mark.anyio

PATTERN = DistrictPattern(id="tag", label=Label.OTHER_ID, words=("Cedar",), finds=("[[Cedar]]",))
TOOL = Tool(id="t1", model="small", provider="P")


async def numbers(town: Town) -> dict[str, int]:
    def unit(db: Connection) -> dict[str, int]:
        return {row.name: row.number for row in db.execute(select(tables.revisions))}

    return await town.reader.read(unit)


async def test_a_district_begins_once(bare: Town) -> None:
    choices = DistrictChoices(timezone="America/Denver")
    assert await bare.run(lambda db: edits.begin_district(db, choices, PARTS))
    assert not await bare.run(lambda db: edits.begin_district(db, DistrictChoices(), PARTS))
    district = bare.district()
    await district.refresh()
    assert district.choices == choices


async def test_before_it_began_there_is_nothing_to_ask(bare: Town) -> None:
    with pytest.raises(Unusable) as caught:
        await bare.district().refresh()
    assert caught.value.code == "not_initialised"


@pytest.mark.parametrize(
    ("unit", "part"),
    [
        pytest.param(
            lambda db: edits.put_consents(db, [Consent(id="k", subject="s1")], now=1),
            "consents",
            id="consent",
        ),
        pytest.param(
            lambda db: edits.put_refusal(db, "s1", by="g1", now=1), "consents", id="refusal"
        ),
        pytest.param(lambda db: edits.put_tools(db, [TOOL]), "tools", id="tool"),
        pytest.param(
            lambda db: edits.set_choices(db, DistrictChoices(coppa_age=14)), "choices", id="choices"
        ),
        pytest.param(
            lambda db: edits.put_public_names(db, [PublicName(id="m", name="Zal Bright")]),
            "public_names",
            id="public name",
        ),
        pytest.param(lambda db: edits.put_patterns(db, [PATTERN]), "patterns", id="pattern"),
    ],
)
async def test_an_edit_moves_the_revision_of_its_part_alone(
    town: Town, unit: Callable[[Connection], object], part: str
) -> None:
    before = await numbers(town)
    await town.run(unit)
    after = await numbers(town)
    assert {name for name in PARTS if after[name] != before[name]} == {part}


async def test_a_consent_put_again_stands_in_place_of_the_first(town: Town) -> None:
    first = Consent(id="k", subject="s1", signer="g1")
    await town.run(lambda db: edits.put_consents(db, [first], now=1))
    second = dataclasses.replace(first, signer="g2")
    assert await town.run(lambda db: edits.put_consents(db, [second], now=2)) == 1
    district = town.district()
    await district.refresh()
    assert (await district.consents(["s1"]))["s1"] == (second,)


async def test_thousands_of_consents_are_one_edit(town: Town) -> None:
    many = [Consent(id=f"k{n}", subject=f"s{n}") for n in range(2300)]
    before = (await numbers(town))["consents"]
    assert await town.run(lambda db: edits.put_consents(db, many, now=1)) == 2300
    assert (await numbers(town))["consents"] == before + 1


async def test_a_secret_is_stored_sealed_and_read_back(town: Town) -> None:
    await town.run(lambda db: edits.put_secret(db, town.fields, "openai", "sk-secret-1"))
    stored = await town.reader.read(
        lambda db: db.execute(select(tables.secrets.c.sealed)).scalar_one()
    )
    assert b"sk-secret" not in stored
    district = town.district()
    await district.refresh()
    assert await district.secret("openai") == "sk-secret-1"
    await town.run(lambda db: edits.put_secret(db, town.fields, "openai", "sk-secret-2"))
    await district.refresh()
    assert await district.secret("openai") == "sk-secret-2"


async def test_a_rule_sets_bytes_are_kept_once(town: Town) -> None:
    await town.run(lambda db: edits.put_rule_set(db, "ab", b"rules", now=1))
    await town.run(lambda db: edits.put_rule_set(db, "ab", b"rules", now=2))
    kept = await town.reader.read(lambda db: db.execute(select(tables.rule_sets)).all())
    assert [(row.sha256, row.data, row.first_used) for row in kept] == [("ab", b"rules", 1)]
