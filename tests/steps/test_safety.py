"""Whether an alarm is raised, for whom, and what they read."""

from dataclasses import replace

import pytest

from gateway.detection.scan import Scanned
from gateway.steps.safety import heard, reader_of
from gateway.steps.safety_words import ENGLISH, NOTICE, SPANISH, Reader, words_for
from gateway.terms.disclosure import DistrictChoices, StaffSafety
from gateway.terms.people import AgeBand, AgeSource, Kind, Person, Principal, Role
from gateway.terms.signs import NO_SIGNS, Danger
from gateway.terms.text import Leaf

DANGER = Scanned((), replace(NO_SIGNS, dangers=frozenset({Danger.THREAT})))
SPANISH_DANGER = Scanned((), replace(DANGER.signs, spanish=True))
CALM = Scanned((), NO_SIGNS)
CHOICES = DistrictChoices(safety_contact="Ms. Vega, room 4")


def asked_by(role: Role, kind: Kind, band: AgeBand = AgeBand.TEEN) -> Principal:
    person = Person(id="p", kind=kind, role=role, given="Ann")
    return Principal(person=person, age_band=band, age_source=AgeSource.NONE)


STUDENT = asked_by(Role.STUDENT, Kind.STUDENT)
TEACHER = asked_by(Role.TEACHER, Kind.STAFF, AgeBand.ADULT)
PARENT = asked_by(Role.GUARDIAN, Kind.GUARDIAN, AgeBand.ADULT)


def said(*authors: str) -> list[Leaf]:
    return [Leaf(path=("m", n), text=f"words {n}", author=who) for n, who in enumerate(authors)]


@pytest.mark.parametrize(
    ("principal", "reader"),
    [
        (asked_by(Role.STUDENT, Kind.STUDENT, AgeBand.UNDER_13), Reader.CHILD),
        (asked_by(Role.STUDENT, Kind.STUDENT, AgeBand.UNKNOWN), Reader.CHILD),
        (STUDENT, Reader.TEEN),
        (asked_by(Role.STUDENT, Kind.STUDENT, AgeBand.ADULT), Reader.TEEN),
        (TEACHER, Reader.STAFF),
        (PARENT, Reader.FAMILY),
    ],
)
def test_everybody_is_spoken_to_in_words_for_them(principal: Principal, reader: Reader) -> None:
    assert reader_of(principal) is reader


def test_nothing_dangerous_raises_nothing() -> None:
    assert heard(said("user"), [CALM], STUDENT, CHOICES) is None


@pytest.mark.parametrize("author", ["assistant", "system", "tool", "definition"])
def test_only_what_somebody_typed_raises_an_alarm(author: str) -> None:
    assert heard(said(author), [DANGER], STUDENT, CHOICES) is None


def test_a_student_is_answered_in_every_later_turn_and_the_team_alerted_once() -> None:
    first = heard(said("user"), [DANGER], STUDENT, CHOICES)
    assert first is not None
    assert first.fresh
    assert "Ms. Vega, room 4" in first.reply
    assert first.words == ("words 0",)
    later = heard(said("user", "assistant", "user"), [DANGER, CALM, CALM], STUDENT, CHOICES)
    assert later is not None
    assert not later.fresh
    assert later.words == ()


@pytest.mark.parametrize("principal", [TEACHER, PARENT])
def test_adults_are_answered_once_and_may_go_on(principal: Principal) -> None:
    first = heard(said("user"), [DANGER], principal, CHOICES)
    assert first is not None
    assert first.reply
    turns = said("user", "assistant", "user")
    assert heard(turns, [DANGER, CALM, CALM], principal, CHOICES) is None
    again = heard(turns, [DANGER, CALM, DANGER], principal, CHOICES)
    assert again is not None


def test_a_district_may_let_staff_go_on_with_a_notice_but_not_students() -> None:
    choices = replace(CHOICES, staff_safety=StaffSafety.NOTICE)
    staff = heard(said("user"), [DANGER], TEACHER, choices)
    assert staff is not None
    assert staff.reply == ""
    student = heard(said("user"), [DANGER], STUDENT, choices)
    assert student is not None
    assert student.reply


def test_spanish_is_answered_in_spanish() -> None:
    alarm = heard(said("user"), [SPANISH_DANGER], STUDENT, CHOICES)
    assert alarm is not None
    assert "oprime 2" in alarm.reply


def test_what_was_typed_never_shows_in_an_alarms_words() -> None:
    assert "words 0" not in repr(heard(said("user"), [DANGER], STUDENT, CHOICES))


@pytest.mark.parametrize("reader", list(Reader))
@pytest.mark.parametrize("spanish", [False, True])
@pytest.mark.parametrize("contact", ["", "Ms. Vega"])
def test_every_reply_names_the_lifeline_and_somebody_at_school(
    reader: Reader, spanish: bool, contact: str
) -> None:
    words = words_for(reader, contact=contact, spanish=spanish)
    assert "988" in words
    assert "911" in words
    assert "{" not in words
    if contact:
        assert contact in words
    if reader in (Reader.CHILD, Reader.TEEN):
        assert "741741" in words


def test_both_languages_speak_to_everybody_and_the_notice_fits_a_header() -> None:
    assert ENGLISH.keys() == SPANISH.keys() == set(Reader)
    assert NOTICE.isascii()


TASK = """### Task:
Generate a concise, 3-5 word title with an emoji summarizing the chat history.
### Chat History:
<chat_history>
USER: {typed}
ASSISTANT: {answer}
{rest}</chat_history>"""


def _task(typed: str, answer: str, rest: str = "") -> list[Leaf]:
    text = TASK.format(typed=typed, answer=answer, rest=rest)
    return [Leaf(path=("m", 0), text=text, author="user")]


@pytest.mark.parametrize("spanish", [False, True])
def test_a_front_end_that_has_the_conversation_named_alerts_nobody_again(spanish: bool) -> None:
    answer = words_for(Reader.TEEN, contact=CHOICES.safety_contact, spanish=spanish)
    for told in (answer, answer.replace(" ", "\n", 3)):
        alarm = heard(_task("i want to kill myself", told), [DANGER], STUDENT, CHOICES)
        assert alarm is not None
        assert alarm.reply  # nothing leaves all the same
        assert not alarm.fresh
        assert not alarm.words


def test_what_is_told_after_the_answer_is_a_new_alert() -> None:
    answer = words_for(Reader.TEEN, contact=CHOICES.safety_contact, spanish=False)
    later = "USER: i am going to kill myself tonight\n"
    alarm = heard(_task("i want to kill myself", answer, later), [DANGER], STUDENT, CHOICES)
    assert alarm is not None
    assert alarm.fresh
    assert alarm.words


def test_a_conversation_that_holds_no_answer_of_ours_is_a_new_alert() -> None:
    alarm = heard(_task("i want to kill myself", "Here is your essay."), [DANGER], STUDENT, CHOICES)
    assert alarm is not None
    assert alarm.fresh


def test_a_colleagues_conversation_is_named_as_any_other() -> None:
    answer = words_for(Reader.STAFF, contact=CHOICES.safety_contact, spanish=False)
    assert (
        heard(_task("she said she will kill herself", answer), [DANGER], TEACHER, CHOICES) is None
    )
