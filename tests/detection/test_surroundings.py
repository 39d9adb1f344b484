import pytest

from gateway.detection.surroundings import Surroundings, surroundings
from gateway.terms.text import Candidate, Label


def signs(text: str, name: str, known: tuple[str, ...] = ()) -> dict[str, float]:
    """Return what is around a name, the only one but for those everyone knows."""
    return dict(_read(text, name, known).features(*_place(text, name)))


def odds(text: str, name: str, known: tuple[str, ...] = ()) -> float:
    return _read(text, name, known).odds(*_place(text, name))


def _read(text: str, name: str, known: tuple[str, ...]) -> Surroundings:
    return Surroundings(text, [_place(text, name)], [_place(text, one) for one in known])


def _place(text: str, name: str) -> tuple[int, int]:
    return text.index(name), text.index(name) + len(name)


def test_names_are_masked() -> None:
    one = signs("Compare Quillon with Darwin.", "Quillon", ("Darwin",))
    assert one == signs("Compare Adamu with Mendel.", "Adamu", ("Mendel",))


def test_words_count_by_place_sentence_and_leaf() -> None:
    found = signs("We read it. Then Quillon argued well!", "Quillon")
    assert {"L:read", "S:then", "-1:then", "+1:argued", "-1+1:then argued"} <= found.keys()
    assert "S:read" not in found
    assert "L:NAME" in found


def test_words_count_by_their_beginnings_and_numbers_by_their_kind() -> None:
    found = signs("Quillon arguing in 1850 or in 2020 and on page 44", "Quillon")
    assert {"L:arguin", "L:1900", "L:2000", "L:#"} <= found.keys()


def test_the_words_of_a_leaf_share_a_weight_however_many_there_are() -> None:
    assert (
        signs("Quillon left.", "Quillon")["L:left"]
        > 2
        * signs(f"Quillon left. {' '.join(f'w{chr(97 + n)}' for n in range(20))}", "Quillon")[
            "L:left"
        ]
    )


def test_what_everyone_knows_is_counted_in_the_leaf_and_in_the_sentence() -> None:
    found = signs("Darwin and Mendel wrote. So did Quillon.", "Quillon", ("Darwin", "Mendel"))
    assert {"K:2", "KS:0", "unknown"} <= found.keys()
    assert "known" in signs("So did Darwin.", "Darwin", ("Darwin",))


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("Quillon", "F:one"),
        ("quillon", "F:onelow"),
        ("QUILLON", "F:oneup"),
        ("A. B.", "F:severalup"),
    ],
)
def test_it_tells_how_a_name_is_written(name: str, sign: str) -> None:
    assert sign in signs(f"by {name} alone", name)


def test_nothing_is_told_of_a_place_without_words() -> None:
    assert Surroundings("   ", [], []).odds(0, 1) == 0
    assert Surroundings("", [], []).odds(0, 0) == 0


def test_few_words_tell_nothing() -> None:
    assert odds("The Quillon treaty of", "Quillon") == 0


def test_a_line_of_its_own_is_no_word() -> None:
    found = signs("Quillon\nwent", "Quillon")
    assert found.keys().isdisjoint(("L:¶", "S:¶"))
    assert "+1:¶" in found


PAIRS = {
    "history": (
        "Explain how the treaty changed what Quillon thought of the empire in 1850.",
        "Please write an email to Quillon's mom about his behavior in my class today.",
    ),
    "a book": (
        "In chapter 3 of the novel, why does Quillon lie to Gatsby? Find a quote.",
        "my friend Quillon has not done his homework, help me tell our teacher",
    ),
    "science": (
        "What did Quillon discover about atoms, and how does it differ from Bohr's model?",
        "Write an IEP goal for Quillon, who reads two years below grade level.",
    ),
}


@pytest.mark.parametrize(("world", "here"), PAIRS.values(), ids=PAIRS)
def test_the_same_name_leans_by_its_words(world: str, here: str) -> None:
    known = tuple(one for one in ("Gatsby", "Bohr") if one in world)
    assert odds(world, "Quillon", known) < -1
    assert odds(here, "Quillon") > 1


def test_other_weights_can_be_asked() -> None:
    read = Surroundings("so Quillon left us all early", [(3, 10)], [])
    assert read.odds(3, 10, {"+1:left": 2.0}) == pytest.approx(0.7)


def test_what_was_proposed_tells_where_names_stand() -> None:
    text = "Ask Quillon, not Darwin or Brown."
    proposed = [
        _candidate(text, "Quillon", "ner", 0.9),
        _candidate(text, "Brown", "roster-part", 0.25),
        _candidate(text, "Darwin", "public-word", 0.9),
    ]
    found = dict(surroundings(text, proposed, ()).features(*_place(text, "Quillon")))
    assert {"+3:KNOWN", "L:brown", "K:1"} <= found.keys()


def _candidate(text: str, name: str, recogniser: str, score: float) -> Candidate:
    start, end = _place(text, name)
    return Candidate(
        start=start, end=end, label=Label.PERSON, score=score, recogniser=recogniser, people=()
    )
