"""Names are `Quillon`; how far the words lean is said by each case."""

from collections.abc import Mapping

import pytest

from gateway.detection.elsewhere import AMONG, FULL, KNOWN, LIVED, NEAR, POSED, STRANGE, of_here
from gateway.detection.kept import UNLISTED, Kept
from gateway.detection.name_scores import FULL as WHOLE
from gateway.detection.name_scores import PART
from gateway.detection.renown import NOBODY_KNOWN, Known
from gateway.detection.surroundings import Surroundings
from gateway.terms.text import Label, NamePart

TEXT = "Then Quillon left. Quillon wrote."
FIRST, SECOND = (5, 12), (19, 26)


class Told(Surroundings):
    """Surroundings that lean as a case says."""

    def __init__(self, odds: Mapping[int, float]) -> None:
        super().__init__(TEXT, (), ())
        self._odds = odds

    def odds(self, start: int, end: int, weights: Mapping[str, float] | None = None) -> float:
        return self._odds[start]


def seen(place: tuple[int, int]) -> Kept:
    return Kept(*place, Label.PERSON, 0.9, "ner", UNLISTED)


def listed(place: tuple[int, int], *, near: bool, recogniser: str = PART) -> Kept:
    part = NamePart.FULL if recogniser == WHOLE else NamePart.GIVEN
    return Kept(
        *place, Label.PERSON, 0.7, recogniser, "class-given", ("s1",), part, near, "quillon"
    )


def stands(one: Kept, odds: float, known: Known = NOBODY_KNOWN) -> bool:
    roster, model = ([], [one]) if one.why == UNLISTED else ([one], [])
    kept = of_here(TEXT, roster, model, known, lambda: Told({FIRST[0]: odds}))
    return kept != ([], [])


BOUNDS = {
    "seen by a model": (seen(FIRST), NOBODY_KNOWN, STRANGE),
    "seen by a model where the world is spoken of": (seen(FIRST), Known(titles=(SECOND,)), AMONG),
    "one name of somebody far": (listed(FIRST, near=False), NOBODY_KNOWN, STRANGE),
    "a full name of somebody far": (
        listed(FIRST, near=False, recogniser=WHOLE),
        NOBODY_KNOWN,
        FULL,
    ),
    "one name of somebody near": (listed(FIRST, near=True), NOBODY_KNOWN, NEAR),
    "whom everyone knows": (listed(FIRST, near=True), Known(single=(FIRST,)), KNOWN),
    "a child of a word problem": (listed(FIRST, near=True), Known(posed=(FIRST,)), POSED),
}


@pytest.mark.parametrize(("one", "known", "bound"), BOUNDS.values(), ids=BOUNDS)
def test_how_far_the_words_must_lean_depends_on_the_name(
    one: Kept, known: Known, bound: float
) -> None:
    assert stands(one, bound + 0.1, known)
    assert not stands(one, bound - 0.1, known)


def test_a_name_of_the_list_that_others_bear_too_needs_less_to_be_left_alone() -> None:
    def left(places: tuple[tuple[int, int], ...]) -> bool:
        told = Told({FIRST[0]: AMONG - 0.1})
        kept = of_here(TEXT, [], [seen(FIRST)], NOBODY_KNOWN, lambda: told, (), places)
        return kept == ([], [])

    assert left((FIRST,))
    assert not left((SECOND,))


def test_a_full_name_of_somebody_near_always_stands() -> None:
    assert stands(listed(FIRST, near=True, recogniser=WHOLE), -99)


def test_a_name_is_decided_once_by_the_mean_of_its_places() -> None:
    both = [seen(FIRST), seen(SECOND)]
    odds = {FIRST[0]: STRANGE + 5, SECOND[0]: STRANGE - 4}
    assert of_here(TEXT, [], both, NOBODY_KNOWN, lambda: Told(odds)) == ([], both)
    odds = {FIRST[0]: STRANGE + 4, SECOND[0]: STRANGE - 5}
    assert of_here(TEXT, [], both, NOBODY_KNOWN, lambda: Told(odds)) == ([], [])


def test_a_sentence_of_ones_own_life_asks_for_more() -> None:
    text = "In my family Quillon paints."
    one = seen((13, 20))

    def kept(odds: float) -> list[Kept]:
        return of_here(text, [], [one], NOBODY_KNOWN, lambda: Told({13: odds}))[1]

    assert kept(STRANGE - 1) == [one]
    assert kept(STRANGE - LIVED - 1) == []


def test_what_a_model_saw_of_a_name_that_stands_stays_beside_it() -> None:
    near, wide = listed(FIRST, near=True, recogniser=WHOLE), seen((0, 12))
    told = Told({FIRST[0]: -99, 0: -99})
    assert of_here(TEXT, [near], [wide], NOBODY_KNOWN, lambda: told) == ([near], [wide])


def test_nothing_is_read_where_nothing_depends_on_it() -> None:
    def never() -> Surroundings:
        raise AssertionError

    near = listed(FIRST, near=True, recogniser=WHOLE)
    assert of_here(TEXT, [near], [], NOBODY_KNOWN, never) == ([near], [])
