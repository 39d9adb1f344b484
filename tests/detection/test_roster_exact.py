import pytest

from gateway.detection.folding import words
from gateway.detection.roster_exact import RosterExact
from gateway.detection.roster_tables import encode_people, unpack
from gateway.terms.text import Label
from tests.detection.people import ROSTER, SCHOOLS

EXACT = RosterExact(unpack(encode_people(ROSTER, SCHOOLS, "v")))

FOUND = {
    "id": ("see 204518.", [("204518", Label.STUDENT_ID)]),
    "id twice": ("204518 204518", [("204518", Label.STUDENT_ID), ("204518", Label.STUDENT_ID)]),
    "id in a table": ("a,204518,b", [("204518", Label.STUDENT_ID)]),
    "id behind a hash": ("#204518", [("204518", Label.STUDENT_ID)]),
    "address in brackets": ("<r.lopez@example.org>", [("r.lopez@example.org", Label.EMAIL)]),
    "address as a link": ("mailto:r.lopez@example.org", [("r.lopez@example.org", Label.EMAIL)]),
    "user name": ("(mlopez27)", [("mlopez27", Label.USERNAME)]),
    "phone in running digits": ("2125550147", [("2125550147", Label.PHONE)]),
    "phone at the end": ("at 212-555-0147", [("212-555-0147", Label.PHONE)]),
    "two phones": ("555-0147 555-0147", [("555-0147", Label.PHONE), ("555-0147", Label.PHONE)]),
    "foreign address": ("x@example.org", []),
    "id in a longer one": ("204518-99-2045189", [("204518", Label.STUDENT_ID)]),
    "decimal": ("204518.5", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND.keys())
def test_ids_and_addresses_are_found_whole(text: str, expected: list[tuple[str, Label]]) -> None:
    assert [(text[one.start : one.end], one.label) for one in EXACT.find(text)] == expected


def test_user_names_of_letters_are_found_among_words() -> None:
    text = "wchenzo and wchenzos and wchenzo"
    found = [(one.start, one.end) for one in EXACT.find_plain(text, words(text))]
    assert found == [(0, 7), (25, 32)]
