"""Findings by where they stand."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.detection.kept import Kept, Placed
from gateway.terms.text import Label

ENDS = st.tuples(st.integers(0, 300), st.integers(1, 90))
FOUND = ENDS.map(lambda ends: Kept(ends[0], ends[0] + ends[1], Label.PERSON, 0.5, "ner", "rest"))


@given(st.lists(FOUND, unique=True), st.data())
def test_what_overlaps_a_span_is_found_and_what_was_taken_out_is_not(
    some: list[Kept], data: st.DataObject
) -> None:
    placed = Placed(some)
    gone = data.draw(st.sets(st.sampled_from(some)) if some else st.just(set()))
    for one in gone:
        placed.remove(one)
    left = [one for one in some if one not in gone]
    assert placed.all() == left
    asked = data.draw(FOUND)
    assert placed.touching(asked.start, asked.end) == sorted(
        one for one in left if one.start < asked.end and asked.start < one.end
    )


def test_a_finding_that_is_there_is_put_in_once() -> None:
    one = Kept(0, 4, Label.PERSON, 0.5, "ner", "rest")
    placed = Placed([one, one])
    placed.remove(one)
    assert placed.all() == placed.touching(0, 9) == []
