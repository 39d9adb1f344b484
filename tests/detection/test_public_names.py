from itertools import pairwise

import pytest

from gateway.detection.public_names import RARE, PublicNames
from gateway.detection.renown import evidence

NAMES = PublicNames.load()


def found(text: str, names: PublicNames = NAMES) -> list[str]:
    """Return what is found, written `words/kind`."""
    return [
        f"{text[one.start : one.end]}/{one.recogniser.removeprefix('public').lstrip('-') or 'full'}"
        for one in names.find(text)
    ]


FORMS = {
    "full": ("Harriet Tubman was born enslaved.", ["Harriet Tubman/full"]),
    "full, in small letters": ("who was harriet tubman", ["harriet tubman/full"]),
    "full, in capitals": ("HARRIET TUBMAN", ["HARRIET TUBMAN/full"]),
    "full, with an initial left out": ("Ulysses Grant won.", ["Ulysses Grant/full"]),
    "full, with a title behind": (
        "Martin Luther King, Jr. spoke.",
        ["Martin Luther King, Jr/full"],
    ),
    "with a title before": ("Mr. Darcy bows.", ["Mr. Darcy/full"]),
    "one word": ("Shakespeare's plays", ["Shakespeare/word"]),
    "one word in small letters among capitals": ("The word homer is a hit.", []),
    "a character few are called like": ("Atticus is brave.", ["Atticus/rare"]),
    "a title": ("In Charlotte's Web a pig lives.", ["Charlotte's Web/title"]),
    "a title that is a word, quoted": ("We read “Holes”.", ["Holes/title"]),
    "a title that is a word, bare": ("We dug Holes there.", ["Holes/part"]),
    "a title of everyday words": (
        "In The Street, Lutie works.",
        ["The Street/title", "Lutie/rare"],
    ),
    "everyday words": ("He lives down the street.", []),
    "a title of everyday words in small letters": ("he read the street", ["the street/title"]),
    "a family name that many bear": ("Ask Jackson.", ["Jackson/part"]),
    "part of a longer name with a hyphen": ("Ann-Rosa Parks went to Parks-Obi", ["Parks/part"]),
    "two lines are two places": ("Harriet\nTubman", ["Harriet/part", "Tubman/word"]),
    "nobody": ("Tavira Brellmor left.", []),
}


@pytest.mark.parametrize(("text", "expected"), FORMS.values(), ids=FORMS.keys())
def test_a_name_is_found_by_its_form(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_no_two_of_them_overlap() -> None:
    text = "Harry Potter and the Goblet of Fire and Harry Potter and George Washington Carver"
    places = [(one.start, one.end) for one in NAMES.find(text)]
    assert all(before[1] <= after[0] for before, after in pairwise(places))


def test_a_district_adds_names_and_takes_them_away() -> None:
    own = PublicNames.load(["Zaltana Quine", "Morivex"], ["Harriet Tubman"])

    assert found("Zaltana Quine and Morivex came", own) == ["Zaltana Quine/full", "Morivex/word"]
    assert found("Harriet Tubman, Araminta Ross", own)[0] == "Harriet/part"
    assert "Tubman/word" not in found("Harriet Tubman", own)


def test_a_name_of_no_letters_adds_nothing() -> None:
    assert len(PublicNames.load(["  ", "—"])) == len(NAMES)


def test_a_work_keeps_its_other_characters_when_one_is_taken_away() -> None:
    own = PublicNames.load(removed=["Atticus Finch"])
    assert found("Boo Radley", own) == ["Boo Radley/full"]


def test_the_version_is_that_of_list_and_edits() -> None:
    versions = {
        PublicNames.load().version,
        PublicNames.load(["Zaltana Quine"]).version,
        PublicNames.load([], ["Zaltana Quine"]).version,
        PublicNames("harriet tubman\tf\tp1").version,
    }
    assert len(versions) == 4
    assert PublicNames.load().version == NAMES.version


@pytest.mark.parametrize(
    ("name", "listed"),
    [("Rosa Parks", True), ("rosa  parks", True), ("Shakespeare", True), ("Jackson", False)],
)
def test_a_name_stands_alone_or_not(name: str, listed: bool) -> None:
    assert (name in NAMES) is listed


def test_two_names_of_a_small_cast_tell_the_work_and_of_a_crowd_none() -> None:
    for text, tells in (("Nwoye and Obierika walk.", True), ("Granmamare sees Koichi.", False)):
        proposed = NAMES.find(text)
        assert {one.recogniser for one in proposed} == {RARE}, text
        assert bool(evidence([text], [proposed])) is tells, text
