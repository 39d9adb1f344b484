import pytest

from gateway.detection import frames
from gateway.terms.text import Candidate, Label, NamePart

CANDIDATE = Candidate(
    start=3,
    end=8,
    label=Label.PERSON,
    score=0.85,
    recogniser="roster",
    people=("s1", "s2"),
    part=NamePart.GIVEN,
)


def test_candidates_survive_the_wire() -> None:
    sent = frames.message(found=[frames.rows([CANDIDATE])])
    body = sent[frames.HEADER.size :]
    assert frames.HEADER.unpack(sent[: frames.HEADER.size]) == (len(body),)
    assert frames.candidates(frames.read(body)["found"][0], {}) == (CANDIDATE,)


def test_equal_ids_are_held_once() -> None:
    body = frames.message(found=[frames.rows([CANDIDATE, CANDIDATE])])[frames.HEADER.size :]
    one, two = frames.candidates(frames.read(body)["found"][0], {})
    assert one.people[0] is two.people[0]
    assert one.recogniser is two.recogniser


def test_half_a_character_is_no_message() -> None:
    with pytest.raises(ValueError, match="not JSON"):
        frames.message(texts=["\ud800"])


@pytest.mark.parametrize("body", [b"", b"[]", b"1", b"{", b"\xff"])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError):
        frames.read(body)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param((5, 5, "PERSON", 1.0, "ner", [], "full"), id="empty span"),
        pytest.param((0, 5, "PLANET", 1.0, "ner", [], "full"), id="no such label"),
        pytest.param((0, 5, "PERSON", 1.0, "ner", [], "half"), id="no such part"),
        pytest.param((0, 5, "PERSON"), id="too short"),
    ],
)
def test_a_row_that_is_no_candidate_is_refused(row: frames.Row) -> None:
    with pytest.raises(ValueError):
        frames.candidates([row], {})
