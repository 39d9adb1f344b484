import pytest

from gateway.detection.signs.cells import grades, traits
from gateway.detection.signs.plain import plain
from gateway.detection.signs.read import hear
from gateway.terms.signs import Trait


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("a girl in a wheelchair", {Trait.RARE, Trait.FEMALE}, id="rare"),
        pytest.param("the only boy in my class", {Trait.RARE, Trait.MALE, Trait.CLASS}, id="only"),
        pytest.param("a student who speaks Hmong at home", {Trait.LANGUAGE}, id="language"),
        pytest.param("she is captain of the soccer team", {Trait.SPORT, Trait.FEMALE}, id="sport"),
        pytest.param("he and she argued", set(), id="two people"),
        pytest.param("Explain cerebral palsy.", set(), id="nobody"),
    ],
)
def test_attributes_of_one_person(text: str, found: set[Trait]) -> None:
    assert traits(hear(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a 7th grader", {"07"}),
        ("grade 11 chemistry", {"11"}),
        ("in kindergarten", {"KG"}),
        ("sexto grado", {"06"}),
        ("a sophomore and an eighth grader", {"10", "08"}),
        ("grade 45 of the road", set()),
        ("no grade", set()),
    ],
)
def test_grades_as_rosters_write_them(text: str, found: set[str]) -> None:
    assert grades(plain(text)) == found
