"""A document that a person reads or signs: what it says, in order. Pure.

How it looks is the business of `gateway.reports.pdf`.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """Begins a part."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """Some sentences."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Items:
    """A list, an item a line."""

    items: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """One thing with its particulars, as pairs of a label and a text. A wide table is read more
    easily so, on paper and by a screen reader."""

    title: str
    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """A small table: a header and rows of the same length."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """A place to sign: what is signed, and the lines to fill in."""

    statement: str
    lines: Sequence[str] = ("Name", "Office", "Date", "Signature")


type Part = Heading | Paragraph | Items | Card | Grid | Signature


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A whole document. `language` is a language tag, such as `en`."""

    title: str
    parts: Sequence[Part]
    subtitle: str = ""
    language: str = "en"
