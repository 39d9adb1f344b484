"""The corpus is what it says: made-up people alone, halves of a size, many names off the roster."""

import re
from collections import Counter
from functools import cache
from itertools import combinations

import pytest

from gateway.terms.text import Label
from tests.corpus.markup import K12, Prompt, read_corpus

CATEGORIES = sorted(path.stem for path in K12.glob("*.txt"))
# The fewest prompts each category must hold to say anything about it.
FEWEST = {
    "teacher_emails": 22,
    "iep_504": 22,
    "grade_comments": 22,
    "essays": 22,
    "homework_questions": 22,
    "counsellor_notes": 22,
    "tables": 22,
    "lowercase_chat": 22,
    "code": 22,
    "spanish": 22,
    "common_word_names": 22,
    "name_forms": 22,
    "nicknames_initials": 22,
    "ids_contacts": 22,
    "nurse_bus_office": 22,
    "multi_turn": 22,
}
FEWEST_CLEAN = 130
# Nobody answers at 555-0100 to 555-0199, and nobody receives mail at these domains (RFC 2606).
READ_OUT = {
    word: str(digit)
    for digit, word in enumerate("oh one two three four five six seven eight nine".split())
}
NOBODYS_NUMBER = re.compile(r"55501\d\d$")
NOBODYS_MAIL = re.compile(
    r"[@.](example\.(org|com|net)|[a-z0-9-]+\.example|k12\.example\.us)$", re.IGNORECASE
)
# The Social Security Administration has never issued area 000, 666 or 9xx.
NOBODYS_SSN = re.compile(r"(000|666|9\d\d)\d{6}$")


@cache
def prompts() -> tuple[Prompt, ...]:
    return tuple(read_corpus())


def marked(label: Label) -> list[tuple[Prompt, str]]:
    return [
        (prompt, prompt.text[mark.start : mark.end])
        for prompt in prompts()
        for mark in prompt.marks
        if mark.label is label
    ]


@pytest.mark.parametrize(("category", "fewest"), FEWEST.items(), ids=FEWEST.keys())
def test_each_category_holds_enough_prompts(category: str, fewest: int) -> None:
    assert sum(prompt.category == category for prompt in prompts()) >= fewest


def test_there_are_enough_clean_prompts_and_they_are_clean() -> None:
    clean = [prompt for prompt in prompts() if prompt.category.startswith("clean_")]
    assert len(clean) >= FEWEST_CLEAN
    assert not [prompt.id for prompt in clean if prompt.marks]


def test_every_other_prompt_holds_something_personal() -> None:
    others = [prompt for prompt in prompts() if not prompt.category.startswith("clean_")]
    assert not [prompt.id for prompt in others if not prompt.marks]


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_third_of_each_category_at_least_is_never_tuned_on(category: str) -> None:
    halves = Counter(prompt.half for prompt in prompts() if prompt.category == category)
    assert 3 * halves["check"] >= halves.total()
    assert halves["dev"] >= halves["check"] - 2


@pytest.mark.parametrize("half", ["dev", "check"])
def test_a_fifth_of_the_names_is_on_no_roster(half: str) -> None:
    names = [
        mark.subject
        for prompt in prompts()
        if prompt.half == half
        for mark in prompt.marks
        if mark.label is Label.PERSON
    ]
    assert names.count("") >= 0.2 * len(names)


def test_telephone_numbers_are_nobodys() -> None:
    for prompt, phone in marked(Label.PHONE):
        number = re.split(r"\s*\b(?:x|ext)", phone, maxsplit=1)[0]
        written = re.sub(r"[a-z]+", lambda word: READ_OUT.get(word[0], ""), number)
        digits = re.sub(r"\D", "", written)
        assert NOBODYS_NUMBER.search(digits), prompt.id


def test_mail_addresses_are_nobodys() -> None:
    for prompt, address in marked(Label.EMAIL):
        assert NOBODYS_MAIL.search(address), prompt.id


def test_social_security_numbers_were_never_issued() -> None:
    for prompt, number in marked(Label.SSN):
        digits = re.sub(r"\D", "", number)
        assert len(digits) < 9 or NOBODYS_SSN.match(digits), prompt.id


def test_no_prompt_is_another_with_the_names_changed() -> None:
    prints = {prompt.id: _runs(prompt) for prompt in prompts()}
    for (one, left), (other, right) in combinations(prints.items(), 2):
        fewer = min(len(left), len(right))
        assert fewer < 12 or len(left & right) < 0.5 * fewer, f"{one} and {other}"


def _runs(prompt: Prompt) -> set[tuple[str, ...]]:
    """Every run of four words, once what is marked is taken out."""
    bare, done = "", 0
    for mark in prompt.marks:
        bare += prompt.text[done : mark.start] + " * "
        done = mark.end
    words = re.findall(r"\w+|\*", bare + prompt.text[done:])
    return set(zip(*(words[n:] for n in range(4)), strict=False))


def test_every_file_says_that_its_people_do_not_exist() -> None:
    for path in K12.glob("*.txt"):
        assert path.read_text(encoding="utf-8").startswith("# "), path.name


def test_every_conversation_has_several_turns() -> None:
    talks = [prompt for prompt in prompts() if prompt.category == "multi_turn"]
    assert all(len(talk.turns) >= 3 for talk in talks)


@pytest.mark.parametrize("half", ["dev", "check"])
@pytest.mark.parametrize("label", list(Label))
def test_every_label_can_be_measured_on_either_half(label: Label, half: str) -> None:
    assert sum(prompt.half == half for prompt, _ in marked(label)) >= 6
