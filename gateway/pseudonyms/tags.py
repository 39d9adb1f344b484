"""Tags as stand-ins: `[STUDENT_1]`, `[STUDENT_1_FIRST]`, `[EMAIL_2]`.

For grading, feedback and discipline, where even a coined name might carry bias. One person keeps
one number for the whole conversation; numbers are given in the order people come up, and say
nothing of them. Pure.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import Final

from gateway.pseudonyms.entries import Entry
from gateway.pseudonyms.words import Piece, folded, split_name
from gateway.terms.text import Label, NamePart

type Said = Callable[[str], bool]

_NAME_TAG: Final = re.compile(r"\[((?:STUDENT|GUARDIAN|STAFF|PERSON)_\d+)(?:_[A-Z_0-9]+)?\]")
_SUFFIXES: Final = {
    NamePart.FULL: "",
    NamePart.GIVEN: "_FIRST",
    NamePart.FAMILY: "_LAST",
    NamePart.OTHER: "_MIDDLE",
}


def number_tag(kind: str, entries: Sequence[Entry], said: Said) -> str:
    """Return the next free tag of a kind, such as `[EMAIL_2]`."""
    return f"[{_next_base(kind, entries, said)}]"


def name_tag(
    kind: str,
    part: NamePart,
    subjects: tuple[str, ...],
    name: tuple[str, ...],
    entries: Sequence[Entry],
    said: Said,
) -> str:
    """Return a tag for a name or a part of one.

    Args:
        kind: STUDENT, GUARDIAN, STAFF or PERSON.
        part: which part; the whole name has no suffix.
        subjects: whose name it is; empty for somebody unknown, who is known by words again.
        name: the words of the name as typed.
        entries: the vault so far.
        said: tells whether a text stands in the request.

    Returns:
        A tag with the number the person has, or a new one. Another spelling of the same part gets
        `_ALT`, so that each comes back as it was typed.
    """
    base = _base_of(subjects, name, entries) or _next_base(kind, entries, said)
    used = {entry.surrogate for entry in entries}
    for attempt in count():
        alternative = "" if not attempt else "_ALT" if attempt == 1 else f"_ALT{attempt}"
        tag = f"[{base}{_SUFFIXES[part]}{alternative}]"
        if tag not in used and not said(tag):
            return tag
    raise AssertionError("count() ended")


def _base_of(subjects: tuple[str, ...], name: tuple[str, ...], entries: Iterable[Entry]) -> str:
    """Return the `STUDENT_1` of whoever is meant, "" if nobody has one yet."""
    known: dict[str, set[str]] = {}
    for entry in entries:
        tag = _NAME_TAG.fullmatch(entry.surrogate)
        if tag is None or entry.label is not Label.PERSON or entry.subjects != subjects:
            continue
        if subjects:
            return tag[1]
        pieces = split_name(entry.value)
        theirs = {folded(piece) for kind, piece in pieces if kind is not Piece.BETWEEN}
        known.setdefault(tag[1], set()).update(theirs)
    # `Talia` is the Talia Voss named before, and the other way round; Ben Voss is somebody else.
    words = {folded(word) for word in name}
    return next(
        (base for base, theirs in known.items() if words and (words <= theirs or theirs <= words)),
        "",
    )


def _next_base(kind: str, entries: Iterable[Entry], said: Said) -> str:
    used = [entry.surrogate for entry in entries if entry.is_tag]
    for number in count(1):
        base = f"{kind}_{number}"
        taken = any(tag == f"[{base}]" or tag.startswith(f"[{base}_") for tag in used)
        if not taken and not said(base):
            return base
    raise AssertionError("count() ended")
