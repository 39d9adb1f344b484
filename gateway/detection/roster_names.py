"""Find everybody on the roster in a text: names in every usual form, ids, addresses, schools.

A text is folded and cut into words once. Words that are nobody's name cost one look in a
dictionary; those that are become mentions, and neighbouring mentions that together are somebody's
full name become pairs (`roster_pairs`). What is found is free of context outside the text: who is
meant, and whether a doubtful single word counts, is settled by `arbitration` and `subjects`, which
know the principal's classes.

Knows the roster's tables; must not know principals, models or rules. Pure.
"""

from collections.abc import Iterable, Iterator
from typing import Self

from ahocorasick_rs import AhoCorasick, MatchKind

from gateway.detection import roster_tables as tables
from gateway.detection.folding import Folded
from gateway.detection.name_scores import (
    EXACT,
    FULL,
    KEEP,
    NICKNAMED,
    PART,
    RARE,
    SCORES,
    TITLED,
    single_score,
)
from gateway.detection.name_words import TITLES
from gateway.detection.reading import Gap, Mention, Reading
from gateway.detection.roster_exact import Exact, RosterExact
from gateway.detection.roster_pairs import Hit, RosterPairs
from gateway.detection.roster_tables import encode_people
from gateway.terms.people import Person, School
from gateway.terms.text import MANY, Candidate, Label, NamePart

# Abbreviations that are nothing but titles; the others ("doctor") are also plain words.
_PLAIN_TITLES = frozenset(("mr", "mrs", "ms", "mx", "dr", "prof", "sr", "sra", "srta"))
_ONLY_HEAD = -1
SHORTEST_OWNER = 5
"""Letters of the shortest word that can be a name and a possessive s without its apostrophe."""
_NO_OWNER = tables.CLOSED | tables.WORD | tables.CALENDAR | tables.PUBLIC
_SINGLES = (
    (tables.GIVEN, tables.GIVEN_SLOT, "given", NamePart.GIVEN),
    (tables.FAMILY, tables.FAMILY_SLOT, "family", NamePart.FAMILY),
    (tables.NICKNAME, tables.NICKNAME_SLOT, "nickname", NamePart.GIVEN),
)


class RosterNames:
    """The roster as a matcher: `find` proposes everybody it names."""

    def __init__(self, packed: bytes) -> None:
        sections = tables.unpack(packed)
        self._packed = packed
        try:
            self.version = str(sections["version"], "utf-8")
            self._phrases, self._heads = _numbered(_lines(sections["phrases"]))
            self._flags = sections["flags"]
            self._rarity = sections["rarity"]
            self._starts = sections["starts"].cast("I")
            self._posted = sections["posted"].cast("I")
            self._ids = sections["ids"]
            self._id_starts = sections["id_starts"].cast("I")
            self._run_starts = sections["run_starts"].cast("I")
            self._run_people = sections["run_people"].cast("I")
            runs, schools = _lines(sections["runs"]), _lines(sections["schools"])
            self._exact = RosterExact(sections)
            self._pairs = RosterPairs(sections, self._phrases)
        except (KeyError, TypeError, UnicodeDecodeError) as error:
            raise tables.damaged() from error
        # Runs of letters of unspaced scripts, then schools.
        self._runs = len(runs)
        strings = [*runs, *schools]
        self._strings = AhoCorasick(strings, MatchKind.Standard) if strings else None

    @classmethod
    def build(cls, people: Iterable[Person], schools: Iterable[School], version: str) -> Self:
        """Build the matcher from a roster: `encode_people` and `from_bytes` in one."""
        return cls(encode_people(people, schools, version))

    @classmethod
    def from_bytes(cls, packed: bytes) -> Self:
        """Make the matcher of tables built elsewhere; they are read in place, not copied.

        Raises:
            Unusable: the bytes are not whole tables of this version.
        """
        return cls(packed)

    def to_bytes(self) -> bytes:
        """Return the tables for `from_bytes`."""
        return self._packed

    def find(self, text: str) -> list[Candidate]:
        """Return everybody and everything of the roster that a text names.

        Args:
            text: any text, of any length.

        Returns:
            Candidates by start, longest first. They may overlap, but no part of a full name, of
            an address or of an id that was found whole is among them.
        """
        return self.find_in(Reading.of(text))

    def find_in(self, reading: Reading) -> list[Candidate]:
        """Return what `find` does, of a text that was read already."""
        folded = reading.folded
        hits = [_whole_hit(one) for one in self._exact.find(folded.text)]
        plain = self._exact.find_plain(folded.text, reading.words)
        hits += [_whole_hit(one, plain=True) for one in plain]
        if self._strings is not None:
            strings = list(self._whole_strings(self._strings, folded.text))
            hits += [one for one in strings if not _lies_within_longer(one, strings)]
        if names := self._names(reading):
            hits += [name for name in names if not _lies_within(name, hits)] if hits else names
        candidates = [made for hit in hits if (made := self._candidate(hit, folded)) is not None]
        candidates.sort(key=lambda one: (one.start, -one.end, -one.score, one.recogniser))
        return candidates

    def _candidate(self, hit: Hit, folded: Folded) -> Candidate | None:
        span = folded.span(hit.start, hit.end)
        if span is None:
            return None
        return Candidate(
            start=span[0],
            end=span[1],
            label=hit.label,
            score=hit.score,
            recogniser=hit.recogniser,
            people=tuple([self._id(who) for who in hit.people[: MANY + 1]]),
            part=hit.part,
        )

    def _id(self, who: int) -> str:
        return str(self._ids[self._id_starts[who] : self._id_starts[who + 1]], "utf-8")

    def _people(self, phrase: int, slot: int) -> tuple[int, ...]:
        at = phrase * tables.SLOTS + slot
        return tuple(self._posted[self._starts[at] : self._starts[at + 1]])

    def _names(self, reading: Reading) -> list[Hit]:
        """Return the people a text names, pairs before single names."""
        mentions = list(self._mentions(reading))
        if not mentions:
            return []
        starting: dict[int, list[Mention]] = {}
        for mention in mentions:
            starting.setdefault(mention.first, []).append(mention)
        find = self._pairs.find
        pairs = [pair for mention in mentions for pair in find(reading, mention, starting)]
        # The surest first, the longest of equals; a word belongs to one pair.
        pairs.sort(key=lambda pair: (-pair.hits[0].score, pair.first - pair.past, pair.first))
        taken: set[int] = set()
        hits: list[Hit] = []
        for pair in pairs:
            own = range(pair.first, pair.past)
            if taken.isdisjoint(own):
                hits += pair.hits
                if pair.hits[0].score >= KEEP:
                    taken.update(own)
        reached = 0
        for mention in mentions:
            # Longest first from each word on: "cruz" within "de la cruz" says nothing new.
            if mention.past > reached and taken.isdisjoint(range(mention.first, mention.past)):
                reached = mention.past
                hits += self._singles(reading, mention)
        return hits

    def _mentions(self, reading: Reading) -> Iterator[Mention]:
        """Yield the roster's phrases in a text, by first word, longest first."""
        phrases, heads, all_words = self._phrases, self._heads, reading.words
        # One comprehension: nearly every word of a text is nobody's name.
        known = [
            at
            for at, word in enumerate(all_words)
            if word in phrases or (word[-1] == "s" and word[:-1] in phrases)
        ]
        for first in known:
            word = all_words[first]
            number = phrases.get(word)
            if number is None:
                if (owner := self._owner(reading, first, word)) is not None:
                    yield owner
                continue
            for size in range(min(heads.get(word, 0), len(all_words) - first), 1, -1):
                longer = phrases.get(" ".join(all_words[first : first + size]))
                if longer is not None and all(
                    reading.gap(at) in (Gap.SIDE_BY_SIDE, Gap.TIED)
                    for at in range(first, first + size - 1)
                ):
                    yield self._mention(reading, first, size, longer)
            if number != _ONLY_HEAD:
                mention = self._mention(reading, first, 1, number)
                if self._counts(reading, mention):
                    yield mention

    def _owner(self, reading: Reading, first: int, word: str) -> Mention | None:
        """Return whose something is where the apostrophe was left out: "sophias book"."""
        if len(word) < SHORTEST_OWNER:
            return None
        number = self._phrases.get(word[:-1])
        if number is None or number == _ONLY_HEAD or self._flags[number] & _NO_OWNER:
            return None
        return self._mention(reading, first, 1, number, less=1)

    def _mention(
        self, reading: Reading, first: int, size: int, number: int, less: int = 0
    ) -> Mention:
        start, end = reading.spans[first][0], reading.spans[first + size - 1][1] - less
        flags = self._flags[number]
        written = reading.written(start, end)
        # "de la Fuente" has its capital further on.
        lower = not reading.blind and (written.islower() if size > 1 else written[0].islower())
        if flags & tables.WORD and len(written) > 1 and not reading.blind:
            # "you MAY leave": capitals throughout are emphasis and no evidence.
            lower = lower or written.isupper()
        return Mention(first, first + size, start, end, number, flags, lower)

    @staticmethod
    def _counts(reading: Reading, mention: Mention) -> bool:
        """Tell whether a word can be a name here at all; keeps grammar and loose letters out."""
        before = reading.words[mention.first - 1] if mention.first else ""
        if mention.flags & tables.CLOSED and (mention.lower or reading.blind):
            return before in TITLES
        if not mention.is_letter:
            return True
        # An initial is no "I", "a" or possessive s, and no O of O'Brien.
        text = reading.folded.text
        if "'" in (text[mention.start - 1 : mention.start], text[mention.end : mention.end + 1]):
            return False
        dotted = text.startswith(".", mention.end)
        if dotted and text[mention.start] == "v" and (mention.lower or reading.blind):
            return False  # "Gideon v. Wainwright"
        return dotted or (not mention.lower and text[mention.start] not in "ai")

    def _singles(self, reading: Reading, mention: Mention) -> Iterator[Hit]:
        """Yield what one name alone can be."""
        if mention.is_letter:
            return
        titled = self._is_titled(reading, mention)
        rare = self._rarity[mention.phrase] <= RARE
        for flag, slot, kind, part in _SINGLES:
            if not mention.flags & flag:
                continue
            score, recogniser = single_score(reading, mention, kind, rare=rare), PART
            if kind == "nickname":
                recogniser = NICKNAMED
            elif titled:
                score, recogniser = SCORES["title"], TITLED
            if mention.end < reading.spans[mention.past - 1][1]:
                score = min(score, SCORES["owner"])
            if score and (people := self._people(mention.phrase, slot)):
                yield Hit(mention.start, mention.end, score, recogniser, people, part)

    @staticmethod
    def _is_titled(reading: Reading, mention: Mention) -> bool:
        """Tell whether a title stands before a name; "the doctor will" has none."""
        at = mention.first - 1
        if at < 0 or reading.words[at] not in TITLES:
            return False
        if reading.gap(at) not in (Gap.SIDE_BY_SIDE, Gap.DOT):
            return False
        if reading.words[at] == "don" and not reading.blind:
            # "Don Walsh" is a given name; the title has small letters within a sentence.
            start, end = reading.spans[at]
            if reading.written(start, end)[0].isupper() and not reading.begins_sentence(start):
                return False
        ordinary = mention.flags & (tables.WORD | tables.CLOSED | tables.CALENDAR)
        doubtful = ordinary and (reading.blind or mention.lower)
        return reading.words[at] in _PLAIN_TITLES or not doubtful

    def _whole_strings(self, strings: AhoCorasick, folded: str) -> Iterator[Hit]:
        """Yield school names, and personal names of unspaced scripts within a run of letters."""
        for number, start, end in strings.find_matches_as_indexes(folded, overlapping=True):
            if number < self._runs:
                at, past = self._run_starts[number], self._run_starts[number + 1]
                people = tuple(self._run_people[at:past])
                yield Hit(start, end, SCORES["full"], FULL, people, NamePart.FULL)
            elif not (_in_word(folded, start - 1) or _in_word(folded, end)):
                yield Hit(start, end, SCORES["exact"], EXACT, (), NamePart.OTHER, Label.SCHOOL)


def _lines(section: memoryview) -> list[str]:
    """Return the lines of a section; an empty section has none."""
    return str(section, "utf-8").split("\n") if section else []


def _numbered(phrases: list[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the number of each phrase, and the most words of one that begins with a word.

    A word that begins phrases of several words is numbered too, `_ONLY_HEAD` if it is none itself.
    """
    numbers = dict(zip(phrases, range(len(phrases)), strict=True))
    heads: dict[str, int] = {}
    for phrase in phrases:
        if " " in phrase:
            head, _, rest = phrase.partition(" ")
            heads[head] = max(heads.get(head, 0), rest.count(" ") + 2)
            numbers.setdefault(head, _ONLY_HEAD)
    return numbers, heads


def _in_word(text: str, at: int) -> bool:
    """Tell whether a letter, digit or underscore stands at an offset."""
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def _whole_hit(one: Exact, *, plain: bool = False) -> Hit:
    """Return what was found whole as a hit."""
    score = SCORES["short_id" if one.kind == tables.SHORT_ID else "exact"]
    if plain:
        score = SCORES["plain_username"]
    return Hit(one.start, one.end, score, EXACT, one.people, NamePart.OTHER, one.label)


def _lies_within(name: Hit, whole: Iterable[Hit]) -> bool:
    """Tell whether a name is part of an address, id or longer name that was found whole."""
    return any(
        one.start <= name.start and name.end <= one.end and one.score > name.score for one in whole
    )


def _lies_within_longer(name: Hit, others: Iterable[Hit]) -> bool:
    """Tell whether a name is part of a longer one: Lincoln Elementary of … Elementary School."""
    return any(
        one.start <= name.start
        and name.end <= one.end
        and one.end - one.start > name.end - name.start
        for one in others
    )
