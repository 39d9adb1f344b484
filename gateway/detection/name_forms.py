"""How one person's names may be written: every surface, folded, its words one space apart.

Used to build the matcher over the whole roster and the small table of the principal's own
classes, so that both agree on what a name is. Knows a person's names; must not know texts. Pure.
"""

from functools import lru_cache
from typing import NamedTuple

from gateway.detection.folding import fold, is_unspaced, words
from gateway.detection.name_words import PARTICLES, SUFFIXES
from gateway.detection.short_forms import short_forms
from gateway.terms.people import Person

SHORTEST_PART = 2
"""Letters in the shortest part of a compound name that stands for it ("Li" of "Li Wei")."""
_REMEMBERED = 16_384


class NameForms(NamedTuple):
    """Every way to write a person's names; each a folded surface, without repeats.

    `given` and `family` begin with the whole name as the roster has it. `middle` are middle names,
    `nicknames` the usual short forms of the given names. Unspaced scripts are in `run_together`:
    family and given in one run, either order.
    """

    given: tuple[str, ...]
    family: tuple[str, ...]
    middle: tuple[str, ...]
    nicknames: tuple[str, ...]
    run_together: tuple[str, ...] = ()


@lru_cache(maxsize=_REMEMBERED)
def surfaces(name: str) -> tuple[str, ...]:
    """Return the ways to write one name: whole, run together, and its parts.

    "O'Brien-Garcia" gives "o brien garcia", "obriengarcia", "obrien garcia", "o brien", "obrien"
    and "garcia"; "de la Cruz" gives "de la cruz", "delacruz", "cruz". Words in the result are one
    space apart; the matcher lets a space, a hyphen, an apostrophe or nothing stand there.

    Args:
        name: as the roster spells it.

    Returns:
        Folded surfaces, the whole name first; empty for a name without letters.
    """
    folded = fold(name)
    if folded.isalpha():
        return (folded,)
    pieces = [piece for segment in folded.replace("-", " ").split() if (piece := words(segment))]
    while len(pieces) > 1 and pieces[-1] in ([suffix] for suffix in SUFFIXES):
        pieces.pop()
    if not any(map(str.isalpha, folded)):
        return ()
    joined = ["".join(piece) for piece in pieces]
    found = [" ".join(" ".join(piece) for piece in pieces)]
    found += [" ".join(joined), "".join(joined)]
    if len(pieces) > 1:
        for piece, together in zip(pieces, joined, strict=True):
            if len(together) >= SHORTEST_PART and together not in PARTICLES:
                found += [" ".join(piece), together]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=_REMEMBERED)
def nicknames_of(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the usual short forms of given-name surfaces, sorted, none of them in `given`."""
    known = short_forms()
    short = {nickname for name in given for nickname in known.get(name, ())}
    return tuple(sorted(short.difference(given)))


def name_surfaces(*names: str) -> tuple[str, ...]:
    """Return the ways to write several names of one kind; empty names have none."""
    if len(names) == 2 and not names[1]:  # nearly everybody
        return surfaces(names[0]) if names[0] else ()
    return tuple(dict.fromkeys(form for name in names if name for form in surfaces(name)))


def name_forms(person: Person) -> NameForms:
    """Return every way to write a person's names."""
    given = name_surfaces(*person.given_names)
    family = name_surfaces(*person.family_names)
    middle = name_surfaces(*person.middle_names)
    return NameForms(given, family, middle, nicknames_of(given), run_together(person))


def run_together(person: Person) -> tuple[str, ...]:
    """Return names in an unspaced script as they stand in running text; else nothing."""
    found: list[str] = []
    for one in (person, *person.also):
        given, family = fold(one.given).replace(" ", ""), fold(one.family).replace(" ", "")
        if is_unspaced(given + family):
            found += [family + given, given + family]
    return tuple(dict.fromkeys(found))


def words_of_person(person: Person) -> tuple[str, ...]:
    """Return the single words of what a person is called, without initials."""
    names = (*person.given_names, *person.family_names)
    found = (word for name in names for word in " ".join(surfaces(name)[:1]).split(" "))
    return tuple(dict.fromkeys(word for word in found if len(word) > 1))
