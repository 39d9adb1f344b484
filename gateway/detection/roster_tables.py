"""The roster as sorted tables in one piece of bytes: what a worker needs to find people.

Built once in the main process, handed to every worker, read there in place. Names are kept as
phrases (folded words, one space apart); a pair of phrases that is somebody's full name, and every
e-mail address, id, user name and telephone number, is a 64-bit key in a sorted table. So half a
million people fit where their names as separate search strings would not.

Of people who share a surface the first `MANY` + 1 are kept: more than that is unresolved anyway.

Knows persons and schools; must not know texts or principals. Pure.
"""

import re
import sys
from array import array
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple
from zlib import crc32

import numpy as np
import orjson

from gateway.detection import name_words
from gateway.detection.folding import fold
from gateway.detection.name_forms import name_surfaces, nicknames_of, run_together
from gateway.errors import Unusable
from gateway.terms.people import Person, School
from gateway.terms.text import MANY

MAGIC = b"crossing-guard roster 1\n"

# What a phrase can be, one bit each.
GIVEN, FAMILY, NICKNAME, INITIAL = 1, 2, 4, 8
CLOSED, WORD, CALENDAR, PUBLIC = 16, 32, 64, 128

# The lists of people of one phrase, in this order.
SLOTS = 3
GIVEN_SLOT, FAMILY_SLOT, NICKNAME_SLOT = range(SLOTS)

MIDDLE = 1 << 63
"""Set in the key of a pair that is given and middle name."""

# What an exact key stands for.
ID, SHORT_ID, EMAIL, USERNAME, PHONE, LOCAL_PHONE = range(6)

SHORTEST_ID = 5
"""Digits of the shortest all-digit id that says by itself what it is; 2024 is also a year."""
SHORTEST_PLAIN_USERNAME = 5
"""Letters of the shortest user name without a digit or sign."""
_LOCAL_DIGITS = 7
_NATIONAL_DIGITS = 10


def _exact_digest(value: str) -> bytes:
    return blake2b(value.encode(), digest_size=8).digest()


def exact_key(value: str) -> int:
    """Return the 64-bit key of a folded id, address, user name or run of digits."""
    return int.from_bytes(_exact_digest(value), sys.byteorder)


def digits_of_phone(phone: str) -> str:
    """Return a telephone number's digits, without the country code of North America."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) == _NATIONAL_DIGITS + 1 and digits[0] == "1":
        return digits[1:]
    return digits


def _flags_of(phrase: str) -> int:
    """Return what else than a name a phrase is."""
    flags = 0
    for words, flag in (
        (name_words.CLOSED | name_words.SPANISH_CLOSED, CLOSED),
        (name_words.WORDS, WORD),
        (name_words.CALENDAR, CALENDAR),
        (name_words.PUBLIC, PUBLIC),
    ):
        if phrase in words:
            flags |= flag
    return flags


class _Phrases(NamedTuple):
    """The phrases one raw name can be written as, by number, and their first letters."""

    whole: tuple[int, ...]
    initials: tuple[int, ...]


class _Builder:
    """Takes persons one by one, in roster order."""

    def __init__(self) -> None:
        self.ids: list[bytes] = []
        self.phrases: dict[str, int] = {}
        self.flags = bytearray()
        self.rarity = bytearray()
        self.counts: list[int] = []
        self.slots, self.posted = array("I"), array("I")
        self.pair_keys, self.pair_people = array("Q"), array("I")
        self.exact_keys, self.exact_people = bytearray(), array("I")
        self.exact_kinds = bytearray()
        self.plain_usernames: dict[str, list[int]] = {}
        self.nicknames: dict[int, set[int]] = {}
        self.runs: dict[str, list[int]] = {}
        self._known: dict[tuple[int | str, ...], _Phrases] = {}

    def phrase(self, surface: str, flag: int) -> int:
        """Return the number of a phrase, and note that it can be what `flag` says."""
        number = self.phrases.get(surface)
        if number is None:
            number = self.phrases[surface] = len(self.phrases)
            self.flags.append(_flags_of(surface))
            self.rarity.append(0)
            self.counts += [0] * SLOTS
        self.flags[number] |= flag
        return number

    def add(self, person: Person) -> None:
        """Take one person in."""
        who = len(self.ids)
        self.ids.append(person.id.encode())
        given = self._written(GIVEN, *person.given_names)
        family = self._written(FAMILY, *person.family_names)
        middle = self._written(0, *person.middle_names)
        nicknames = self._written(NICKNAME, *person.given_names)
        self._post(GIVEN_SLOT, given.whole, who)
        self._post(FAMILY_SLOT, family.whole, who)
        self._post(NICKNAME_SLOT, nicknames.whole, who)
        pairs = [first << 32 | last for first in given.whole for last in family.whole]
        # "M. Garcia", "Maria G."
        pairs += [first << 32 | last for first in given.initials for last in family.whole]
        pairs += [first << 32 | last for first in given.whole for last in family.initials]
        pairs += [MIDDLE | first << 32 | last for first in given.whole for last in middle.whole]
        self.pair_keys.extend(pairs)
        self.pair_people.extend([who] * len(pairs))
        if not all(map(str.isascii, (*person.given_names, *person.family_names))):
            for run in run_together(person):
                self._run(run, who)
        self._exact(person, who)

    def _written(self, flag: int, *names: str) -> _Phrases:
        """Return the phrases of a name and those beside it."""
        known = self._known.get((flag, *names))
        if known is not None:
            return known
        forms = name_surfaces(*names)
        given: list[int] = []
        if flag == NICKNAME:
            given = [self.phrase(form, GIVEN) for form in forms]
            forms = nicknames_of(forms)
        whole = tuple([self.phrase(form, flag) for form in forms])
        initials: tuple[int, ...] = ()
        if given:
            for number in whole:
                self.nicknames.setdefault(number, set()).update(given)
        elif flag:
            letters = dict.fromkeys(form[0] for form in forms if form[0].isalpha())
            initials = tuple([self.phrase(letter, INITIAL) for letter in letters])
        known = self._known[flag, *names] = _Phrases(whole, initials)
        return known

    def _run(self, run: str, who: int) -> None:
        people = self.runs.setdefault(run, [])
        if len(people) <= MANY:
            people.append(who)

    def _post(self, slot: int, phrases: tuple[int, ...], who: int) -> None:
        for number in phrases:
            at = number * SLOTS + slot
            self.counts[at] += 1
            if slot != NICKNAME_SLOT and self.rarity[number] < 255:
                self.rarity[number] += 1
            if self.counts[at] <= MANY + 1:
                self.slots.append(at)
                self.posted.append(who)

    def _exact(self, person: Person, who: int) -> None:
        rows = {one.id for one in (person, *person.also)}
        for identifier in dict.fromkeys((*person.ids, *rows)):
            value = fold(identifier).strip()
            if any(map(str.isdigit, value)) and len(value) > 2:
                short = value.isdigit() and len(value) < SHORTEST_ID
                # A sourcedId that is short counts rows of a file ("17"); it names nobody.
                if not (short and identifier in rows):
                    self._key(value, SHORT_ID if short else ID, who)
        for email in person.emails:
            self._key(fold(email).strip(), EMAIL, who)
        for username in filter(None, person.usernames):
            self._username(fold(username).strip(), who)
        for phone in person.phones:
            digits = digits_of_phone(phone)
            if len(digits) >= _LOCAL_DIGITS:
                self._key(digits, PHONE, who)
            if len(digits) == _NATIONAL_DIGITS:
                self._key(digits[-_LOCAL_DIGITS:], LOCAL_PHONE, who)

    def _username(self, value: str, who: int) -> None:
        if value.isalpha():
            if len(value) >= SHORTEST_PLAIN_USERNAME:
                self.plain_usernames.setdefault(value, []).append(who)
        elif "@" in value:
            self._key(value, EMAIL, who)
        elif len(value) > 2 and not (value.isdigit() and len(value) < SHORTEST_ID):
            self._key(value, USERNAME, who)

    def _key(self, value: str, kind: int, who: int) -> None:
        self.exact_keys += _exact_digest(value)
        self.exact_people.append(who)
        self.exact_kinds.append(kind)

    def finish(self) -> None:
        """Settle what needs the whole roster: which user names are not simply names."""
        for value, people in self.plain_usernames.items():
            if value not in self.phrases and not _flags_of(value):
                for who in people:
                    self._key(value, USERNAME, who)
            else:
                people.clear()


def _first_of_each(
    keys: "np.ndarray[tuple[int], np.dtype[np.uint64]]",
) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Mark, in sorted keys, the first `MANY` + 1 entries of each key."""
    kept = np.ones(len(keys), dtype=bool)
    kept[MANY + 1 :] = keys[MANY + 1 :] != keys[: -(MANY + 1)]
    return kept


def _by_key(keys: array[int] | bytearray, *columns: array[int] | bytearray) -> list[bytes]:
    """Sort columns by key, roster order within a key, and cut each key's list."""
    if not keys:
        return [b""] * (1 + len(columns))
    table = np.frombuffer(keys, dtype=np.uint64)
    order = np.argsort(table, kind="stable")
    table = table[order]
    kept = _first_of_each(table)
    rows = [table[kept].tobytes()]
    for column in columns:
        width = np.uint8 if isinstance(column, bytearray) else np.uint32
        rows.append(np.frombuffer(column, dtype=width)[order][kept].tobytes())
    return rows


def _lists(builder: _Builder) -> tuple[bytes, bytes]:
    """Return where each phrase's lists of people begin, and the lists."""
    size = len(builder.counts)
    starts = np.zeros(size + 1, dtype=np.uint32)
    lengths = np.minimum(np.array(builder.counts, dtype=np.uint32), MANY + 1)
    np.cumsum(lengths, out=starts[1:])
    if not builder.slots:
        return starts.tobytes(), b""
    order = np.argsort(np.frombuffer(builder.slots, dtype=np.uint32), kind="stable")
    return starts.tobytes(), np.frombuffer(builder.posted, dtype=np.uint32)[order].tobytes()


def _ragged(rows: Iterable[Iterable[int]]) -> tuple[bytes, bytes]:
    """Return where each row begins, and the rows one after another."""
    starts, flat = array("I", [0]), array("I")
    for row in rows:
        flat.extend(row)
        starts.append(len(flat))
    return starts.tobytes(), flat.tobytes()


_SCHOOL_TYPES = {
    "elementary school": ("elementary", "es", "elem"),
    "elementary": ("elementary school", "es", "elem"),
    "middle school": ("middle", "ms"),
    "junior high school": ("junior high", "jhs"),
    "high school": ("high", "hs"),
    "primary school": ("primary",),
    "academy": (),
}


def school_surfaces(name: str) -> tuple[str, ...]:
    """Return how a school's name is written: whole, short ("Lincoln HS"), dots left out.

    A name without its type ("Lincoln") is left to the president.

    Args:
        name: as the roster spells it.
    """
    whole = " ".join(fold(name).split())
    if len(whole) < 4:
        return ()
    found = [whole, whole.replace(".", "").replace("'", "")]
    for kind, others in _SCHOOL_TYPES.items():
        for form in tuple(found):
            if form.endswith(" " + kind):
                found += [f"{form.removesuffix(kind)}{other}" for other in others]
    return tuple(dict.fromkeys(found))


def encode_people(people: Iterable[Person], schools: Iterable[School], version: str) -> bytes:
    """Build the tables for a roster.

    Takes seconds for a large district: call it off the event loop.

    Args:
        people: everybody, in roster order; ids differ.
        schools: the roster's organisations.
        version: the roster's version, part of every cache key and of the record.

    Returns:
        Bytes for `RosterNames.from_bytes`. The same roster gives the same bytes.
    """
    builder = _Builder()
    for person in people:
        builder.add(person)
    builder.finish()
    names = dict.fromkeys(form for school in schools for form in school_surfaces(school.name))
    starts, posted = _lists(builder)
    pair_keys, pair_people = _by_key(builder.pair_keys, builder.pair_people)
    exact = _by_key(builder.exact_keys, builder.exact_people, builder.exact_kinds)
    nick_starts, nick_of = _ragged(
        sorted(builder.nicknames.get(number, ())) for number in range(len(builder.phrases))
    )
    run_starts, run_people = _ragged(builder.runs.values())
    id_ends = np.cumsum([0, *map(len, builder.ids)], dtype=np.uint32).tobytes()
    return _pack(
        {
            "version": version.encode(),
            "phrases": "\n".join(builder.phrases).encode(),
            "flags": bytes(builder.flags),
            "rarity": bytes(builder.rarity),
            "starts": starts,
            "posted": posted,
            "nick_starts": nick_starts,
            "nick_of": nick_of,
            "pair_keys": pair_keys,
            "pair_people": pair_people,
            "exact_keys": exact[0],
            "exact_people": exact[1],
            "exact_kinds": exact[2],
            "plain": _sieve([name for name, who in builder.plain_usernames.items() if who]),
            "ids": b"".join(builder.ids),
            "id_starts": id_ends,
            "runs": "\n".join(builder.runs).encode(),
            "run_starts": run_starts,
            "run_people": run_people,
            "schools": "\n".join(names).encode(),
        }
    )


def _sieve(values: list[str]) -> bytes:
    """Return a table of bytes, 1 where the checksum of one of the values points, else 0.

    Sixteen times as long as there are values, so that one word in sixteen is looked at twice.
    """
    if not values:
        return b""
    sieve = bytearray(1 << (len(values) * 16 - 1).bit_length())
    for value in values:
        sieve[crc32(value.encode()) & (len(sieve) - 1)] = 1
    return bytes(sieve)


def _pack(sections: dict[str, bytes]) -> bytes:
    """Put named sections behind a header that says where each begins, on 8-byte boundaries."""
    places: dict[str, tuple[int, int]] = {}
    at = 0
    for name, section in sections.items():
        places[name] = (at, len(section))
        at += -(-len(section) // 8) * 8
    header = orjson.dumps(places)
    front = MAGIC + len(header).to_bytes(8, "big") + header
    padded = [front.ljust(-(-len(front) // 8) * 8)]
    padded += [section.ljust(-(-len(section) // 8) * 8, b"\0") for section in sections.values()]
    return b"".join(padded)


def unpack(tables: bytes) -> dict[str, memoryview]:
    """Return the sections of packed tables, in place.

    Raises:
        Unusable: these are not whole tables of this version.
    """
    try:
        if not tables.startswith(MAGIC):
            raise ValueError("wrong magic")
        size = int.from_bytes(tables[len(MAGIC) : len(MAGIC) + 8], "big")
        front = len(MAGIC) + 8 + size
        places = orjson.loads(tables[len(MAGIC) + 8 : front])
        front = -(-front // 8) * 8
        view = memoryview(tables)
        sections: dict[str, memoryview] = {}
        for name, (at, length) in places.items():
            if front + at + length > len(tables):
                raise ValueError("cut short")
            sections[name] = view[front + at : front + at + length]
    except (ValueError, TypeError, AttributeError) as error:
        raise damaged() from error
    return sections


def damaged() -> Unusable:
    """Return the error for tables that cannot be read."""
    return Unusable(
        "the roster's name tables are damaged; import the roster again to rebuild them",
        code="roster_unreadable",
    )
