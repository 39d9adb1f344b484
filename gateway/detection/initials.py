"""Finds initials: of the people in the principal's own classes, and beside names that were found.

"K.W. hit J.T.", "JL wrote it": two letters are anybody's, so only those count that somebody near
has, written in capitals, and none that schools use for something else.

Beside such initials others with points are somebody's too ("C.W." in the same log), and in a text
without capitals "j.r." is. One letter alone ("M. did well", "J and K sat together") counts where
somebody near has such a given name and a person's verb follows; then it counts in that text behind
"is" and "was" as well, which by themselves also say what F is in F = ma.

Three letters count for somebody near of as many names ("GSO" for Gia St. Onge), and a given name of
somebody near with its initial in small letters in any text ("georgia t says 4").

"Noor B", "T. Okoro", "Crane E", "Galloway, E.": a name is taken with its initial. If somebody near
is called so, it is theirs, and small letters count too. Else the roster has nobody of that name and
initial, or it would have found both together, and it is nobody's; but beside the name of somebody
near a letter that is not theirs is no initial ("Noor A-").

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
FEWEST_BARE: Final = 2
"""Pairs of letters of people near from which on others without points are somebody's, too."""
OTHERWISE: Final = frozenset(
    """
    ad ai ak al am ap ar as at az ba bc bo br bs by ca cd ce ci co ct cv da dc de dj do dr ed
    ee eg el em en er es et eu ex fl fm fr ft fy ga go gt hi hq hr hs hw ia id ie if il in ip
    iq is it jr jv k ks ky la ld lg li lt ma mc md me mi mo mr ms mt my na nc nd ne nh nj no
    ny of oh ok on or ot ox pa pc pe ph pi pj pm pr ps pt pw qa re ri rn sc sd se si sl so sp
    sr st ta tb tn to tv tx ui uk un up us ut va vs vt wa we wi wv wy xl yr
    """.split()
)

_THREE: Final = re.compile(
    r"(?<![\w.&/'’-])([A-ZÀ-Þ])\.? ?([A-ZÀ-Þ])(?:\.-|\. ?|-)([A-ZÀ-Þ])(?![\w&/-])"
)
_THREE_BARE: Final = re.compile(r"(?<![\w.&/'’-])[A-ZÀ-Þ]{3}(?![\w&/-])")
_SMALL_PAIR: Final = re.compile(r"(?<![\w.'’&@/-])([a-zß-ÿ]{2,}) ([b-hj-z])(?![\w'’(=+*/^])")
_SURNAME: Final = re.compile(r"\.?[ \u00a0][A-ZÀ-Þ][a-zà-ÿ]")
_SMALL: Final = re.compile(r"(?<![\w.&/'’-])([a-z])\.([a-z])\.?(?![\w&/-])")
_SMALL_OTHERWISE: Final = frozenset(
    "am ao ad bc ce dc eg fl ie la ny ok pe pm ps qa rr sf sq uk un us vs wr".split()
)
_DOES: Final = (
    r"(?:did|does|doesn['’]t|didn['’]t|says?|said|sat|asked|asks|told|tells|wants?|hit|pushed|cried|"
    r"refuse[sd]|posted|denie[sd]|reports?|reported|agree[sd]|wrote|left|came|went|talked|works|"
    r"worked|reads?|struggle[sd]|complete[sd]|keeps|kept|arrived|missed|stayed|called|laughed|yelled|"
    r"apologi[sz]ed|helped|shared|participate[sd]|listened|stole|kicked|threw|enjoys|likes|hates)\b"
)
_ACTING: Final = re.compile(
    rf"(?:^|[.!?:;,\n\"“(]\s{{0,2}}|\b(?:and|but|when|that|while|because|with|then|if)\s)"
    rf"([B-HJ-Z])\.?(?=\s(?:(?:often|also|never|always|still|just|really)\s)?{_DOES})"
)
_BOTH_ACTING: Final = re.compile(
    rf"(?<![\w.&/'’-])([B-HJ-Z])\.? (?:and|&) ([B-HJ-Z])\.?(?=\s{_DOES})"
)
_LETTER_ALONE: Final = re.compile(
    r"(?<![\w.&/'’+=*^-])([B-HJ-Z])(?=\.?(?:[\s,;:!?)\"”’]|$))(?!\.[A-Z])"
)
_FORMULA: Final = re.compile(
    r"[A-Za-z]\s?=\s?[A-Za-z0-9]|\b(?:vertex|theorem|joules|newtons|atoms?)\b"
)


def initials_near(text: str, near: NearNames) -> Iterator[Candidate]:
    """Yield the initials in a text that somebody near has, and what stands beside them.

    Args:
        text: the leaf's text.
        near: the people of the principal's own classes.
    """
    if not near.initials or text.isupper():
        return
    yield from _in_capitals(text, near)
    yield from _small_pairs(text, near)
    if text.islower():
        for match in _SMALL.finditer(text):
            if match[1] + match[2] not in _SMALL_OTHERWISE:
                yield _initials(match.start(), match.end(2), ())
    else:
        yield from _letters_near(text, near)


def _in_capitals(text: str, near: NearNames) -> Iterator[Candidate]:
    """Yield the letters of somebody near, and those that stand in the same text beside them."""
    dotted: list[re.Match[str]] = []
    bare: list[re.Match[str]] = []
    found: set[str] = set()
    for match in _INITIALS.finditer(text):
        letters = (match[1] + match[3]).lower()
        points = bool(match[2])
        if not points and (letters in OTHERWISE or " " in match[0]):
            continue
        people = near.initials.get(letters)
        if people is not None:
            found.add(letters)
            yield _initials(match.start(), match.end(3), people)
        elif letters not in OTHERWISE:
            (dotted if points else bare).append(match)
    for match in _THREE.finditer(text):
        people = near.initials.get("".join(match.groups()).lower())
        if people is not None:
            yield _initials(match.start(), match.end(3), people)
    for match in _THREE_BARE.finditer(text):
        people = near.initials.get(match[0].lower())
        if people is not None:
            yield _initials(*match.span(), people)
    others = [*dotted, *bare] if len(found) >= FEWEST_BARE else dotted if found else []
    for match in others:
        if _SURNAME.match(text, match.end()) is None:
            yield _initials(match.start(), match.end(3), ())


def _small_pairs(text: str, near: NearNames) -> Iterator[Candidate]:
    """Yield given names of people near with the initial behind them, in small letters."""
    for match in _SMALL_PAIR.finditer(text):
        name, letter = fold(match[1]), match[2]
        people = near.full.get(f"{name} {letter}") if name in near.given else None
        if people is not None:
            yield _initials(*match.span(), people)


def _initials(start: int, end: int, people: tuple[str, ...]) -> Candidate:
    """Return initials as a candidate; of nobody known, they are a name that is on no roster."""
    return Candidate(
        start=start,
        end=end,
        label=Label.PERSON,
        score=SCORES["initial"],
        recogniser=INITIALED if people else "initials",
        people=people,
        part=NamePart.OTHER if people else NamePart.FULL,
    )


def _letters_near(text: str, near: NearNames) -> Iterator[Candidate]:
    """Yield single letters for somebody near, where a person's verb says so."""
    sure: set[str] = set()
    for shape in (_ACTING, _BOTH_ACTING):
        for match in shape.finditer(text):
            letters = {letter for letter in match.groups() if letter}
            if all(_called_with(letter, near) for letter in letters):
                sure |= letters
    if not sure or _FORMULA.search(text):
        return
    for match in _LETTER_ALONE.finditer(text):
        if match[1] in sure:
            yield _initials(*match.span(1), _called_with(match[1], near))


def _called_with(letter: str, near: NearNames) -> tuple[str, ...]:
    """Return who near has a given name that begins with a letter, in order."""
    who = dict.fromkeys(
        person
        for letters, people in near.initials.items()
        if letters[0] == letter.lower()
        for person in people
    )
    return tuple(who)


# Letters that are words: in small letters, or as "I" and "A", they end a cell or a clause.
_LETTER_WORDS: Final = frozenset("aeiouy")
_BEHIND: Final = re.compile(r"[ \u00a0]([^\W\d_])(\.?)(?![\w'’])")
_BEHIND_COMMA: Final = re.compile(r",[ \u00a0]?([^\W\d_])(\.?)(?=[ ]*(?:[)\]\n\t;|(]|$))")
_BEFORE: Final = re.compile(r"(?<![\w.'’&@/-])([^\W\d_])(\.?)[ \u00a0]?$")
FARTHEST: Final = 16
"""Blanks that may stand between what a name begins behind and the name."""
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
        double = " " in one.key and one.part is not NamePart.FAMILY
        if one.label is not Label.PERSON or one.part is NamePart.OTHER or double:
            grown.append(one)
            continue
        least = grown[-1].end if grown else 0
        most = kept[index + 1].start if index + 1 < len(kept) else len(text)
        grown.append(_beside(text, one, near, least, most))
    return tuple(grown)


def _beside(text: str, one: Kept, near: NearNames, least: int, most: int) -> Kept:
    """Return a name with the initial behind it, or else the one before it."""
    name = surface_key(text[one.start : one.end])
    if " " in name and not (one.near and name in near.family):
        return one
    comma = _BEHIND_COMMA.match(text, one.end)
    if comma is not None and comma.end(1) <= most:
        people = near.full.get(f"{fold(comma[1])} {name}")
        if people or (comma[2] and not one.near):
            return _grown(one, one.start, comma.end(1), people)
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
    begins = _BEGINS.search(text, max(0, found.start(1) - FARTHEST), found.start(1)) is not None
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
