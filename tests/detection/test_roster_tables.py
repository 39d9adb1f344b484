import pytest

from gateway.detection.roster_names import RosterNames
from gateway.detection.roster_tables import (
    digits_of_phone,
    encode_people,
    exact_key,
    school_surfaces,
    unpack,
)
from gateway.errors import Unusable
from gateway.terms.people import Person, Role
from tests.detection.people import ROSTER, SCHOOLS, person

PHONES = {
    "brackets": ("(212) 555-0147", "2125550147"),
    "country code": ("+1 212 555 0147", "2125550147"),
    "other country": ("+44 20 7946 0123", "442079460123"),
    "local": ("555-0147", "5550147"),
    "none": ("n/a", ""),
}


@pytest.mark.parametrize(("phone", "digits"), PHONES.values(), ids=PHONES.keys())
def test_a_telephone_number_is_its_digits(phone: str, digits: str) -> None:
    assert digits_of_phone(phone) == digits


SCHOOL_NAMES = {
    "elementary": (
        "Lincoln Elementary School",
        {
            "lincoln elementary school",
            "lincoln elementary",
            "lincoln es",
            "lincoln elem",
        },
    ),
    "signs": (
        "St. Brannoc's Academy",
        {"st. brannoc's academy", "st brannocs academy"},
    ),
    "too short to tell": ("PS1", set()),
}


@pytest.mark.parametrize(("name", "some"), SCHOOL_NAMES.values(), ids=SCHOOL_NAMES.keys())
def test_a_school_is_written_in_these_ways(name: str, some: set[str]) -> None:
    assert set(school_surfaces(name)) >= some
    assert bool(school_surfaces(name)) is bool(some)
    assert "lincoln" not in school_surfaces(name)


def test_the_same_roster_gives_the_same_bytes() -> None:
    assert encode_people(ROSTER, SCHOOLS, "v") == encode_people(ROSTER, SCHOOLS, "v")
    assert encode_people(ROSTER, SCHOOLS, "v") != encode_people(ROSTER, SCHOOLS, "w")


def test_ids_and_addresses_are_kept_as_keys_and_not_in_words() -> None:
    packed = encode_people(ROSTER, SCHOOLS, "v")
    assert b"204518" not in packed
    assert b"example.org" not in packed


def test_keys_differ() -> None:
    assert len({exact_key(str(number)) for number in range(10_000)}) == 10_000


def test_sections_are_read_in_place() -> None:
    packed = encode_people(ROSTER, SCHOOLS, "v")
    sections = unpack(packed)
    assert bytes(sections["version"]) == b"v"
    assert all(section.obj is packed for section in sections.values())


def test_tables_of_another_format_are_refused() -> None:
    packed = encode_people(ROSTER, SCHOOLS, "v")
    with pytest.raises(Unusable):
        unpack(packed.replace(b"roster 1", b"roster 9", 1))


EXACT = {
    "user name that is an address": (
        person("a", "Ana", username="ana@example.org"),
        "ana@example.org",
        True,
    ),
    "user name that is a name": (person("a", "Ana", "Solveig", username="solveig"), "x1", False),
    "user name that is a word": (person("a", "Ana", username="summer"), "in summer", False),
    "user name too short": (person("a", "Ana", username="anb"), "anb", False),
    "user name with a dot": (person("a", "Ana", username="an.b"), "an.b", True),
    "sourced id": (person("8f3c-11", "Ana"), "8f3c-11", True),
    "sourced id that counts rows": (person("17", "Ana"), "17 apples", False),
    "id with a space around": (person("a", "Ana", ids=(" 99123 ",)), "99123", True),
    "letters are no id": (person("a", "Ana", ids=("none",)), "none", False),
    "short telephone number": (person("a", "Ana", phones=("911",)), "911", False),
    "telephone of another country": (
        person("a", "Ana", phones=("+44 20 7946 0123",)),
        "+44 20 7946 0123",
        True,
    ),
    "staff": (
        person("a", "Ana", role=Role.NURSE, emails=("N@example.org",)),
        "n@example.org",
        True,
    ),
}


@pytest.mark.parametrize(("one", "text", "found"), EXACT.values(), ids=EXACT.keys())
def test_what_is_looked_up_whole(one: Person, text: str, found: bool) -> None:
    matcher = RosterNames.build([one], [], "v")
    assert bool(matcher.find(text)) is found
