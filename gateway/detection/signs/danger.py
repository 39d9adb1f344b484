"""Whether somebody may be in danger: self-harm, abuse or a threat, in English and Spanish.

A child in danger is answered first, so this looks for what children, teens and adults say, not for
words such as "suicide", which a health class says more often. Each phrase has a worth:

    4  says it: "i do not want to be alive"
    3  says it unless the text is about a book, a game, a lesson
    2  may mean it; two such about one danger do

A text's frame (a novel, a war, a policy) takes 2 or 3 off, quotation marks 1; what reaches 2 raises
the sign, at 3 where nothing but hints of worth 2 stand. Set phrases that only sound dangerous
("dying of laughter", "kill time") are taken out first.

Knows one text; must not know who wrote it. Pure.
"""

from gateway.detection.signs import danger_english, danger_mixed, danger_spanish
from gateway.detection.signs.phrases import Phrases
from gateway.detection.signs.plain import Plain
from gateway.terms.signs import Danger

ENOUGH = 2
HINT = 2
"""The worth of a phrase that means nothing alone."""
QUOTED = 1
SEVERAL = 3
"""So many phrases in different places of a text are worth one more than the strongest of them."""

_LANGUAGES = (danger_english, danger_spanish, danger_mixed)
_SAID = {
    danger: [Phrases(getattr(language, danger.name), language.LISTS) for language in _LANGUAGES]
    for danger in Danger
}
_EXCUSED = [Phrases(language.EXCUSES, language.LISTS) for language in _LANGUAGES]
_FRAMED = [Phrases(language.FRAMES, language.LISTS) for language in _LANGUAGES]


def dangers(plain: Plain) -> frozenset[Danger]:
    """Return which dangers a text tells of."""
    scores = {danger: _score(plain, danger) for danger in Danger}
    if not any(scores.values()):
        return frozenset()
    bare = _without_excuses(plain)
    frame = max((hit.worth for one in _FRAMED for hit in one.hits(plain)), default=0)
    return frozenset(danger for danger in Danger if _score(bare, danger) - frame >= ENOUGH)


def _score(plain: Plain, danger: Danger) -> int:
    """Return what the phrases of one danger amount to."""
    said: dict[tuple[int, int], int] = {}
    for phrases in _SAID[danger]:
        for hit in phrases.hits(plain):
            worth = hit.worth - (QUOTED if plain.is_quoted(hit.start, hit.end) else 0)
            said[hit.start, hit.end] = max(worth, said.get((hit.start, hit.end), 0))
    strongest = max(said.values(), default=0)
    apart = _apart(said)
    if strongest > HINT:
        return strongest + (apart >= SEVERAL)
    return strongest + apart - 1 if apart > 1 else min(strongest, ENOUGH - 1)


def _apart(said: dict[tuple[int, int], int]) -> int:
    """Count hits that do not overlap."""
    count = past = 0
    for start, end in sorted(said, key=lambda one: one[1]):
        if start >= past - 1:
            count, past = count + 1, end
    return count


def _without_excuses(plain: Plain) -> Plain:
    """Return a text with set phrases blanked out; everything else keeps its place."""
    text = plain.text
    for phrases in _EXCUSED:
        for hit in phrases.hits(plain):
            words = text[hit.start : hit.end]
            text = text[: hit.start] + "".join(
                " " if one == " " else "_" for one in words
            ) + text[hit.end :]  # fmt: skip
    return plain._replace(text=text)
