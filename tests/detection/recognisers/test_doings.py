import pytest

from gateway.detection.recognisers.doings import Doings
from tests.detection.recognisers.tables import check

HITS = [
    "⟦Zebulon⟧ new since monday",
    "Hannah: so does ⟦Saoirse⟧ and she got an A",
    "⟦Faith⟧ asked for more time.",
    "Each explains two pillars; ⟦Clementine⟧ does the hajj map.",
    "⟦Royal⟧ picked Queen Lili.",
    "I learned that ⟦Tobin⟧ gets bus sick.",
    "It went fine until lunch, then ⟦Rose⟧ moved back beside him.",
    "⟦Hope⟧ didn't turn it in and ⟦Mercy⟧ forgot hers.",
    "⟦Grace⟧ has a hard time; ⟦Skylar⟧ also wants to stop.",
    "- ⟦Violet⟧ brought bulbs",
]
MISSES = [
    "Faith is the substance of things hoped for.",
    "Winter came early.",
    "April brought rain.",
    "Music helped me.",
    "Water has a density.",
    "The student asked for time.",
    "Justice needs courage.",
    "Hope springs eternal",
    "Texas lost the war",
    "Students asked why",
    "hope asked for more time",
    "MERCY ASKED FOR TIME",
]


@pytest.mark.parametrize("source", HITS)
def test_who_does_what_only_people_do_is_somebody(source: str) -> None:
    check(Doings(), source)


@pytest.mark.parametrize("source", MISSES)
def test_virtues_seasons_and_things_are_nobody(source: str) -> None:
    check(Doings(), source)
