import time
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gateway.detection import worker
from gateway.detection.evasion import may_hide, readings
from gateway.detection.near_names import NearNames
from gateway.detection.roster_names import RosterNames
from gateway.detection.subjects import settle
from gateway.terms.people import KIND_OF_ROLE, Person
from gateway.terms.text import Candidate, Leaf, Span
from tests.corpus.evasion.variants import HARMLESS, NAMED, ROSTER, Variant, variants

PEOPLE = tuple(
    Person(
        id=one.id,
        kind=KIND_OF_ROLE[one.role],
        role=one.role,
        given=one.given,
        family=one.family,
        ids=tuple(one.more.get("ids", ())),
    )
    for one in ROSTER
)
NAMES = RosterNames.build(PEOPLE, (), "v1")
NEAR = NearNames.build(PEOPLE)
ROWS = [one for one in variants() if one.kind in (*NAMED, HARMLESS) and len(one.parts) == 1]


class NoModel:
    """Finds nothing: what is caught here is caught by the roster alone."""

    version = "none"

    def find_all(self, texts: Sequence[str]) -> list[tuple[Candidate, ...]]:
        return [() for _ in texts]


def spans_of(text: str) -> tuple[Span, ...]:
    ((candidates, _),) = worker.find([(text, True)], NoModel(), NAMES)
    (finding,) = settle([Leaf(path=(), text=text)], [tuple(candidates)], NEAR)
    return finding.spans


def shows(char: str) -> bool:
    """Tell letters and digits, circled ones too, from signs and what cannot be seen."""
    return char.isalnum() or 0x2460 <= ord(char) <= 0x24FF


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_disguise_is_seen_through_and_the_original_is_marked_exactly(row: Variant) -> None:
    (text,) = row.parts
    spans = spans_of(text)
    covered = {at for one in spans for at in range(one.start, one.end) if shows(text[at])}
    marked = {at for mark in row.marks for at in range(mark.start, mark.end) if shows(text[at])}
    assert marked <= covered
    for one in spans:
        # A given name left plain before the disguised family name belongs to the same finding.
        assert row.who in one.subjects
        assert any(at in marked for at in range(one.start, one.end))


PLAIN = [
    "Explain photosynthesis in simple words for my class.",
    "Use 12 + 30 = 42 and 3x - 5 = 10.",
    "Dear Maria, it's 50% off & free!",
    "She read the 2nd and 3rd chapters on page 12.",
    "Él está en la clase, ¿no?",
    "naïve café résumé",
]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_texts_are_read_once(text: str) -> None:
    assert list(readings(text)) == []


@given(
    st.text(
        alphabet="Maya0rtiz4@ \u200b\u0430\u202e\u202c&#77;%4D\\u004dＡ😀\u0336é.-=", max_size=40
    )
)
@example("\u202e;77#&")
@settings(max_examples=300)
def test_every_character_of_a_reading_comes_from_somewhere(text: str) -> None:
    for one in readings(text):
        assert len(one.text) == len(one.starts) == len(one.ends)
        for start, end in zip(one.starts, one.ends, strict=True):
            assert 0 <= start < end <= len(text)


def test_no_text_stalls_it() -> None:
    for unit in ("a", "a ", "a.", "1a", "%41", "&#65;", "\u200b", "\u202e", "TWF5", "\u0430a", "@"):
        text = (unit * 100_000)[:100_000]
        began = time.process_time()
        list(readings(text))
        assert time.process_time() - began < 2, unit


def test_looking_for_disguises_costs_little() -> None:
    text = "Explain the causes of the war in simple words for an eighth grade class. " * 21
    began = time.process_time()
    for _ in range(100):
        may_hide(text)
    assert (time.process_time() - began) / 100 < 0.01  # a slow machine takes a tenth of that
