"""Who may have come twice on a roster."""

from dataclasses import replace
from datetime import date

import pytest

from gateway.oversight.likeness import MOST_ALIKE, Likely, Sign, alike, likely
from gateway.terms.people import Kind, Person, Role

MAYA = Person(id="s1", kind=Kind.STUDENT, role=Role.STUDENT, given="Maya", family="Ortiz")
BORN = date(2016, 5, 31)


def found(*people: Person, **births: date) -> list[Likely]:
    return likely(alike(people).values(), births)


@pytest.mark.parametrize(
    ("one", "other", "births", "signs"),
    [
        pytest.param({"ids": ("204518",)}, {"given": "May", "ids": ("204518",)}, {},
                     {Sign.NUMBER}, id="a number"),
        pytest.param({}, {}, {"s1": BORN, "s9": BORN}, {Sign.NAME, Sign.BIRTH_DATE}, id="a birth"),
        pytest.param({}, {"given": "MÁYA"}, {"s1": BORN, "s9": BORN},
                     {Sign.NAME, Sign.BIRTH_DATE}, id="an accent"),
        pytest.param({"emails": ("M@k12.example",)}, {"emails": ("m@k12.example",)}, {"s1": BORN},
                     {Sign.NAME, Sign.EMAIL}, id="an address"),
        pytest.param({"guardians": ("g1",)}, {"guardians": ("g1", "g2"), "given": "Mayita",
                     "preferred_given": "Maya"}, {}, {Sign.NAME, Sign.GUARDIAN}, id="a guardian"),
        pytest.param({"ids": ("204518",)}, {"ids": ("204518",)},
                     {"s1": BORN, "s9": date(2012, 1, 1)},
                     {Sign.NUMBER, Sign.NAME, Sign.OTHER_BIRTH_DATE}, id="a number in spite of it"),
        pytest.param({}, {}, {}, None, id="the name alone"),
        pytest.param({"guardians": ("g1",)}, {"guardians": ("g1",)},
                     {"s1": BORN, "s9": date(2012, 1, 1)}, None, id="another birth date"),
        pytest.param({"guardians": ("g1",)}, {"given": "Ben", "guardians": ("g1",)},
                     {"s1": BORN, "s9": BORN}, None, id="twins"),
        pytest.param({"ids": ("204518",)}, {"ids": ("204518",), "kind": Kind.STAFF,
                     "role": Role.AIDE}, {}, None, id="another kind"),
        pytest.param({"ids": ("204518",), "active": False}, {"ids": ("204518",), "active": False},
                     {}, None, id="both left"),
    ],
)  # fmt: skip
def test_it_takes_a_number_or_the_name_and_something_else(
    one: dict[str, object],
    other: dict[str, object],
    births: dict[str, date],
    signs: set[Sign] | None,
) -> None:
    people = (replace(MAYA, **one), replace(MAYA, id="s9", **other))  # type: ignore[arg-type]
    pairs = found(*people, **births)
    assert [one.signs for one in pairs] == ([] if signs is None else [signs])


def test_who_is_active_is_kept() -> None:
    left = replace(MAYA, ids=("204518",), active=False)
    [pair] = found(left, replace(left, id="s9", active=True))
    assert (pair.kept, pair.duplicate) == ("s9", "s1")


def test_what_many_share_says_nothing() -> None:
    people = [replace(MAYA, id=f"s{at}", ids=("000",)) for at in range(MOST_ALIKE + 1)]
    assert found(*people) == []
    assert len(found(*people[1:])) == MOST_ALIKE * (MOST_ALIKE - 1) // 2
