"""Finds student numbers by the words that announce them: "ID# 204518", "lunch pin 4821".

Bare digits are nobody's number: without a cue only Florida's FLEID has a form of its own. Numbers
on the roster are found by the roster, cue or none. Lengths: CALPADS SSID 10 digits and local ids
up to 16 characters; NYSSIS 10 and OSIS 9 digits; Texas Unique ID 10; FLEID 14 characters, before
it 10 ending in X.
"""

import re

from presidio_analyzer import RecognizerResult

from gateway.detection.recognisers.forms import (
    GAP,
    Form,
    FormRecogniser,
    digits,
    has_digit,
    is_whole,
)
from gateway.terms.text import Label

_WHOSE = (
    r"(?:students?|stud?|pupil|learner|scholar|perm(?:anent)?|local|lunch|cafeteria|meal|library"
    r"|badge|school|campus|district|state(?:\s(?:student|testing|assigned))?|testing|test|sis"
    r"|aeries|powerschool|skyward|synergy|kids?|child(?:'s|’s)?|her|his|their|my|matr[ií]cula"
    r"|estudiante|alumn[oa])"
)
_WHAT = r"(?:ids?|i\.d\.|identification|identifier|number|num|nbr|no\.?|pin|code|#)"
_STATE = (
    r"(?:s[su]id|calpads|osis|nyssis|nysid|nycid|sasid|lasid|uic|gtid|stn|marss|fleid|peims|tsds"
    r"|eduid|uid|(?:texas |tx )?unique id(?:entifier)?|matr[ií]cula|state testing number)"
)
_NUMBER = r"(?P<value>[a-z]{0,4}-?\d[a-z0-9\-]{2,18})"
_MORE = re.compile(
    r"(?:\s{0,2}(?:,|;|/|&|\band\b|\bor\b|\by\b)\s{0,2}){1,2}([A-Za-z]{0,3}-?\d[\dA-Za-z-]{2,15})"
)
_SHAPE = re.compile(r"[A-Za-z]{0,4}-?[0-9][0-9A-Za-z-]{2,15}")


class StudentIds(FormRecogniser):
    """Finds student, lunch and state numbers with a cue."""

    label = Label.STUDENT_ID
    id_ = "student_ids"
    forms = (
        Form(
            id="state",
            pattern=rf"(?i)\b{_STATE}(?:\s(?:id|number|no\.?|#))?{GAP}{_NUMBER}",
            score=0.95,
        ),
        Form(id="cued", pattern=rf"(?i)\b{_WHOSE}[\s._\-]{{0,2}}{_WHAT}{GAP}{_NUMBER}", score=0.9),
        Form(
            id="id",
            pattern=rf"(?i)\bid(?:\s?#|\s(?:number|num|no\.?)|\s?[:=]){GAP}?{_NUMBER}",
            score=0.7,
        ),
        Form(id="bare_id", pattern=r"(?i)\bid\s(?P<value>[a-z]{0,2}\d{4,12})", score=0.6),
        Form(
            id="sign",
            pattern=r"(?i)\b(?:student|pupil)s?\s{1,2}#?\s?(?P<value>[a-z]?\d{5,12})",
            score=0.6,
        ),
        Form(id="fleid", pattern=r"\b(?P<value>FL\d{12})", score=0.75),
        Form(id="old_fleid", pattern=r"\b(?P<value>\d{9}X)", score=0.4),
    )

    def may_hold(self, text: str) -> bool:
        """Return whether there is a digit at all."""
        return has_digit(text)

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Keep whole values of 4 to 16 characters, at least three of them digits."""
        value = text[start:end].rstrip("-")
        end = start + len(value)
        if not 4 <= len(value) <= 16 or len(digits(value)) < 3:
            return None
        if not _SHAPE.fullmatch(value) or not is_whole(text, start, end):
            return None
        return (start, end, form.score) if not _is_date_or_year(form, value) else None

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: object = None
    ) -> list[RecognizerResult]:
        """Find the values, and those listed after them: "student ids 204518, 204519 and 204520"."""
        results = super().analyze(text, entities, nlp_artifacts)
        listed = []
        for one in results:
            at = one.end
            while (more := _MORE.match(text, at)) and is_whole(text, *more.span(1)):
                start, at = more.span(1)
                if len(digits(text[start:at])) < 3:
                    break
                listed.append(self._result(_LISTED, start, at, min(one.score, _LISTED.score)))
        return results + listed


_LISTED = Form(id="listed", pattern="", score=0.8)


def _is_date_or_year(form: Form, value: str) -> bool:
    """Tell "id: 2024-05-01" and "ID 2024" from numbers of pupils; strong cues win over this."""
    if form.id in ("state", "cued"):
        return re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", value) is not None
    return re.fullmatch(r"(?:19|20)\d\d(?:-\d{1,4}){0,2}", value) is not None
