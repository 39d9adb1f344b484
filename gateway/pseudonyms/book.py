"""The vault while a plan is being made: looks surrogates up, and coins those that are missing.

Pure but for the chance it is given. A name is replaced piece by piece, so that `Talvi Brenock`
comes back whole, alone, in capitals or the other way round, and everybody of one family name
shares its stand-in.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Final

from gateway.pseudonyms import dates
from gateway.pseudonyms.entries import Entry, Reach
from gateway.pseudonyms.occurrences import digits_of
from gateway.pseudonyms.surrogates import Exhausted, coin, coin_name, split_school
from gateway.pseudonyms.tags import name_tag, number_tag
from gateway.pseudonyms.vault import Vault
from gateway.pseudonyms.words import Piece, folded, is_letter, split_name
from gateway.terms.disclosure import SurrogateStyle
from gateway.terms.people import Kind, Person
from gateway.terms.text import Label, NamePart

_TAGGED_KINDS: Final = {Kind.STUDENT, Kind.GUARDIAN, Kind.STAFF}


class Book:
    """A vault being added to, and what of it stands in this request.

    Args:
        vault: what the conversation has so far; never changed.
        people: roster persons by id, for the spelling and order of their names.
        style: how new stand-ins look; one that exists stays as it is.
        rng: where chance comes from.
        taken: tells whether the roster knows a word or number.
        texts: everything the request says; no new stand-in occurs in it.
    """

    def __init__(
        self,
        vault: Vault,
        people: Mapping[str, Person],
        style: SurrogateStyle,
        rng: Random,
        taken: Callable[[str], bool],
        texts: Iterable[str],
    ) -> None:
        self._vault = vault
        self._entries = list(vault.entries)
        self._changed = False
        self._surfaces, self._own = vault.index.surfaces, False
        self._people = people
        self._style = style
        self._rng = rng
        self._taken = taken
        self._texts = texts
        self._said: str | None = None
        self._placed: dict[int, None] = {}

    def vault(self) -> Vault:
        """Return the vault with what was added: the very one given if nothing was."""
        if self._changed:
            self._vault = Vault(entries=tuple(self._entries), excused=self._vault.excused)
            self._changed = False
        return self._vault

    def placed(self) -> tuple[Entry, ...]:
        """Return the entries whose surrogates were asked for since `start_placing`."""
        return tuple(self._entries[number] for number in sorted(self._placed))

    def start_placing(self) -> None:
        """Forget what was asked for: from now on every stand-in goes into the request."""
        self._placed.clear()

    def learn(self, text: str, label: Label, part: NamePart, subjects: tuple[str, ...]) -> None:
        """Make sure a detected value and its pieces have surrogates, and how far they reach."""
        known = self._surfaces.get(text)
        if known and label is not Label.PERSON:
            return
        if known and self._entries[known[1]].reach is not Reach.LOCAL and not text.islower():
            return
        self.stand_in(text, label, part, subjects)
        if label is Label.PERSON:
            for kind, piece in split_name(text, family=part is NamePart.FAMILY):
                if kind is Piece.WORD:
                    self._widen(piece)

    def stand_in(self, text: str, label: Label, part: NamePart, subjects: tuple[str, ...]) -> str:
        """Return what is sent for a surface, coining it if need be."""
        if label is Label.SCHOOL and self._style is SurrogateStyle.NAMES:
            return self._school(text, subjects)
        known = self._surfaces.get(text)
        if known:
            return self._place(*known)
        if label is Label.PERSON:
            return self._name(text, part, subjects)
        return self._piece(text, label, part, subjects, Reach.ANY)

    def typed(self, text: str, label: Label) -> str:
        """Return what is sent where somebody typed what is a stand-in here."""
        known = self._surfaces.get(text)
        if known:
            return self._place(*known)
        return self._piece(text, label, NamePart.OTHER, (), Reach.ANY)

    def _place(self, outgoing: str, number: int) -> str:
        self._placed[number] = None
        for piece in self._entries[number].pieces:
            self._placed[self._surfaces[piece][1]] = None
        return outgoing

    def _name(self, text: str, part: NamePart, subjects: tuple[str, ...]) -> str:
        pieces = split_name(text, family=part is NamePart.FAMILY)
        words = [piece for kind, piece in pieces if kind is not Piece.BETWEEN]
        if not words:
            return self._piece(text, Label.PERSON, part, subjects, Reach.LOCAL)
        if len(pieces) == 1:
            reach = Reach.EXACT if pieces[0][0] is Piece.WORD else Reach.LOCAL
            if reach is Reach.LOCAL and " " in text:
                reach = Reach.ANY  # two initials together do name somebody
            return self._piece(text, Label.PERSON, part, subjects, reach, words)
        turned = any("," in piece for kind, piece in pieces if kind is Piece.BETWEEN)
        if self._style is SurrogateStyle.TAGS and len(words) > 1 and not turned:
            whole = self._piece(text, Label.PERSON, NamePart.FULL, subjects, Reach.ANY, words)
            before = dict(self._placed)
            self._pieces(pieces, part, subjects)
            self._placed = before
            return whole
        made, values = self._pieces(pieces, part, subjects)
        if len(values) > 1:
            # Kept whole as well, so that it is found in any case from now on.
            self._remember(text, made, Label.PERSON, subjects, values)
        return made

    def _pieces(
        self,
        pieces: Sequence[tuple[Piece, str]],
        part: NamePart,
        subjects: tuple[str, ...],
    ) -> tuple[str, list[str]]:
        """Return a name made of its pieces' stand-ins, and the pieces' values."""
        parts = self._parts(pieces, part, subjects)
        words = [piece for kind, piece in pieces if kind is not Piece.BETWEEN]
        made: list[str] = []
        values: list[str] = []
        for (kind, piece), piece_part in zip(pieces, parts, strict=True):
            if kind is Piece.BETWEEN:
                made.append(piece)
                continue
            known = self._surfaces.get(piece)
            if known:
                made.append(self._place(*known))
            else:
                reach = Reach.EXACT if kind is Piece.WORD else Reach.LOCAL
                made.append(self._piece(piece, Label.PERSON, piece_part, subjects, reach, words))
            values.append(self._entries[self._surfaces[piece][1]].value)
        return "".join(made), values

    def _remember(
        self,
        value: str,
        surrogate: str,
        label: Label,
        subjects: tuple[str, ...],
        pieces: list[str],
    ) -> None:
        if value in self._surfaces:
            return
        whole, sent = folded(value), surrogate.casefold()
        for entry in self._entries:
            same = whole == folded(entry.value) or sent == entry.surrogate.casefold()
            if entry.pieces and same:
                return
        self._add(
            Entry(
                value=value,
                surrogate=surrogate,
                label=label,
                subjects=subjects,
                pieces=tuple(pieces),
            )
        )

    def _parts(
        self, pieces: Sequence[tuple[Piece, str]], part: NamePart, subjects: tuple[str, ...]
    ) -> list[NamePart]:
        """Return which part of the name each piece is: by the roster, else by its place."""
        if part is not NamePart.FULL:
            return [part] * len(pieces)
        given, family = self._roster_words(subjects)
        words = [number for number, (kind, _) in enumerate(pieces) if kind is Piece.WORD]
        first, last = (words[0], words[-1]) if words else (0, 0)
        turned = any("," in piece for kind, piece in pieces if kind is Piece.BETWEEN)
        parts: list[NamePart] = []
        for number, (_, piece) in enumerate(pieces):
            word = folded(piece)
            by_place = (
                NamePart.FAMILY
                if number == (first if turned else last)
                else NamePart.GIVEN
                if number == (last if turned else first)
                else NamePart.OTHER
            )
            if (word in given) != (word in family):
                parts.append(NamePart.GIVEN if word in given else NamePart.FAMILY)
            else:
                parts.append(by_place)
        return parts

    def _roster_words(self, subjects: tuple[str, ...]) -> tuple[set[str], set[str]]:
        given: set[str] = set()
        family: set[str] = set()
        for person in filter(None, map(self._people.get, subjects)):
            for name in person.given_names:
                given |= {folded(piece) for kind, piece in split_name(name) if kind is Piece.WORD}
            for name in person.family_names:
                family |= {folded(piece) for kind, piece in split_name(name) if kind is Piece.WORD}
        return given, family

    def _school(self, text: str, subjects: tuple[str, ...]) -> str:
        whole = self._surfaces.get(text)
        if whole and not self._entries[whole[1]].pieces:
            return self._place(*whole)
        made: list[str] = []
        values: list[str] = []
        kept = False
        for telling, stretch in split_school(text):
            known = self._surfaces.get(stretch)
            if known:
                # Also where a pupil is called `Junior`: that word is replaced everywhere.
                made.append(self._place(*known))
            elif telling:
                made.append(
                    self._piece(stretch, Label.SCHOOL, NamePart.OTHER, subjects, Reach.LOCAL)
                )
            else:
                made.append(stretch)
                kept = True
                continue
            values.append(self._entries[self._surfaces[stretch][1]].value)
        outgoing = "".join(made)
        if kept:
            self._remember(text, outgoing, Label.SCHOOL, subjects, values)
        elif len(values) == 1:
            self._widen(text, Reach.ANY)
        return outgoing

    def _piece(
        self,
        surface: str,
        label: Label,
        part: NamePart,
        subjects: tuple[str, ...],
        reach: Reach,
        name: Iterable[str] = (),
    ) -> str:
        """Return the stand-in of one piece; a new one joins the vault."""
        known = self._surfaces.get(surface)
        if known:
            return self._place(*known)
        value = surface
        surrogate = ""
        if not any(map(is_letter, surface)):
            reach = Reach.LOCAL  # `::` means nobody elsewhere
        if self._style is SurrogateStyle.NAMES:
            if label is Label.PERSON and reach in (Reach.EXACT, Reach.LOCAL):
                value = self._canonical(surface, reach, subjects)
            try:
                surrogate = self._coin(surface, label, part)
            except Exhausted:
                value = surface
        if not surrogate:
            surrogate = self._tag(label, part, subjects, tuple(name))
        self._add(
            Entry(
                value=value,
                surrogate=surrogate,
                label=label,
                subjects=subjects,
                part=part,
                reach=reach,
            )
        )
        if surface not in self._surfaces:
            raise AssertionError("a new surface has no surrogate")
        return self._place(*self._surfaces[surface])

    def _canonical(self, surface: str, reach: Reach, subjects: tuple[str, ...]) -> str:
        """Return how a name typed all in one case is written, so that every case of it shares one
        surrogate; the surface itself where the way back would not be exact."""
        if not (surface.isupper() or surface.islower()) or len(surface) < 2:
            return surface
        if reach is Reach.LOCAL:
            choices = [surface.lower()]
        else:
            choices = [
                piece
                for person in filter(None, map(self._people.get, subjects))
                for name in (*person.given_names, *person.family_names, *person.middle_names)
                for _, piece in split_name(name)
            ]
            choices.append(surface.title())
        for choice in choices:
            if surface in (choice.upper(), choice.lower()) and choice not in self._surfaces:
                return choice
        return surface

    def _coin(self, surface: str, label: Label, part: NamePart) -> str:
        if label is Label.PERSON:
            return coin_name(part, self._rng, self._is_free)
        return coin(label, surface, self._rng, self._is_free, self._alike(surface, label))

    def _alike(self, surface: str, label: Label) -> str:
        """Return the stand-in that the same number or date has in another format, or ""."""
        read: Callable[[Label, str], object] = digits_of
        if label is Label.DATE_OF_BIRTH:
            read = _day_of
        same = read(label, surface)
        if not same:
            return ""
        return next(
            (
                entry.surrogate
                for entry in self._entries
                if entry.label is label and not entry.is_tag and read(label, entry.value) == same
            ),
            "",
        )

    def _tag(
        self, label: Label, part: NamePart, subjects: tuple[str, ...], name: tuple[str, ...]
    ) -> str:
        if label is not Label.PERSON:
            return number_tag(label.value, self._entries, self._is_said)
        kinds = {self._people[one].kind for one in subjects if one in self._people}
        kind = kinds.pop() if len(kinds) == 1 else Kind.UNRESOLVED
        word = kind.value.upper() if kind in _TAGGED_KINDS else "PERSON"
        return name_tag(word, part, subjects, name, self._entries, self._is_said)

    def _is_free(self, candidate: str) -> bool:
        """Tell whether a stand-in may be used: nothing here is it, holds it or stands in it."""
        wanted = folded(candidate)
        if self._is_said(candidate):
            return False
        for entry in self._entries:
            surrogate = entry.surrogate.casefold()
            if wanted in surrogate or wanted in folded(entry.value):
                return False
            if not entry.pieces and surrogate in wanted:
                return False
        return not self._taken(candidate)

    def _is_said(self, text: str) -> bool:
        if self._said is None:
            self._said = "\n".join(map(folded, self._texts))
        return folded(text) in self._said

    def _add(self, entry: Entry) -> None:
        if not self._own:
            self._surfaces, self._own = dict(self._surfaces), True
        for surface, outgoing in entry.forms():
            self._surfaces.setdefault(surface, (outgoing, len(self._entries)))
        self._entries.append(entry)
        self._changed = True

    def _widen(self, surface: str, reach: Reach = Reach.EXACT) -> None:
        """Let the entry of a surface be looked for as far as this surface shows it must."""
        number = self._surfaces[surface][1]
        entry = self._entries[number]
        if surface.islower() and surface != entry.value:
            reach = max(reach, Reach.LOWER)
        if entry.reach < reach:
            self._entries[number] = replace(entry, reach=reach)
            self._changed = True


def _day_of(label: Label, value: str) -> object:
    return dates.day_of(value)
