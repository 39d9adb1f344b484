import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from gateway.district import edits
from gateway.district.permissions import RIGHTS_HELD
from gateway.errors import ClientError, Unusable
from gateway.oversight.signing.links import Act
from gateway.oversight.signing.requests import SignedAlready
from gateway.oversight.signing.signing import Shut, WrongFactor
from gateway.terms.disclosure import ConsentState, Grant, Purpose, SignatureMethod, Signer
from gateway.terms.letters import LetterState
from gateway.terms.rights import Rights, Standing
from gateway.terms.signing import Answers, Channel, Factor, Language, RequestState
from tests.district.conftest import NOON
from tests.oversight.conftest import RUTH
from tests.oversight.signing.conftest import BORN, CHAT, DRAW, LINK, TOOLS, School

pytestmark = pytest.mark.anyio


async def test_a_guardian_grants_by_link_and_decisions_see_it_at_once(school: School) -> None:
    await school.one()
    letter = (await school.letters())[0]
    assert "Maya" not in letter
    assert "M. O." in letter
    link = LINK.findall(letter)[0]
    assert (await school.facts())[0].state is ConsentState.NONE
    done = await school.sign(link)
    assert (done.state, done.granted) == (RequestState.SIGNED, ("Acme Chat", "Bolt Draw"))
    facts, refused = await school.facts()
    assert (facts.state, facts.holder, facts.recipient, refused) == (
        ConsentState.ACTIVE,
        True,
        True,
        False,
    )
    assert (facts.verifiable, facts.verifiable_undisclosed) == (False, True)
    consent = (await school.consents())["chat"]
    assert (consent.signer, consent.relationship, consent.method) == (
        "g1",
        Signer.PARENT,
        SignatureMethod.EMAIL_PLUS,
    )
    assert consent.ai_training is Grant.REFUSED
    assert consent.missing() == ()
    assert consent.expires_on == date(2026, 6, 30)  # the district's rule, like any consent
    assert consent.records == CHAT.categories
    [entry] = [one for one in await school.ledger().listed() if one.consent.id == consent.id]
    assert (entry.state, entry.holder, entry.flags) == (ConsentState.ACTIVE, True, frozenset())


async def test_opening_uses_nothing_up_and_signing_does(school: School) -> None:
    await school.one()
    link = await school.link()
    for _ in range(10):
        await school.signing.door(link)
        await school.opened(link)
    assert await school.consents() == {}
    first = await school.opened(link)
    await school.sign(link)
    assert first.shown is not None
    answers = Answers(collect_use=False, disclose_third_party=False, tools={}, name="x y")
    with pytest.raises(SignedAlready):
        await school.signing.sign(
            link, first.shown_pass, answers, language=Language.EN, sha256=first.shown.sha256
        )
    again = await school.opened(link)
    assert (again.state, again.shown) == (RequestState.SIGNED, None)
    assert (await school.facts())[0].collect_use is Grant.GRANTED


async def test_of_two_signatures_at_once_one_counts(school: School) -> None:
    await school.one()
    link = await school.link()
    both = await asyncio.gather(school.sign(link), school.sign(link), return_exceptions=True)
    assert sorted(type(one).__name__ for one in both) in (
        ["Opened", "SignedAlready"],
        ["Opened", "Stale"],
    )
    assert len(await school.consents()) == 2


async def test_each_scope_and_each_tool_is_its_own_question(school: School) -> None:
    await school.one()
    done = await school.sign(
        await school.link(), disclose_third_party=False, tools={"chat": True, "draw": False}
    )
    assert (done.granted, done.declined) == (("Acme Chat",), ("Bolt Draw",))
    made = await school.consents()
    assert (made["chat"].collect_use, made["chat"].disclose_third_party) == (
        Grant.GRANTED,
        Grant.REFUSED,
    )
    assert made["draw"].collect_use is Grant.REFUSED
    assert (await school.facts(tool=DRAW))[1]
    assert not (await school.facts(tool=CHAT))[1]


async def test_declining_everything_is_a_refusal_on_record(school: School) -> None:
    await school.one()
    done = await school.sign(await school.link(), collect_use=False)
    assert done.state is RequestState.DECLINED
    assert done.withdraw_link == ""
    facts, refused = await school.facts()
    assert refused
    assert facts.disclose_third_party is Grant.REFUSED
    consent = (await school.consents())["chat"]
    assert (consent.expires_on, consent.purposes) == (None, frozenset(Purpose))  # a no is a no


async def test_what_was_granted_is_withdrawn_by_the_confirmation_s_link(school: School) -> None:
    await school.one()
    link = await school.link()
    await school.sign(link, tools={"chat": True, "draw": False})
    letters = await school.letters()
    assert len(letters) == 2
    back = LINK.findall(letters[1])[0]
    assert back != link
    with pytest.raises(WrongFactor):
        await school.opened(back, "2016-05-30")
    opened = await school.opened(back)
    done = await school.signing.withdraw(back, opened.shown_pass, Language.EN)
    assert (done.state, done.granted) == (RequestState.WITHDRAWN, ())
    assert (await school.facts())[0].state is ConsentState.REVOKED
    revoked = (await school.consents())["chat"].revoked_at
    assert revoked is not None
    assert revoked.date() == school.rooms.ground.district.today()  # the district's day
    assert (await school.facts(tool=DRAW))[1]  # what was refused stays refused
    again = await school.signing.withdraw(back, opened.shown_pass, Language.EN)
    assert again.state is RequestState.WITHDRAWN
    await school.one()
    await school.sign(await school.link())
    assert (await school.facts())[0].state is ConsentState.ACTIVE  # on the same day
    assert not (await school.facts(tool=DRAW))[1]


async def test_a_tool_that_is_gone_keeps_nobody_from_withdrawing(school: School) -> None:
    await school.one()
    link = await school.link()
    await school.sign(link)
    await school.town.run(lambda db: edits.put_tools(db, []))
    opened = await school.opened(link)
    done = await school.signing.withdraw(link, opened.shown_pass, Language.EN)
    assert done.state is RequestState.WITHDRAWN


async def test_a_link_to_withdraw_signs_nothing(school: School) -> None:
    first = await school.one()
    ground = school.rooms.ground
    address = ground.link(first.request, Act.WITHDRAW, ground.now() + 1_000_000)
    with pytest.raises(Shut) as shut:
        await school.signing.door(LINK.findall(address)[0])
    assert shut.value.code == "closed"


async def test_five_wrong_tries_close_the_link_even_all_at_once(school: School) -> None:
    outcome = await school.one()
    link = await school.link()
    tries = [school.opened(link, f"2016-06-{day:02}") for day in range(1, 13)]
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert all(isinstance(one, (WrongFactor, Shut)) for one in done)
    with pytest.raises(Shut) as shut:
        await school.opened(link)
    assert shut.value.code == "locked"
    [asked] = await school.asking.listed(limit=10)
    assert (asked.state, asked.tries) == (RequestState.LOCKED, 5)
    [found] = await school.asking.listed(state=RequestState.LOCKED, limit=10)
    assert found.request.id == outcome.request


async def test_a_right_try_forgets_wrong_ones(school: School) -> None:
    await school.one()
    link = await school.link()
    for _ in range(3):
        for day in range(1, 5):
            with pytest.raises(WrongFactor):
                await school.opened(link, f"2016-06-{day:02}")
        await school.opened(link)


async def test_a_link_ends(school: School) -> None:
    await school.one(days=1)
    link = await school.link()
    school.now(NOON + timedelta(days=1))
    with pytest.raises(Shut):
        await school.signing.door(link)
    [asked] = await school.asking.listed(limit=10)
    assert asked.state is RequestState.EXPIRED


async def test_who_was_away_too_long_opens_the_form_again(school: School) -> None:
    await school.one()
    link = await school.link()
    opened = await school.opened(link)
    assert opened.shown is not None
    school.now(NOON + timedelta(hours=1))
    answers = Answers(
        collect_use=True, disclose_third_party=True, tools=dict.fromkeys(TOOLS, True), name="R O"
    )
    with pytest.raises(Shut) as late:
        await school.signing.sign(
            link, opened.shown_pass, answers, language=Language.EN, sha256=opened.shown.sha256
        )
    assert late.value.code == "timed_out"


async def test_nobody_signs_what_they_did_not_read(school: School) -> None:
    await school.one()
    link = await school.link()
    opened = await school.opened(link)
    assert opened.shown is not None
    await school.town.run(lambda db: edits.put_tools(db, [replace(CHAT, service="more")]))
    answers = Answers(
        collect_use=True, disclose_third_party=True, tools=dict.fromkeys(TOOLS, True), name="R O"
    )
    with pytest.raises(Shut) as changed:
        await school.signing.sign(
            link, opened.shown_pass, answers, language=Language.EN, sha256=opened.shown.sha256
        )
    assert changed.value.code == "changed"
    assert await school.consents() == {}


async def test_evidence_is_kept_sealed_and_its_hash_stands_everywhere(school: School) -> None:
    outcome = await school.one()
    await school.sign(await school.link(), name="Rosa O.")
    kept = await school.asking.evidence(outcome.request, by=RUTH)
    consent = (await school.consents())["chat"]
    assert kept["name_typed"] == "Rosa O."
    assert kept["name_on_file"] == "Rosa Ortiz"
    assert kept["factor"] == "birth_date"
    assert kept["shown_sha256"] == consent.form_sha256
    assert "Acme Chat" in str(kept["shown"])
    assert "Maya" not in str(kept["shown"])
    [asked] = await school.asking.listed(limit=10)
    assert consent.document == asked.sha256
    events = await school.rooms.events()
    signed = next(one for one in events if one["event"] == "consent_signed")
    assert signed["what"] == outcome.request
    assert signed["who"].startswith("log-")
    assert "Rosa" not in str(events)
    with pytest.raises(ClientError):
        await school.asking.evidence("nothing", by=RUTH)


async def test_a_guardian_restricted_meanwhile_signs_nothing(school: School) -> None:
    await school.one()
    link = await school.link()
    order = Rights(student="s1", restricted=frozenset({"g1"}), document="c" * 64, decided_by="t1")
    await school.rooms.office.put(RIGHTS_HELD, order, seen=None, why="order", by=RUTH)
    with pytest.raises(Shut) as shut:
        await school.sign(link)
    assert shut.value.code == "not_holder"
    assert await school.consents() == {}
    [outcome] = await school.ask(signer="g1")
    assert "rights" in outcome.fault


async def test_an_emancipated_student_signs_and_the_parent_does_not(school: School) -> None:
    own = Rights(student="s3", standing=Standing.EMANCIPATED, document="c" * 64, decided_by="t1")
    await school.rooms.office.put(RIGHTS_HELD, own, seen=None, why="court", by=RUTH)
    outcome = await school.one("s3")
    assert outcome.signer == "s3"
    await school.sign(await school.link(), BORN["s3"], name="Ann Wu")
    facts, _ = await school.facts("s3")
    assert (facts.state, facts.holder) == (ConsentState.ACTIVE, True)


async def test_a_student_signs_ahead_of_the_18th_birthday(school: School) -> None:
    [refused] = await school.ask("s3", signer="s3")
    assert refused.fault
    birthday = date(2026, 4, 1)
    await school.one("s3", signer="s3", effective_from=birthday)
    await school.sign(await school.link(), BORN["s3"], name="Ann Wu")
    assert (await school.facts("s3"))[0].state is ConsentState.DRAFT
    on_the_day = await school.facts("s3", day=birthday)
    assert (on_the_day[0].state, on_the_day[0].holder) == (ConsentState.ACTIVE, True)


async def test_a_parent_does_not_sign_past_the_18th_birthday(school: School) -> None:
    outcome = await school.one("s3", signer="g2")
    assert (outcome.channel, outcome.factor) == (Channel.PAPER, Factor.CODE)
    [refused] = await school.ask("s3", signer="g2", effective_from=date(2026, 7, 1))
    assert "18th birthday" in refused.fault
    paper = await school.asking.paper(outcome.request, by=RUTH)
    link = LINK.findall(paper.link)[0]
    await school.opened(link, outcome.code)
    school.now(datetime(2026, 4, 1, 17, tzinfo=UTC))
    with pytest.raises(Shut):  # the link is good for 30 days
        await school.opened(link, outcome.code)


async def test_a_printed_letter_wants_the_code_that_was_given_otherwise(school: School) -> None:
    outcome = await school.one("s3", signer="g2")
    assert len(outcome.code) == 8
    assert outcome.code not in repr(outcome)
    paper = await school.asking.paper(outcome.request, by=RUTH)
    assert (paper.signer, paper.student, paper.withdraws) == ("Li Wu", "Ann Wu", False)
    link = LINK.findall(paper.link)[0]
    with pytest.raises(WrongFactor):
        await school.opened(link, BORN["s3"])
    await school.sign(link, outcome.code)
    consent = (await school.consents("s3"))["chat"]
    assert consent.method is SignatureMethod.LINK
    facts, _ = await school.facts("s3")
    assert (facts.state, facts.verifiable_undisclosed) == (ConsentState.ACTIVE, False)
    assert await school.letters() == []
    back = await school.asking.paper(outcome.request, by=RUTH)
    assert back.withdraws


async def test_a_new_answer_takes_the_place_of_the_signer_s_own_and_nobody_else_s(
    school: School,
) -> None:
    await school.one()
    await school.sign(await school.link(), tools={"chat": False, "draw": True})
    assert (await school.facts())[1]
    await school.one(tools=("chat",))
    await school.sign(await school.link())
    facts, refused = await school.facts()
    assert (facts.state, facts.collect_use, refused) == (
        ConsentState.ACTIVE,
        Grant.GRANTED,
        False,
    )
    assert (await school.facts(tool=DRAW))[0].collect_use is Grant.GRANTED


async def test_a_request_taken_back_opens_nothing_and_sends_nothing(school: School) -> None:
    outcome = await school.one()
    await school.asking.cancel(outcome.request, by=RUTH)
    assert await school.letters() == []
    [letter] = await school.rooms.outbox.listed()
    assert letter.state is LetterState.CANCELLED
    with pytest.raises(ClientError):
        await school.asking.cancel(outcome.request, by=RUTH)
    with pytest.raises(ClientError):
        await school.asking.paper(outcome.request, by=RUTH)


async def test_a_signature_that_cannot_be_kept_uses_nothing_up(school: School) -> None:
    await school.one()
    link = await school.link()
    opened = await school.opened(link)
    assert opened.shown is not None
    await school.rooms.log.close()
    answers = Answers(
        collect_use=True, disclose_third_party=True, tools=dict.fromkeys(TOOLS, True), name="R O"
    )
    with pytest.raises(Unusable):
        await school.signing.sign(
            link, opened.shown_pass, answers, language=Language.EN, sha256=opened.shown.sha256
        )
    assert await school.consents() == {}
    assert (await school.opened(link)).state is RequestState.OPEN
