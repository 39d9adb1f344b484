"""Whether somebody may be in danger: self-harm, abuse or a threat, in English and Spanish.

A child in danger is answered first, so this looks for what children, teens and adults say, not for
words such as "suicide", which a health class says more often. Each phrase has a worth:

    4  says it: "i do not want to be alive"
    3  says it unless the text is about a book, a game, a lesson
    2  may mean it; two such about one danger do

A text's frame (a novel, a war, a policy) takes 2 or 3 off, quotation marks 1; what reaches 2 raises
the sign, at 3 where nothing but hints of worth 2 stand. Set phrases that only sound dangerous
("dying of laughter", "kill time") are taken out first.

People find words that no list holds. So where the phrases do not raise the sign, it is raised by
where all the words together lean (`bearing`), if no frame stands around them.

Knows one text; must not know who wrote it. Pure.
"""

from collections.abc import Iterable, Sequence
from functools import reduce

from gateway.detection.signs import danger_english, danger_mixed, danger_spanish
from gateway.detection.signs.bearing import lean
from gateway.detection.signs.phrases import Heard, Hit, Phrases
from gateway.detection.signs.plain import Plain
from gateway.terms.signs import Danger

ENOUGH = 2
HINT = 2
"""The worth of a phrase that means nothing alone."""
QUOTED = 1
UNHINTED, HINTED = 0.0, -0.5
"""How far a text must lean, as the logarithm of the odds: where no phrase stands in it, and where
one does that is not enough by itself."""
SEVERAL = 3
"""So many phrases in different places of a text are worth one more than the strongest of them."""

_LANGUAGES = (danger_english, danger_spanish, danger_mixed)
EXCUSE, FRAME = "excuse", "frame"
_SAID = reduce(
    Phrases.__add__,
    (
        Phrases(getattr(language, danger.name), language.LISTS, of=danger)
        for danger in Danger
        for language in _LANGUAGES
    ),
)
_AROUND = reduce(
    Phrases.__add__,
    (
        Phrases(getattr(language, source), language.LISTS, of=name)
        for language in _LANGUAGES
        for source, name in (("EXCUSES", EXCUSE), ("FRAMES", FRAME))
    ),
)
PHRASES = _SAID


def dangers(heard: Heard) -> frozenset[Danger]:
    """Return which dangers a text tells of; `heard` are at least the hits of `PHRASES`."""
    hinted = any(heard.of(danger) for danger in Danger)
    leaning = _leaning(heard.plain, hinted=hinted)
    if not (hinted or leaning):
        return frozenset()
    around = _AROUND.heard(heard.plain)
    if excuses := around.of(EXCUSE):
        heard = _SAID.heard(_without(heard.plain, excuses))
        leaning = _leaning(heard.plain, hinted=hinted)
    frame = max((hit.worth for hit in around.of(FRAME)), default=0)
    said = frozenset(
        danger for danger in Danger if _score(heard.plain, heard.of(danger)) - frame >= ENOUGH
    )
    return said if said or frame else leaning


def _leaning(plain: Plain, *, hinted: bool) -> frozenset[Danger]:
    """Return the danger to which a text leans far enough, if to any."""
    found = lean(plain)
    if found is None or found.odds < (HINTED if hinted else UNHINTED):
        return frozenset()
    return frozenset({found.danger})


def _score(plain: Plain, hits: Sequence[Hit]) -> int:
    """Return what the phrases of one danger amount to."""
    apart = _apart({(hit.start, hit.end) for hit in hits})
    said = [hit for hit in hits if hit.worth > HINT]
    if not said:
        return HINT + apart - 1 if apart > 1 else 0
    strongest = max(
        hit.worth - (QUOTED if plain.is_quoted(hit.start, hit.end) else 0) for hit in said
    )
    return strongest + (apart >= SEVERAL)


def _apart(said: Iterable[tuple[int, int]]) -> int:
    """Count hits that do not overlap."""
    count = past = 0
    for start, end in sorted(said, key=lambda one: one[1]):
        if start >= past - 1:
            count, past = count + 1, end
    return count


def _without(plain: Plain, hits: Iterable[Hit]) -> Plain:
    """Return a text with some phrases blanked out; everything else keeps its place."""
    text = plain.text
    for hit in hits:
        blank = "".join(" " if one == " " else "_" for one in text[hit.start : hit.end])
        text = text[: hit.start] + blank + text[hit.end :]
    return plain._replace(text=text)
