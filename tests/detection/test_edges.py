"""Where spans stand in a text."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.detection.edges import Marks

SIZE = 12
SPANS = st.tuples(st.integers(0, SIZE), st.integers(0, SIZE)).map(lambda ends: tuple(sorted(ends)))


@given(st.lists(SPANS), SPANS)
def test_marks_tell_what_overlaps(spans: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    marks = Marks(SIZE, spans)
    start, end = asked
    shared = [range(max(start, left), min(end, right)) for left, right in spans]
    assert marks.touch(*asked) == any(shared)
    marks.add(*asked)
    assert marks.touch(*asked) == (start < end)
