"""Find two names in a text that are one person's on the roster.

Neighbouring mentions that together are somebody's full name become pairs: "Maria Lopez", "LOPEZ,
Maria", "Bill Chen", "J. Garcia", "Noor B". Knows the roster's tables of pairs;
must not know principals, models or rules. Pure.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gateway.detection import roster_tables as tables
from gateway.detection.name_scores import FULL, INITIALED, NICKNAMED, pair_score
from gateway.detection.name_words import TITLES
from gateway.detection.reading import Gap, Mention, Reading
from gateway.terms.text import MANY, Label, NamePart

_AUXILIARIES = frozenset(("will", "may", "can", "do", "must"))
# What stands for two words that are one person's names, by how they are.
_RECOGNISERS = {"initial": INITIALED, "full_nickname": NICKNAMED}
_PARTS = {"initial": NamePart.OTHER, "middle": NamePart.GIVEN}


class Hit(NamedTuple):
    """A candidate in folded offsets, its people by number."""

    start: int
    end: int
    score: float
    recogniser: str
    people: tuple[int, ...]
    part: NamePart
    label: Label = Label.PERSON


class Pair(NamedTuple):
    """Words that are one person's names, and the one or two hits they make."""

    first: int
    past: int
    hits: tuple[Hit, ...]


class RosterPairs:
    """Who has which two names, as a matcher over what a text mentions."""

    def __init__(self, sections: Mapping[str, memoryview], phrases: Mapping[str, int]) -> None:
        """Read the tables in place.

        Args:
            sections: of the packed roster.
            phrases: the number of everything that is, or begins, somebody's name.
        """
        self._nick_starts = sections["nick_starts"].cast("I")
        self._nick_of = sections["nick_of"].cast("I")
        self._keys = sections["pair_keys"].cast("Q")
        self._people = sections["pair_people"].cast("I")
        self._phrases = phrases
        self._auxiliaries = {phrases[word] for word in _AUXILIARIES & phrases.keys()}

    def find(
        self, reading: Reading, first: Mention, starting: dict[int, list[Mention]]
    ) -> Iterator[Pair]:
        """Yield the names of one person that begin with a mention.

        Args:
            reading: the text.
            first: the mention they begin with.
            starting: every mention, by its first word.
        """
        if first.past not in starting and first.past + 1 not in starting:
            return
        gap = reading.gap(first.past - 1)
        if gap in (Gap.APART, Gap.TIED):
            return
        for second in starting.get(first.past, ()):
            if hits := self._join(reading, first, second, gap):
                yield Pair(first.first, second.past, hits)
        if first.is_letter or not self._is_middle(reading, first.past):
            return
        for second in starting.get(first.past + 1, ()):
            if not second.is_letter:
                hits = self._join(reading, first, second, Gap.SIDE_BY_SIDE)
                if hits and hits[0].part is NamePart.FULL:
                    yield Pair(first.first, second.past, hits)

    def _is_middle(self, reading: Reading, at: int) -> bool:
        """Tell whether a word can be the middle name, or its initial, between its neighbours."""
        if at + 1 >= len(reading.words) or reading.gap(at - 1) is not Gap.SIDE_BY_SIDE:
            return False
        word, after = reading.words[at], reading.gap(at)
        if len(word) == 1:
            return after in (Gap.SIDE_BY_SIDE, Gap.DOT)
        capital = reading.written(*reading.spans[at])[0].isupper()
        named = capital or (reading.blind and word in self._phrases)
        return after is Gap.SIDE_BY_SIDE and named and word not in TITLES

    def _join(self, reading: Reading, first: Mention, second: Mention, gap: Gap) -> tuple[Hit, ...]:
        """Return the hits of two mentions that are one person's names, or nothing."""
        forward = self._known_pair(first, second)
        in_line = gap is Gap.SIDE_BY_SIDE or (gap is Gap.DOT and first.is_letter)
        if forward is not None and in_line:
            people, how = forward
            score = self._pair_score(reading, first, second, how)
            recogniser = _RECOGNISERS.get(how, FULL)
            part = _PARTS.get(how, NamePart.FULL)
            hit = Hit(first.start, second.end, score, recogniser, people, part)
            return (hit,) if score else ()
        if gap is Gap.DOT:
            return ()
        if forward is not None and forward[1] not in _PARTS:
            return self._places(reading, first, second, forward[0], NamePart.GIVEN)
        backward = self._known_pair(second, first)
        if backward is None or backward[1] == "middle":
            return ()
        if backward[1] == "initial" and (gap is not Gap.COMMA or not second.is_letter):
            return ()
        how = "turned" if gap is Gap.SIDE_BY_SIDE else "reversed"
        return self._places(reading, first, second, backward[0], NamePart.FAMILY, how)

    def _known_pair(self, given: Mention, family: Mention) -> tuple[tuple[int, ...], str] | None:
        """Return the people who have both names and how, or None."""
        if given.is_letter and family.is_letter:
            return None
        initial = given.is_letter or family.is_letter
        if family.flags & (tables.FAMILY | tables.INITIAL):
            if people := self._people_of(given.phrase << 32 | family.phrase):
                return people, "initial" if initial else "full"
            if given.flags & tables.NICKNAME and (people := self._nickname_pair(given, family)):
                return people, "initial" if initial else "full_nickname"
        if given.flags & tables.GIVEN and not initial:
            people = self._people_of(tables.MIDDLE | given.phrase << 32 | family.phrase)
            return (people, "middle") if people else None
        return None

    def _people_of(self, key: int) -> tuple[int, ...]:
        """Return the people with this pair of phrases, at most `MANY` + 1."""
        keys = self._keys
        at = past = bisect_left(keys, key)
        while past < len(keys) and keys[past] == key:
            past += 1
        return tuple(self._people[at:past])

    def _nickname_pair(self, given: Mention, family: Mention) -> tuple[int, ...]:
        """Return the people whose given name has this nickname and whose family name this is."""
        at = given.phrase
        names = self._nick_of[self._nick_starts[at] : self._nick_starts[at + 1]]
        people = {who for name in names for who in self._people_of(name << 32 | family.phrase)}
        return tuple(sorted(people))[: MANY + 1]

    def _pair_score(self, reading: Reading, first: Mention, second: Mention, how: str) -> float:
        auxiliary = not self._auxiliaries.isdisjoint((first.phrase, second.phrase))
        return pair_score(reading, first, second, how, auxiliary=auxiliary)

    def _places(
        self,
        reading: Reading,
        first: Mention,
        second: Mention,
        people: tuple[int, ...],
        part: NamePart,
        how: str = "reversed",
    ) -> tuple[Hit, ...]:
        """Return a name in two places as two hits, so that a comma or a cell's edge stays."""
        score = self._pair_score(reading, first, second, how)
        if not score:
            return ()
        other = NamePart.GIVEN if part is NamePart.FAMILY else NamePart.FAMILY
        if second.is_letter:
            other = NamePart.OTHER
        return (
            Hit(first.start, first.end, score, FULL, people, part),
            Hit(second.start, second.end, score, FULL, people, other),
        )
