"""The synthetic district has the size asked for, holds together, and always has its cast."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cached_property

import pytest

from gateway.demo.campus import Campus, local_id, phone, state_id
from gateway.demo.synthetic_district import FEWEST, MOST, SyntheticDistrict
from gateway.terms.disclosure import (
    COPPA_VERIFIABLE,
    Consent,
    Grant,
    Purpose,
    Signer,
    ToolStatus,
)
from gateway.terms.people import Kind, Person, Role, age_on

TODAY = date(2026, 11, 23)


class Kept(SyntheticDistrict):
    """A district that keeps its campuses, so that each test need not make them again."""

    @cached_property
    def kept(self) -> list[Campus]:
        return list(super().campuses())

    def campuses(self) -> Iterator[Campus]:
        return iter(self.kept)


@pytest.fixture(scope="module")
def district() -> SyntheticDistrict:
    return Kept(people=3_000, seed=7, today=TODAY)


def everybody(district: SyntheticDistrict) -> list[Person]:
    return [
        person
        for campus in district.campuses()
        for person in (*campus.staff, *campus.guardians, *campus.students)
    ]


@pytest.mark.parametrize("people", [FEWEST, 601, 1_234, 4_000])
def test_it_has_exactly_as_many_people_as_asked_for(people: int) -> None:
    assert len(everybody(SyntheticDistrict(people, seed=1, today=TODAY))) == people


@pytest.mark.parametrize("people", [FEWEST - 1, MOST + 1])
def test_other_sizes_are_refused(people: int) -> None:
    with pytest.raises(ValueError, match="600 to 500000"):
        SyntheticDistrict(people, seed=1, today=TODAY)


def test_the_largest_district_is_planned_with_a_name_for_every_school() -> None:
    plans = SyntheticDistrict(MOST, seed=3, today=TODAY).plans
    assert len({plan.school.name for plan in plans}) == len(plans) > 300
    assert sum(plan.people for plan in plans) == MOST


def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    first, again, other = (
        everybody(SyntheticDistrict(FEWEST, seed=seed, today=TODAY)) for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_ids_user_names_and_numbers_belong_to_one_person_each(district: SyntheticDistrict) -> None:
    people = everybody(district)
    for field in ("id", "username"):
        assert len({getattr(person, field) for person in people}) == len(people)
    for field in ("emails", "phones", "ids"):
        values = [value for person in people for value in getattr(person, field)]
        assert len(set(values)) == len(values) > 1_000


def test_generated_numbers_never_repeat_in_the_largest_district() -> None:
    numbers = range(1, MOST + 1, 7)
    assert len({local_id(number) for number in numbers}) == len(numbers)
    assert len({state_id(number) for number in numbers}) == len(numbers)
    assert len({phone(number, line) for number in numbers for line in (0, 1)}) == 2 * len(numbers)
    assert all(len(local_id(number)) == 6 and len(state_id(number)) == 10 for number in numbers)
    assert all(len(phone(number, 1)) == len("(303) 555-0100") for number in numbers)


def test_a_small_district_has_only_telephone_numbers_set_aside_for_fiction() -> None:
    for person in everybody(SyntheticDistrict(FEWEST, seed=5, today=TODAY)):
        for number in person.phones:
            assert number[6:12] == "555-01"


def test_guardians_and_classes_refer_to_people_who_exist(district: SyntheticDistrict) -> None:
    for campus in district.campuses():
        guardians = {person.id for person in campus.guardians}
        students = {person.id for person in campus.students}
        staff = {person.id for person in campus.staff}
        assert {g for student in campus.students for g in student.guardians} == guardians
        enrolled = {s for seed in campus.classes for s in seed.group.students}
        assert enrolled == students
        assert {t for seed in campus.classes for t in seed.group.staff} <= staff


def test_every_school_has_its_posts_filled(district: SyntheticDistrict) -> None:
    for campus in list(district.campuses())[1:]:
        roles = {person.role for person in campus.staff}
        assert roles == {
            Role.ADMINISTRATOR,
            Role.TEACHER,
            Role.COUNSELLOR,
            Role.NURSE,
            Role.STAFF,
        }


def test_classes_are_of_a_size_one_can_teach(district: SyntheticDistrict) -> None:
    for seed in district.classes():
        if seed.course != "COUN":
            assert 1 <= len(seed.group.students) <= 27, seed.group.title


def test_ages_fit_the_grade_but_for_a_few(district: SyntheticDistrict) -> None:
    born = dict(district.birth_dates())
    off = Counter[bool]()
    bands = Counter[str]()
    for student in district.students():
        day = born[student.id]
        if day is None:
            bands["unknown"] += 1
            continue
        age = age_on(TODAY, day)
        bands["under 13" if age < 13 else "teen" if age < 18 else "adult"] += 1
        usual = 5 if student.grade == "KG" else int(student.grade) + 5
        off[age not in (usual, usual + 1)] += 1
    assert 0 < off[True] < 0.1 * off[False]
    assert set(bands) == {"under 13", "teen", "adult", "unknown"}
    assert 0 < bands["unknown"] < 0.03 * off[False]


def test_the_youngest_have_no_e_mail(district: SyntheticDistrict) -> None:
    for student in district.students():
        assert bool(student.emails) == (student.grade not in ("KG", "01", "02"))


def test_some_pupils_bear_exactly_the_same_name(district: SyntheticDistrict) -> None:
    names = Counter((s.given, s.family) for s in district.students())
    assert sum(count > 1 for count in names.values()) > 3


# The cast


@pytest.mark.parametrize(
    ("seed", "people", "today"),
    [
        (1, FEWEST, TODAY),
        (2, FEWEST, date(2028, 2, 29)),
        (3, FEWEST, date(2027, 7, 1)),
        (4, 2_500, date(2027, 6, 30)),
    ],
)
def test_the_teacher_has_every_subject_in_one_class(seed: int, people: int, today: date) -> None:
    district = SyntheticDistrict(people, seed, today)
    personas, subjects = district.personas(), district.subjects()
    assert set(subjects) == {
        "consented",
        "unconsented",
        "expired",
        "revoked",
        "defective",
        "twin_one",
        "twin_two",
    }
    pupils = {person.id for person in subjects.values()} | {
        personas[key].id
        for key in (
            "student_under_13_no_consent",
            "student_under_13_consented",
            "student_13_17",
            "student_unknown_age",
        )
    }
    shared = [
        seed.group
        for seed in district.classes()
        if personas["teacher"].id in seed.group.staff and pupils <= set(seed.group.students)
    ]
    assert shared
    case_load = [s.group for s in district.classes() if personas["counsellor"].id in s.group.staff]
    assert pupils <= set(case_load[0].students)


def test_personas_have_the_ages_and_jobs_they_play(district: SyntheticDistrict) -> None:
    born = dict(district.birth_dates())
    personas = district.personas()

    def age(key: str) -> int:
        day = born[personas[key].id]
        assert day is not None
        return age_on(TODAY, day)

    assert age("student_under_13_no_consent") == age("student_under_13_consented") == 12
    assert age("student_13_17") == 13
    assert age("student_18") == 18
    assert born[personas["student_unknown_age"].id] is None
    assert personas["teacher"].role is personas["other_teacher"].role is Role.TEACHER
    assert personas["counsellor"].role is Role.COUNSELLOR
    assert personas["admin"].kind is personas["auditor"].kind is Kind.STAFF
    assert personas["teacher"].schools != personas["other_teacher"].schools


def test_nobody_shares_a_full_name_with_the_cast_but_the_twins() -> None:
    district = SyntheticDistrict(15_000, seed=11, today=TODAY)
    cast = {(p.given, p.family) for p in (district.personas() | district.subjects()).values()}
    bearers = Counter((p.given, p.family) for p in everybody(district))
    assert {name for name in cast if bearers[name] > 1} == {("Maria", "Santos")}
    assert bearers["Maria", "Santos"] == 2


def test_schoolmates_share_no_word_with_the_names_of_the_cast(district: SyntheticDistrict) -> None:
    subjects = district.subjects()
    school = subjects["consented"].schools
    cast = {p.id for p in (district.personas() | subjects).values()}
    words = {word for p in subjects.values() for word in (p.given, *p.family.split())}
    for student in district.students():
        if student.schools == school and student.id not in cast:
            assert not {student.given, *student.family.split()} & words


# Permission slips and tools


def slips(district: SyntheticDistrict) -> dict[str, Consent]:
    return {slip.subject: slip for slip in district.consents()}


def state(slip: Consent | None) -> str:
    if slip is None:
        return "none"
    if slip.missing():
        return "defective"
    if slip.revoked_at is not None:
        return "revoked"
    if slip.expires_on is None or slip.expires_on < TODAY:
        return "expired"
    return "complete" if Purpose.INSTRUCTION in slip.purposes else "wrong purpose"


def test_subjects_have_the_slips_that_their_names_say(district: SyntheticDistrict) -> None:
    found = slips(district)
    assert {key: state(found.get(p.id)) for key, p in district.subjects().items()} == {
        "consented": "complete",
        "unconsented": "none",
        "expired": "expired",
        "revoked": "revoked",
        "defective": "defective",
        "twin_one": "complete",
        "twin_two": "none",
    }
    personas = district.personas()
    assert personas["student_under_13_no_consent"].id not in found
    allowed = found[personas["student_under_13_consented"].id]
    assert state(allowed) == "complete"
    assert allowed.method in COPPA_VERIFIABLE
    assert allowed.collect_use is allowed.disclose_third_party is Grant.GRANTED
    adult = found[personas["student_18"].id]
    assert adult.relationship is Signer.ELIGIBLE_STUDENT
    assert adult.signer == adult.subject


def test_slips_come_in_every_kind_and_two_in_five_are_complete(district: SyntheticDistrict) -> None:
    found = slips(district)
    kinds = Counter(state(found.get(student.id)) for student in district.students())
    total = kinds.total()
    assert set(kinds) == {"none", "defective", "revoked", "expired", "complete", "wrong purpose"}
    assert 0.36 < kinds["complete"] / total < 0.44


def test_parents_of_the_youngest_answer_about_disclosure_apart(district: SyntheticDistrict) -> None:
    born = dict(district.birth_dates())
    young = [
        slip
        for slip in district.consents()
        if (day := born[slip.subject]) is not None and age_on(TODAY, day) < 13
    ]
    assert {slip.disclose_third_party for slip in young} == {Grant.GRANTED, Grant.REFUSED}
    assert all(slip.collect_use is Grant.GRANTED for slip in young)
    assert all(slip.ai_training is Grant.REFUSED for slip in district.consents())


def test_the_ledger_would_take_every_slips_document(district: SyntheticDistrict) -> None:
    assert all(re.fullmatch("[0-9a-f]{64}", slip.document) for slip in district.consents())


def test_slips_are_signed_by_whoever_holds_the_right(district: SyntheticDistrict) -> None:
    born = dict(district.birth_dates())
    students = {student.id: student for student in district.students()}
    for slip in district.consents():
        day = born[slip.subject]
        adult = day is not None and age_on(TODAY, day) >= 18
        holders = (slip.subject,) if adult else students[slip.subject].guardians
        assert slip.signer in holders
        assert slip.signed_on is None or slip.signed_on < TODAY


def test_slips_are_the_same_for_the_same_seed(district: SyntheticDistrict) -> None:
    assert list(district.consents()) == list(SyntheticDistrict(3_000, 7, TODAY).consents())


@pytest.mark.parametrize("today", [TODAY, date(2027, 6, 30), date(2027, 7, 1)])
def test_the_register_holds_a_tool_of_every_standing(today: date) -> None:
    district = SyntheticDistrict(FEWEST, 7, today)
    tools = {tool.id: tool for tool in district.tools("http://127.0.0.1:8788/v1")}
    assert {tool_id: tool.agreement_on(today) for tool_id, tool in tools.items()} == {
        "practice": "active",
        "practice-tags": "active",
        "practice-pilot": "active",
        "practice-expired": "expired",
        "practice-trains": "active",
        "practice-adult": "active",
    }
    assert tools["practice-pilot"].status is ToolStatus.PILOT
    assert tools["practice-pilot"].pilot_classes
    assert tools["practice-trains"].trains_on_data
    assert not tools["practice"].trains_on_data
    assert tools["practice-adult"].min_user_age == 18
    assert all(tool.base_url == "http://127.0.0.1:8788/v1" for tool in tools.values())
