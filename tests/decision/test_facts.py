from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gateway.decision.consents import (
    Age,
)
from gateway.decision.facts import (
    Known,
    bare,
    content_of,
    gather_district,
    gather_principal,
    gather_subject,
    gather_tool,
    gather_unresolved,
    proven_age,
)
from gateway.terms.decision import ConsentFacts, Content, DistrictFacts, Facts, SubjectFacts
from gateway.terms.disclosure import (
    Category,
    DistrictChoices,
    Purpose,
    ToolStatus,
)
from gateway.terms.people import AgeBand, AgeSource, Kind, Person, Principal
from tests.decision.slips import (
    DAY,
    FIFTEEN,
    NAME,
    PARENT,
    PUPIL,
    SLIP,
    TEACHER,
    TEN,
    TOOL,
)


def of_district(choices: DistrictChoices) -> DistrictFacts:
    """Gather a district's choices for a prompt to the tool."""
    return gather_district(choices, DAY, tool=TOOL.id, purpose=Purpose.INSTRUCTION)


def _principal(person: Person, age: Age, **changes: Any) -> Principal:
    return Principal(
        person=person, age_band=age.band, age_source=age.source, age=age.years, **changes
    )


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
    facts = of_district(DistrictChoices(coppa_age=9, self_consent_age=16))
    assert (facts.coppa_age, facts.self_consent_age) == (13, 18)
    assert of_district(DistrictChoices(coppa_age=16)).coppa_age == 16


def test_school_authorisation_needs_the_officials_name() -> None:
    choices = DistrictChoices(school_authorisation=True)
    assert not of_district(choices).school_authorisation
    named = replace(choices, school_authorisation_by="superintendent")
    assert of_district(named).school_authorisation


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
        district=of_district(DistrictChoices()),
        purpose=Purpose.LEARNING,
        content=Content.C2,
        media=True,
        structural_hit=True,
    )
    left = bare(facts)
    assert (left.subjects, left.content, left.media, left.structural_hit) == ((), 0, False, False)
    assert left.principal == facts.principal
