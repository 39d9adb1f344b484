from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gateway.decision.consents import (
    UNKNOWN_AGE,
    Age,
    consent_state,
    gather_consent,
    gather_refused,
    holds_rights,
)
from gateway.terms.decision import ConsentFacts
from gateway.terms.disclosure import (
    Category,
    Consent,
    ConsentState,
    Grant,
    Purpose,
    SignatureMethod,
    Signer,
    ToolStatus,
)
from gateway.terms.people import AgeBand, AgeSource, age_on
from gateway.terms.rights import Rights, Standing
from tests.decision.slips import (
    DAY,
    EIGHTEEN,
    FIFTEEN,
    NAME,
    PUPIL,
    SLIP,
    TEN,
    TOOL,
)


def _consent(*consents: Consent, age: Age = FIFTEEN, **changes: Any) -> ConsentFacts:
    told: dict[str, Any] = {
        "subject": PUPIL,
        "age": age,
        "tool": TOOL,
        "purpose": Purpose.LEARNING,
        "day": DAY,
        "categories": NAME,
    }
    return gather_consent(consents, **(told | changes))


@pytest.mark.parametrize(
    ("signed_on", "recipients", "named"),
    [
        (DAY - timedelta(days=1), {TOOL.id}, False),
        (DAY, {TOOL.id}, False),
        (None, {TOOL.id}, False),
        (DAY - timedelta(days=1), {TOOL.id, "class:approved"}, True),
        (DAY - timedelta(days=1), {"class:approved"}, True),
    ],
    ids=["before", "the day itself", "unsigned", "by id and class", "by class"],
)
def test_a_consent_signed_for_another_party_does_not_name_this_one(
    signed_on: date | None, recipients: set[str], named: bool
) -> None:
    slip = replace(SLIP, signed_on=signed_on, recipients=frozenset(recipients))
    assert _consent(slip, tool=replace(TOOL, other_party_until=DAY)).recipient is named


def test_a_consent_signed_once_another_party_is_gone_names_the_new_one() -> None:
    tool = replace(TOOL, other_party_until=DAY - timedelta(days=1))
    assert _consent(
        replace(SLIP, signed_on=DAY, recipients=frozenset({TOOL.id})), tool=tool
    ).recipient


def test_another_party_undoes_no_refusal() -> None:
    slip = replace(SLIP, recipients=frozenset({TOOL.id}), collect_use=Grant.REFUSED)
    tool = replace(TOOL, other_party_until=DAY)
    assert gather_refused(
        [slip], subject=PUPIL, age=TEN, tool=tool, purpose=Purpose.LEARNING, day=DAY
    )


def _refused(*consents: Consent, age: Age = TEN) -> bool:
    return gather_refused(
        consents, subject=PUPIL, age=age, tool=TOOL, purpose=Purpose.LEARNING, day=DAY
    )


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, ConsentState.ACTIVE),
        ({"expires_on": None}, ConsentState.ACTIVE),
        ({"expires_on": DAY}, ConsentState.ACTIVE),
        ({"expires_on": date(2026, 9, 30)}, ConsentState.EXPIRED),
        ({"effective_from": DAY}, ConsentState.ACTIVE),
        ({"effective_from": date(2026, 10, 2)}, ConsentState.DRAFT),
        ({"signed_on": date(2026, 10, 2)}, ConsentState.DRAFT),
        ({"draft": True}, ConsentState.DRAFT),
        ({"superseded_by": "later"}, ConsentState.SUPERSEDED),
        ({"revoked_at": datetime(2026, 9, 2, tzinfo=UTC)}, ConsentState.REVOKED),
        ({"signer": ""}, ConsentState.DEFECTIVE),
        ({"signed_on": None}, ConsentState.DEFECTIVE),
        ({"evidence": ""}, ConsentState.DEFECTIVE),
        ({"records": frozenset()}, ConsentState.DEFECTIVE),
        ({"purposes": frozenset()}, ConsentState.DEFECTIVE),
        ({"recipients": frozenset()}, ConsentState.DEFECTIVE),
        ({"method": None}, ConsentState.DEFECTIVE),
        ({"relationship": None}, ConsentState.DEFECTIVE),
    ],
)
def test_where_a_consent_stands(changes: dict[str, Any], state: ConsentState) -> None:
    assert consent_state(replace(SLIP, **changes), DAY) is state


@pytest.mark.parametrize(
    ("born", "day", "parent", "student"),
    [
        (date(2008, 10, 2), DAY, True, False),
        (date(2008, 10, 1), DAY, False, True),
        (date(2008, 9, 30), DAY, False, True),
        (date(2008, 2, 29), date(2026, 2, 28), True, False),
        (date(2008, 2, 29), date(2026, 3, 1), False, True),
    ],
    ids=["eve", "18th birthday", "day after", "born Feb 29, Feb 28", "born Feb 29, Mar 1"],
)
def test_rights_pass_on_the_18th_birthday(
    born: date, day: date, parent: bool, student: bool
) -> None:
    years = age_on(day, born)
    age = Age(AgeBand.ADULT if years >= 18 else AgeBand.TEEN, AgeSource.BIRTH_DATE, years)
    own = replace(SLIP, signer="pupil", relationship=Signer.ELIGIBLE_STUDENT)
    assert holds_rights(SLIP, PUPIL, age) is parent
    assert holds_rights(own, PUPIL, age) is student


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"relationship": Signer.GUARDIAN}, True),
        ({"signer": "stranger"}, False),
        ({"signer": "stranger", "authority_checked_by": "office"}, True),
        ({"relationship": None}, False),
        ({"signer": "pupil", "relationship": Signer.ELIGIBLE_STUDENT}, False),
    ],
)
def test_who_may_sign_for_a_minor(changes: dict[str, Any], holds: bool) -> None:
    assert holds_rights(replace(SLIP, **changes), PUPIL, FIFTEEN) is holds


def test_nobody_signs_for_a_student_of_unknown_age() -> None:
    assert not holds_rights(SLIP, PUPIL, UNKNOWN_AGE)


def test_without_a_record_there_is_no_consent() -> None:
    assert _consent() == ConsentFacts()
    assert _consent(replace(SLIP, subject="somebody else")) == ConsentFacts()


def test_a_full_consent_says_so() -> None:
    facts = _consent(SLIP)
    assert facts.state is ConsentState.ACTIVE
    assert facts.holder
    assert facts.recipient
    assert facts.purpose
    assert facts.covers == NAME
    assert facts.verifiable
    assert facts.missing == ()


@pytest.mark.parametrize(
    ("recipients", "status", "named"),
    [
        ({"tool"}, ToolStatus.PILOT, True),
        ({"other"}, ToolStatus.APPROVED, False),
        ({"class:approved"}, ToolStatus.APPROVED, True),
        ({"class:approved"}, ToolStatus.PILOT, False),
        ({"class:pilot"}, ToolStatus.PILOT, True),
    ],
)
def test_a_consent_names_a_tool_or_its_class(
    recipients: set[str], status: ToolStatus, named: bool
) -> None:
    slip = replace(SLIP, recipients=frozenset(recipients))
    assert _consent(slip, tool=replace(TOOL, status=status)).recipient is named


def test_another_purpose_is_not_named() -> None:
    assert not _consent(SLIP, purpose=Purpose.GRADING).purpose


@pytest.mark.parametrize(
    ("method", "disclosed", "undisclosed"),
    [
        (SignatureMethod.WET, True, True),
        (SignatureMethod.EMAIL_PLUS, False, True),
        (SignatureMethod.PORTAL_LOGIN, False, False),
        (None, False, False),
    ],
)
def test_methods_are_verifiable_or_not(
    method: SignatureMethod | None, disclosed: bool, undisclosed: bool
) -> None:
    facts = _consent(replace(SLIP, method=method))
    assert (facts.verifiable, facts.verifiable_undisclosed) == (disclosed, undisclosed)


def test_of_several_in_force_the_one_that_covers_most_speaks() -> None:
    narrow = replace(SLIP, id="narrow", records=frozenset({Category.SCHEDULE}))
    later = replace(narrow, id="later", signed_on=date(2026, 9, 20))
    for order in ((SLIP, narrow, later), (later, narrow, SLIP)):
        assert _consent(*order).id == "slip"


def test_one_in_force_beats_a_later_expired_one() -> None:
    late = replace(SLIP, id="late", signed_on=date(2026, 9, 9), expires_on=date(2026, 9, 10))
    assert _consent(SLIP, late).id == "slip"


def test_of_none_in_force_the_latest_speaks() -> None:
    old = replace(SLIP, id="old", signed_on=date(2024, 9, 1), expires_on=date(2025, 6, 30))
    draft = replace(SLIP, id="draft", draft=True)
    assert _consent(draft, old).state is ConsentState.DRAFT


@pytest.mark.parametrize(
    ("revoked", "recipients", "state"),
    [
        (datetime(2026, 9, 15, tzinfo=UTC), {"tool"}, ConsentState.REVOKED),
        (datetime(2026, 9, 1, tzinfo=UTC), {"tool"}, ConsentState.REVOKED),
        (datetime(2026, 8, 15, tzinfo=UTC), {"tool"}, ConsentState.ACTIVE),
        (datetime(2026, 9, 15, tzinfo=UTC), {"another"}, ConsentState.ACTIVE),
        (datetime(2026, 9, 15, tzinfo=UTC), set[str](), ConsentState.REVOKED),
    ],
    ids=["later", "same day", "earlier", "another tool", "all tools"],
)
def test_a_later_revocation_takes_an_earlier_consent_along(
    revoked: datetime, recipients: set[str], state: ConsentState
) -> None:
    taken = replace(
        SLIP,
        id="taken",
        signed_on=date(2026, 8, 1),
        revoked_at=revoked,
        recipients=frozenset(recipients),
    )
    assert _consent(SLIP, taken).state is state


def test_where_two_parents_disagree_on_disclosure_the_stricter_counts() -> None:
    other = replace(SLIP, id="other", signer="mother", disclose_third_party=Grant.REFUSED)
    for order in ((SLIP, other), (other, SLIP)):
        assert _consent(*order).disclose_third_party is Grant.REFUSED
    elsewhere = replace(other, recipients=frozenset({"another"}))
    assert _consent(SLIP, elsewhere).disclose_third_party is Grant.GRANTED


ORDER = Rights(student="pupil", document="a" * 64, decided_by="office")
OWN = replace(SLIP, signer="pupil", relationship=Signer.ELIGIBLE_STUDENT)
WITHDRAWN = replace(SLIP, id="no", signer="mother", revoked_at=datetime(2026, 9, 1, 12, tzinfo=UTC))
"""By the mother, on the day on which the father signed."""


def test_a_withdrawal_takes_no_consent_along_once_who_withdrew_signed_anew() -> None:
    again = replace(SLIP, id="again", signer="mother", supersedes="no")
    assert _consent(SLIP, WITHDRAWN).state is ConsentState.REVOKED
    assert _consent(SLIP, WITHDRAWN, again).state is ConsentState.ACTIVE
    unfinished = replace(again, evidence="")
    assert _consent(SLIP, WITHDRAWN, unfinished).state is ConsentState.REVOKED
    withdrawn_too = replace(again, revoked_at=datetime(2026, 9, 2, tzinfo=UTC))
    assert _consent(SLIP, WITHDRAWN, withdrawn_too).state is ConsentState.REVOKED


@pytest.mark.parametrize(
    "no",
    [
        pytest.param({"revoked_at": datetime(2026, 9, 1, tzinfo=UTC)}, id="withdrawn"),
        pytest.param({"disclose_third_party": Grant.REFUSED}, id="disclosure refused"),
        pytest.param({"collect_use": Grant.REFUSED}, id="refused"),
    ],
)
def test_one_parent_does_not_end_the_others_no_by_naming_it(no: dict[str, Any]) -> None:
    mothers = replace(SLIP, id="no", signer="mother", **no)
    fathers = replace(SLIP, id="later", supersedes="no")
    facts = _consent(mothers, fathers)
    assert (facts.state, facts.disclose_third_party) != (ConsentState.ACTIVE, Grant.GRANTED) or (
        _refused(mothers, fathers)
    )
    own = replace(fathers, signer="mother")
    both = _consent(mothers, own)
    assert (both.state, both.disclose_third_party) == (ConsentState.ACTIVE, Grant.GRANTED)
    assert not _refused(mothers, own)


@pytest.mark.parametrize(
    "no",
    [
        pytest.param({"revoked_at": datetime(2026, 9, 15, tzinfo=UTC)}, id="withdrawn later"),
        pytest.param({"disclose_third_party": Grant.REFUSED}, id="disclosure refused"),
    ],
)
def test_whose_rights_have_ended_neither_withdraws_nor_refuses(no: dict[str, Any]) -> None:
    parents = replace(SLIP, id="no", **no)
    own = replace(OWN, id="own")
    facts = _consent(parents, own, age=EIGHTEEN)
    assert (facts.id, facts.disclose_third_party) == ("own", Grant.GRANTED)
    other = replace(SLIP, id="other", signer="mother", authority_checked_by="office")
    barred = replace(ORDER, restricted=frozenset({"parent"}))
    facts = _consent(parents, other, rights=barred)
    assert (facts.id, facts.disclose_third_party) == ("other", Grant.GRANTED)


@pytest.mark.parametrize(
    ("changes", "age", "refused"),
    [
        ({}, TEN, True),
        ({"evidence": "", "method": None}, TEN, True),
        ({"recipients": frozenset()}, TEN, True),
        ({"recipients": frozenset({"another"})}, TEN, False),
        ({"purposes": frozenset({Purpose.GRADING})}, TEN, False),
        ({"superseded_by": "later"}, TEN, False),
        ({"draft": True}, TEN, False),
        ({"expires_on": date(2026, 9, 30)}, TEN, False),
        ({"collect_use": Grant.UNASKED}, TEN, False),
        ({}, EIGHTEEN, False),
        ({"relationship": Signer.ELIGIBLE_STUDENT, "signer": "pupil"}, EIGHTEEN, True),
        ({"subject": "somebody else"}, TEN, False),
    ],
)
def test_when_somebody_has_refused(changes: dict[str, Any], age: Age, refused: bool) -> None:
    no = replace(SLIP, id="no", collect_use=Grant.REFUSED)
    assert _refused(SLIP, replace(no, **changes), age=age) is refused


@pytest.mark.parametrize(
    ("rights", "consent", "age", "holds"),
    [
        pytest.param({}, SLIP, FIFTEEN, True, id="a parent"),
        pytest.param({"restricted": {"parent"}}, SLIP, FIFTEEN, False, id="rights revoked"),
        pytest.param(
            {"restricted": {"parent"}},
            replace(SLIP, authority_checked_by="office"),
            FIFTEEN,
            False,
            id="rights revoked, though somebody checked",
        ),
        pytest.param(
            {"standing": Standing.FOSTER_PARENT, "acting": {"foster"}},
            replace(SLIP, signer="foster"),
            FIFTEEN,
            True,
            id="a foster parent",
        ),
        pytest.param(
            {"standing": Standing.SURROGATE, "acting": {"surrogate"}},
            replace(SLIP, signer="surrogate"),
            EIGHTEEN,
            False,
            id="a surrogate of somebody of age",
        ),
        pytest.param({"standing": Standing.EMANCIPATED}, OWN, FIFTEEN, True, id="emancipated"),
        pytest.param(
            {"standing": Standing.UNACCOMPANIED_YOUTH}, OWN, UNKNOWN_AGE, True, id="unaccompanied"
        ),
        pytest.param(
            {"standing": Standing.EMANCIPATED}, SLIP, FIFTEEN, False, id="a parent no more"
        ),
    ],
)
def test_what_the_office_found_comes_before_birth_date_and_roster(
    rights: dict[str, Any], consent: Consent, age: Age, holds: bool
) -> None:
    found = replace(ORDER, **rights)
    assert holds_rights(consent, PUPIL, age, found) is holds
    assert _consent(consent, age=age, rights=found).holder is holds


def test_what_the_office_found_counts_in_its_days_alone() -> None:
    found = replace(ORDER, restricted=frozenset({"parent"}), until=DAY)
    assert not _consent(SLIP, rights=found).holder
    assert _consent(SLIP, rights=replace(found, until=date(2026, 9, 30))).holder
    assert _consent(SLIP, rights=replace(found, until=None, since=date(2026, 10, 2))).holder


def test_a_guardian_without_rights_cannot_refuse_either() -> None:
    refusal = replace(SLIP, collect_use=Grant.REFUSED)
    told: dict[str, Any] = {
        "subject": PUPIL, "age": TEN, "tool": TOOL, "purpose": Purpose.LEARNING, "day": DAY
    }  # fmt: skip
    assert gather_refused([refusal], **told)
    barred = replace(ORDER, restricted=frozenset({"parent"}))
    assert not gather_refused([refusal], **told, rights=barred)
    own = replace(ORDER, standing=Standing.EMANCIPATED)
    assert not gather_refused([refusal], **told, rights=own)


@pytest.mark.parametrize(
    ("changes", "speaks"),
    [
        pytest.param({}, "later", id="takes its place"),
        pytest.param({"draft": True}, "slip", id="a draft does not"),
        pytest.param({"evidence": ""}, "slip", id="an incomplete one does not"),
        pytest.param({"effective_from": date(2026, 10, 2)}, "slip", id="not before its day"),
        pytest.param({"effective_from": DAY}, "later", id="from its day on"),
    ],
)
def test_a_later_consent_takes_an_earlier_ones_place(changes: dict[str, Any], speaks: str) -> None:
    narrow = {"disclose_third_party": Grant.REFUSED, "collect_use": Grant.UNASKED}
    later = replace(SLIP, id="later", supersedes="slip", **(narrow | changes))
    assert _consent(SLIP, later).id == speaks


def test_a_revoked_successor_does_not_bring_back_what_it_replaced() -> None:
    later = replace(
        SLIP, id="later", supersedes="slip", revoked_at=datetime(2026, 9, 20, tzinfo=UTC)
    )
    assert _consent(SLIP, later).state is not ConsentState.ACTIVE


def test_what_a_student_signs_ahead_counts_from_the_18th_birthday_on() -> None:
    ahead = replace(OWN, id="ahead")
    assert _consent(SLIP, ahead, age=FIFTEEN).id == "slip"
    of_age = _consent(SLIP, ahead, age=EIGHTEEN)
    assert (of_age.id, of_age.holder) == ("ahead", True)
