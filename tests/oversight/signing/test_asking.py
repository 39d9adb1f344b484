from dataclasses import replace

import pytest

from gateway.errors import BadRequest
from gateway.oversight.signing.asking import Ask, Asking
from gateway.oversight.signing.forms import FORMS, SHIPPED_ID, shipped_form
from gateway.terms.signing import Channel, ConsentForm, Factor, Language
from tests.oversight.conftest import RUTH
from tests.oversight.signing.conftest import TOOLS, School

pytestmark = pytest.mark.anyio


async def test_whoever_holds_the_rights_is_asked_by_the_way_there_is(school: School) -> None:
    asks = [Ask(subject=one, tools=TOOLS) for one in ("s1", "s2", "s3", "nobody")]
    tried = await school.asking.ask(asks, by=RUTH, dry_run=True)
    assert [(one.subject, one.signer, one.channel, bool(one.fault)) for one in tried] == [
        ("s1", "g1", Channel.EMAIL, False),
        ("s2", "", None, True),
        ("s3", "g2", Channel.PAPER, False),
        ("nobody", "", None, True),
    ]
    assert await school.asking.listed(limit=10) == []
    assert await school.letters() == []
    done = await school.asking.ask(asks, by=RUTH)
    assert [bool(one.request) for one in done] == [True, False, True, False]
    assert len(await school.letters()) == 1
    events = [one["event"] for one in await school.rooms.events()]
    assert events == ["signature_asked", "signature_asked"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        pytest.param({"tools": ()}, "at least one tool", id="no tool"),
        pytest.param({"tools": ("none",)}, "no tool `none`", id="unknown tool"),
        pytest.param({"form": "none"}, "no consent form", id="unknown form"),
        pytest.param({"days": 0}, "1 to 365", id="no time"),
        pytest.param({"signer": "t1"}, "rights", id="a teacher"),
        pytest.param({"signer": "s1"}, "rights", id="the child"),
        pytest.param(
            {"channel": Channel.PAPER, "factor": Factor.BIRTH_DATE}, "code", id="the child knows it"
        ),
    ],
)
async def test_what_cannot_be_asked_is_told(
    school: School, options: dict[str, object], words: str
) -> None:
    [outcome] = await school.ask("s1", **({"signer": "g1"} | options))
    assert words in outcome.fault
    assert (outcome.request, outcome.code) == ("", "")


async def test_an_address_is_needed_for_mail_and_is_not_the_student_s(school: School) -> None:
    [no_address] = await school.ask("s3", signer="g2", channel=Channel.EMAIL)
    assert "no e-mail address" in no_address.fault


async def test_links_need_an_address_of_ours(school: School) -> None:
    nowhere = Asking(replace(school.rooms.ground, address=""))
    with pytest.raises(BadRequest) as refused:
        await nowhere.ask([Ask(subject="s1", tools=TOOLS)], by=RUTH)
    assert refused.value.code == "no_public_url"


async def test_one_reason_makes_one_letter(school: School) -> None:
    first = await school.one(notice="ends:k1:30")
    [second] = await school.ask(notice="ends:k1:30")
    assert (bool(first.request), "before" in second.fault) == (True, True)
    assert len(await school.asking.listed(limit=10)) == 1


async def test_letters_come_in_both_languages_the_family_s_first(school: School) -> None:
    await school.one(language=Language.ES)
    letter = (await school.letters())[0]
    assert letter.index("La escuela") < letter.index("The school")
    assert "firme" in str(school.bag.carried[0][1]["Subject"])


async def test_a_district_writes_forms_of_its_own_that_never_change(school: School) -> None:
    office = school.rooms.office
    own = ConsentForm(id="own-1", texts=shipped_form().texts)
    await office.put(FORMS, own, seen=None, why="board", by=RUTH)
    listed = await office.listed(FORMS)
    assert [one.value.id for one in listed] == [SHIPPED_ID, "own-1"]
    english = {Language.EN: own.texts[Language.EN]}
    for wrong in (
        ConsentForm(id="own-1", texts={**own.texts, Language.ES: own.texts[Language.EN]}),
        ConsentForm(id="own-2", texts=english),
        ConsentForm(id="Own 3", texts=own.texts),
    ):
        with pytest.raises(BadRequest):
            await office.put(
                FORMS, wrong, seen=1 if wrong.id == "own-1" else None, why="x", by=RUTH
            )
    await school.one(form="own-1")
    await school.sign(await school.link())
    assert (await school.consents())["chat"].form_version == "own-1"
