from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from gateway.decision.facts import (
    UNKNOWN_AGE,
    Age,
    Known,
    bare,
    consent_state,
    content_of,
    gather_consent,
    gather_district,
    gather_principal,
    gather_refused,
    gather_subject,
    gather_tool,
    gather_unresolved,
    holds_rights,
    proven_age,
)
from gateway.terms.decision import ConsentFacts, Content, Facts, SubjectFacts
from gateway.terms.disclosure import (
    Category,
    Consent,
    ConsentState,
    DistrictChoices,
    Grant,
    Purpose,
    SignatureMethod,
    Signer,
    Tool,
    ToolStatus,
)
from gateway.terms.people import AgeBand, AgeSource, Kind, Person, Principal, Role, age_on

DAY = date(2026, 10, 1)
NAME = frozenset({Category.STUDENT_NAME})
PUPIL = Person(
    id="pupil", kind=Kind.STUDENT, role=Role.STUDENT, given="Talia", guardians=("parent",)
)
PARENT = Person(id="parent", kind=Kind.GUARDIAN, role=Role.GUARDIAN, given="Noor")
TEACHER = Person(id="teacher", kind=Kind.STAFF, role=Role.TEACHER, given="Denise")
TOOL = Tool(id="tool", model="m", provider="Practice", agreement="A-1", trains_on_data=False)
TEN = Age(AgeBand.UNDER_13, AgeSource.BIRTH_DATE, 10)
FIFTEEN = Age(AgeBand.TEEN, AgeSource.BIRTH_DATE, 15)
EIGHTEEN = Age(AgeBand.ADULT, AgeSource.BIRTH_DATE, 18)
SLIP = Consent(
    id="slip",
    subject="pupil",
    signer="parent",
    relationship=Signer.PARENT,
    signed_on=date(2026, 9, 1),
    method=SignatureMethod.WET,
    evidence="sha256:0",
    records=NAME,
    purposes=frozenset({Purpose.LEARNING}),
    recipients=frozenset({"tool"}),
    collect_use=Grant.GRANTED,
    disclose_third_party=Grant.GRANTED,
    expires_on=date(2027, 6, 30),
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


def _refused(*consents: Consent, age: Age = TEN) -> bool:
    return gather_refused(
        consents, subject=PUPIL, age=age, tool=TOOL, purpose=Purpose.LEARNING, day=DAY
    )


def _principal(person: Person, age: Age, **changes: Any) -> Principal:
    return Principal(
        person=person, age_band=age.band, age_source=age.source, age=age.years, **changes
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


@pytest.mark.parametrize(
    ("kind", "band", "years", "source", "proven"),
    [
        (Kind.STUDENT, AgeBand.UNKNOWN, None, AgeSource.NONE, 0),
        (Kind.STUDENT, AgeBand.UNKNOWN, 15, AgeSource.BIRTH_DATE, 0),
        (Kind.STUDENT, AgeBand.UNDER_13, None, AgeSource.GRADE, 0),
        (Kind.STUDENT, AgeBand.UNDER_13, 12, AgeSource.BIRTH_DATE, 12),
        (Kind.STUDENT, AgeBand.UNDER_13, 15, AgeSource.BIRTH_DATE, 12),
        (Kind.STUDENT, AgeBand.TEEN, 13, AgeSource.BIRTH_DATE, 13),
        (Kind.STUDENT, AgeBand.TEEN, None, AgeSource.AGE_GROUP, 13),
        (Kind.STUDENT, AgeBand.TEEN, None, AgeSource.GRADE, 0),
        (Kind.STUDENT, AgeBand.ADULT, None, AgeSource.ROLE, 0),
        (Kind.STUDENT, AgeBand.ADULT, 19, AgeSource.BIRTH_DATE, 19),
        (Kind.STAFF, AgeBand.UNKNOWN, None, AgeSource.NONE, 18),
        (Kind.STAFF, AgeBand.ADULT, None, AgeSource.ROLE, 18),
        (Kind.GUARDIAN, AgeBand.ADULT, None, AgeSource.ROLE, 18),
        (Kind.UNRESOLVED, AgeBand.UNKNOWN, None, AgeSource.NONE, 0),
    ],
)
def test_only_a_birth_date_or_an_age_group_proves_a_students_age(
    kind: Kind, band: AgeBand, years: int | None, source: AgeSource, proven: int
) -> None:
    assert proven_age(kind, band, years, source) == proven


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


def test_who_types_is_gathered_with_their_own_consent() -> None:
    principal = _principal(PUPIL, TEN, classes=("c2", "c1"))
    facts = gather_principal(
        principal, [SLIP], log_id="L1", tool=TOOL, purpose=Purpose.LEARNING, day=DAY
    )
    assert (facts.id, facts.age_band, facts.age) == ("L1", AgeBand.UNDER_13, 10)
    assert facts.classes == ("c1", "c2")
    assert facts.consent.id == "slip"
    assert not facts.refused


def _subject(known: Known, principal: Principal, **changes: Any) -> SubjectFacts:
    told: dict[str, Any] = {
        "log_id": "L2",
        "tool": TOOL,
        "purpose": Purpose.LEARNING,
        "day": DAY,
        "categories": NAME,
    }
    return gather_subject(known, principal=principal, **(told | changes))


ADULT = Age(AgeBand.ADULT, AgeSource.ROLE)


def test_who_is_described_is_gathered_with_their_own_consent() -> None:
    known = Known(person=PUPIL, age=FIFTEEN, consents=[SLIP])
    stranger = _subject(known, _principal(TEACHER, ADULT))
    assert (stranger.own, stranger.in_own_classes) == (False, False)
    assert stranger.consent.id == "slip"
    assert stranger.directory_opt_out
    assert _subject(
        known, _principal(TEACHER, ADULT, classmates=frozenset({"pupil"}))
    ).in_own_classes
    assert _subject(known, _principal(PUPIL, FIFTEEN)).own


def test_a_guardians_name_has_the_strictest_wards_rights() -> None:
    sister = replace(PUPIL, id="sister")
    wards = [
        Known(person=PUPIL, age=FIFTEEN, consents=[SLIP]),
        Known(person=sister, age=TEN, consents=[]),
    ]
    parent, teacher = Known(person=PARENT, age=ADULT), _principal(TEACHER, ADULT)
    facts = _subject(parent, teacher, wards=wards)
    assert facts.kind is Kind.GUARDIAN
    assert facts.consent == ConsentFacts()
    assert facts.age == 10
    assert _subject(parent, teacher, wards=wards[:1]).consent.id == "slip"
    assert _subject(parent, teacher).consent == ConsentFacts()


def test_staff_have_no_consent_to_gather() -> None:
    facts = _subject(Known(person=TEACHER, age=ADULT, consents=[SLIP]), _principal(TEACHER, ADULT))
    assert (facts.kind, facts.own, facts.consent) == (Kind.STAFF, True, ConsentFacts())


@pytest.mark.parametrize(
    ("status", "classes", "until", "inside"),
    [
        (ToolStatus.PILOT, ("c1",), None, True),
        (ToolStatus.PILOT, ("c1",), DAY, True),
        (ToolStatus.PILOT, ("c1",), date(2026, 9, 30), False),
        (ToolStatus.PILOT, ("c9",), None, False),
        (ToolStatus.APPROVED, ("c1",), None, False),
    ],
)
def test_who_is_in_a_pilot(
    status: ToolStatus, classes: tuple[str, ...], until: date | None, inside: bool
) -> None:
    tool = replace(TOOL, status=status, pilot_classes=frozenset({"c1", "c2"}), pilot_until=until)
    principal = _principal(TEACHER, ADULT, classes=classes)
    facts = gather_tool(tool, principal=principal, day=DAY)
    assert facts.in_pilot is inside
    assert facts.agreement == "active"


def test_a_district_cannot_go_below_the_law() -> None:
    facts = gather_district(DistrictChoices(coppa_age=9, self_consent_age=16))
    assert (facts.coppa_age, facts.self_consent_age) == (13, 18)
    assert gather_district(DistrictChoices(coppa_age=16)).coppa_age == 16


def test_school_authorisation_needs_the_officials_name() -> None:
    choices = DistrictChoices(school_authorisation=True)
    assert not gather_district(choices).school_authorisation
    named = replace(choices, school_authorisation_by="superintendent")
    assert gather_district(named).school_authorisation


def test_what_a_prompt_holds() -> None:
    unresolved = gather_unresolved(mentions=3)
    assert unresolved.mentions == 3
    sensitive = replace(unresolved, categories=frozenset({Category.CONDUCT}))
    assert content_of(()) is Content.C0
    assert content_of((), stand_ins=True) is Content.C1
    assert content_of((unresolved,)) is Content.C2
    assert content_of((unresolved, sensitive)) is Content.C3


def test_without_its_protected_parts_a_prompt_holds_nothing() -> None:
    principal = _principal(PUPIL, TEN)
    facts = Facts(
        principal=gather_principal(
            principal, [], log_id="L", tool=TOOL, purpose=Purpose.LEARNING, day=DAY
        ),
        subjects=(gather_unresolved(mentions=1),),
        tool=gather_tool(TOOL, principal=principal, day=DAY),
        district=gather_district(DistrictChoices()),
        purpose=Purpose.LEARNING,
        content=Content.C2,
        media=True,
        structural_hit=True,
    )
    left = bare(facts)
    assert (left.subjects, left.content, left.media, left.structural_hit) == ((), 0, False, False)
    assert left.principal == facts.principal
