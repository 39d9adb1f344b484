"""From leaves to the signs of a prompt, and how few still fit it."""

from dataclasses import replace

import pytest

from gateway.detection.scan import Scanned
from gateway.district.head_counts import HeadCounts
from gateway.steps.signs import age_stated, cell_band, gather_signs, typed
from gateway.terms.people import AgeBand, AgeSource, Kind, Person, Principal, Role
from gateway.terms.signs import (
    NO_SIGNS,
    AgeStatement,
    CellBand,
    Danger,
    LeafSigns,
    Sign,
    Topic,
    Trait,
)
from gateway.terms.text import Leaf
from tests.district.conftest import Town

TEACHER = Principal(
    person=Person(id="t1", kind=Kind.STAFF, role=Role.TEACHER, given="Ann", schools=("north",)),
    age_band=AgeBand.ADULT,
    age_source=AgeSource.ROLE,
    classes=("small", "large"),
)
COUNTS = HeadCounts(
    grades={("north", "07"): 40, ("north", "12"): 3, ("south", "12"): 50},
    classes={"small": 4, "large": 25},
)
T = Trait


def leaf(author: str) -> Leaf:
    return Leaf(path=("messages", 0, "content"), text="words", author=author)


@pytest.mark.parametrize(
    ("traits", "grades", "band"),
    [
        pytest.param({T.FEMALE}, {"07"}, CellBand.MANY, id="a grade"),
        pytest.param({T.FEMALE}, {"12"}, CellBand.FEW, id="a small grade of this school"),
        pytest.param({T.FEMALE}, {"07", "12"}, CellBand.FEW, id="the least of two grades"),
        pytest.param({T.FEMALE}, {"03"}, CellBand.NOBODY, id="a grade nobody is in"),
        pytest.param({T.CLASS, T.MALE}, set(), CellBand.FEW, id="the smallest class"),
        pytest.param({T.CLASS}, set(), CellBand.NOBODY, id="a class and nothing else"),
        pytest.param({T.SCHOOL}, set(), CellBand.MANY, id="the school"),
        pytest.param({T.RARE, T.SCHOOL}, set(), CellBand.UNCOUNTABLE, id="rare, at a school"),
        pytest.param({T.RARE}, {"07"}, CellBand.UNCOUNTABLE, id="rare, in a grade"),
        pytest.param({T.RARE}, set(), CellBand.NOBODY, id="rare, anywhere"),
        pytest.param({T.ETHNICITY, T.CLASS}, {"07"}, CellBand.UNCOUNTABLE, id="three attributes"),
        pytest.param({T.LANGUAGE, T.SPORT}, {"07"}, CellBand.UNCOUNTABLE, id="two not on file"),
        pytest.param({T.ETHNICITY}, {"07"}, CellBand.MANY, id="one not on file"),
    ],
)
def test_how_many_still_fit(traits: set[Trait], grades: set[str], band: CellBand) -> None:
    assert cell_band(frozenset(traits), frozenset(grades), TEACHER, COUNTS) is band


def test_a_roster_without_grades_counts_no_grade_and_says_so() -> None:
    counts = HeadCounts(grades={("north", ""): 500}, classes={})
    band = cell_band(frozenset({T.MALE}), frozenset({"07"}), TEACHER, counts)
    assert band is CellBand.UNWATCHED


def test_the_youngest_age_counts() -> None:
    ages = [AgeStatement.ADULT, AgeStatement.UNDER_13, AgeStatement.NONE]
    assert age_stated(LeafSigns(age_statement=one) for one in ages) is AgeStatement.UNDER_13
    assert age_stated([NO_SIGNS]) is AgeStatement.NONE


def test_only_what_was_typed_is_the_askers() -> None:
    leaves = [leaf("system"), leaf("user"), leaf("assistant")]
    scanned = [Scanned((), replace(NO_SIGNS, spanish=one)) for one in (False, True, False)]
    assert typed(leaves, scanned) == [scanned[1].signs]


@pytest.mark.anyio
async def test_topics_count_whoever_wrote_them_and_danger_only_as_typed(peopled: Town) -> None:
    district = peopled.district()
    await district.refresh()
    told = LeafSigns(
        topics=frozenset({Topic.HEALTH}),
        dangers=frozenset({Danger.ABUSE}),
        traits=frozenset({T.RARE, T.SCHOOL}),
    )
    for author, safety in (("user", Sign.FOUND), ("assistant", Sign.CLEAR)):
        signs = await gather_signs([leaf(author)], [Scanned((), told)], TEACHER, district)
        assert signs.topics == frozenset({Topic.HEALTH})
        assert signs.safety is safety
    typed_signs = await gather_signs([leaf("user")], [Scanned((), told)], TEACHER, district)
    assert typed_signs.small_cell is Sign.FOUND
    assert typed_signs.cell_band is CellBand.UNCOUNTABLE
    defined = await gather_signs([leaf("definition")], [Scanned((), told)], TEACHER, district)
    assert defined.topics == frozenset()


@pytest.mark.anyio
async def test_the_district_says_how_many_are_too_few(peopled: Town) -> None:
    district = peopled.district()
    await district.refresh()
    counts = await district.head_counts()
    assert counts.in_schools(()) > 0
