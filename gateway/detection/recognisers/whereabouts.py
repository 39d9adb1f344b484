"""Finds addresses by what stands around them: a flat, a town, a cue, another road.

`addresses` goes by the street's own kind ("Ln", "Ave"). Many write none: "412 birchwood", "1180
Grand Concourse #4F", "the stop at CR 220 and CR 221". Then something else must say that it is a
place where somebody is: a unit behind it, a town with its state, a word for living or for a stop.
"""

import re
from typing import Final

from gateway.detection.recognisers.addresses import ORDINARY, SIDE, STATE
from gateway.detection.recognisers.forms import Form, FormRecogniser, is_whole
from gateway.terms.text import Label

_NUMBER: Final = r"\d{1,5}[A-Za-z]?(?:-\d{1,4})?"
_NAMED: Final = r"(?:\p{Lu}[\pL'’.\-]*|\d{1,3}(?:st|nd|rd|th)|of|the|de|del|la|las|los)"
_UNIT: Final = (
    r"(?:,?\s(?i:apt|apartment|unit|ste|suite|lot|space|spc|bldg|building|no|apto|depto|int|piso|trlr|trailer)"
    r"\.?(?:\s?#?\s?[A-Za-z]?-?\d{1,5}[A-Za-z]?|\s[A-Z])\b|,?\s?#\s?\d{1,4}[A-Za-z]?\b)"
)
# Small letters that are no word by themselves: "or", "in", "me" and "hi" are.
_SMALL_STATE: Final = (
    r"(?:ak|al|ar|az|ca|co|ct|fl|ga|ia|id|il|ks|ky|md|mi|mn|mo|ms|mt|nc|nd|ne|nh|nj|nm|nv|ny|oh|pa|ri|sc|sd"
    r"|tn|tx|ut|va|vt|wa|wi|wv|wy)"
)
_TOWN: Final = (
    r"(?:,\s|\s|\s?\n)(?:\p{Lu}[\pL'’.\-]+\s?){1,3},?\s"
    rf"(?:{STATE})\b(?:\s\d{{5}}(?:-\d{{4}})?)?"
)
_LIVES: Final = (
    r"(?:liv(?:e|es|ed|ing)|stay(?:s|ed|ing)?|mov(?:e|es|ed|ing)|(?:home|mailing|street|new)?\saddress|addr"
    r"|house|home|pick(?:s|ed)?\s(?:\pL{2,6}\s)?up|pick-?up|drop(?:s|ped)?\s(?:\pL{2,6}\s)?off|drop-?off|mail(?:ed)?\sit"
    r"|(?:send|sent)\s(?:it|them)|i['’]?m\sat|vive|vivimos|vivo|direcci[oó]n|domicilio)"
)
_LINK: Final = r"(?:\s?(?:at|to|on|is|in|es|en|@|:|=|\()\s?){1,3}"
_ROUTE: Final = (
    r"(?i:cr|co\.?\srd|county\s(?:road|rd|hwy|highway)|fm|rm|sr|state\s(?:route|road|hwy|highway)|us(?:\shwy"
    r"|\shighway|\sroute)?|hwy|highway|(?:bia|indian|navajo)(?:\sroute|\srte?)?|navajo\s(?:route|rt)|tribal\sroad|forest\sroad|fs\sroad"
    r"|rte?\.?|route)"
)
_ROAD: Final = (
    r"(?:(?:\p{Lu}[\pL'’.\-]*\s){1,3}(?:St|Street|Ave|Avenue|Blvd|Rd|Road|Ln|Lane|Dr|Drive|Hwy|Highway|Pike"
    r"|Cir|Ct|Way|Trail|Trl|Loop|Pl|Place)\b\.?)"
)
_DISTRICT: Final = (
    r"(?:(?i:urb|urbanizaci[oó]n|bo|barrio|res|residencial|cond|condominio|ext|extensi[oó]n|sector|parcelas?|reparto"
    r"|villas?|jardines|fracc|fraccionamiento|colonia|col)\.?\s(?:\p{Lu}[\pL'’\-]*\s?){1,4})"
)
_HOUSE: Final = (
    r"(?i:(?:calle|c/|casa|carr\.?|km\.?|bloque|blq\.?|edif\.?|apto\.?|#|lote|ave\.?|manzana|mz\.?)\s?"
    r"(?:[A-Za-z]?-?\d[\d.\-]*[A-Za-z]?|[A-Z]\b)(?:\s#\s?\d+|\skm\s\d[\d.]*)?)"
)


class Whereabouts(FormRecogniser):
    """Finds addresses that do not say what kind of street they are on."""

    label = Label.ADDRESS
    id_ = "whereabouts"
    forms = (
        Form(
            id="with_unit",
            pattern=rf"\b(?P<value>{_NUMBER}\s(?:{SIDE}\s)?{_NAMED}(?:\s{_NAMED}){{0,3}}?{_UNIT}"
            rf"(?:{_TOWN})?)",
            score=0.6,
        ),
        Form(
            id="with_town",
            pattern=rf"\b(?P<value>{_NUMBER}\s(?:{SIDE}\s)?{_NAMED}(?:\s{_NAMED}){{0,3}}?(?:{_UNIT})?"
            rf",\s(?:\p{{Lu}}[\pL'’.\-]+\s?){{1,3}},?\s(?:{STATE})\b(?:\s\d{{5}}(?:-\d{{4}})?)?)",
            score=0.6,
        ),
        Form(
            id="cued",
            pattern=rf"(?i:\b(?:{_LIVES}{_LINK}|(?:prev(?:ious)?|old|new|home|mailing)\saddress\s)(?:the\s)?)(?P<value>\d{{2,5}}[A-Za-z]?\s(?i:{SIDE}\s)?"
            rf"(?:\pL[\pL'’\-]{{2,}}|\d{{1,3}}(?i:st|nd|rd|th))(?:\s\p{{Lu}}[\pL'’\-]+){{0,2}}(?:{_UNIT})?)",
            score=0.55,
        ),
        Form(
            id="announced",
            pattern=rf"(?:^|[\s(])(?P<value>{_NUMBER}\s(?:{SIDE}\s)?{_NAMED}(?:\s{_NAMED}){{0,2}}?)\s"
            r"(?i:is\s(?:our|my|her|his|their|the\sfamily['’]?s)\s(?:\pL{3,9}\s)?(?:address|house|home|place))",
            score=0.6,
        ),
        Form(
            id="routes",
            pattern=rf"\b(?P<value>(?:{_ROUTE}\s\d{{1,4}}[A-Za-z]?|{_ROAD})\s?(?:and|&|at|/|@|y)\s?"
            rf"{_ROUTE}\s\d{{1,4}}[A-Za-z]?|{_ROUTE}\s\d{{1,4}}[A-Za-z]?\s?(?:and|&|at|/|@|y)\s?{_ROAD})",
            score=0.65,
        ),
        Form(
            id="mile",
            pattern=rf"\b(?P<value>{_ROUTE}\s\d{{1,4}},?\s(?i:mile(?:\s?(?:marker|post))?|mm|mp|km)\s\d{{1,4}}(?:\.\d)?"
            rf"|(?i:mile(?:\s?(?:marker|post))?|mm|mp|km)\s\d{{1,4}}(?:\.\d)?,?\s(?:(?i:on|of)\s)?"
            rf"(?:{_ROUTE}\s\d{{1,4}}|{_ROAD}))",
            score=0.7,
        ),
        Form(
            id="lettered",
            pattern=r"\b(?P<value>[NSEW]?\d{1,5}(?:\s[NSEW]\d{1,5})?\s(?i:county|state|cty)\s"
            rf"(?i:road|rd|hwy|highway|trunk|rd\.)\s[A-Z]{{1,2}}\b(?:{_TOWN})?)",
            score=0.75,
        ),
        Form(
            id="grid",
            pattern=r"\b(?P<value>\d{1,5}\s(?i:north|south|east|west)\s\d{2,5}\s(?i:north|south|east|west))\b",
            score=0.75,
        ),
        Form(
            id="district",
            pattern=rf"\b(?P<value>(?:{_DISTRICT},?\s){{1,3}}{_HOUSE}|(?i:carr)\.?\s(?:PR-?)?\d{{1,4}},?\s(?i:km)\.?\s\d[\d.]*)",
            score=0.75,
        ),
        Form(
            id="park",
            pattern=r"\b(?P<value>(?:\p{Lu}[\pL'’\-]+\s){1,3}(?i:trailer\spark|mobile\shome\spark|rv\spark|apts?\.?"
            r"|apartments|condos|townhomes|court\sapartments),?\s(?i:(?:bldg|building)\.?\s[A-Za-z0-9]{1,3},?\s)?"
            r"(?:#|(?i:lot|unit|apt|space|spc|bldg|building|no|number)\.?\s?#?)\s?[A-Za-z]?-?\d{0,4}[A-Za-z]?)\b",
            score=0.75,
        ),
        Form(
            id="small_box",
            pattern=rf"(?i)\b(?P<value>(?:p\.?\s?o\.?\s)?box\s#?\d{{1,6}},?\s[\pL'’.\-]{{3,}}(?:\s[\pL'’.\-]{{3,}}){{0,2}},?\s"
            rf"{_SMALL_STATE}\b(?:\s\d{{5}})?)",
            score=0.8,
        ),
        Form(
            id="box",
            pattern=r"\b(?P<value>(?:HC|RR|SR)[\s\-]?\d{1,4},?\s(?i:box)\s\d{1,5}(?:,\s(?:\p{Lu}[\pL'’\-]*\s?){1,3},?\s"
            rf"(?:{STATE})\b(?:\s\d{{5}})?)?)",
            score=0.85,
        ),
        Form(
            id="stop",
            pattern=r"(?i:^|[\s(:])(?P<value>(?:\d{1,3}(?:st|nd|rd|th)|\p{Lu}[\pL'’\-]+)\s?(?:and|&|/|@)\s?"
            r"(?:\d{1,3}(?:st|nd|rd|th)|\p{Lu}[\pL'’\-]+))\s(?i:(?:bus\s)?stop|corner|intersection)\b",
            score=0.65,
        ),
        Form(
            id="road_by_cue",
            pattern=r"(?i:\b(?:stop|bus|picked\sup|pick-?up|dropp?(?:ed)?\soff|drop-?off|over|down|walks?|lives?|house)\b"
            rf"[^\n.!?\d]{{0,20}}\b(?:on|at|off|down)\s)(?P<value>{_ROAD})",
            score=0.55,
        ),
        Form(
            id="avenue_of",
            pattern=rf"\b(?P<value>{_NUMBER}\s(?:Avenue|Camino|Calle|Via|Vía|Rue|Place|Paseo|Avenida)\s(?:of|de|du|des|del)\s"
            r"(?:(?:the|la|las|los|los)\s)?\p{Lu}[\pL'’\-]+)",
            score=0.75,
        ),
    )  # fmt: skip

    def may_hold(self, text: str) -> bool:
        """Return whether there is a digit, or a word for a stop or a home."""
        return _HINT.search(text) is not None

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Refuse counts and times: "lives at 4 times", "moved to 3 classes", "12 Monday #3"."""
        value = text[start:end].rstrip(" .,")
        end = start + len(value)
        if not is_whole(text, start, end) or (start and text[start - 1] in "$€£#"):
            return None
        if form.id in _BY_NUMBER and (_COUNTED.search(value) or not _is_named(value)):
            return None
        if form.id == "with_unit" and _LESSON_UNIT.search(value):
            return None
        if form.id == "cued" and not _ENDS_CLAUSE.match(text, end):
            return None
        return start, end, form.score


_BY_NUMBER: Final = frozenset(("with_unit", "with_town", "cued", "announced"))
# "12 Angry Men, Unit 3": a low number and a word that is not of houses alone.
_LESSON_UNIT: Final = re.compile(r"(?i)^\d{1,2}\s.*\b(?:unit|no|space|lot|building)\.?\s?#?\s?\d*$")
_HINT: Final = re.compile(
    r"[0-9]|(?i:\b(?:stop|bus|pick|drop|over|down|walks?|lives?|house|trailer|apts?)\b)"
)
_COUNTED: Final = re.compile(
    r"(?i)\b(?:am|pm|a\.m|p\.m|o['’]?clock|mon(?:day)?s?|tues?(?:day)?s?|wed(?:nesday)?s?|thu(?:rsday)?s?|fri(?:day)?s?"
    r"|sat(?:urday)?s?|sun(?:day)?s?|january|february|march|april|may|june|july|august|september|october|november"
    r"|december|grades?|graders?|periods?|class(?:es)?|chapters?|units?\s\d+\s|lessons?|questions?|problems?|times"
    r"|hours?|minutes?|days?|weeks?|months?|years?|students?|kids|people|points?|players?|teams?|new|more|different"
    r"|other|bedrooms?|blocks?|miles?|percent|schools?|siblings|brothers|sisters|cousins|dogs|cats|families|pages?)\b"
)
_ENDS_CLAUSE: Final = re.compile(
    r"(?i)\s*(?:$|[.,;:!?)\n\"'”’]|(?:and|but|so|with|by|near|now|since|for|if|because|then|until|rn|til|across|between"
    r"|next|in|is|after|before|every|on|please|pls|again|y|con|cerca)\b)"
)


def _is_named(value: str) -> bool:
    """Tell whether the word behind the number is none that counts or joins things."""
    first = value.split()[1].strip(".,'’#").lower()
    return first in _SIDES or (first not in ORDINARY and first not in _WITHIN)


_SIDES: Final = frozenset("n s e w ne nw se sw north south east west".split())
_WITHIN: Final = frozenset("of the de del la las los".split())
