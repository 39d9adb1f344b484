import dataclasses
from typing import Any

import pytest

from gateway.detection.district_patterns import (
    MOST_FOUND,
    DistrictPatterns,
    check,
    pack_pattern,
    unpack_pattern,
)
from gateway.errors import BadRequest
from gateway.terms.patterns import DistrictPattern
from gateway.terms.text import Label

TAG = DistrictPattern(
    id="asset-tag",
    label=Label.OTHER_ID,
    pattern=r"(?i)\btag (?P<value>RV-\d{4})",
    finds=("my tag [[RV-1234]] fell off",),
    leaves=("tag RV-12",),
)
HALL = DistrictPattern(
    id="halls",
    label=Label.SCHOOL,
    words=("Cedar Hall", "Cedar Hall Annex"),
    cues=("room", "at"),
    finds=("meet at [[cedar  hall]] today",),
    leaves=("a cedar hallway", "Cedar Hall is old"),
)


def seen(pattern: DistrictPattern, text: str) -> list[str]:
    return [text[one.start : one.end] for one in DistrictPatterns([pattern]).find(text)]


@pytest.mark.parametrize("pattern", [TAG, HALL], ids=lambda one: one.id)
def test_a_pattern_that_keeps_its_sentences_is_accepted(pattern: DistrictPattern) -> None:
    check(pattern)


def test_findings_name_the_pattern_the_label_and_how_sure_it_is() -> None:
    (one,) = DistrictPatterns([TAG]).find("tag RV-1234")

    assert (one.recogniser, one.label, one.score) == ("district-asset-tag", Label.OTHER_ID, 0.8)
    assert (one.start, one.end) == (4, 11)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        pytest.param(TAG, "TAG RV-1234, tag RV-9876", ["RV-1234", "RV-9876"], id="each"),
        pytest.param(TAG, "tag RV-12345", [], id="cut out of a longer one"),
        pytest.param(HALL, "at Cedar Hall Annex", ["Cedar Hall Annex"], id="the longest entry"),
        pytest.param(HALL, "at noon\nCedar Hall", [], id="a cue on another line"),
        pytest.param(HALL, "that Cedar Hall", [], id="a cue within a word"),
        pytest.param(HALL, "", [], id="nothing"),
    ],
)
def test_values_are_found_whole_and_behind_their_cue(
    pattern: DistrictPattern, text: str, expected: list[str]
) -> None:
    assert seen(pattern, text) == expected


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        pytest.param({"pattern": "("}, "pattern", id="no expression"),
        pytest.param({"pattern": r"(?=a)b"}, "pattern", id="look-around, which RE2 has not"),
        pytest.param({"pattern": ""}, "pattern", id="neither pattern nor words"),
        pytest.param({"words": ("a",)}, "pattern", id="both"),
        pytest.param({"pattern": "a" * 501}, "pattern", id="too long"),
        pytest.param({"pattern": "[a-z]*"}, "pattern", id="matches nothing"),
        pytest.param({"pattern": "", "words": (" ",)}, "words", id="a blank word"),
        pytest.param({"cues": ("x" * 101,)}, "cues", id="a long cue"),
        pytest.param({"sure": 0}, "sure", id="never sure"),
        pytest.param({"finds": ()}, "finds", id="no sentence"),
        pytest.param({"finds": ("tag RV-1234",)}, "finds", id="a sentence without a mark"),
        pytest.param({"finds": ("tag [[RV-12]]",)}, "finds", id="a mark it does not find"),
        pytest.param({"finds": ("[[tag RV-1234]]",)}, "finds", id="a mark it finds otherwise"),
        pytest.param({"leaves": ("tag RV-1234",)}, "leaves", id="finds what it must leave"),
        pytest.param({"leaves": ("a",) * 51}, "leaves", id="too many sentences"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused_by_field(changes: dict[str, Any], param: str) -> None:
    with pytest.raises(BadRequest) as raised:
        check(dataclasses.replace(TAG, **changes))
    assert (raised.value.status, raised.value.param) == (422, param)
    assert "RV-1234" not in raised.value.message


def test_a_pattern_that_finds_everything_is_refused_with_its_id() -> None:
    wide = dataclasses.replace(TAG, pattern=r"\pL+")

    with pytest.raises(BadRequest, match="`asset-tag`"):
        DistrictPatterns([wide]).find("a " * (MOST_FOUND + 1))


@pytest.mark.parametrize("pattern", [TAG, HALL], ids=lambda one: one.id)
def test_what_travels_finds_the_same_and_holds_no_sentence(pattern: DistrictPattern) -> None:
    travelled = unpack_pattern(pack_pattern(pattern))

    text = "tag RV-1234 at Cedar Hall"
    assert seen(travelled, text) == seen(pattern, text) != []
    assert (travelled.finds, travelled.leaves) == ((), ())


def test_the_version_changes_with_what_is_looked_for_alone() -> None:
    version = DistrictPatterns([TAG]).version

    assert DistrictPatterns([dataclasses.replace(TAG, leaves=())]).version == version
    assert DistrictPatterns([dataclasses.replace(TAG, sure=0.5)]).version != version
    assert DistrictPatterns().version == ""


def test_linear_time_on_a_hostile_pattern_and_text() -> None:
    hostile = dataclasses.replace(TAG, pattern=r"(a+)+b")

    assert DistrictPatterns([hostile]).find("a" * 100_000) == []
