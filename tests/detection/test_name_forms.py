import pytest

from gateway.detection.name_forms import (
    name_forms,
    nicknames_of,
    run_together,
    surfaces,
    words_of_person,
)
from tests.detection.people import BY_ID, person

SURFACES = {
    "one word": ("Maria", {"maria"}),
    "accents fall away": ("José", {"jose"}),
    "two words": ("Mary Ann", {"mary ann", "maryann", "mary", "ann"}),
    "hyphen": ("Garcia-Lopez", {"garcia lopez", "garcialopez", "garcia", "lopez"}),
    "apostrophe": ("O'Brien", {"o brien", "obrien"}),
    "apostrophe and hyphen": (
        "O'Brien-Garcia",
        {"o brien garcia", "obrien garcia", "obriengarcia", "o brien", "obrien", "garcia"},
    ),
    "particles are no names": ("de la Cruz", {"de la cruz", "delacruz", "cruz"}),
    "particle and two names": (
        "van der Berg-Smit",
        {"van der berg smit", "vanderbergsmit", "berg", "smit"},
    ),
    "suffix": ("Lopez Jr.", {"lopez"}),
    "number as suffix": ("Chen III", {"chen"}),
    "dotted": ("St. James", {"st james", "stjames", "james"}),
    "spaces around": ("  Maria  ", {"maria"}),
    "no letters": ("--", set()),
    "empty": ("", set()),
}


@pytest.mark.parametrize(("name", "expected"), SURFACES.values(), ids=SURFACES.keys())
def test_a_name_is_written_in_these_ways(name: str, expected: set[str]) -> None:
    assert set(surfaces(name)) == expected


def test_the_whole_name_comes_first() -> None:
    assert surfaces("de la Cruz")[0] == "de la cruz"


def test_english_and_spanish_short_forms_are_known() -> None:
    assert {"bill", "will"} <= set(nicknames_of(("william",)))
    assert set(nicknames_of(("guadalupe",))) == {"lupe", "lupita"}
    assert nicknames_of(("no such name",)) == ()


def test_preferred_names_stand_beside_legal_ones() -> None:
    forms = name_forms(BY_ID["maria-g"])
    assert {"maria", "mia"} <= set(forms.given)
    assert "garcia" in forms.family


def test_unspaced_names_run_together_in_either_order() -> None:
    assert run_together(BY_ID["xm"]) == ("王小明", "小明王")
    assert run_together(BY_ID["maria"]) == ()


def test_the_words_of_a_person_leave_initials_out() -> None:
    someone = person("x", "J. Pat", "O'Neil", preferred_given="Patty")
    assert words_of_person(someone) == ("pat", "patty", "neil")
