"""Who may have come twice on a roster, and why it looks so. Pure.

One number says it; one name alone does not, since two children are called alike, nor do an address,
a guardian or a birth date, which brothers and sisters share: it takes the name and one of those.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Final

from gateway.detection.folding import fold, words
from gateway.terms.people import Kind, Person

MOST_ALIKE: Final = 6
"""A number or name that more people share than this tells nothing of any two of them."""


class Sign(StrEnum):
    """What two rows have in common; OTHER_BIRTH_DATE speaks against."""

    NUMBER = "number"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    EMAIL = "email"
    USERNAME = "username"
    PHONE = "phone"
    GUARDIAN = "guardian"
    OTHER_BIRTH_DATE = "other_birth_date"


@dataclass(frozen=True, kw_only=True, slots=True)
class Likely:
    """Two rows that may be one person. `kept` is the one that is active, or has the smaller id."""

    kept: str
    duplicate: str
    kind: Kind
    signs: frozenset[Sign]


def alike(people: Iterable[Person]) -> dict[tuple[str, str], tuple[Person, Person]]:
    """Return pairs of one kind who share a number or a name, at least one of them active; by their
    ids in order."""
    sharing: dict[tuple[Kind, Sign, str], list[Person]] = defaultdict(list)
    for one in people:
        for sign, value in _marks(one):
            sharing[one.kind, sign, value].append(one)
    found: dict[tuple[str, str], tuple[Person, Person]] = {}
    for some in sharing.values():
        if len(some) <= MOST_ALIKE:
            for one, other in combinations(sorted(some, key=lambda one: one.id), 2):
                if one.id != other.id and (one.active or other.active):
                    found[one.id, other.id] = one, other
    return found


def likely(
    pairs: Iterable[tuple[Person, Person]], births: Mapping[str, date | None]
) -> list[Likely]:
    """Return which of some pairs may be one person, by their ids."""
    found = []
    for one, other in pairs:
        signs = signs_of(one, other, births)
        if Sign.NUMBER not in signs and (
            Sign.OTHER_BIRTH_DATE in signs or Sign.NAME not in signs or len(signs) == 1
        ):
            continue
        kept, duplicate = sorted((one, other), key=lambda one: (not one.active, one.id))
        found.append(
            Likely(kept=kept.id, duplicate=duplicate.id, kind=one.kind, signs=frozenset(signs))
        )
    return sorted(found, key=lambda one: (one.kept, one.duplicate))


def signs_of(one: Person, other: Person, births: Mapping[str, date | None]) -> set[Sign]:
    """Return what two people have in common, and what speaks against their being one."""
    shared: Mapping[Sign, tuple[Sequence[str], Sequence[str]]] = {
        Sign.NUMBER: (one.ids, other.ids),
        Sign.NAME: (names_of(one), names_of(other)),
        Sign.EMAIL: (one.emails, other.emails),
        Sign.USERNAME: (one.usernames, other.usernames),
        Sign.PHONE: (one.phones, other.phones),
        Sign.GUARDIAN: (one.guardians, other.guardians),
    }
    signs = {
        sign
        for sign, (mine, theirs) in shared.items()
        if not _folded(mine).isdisjoint(_folded(theirs))
    }
    born = {births.get(one.id), births.get(other.id)} - {None}
    if len(born) == 2:
        signs.add(Sign.OTHER_BIRTH_DATE)
    elif born and births.get(one.id) == births.get(other.id):
        signs.add(Sign.BIRTH_DATE)
    return signs


def names_of(person: Person) -> tuple[str, ...]:
    """Return what a person may be called, given and family name."""
    givens, families = filter(None, person.given_names), tuple(filter(None, person.family_names))
    return tuple(_plain(f"{given} {family}") for given in givens for family in families)


def _marks(person: Person) -> Iterator[tuple[Sign, str]]:
    for number in _folded(person.ids):
        yield Sign.NUMBER, number
    for name in set(names_of(person)):
        yield Sign.NAME, name


def _folded(values: Iterable[str]) -> set[str]:
    return {fold(value).strip() for value in values if value.strip()}


def _plain(name: str) -> str:
    return " ".join(words(fold(name)))
