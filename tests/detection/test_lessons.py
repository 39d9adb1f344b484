import re

import pytest

from gateway.detection.lessons import about_the_world, is_a_lesson, of_a_lesson, of_the_world


def worldly(text: str) -> list[str]:
    """Return who is somebody of the world: `[…]` only a model saw, `{…}` everyone knows."""
    plain = ""
    seen: list[tuple[int, int]] = []
    known: list[tuple[int, int]] = []
    for piece in re.split(r"([\[{][^\]}]+[\]}])", text):
        if piece[:1] in ("[", "{"):
            place = (len(plain), len(plain) + len(piece) - 2)
            (seen if piece[0] == "[" else known).append(place)
            piece = piece[1:-1]
        plain += piece
    return [plain[start:end] for start, end in of_the_world(plain, seen, known)]


ABOUT = "{Rachel Carson} and {Silent Spring} changed things. "
SENTENCES = {
    "what they are": (ABOUT + "The editor [Bram Hollis] told her so.", ["Bram Hollis"]),
    "a year": (ABOUT + "In 1962 [Bram Hollis] answered.", ["Bram Hollis"]),
    "a year just before": (ABOUT + "That was in 1962. [Bram Hollis] agreed.", ["Bram Hollis"]),
    "the last name later on": (
        ABOUT + "The chemist [Bram Hollis] wrote. Nobody believed [Hollis] or [Quist].",
        ["Bram Hollis", "Hollis"],
    ),
    "one word alone": (ABOUT + "The chemist [Hollis] wrote.", []),
    "the writer's own life": (ABOUT + "My uncle, the chemist [Bram Hollis], agrees.", []),
    "school life": (ABOUT + "The poet [Bram Hollis] has an IEP.", []),
    "a teacher": (ABOUT + "Ms. [Ada Hollis] says the author is right.", []),
    "a cast": (ABOUT + "[Ada Hollis] is Hamlet.", []),
    "nothing of the world": (ABOUT + "[Bram Hollis] came late.", []),
    "a text about nobody known": ("The editor [Bram Hollis] told her in 1962.", []),
    "one person known, twice": ("{Carson} met {Carson}. The editor [Bram Hollis] left.", []),
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.values(), ids=SENTENCES.keys())
def test_the_sentence_tells_people_of_the_world(text: str, expected: list[str]) -> None:
    assert worldly(text) == expected


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text without its marks, and where `{…}` stood: what everyone knows."""
    plain, known = "", []
    for piece in re.split(r"(\{[^}]+\})", text):
        if piece[:1] == "{":
            known.append((len(plain), len(plain) + len(piece) - 2))
            piece = piece[1:-1]
        plain += piece
    return plain, known


def sentences(text: str) -> list[str]:
    """Return the sentences of a text that are about the world."""
    plain, known = marked(text)
    return [plain[start:end].strip() for start, end in about_the_world(plain, known)]


WORLD = {
    "two who are known": ("{Carson} and {Darwin} agree.", ["Carson and Darwin agree."]),
    "one, and a word of lessons": ("Does {Carson} end her essay?", ["Does Carson end her essay?"]),
    "words of lessons alone": ("Which theme has this poem?", ["Which theme has this poem?"]),
    "one word of lessons": ("Zorvan wrote a poem.", []),
    "wars are words of lessons": ("Which rebellion led to the war?",
                                  ["Which rebellion led to the war?"]),
    "what somebody says of it": ("{Carson} and {Darwin} agree. My textbook says Brell does not.",
                                 ["Carson and Darwin agree.", "My textbook says Brell does not."]),
    "what a friend says": ("{Carson} and {Darwin} agree. My friend told me Brell does not.",
                           ["Carson and Darwin agree."]),
    "a probability": ("{Carson} and {Darwin} agree, p = 0.05.",
                      ["Carson and Darwin agree, p = 0.05."]),
    "one who is known": ("{Carson} agrees.", []),
    "a sentence of somebody's own life": ("{Carson} and {Darwin} agree. My friend Brell does not.",
                                          ["Carson and Darwin agree."]),
    "a pupil's own essay": ("Is my essay on {Carson} good?", ["Is my essay on Carson good?"]),
    "school life": ("{Carson} and {Darwin} in homeroom.", []),
    "a cast": ("{Hamlet} and {Ophelia} ..... Brell", []),
    "a table": ("{Hamlet}\t{Ophelia}\tBrell", []),
    "somebody who plays a part": ("Brell is {Hamlet}. {Ophelia} dies.", ["Ophelia dies."]),
    "a character with a title": ("{Mr. Darcy} and {Elizabeth} agree.",
                                 ["Mr. Darcy and Elizabeth agree."]),
    "long past": ("Brell ruled in 1453. A treaty followed.",
                  ["Brell ruled in 1453.", "A treaty followed."]),
    "comments on pupils": ("Semester comments: Brell loved {Carson} and {Darwin}.", []),
    "a list of pupils": ("• Brell, A, loved {Carson} and {Darwin}", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WORLD.values(), ids=WORLD.keys())
def test_some_sentences_are_about_the_world(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


LESSONS = {
    "an essay": ("Check my essay. {Carson} and {Darwin} agree. Brell did not.", True),
    "one who is known": ("{Carson} agrees. Brell did not.", False),
    "somebody's own life in one sentence": ("{Carson} and {Darwin} agree. My mom does not.", False),
    "a table": ("{Carson}\t{Darwin}\tBrell", False),
    "topics and years": (
        "In 1980 a crater told of the asteroid and the dinosaurs' extinction.",
        True,
    ),
    "what is said of work, too": ("Brell's thesis, theme, plot and imagery are clear.", False),
    "a pupil's question about it": ("I need 3 facts. Did {Carson} meet {Darwin}?", True),
}


@pytest.mark.parametrize(("text", "expected"), LESSONS.values(), ids=LESSONS.keys())
def test_a_text_about_the_world_alone_is_a_lesson(text: str, expected: bool) -> None:
    assert is_a_lesson(*marked(text)) is expected


STEEPED = """My friend Tavi helped me.
{A} met {B}. Then Brell left.
{C}, {D} and {E} agree.
Brell cried."""


def test_paragraphs_of_a_text_steeped_in_the_world_are_a_lesson_without_its_own_life() -> None:
    text, known = marked(STEEPED)
    found = [text[start:end] for start, end in of_a_lesson(text, known)]
    assert found == ["A met B. Then Brell left.", "C, D and E agree."]
    assert of_a_lesson(text, known[:4]) == []


def test_a_work_named_by_title_is_enough() -> None:
    assert about_the_world("Does Brell end Walden?", [(16, 22)], [(16, 22)])
    assert not about_the_world("Does Brell like Walden?", [(16, 22)])
