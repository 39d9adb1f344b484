"""A text as the detectors of signs read it: plain words in a row, short forms written out.

Case, accents, apostrophes and stretched letters make no difference; "im gonna" is "i am going to".
Words stand with one space around each and a dot between sentences, so that a phrase is a run of
words. What stands in quotation marks is known, since somebody else may have said it.

Knows spelling; must not know what any word means. Pure.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from gateway.detection.folding import fold

SHORT_FORMS = {
    short: tuple(long.split())
    for line in """
    im: i am; ive: i have; iv: i have; dont: do not; dnt: do not; cant: can not; cannot: can not
    wont: will not; didnt: did not; doesnt: does not; isnt: is not; arent: are not; wasnt: was not
    werent: were not; havent: have not; hasnt: has not; hadnt: had not; couldnt: could not
    wouldnt: would not; shouldnt: should not; hes: he is; shes: she is; theyre: they are
    youre: you are; thats: that is; theres: there is; whats: what is; aint: is not
    theyll: they will; itll: it will; youll: you will; theyd: they would; youd: you would
    wanna: want to; wana: want to; gonna: going to; gona: going to; gunna: going to; gon: going to
    finna: going to; tryna: trying to; gotta: have to; hafta: have to; imma: i am going to
    ima: i am going to; lemme: let me; dunno: do not know; idk: i do not know; idc: i do not care
    cuz: because; cus: because; coz: because; cause: because; bc: because; bcuz: because; b4: before
    u: you; ur: your; r: are; ppl: people; tho: though; thru: through; n: and; w: with; rly: really
    tmrw: tomorrow; tmr: tomorrow; tmw: tomorrow; tomorow: tomorrow; tommorow: tomorrow
    tommorrow: tomorrow; 2morrow: tomorrow; tn: tonight; 2nite: tonight; tonite: tonight
    evry1: everyone; every1: everyone; no1: nobody; noone: nobody; some1: someone; any1: anyone
    anymor: anymore; skool: school; shool: school; scool: school; frend: friend; freind: friend
    bff: friend; bestie: friend; bf: boyfriend; gf: girlfriend; bro: brother; sis: sister
    sucide: suicide; suiside: suicide; suicde: suicide; suacide: suicide; sucicide: suicide
    suicid: suicide; suside: suicide; sewerslide: suicide; suicidle: suicidal; sucidal: suicidal
    suisidal: suicidal; suacidal: suicidal; kil: kill; kll: kill; killl: kill; myslef: myself
    myselfe: myself; mself: myself; mysel: myself; hert: hurt; selfharm: self harm; sh: self harm
    unaliving: unalive; unalived: unalive; depresed: depressed; qiero: quiero; kiero: quiero
    q: que; k: que; xq: porque; pq: porque; tmb: tambien; toy: estoy; bn: bien; aser: hacer
    matarmee: matarme; morirmee: morirme; suisidio: suicidio; suicidar: suicidar; escuelita: escuela
    pa: para; alv: nada; mañanaa: manana; d: de; x: por; salu: salud
    """.replace("\n", ";").split(";")
    if line.strip()
    for short, long in [line.strip().split(": ", 1)]
}
"""How people write in haste, and what they mean; words that are also other words stay out."""

_ENDINGS = {"'m": "am", "'ve": "have", "'re": "are", "'ll": "will", "'d": "would"}
_PAIRED = {
    (one[:cut], one[cut:]): one
    for cut, words in (
        (2, "myself"),
        (3, "himself herself"),
        (4, "themself themselves stepdad stepmom stepfather stepmother"),
    )
    for one in words.split()
}
_SECONDS = frozenset(second for _, second in _PAIRED)
_SPECIAL = _SECONDS | SHORT_FORMS.keys()
_QUOTES = re.compile('["“”„«»＂]')
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[.!?\n;]+|…")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_ENDS = frozenset(".!?\n;…")


class Sentence(NamedTuple):
    """A stretch of plain text, with its words."""

    start: int
    end: int
    words: frozenset[str]


class Plain(NamedTuple):
    """Plain words of a text: ` i want to . `, their set, the quoted ranges of `text`, and its
    sentences one after the other."""

    text: str
    words: frozenset[str]
    quoted: tuple[tuple[int, int], ...]
    sentences: tuple[Sentence, ...]

    def is_quoted(self, start: int, end: int) -> bool:
        """Tell whether a range lies within quotation marks."""
        return any(first <= start and end <= past for first, past in self.quoted)


def plain(text: str) -> Plain:
    """Read a text."""
    parts = _QUOTES.split(_STRETCHED.sub(r"\1", fold(text)))
    paired = len(parts) % 2 == 1  # an odd mark out says nothing
    out: list[str] = []
    quoted: list[tuple[int, int]] = []
    size = 1
    for number, part in enumerate(parts):
        tokens = _tokens(part)
        length = sum(map(len, tokens)) + len(tokens)
        if paired and number % 2 and tokens:
            quoted.append((size - 1, size + length))
        out += tokens
        size += length
    joined = f" {' '.join(out)} "
    return Plain(joined, frozenset(out), tuple(quoted), tuple(_sentences(joined)))


def _sentences(joined: str) -> Iterator[Sentence]:
    start = 0
    while start < len(joined) - 1:
        end = joined.find(" . ", start) + 1 or len(joined)
        yield Sentence(start, end, frozenset(joined[start:end].split()))
        start = end


def _tokens(part: str) -> list[str]:
    tokens: list[str] = []
    for token in _TOKEN.findall(part):
        if token not in _SPECIAL and token[0] not in _ENDS and "'" not in token:
            tokens.append(token)  # nearly every one
            continue
        if token[0] in _ENDS:
            if tokens and tokens[-1] != ".":
                tokens.append(".")
            continue
        words = _written_out(token) if "'" in token else SHORT_FORMS.get(token, (token,))
        if token in _SECONDS and tokens and (pair := _PAIRED.get((tokens[-1], token))):
            tokens[-1] = pair
        else:
            tokens += words
    return tokens


def _written_out(token: str) -> tuple[str, ...]:
    for ending, word in _ENDINGS.items():
        if token.endswith(ending):
            return token.removesuffix(ending), word
    bare = token.replace("'", "")
    return SHORT_FORMS.get(bare, (bare,))
