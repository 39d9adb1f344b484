"""Finds initials: of the people in the principal's own classes, and beside names that were found.

"K.W. hit J.T.", "JL wrote it": two letters are anybody's, so only those count that somebody near
has, written in capitals, and none that schools use for something else.

"Noor B", "T. Okoro", "Crane E": a name is taken with its initial. If somebody near is called so, it
is theirs, and small letters count too. Else the roster has nobody of that name and initial, or it
would have found both together, and it is nobody's; but beside the name of somebody near a letter
that is not theirs is no initial ("Noor A-").

Knows one text and who is near; must not know rules. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from gateway.detection.folding import fold
from gateway.detection.kept import GROWN, Kept
from gateway.detection.name_scores import INITIALED, SCORES
from gateway.detection.near_names import NearNames, surface_key
from gateway.terms.text import Candidate, Label, NamePart

_INITIALS: Final = re.compile(r"(?<![\w.&/'’-])([A-ZÀ-Þ])(\.?) ?([A-ZÀ-Þ])(?![\w&/-])")
_OTHERWISE: Final = frozenset(
    """
    ad ai ak al am ap ar as at az ba bc bo br bs by ca cd ce ci co ct cv da dc de dj do dr ed
    ee eg el em en er es et eu ex fl fm fr ft fy ga go gt hi hq hr hs hw ia id ie if il in ip
    iq is it jr jv k ks ky la ld lg li lt ma mc md me mi mo mr ms mt my na nc nd ne nh nj no
    ny of oh ok on or ot ox pa pc pe ph pi pj pm pr ps pt pw qa re ri rn sc sd se si sl so sp
    sr st ta tb tn to tv tx ui uk un up us ut va vs vt wa we wi wv wy xl yr
    """.split()
)


def initials_near(text: str, near: NearNames) -> Iterator[Candidate]:
    """Yield the initials in a text that somebody near has.

    Args:
        text: the leaf's text.
        near: the people of the principal's own classes.
    """
    if not near.initials or text.isupper():
        return
    for match in _INITIALS.finditer(text):
        letters = (match[1] + match[3]).lower()
        dotted = bool(match[2])
        people = near.initials.get(letters)
        if people is None or (not dotted and (letters in _OTHERWISE or " " in match[0])):
            continue
        yield Candidate(
            start=match.start(),
            end=match.end(3),
            label=Label.PERSON,
            score=SCORES["initial"],
            recogniser=INITIALED,
            people=people,
            part=NamePart.OTHER,
        )


# Letters that are words: in small letters, or as "I" and "A", they end a cell or a clause.
_LETTER_WORDS: Final = frozenset("aeiouy")
_BEHIND: Final = re.compile(r"[ \u00a0]([^\W\d_])(\.?)(?![\w'’])")
_BEFORE: Final = re.compile(r"(?<![\w.'’&@/-])([^\W\d_])(\.?)[ \u00a0]?$")
_BEGINS: Final = re.compile(r"(?:^|[\n\t\"'“‘(,;|/:•*-])[ \u00a0]*$")
_ENDS: Final = re.compile(r"[ ]*(?:$|[\n\t,;:.!?)|/\"”’\]]|[ ]{2}|[ ][-–—=0-9(])")


def with_initials(text: str, kept: Sequence[Kept], near: NearNames) -> tuple[Kept, ...]:
    """Return findings with the initials that stand beside single names.

    Args:
        text: the leaf's text.
        kept: what stands in it, by start; no two overlap.
        near: the people of the principal's own classes.
    """
    grown: list[Kept] = []
    for index, one in enumerate(kept):
        if one.label is not Label.PERSON or one.part is NamePart.OTHER or " " in one.key:
            grown.append(one)
            continue
        least = grown[-1].end if grown else 0
        most = kept[index + 1].start if index + 1 < len(kept) else len(text)
        grown.append(_beside(text, one, near, least, most))
    return tuple(grown)


def _beside(text: str, one: Kept, near: NearNames, least: int, most: int) -> Kept:
    """Return a name with the initial behind it, or else the one before it."""
    name = surface_key(text[one.start : one.end])
    if " " in name:
        return one
    behind = _BEHIND.match(text, one.end)
    if behind is not None and behind.end(1) <= most:
        letter = fold(behind[1])
        people = near.full.get(f"{name} {letter}") or near.full.get(f"{letter} {name}")
        if (people or not one.near) and _stands_behind(text, behind, known=bool(people)):
            return _grown(one, one.start, behind.end(1), people)
    before = _BEFORE.search(text, max(one.start - 3, least), one.start)
    if before is not None:
        people = near.full.get(f"{fold(before[1])} {name}")
        if (people or not one.near) and _stands_before(text, before, known=bool(people)):
            return _grown(one, before.start(1), one.end, people)
    return one


def _stands_behind(text: str, found: re.Match[str], *, known: bool) -> bool:
    """Tell whether a letter behind a name is an initial and no word of its own."""
    letter = found[1]
    if letter == "A" and known:  # in the middle of a clause no article has a capital
        return True
    if letter.lower() in _LETTER_WORDS and (letter.islower() or letter in "IA"):
        return bool(found[2]) or _ENDS.match(text, found.end(1)) is not None
    return known or letter.isupper()


def _stands_before(text: str, found: re.Match[str], *, known: bool) -> bool:
    """Tell whether a letter before a name is an initial and no word of its own."""
    letter = found[1]
    if letter.isupper() and found[2]:
        return True
    begins = _BEGINS.search(text, 0, found.start(1)) is not None
    return begins and (known or letter.isupper())


def _grown(one: Kept, start: int, end: int, people: tuple[str, ...] | None) -> Kept:
    if not people:
        return one._replace(
            start=start, end=end, why=GROWN, people=(), part=NamePart.FULL, near=False, key=""
        )
    return one._replace(
        start=start,
        end=end,
        recogniser=INITIALED,
        why="class-initial",
        people=people,
        part=NamePart.OTHER,
        near=True,
        key="",
    )
