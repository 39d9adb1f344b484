from collections.abc import Sequence

import pytest

from gateway.detection.carried import carry
from gateway.detection.kept import CARRIED, REST, UNLISTED, Kept
from gateway.detection.name_scores import FULL, PART
from gateway.terms.text import Label, NamePart

ROSTER, MODEL, CUED = "roster", "ner", "callings"


def seen(text: str, name: str, by: str = MODEL, part: NamePart = NamePart.FULL, *who: str) -> Kept:
    """Return a name where it first stands in a text."""
    start = text.index(name)
    why = UNLISTED if by in (MODEL, CUED) else "class-full"
    return Kept(start, start + len(name), Label.PERSON, 0.6, by, why, who, part)


def carried(texts: Sequence[str], *kept: Sequence[Kept]) -> list[list[str]]:
    """Return what was carried to each text."""
    some = [*kept, *[()] * (len(texts) - len(kept))]
    found = carry(texts, some, [()] * len(texts))
    return [
        [text[one.start : one.end] for one in more if one.why == CARRIED]
        for text, more in zip(texts, found, strict=True)
    ]


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        pytest.param("Seraphina is late", ["Seraphina"], id="the given name"),
        pytest.param("seraphina is late", ["seraphina"], id="in small letters"),
        pytest.param("is it quennell's?", ["quennell"], id="the family name, possessive"),
        pytest.param("quennells book", ["quennell"], id="possessive without its apostrophe"),
        pytest.param("seraphinaBot.run()", ["seraphina"], id="in a joined word"),
        pytest.param("run_seraphina_2", ["seraphina"], id="between underscores"),
        pytest.param("S. Quennell", ["S. Quennell"], id="with the initial before"),
        pytest.param("seraphina q said", ["seraphina q"], id="with the initial behind"),
        pytest.param("Seraphinaland", [], id="part of a longer word"),
        pytest.param("S Other", [], id="somebody else"),
    ],
)
def test_a_full_name_is_carried_by_its_parts(later: str, expected: list[str]) -> None:
    first = "Mira Quennell, Seraphina Quennell"
    name = seen(first, "Seraphina Quennell", ROSTER, NamePart.FULL, "s1")

    assert carried([first, later], [name])[1] == expected


def test_it_is_carried_backwards_too() -> None:
    last = "signed, Seraphina Quennell"

    assert carried(["tell quennell", last], [], [seen(last, "Seraphina Quennell", ROSTER)]) == [
        ["quennell"],
        [],
    ]


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        pytest.param("Make hope's comment shorter", ["hope"], id="a possessive"),
        pytest.param("Ask Hope again", ["Hope"], id="a capital within a sentence"),
        pytest.param("I hope so. Hope dies last", [], id="the word"),
        pytest.param("hope_score", [], id="in a joined word"),
        pytest.param("ALL HOPE IS LOST", [], id="capitals throughout"),
    ],
)
def test_a_name_that_is_a_word_is_carried_where_it_reads_as_a_name(
    later: str, expected: list[str]
) -> None:
    first = "Hope Ellery, art"

    assert carried([first, later], [seen(first, "Hope Ellery", ROSTER)])[1] == expected


@pytest.mark.parametrize(
    ("name", "by", "expected"),
    [
        pytest.param("Marisol Finch", MODEL, ["marisol"], id="a listed given name in it"),
        pytest.param("Bramble Cho", MODEL, [], id="no list has it"),
        pytest.param("Bramble", CUED, ["bramble"], id="the words around asked for a name"),
        pytest.param("Marisol", MODEL, ["marisol"], id="a listed name"),
        pytest.param("Bramble", MODEL, [], id="a word that a model took for a name"),
        pytest.param("reader io", MODEL, [], id="small letters"),
    ],
)
def test_what_a_model_saw_is_carried_in_small_letters_if_it_is_surely_a_name(
    name: str, by: str, expected: list[str]
) -> None:
    later = "so bramble and marisol are with the reader"

    assert carried([name, later], [seen(name, name, by)])[1] == expected


def test_one_strange_word_is_carried_if_the_models_were_sure_of_it() -> None:
    sure = seen("Bramble", "Bramble")._replace(score=0.92)
    left = sure._replace(why=REST)

    assert carried(["Bramble", "so bramble left"], [sure])[1] == ["bramble"]
    assert carried(["Bramble", "so bramble left"], [left])[1] == []


def test_a_name_that_no_list_has_keeps_its_capital() -> None:
    assert carried(["Bramble Cho", "Bramble begins"], [seen("Bramble Cho", "Bramble Cho")]) == [
        [],
        ["Bramble"],
    ]


def test_short_forms_of_a_given_name_are_carried() -> None:
    first = "Nathaniel Quennell"

    assert carried([first, "and nate said"], [seen(first, first, ROSTER)])[1] == ["nate"]


def test_a_carried_name_is_its_persons_by_part() -> None:
    first = "Seraphina Quennell"
    _, (given, family) = carry(
        [first, "seraphina met quennell"],
        [[seen(first, first, FULL, NamePart.FULL, "s1")], []],
        [(), ()],
    )

    assert (given.people, given.part, given.key) == (("s1",), NamePart.GIVEN, "seraphina")
    assert (family.people, family.part, family.key) == (("s1",), NamePart.FAMILY, "quennell")


def test_what_stands_already_or_everyone_knows_is_left_as_it_is() -> None:
    first, later = "Romeo Quennell", "Romeo loves Juliet; Quennell laughs"
    there = seen(later, "Quennell", PART, NamePart.FAMILY, "s2")
    found = carry([first, later], [[seen(first, first, ROSTER)], [there]], [(), [(0, 5)]])

    assert found[1] == (there,)


def test_excused_names_are_not_carried_unless_they_are_the_rosters() -> None:
    texts = ["Marisol", "marisol"]

    assert carry(texts, [[seen("Marisol", "Marisol")], []], [(), ()], {"marisol"})[1] == ()
    listed = [seen("Marisol", "Marisol", PART, NamePart.GIVEN, "s1")]
    assert len(carry(texts, [listed, []], [(), ()], {"marisol"})[1]) == 1


def test_a_long_text_takes_time_by_its_length_alone() -> None:
    """What took its square would take minutes here."""
    first = "Seraphina Quennell"
    name = seen(first, first, ROSTER, NamePart.FULL, "s1")
    later = "Seraphina, " * 40_000
    assert len(carried([first, later], [name])[1]) == 40_000
