"""Tags: one number a person, for the whole conversation."""

import pytest

from gateway.pseudonyms.vault import Vault
from gateway.terms.disclosure import SurrogateStyle
from gateway.terms.people import Kind, Person, Role
from gateway.terms.text import Label, NamePart
from tests.pseudonyms.people import finding, plan, restored, sent, span, student

TAGS = SurrogateStyle.TAGS
PEOPLE = (
    student("s1", "Maria", "Lopez"),
    student("s2", "Carlos", "Lopez"),
    Person(id="g1", kind=Kind.GUARDIAN, role=Role.GUARDIAN, given="Rosa", family="Lopez"),
    Person(id="t1", kind=Kind.STAFF, role=Role.TEACHER, given="Ann", family="Ray"),
)


def tagged(text: str, *names: tuple[str, tuple[str, ...]], vault: Vault | None = None) -> str:
    request = [finding(text, *(span(text, name, subjects=who) for name, who in names))]
    made = plan(request, vault, people=PEOPLE, style=TAGS)
    (left,) = sent(request, made)
    assert restored(made, left) == text
    return left


def test_a_person_keeps_one_number_in_every_form_of_the_name() -> None:
    text = "Maria Lopez: Maria, MARIA LOPEZ, Lopez, Maria; Carlos Lopez"
    left = tagged(text, ("Maria Lopez", ("s1",)), ("Carlos Lopez", ("s2",)))
    assert left.startswith("[STUDENT_1]: [STUDENT_1_FIRST], [STUDENT_1_ALT], ")
    assert left.endswith("[STUDENT_1_LAST], [STUDENT_1_FIRST]; [STUDENT_2]")


def test_tags_say_what_somebody_is_to_the_school() -> None:
    text = "Rosa Lopez and Ann Ray and Somebody Else"
    left = tagged(text, ("Rosa Lopez", ("g1",)), ("Ann Ray", ("t1",)), ("Somebody Else", ()))
    assert left == "[GUARDIAN_1] and [STAFF_1] and [PERSON_1]"


def test_somebody_of_two_kinds_is_a_person() -> None:
    assert tagged("Lopez", ("Lopez", ("s1", "g1"))) == "[PERSON_1]"


def test_somebody_unknown_is_known_again_by_name() -> None:
    text = "Talia Voss came. Talia left. Ben Voss stayed."
    left = tagged(text, ("Talia Voss", ()), ("Ben Voss", ()))
    assert left == "[PERSON_1] came. [PERSON_1_FIRST] left. [PERSON_2] stayed."


def test_a_tag_that_stands_in_the_text_is_passed_over() -> None:
    text = "[STUDENT_1] is what I call Maria Lopez"
    assert tagged(text, ("Maria Lopez", ("s1",))) == "[STUDENT_1] is what I call [STUDENT_2]"


def test_numbers_stay_when_more_people_come() -> None:
    first = [finding("Maria", span("Maria", "Maria", subjects=("s1",), part=NamePart.GIVEN))]
    vault = plan(first, people=PEOPLE, style=TAGS).vault
    left = tagged("Carlos Lopez and Maria", ("Carlos Lopez", ("s2",)), vault=vault)
    assert left == "[STUDENT_2] and [STUDENT_1_FIRST]"


@pytest.mark.parametrize("label", [label for label in Label if label is not Label.PERSON])
def test_other_values_are_numbered_by_kind(label: Label) -> None:
    text = "a1042 b2077"
    request = [finding(text, span(text, "a1042", label=label), span(text, "b2077", label=label))]
    left = sent(request, plan(request, style=TAGS))[0]
    assert left == f"[{label}_1] [{label}_2]"


def test_a_stand_in_of_another_style_is_kept() -> None:
    request = [finding("Maria", span("Maria", "Maria", subjects=("s1",)))]
    named = plan(request, people=PEOPLE)
    tags = plan(request, named.vault, people=PEOPLE, style=TAGS)
    assert sent(request, tags) == sent(request, named)
