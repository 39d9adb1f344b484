"""Finding a vault's values and surrogates in a text."""

import pytest

from gateway.pseudonyms.entries import Entry, Reach
from gateway.pseudonyms.occurrences import Index, digits_of, find_number
from gateway.terms.text import Label

MARIA = Entry(value="Maria", surrogate="Talvi", label=Label.PERSON, reach=Reach.EXACT)
HOPE = Entry(value="Hope", surrogate="Korzen", label=Label.PERSON, reach=Reach.LOWER)
INITIAL = Entry(value="J", surrogate="Bavris", label=Label.PERSON, reach=Reach.LOCAL)
PHONE = Entry(value="(212) 345-6789", surrogate="(555) 555-0142", label=Label.PHONE)
TAG = Entry(value="Ana", surrogate="[STUDENT_1]", label=Label.PERSON, reach=Reach.EXACT)
INDEX = Index((MARIA, HOPE, INITIAL, PHONE, TAG))


def found(text: str) -> list[tuple[str, int, bool]]:
    hits = INDEX.search(text)
    return sorted((text[hit.start : hit.end], hit.entry, hit.typed) for hit in hits)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Maria MARIA maria", [("MARIA", 0, False), ("Maria", 0, False)]),
        ("Hope hope HOPE", [("HOPE", 1, False), ("Hope", 1, False), ("hope", 1, False)]),
        ("hOpE", []),
        ("J", []),
        ("Mariana", []),
        ("talvi TALVI Talvis", [("TALVI", 0, True), ("talvi", 0, True)]),
        (r"[student\_1]", [(r"[student\_1]", 4, True)]),
        ("+1 212.345.6789", [("212.345.6789", 3, False)]),
        ("9212.345.6789", []),
        ("Ma\u200bria\u200b!", [("Ma\u200bria", 0, False)]),
    ],
)
def test_entries_are_found_as_whole_words_in_the_cases_that_count(
    text: str, wanted: list[tuple[str, int, bool]]
) -> None:
    assert found(text) == wanted


def test_inactive_values_are_passed_over_but_surrogates_never() -> None:
    assert INDEX.search("Maria", active=set()) == []
    assert [hit.typed for hit in INDEX.search("Talvi", active=set())] == [True]


def test_an_empty_vault_finds_nothing() -> None:
    assert Index(()).search("Maria") == []


@pytest.mark.parametrize(
    ("label", "value", "digits"),
    [
        (Label.PHONE, "+1 (212) 345-6789", "2123456789"),
        (Label.SSN, "123-45-6789", "123456789"),
        (Label.STUDENT_ID, "12345", ""),
        (Label.STUDENT_ID, "S1234567", ""),
        (Label.ADDRESS, "1234567 Oak", ""),
    ],
)
def test_a_number_is_known_by_its_digits_if_it_has_enough(
    label: Label, value: str, digits: str
) -> None:
    assert digits_of(label, value) == digits


def test_a_number_is_found_each_time_it_stands() -> None:
    text = "123-4567, (123) 4567 and 11234567"
    assert [text[start:end] for start, end in find_number(text, "1234567")] == [
        "123-4567",
        "123) 4567",
    ]
