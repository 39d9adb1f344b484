"""What a rule says to whom: staff, students of 13 and more, young students, parents; by language.

The English words for staff and for students stand with the rule itself. The others stand beside
the rules in `texts.toml`, one table a rule:

    ["ferpa.no-consent"]
    young = "We need a yes before we share this."
    parent = "..."
    es.staff = "..."          # likewise es.student, es.young, es.parent, es.remedy

A pack that has the file has every rule in it; a district's own rules may do without, and then say
to everybody what they say to staff and students, in English. Pure.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

TEXTS = "texts.toml"


class Language(StrEnum):
    """The languages that rules speak."""

    ENGLISH = "en"
    SPANISH = "es"


class Reader(StrEnum):
    """Who reads a reason."""

    STAFF = "staff"
    STUDENT = "student"
    YOUNG = "young"
    PARENT = "parent"


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """A rule's words in one language; what is empty is said in the next plainer words there are."""

    staff: str
    student: str
    young: str = ""
    parent: str = ""
    remedy: str = ""

    def to(self, reader: Reader) -> str:
        """Return the words for one reader."""
        match reader:
            case Reader.STAFF:
                return self.staff
            case Reader.STUDENT:
                return self.student
            case Reader.YOUNG:
                return self.young or self.student
            case Reader.PARENT:
                return self.parent or self.staff


type Voices = Mapping[Language, Voice]


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What `texts.toml` says of one rule."""

    young: str
    parent: str
    spanish: Voice


_KEYS = frozenset({"young", "parent", "es"})
_SPANISH = frozenset({"staff", "student", "young", "parent", "remedy"})


def voices(own: Voice, told: Told | None) -> Voices:
    """Return a rule's words by language, from its own and from what stands beside it."""
    if told is None:
        return {Language.ENGLISH: own}
    english = Voice(
        staff=own.staff,
        student=own.student,
        young=told.young,
        parent=told.parent,
        remedy=own.remedy,
    )
    return {Language.ENGLISH: english, Language.SPANISH: told.spanish}


def read_texts(text: str) -> tuple[dict[str, Told], list[str]]:
    """Return what a `texts.toml` says by rule, and what is wrong with it."""
    try:
        tables: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return {}, [str(error)]
    told: dict[str, Told] = {}
    wrong: list[str] = []
    for rule, table in tables.items():
        faults = _faults(table)
        wrong += [f"rule `{rule}`: {words}" for words in faults]
        if not faults:
            spanish = Voice(**table["es"])
            told[rule] = Told(young=table["young"], parent=table["parent"], spanish=spanish)
    return told, wrong


def unfitting(told: Mapping[str, Told], rules: set[str]) -> list[str]:
    """Return which rules have no words, and which words no rule."""
    missing = [f"rule `{rule}` has no words here" for rule in sorted(rules - told.keys())]
    return missing + [f"there is no rule `{rule}`" for rule in sorted(told.keys() - rules)]


def _faults(table: object) -> list[str]:
    if not isinstance(table, dict):
        return ["it is no table"]
    spanish = table.get("es", {})
    if not isinstance(spanish, dict):
        return ["`es` is no table"]
    plain = {name: value for name, value in table.items() if name != "es"}
    words = plain | {f"es.{name}": value for name, value in spanish.items()}
    known = {*(_KEYS - {"es"}), *(f"es.{name}" for name in _SPANISH)}
    faults = [f"`{name}` is missing" for name in sorted(known - words.keys())]
    faults += [f"`{name}` is not known" for name in sorted(words.keys() - known)]
    return faults + [
        f"`{name}` says nothing"
        for name, value in sorted(words.items())
        if not isinstance(value, str) or not value.strip()
    ]
