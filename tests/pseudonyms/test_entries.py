"""Entries: which surfaces share a surrogate, and what comes back for it."""

import pytest

from gateway.pseudonyms.entries import Entry, Reach, spellings
from gateway.terms.text import Label

MARIA = Entry(value="Maria", surrogate="Talvi", label=Label.PERSON, reach=Reach.EXACT)
TAG = Entry(value="Ana", surrogate="[STUDENT_1]", label=Label.PERSON, reach=Reach.EXACT)


def test_capitals_carry_over_only_where_the_way_back_is_exact() -> None:
    assert dict(MARIA.forms()) == {"Maria": "Talvi", "MARIA": "TALVI", "maria": "talvi"}
    assert dict(TAG.forms()) == {"Ana": "[STUDENT_1]"}
    mail = Entry(value="A@x.example", surrogate="k@example.org", label=Label.EMAIL)
    assert dict(mail.forms()) == {"A@x.example": "k@example.org", "A@X.EXAMPLE": "K@EXAMPLE.ORG"}
    for surface, outgoing in mail.forms():
        assert mail.original(outgoing) == surface


def test_a_tag_has_the_spellings_models_give_it() -> None:
    assert r"\[student\_1\]" in spellings("[STUDENT_1]")
    assert spellings("Talvi") == ("talvi",)


@pytest.mark.parametrize(
    ("seen", "original"),
    [("Talvi", "Maria"), ("TALVI", "MARIA"), ("talvi", "maria"), ("tALVI", "Maria")],
)
def test_an_original_comes_back_in_the_case_its_surrogate_came_in(seen: str, original: str) -> None:
    assert MARIA.original(seen) == original
    assert TAG.original("[student_1]") == "Ana"


def test_a_whole_name_leaves_its_cases_to_its_pieces() -> None:
    whole = Entry(
        value="Maria Lopez",
        surrogate="Talvi Brenock",
        label=Label.PERSON,
        pieces=("Maria", "Lopez"),
    )
    assert dict(whole.forms()) == {"Maria Lopez": "Talvi Brenock"}
