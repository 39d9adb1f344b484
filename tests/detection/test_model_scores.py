import pytest

from gateway.detection.model_scores import SCORES, Sight, kind_of, weighed
from gateway.detection.vocabulary import load_vocabulary
from gateway.terms.text import Candidate, Label

VOCABULARY = load_vocabulary()
KINDS = {
    "a full name": ("Then Stefan Brell left", "Stefan Brell", "names"),
    "a full name of no usual words": ("Then Zorvan Brell left", "Zorvan Brell", "strange names"),
    "an initial and a word": ("Then O. Meadow left", "O. Meadow", "strange names"),
    "several words of English": ("Then Tube Snake left", "Tube Snake", "title"),
    "a usual name": ("Then Stefan left", "Stefan", "name"),
    "a usual name that is a word": ("Then Hunter left", "Hunter", "word name"),
    "no word and no usual name": ("Then Zorvan left", "Zorvan", "strange"),
    "such a word where a line begins": ("Dear all,\n- Zorvan left", "Zorvan", "strange first"),
    "a word within a sentence": ("Then Banana left", "Banana", "word"),
    "a word where a sentence begins": ("Go. \u201cThesis first", "Thesis", "word first"),
    "a short form in capitals": ("Then SST left", "SST", "shout"),
    "a word in capitals": ("Then COMMIT ran", "COMMIT", "shout word"),
    "a name in capitals": ("Then MIA left", "MIA", "shout name"),
    "capitals in a text of capitals": ("THEN MIA LEFT", "MIA", "name"),
    "a name in small letters": ("then stefan left", "stefan", "small name"),
    "a name and word in small letters": ("then grace left", "grace", "small word name"),
    "the same among capitals": ("Then grace left", "grace", "stray word name"),
    "a word in small letters": ("write a limerick", "limerick", "small word"),
    "the same where there are capitals": ("Fix my thesis", "thesis", "stray word"),
    "words in small letters": ("a mandolin coda", "mandolin coda", "small word"),
    "a strange word in small letters": ("then zorvan left", "zorvan", "small strange"),
    "no letters": ("then 12 left", "12", "stray word"),
}


@pytest.mark.parametrize(("text", "name", "kind"), KINDS.values(), ids=KINDS.keys())
def test_how_a_name_is_written_makes_its_kind(text: str, name: str, kind: str) -> None:
    start = text.index(name)
    assert kind_of(text, start, start + len(name), VOCABULARY) == kind


def test_every_kind_has_scores_that_both_models_raise() -> None:
    assert {kind for _, _, kind in KINDS.values()} == SCORES.keys()
    for scores in SCORES.values():
        assert len(scores) == len(Sight)
        assert scores[Sight.BOTH] >= max(scores[Sight.ALONE], scores[Sight.DISPUTED])
        assert scores[Sight.NETWORK_SURE] >= scores[Sight.NETWORK] >= scores[Sight.NETWORK_FAINT]
        assert scores[Sight.ALONE] >= scores[Sight.DISPUTED]


def seen(text: str, name: str, score: float, recogniser: str) -> Candidate:
    start = text.index(name)
    return Candidate(
        start=start, end=start + len(name), label=Label.PERSON, score=score, recogniser=recogniser
    )


TEXT = "Then Zorvan left"
BY_FIRST = [seen(TEXT, "Zorvan", 0.35, "ner")]
SIGHTS = {
    "both": (BY_FIRST, [seen(TEXT, "Zorvan", 0.6, "ner-rampart")], [(0, 16)], Sight.BOTH),
    "the first, all that read": (BY_FIRST, [], [], Sight.ALONE),
    "the first, the other read elsewhere": (BY_FIRST, [], [(12, 16)], Sight.ALONE),
    "the first, against the other": (BY_FIRST, [], [(0, 16)], Sight.DISPUTED),
    "the second, sure": ([], [seen(TEXT, "Zorvan", 0.95, "ner-rampart")], [], Sight.NETWORK_SURE),
    "the second": ([], [seen(TEXT, "Zorvan", 0.8, "ner-rampart")], [], Sight.NETWORK),
    "the second, unsure": ([], [seen(TEXT, "Zorvan", 0.5, "ner-rampart")], [], Sight.NETWORK_FAINT),
}


@pytest.mark.parametrize(("first", "second", "twice", "sight"), SIGHTS.values(), ids=SIGHTS.keys())
def test_who_else_saw_it_makes_a_name_more_or_less_likely(
    first: list[Candidate],
    second: list[Candidate],
    twice: list[tuple[int, int]],
    sight: Sight,
) -> None:
    judged = weighed(TEXT, first, second, twice, VOCABULARY)

    assert {one.score for one in judged} == {SCORES["strange"][sight]}


def test_signs_beside_a_name_are_no_part_of_it() -> None:
    text = "Dear Zorvan,"
    (one,) = weighed(text, [seen(text, text, 0.35, "ner")], [], [], VOCABULARY)

    assert one.score == SCORES["strange"][Sight.ALONE]


def test_no_name_goes_on_in_the_next_line_or_cell() -> None:
    text = "Stefan Brell\nLunch B;  ;Zorvan"
    (seen_whole,) = [seen(text, text, 0.35, "ner")]
    found = weighed(text, [seen_whole], [], [], VOCABULARY)

    assert [text[one.start : one.end] for one in found] == ["Stefan Brell", "Lunch B", "Zorvan"]
    assert [one.score for one in found] == [
        SCORES[kind][Sight.ALONE] for kind in ("names", "strange names", "strange first")
    ]
