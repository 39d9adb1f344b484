import time
from typing import Any

import pytest

from gateway.detection.recognisers import REGISTRY
from gateway.detection.recognisers.forms import FormRecogniser, is_whole
from gateway.terms.text import Label

LENGTH = 100_000
QUICK = 0.05
"""Processor seconds."""
TOO_MUCH = 9

HOSTILE = [
    "a", "1", "-", "1-", " ", "\n", "é", "é1", "@", "a@", "@a ", "a.a@b.", "/", "http://", "(",
    "1 ", "1 a ", "123 Oak ", "12 Oak St, ", "corner of A ", "calle a ", "id ", "student id: ",
    "id 12345, ", "user: ", "born on March ", "555-", "510 ", "+1 ", "510-555-0142 ",
    "facebook.com/", "https://a/~", "password: ", "ssn 219-09-9998 ", "a@b.co ", "a (at) ",
    "tag ", "asset tag 12345 ", "1:", "1.1.", "aa:bb:cc:dd:ee:ff ", "zoom meeting id ", "pw is ",
    "user/password: ", "812 3456 7890 ", "policy A1 ", "code to ", "meet: abc-defg-hij ",
    "Lincoln ", "Lincoln High School ", "A. School ", "go to a high ", "escuela A ", "PS 1 ",
    "stop at A ", "stop at A and B ", "drop ", "i was born in A ", "born in ", "pob: A, B ",
    "my sister ", "my sister Lily ", "lily's mom ", "Ms. A ", "ms a ", "coach dan ", "name: A\n",
    "Dear A B,\n", "lily told me ", "A.B. ", "student A.B. ", "a student named Bo ", "\n- A B\n",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("made", REGISTRY, ids=lambda made: made.id_)
def test_no_text_stalls_a_recogniser(made: type[FormRecogniser]) -> None:
    recogniser = made()
    recogniser.analyze("1 a@b.c/ corner", [])
    stalled = {unit for unit in HOSTILE if _grows_faster_than_its_text(recogniser, unit)}

    assert stalled == set()


class _BeginsAnewEverywhere(FormRecogniser):
    """Looks for what is not there, from every tenth place to the end."""

    id_ = "anew"
    label = Label.OTHER_ID
    forms = ()

    def analyze(self, text: str, entities: object, nlp_artifacts: object = None) -> list[Any]:
        for at in range(0, len(text), 10):
            text.find("?!", at)
        return []


@pytest.mark.slow
def test_a_recogniser_that_begins_anew_everywhere_is_found_out() -> None:
    assert _grows_faster_than_its_text(_BeginsAnewEverywhere(), "a ")


def _grows_faster_than_its_text(recogniser: FormRecogniser, unit: str) -> bool:
    """Tell whether four times the text takes much more than four times the work.

    A search that begins anew at every place takes sixteen times as much. What is quick anyway is
    not compared, and a doubt is looked into again: the machine may have been busy.
    """
    return all(
        (whole := _worked(recogniser, unit, LENGTH)) > QUICK
        and whole > TOO_MUCH * _worked(recogniser, unit, LENGTH // 4)
        for _ in range(3)
    )


def _worked(recogniser: FormRecogniser, unit: str, length: int) -> float:
    """Return the processor seconds a text of that length takes."""
    text = (unit * length)[:length]
    began = time.process_time()
    recogniser.analyze(text, [])
    return time.process_time() - began


@pytest.mark.parametrize("made", REGISTRY, ids=lambda made: made.id_)
def test_every_recogniser_names_itself_and_a_label_of_ours(made: type[FormRecogniser]) -> None:
    recogniser = made()
    assert recogniser.get_supported_entities() == [recogniser.label.value]
    assert recogniser.label in Label
    assert str(recogniser.name) == recogniser.id_  # type: ignore[has-type]
    assert recogniser.context == list(recogniser.cues)
    assert all(0 < form.score <= 1 for form in recogniser.forms)


def test_names_of_recognisers_are_unique_and_every_label_has_one() -> None:
    assert len({made.id_ for made in REGISTRY}) == len(REGISTRY)
    assert set(Label) == {made.label for made in REGISTRY}


@pytest.mark.parametrize("made", REGISTRY, ids=lambda made: made.id_)
@pytest.mark.parametrize("text", ["", " ", "\n", "é", "12"])
def test_short_texts_hold_nothing(made: type[FormRecogniser], text: str) -> None:
    assert made().analyze(text, []) == []


@pytest.mark.parametrize(
    ("text", "start", "end", "whole"),
    [
        pytest.param("12", 0, 2, True, id="all of it"),
        pytest.param("a12", 1, 3, False, id="after a letter"),
        pytest.param("é12", 1, 3, False, id="after a letter beyond ASCII"),
        pytest.param("_12", 1, 3, False, id="after an underscore"),
        pytest.param("-12", 1, 3, True, id="after a dash that joins nothing"),
        pytest.param("9-12", 2, 4, False, id="after a digit and a dash"),
        pytest.param("12-9", 0, 2, False, id="before a dash and a digit"),
        pytest.param("12.", 0, 2, True, id="before a full stop"),
        pytest.param("12.5", 0, 2, False, id="before a decimal"),
        pytest.param("12-a", 0, 2, True, id="before a dash and a letter"),
    ],
)
def test_a_value_is_whole_or_nothing(text: str, start: int, end: int, whole: bool) -> None:
    assert is_whole(text, start, end) is whole
