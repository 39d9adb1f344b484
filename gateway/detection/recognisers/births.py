"""Finds dates of birth: a date right after, or right before, a word that says so. English, Spanish.

A date alone is a deadline, a battle, a due date. "Born" also tells of people in history books:
there a year before 1945 is nobody a school knows.
"""

import re
from functools import lru_cache

from gateway.detection.recognisers.forms import Form, FormRecogniser, has_digit, is_whole
from gateway.terms.text import Label

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_MES = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_NTH = (
    r"(?:(?:twenty|thirty)[\s\-])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth"
    r"|twentieth|thirtieth)"
)
_EN_LETRAS = (
    r"(?:primero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince"
    r"|diecis[eé]is|diecisiete|dieciocho|diecinueve|veint(?:e|i\pL{3,7})|treinta(?:\sy\suno)?)"
)
_SPELT_YEAR = r"(?:,?\s(?:two\sthousand(?:\sand)?|twenty|nineteen)(?:[\s\-]\pL{3,9}){1,2})"
_FULL = (
    rf"(?:\d{{1,2}}[/.\-]\d{{1,2}}[/.\-](?:{_YEAR}|\d\d)|\d{{1,2}}[ ]\d{{1,2}}[ ](?:19|20)\d\d"
    rf"|{_YEAR}[/.\-]\d{{1,2}}[/.\-]\d{{1,2}}(?:T[\d:.]{{5,12}}Z?)?"
    rf"|\d{{1,2}}[/.\-](?:I{{1,3}}|I?V|VI{{1,3}}|I?X|XI{{1,2}})[/.\-]{_YEAR}"
    rf"|{_MONTH}\s(?:the\s)?{_NTH}{_SPELT_YEAR}|{_MONTH}(?:\sof)?\s['’]\d\d"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:{_YEAR}|['’]\d\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:\sof)?[\s\-]{_MONTH},?[\s\-]{_YEAR}"
    rf"|\d{{1,2}}(?:º|ro)?\s(?:de\s)?{_MES}(?:\sdel?)?,?\s{_YEAR}|{_MES}\s\d{{1,2}},?\s{_YEAR}"
    rf"|\d{{1,2}}[\-/ ]?{_MONTH}[\-/ ]?{_YEAR})"
)
_DAY = (
    rf"(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?(?:\sof)?\s{_MONTH}"
    rf"|{_MONTH}\s(?:the\s)?{_NTH}|{_NTH}(?:\sof)?\s{_MONTH}|{_EN_LETRAS}\sde\s{_MES}"
    rf"|\d{{1,2}}/\d{{1,2}}|\d{{1,2}}\s(?:de\s)?{_MES})"
)
_MONTH_OF = rf"(?:\d{{1,2}}/(?:19|20)\d\d|{_MONTH}(?:\sof)?,?\s{_YEAR}|{_MES}\sdel?\s{_YEAR})"
_ANY = rf"(?:{_FULL}|{_MONTH_OF}|{_DAY}|{_YEAR})"
_CUE = (
    r"(?:d\.?\s?o\.?\s?b\.?s?|date_?\s?of_?\s?birth|birth[\s_]?dates?|birth\s?days?|b[\s-]?days?|fecha\sde\snacimiento"
    r"|d/o?/?b|b\.d\.|f\.\s?n\.|(?:f\.?\s?(?:de\s)?)?nac\.?|cumplea[nñ]os)"
)
_AGE = r"(?:four|five|six|seven|eight|nine|ten|eleven|twelve|\pL{3,5}teen)"
_GAP = r"""(?:[\s:=(\[|*"',.\-–—]|['’]s\b|\b(?:is|was|on|of|es|el|falls|date|the)\b){1,6}"""
_PLACE = r"(?:(?:in|at|en)\s(?:(?-i:\p{Lu})[\pL'’.\-]*,?\s){1,4})??"
_BORN = (
    rf"\b(?:born|b\.|nacid[oa]|naci[oó]|nac[ií])\s{_PLACE}(?:(?:on|in|el|en)\s)?(?:the\s|d[ií]a\s)?"
)

EARLIEST_BIRTH = 1945
PUPILS_BORN = range(1998, 2022)
"""When people at school were born: a whole date of these years beside a name is mostly a birth."""
_WORD = re.compile(r"[^\W\d_]{2}")
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d")


class Births(FormRecogniser):
    """Finds dates of birth with a cue."""

    label = Label.DATE_OF_BIRTH
    id_ = "births"
    forms = (
        Form(
            id="cued",
            pattern=rf"(?i)\b{_CUE}{_GAP}(?P<value>{_ANY}|\d{{1,2}}-\d{{1,2}})",
            score=0.9,
        ),
        Form(id="born", pattern=rf"(?i){_BORN}(?P<value>{_ANY})", score=0.7),
        Form(
            id="list_of_births",
            pattern=rf"(?i)(?P<value>{_FULL})",
            score=0.55,
        ),
        Form(
            id="near",
            pattern=rf"(?i)\b(?:{_CUE}|turn(?:s|ed|ing)?\s(?:\d{{1,2}}|{_AGE})|cumpl(?:e|i[oó]"
            rf"|ir[aá])(?:\s(?:años|\d{{1,2}}))?)"
            rf"[^.!?\n\d]{{1,30}}?(?P<value>{_FULL}|{_MONTH_OF}|{_DAY})",
            score=0.6,
        ),
        Form(
            id="kin",
            pattern=r"(?i)\b(?:mom|mum|dad|mother|father|sister|brother|sis|bro|cousin|grandma|grandpa|twin"
            r"|son|daughter|baby|mam[aá]|pap[aá]|herman[oa])(?:['’]?s)?\s(?:is|was|es)\s(?:on\s)?"
            rf"(?P<value>{_FULL}|{_DAY})",
            score=0.6,
        ),
        Form(
            id="will_be",
            pattern=rf"(?i)\b(?:(?:will\sbe|he['’]ll\sbe|she['’]ll\sbe|i['’]ll\sbe|be|is|am|are)\s(?:\d{{1,2}}|{_AGE})"
            rf"|turn(?:s|ed|ing)?\s(?:\d{{1,2}}|{_AGE}))\s(?:years\sold\s)?(?:on|in)\s(?:the\s)?(?P<value>{_FULL}|{_DAY}|{_MONTH})"
            r"(?:[\s.,;!?)]|$)",
            score=0.6,
        ),
        Form(
            id="run",
            pattern=rf"(?i)\b{_CUE}{_GAP}"
            r"(?P<value>(?:19|20)\d{2}[01]\d[0-3]\d|[01]\d[0-3]\d(?:(?:19|20)?\d\d))\b",
            score=0.8,
        ),
        Form(
            id="after_name",
            pattern=r"\b(?P<name>\p{Lu}[\pL'’\-]+)[ \t,:\-–]{1,4}"
            r"(?P<value>\d{1,2}[/.\-]\d{1,2}[/.\-]20[012]\d"
            r"|20[012]\d-\d{2}-\d{2})\b",
            score=0.5,
        ),
        Form(
            id="field",
            pattern=rf"(?im)(?:^|[,;|\t])[ ]?(?P<value>{_FULL})[ ]?(?:[,;|\t]|$)",
            score=0.6,
        ),
        Form(id="in_row", pattern=rf"(?i)(?:^|[\s,;|(])(?P<value>{_FULL})", score=0.55),
        Form(
            id="in_brackets",
            pattern=rf"\p{{Lu}}[\pL'’\-]+\s\((?i:(?P<value>{_FULL}))[,;)]",
            score=0.6,
        ),
        Form(
            id="before",
            pattern=rf"(?i)(?P<value>{_FULL}|{_DAY})\s?"
            r"(?:\(|is\s(?:my|her|his|their|our|\pL{2,15}['’]?s)\s"
            rf"|es\s(?:mi|su|el)\s)(?:{_CUE}|cumple)",
            score=0.8,
        ),
        Form(
            id="when_born",
            pattern=rf"(?i)\b(?P<value>{_FULL}|{_DAY})\s(?:is|was|es|fue)\s(?:when|the\sday|cuando|el\sd[ií]a\sque)"
            r"\s(?:\pL{1,15}\s){1,3}(?:born|naci[oó])",
            score=0.75,
        ),
        Form(
            id="beside_names",
            pattern=rf"(?m)^[ \t]*(?:[\-•*][ \t])?\p{{Lu}}[\pL'’\-]+"
            r"(?:,?[ ]\p{Lu}[\pL'’.\-]*){0,3}[ \t]*[,;|:\t\-–(]"
            rf"[ \t]*(?P<value>{_FULL})",
            score=0.55,
        ),
        Form(
            id="baby",
            pattern=rf"(?i)\b(?:a|an)\s(?P<value>{_DAY}|{_MONTH_OF})\s(?:baby|birthday)\b",
            score=0.6,
        ),
        Form(
            id="year_of",
            pattern=r"(?i)\b(?:birth\s?year|year\sof\sbirth|año\sde\snacimiento)[\s:=]{1,3}(?:is\s|was\s)?(?P<value>(?:19|20)\d\d)\b",
            score=0.7,
        ),
        Form(id="listed", pattern=rf"(?i)\b(?P<value>{_DAY})", score=0.55),
    )

    def may_hold(self, text: str) -> bool:
        """Return whether there is a digit, or a word of birth."""
        return has_digit(text) or _speaks_of_births(text)

    def applies(self, text: str, form: Form) -> bool:
        """Ask for a word of birth somewhere, where a form has none of its own."""
        if form.id == "when_born":
            return "born" in text or "naci" in text
        if form.id in ("beside_names", "in_row") and "\n" not in text:
            return False
        if form.id == "beside_names":
            return len(_NAME_AND_DATE.findall(text)) >= FEWEST_ROWS
        if form.id == "in_row":
            return len(_ROW_OF_SOMEBODY.findall(text)) >= FEWEST_ROWS
        return form.id not in ("kin", "list_of_births", "listed") or _speaks_of_births(text)

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Refuse pieces of longer words and numbers, and the births of history."""
        if not is_whole(text, start, end):
            return None
        if form.id == "listed" and not _is_listed(text, start):
            return None
        year = _YEARS.search(text, start, end)
        if form.id == "born" and year and int(year[0]) < EARLIEST_BIRTH:
            return None
        if form.id in ("list_of_births", "beside_names") and not _is_of_pupil(
            text[start:end], year
        ):
            return None
        if form.id == "after_name" and not (
            year
            and int(year[0]) in PUPILS_BORN
            and not _BEFORE_A_DATE.search(text, max(0, start - LONGEST_BEFORE), start)
        ):
            return None
        if form.id == "in_row" and not _is_in_row(text, start, end):
            return None
        if form.id in ("field", "in_brackets") and not (
            year and int(year[0]) in PUPILS_BORN and _is_of_somebody(text, start, end)
        ):
            return None
        return start, end, form.score


# Somewhere in the text births are spoken of: then every whole date of a pupil's age is one.
_CUED = re.compile(
    r"(?i)\b(?:d\.?o\.?b\.?(?:['’]?s)?|births?|birth[ _-]?(?:date|day)s?|born|b-?days?"
    r"|nacimientos?|naci[oó]"
    r"|nacid[oa]s?|cumpleaños|f\. ?nac)\b|birthdate"
)
_NAME_AND_DATE = re.compile(
    r"(?m)^[ \t]*(?:[-•*][ \t])?[A-ZÀ-Þ][^\W\d_]+[^\n\d]{0,40}\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}\b"
)
FEWEST_ROWS = 2
"""Lines with somebody's name, number and date from which on they are a list of people."""
BORN = range(1930, 2022)
"""When whoever stands in such a list was born, staff and guardians too."""
_ROW_OF_SOMEBODY = re.compile(
    r"(?m)^(?=[^\n]{0,200}?\b[A-ZÀ-Þ][^\W\d_'’-]+,? [A-ZÀ-Þ][^\W\d_])"
    r"(?=[^\n]{0,200}?(?:\d{3}[-.) ]{1,2}\d{2,4}[-. ]\d|\b[A-Z]?\d{5,9}\b|\w@\w))"
    r"(?=[^\n]{0,200}?\b\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}\b"
    r"|[^\n]{0,200}?[A-Za-z]{3} (?:\d{1,2},? )?\d{4})"
    r"[^\n]+$"
)
FARTHEST_WORD = 200
"""Characters of a line in which a date is somebody's."""
LONGEST_BEFORE = 24
"""Characters of what says that a date is none of birth."""
_BEFORE_A_DATE = re.compile(
    r"(?i)\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|date|due|since"
    r"|from|until|by|on"
    r"|updated|effective|enrolled|entered|meeting|dated|starting|before|after|test"
    r"|exam)[ \t,:\-–]{1,4}$"
)


@lru_cache(maxsize=4)
def _speaks_of_births(text: str) -> bool:
    return _CUED.search(text) is not None


def _is_of_pupil(value: str, year: re.Match[str] | None) -> bool:
    """Tell whether a whole date is of an age at which one goes to school."""
    if year is not None:
        return int(year[0]) in PUPILS_BORN
    short = re.search(r"\d\d$", value)
    return short is not None and 2000 + int(short[0]) in PUPILS_BORN


def _is_in_row(text: str, start: int, end: int) -> bool:
    """Tell whether a date of somebody's age stands in a line of a list of people."""
    written = re.search(r"(?<!\d)(?:\d{4}|\d\d$)", text[start:end])
    if written is None:
        return False
    year = int(written[0])
    if year < 100:
        year += 2000 if 2000 + year in BORN else 1900
    begins = text.rfind("\n", 0, start) + 1
    return year in BORN and _ROW_OF_SOMEBODY.match(text, begins) is not None


def _is_of_somebody(text: str, start: int, end: int) -> bool:
    """Tell whether words stand on the line of a date, as in a list of people."""
    line = text[max(text.rfind("\n", 0, start) + 1, start - FARTHEST_WORD) : start]
    line += text[end : end + FARTHEST_WORD].partition("\n")[0]
    return _WORD.search(line) is not None


# "Birthdays: Ana 6/3, Leo 7/14"; "their birthdays are June 3 and July 14".
_BIRTHDAYS = re.compile(
    r"(?i)\b(?:birth\s?(?:day|date)s|b-?days|dobs|cumplea[nñ]os|fechas\sde\snacimiento)\b[^.!?\n]{0,160}$"
)


def _is_listed(text: str, start: int) -> bool:
    """Tell whether a day of the year stands in a sentence that lists birthdays."""
    return _BIRTHDAYS.search(text, max(0, start - FARTHEST_WORD), start) is not None
