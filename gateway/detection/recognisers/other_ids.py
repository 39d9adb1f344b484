"""Finds what governments and insurers call a person, nearly all by a cue.

Passport, visa, alien and driver's licence numbers, Medicaid, birth certificates, court dockets:
government-issued identifiers are personal information of a child (16 CFR 312.2). Payment cards
need no cue: their last digit proves them.
"""

import re

from gateway.detection.recognisers.forms import GAP, Form, FormRecogniser, digits, is_whole
from gateway.terms.text import Label

_VALUE = (
    r"(?P<value>(?:(?-i:[A-Z]{1,3})[\s\-]?)?[0-9][a-z0-9\-]{2,19}|[a-z]{1,8}[0-9][a-z0-9\-]{2,19})"
)
_GOVERNMENT = (
    r"(?:passports?|pasaporte|visa|alien|uscis|i-94|green\scard"
    r"|driver(?:'s|’s|s)?\s(?:licen[sc]e|permit)|d\.?l\.?|licencia(?:\sde\s(?:conducir|manejo))?"
    r"|learner(?:'s|’s|s)?\spermit|state\sid|medicaid|medi-?cal|medicare|chip|wic|snap|ebt|tanf"
    r"|insurance(?:\spolicy)?|policy|member(?:ship)?|subscriber|group|seguro(?:\sm[eé]dico)?"
    r"|birth\scert(?:ificate|\.)?|acta\sde\snacimiento|curp|matr[ií]cula\sconsular"
    r"|case(?:\smanagement)?|caso|docket|court|hearing|cps|police\sreport|incident\sreport|voter"
    r"|ref(?:erence)?(?:\.\sno\.?)?|tribal(?:\senrollment)?|medical\srecord|mrn|patient|npi|employee|staff\sid|intake|routing|sevis|a-?number|alien\sregistration)"
)
_PAPER = (
    r"(?:(?:case|docket|file|claim|policy|incident|referral|report|ticket|application|permit"
    r"|certificate|prescription|rx|account|acct|member|group|subscriber|insurance|badge|serial|device"
    r"|vehicle|vin|passport|visa|license|licence|voucher|confirmation|tracking|registration|i-?20|i-?94"
    r"|sevis|medicaid|medi-?cal|ein|npi|imei|alarm|gate|door|lock|entry|access|join|wi-?fi|ebt|wic|snap"
    r"|caso|expediente|p[oó]liza|pasaporte)\b)"
)
_SIGN = (
    r"(?:\s(?:number|numbers|n[uú]mero|no\.?|num|nbr|id|card|file|#|certificate|code|de\scaso)"
    r"|\s?#|\s?:)"
)


class OtherIds(FormRecogniser):
    """Finds government, insurance, court and card numbers."""

    label = Label.OTHER_ID
    id_ = "other_ids"
    forms = (
        Form(
            id="government", pattern=rf"(?i)\b{_GOVERNMENT}{_SIGN}{{0,2}}{GAP}{_VALUE}", score=0.8
        ),
        Form(
            id="numbered",
            pattern=rf"(?i)\b{_PAPER}(?:\s[\pL.'’\-]+){{0,3}}?\s?"
            r"(?:#|\b(?:no|num|nbr|number|id|code|is|n[uú]mero)\b)?[.\s:#=(]{1,4}"
            rf"{_VALUE}",
            score=0.6,
        ),
        Form(
            id="plate",
            pattern=r"(?i)\b(?:licen[sc]e\s)?plates?(?:\s(?:number|no\.?|is|#))?\s?[:#]?\s?"
            r"(?P<value>[a-z0-9]{2,4}[ \-]?[a-z0-9]{2,4})\b",
            score=0.6,
        ),
        Form(
            id="serial",
            pattern=r"\b(?P<value>(?:[A-Z]|\d{1,4}[A-Z])[A-Z0-9\-]{6,23})\b",
            score=0.45,
        ),
        Form(
            id="exam",
            pattern=r"(?i)\b(?:college\sboard|common\sapp|caid|ncaa|fafsa|fsa|naviance|sim|iccid|ap\sstudent)\b"
            r"(?:\s(?:id|number|no\.?|card|account))?(?:\s\([a-z]{2,8}\))?\s?[:#]?\s?(?:is\s)?"
            r"(?P<value>\d{7,20})\b",
            score=0.7,
        ),
        Form(
            id="groups",
            pattern=r"(?i)\b(?:ebt|debit|credit|gift|snap|wic|member(?:ship)?|subscriber|insurance)\b"
            r"(?:\s(?:id|number|no\.?|card))?\s?[:#]?\s?(?:is\s)?"
            r"(?P<value>(?:[a-z]{1,4}[ \-]?)?\d{4}(?:[ \-]\d{1,4}){2,4})\b",
            score=0.7,
        ),
        Form(
            id="ends_in",
            pattern=r"(?i)\b(?:card|visa|mastercard|debit|account|acct|policy|passport)\s(?:ending|ends|end)\s"
            r"(?:in|with)\s(?P<value>\d{4})\b",
            score=0.7,
        ),
        Form(
            id="cvv",
            pattern=r"(?i)\b(?:cvv2?|cvc)\s?[:#]?\s?(?:is\s)?(?P<value>\d{3,4})\b",
            score=0.8,
        ),
        Form(
            id="coded",
            pattern=r"\b(?P<value>[A-Z]{1,4}-\d{4,10}(?:-[A-Z0-9]{1,6}){0,2})\b",
            score=0.45,
        ),
        Form(
            id="of_a_thing",
            pattern=r"(?i)\b\pL{3,20}\s(?:number|no\.|num\.?|nbr\.?|#|id|code|key)\s?[:=#]?\s?"
            r"(?:is\s|was\s)?(?P<value>[a-z]{0,4}-?\d[a-z0-9]*(?:-[a-z0-9]{1,8}){0,4})\b",
            score=0.5,
        ),
        Form(
            id="from_country",
            pattern=r"(?i)\b(?:passport|visa|pasaporte)\s\(\p{Lu}[\pL ]{2,20}\)"
            r"\s?(?:no\.?|number|#|:)?\s?(?P<value>[a-z]{0,2}\d{6,10})\b",
            score=0.7,
        ),
        Form(
            id="of_somebody",
            pattern=r"(?i)\b(?:passport|licen[sc]e|medicaid|visa|permit|insurance)\s(?:number\s)?(?:of|for)\s"
            r"(?:[\pL.'’\-]+\s){1,4}?(?P<value>[a-z]{0,3}\d[\d\-]{4,19})\b",
            score=0.7,
        ),
        Form(
            id="a_number",
            pattern=r"\b(?P<value>A[\-#\s]?\d{3}[\-\s]?\d{3}[\-\s]?\d{2,3})",
            score=0.6,
        ),
        Form(
            id="card",
            pattern=r"\b(?P<value>\d{4}[ \-]?\d{4,6}[ \-]?\d{4,5}(?:[ \-]?\d{1,4})?)",
            score=0.6,
        ),
    )

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Ask of each form what its numbers look like."""
        value = text[start:end].rstrip("-")
        end = start + len(value)
        number = digits(value)
        if form.id == "plate":
            mixed = number and len(number) < len(value.replace(" ", "").replace("-", ""))
            return (start, end, form.score) if mixed and is_whole(text, start, end) else None
        if not is_whole(text, start, end) or (len(number) < 4 and form.id != "cvv"):
            return None
        if form.id == "serial":
            return (start, end, form.score) if _is_serial(value) else None
        if form.id == "card":
            return (start, end, form.score) if _luhn(number) else None
        if form.id == "coded":
            return (start, end, form.score) if _SPEAKS_OF_PUPILS.search(text) else None
        if form.id == "of_a_thing" and not _is_numbered(text, start, value):
            return None
        if form.id in ("government", "numbered", "of_a_thing") and _YEARLIKE.fullmatch(value):
            return None
        return start, end, form.score


# A court's, a benefit's, a machine's number is somebody's; those of lessons and calls are not.
_OF_NOBODY = frozenset(
    "the this that each every what which any whole prime atomic mass natural real odd even large"
    " small big random same total first second third last next other new phone telephone cell fax"
    " contact call mobile house room page line problem question exercise chapter lesson unit level"
    " period grade week day item model version part product order catalog isbn issn doi zip postal"
    " area country error status http color hex source morse bar qr secret character ascii unicode"
    " one two three four five six seven eight nine ten magic lucky winning opus flight bus route"
    " train highway channel station mixed wave oxidation quantum reynolds avogadro".split()
)
_SPEAKS_OF_PUPILS = re.compile(
    r"(?i)\b(?:students?|pupils?|famil(?:y|ies)|parents?|mom|dad|guardians?|iep|504|cases?|hearing|court"
    r"|transfer\w*|enroll\w*|intake|referral|records?|custody|restraining|police|incident|chromebooks?|laptops?|i-?pads?|devices?|locker)\b"
)
_THING = re.compile(
    r"(?i)([^\W\d_]{3,20})\s(?:number|no|num|nbr|#|id|code|key)\.?[\s:=#]{0,3}(?:(?:is|was)\s)?$"
)


def _is_numbered(text: str, start: int, value: str) -> bool:
    """Tell whether a number of five characters or more belongs to a thing of somebody's."""
    if len(digits(value)) < 4 or len(value) < 5:
        return False
    if _DATED.fullmatch(value) or not _SPEAKS_OF_PUPILS.search(text):
        return False
    thing = _THING.search(text, max(0, start - 48), start)
    return thing is not None and thing[1].lower() not in _OF_NOBODY


_DATED = re.compile(r"\d{1,4}-\d{1,2}-\d{1,4}|\d{3}-\d{3,4}(?:-\d{4})?|\d{5}-\d{4}")


_RUN = re.compile(r"\d{3,}")


def _is_serial(value: str) -> bool:
    """Tell a serial number: eight characters or more, letters and a run of digits among them."""
    bare = value.replace("-", "")
    letters = sum(map(str.isalpha, bare))
    if not 8 <= len(bare) <= 24 or letters < 2 or _TERM.search(value):
        return False
    return _RUN.search(bare) is not None


# "FALL2024", "ALG1-2024", standards and Florida's student numbers are no serials.
_TERM = re.compile(r"(?:^|[A-Z\-])(?:19|20)\d\d(?:$|-)|^(?:FL\d{10,}|(?:ISO|RFC|NGSS|CCSS|TEKS)\b)")
_YEARLIKE = re.compile(r"(?:1[5-9]|20)\d\d(?:-\d{1,2}(?:-\d{1,2})?|-(?:19|20)\d\d)?s?")


def _luhn(number: str) -> bool:
    """Check a payment card's last digit (ISO/IEC 7812-1, annex B)."""
    if not 13 <= len(number) <= 19 or len(set(number)) == 1:
        return False
    total = 0
    for place, char in enumerate(reversed(number)):
        digit = int(char) * (1 + place % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0
