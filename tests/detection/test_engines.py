from collections.abc import Sequence

import pytest

from gateway.detection.engines import DEFAULT, ENGINES, SHORT, Both, is_no_prose, load
from gateway.detection.presidio import NER
from gateway.detection.rampart import RAMPART
from gateway.errors import Unusable
from gateway.terms.text import Candidate, Label

PROSE = (
    "Our class read the first three chapters of the novel this week. Most of them liked the "
    "ending, and a few wrote a letter to the author. Next week we begin with the poems. "
)
TEXT = "Ask Tavi Brell to write. my friend jaylen smith cant come"


class Sees:
    """Stands for a model: sees the first letters of every text."""

    def __init__(self, letters: int, version: str) -> None:
        self.version = version
        self._letters = letters

    def find_all(self, texts: Sequence[str]) -> list[tuple[Candidate, ...]]:
        one = Candidate(start=0, end=self._letters, label=Label.PERSON, score=1, recogniser="ner")
        return [(one,) for _ in texts]


def test_what_either_saw_counts() -> None:
    found = Both(Sees(1, "a"), Sees(2, "b")).find_all(["Maria", "Tavi"])

    assert [[one.end for one in some] for some in found] == [[1, 2], [1, 2]]


def test_the_version_hangs_on_both() -> None:
    versions = {Both(Sees(1, a), Sees(1, b)).version for a, b in ("ab", "ac", "bb", "ab")}

    assert len(versions) == 3


@pytest.mark.parametrize(
    ("engine", "expected"),
    [
        ("fast", {NER}),
        ("balanced", {NER, RAMPART}),
        ("union", {NER, RAMPART}),
        ("light", {RAMPART}),
        ("roster", set()),
    ],
)
def test_an_engine_reads_with_its_models(engine: str, expected: set[str]) -> None:
    (found,) = load(engine).find_all([TEXT + ", mail tavi@example.org"])

    models = {one.recogniser for one in found if one.recogniser.startswith("ner")}
    assert models == expected
    assert "emails" in {one.recogniser for one in found}


def test_every_engine_has_a_version_of_its_own() -> None:
    assert len({load(engine).version for engine in ENGINES}) == len(ENGINES)


def test_the_default_is_an_engine() -> None:
    assert DEFAULT in ENGINES


def test_an_unknown_engine_is_refused_with_those_there_are() -> None:
    with pytest.raises(Unusable, match="balanced, fast, light, roster, union") as raised:
        load("turbo")
    assert raised.value.code == "engine_unknown"


@pytest.mark.parametrize(
    ("text", "window", "expected"),
    [
        pytest.param(PROSE, PROSE, True, id="a short text is read twice"),
        pytest.param(PROSE * 9, PROSE, False, id="prose in a long one is not"),
        pytest.param(PROSE * 9, (PROSE * 2).lower(), True, id="small letters"),
        pytest.param(PROSE * 9, "Mia Ito 88\nTom Oda 91\n" * 9, True, id="short lines"),
        pytest.param(PROSE * 9, "Mia Ito | 88. " + PROSE, True, id="a table's row"),
    ],
)
def test_a_second_look_is_for_what_is_no_prose(text: str, window: str, expected: bool) -> None:
    assert len(PROSE) < SHORT < len(PROSE * 9)
    assert is_no_prose(text, window) is expected
