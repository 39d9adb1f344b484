from dataclasses import replace

import pytest

from gateway.detection import frames
from gateway.detection.arbitration_settings import STAFF, STUDENT
from gateway.detection.kept import Kept
from gateway.detection.near_names import NOBODY, NearNames
from gateway.detection.standing import Around
from gateway.terms.text import Candidate, Label, NamePart
from tests.detection.people import BY_ID, ROSTER

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


def test_people_who_are_near_survive_the_wire_in_their_order() -> None:
    merged = replace(BY_ID["maria"], also=(BY_ID["hope"],))
    for people in ([], ROSTER, [*reversed(ROSTER)], [merged]):
        near = NearNames.build(people)
        assert frames.near(frames.pack_near(near)) == near
        assert list(frames.near(frames.pack_near(near)).people) == [one.id for one in people]


def test_what_is_around_a_leaf_survives_the_wire() -> None:
    for setting in (STAFF, STUDENT):
        around = Around(NOBODY, setting, frozenset({"public:x", "é"}), frozenset({"will"}))
        body = frames.message(around=frames.around_row(around))[frames.HEADER.size :]
        assert frames.around(frames.read(body)["around"], NOBODY) == around


def test_what_stands_in_a_text_survives_the_wire() -> None:
    some = (
        Kept(
            0, 4, Label.PERSON, 0.9, "roster", "class-given", ("s1",), NamePart.GIVEN, True, "hope"
        ),
        Kept(5, 9, Label.PHONE, 1.0, "phone", "pattern"),
    )
    body = frames.message(found=[frames.kept_rows(some)])[frames.HEADER.size :]
    (rows,) = frames.read(body)["found"]
    assert frames.kept(rows) == some
    with pytest.raises(ValueError):
        frames.kept([(*rows[0][:2], "PLANET", *rows[0][3:])])
