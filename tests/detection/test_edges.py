"""Where spans stand in a text."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.detection.edges import Marks, Places, bare_name

SIZE = 12
SPANS = st.tuples(st.integers(0, SIZE), st.integers(0, SIZE)).map(lambda ends: tuple(sorted(ends)))


@given(st.lists(SPANS), SPANS)
def test_marks_tell_what_overlaps(spans: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    marks = Marks(SIZE, spans)
    start, end = asked
    shared = [range(max(start, left), min(end, right)) for left, right in spans]
    assert marks.touch(*asked) == any(shared)
    assert [marks.at(at) for at in range(SIZE)] == [
        any(left <= at < right for left, right in spans) for at in range(SIZE)
    ]
    marks.add(*asked)
    assert marks.touch(*asked) == (start < end)


@given(st.lists(SPANS.filter(lambda span: span[0] < span[1])), SPANS)
def test_places_tell_what_holds_and_touches(
    spans: list[tuple[int, int]], asked: tuple[int, int]
) -> None:
    places, (start, end) = Places(spans), asked
    holding = [one for one in spans if one[0] <= start and end <= one[1]]
    assert places.hold(start, end) == bool(holding)
    assert places.surround(start, end) == any(one != asked for one in holding)
    over = sorted(one for one in spans if one[0] < end and start < one[1])
    assert places.over(start, end) == over
    assert places.inside(start, end) == [one for one in over if start <= one[0] and one[1] <= end]


def test_what_begins_a_name_before_an_apostrophe_belongs_to_it() -> None:
    assert bare_name("saw D'Andre Whitlow,", 6, 19) == (4, 19)
    assert bare_name("o'brien", 2, 7) == (0, 7)


def test_a_quoted_name_keeps_its_quotes_outside() -> None:
    assert bare_name("a 'Brien' b", 3, 8) == (3, 8)
