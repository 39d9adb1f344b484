"""Finds student numbers by the words that announce them: "ID# 204518", "lunch pin 4821".

Bare digits are nobody's number: without a cue only Florida's FLEID has a form of its own. Numbers
on the roster are found by the roster, cue or none. Lengths: CALPADS SSID 10 digits and local ids
up to 16 characters; NYSSIS 10 and OSIS 9 digits; Texas Unique ID 10; FLEID 14 characters, before
it 10 ending in X. Numbers of a state are also written in groups ("204 518 123").
"""

import re
from collections.abc import Iterator

from gateway.detection.recognisers.forms import (
    GAP,
    MAYBE_GAP,
    Form,
    FormRecogniser,
    digits,
    has_digit,
    is_whole,
)
from gateway.terms.text import Label

_WHOSE = (
    r"(?:students?(?:'s|’s)?|studs?|stu|pupil|learner|scholar|perm(?:anent)?|local|lunch|cafeteria"
    r"|meal|library(?:\scard)?|school|campus|district|state(?:\s(?:student|testing"
    r"|assigned))?|testing|test|sis|aeries|powerschool|infinite\scampus|skyward|synergy|doe|kids?"
    r"|child(?:'s|’s)?|her|his|their|my|matr[ií]cula|estudiante|alumn[oa])"
)
_WHAT = r"(?:ids?|i\.d\.|identification|identifier|number|num|nbr|no\.?|pin|code|barcode|#)"
# The names states and districts give to their student numbers.
_STATE = (
    r"(?:s[su]id|calpads|osis|nyssis|nysid|nycid|sasid|lasid|uic|gtid|stn|marss|fleid|peims|tsds"
    r"|eduid|uid|emplid|sais|wiseid|ncid|prid|uspid|(?:texas |tx )?unique"
    r" (?:student )?id(?:entifier)?|(?:state )?student identifier|matr[ií]cula"
    r"|state testing number)"
)
_NUMBER = r"(?P<value>[a-z]{0,4}-?\d[a-z0-9\-]{2,18})"
_GROUPS = (
    r"(?P<value>\d{4}[ \-]\d{4}[ \-]\d\d|\d{3}[ \-]\d{3}[ \-]\d{3,4}|\d{5}[ \-]\d{5}"
    r"|\d{4}[ \-]\d{3}[ \-]\d{3})"
)
_MORE = re.compile(
    r"(?:\s{0,2}(?:,|;|/|&|\band\b|\bor\b|\by\b)\s{0,2}){1,2}([A-Za-z]{0,3}-?\d[\dA-Za-z-]{2,15})"
)
_SHAPE = re.compile(r"[A-Za-z]{0,4}-?[0-9][0-9A-Za-z-]{2,15}")


class StudentIds(FormRecogniser):
    """Finds student, lunch and state numbers with a cue."""

    label = Label.STUDENT_ID
    id_ = "student_ids"
    most_listed = 0.8
    forms = (
        Form(
            id="state",
            pattern=rf"(?i)\b{_STATE}(?:\s(?:id|number|no\.?|#))?{GAP}{_NUMBER}",
            score=0.95,
        ),
        Form(
            id="groups",
            pattern=rf"(?i)\b{_STATE}(?:\s(?:id|number|no\.?|#)|\s?\([a-z]{{2,8}}\))?"
            rf"{GAP}{_GROUPS}",
            score=0.95,
        ),
        Form(id="cued", pattern=rf"(?i)\b{_WHOSE}[\s._\-]{{0,2}}{_WHAT}{GAP}{_NUMBER}", score=0.9),
        Form(
            id="id",
            pattern=rf"(?i)\bid(?:\s?#|\s(?:number|num|no\.?)|\s?[:=]){MAYBE_GAP}{_NUMBER}",
            score=0.7,
        ),
        Form(
            id="several",
            pattern=rf"(?i)\b(?:{_WHOSE}|{_STATE})[\s._\-]{{0,2}}(?:ids|numbers|nos\.?|pins|codes|barcodes)\b"
            rf"{GAP}{_NUMBER}",
            score=0.85,
        ),
        Form(id="s_sign", pattern=r"\bS\s?#\s?(?P<value>\d{4,10})\b", score=0.6),
        Form(
            id="ids",
            pattern=r"(?i)\bid(?:s\s?[:=]|['’]s)\s?(?P<value>[a-z]{0,2}\d{4,12})",
            score=0.6,
        ),
        Form(
            id="record",
            pattern=r"(?i)\b(?:patron|borrower|enrol?lment|admission|roll|scholar|student\s(?:record|file))"
            rf"\s?(?:no\.?|num(?:ber)?|#|id){GAP}{_NUMBER}",
            score=0.75,
        ),
        Form(
            id="typed",
            pattern=r"(?i)\b(?:typ(?:e[sd]?|ing)|punch(?:e[sd])?|key(?:s|ed)?|enter(?:s|ed)?)\s(?:in\s)?"
            r"(?P<value>\d{4,9})\s(?:at|for|in|on)\s(?:the\s)?(?:lunch|cafeteria|kiosk|library|keypad"
            r"|register|line)",
            score=0.7,
        ),
        Form(
            id="own_number",
            pattern=r"(?i)\b(?:my|her|his|their)\s(?:\pL{3,10}\s)?(?:number|code)\s?(?:is|was|:)\s"
            r"(?P<value>\d{5,6}|\d{8,9})",
            score=0.55,
        ),
        Form(
            id="lettered",
            pattern=r"(?:^|[\s(,#:])(?P<value>[A-Z]\d{5,8})(?:[\s,;:.)]|$)",
            score=0.45,
        ),
        Form(
            id="local", pattern=r"(?i)\blocal(?:\sid)?\s?[:#=]?\s?(?P<value>\d{5,10})\b", score=0.7
        ),
        Form(
            id="on_card",
            pattern=r"(?i)\b(?:lunch|library|student|school|id|meal)\s(?:card|badge|account)\b"
            r"[^\n\d.!?]{0,24}?\s(?P<value>[a-z]?\d[\d\-]{3,12})\b",
            score=0.65,
        ),
        Form(id="sid", pattern=rf"(?i)\bs\.?id\s?[:=#]\s?{_NUMBER}", score=0.7),
        Form(
            id="account",
            pattern=r"(?i)\b(?:lunch|meal|cafeteria|food|student|sibling)\saccount(?:\s(?:no\.?|number|#))?"
            r"[\s:#]{1,3}(?P<value>\d{3,12})\b",
            score=0.8,
        ),
        Form(id="bare_id", pattern=r"(?i)\bid\s(?P<value>[a-z]{0,2}\d{4,12})", score=0.6),
        Form(
            id="sign",
            pattern=r"(?i)\b(?:student|pupil|perm|lunch|stu)s?\s{0,2}(?:#\s?|\s\(#?|\s)"
            r"(?P<value>[a-z]?\d{5,12})",
            score=0.6,
        ),
        Form(
            id="spanish",
            pattern=r"(?i)\b(?:(?:id|n[uú]mero|c[oó]digo|clave|carn[eé]t?)"
            r"(?:\s(?:del?|de la|de su))?\s(?:estudiante|alumn[oa]|estudiantil|escolar|almuerzo)"
            rf"|carn[eé]t?){GAP}{_NUMBER}",
            score=0.85,
        ),
        Form(
            id="card",
            pattern=r"(?i)\b(?:(?:lunch|meal)\s?#|library\scard\s?#?)\s?"
            r"(?P<value>\d{4,14})",
            score=0.7,
        ),
        Form(
            id="beside",
            pattern=r"\p{Lu}[\pL'’\-]+\s\((?:#|(?i:id)\s?)\s?(?P<value>[A-Z]?\d{4,10})\)",
            score=0.6,
        ),
        Form(
            id="far",
            pattern=rf"(?i)\b{_STATE}(?:\s(?:id|number|no\.?|#))?\s(?:for|of"
            rf"|to)\s[^.!?\n\d]{{2,40}}?"
            r"\s(?:is|:)\s(?P<value>\d{7,12})",
            score=0.8,
        ),
        Form(
            id="behind_name",
            pattern=r"\p{Lu}[\pL'’\-]+(?:\s\p{Lu}[\pL'’.\-]*)?(?:\s\(|[ \t]?[,:\-–][ \t]?"
            r"|\s)#?(?P<value>\d{6,8})(?:\)|[\s,;.]|$)",
            score=0.45,
        ),
        Form(id="hash", pattern=r"(?:^|[\s(,])#(?P<value>\d{5,9})\b", score=0.5),
        Form(
            id="card_number",
            pattern=r"(?i)\bcard(?:\s?(?:number|no\.?|#))?\s?[:=#]?\s?(?P<value>\d{4,14})\b",
            score=0.6,
        ),
        Form(
            id="list",
            pattern=r"(?m)^[ \t]*(?:\pL[\pL'’.,\-]*[ \t]{1,4}){1,5}(?:[|,;:\-–][ \t]?)?"
            r"(?P<value>\d{5,10})[ \t]*$",
            score=0.5,
        ),
        Form(
            id="list_before",
            pattern=r"(?m)^[ \t]*(?P<value>\d{5,10})[ \t]?[|,;:\-–\t ][ \t]?"
            r"\p{Lu}[\pL'’\-]+,?[ \t]\p{Lu}[\pL'’\-]*\b",
            score=0.5,
        ),
        Form(id="fleid", pattern=r"\b(?P<value>FL\d{11,13})", score=0.75),
        Form(id="old_fleid", pattern=r"\b(?P<value>\d{9}X)", score=0.4),
    )

    def may_hold(self, text: str) -> bool:
        """Return whether there is a digit at all."""
        return has_digit(text)

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Keep whole values of 4 to 16 characters, at least three of them digits."""
        if form.id == "groups":
            return (start, end, form.score) if is_whole(text, start, end) else None
        value = text[start:end].rstrip("-")
        end = start + len(value)
        if not 4 <= len(value) <= 16 or len(digits(value)) < 3:
            return None
        if not _SHAPE.fullmatch(value) or not is_whole(text, start, end):
            return None
        if form.id == "behind_name" and (
            _CAPITALS.search(text, max(start - 8, 0), start) or _SUM.match(text, end)
        ):
            return None  # "HF 99310277" is one number, "Solve 204518 / 6" a sum
        if form.id in ("list", "list_before") and len(_LISTED_LINE.findall(text)) < _FEWEST_LISTED:
            return None
        if form.id == "lettered" and not _SPEAKS_OF_PUPILS.search(text):
            return None
        if form.id in ("id", "bare_id") and _OF_A_THING.search(text, max(start - 40, 0), start):
            return None
        return (start, end, form.score) if not _is_date_or_year(form, value) else None

    def listed(self, text: str, at: int) -> Iterator[tuple[int, int]]:
        """Yield the values listed behind one: "student ids 204518, 204519 and 204520"."""
        while (more := _MORE.match(text, at)) and is_whole(text, *more.span(1)):
            start, at = more.span(1)
            if len(digits(text[start:at])) < 3 or _STREET.match(text, at):
                break
            yield start, at


# One such line is a heading or a sum; two are a list of people.
_LISTED_LINE = re.compile(
    r"(?m)^[ \t]*(?:(?:[^\W\d_][\w'’.,-]*[ \t|;:–-]{1,4}){1,5}\d{5,10}"
    r"|\d{5,10}[ \t|,;:–-]{1,3}[^\W\d_].{2,60})[ \t]*$"
)
_FEWEST_LISTED = 2
# "Order id 8837261" is a parcel's, "video id" a film's.
_OF_A_THING = re.compile(
    r"(?i)\b(?:badge|sub|frontline|college\sboard|act|sat|psat|ap|ib|device|access|candidate|guest|visitor|volunteer"
    r"|tribal|paper|turnitin|player|employee|staff|product|order|transaction|video|item|sku|commit|build|ticket|request|session|process"
    r"|user_?agent|application|app|package|tracking|invoice|job|page|post|article|book|course|game"
    r"|level|question|assignment|quiz|document|doc|file|form|record|row|table|column|element|node"
    r"|object|message|thread|channel|meeting|zoom|webinar|conference|primary|foreign|css|html|div"
    r"|tag|vehicle|part|patent|star|planet|species|galaxy)\W{1,3}id\W[^\n]{0,12}$"
)
_SPEAKS_OF_PUPILS = re.compile(
    r"(?i)\b(?:students?|pupils?|ids?|rosters?|enroll\w*|transfer\w*|transcripts?|attendance)\b"
)
_SUM = re.compile(r"\s?[/*+=×÷<>]\s?\d")
_CAPITALS = re.compile(r"(?:^|\s)[A-Z]{2,4}\s$")
# "Lunch# 88219, 1207 W Fulton": the second number is a house's.
_STREET = re.compile(r" (?:[NSEW]{1,2}\.? )?[A-Z][a-z]+ ?(?:[A-Z,.\n]|$)")


def _is_date_or_year(form: Form, value: str) -> bool:
    """Tell "id: 2024-05-01" and "ID 2024" from numbers of pupils; strong cues win over this."""
    if form.id in ("state", "cued"):
        return re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", value) is not None
    return re.fullmatch(r"(?:19|20)\d\d(?:-\d{1,4}){0,2}", value) is not None
