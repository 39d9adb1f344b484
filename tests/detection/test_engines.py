from collections.abc import Sequence

import pytest

from gateway.detection.edges import Range
from gateway.detection.engines import DEFAULT, ENGINES, SHORT, Weighed, is_no_prose, load
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
    """Stands for a model: sees a name at the beginning of every text, and reads all of it."""

    def __init__(self, letters: int, version: str, recogniser: str = NER) -> None:
        self.version = version
        self._letters = letters
        self._recogniser = recogniser

    def find_all(self, texts: Sequence[str]) -> list[tuple[Candidate, ...]]:
        if not self._letters:
            return [()] * len(texts)
        one = Candidate(
            start=0, end=self._letters, label=Label.PERSON, score=0.95, recogniser=self._recogniser
        )
        return [(one,)] * len(texts)

    def reads(self, text: str) -> list[Range]:
        return [(0, len(text))]


def test_what_either_saw_counts() -> None:
    found = Weighed(Sees(5, "a"), Sees(4, "b", RAMPART)).find_all(["Maria", "Tavi"])

    assert [[one.recogniser for one in some] for some in found] == [[NER, RAMPART]] * 2


def test_a_name_both_models_saw_is_likelier_than_one_that_the_other_did_not_see() -> None:
    (both,) = Weighed(Sees(4, "a"), Sees(4, "b", RAMPART)).find_all(["Zorvan"])
    (alone,) = Weighed(Sees(4, "a"), None).find_all(["Zorvan"])
    (disputed,) = Weighed(Sees(4, "a"), Sees(0, "b", RAMPART)).find_all(["Zorvan"])

    assert both[0].score > alone[0].score > disputed[0].score


def test_the_version_hangs_on_both() -> None:
    versions = {Weighed(Sees(1, a), Sees(1, b)).version for a, b in ("ab", "ac", "bb", "ab")}

    assert len(versions) == 3


@pytest.mark.slow
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


@pytest.mark.slow
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
