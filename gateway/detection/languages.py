"""Which language each clause of a text is in: English, Spanish, or one we do not read.

The name model was taught English and tags whole Spanish clauses as people, so it is asked only
where English is written. Words that carry grammar decide, clause by clause, since families and
pupils change language within a sentence; a clause without any follows the rest of the text.

Languages besides these two fall back to the roster and to forms; that a text has such a clause is
a fact for the rules (`has_unsupported`). Names and single words raise nothing.

Knows one text; must not know people or rules. Pure.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from gateway.detection.folding import parted


class Language(StrEnum):
    """What a clause is written in; OTHER is any language names are not looked for in."""

    ENGLISH = "en"
    SPANISH = "es"
    OTHER = "other"


class Clause(NamedTuple):
    """A stretch of a text in one language; code points, end exclusive."""

    start: int
    end: int
    language: Language


# Grammar of one language and none of the other; "no", "me", "a", "son", "he", "has" are both.
_SPANISH = frozenset(
    """
    el la los las un una unos unas de del al y e o u que en con por para su sus se es está esta este
    esto estas estos están eso esa ese lo le les mi mis tu tus nos nuestro nuestra yo tú él ella
    ellos ellas usted ustedes nosotros como cómo cuando cuándo donde dónde quien quién qué cuál
    porque pero más mas muy también tambien ya sí si sin sobre entre desde hasta hacia hay fue era
    eran ser estar estoy estamos soy somos tiene tienen tengo tenemos hace hacer hago había habia
    han haya puede pueden puedo quiere quiero necesito necesita favor gracias hola buenos buenas
    días tardes noches todo toda todos todas nada algo alguien nadie cada otro otra otros otras
    mismo misma así aquí allí ahora hoy ayer mañana siempre nunca después despues antes durante
    según sea sido dijo dice digo va van voy vamos ir quería queria está señor señora señorita sra
    mamá papá hijo hija niño niña niños escuela maestra maestro tarea clase años cuál ni ante bajo
    """.split()
)
_ENGLISH = frozenset(
    """
    the of and to in is that it for was with as his be on at by this had not are but from or have an
    they which you were her she will my i we do did can would there their what so if about who get
    him them your some could than then these its over also after how our into only other when where
    why been more very should because just like want wants don't dont didn't doesn't isn't wasn't
    i'm im it's its he's she's we're they're please write make give help need needs does am being
    here out up down off again too each every any both few all most such own same until while
    translate explain summarize reply email letter note message student students family families
    teacher parent parents class school grade english answer question questions
    """.split()
)
# A few words each of languages that are common in US schools and are not read here.
_OTHERS = {
    "fr": "le les des est dans une pour pas vous nous avec sur qui ont sont était mais elle cette"
    " aux ses leur très être avoir votre notre je il et du",
    "pt": "não uma você com para mais são está dos das ele ela foi meu minha nosso pelo pela isso"
    " então muito também aos às quando os as do da um",
    "ht": "mwen ou li nou yo pou ak nan pa gen ki sa te ap pitit lekòl tanpri mèsi kijan",
    "vi": "của và là không có được cho này tôi con em những một người với các để trong em học",
    "tl": "ang ng mga sa na ay po ko niya siya ako kami hindi kung ito para ang anak",
    "so": "waa iyo in ka ku oo ah aan uu ay loo soo waxaan ilmaha mahadsanid ardayga",
    "de": "der die das und ist nicht ein eine mit für auf den dem sich wir ich sie haben wird auch",
    "it": "il gli che della sono per non con una questo anche più nella essere mio sua",
    "pl": "jest nie się na do że jak dla od proszę moja mój dziecko szkoła",
    "sw": "na ya wa kwa ni katika mtoto shule asante tafadhali yangu hii",
    "hmn": "kuv koj nws tsis yog los thiab nyob rau kev cov tus me nyuam ua",
    "tr": "ve bir bu için ile çok değil olarak var ben sen okul çocuk lütfen",
}
_OTHER_WORDS = {code: frozenset(words.split()) - _ENGLISH for code, words in _OTHERS.items()}
_TELLING = frozenset().union(*_OTHER_WORDS.values()) - _SPANISH
"""Words of which each clause in another language has one: the rest is Spanish as well."""
_LEAST_OTHER = 3
"""Words of grammar that another language needs in a clause before it counts."""

_CLAUSE = re.compile(r"[^.!?;:\n\r\"“”«»()\[\]|]+|[.!?;:\n\r\"“”«»()\[\]|]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# One of these stands in every Spanish sentence worth reading, or a mark English does not have.
_HINTS = frozenset(
    """
    el la los las una un que del por para con su sus mi mis tu es en y de se soy le lo les porque
    como pero hola gracias hay está esta muy ha han nos al
    """.split()
)
_MARKED = re.compile("[ñ¿¡áéíóú]", re.IGNORECASE)
_SPANISH_MARKS = re.compile("[ñ¿¡]|[áéíóú](?=[^\\W\\d_]{0,3}\\b)", re.IGNORECASE)
_SCRIPTS = (
    "\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u0590-\u05ff\u0600-\u06ff\u0700-\u074f\u0780-\u07bf"
    "\u0900-\u0dff\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u10a0-\u10ff\u1200-\u137f\u1780-\u17ff"
    "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
)
_FOREIGN_WORD = re.compile(f"[{_SCRIPTS}]+")
_LEAST_FOREIGN = 12
"""Letters of another script beyond which a line is no longer English with a name in it."""
_LEAST_FOREIGN_WORDS = 4
"""So many words of them are a sentence; so is one that long where words are not set apart."""
_FOREIGN_SHARE = 0.1
"""What share of a text in another script makes it no list of names with some written so."""
_REMEMBERED = 64


@lru_cache(maxsize=_REMEMBERED)
def clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a text with their languages, in order.

    A clause ends at a sentence's end, a line's end, a colon, a bracket or a quotation mark.
    """
    read: list[tuple[int, int, int, int]] = []
    spanish_words = english_words = 0
    for match in _CLAUSE.finditer(text):
        words = [word.lower() for word in _WORD.findall(match.group())]
        if not words:
            continue
        spanish = sum(word in _SPANISH for word in words)
        english = sum(word.replace("’", "'") in _ENGLISH for word in words)
        if spanish == english and _SPANISH_MARKS.search(match.group()):
            spanish += 1
        spanish_words += spanish
        english_words += english
        read.append((*match.span(), spanish, english))
    mostly = Language.SPANISH if spanish_words > english_words else Language.ENGLISH
    found = []
    for start, end, spanish, english in read:
        if spanish == english:
            language = mostly
        else:
            language = Language.SPANISH if spanish > english else Language.ENGLISH
        found.append(Clause(start, end, language))
    return tuple(found)


@lru_cache(maxsize=_REMEMBERED)
def spanish(text: str) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a text that are in Spanish, code points, end exclusive."""
    if not _may_be_spanish(text):
        return ()
    return tuple((one.start, one.end) for one in clauses(text) if one.language is Language.SPANISH)


def spanish_at(text: str, offset: int) -> tuple[int, int] | None:
    """Return the stretch in Spanish in which a character stands, None where there is none."""
    some = spanish(text)
    at = bisect_right(some, offset, key=itemgetter(0)) - 1
    return some[at] if at >= 0 and offset < some[at][1] else None


def _may_be_spanish(text: str) -> bool:
    if not _HINTS.isdisjoint(text.lower().split()):
        return True
    return not text.isascii() and _MARKED.search(text) is not None


def has_unsupported(text: str) -> bool:
    """Tell whether some clause is in a language in which names are not looked for."""
    if not text.isascii() and _is_in_another_script(text):
        return True
    if _TELLING.isdisjoint(parted(text.replace("’", "'").lower()).split()):
        return False
    return any(_is_other(match.group()) for match in _lines(text))


def _is_in_another_script(text: str) -> bool:
    """Tell whether more than some names of a text is in another script."""
    foreign = sum(map(len, _FOREIGN_WORD.findall(text)))
    if foreign < _LEAST_FOREIGN:
        return False
    if foreign >= _FOREIGN_SHARE * sum(map(str.isalpha, text)):
        return True
    return any(_is_foreign(line) for line in text.splitlines())


def _is_foreign(line: str) -> bool:
    found = [] if line.isascii() else _FOREIGN_WORD.findall(line)
    if sum(map(len, found)) < _LEAST_FOREIGN:
        return False
    return len(found) >= _LEAST_FOREIGN_WORDS or max(map(len, found)) >= _LEAST_FOREIGN


def _lines(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(r"[^.!?\n]+", text)


def _is_other(sentence: str) -> bool:
    words = [word.lower() for word in _WORD.findall(sentence)]
    if len(words) < _LEAST_OTHER + 1 or _TELLING.isdisjoint(words):
        return False
    ours = max(sum(word in _SPANISH for word in words), sum(word in _ENGLISH for word in words))
    theirs = max(sum(word in other for word in words) for other in _OTHER_WORDS.values())
    return theirs >= _LEAST_OTHER and theirs > ours


# In Spanish prose a capital within a clause is a name; at its beginning it may be any word.
_NAME = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*\.?")
_PARTICLES = frozenset("de la las los del y van von da do dos san santa".split())


def admits(text: str, start: int, end: int) -> bool:
    """Tell whether a name the English model saw may stand: not in Spanish, unless it reads so.

    In a Spanish clause every word of it must have a capital, none may be grammar, and the first
    word of the clause alone is no evidence.
    """
    clause = spanish_at(text, start)
    if clause is None:
        return True
    words = _NAME.findall(text[start:end])
    named = [word for word in words if word.lower() not in _PARTICLES]
    if not named or any(not word[0].isupper() for word in named):
        return False
    if any(word.lower().rstrip(".") in _SPANISH for word in words[:1]):
        return False
    begins = not text[clause[0] : start].strip(" \t¿¡*-•–—,")
    return not begins or len(named) > 1
