"""The people in the principal's own classes, by every way their names are written.

A prior, not a filter: who is near is meant first, and a name that is also a word counts as a name
when somebody near is called that. Built once for a principal and a roster version, and kept by
the caller. Knows persons; must not know texts or requests. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Self

from gateway.detection.folding import fold, words
from gateway.detection.name_forms import NameForms, name_forms, words_of_person
from gateway.terms.people import Person
from gateway.terms.text import NamePart

_SOUNDS = (("ck", "k"), ("ph", "f"), ("c", "k"), ("z", "s"), ("y", "i"))
SURFACES_KEPT = 8192
"""Written names whose key is remembered; a chat repeats them every turn."""


@lru_cache(SURFACES_KEPT)
def surface_key(text: str) -> str:
    """Return how a written name is looked up: folded, its words one space apart."""
    folded = fold(text)
    if folded.isalpha():
        return folded
    return " ".join(words(folded))


@lru_cache(SURFACES_KEPT)
def as_heard(name: str) -> str:
    """Return a name with letters that sound alike written alike: Frankie and Francesca."""
    for written, heard in _SOUNDS:
        name = name.replace(written, heard)
    return "".join(one for at, one in enumerate(name) if not at or name[at - 1] != one)


@dataclass(frozen=True, kw_only=True)
class NearNames:
    """Who is near, and the roster ids behind each folded surface, in the order given.

    `given` holds preferred names and nicknames too; `full` also one part with the other's initial.
    `words` are, by roster id, the single words of a person's names; `initials` the letters they may
    go by.
    """

    people: Mapping[str, Person] = field(default_factory=dict, repr=False)
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    family: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    full: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    initials: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def build(cls, people: Iterable[Person]) -> Self:
        """Build the table of the principal's classmates, pupils and colleagues.

        Args:
            people: in roster order; the principal may be among them.
        """
        known = {person.id: person for person in people}
        given: dict[str, dict[str, None]] = {}
        family: dict[str, dict[str, None]] = {}
        full: dict[str, dict[str, None]] = {}
        initials: dict[str, dict[str, None]] = {}
        for person in known.values():
            forms = name_forms(person)
            called = (*forms.given, *forms.nicknames)
            for surface in called:
                given.setdefault(surface, {})[person.id] = None
            for surface in forms.family:
                family.setdefault(surface, {})[person.id] = None
            pairs = {f"{first} {last}" for first in called for last in forms.family}
            pairs |= {f"{first[0]} {last}" for first in forms.given for last in forms.family}
            pairs |= {f"{first} {last[0]}" for first in called for last in forms.family}
            for letters in _initials(forms):
                initials.setdefault(letters, {})[person.id] = None
            for surface in pairs.union(forms.run_together):
                full.setdefault(surface, {})[person.id] = None
        return cls(
            people=known,
            given={surface: tuple(ids) for surface, ids in given.items()},
            family={surface: tuple(ids) for surface, ids in family.items()},
            full={surface: tuple(ids) for surface, ids in full.items()},
            initials={letters: tuple(ids) for letters, ids in initials.items()},
            words={who: words_of_person(person) for who, person in known.items()},
        )

    @cached_property
    def written(self) -> str:
        """The given names, each behind a line feed."""
        return "".join(f"\n{one}" for one in self.given)

    @cached_property
    def heard(self) -> str:
        """The given names as they sound, each behind a line feed."""
        return "".join(f"\n{as_heard(one)}" for one in self.given)

    def called(self, surface: str, part: NamePart) -> tuple[str, ...]:
        """Return who near is called that, by one part of the name or by the whole."""
        if part is NamePart.GIVEN:
            return self.given.get(surface, ())
        if part is NamePart.FAMILY:
            return self.family.get(surface, ())
        return self.full.get(surface, ())


def _initials(forms: NameForms) -> set[str]:
    """Return the letters somebody goes by: of one given and one family name, of all the given
    names ("MJ"), and of the given with each part of a double family name ("APF")."""
    found = {f"{first[0]}{last[0]}" for first in forms.given for last in forms.family}
    given, family = (
        "".join(word[0] for word in names[0].split()) if names else ""
        for names in (forms.given, forms.family)
    )
    if len(given) > 1:
        found |= {given, f"{given}{family[:1]}"}
    if len(family) > 1:
        found.add(f"{given[:1]}{family}")
    return {letters for letters in found if len(letters) > 1}


NOBODY = NearNames()
"""For a principal without classes."""
