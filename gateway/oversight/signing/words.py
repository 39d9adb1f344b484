"""What pages and letters say around a form, in each language, read from `texts/words.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from gateway.terms.disclosure import Category, Purpose
from gateway.terms.signing import Language

TEXTS: Final = Path(__file__).with_name("texts")


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """One language: what pages say, what letters say, and the names of categories and purposes."""

    language: Language
    page: Mapping[str, str]
    letter: Mapping[str, str]
    categories: Mapping[Category, str]
    purposes: Mapping[Purpose, str]

    def day(self, day: date) -> str:
        """Return a day as it is written in an American school, in every language with digits."""
        return f"{day:%m/%d/%Y}"


@cache
def words_in(language: Language) -> Words:
    """Return the words of a language; the categories' English names are the agreement's own."""
    found = tomllib.loads((TEXTS / "words.toml").read_text(encoding="utf-8"))[language]
    named = found.get("categories", {one.value: one.value for one in Category})
    return Words(
        language=language,
        page=found["page"],
        letter=found["letter"],
        categories={one: named[one.value] for one in Category},
        purposes={one: found["purposes"][one.value] for one in Purpose},
    )
