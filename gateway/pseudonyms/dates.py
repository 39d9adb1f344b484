"""A date of birth written another way: its day and month changed, its year and format kept.

The year stays, so that an age in the answer stays about right. Pure.
"""

import re
from itertools import pairwise
from random import Random
from typing import Final, NamedTuple

_MONTHS: Final = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ene feb mar abr may jun jul ago sep oct nov dic",
)
_TABLES: Final = tuple(table.split() for table in _MONTHS)
_NUMBERED: Final = {
    name: number for table in _TABLES for number, name in enumerate(table, start=1)
} | {"sept": 9}
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th"})


class _Place(NamedTuple):
    """Where a field of a date stands in its text, and what it reads."""

    start: int
    end: int
    text: str


class _Read(NamedTuple):
    """A date as read: its fields, where they stand, and an ordinal ending if there is one."""

    year: _Place | None
    month: _Place
    day: _Place | None
    ending: _Place | None


def _read(text: str) -> _Read | None:
    """Return the fields of a date; None where it has no month that can be told."""
    tokens = [place for token in _TOKEN.finditer(text) for place in _places(token)]
    numbers = [token for token in tokens if token.text.isdigit()]
    named = [token for token in tokens if token.text.casefold() in _NUMBERED]
    year = next((number for number in numbers if len(number.text) == 4), None)
    rest = [number for number in numbers if number is not year]
    if named:
        day = next((number for number in rest if 1 <= int(number.text) <= 31), None)
        if year is None:
            year = next((number for number in rest if number is not day), None)
        ending = next(
            (
                token
                for token in tokens
                if day and token.start == day.end and token.text.casefold() in _ORDINALS
            ),
            None,
        )
        return _Read(year, named[0], day, ending)
    if len(rest) == 3 and year is None:
        year, rest = rest[2], rest[:2]
    if len(rest) == 2 and all(1 <= int(number.text) <= 31 for number in rest):
        month, day = rest if int(rest[0].text) <= 12 else reversed(rest)
        return _Read(year, month, day, None)
    return None


def _places(token: re.Match[str]) -> list[_Place]:
    """Return a token as a field, or as three where eight digits stand together (20120514)."""
    text, start = token.group(), token.start()
    if len(text) != 8 or not text.isdigit():
        return [_Place(start, token.end(), text)]
    cuts = (0, 4, 6, 8) if text[:2] in {"19", "20"} else (0, 2, 4, 8)
    return [_Place(start + first, start + last, text[first:last]) for first, last in pairwise(cuts)]


def another_day(text: str, rng: Random) -> str:
    """Return a date in the same year and format, on another day of another month.

    Day and month are both at most 12, so that either order is a date. Text that is no date we can
    read becomes a plain one, with the year if there is a number like one.
    """
    read = _read(text)
    month, day = rng.randrange(1, 13), rng.randrange(1, 13)
    if read is None:
        year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)
        name = _TABLES[0][month - 1].capitalize()
        return f"{name} {day}, {year.group() if year and year.group() != text else _year(rng)}"
    if read.day is None:
        day = 0
    return _written(text, read, month, day)


def _year(rng: Random) -> int:
    return rng.randrange(2001, 2019)


def same_day(text: str, like: str) -> str:
    """Return the date `like` stands for, in the format of `text`; "" if either cannot be read."""
    read, other = _read(text), _read(like)
    if read is None or other is None or (read.day is None) != (other.day is None):
        return ""
    month = _NUMBERED.get(other.month.text.casefold()) or int(other.month.text)
    return _written(text, read, month, int(other.day.text) if other.day else 0)


def day_of(text: str) -> tuple[int, int, int] | None:
    """Return (year, month, day) of a date, 0 where it does not say; None if it cannot be read."""
    read = _read(text)
    if read is None:
        return None
    month = _NUMBERED.get(read.month.text.casefold()) or int(read.month.text)
    year = int(read.year.text) if read.year else 0
    return year % 100, month, int(read.day.text) if read.day else 0


def _written(text: str, read: _Read, month: int, day: int) -> str:
    changes: list[tuple[_Place, str]] = []
    if read.month.text.isdigit():
        changes.append((read.month, f"{month:0{len(read.month.text)}}"))
    else:
        changes.append((read.month, _named(month, read.month.text)))
    if read.day is not None:
        named = not read.month.text.isdigit()
        bare = named and not read.day.text.startswith("0")
        changes.append((read.day, str(day) if bare else f"{day:0{len(read.day.text)}}"))
    if read.ending is not None:
        changes.append((read.ending, {1: "st", 2: "nd", 3: "rd"}.get(day, "th")))
    for place, written in sorted(changes, reverse=True):
        text = text[: place.start] + written + text[place.end :]
    return text


def _named(month: int, model: str) -> str:
    """Return a month's name in the language, length and case of another's."""
    known = model.casefold()
    table = next((table for table in _TABLES if known in table), _TABLES[1])
    name = table[month - 1]
    if model.isupper():
        return name.upper()
    return name if model.islower() else name.capitalize()
