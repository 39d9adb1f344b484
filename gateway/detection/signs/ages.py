"""What whoever writes says of their own age, in English and Spanish: a fact that never loosens.

Only the first person counts, outside quotation marks, and not what a character of a story says.
Of several statements the youngest counts.

Knows one text; must not know who wrote it. Pure.
"""

import re

from gateway.detection.signs.phrases import Heard, Phrases
from gateway.terms.signs import AgeStatement

_WORDS = {
    word: number
    for number, pair in enumerate(
        "five cinco|six seis|seven siete|eight ocho|nine nueve|ten diez|eleven once|twelve doce"
        "|thirteen trece|fourteen catorce|fifteen quince|sixteen dieciseis|seventeen diecisiete"
        "|eighteen dieciocho|nineteen diecinueve|twenty veinte".split("|"),
        start=5,
    )
    for word in pair.split()
}
_NUMBER = rf"(\d{{1,2}}|{'|'.join(_WORDS)})"
_AFTER = (
    "(?: years? old| yrs? old| year old| yo| y o| anos| btw| and | but | so | now| almost| in | at"
    "| lol| pls| please| by the way| female| male| f | m | girl| boy| [.] |$)"
)
_SAYS = (
    re.compile(rf" i am (?:only |just |like |actually |already |currently )?{_NUMBER}{_AFTER}"),
    re.compile(rf" im (?:only |just )?{_NUMBER}{_AFTER}"),
    re.compile(rf" as an? {_NUMBER} year old (?:i |student i |kid i |girl i |boy i )"),
    re.compile(rf" (?:my age is|i just turned|i turned|i recently turned) {_NUMBER} "),
    re.compile(rf" (?:yo )?(?:tengo|acabo de cumplir|ya cumpli|cumpli) (?:solo |apenas )?{_NUMBER} anos "),
)  # fmt: skip
_TURNS = (
    re.compile(rf" i (?:will )?(?:turn|am turning|am about to turn|am going to be|will be) {_NUMBER} "
               r"(?:in|on|next|this|soon|tomorrow|today|years)"),
    re.compile(rf" (?:voy a cumplir|cumplo) {_NUMBER} "),
)  # fmt: skip
FICTION = "fiction"
PHRASES = Phrases(
    """
    pretend|imagine|suppose that|you_are|i_am|to_be|im
    narrator|protagonist|character|novel|monologue|story|poem|role_play|roleplay|act_as|personaje
    narrador|novela|cuento|monologo
    in|from ~1 the? voice|perspective|point_of_view|pov of
    write ~2 as if|though
    """,
    of=FICTION,
)


def age_statement(heard: Heard) -> AgeStatement:
    """Return the youngest age somebody says is theirs; `heard` has the hits of `PHRASES`."""
    plain = heard.plain
    stated = [
        *(_age(match) for form in _SAYS for match in form.finditer(plain.text)
          if not plain.is_quoted(*match.span(1))),
        *(_age(match) - 1 for form in _TURNS for match in form.finditer(plain.text)
          if not plain.is_quoted(*match.span(1))),
    ]  # fmt: skip
    if not stated or heard.of(FICTION):
        return AgeStatement.NONE
    age = min(stated)
    if age < 4:
        return AgeStatement.NONE  # a size, a seat, a score
    if age < 13:
        return AgeStatement.UNDER_13
    return AgeStatement.TEEN if age < 18 else AgeStatement.ADULT


def _age(match: re.Match[str]) -> int:
    said = match.group(1)
    return _WORDS.get(said) or int(said)
