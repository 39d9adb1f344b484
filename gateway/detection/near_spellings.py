"""Tells whom of the people near a name means that nobody on the roster bears as it is written.

Teachers write "Addie" for Adelaide, "Seun" for Oluwaseun, "Dmitry Sokolov" for Dmitri, "Charlote".
What was found as a name already is compared with the names of the principal's own classes: a short
form of a given name by its stem or its end, a slip by one letter wrong, missing, doubled or
exchanged with its neighbour. Only where exactly one person fits; every word of a longer name must.

Nothing is found here that was not found before: this only tells whose it is. Knows who is near;
must not know texts. Pure.
"""

from functools import lru_cache
from typing import Final, NamedTuple

from gateway.detection.given_names import given_names
from gateway.detection.near_names import SURFACES_KEPT, NearNames, as_heard

SHORTEST_STEM: Final = 3
SHORTEST_END: Final = 4
SHORTEST_SLIP: Final = 5
SHORTEST_EXCHANGED: Final = 4
"""Letters of the shortest stem and end of a given name, of the shortest word with a letter wrong,
and of that with two exchanged."""

FEWEST_LEFT_OUT: Final = 2
"""Letters that a short form leaves out at least if it is told by its sound: Caleb is not Kaleb."""
_ENDINGS: Final = ("ies", "ie", "ey", "y", "i", "ee", "a", "o", "s")


def meant(name: str, near: NearNames, *, slips: bool = True) -> tuple[str, ...]:
    """Return who near must be meant by a name; nobody unless exactly one person is.

    Args:
        name: a folded name, its words one space apart (`surface_key`).
        near: the people of the principal's own classes.
        slips: whether it may be misspelt; a name that others bear is not.
    """
    words = name.split(" ")
    if not 1 <= len(words) <= 3:
        return ()
    fitting: set[str] | None = None
    for word in words:
        some = _called(word, near, alone=len(words) == 1, slips=slips)
        fitting = some if fitting is None else fitting & some
        if not fitting:
            return ()
    return tuple(fitting or ()) if len(fitting or ()) == 1 else ()


def _called(word: str, near: NearNames, *, alone: bool, slips: bool) -> set[str]:
    """Return who near can be called so by given or family name; by an initial only beside more."""
    if len(word) == 1:
        return (
            set()
            if alone
            else {
                who
                for letters, people in near.initials.items()
                if word in letters
                for who in people
            }
        )
    exact = {*near.given.get(word, ()), *near.family.get(word, ())}
    if exact:
        return exact
    slips = slips and word not in given_names()  # "Julie" is no slip for Julia
    short = _short(word)
    found: set[str] = set()
    shortens = _may_be_short(short, near)
    for listed, people in near.given.items() if shortens or slips else ():
        if (shortens and _is_short(short, listed)) or (slips and _is_slip(word, listed)):
            found.update(people)
    for listed, people in near.family.items() if slips else ():
        if _is_slip(word, listed):
            found.update(people)
    return found


def _may_be_short(short: "_Short", near: NearNames) -> bool:
    """Tell whether a look at each name is worth it: whether what is left of the word is anywhere in
    what people are called."""
    return short.is_word and (
        any(stem in near.written for stem in short.stems)
        or any(stem in near.heard for stem in short.heard)
        or (bool(short.doubled) and f"\n{short.doubled}" in near.written)
    )


def _is_short(short: "_Short", given: str) -> bool:
    """Tell whether a word is a usual way to shorten a given name."""
    word, said = short.word, short.said
    if len(word) >= len(given) + 2:
        return False
    if len(word) >= SHORTEST_END and given.endswith(word):
        return True
    if given.startswith(short.stems):
        return True
    whole = as_heard(given)
    if len(whole) - len(said) < FEWEST_LEFT_OUT:
        return False
    if len(said) >= SHORTEST_END and whole.endswith(said):
        return True
    if whole.startswith(short.heard):
        return True
    # "Lexi" is in Alexandria, "Mimi" begins like Mireille; so do few words, and of names fewer.
    if word != given and any(stem in whole for stem in short.inside):
        return True
    return bool(short.doubled) and given.startswith(short.doubled)


class _Short(NamedTuple):
    """A word that may be a short form: all that its letters say of it.

    `stems` are what is left without its ending, `heard` these as they sound, `inside` those of them
    that are shorter than the word, `doubled` what stands in it twice and is all of it.
    """

    word: str
    is_word: bool
    said: str
    stems: tuple[str, ...]
    heard: tuple[str, ...]
    inside: tuple[str, ...]
    doubled: str


@lru_cache(SURFACES_KEPT)
def _short(word: str) -> _Short:
    stems = _stems(word)
    heard = [stem for stem in map(as_heard, stems) if len(stem) >= SHORTEST_STEM]
    half = len(word) // 2
    return _Short(
        word,
        word.isalpha(),
        as_heard(word),
        tuple(stem for stem in stems if len(stem) >= SHORTEST_STEM),
        tuple(heard),
        tuple(stem for stem in heard if len(word) > len(stem)),
        word[:half] if len(word) in (4, 6) and word[:half] == word[half:] else "",
    )


def _stems(word: str) -> set[str]:
    """Return what is left of a short form without its ending: "magd" and "mag" of "magda"."""
    stems = {word}
    for ending in _ENDINGS:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            stems.add(stem)
            if len(stem) > 1 and stem[-1] == stem[-2]:
                stems.add(stem[:-1])
    return stems


def _is_slip(word: str, listed: str) -> bool:
    """Tell whether two words are one letter apart: wrong, missing, added, or two exchanged."""
    if len(listed) < SHORTEST_EXCHANGED or abs(len(word) - len(listed)) > 1 or word[0] != listed[0]:
        return False
    at = 0
    while at < min(len(word), len(listed)) and word[at] == listed[at]:
        at += 1
    if len(word) == len(listed) and word[at : at + 2] == listed[at : at + 2][::-1]:
        return word[at + 2 :] == listed[at + 2 :]
    if len(listed) < SHORTEST_SLIP:
        return False
    if len(word) == len(listed):
        return word[at + 1 :] == listed[at + 1 :]
    longer, shorter = (word, listed) if len(word) > len(listed) else (listed, word)
    return longer[at + 1 :] == shorter[at:]
