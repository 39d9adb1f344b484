"""Whom to ask for what follows consents that end: once a reason, part by part, row by row."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from gateway.district import edits
from gateway.oversight.officer import THE_GATEWAY
from gateway.oversight.signing.renewals import NO_TOOL, Renewals, Renewed
from gateway.terms.disclosure import Category, Consent, Grant, Purpose, SignatureMethod, Signer
from gateway.terms.signing import Channel, RenewalTask, RequestState
from tests.oversight.conftest import RUTH
from tests.oversight.signing.conftest import BORN, School

pytestmark = pytest.mark.anyio

MAYA = Consent(
    id="k1",
    subject="s1",
    signer="g1",
    relationship=Signer.PARENT,
    signed_on=date(2026, 1, 1),
    method=SignatureMethod.WET,
    evidence="drawer 4",
    records=frozenset({Category.STUDENT_NAME}),
    purposes=frozenset({Purpose.FEEDBACK}),
    recipients=frozenset({"chat"}),
    collect_use=Grant.GRANTED,
    disclose_third_party=Grant.GRANTED,
    expires_on=date(2026, 4, 20),
)
DRAWS = replace(MAYA, id="k2", recipients=frozenset({"draw", "gone"}))
CLASS = replace(MAYA, id="k3", recipients=frozenset({"class:approved"}), language="es")
ANN = replace(MAYA, id="k4", subject="s3", signer="g2", expires_on=date(2030, 6, 30))
LATER = replace(MAYA, id="k5", expires_on=date(2026, 6, 30))


async def renew(school: School, *slips: Consent, **options: Any) -> Renewed:
    """Put consents into the ledger and ask for what follows those that end."""
    if slips:
        await school.town.run(lambda db: edits.put_consents(db, slips, now=1))
    renewals = Renewals(school.ledger(), school.asking, school.rooms.ground)
    said: dict[str, Any] = {"by": RUTH, "limit": 50} | options
    return await renewals.renew(**said)


async def test_what_ends_together_is_asked_in_one_letter_and_birthdays_of_the_student(
    school: School,
) -> None:
    tried = await renew(school, MAYA, DRAWS, ANN, LATER, dry_run=True)
    assert await school.asking.listed(limit=10) == []
    told = [
        (one.task, got.signer, one.on, one.consents, one.tools, got.channel, got.fault)
        for one, got in tried.rows
    ]
    assert told == [
        (RenewalTask.ENDS, "g1", date(2026, 4, 21), ("k1", "k2"), ("chat", "draw"),
         Channel.EMAIL, ""),
        (RenewalTask.TURNS_18, "s3", date(2026, 4, 1), ("k4",), ("chat",), Channel.EMAIL, ""),
    ]  # fmt: skip
    done = await renew(school)
    assert [bool(got.request) for _, got in done.rows] == [True, True]
    assert len(await school.letters()) == 2
    asked = {one.request.signer: one.request for one in await school.asking.listed(limit=9)}
    assert (asked["g1"].renews, asked["g1"].effective_from) == (("k1", "k2"), date(2026, 4, 21))
    assert (asked["s3"].relationship, asked["s3"].effective_from) == (
        Signer.ELIGIBLE_STUDENT,
        date(2026, 4, 1),
    )


async def test_running_it_again_asks_nobody_twice_and_the_next_step_asks_again(
    school: School,
) -> None:
    first = await renew(school, MAYA)
    for again in (await renew(school), await renew(school, dry_run=True)):
        [(_, got)] = again.rows
        assert (got.before, got.request, got.code) == (True, "", "")
    assert len(await school.letters()) == 1
    school.now(datetime(2026, 3, 25, 17, tzinfo=UTC))
    [(_, next_)] = (await renew(school)).rows
    assert next_.request not in ("", first.rows[0][1].request)
    assert len(await school.letters()) == 2


async def test_paper_is_made_once_too(school: School) -> None:
    other = replace(ANN, expires_on=date(2026, 3, 20))  # ends while a parent may still sign
    tasks = [RenewalTask.ENDS]
    [(_, paper)] = (await renew(school, other, tasks=tasks)).rows
    assert (paper.channel, len(paper.code)) == (Channel.PAPER, 8)
    [(_, again)] = (await renew(school, tasks=tasks)).rows
    assert (again.before, again.code) == (True, "")


async def test_a_row_that_cannot_be_asked_for_tells_why_and_keeps_nobody_else(
    school: School,
) -> None:
    over = replace(ANN, id="k6", expires_on=date(2026, 4, 10))  # by then she signs herself
    part = await renew(school, MAYA, CLASS, over, tasks=[RenewalTask.ENDS])
    told = {one.consents: got for one, got in part.rows}
    assert told[("k3",)].fault == NO_TOOL
    assert "signs from the 18th birthday on" in told[("k6",)].fault
    assert told[("k1",)].request
    assert [one.state for one in await school.asking.listed(limit=9)] == [RequestState.OPEN]


async def test_it_goes_part_by_part_and_tells_how_far_it_got(school: School) -> None:
    slips = [replace(MAYA, id=f"k{n}", expires_on=date(2026, 4, n)) for n in range(1, 6)]
    after, seen, done = None, [], []
    while True:
        part = await renew(school, *slips, limit=2, after=after, dry_run=True)
        seen += [one.on for one, _ in part.rows]
        done.append((part.done, part.total))
        after = part.next
        if after is None:
            break
    assert done == [(2, 5), (4, 5), (5, 5)]
    assert seen == [date(2026, 4, n) for n in range(2, 7)]


async def test_what_is_signed_is_on_file_and_not_asked_for_again(school: School) -> None:
    await renew(school, MAYA)
    await school.sign(await school.link(), BORN["s1"])
    assert (await renew(school)).total == 0
    days = await renew(school, replace(MAYA, id="k9", signer="g1"), within=7, dry_run=True)
    assert days.total == 0


async def test_the_gateway_by_itself_asks_by_mail_alone_and_leaves_paper_to_a_person(
    school: School,
) -> None:
    paper = replace(ANN, expires_on=date(2026, 3, 20))  # her mother has no address
    await school.town.run(lambda db: edits.put_consents(db, [MAYA, paper], now=1))
    renewals = Renewals(school.ledger(), school.asking, school.rooms.ground)
    first = await renewals.renew_by_mail(by=THE_GATEWAY)
    assert first == {"asked": 2, "asked_before": 0, "left_to_a_person": 1}
    assert len(await school.letters()) == 2
    again = await renewals.renew_by_mail(by=THE_GATEWAY)
    assert again == {"asked": 0, "asked_before": 2, "left_to_a_person": 1}
    [(_, asked)] = (await renew(school, tasks=[RenewalTask.ENDS], within=30)).rows
    assert (asked.channel, len(asked.code)) == (Channel.PAPER, 8)
