"""How the server and its detection processes speak: frames of a length and a body over a socket.

A body is JSON, or a roster's packed bytes. A candidate is a row of its fields. Nothing is pickled:
a process that reads prompts gets no way to run code in the one that holds the keys.
"""

import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from typing import Any

import orjson

from gateway.detection.arbitration_settings import Setting
from gateway.detection.kept import Kept
from gateway.detection.near_names import NearNames
from gateway.detection.standing import Around
from gateway.terms.people import Kind, Person, Role
from gateway.terms.signs import NO_SIGNS, AgeStatement, Danger, LeafSigns, Topic, Trait
from gateway.terms.text import Candidate, Label, NamePart

HEADER = struct.Struct("!I")
"""Bytes of the body that follows, unsigned, network order."""

type Row = tuple[int, int, str, float, str, Sequence[str], str]
type SignsRow = dict[str, Any]
"""The fields of a leaf's signs that are not as in `NO_SIGNS`; sets as lists."""

type Read = tuple[list[Row], SignsRow]
"""What is said of one text."""

type KeptRow = tuple[int, int, str, float, str, str, Sequence[str], str, bool, str]
"""The fields of `Kept`, in order."""

_SETS: dict[str, Callable[[str], str]] = {
    "topics": Topic,
    "dangers": Danger,
    "traits": Trait,
    "grades": str,
}


def pack(body: bytes) -> bytes:
    """Return a frame."""
    return HEADER.pack(len(body)) + body


def message(**fields: Any) -> bytes:
    """Return a frame whose body is a JSON object.

    Raises:
        ValueError: a string in it is no text (a lone surrogate).
    """
    try:
        return pack(orjson.dumps(fields))
    except orjson.JSONEncodeError as error:
        raise ValueError(f"not JSON ({type(error).__name__})") from None


def read(body: bytes | bytearray) -> dict[str, Any]:
    """Return the JSON object in a body.

    Raises:
        ValueError: it is none.
    """
    fields = orjson.loads(body)
    if not isinstance(fields, dict):
        raise ValueError("not a JSON object")
    return fields


def rows(candidates: Iterable[Candidate]) -> list[Row]:
    """Return candidates as rows."""
    return [
        (one.start, one.end, one.label, one.score, one.recogniser, one.people, one.part)
        for one in candidates
    ]


def candidates(found: Iterable[Row], words: dict[str, str]) -> tuple[Candidate, ...]:
    """Return rows as candidates.

    Args:
        found: the rows.
        words: strings seen before, so that equal ids and names are held once.

    Raises:
        ValueError: a row that is no candidate.
    """
    share = words.setdefault
    return tuple(
        Candidate(
            start=start,
            end=end,
            label=Label(label),
            score=score,
            recogniser=share(recogniser, recogniser),
            people=tuple([share(one, one) for one in people]),
            part=NamePart(part),
        )
        for start, end, label, score, recogniser, people, part in found
    )


def signs_row(signs: LeafSigns) -> SignsRow:
    """Return a leaf's signs as a row; mostly an empty one."""
    if signs == NO_SIGNS:
        return {}
    row = {one.name: getattr(signs, one.name) for one in fields(signs)}
    return {
        name: sorted(value) if name in _SETS else value
        for name, value in row.items()
        if value != getattr(NO_SIGNS, name)
    }


def leaf_signs(row: SignsRow) -> LeafSigns:
    """Return a row as a leaf's signs.

    Raises:
        ValueError: a row that is none.
    """
    if not row:
        return NO_SIGNS
    try:
        read: dict[str, Any] = {
            name: frozenset(map(_SETS[name], value)) if name in _SETS else value
            for name, value in row.items()
        }
        if "age_statement" in read:
            read["age_statement"] = AgeStatement(read["age_statement"])
        return LeafSigns(**read)
    except TypeError as error:
        raise ValueError("no signs of a leaf") from error


def around_row(around: Around) -> dict[str, Any]:
    """Return what is around a leaf as a row, without those who are near."""
    return {
        "setting": around.setting,
        "named": sorted(around.named),
        "excused": sorted(around.excused),
    }


def around(row: dict[str, Any], near: NearNames) -> Around:
    """Return a row, and whoever is near, as what is around a leaf.

    Raises:
        KeyError, TypeError: a row that is none.
    """
    return Around(
        near=near,
        setting=Setting(**row["setting"]),
        named=frozenset(row["named"]),
        excused=frozenset(row["excused"]),
    )


def pack_near(near: NearNames) -> bytes:
    """Return the people near, in order, as bytes."""
    return orjson.dumps(list(near.people.values()))


def near(packed: bytes | bytearray) -> NearNames:
    """Return the table of people that `pack_near` packed.

    Raises:
        KeyError, TypeError, ValueError: the bytes are no people.
    """
    return NearNames.build(map(_person, orjson.loads(packed)))


def _person(row: dict[str, Any]) -> Person:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
    }
    fields["kind"], fields["role"] = Kind(fields["kind"]), Role(fields["role"])
    return Person(**fields | {"also": tuple(map(_person, fields["also"]))})


def kept_rows(found: Iterable[Kept]) -> list[KeptRow]:
    """Return what stands in a text as rows."""
    return [(*one,) for one in found]


def kept(rows: Iterable[KeptRow]) -> tuple[Kept, ...]:
    """Return rows as what stands in a text.

    Raises:
        ValueError: a row that is none.
    """
    return tuple(
        [
            Kept(
                start, end, Label(label), score, recogniser, why,
                tuple(people), NamePart(part), near, key,
            )
            for start, end, label, score, recogniser, why, people, part, near, key in rows
        ]
    )  # fmt: skip
