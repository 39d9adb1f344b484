"""Finds where a child gets on and off: "bus stop: Oak & 5th", "drop-off at 4th and Maple St".

A stop is two streets that meet, a street by itself, or a numbered stop; always behind a word for
stopping. The route's number alone ("bus 12") says which children ride together and stays.
"""

import re

from gateway.detection.recognisers.forms import Form, FormRecogniser, is_whole
from gateway.terms.text import Label

_CUE = (
    r"(?:(?:bus\s)?stop(?:\s(?:name|location))?|pick(?:ed|s)?[\s\-]?(?:her\s|him\s|them\s|me\s)?up"
    r"(?:\s(?:location|spot|point|address))?|drop(?:ped|s)?[\s\-]?(?:her\s|him\s|them\s|me\s)?(?:off|at)"
    r"(?:\s(?:location|spot|point|address))?|gets?\s(?:on|off)(?:\s(?:the|his|her|their)\sbus)?"
    r"|parada(?:\sdel?\s(?:autob[uú]s|bus|cami[oó]n))?|la\srecogen|lo\srecogen|esquina)"
)
_TO = r"(?:\s?[:=\-–(]\s?|\s(?:is\snow|is|es|was|will\sbe|changed\sto|moved\sto)\s|\s){1,2}"
_AT = r"(?:(?:at|on|by|near|en|de|to|the\scorner\sof|corner\sof|la\sesquina\sde)\s){0,3}"
_SUFFIX = r"(?:st|street|ave|avenue|av|blvd|rd|road|ln|lane|dr|drive|ct|court|way|pl|hwy|pkwy)\.?"
_STREET = (
    rf"(?:\d{{1,3}}(?:st|nd|rd|th)|[\pL'’\-]{{2,}})(?:\s(?:{_SUFFIX}|[\pL'’\-]{{3,}}\s{_SUFFIX}"
    r"|(?-i:\p{Lu})[\pL'’\-]{2,}))?"
)
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)\b", re.IGNORECASE)
_KIND = re.compile(rf"\b{_SUFFIX}(?:\s|$)", re.IGNORECASE)
_ORDINARY = frozenset(
    "and or the a an on off up down stop time bus school home work it in at by with for to then me"
    " her him them us early late now go going read reading drop pick get getting this that there"
    " here class lunch recess sign sentence start end stuff things people kids front back before"
    " after".split()
)


class BusStops(FormRecogniser):
    """Finds stops of school buses."""

    label = Label.ADDRESS
    id_ = "bus_stops"
    hints = (
        " stop",
        "stop ",
        "stop:",
        "pick",
        "drop",
        "gets o",
        "get o",
        "parada",
        "recogen",
        "esquina",
    )
    forms = (
        Form(
            id="crossing",
            pattern=rf"(?i)\b{_CUE}{_TO}{_AT}(?P<value>{_STREET}\s?(?:\band\b|&|\by\b|\bat\b|@|/)\s?{_STREET})",
            score=0.7,
        ),
        Form(
            id="street",
            pattern=rf"(?i)\b{_CUE}{_TO}{_AT}(?P<value>(?:[\pL'’\-]{{2,}}\s){{1,2}}?{_SUFFIX})\b",
            score=0.6,
        ),
        Form(
            id="numbered",
            pattern=r"(?i)\b(?:bus\s)?(?:stop|parada)\s?(?:#|no\.?|number|id|n[uú]m\.?)\s?:?\s?"
            r"(?P<value>[a-z]?-?\d{2,6})",
            score=0.6,
        ),
    )

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Keep what reads as streets: capitals, an ordinal or a word for a street."""
        value = text[start:end].rstrip(".")
        end = start + len(value)
        if not is_whole(text, start, end):
            return None
        if form.id == "numbered":
            return start, end, form.score
        words = [word for word in re.split(r"[\s&@/]+", value) if word]
        named = [word for word in words if word.lower() not in ("and", "y", "at")]
        if any(word.lower() in _ORDINARY for word in named):
            return None
        street = _ORDINAL.search(value) or _KIND.search(value)
        capital = all(word[:1].isupper() or word[:1].isdigit() for word in named)
        if not (street if form.id == "crossing" else capital or len(named) <= 3) and not capital:
            return None
        return start, end, form.score
