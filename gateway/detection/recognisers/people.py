"""What the recognisers of people share: how a name is written behind a word that asks for one.

In capitals any word will do that is not grammar; in small letters only a listed given name, since
"my sister lily" and "my sister called" are built alike. Knows one text at a time.
"""

import re
from typing import ClassVar

from gateway.detection.folding import fold
from gateway.detection.given_names import cued_names
from gateway.detection.name_words import BESIDE_A_NAME, CALENDAR, CLOSED, PARTICLES, TITLES, WORDS
from gateway.detection.recognisers.forms import Form, FormRecogniser, is_whole
from gateway.terms.text import Label

CAPITAL = r"\p{Lu}[\pL\pM]*(?:['’\-]\pL[\pL\pM]+)*"
"""A word that begins with a capital; RE2, without flags."""

PARTICLE = r"(?:de\sla|de\slos|de|del|van\sder|van\sden|van|von|der|bin|ibn|al|el|da|dos|la|le|di)"
NAME = (
    rf"{CAPITAL}(?:[ \x{{a0}}](?:{PARTICLE}[ \x{{a0}}])?(?:\p{{Lu}}\.|{CAPITAL})){{0,3}}"
    r"(?:,? (?:Jr|Sr|II|III)\b)?"
)
"""One to four words in capitals, with an initial and particles."""

SMALL = r"\pL[\pL\pM]+(?:['’\-]\pL[\pL\pM]+)*(?: \pL[\pL\pM]+(?:['’\-]\pL[\pL\pM]+)*)?"
"""One or two words in any case: for texts without capitals."""

_SPLIT = re.compile(r"\S+")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_NEVER = (
    CLOSED
    | BESIDE_A_NAME
    | CALENDAR
    | TITLES
    | frozenset(
        """
        i im ive id ill am pm ok okay no yes please english spanish american god lord jesus santa
        school district county state city university college board office department program team
        club unit chapter lesson quiz test exam project essay paragraph page table figure note notes
        attached re fwd fw subject date time room period block week day month year here's there's
        it's he's she's we're they're i'm i'll i've i'd don't can't won't didn't isn't aren't wasn't
        congratulations happy merry welcome best kind warm yours all everyone everybody families
        parents guardians team folks class students colleagues sir madam friend friends kids
        estimada estimado estimados familia familias padres buenos buenas saludos gracias el la los
        las un una su mi tu que es está y o pero porque cuando donde como muy
        """.split()
    )
)

# Particles begin a name ("Van Ngo", "De la Cruz") or stand within one; articles only within.
_BEGINS = PARTICLES - frozenset("a an the la le las les los do so am as".split())
_NOT_LATER = frozenset(_NEVER - PARTICLES)
_NEVER = frozenset(_NEVER - _BEGINS)


def name_in(
    text: str, start: int, end: int, *, small: bool, family: bool = False
) -> tuple[int, int] | None:
    """Return the part of a span that reads as a name from its beginning, or None.

    Args:
        text: the leaf's text.
        start: where the name would begin, code points.
        end: where it ends at the latest, exclusive.
        small: whether small letters count; then the first word must be a listed name.
        family: whether any last word before a sign counts as the family name in small letters.
    """
    words = [(start + one.start(), start + one.end()) for one in _SPLIT.finditer(text[start:end])]
    past = start
    for index, (begins, ends) in enumerate(words):
        word = text[begins:ends]
        bare = word.rstrip(".,:;!?")
        plain = _POSSESSIVE.sub("", bare)
        if not _reads_as_name(fold(plain), plain, index, small=small) and not (
            family and index and _ends_there(text, ends, fold(plain))
        ):
            break
        past = begins + len(plain)
        if plain != bare or (bare != word and not _is_initial(word)):
            break
    while past > start and text[past - 1] in ".,:;!?'’-":
        past -= 1
    last = text[start:past].rpartition(" ")[2]
    if fold(last) in PARTICLES and " " in text[start:past]:
        past -= len(last) + 1
    if past <= start or not is_whole(text, start, past):
        return None
    return start, past


def _ends_there(text: str, ends: int, folded: str) -> bool:
    """Tell whether a word in small letters is the last of its clause and no everyday word."""
    if folded in _NOT_LATER or folded in WORDS or len(folded) < 3 or not folded.isalpha():
        return False
    return text[ends - 1] in ".,!?;:" or text[ends : ends + 1] in (*".,!?;:\n", "")


def _is_initial(word: str) -> bool:
    return (len(word) == 2 and word[1] == ".") or word.lower() in ("jr.", "sr.")


def _reads_as_name(folded: str, word: str, index: int, *, small: bool) -> bool:
    if not word or folded in (_NEVER if index == 0 else _NOT_LATER):
        return False
    if word[0].isupper():
        return index > 0 or len(word) > 1 or small
    if index == 0:
        return small and folded in cued_names()
    if folded in PARTICLES:
        return True
    # A family name behind a given one in small letters cannot be told from any other word.
    return small and folded in cued_names()


class PeopleRecogniser(FormRecogniser):
    """Finds people by the words around their names.

    Forms in `small` take small letters as well; those in `family` also an unlisted family name
    behind the given one.
    """

    label = Label.PERSON
    small: ClassVar[frozenset[str]] = frozenset()
    family: ClassVar[frozenset[str]] = frozenset()

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Keep as much of the span as reads as a name."""
        span = name_in(text, start, end, small=form.id in self.small, family=form.id in self.family)
        return None if span is None else (*span, form.score)
