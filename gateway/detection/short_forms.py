"""What people are called for short: "Liv" for Olivia, "Chuy" for Jesús, "Kasia" for Katarzyna.

English formal names come from the `nicknames` package; `short_forms.txt` holds what it does not
know, of as many origins as pupils have: given names, a colon, their short forms; `#` begins a
comment. A short form may be that of several names, and may be a word as well (`name_words`).

All folded (`folding.fold`). Knows names only. Pure.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from nicknames import NickNamer

SHORTEST = 2
"""Letters in the shortest short form."""


@cache
def short_forms() -> Mapping[str, frozenset[str]]:
    """Return the short forms of each given name."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for some in (NickNamer.default_lookup(), listed_short_forms()):
        for name, short in some.items():
            found[name] |= {one for one in short if one.isalpha() and len(one) >= SHORTEST}
    return {name: frozenset(short) for name, short in found.items()}


@cache
def listed_short_forms() -> Mapping[str, frozenset[str]]:
    """Return those that are our own list's."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    text = files("gateway.detection").joinpath("short_forms.txt").read_text("utf-8")
    for line in text.splitlines():
        names, _, short = line.partition("#")[0].partition(":")
        for name in names.split():
            found[name].update(short.split())
    return {name: frozenset(short - {name}) for name, short in found.items()}
