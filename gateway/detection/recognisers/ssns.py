"""Finds Social Security numbers, whole, masked, or their last four digits with a cue.

Never issued: area 000, 666 and 900-999, group 00, serial 0000 (20 CFR 422.103; SSA POMS
RM 10201.035). With blanks or points such a number is none; with hyphens, or with a cue, it counts
all the same: a mistyped number is still somebody's. Florida's old student numbers are Social
Security numbers too.
"""

import re

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

_CUE = (
    r"(?:ssns?|ss\s?#|s\.s\.n\.?|soc(?:ial)?\.?\s(?:sec(?:urity)?\.?|#)(?:\s(?:number|no\.?|num|#))?"
    r"|social|seguro\ssocial|itin|nss|tax\s(?:payer\s)?id|tin)"
)


class Ssns(FormRecogniser):
    """Finds Social Security and individual taxpayer numbers."""

    label = Label.SSN
    id_ = "ssns"
    cues = ("social", "security", "ssn", "ssns", "ss", "soc", "seguro", "itin", "tin")
    forms = (
        Form(id="dashed", pattern=r"\b(?P<value>\d{3}[-–]\d{2}[-–]\d{4})", score=0.5),
        Form(id="spaced", pattern=r"\b(?P<value>\d{3} \d{2} \d{4}|\d{3}\.\d{2}\.\d{4})", score=0.4),
        Form(id="bare", pattern=r"\b(?P<value>\d{9})", score=0.05),
        Form(id="fellow", pattern=r"\b(?P<value>\d{9})", score=0.5),
        Form(
            id="cued",
            pattern=rf"(?i)\b{_CUE}{GAP}"
            r"(?P<value>\d{3}[\s.\-–]?\d{2}[\s.\-–]?\d{4})",
            score=0.9,
        ),
        Form(
            id="near",
            pattern=rf"(?i)\b{_CUE}\b[^\n]{{0,70}}?\b"
            r"(?P<value>\d{3}[\s.\-–]?\d{2}[\s.\-–]?\d{4})\b",
            score=0.7,
        ),
        Form(
            id="cue_after",
            pattern=rf"(?i)\b(?P<value>\d{{3}}[\s.\-–]?\d{{2}}[\s.\-–]?\d{{4}})\b[^\n\d]{{0,30}}\b{_CUE}\b",
            score=0.6,
        ),
        Form(
            id="ends_in",
            pattern=rf"(?i)\b{_CUE}\b[^\n]{{0,40}}?\b(?:end(?:s|ing)?|last\s(?:4|four)|finishes|termina|[uú]ltimos"
            r"\s(?:4|cuatro))\b[^\n\d]{0,25}(?P<value>\d{4})\b",
            score=0.7,
        ),
        Form(
            id="last_of",
            pattern=r"(?i)\b(?:last\s(?:4|four)|[uú]ltimos\s(?:4|cuatro))\b[^\n\d]{0,40}?(?P<value>\d{4})\b"
            rf"[^\n]{{0,30}}?\b{_CUE}\b",
            score=0.6,
        ),
        Form(id="masked", pattern=r"(?P<value>[Xx*•#]{3}[- ]?[Xx*•#]{2}[- ]?\d{4})", score=0.6),
        Form(
            id="last_four",
            pattern=(
                rf"(?i)\b(?:{_CUE}\s(?:ends|ending|finishes)\s(?:in|with)"
                rf"|last\s(?:4|four)(?:\sdigits)?(?:\sof)?(?:\s(?:his|her|their|my|the|your))?"
                rf"\s{_CUE}){MAYBE_GAP}(?P<value>\d{{4}})"
            ),
            score=0.7,
        ),
    )

    def may_hold(self, text: str) -> bool:
        """Return whether there is a digit at all."""
        return has_digit(text)

    def applies(self, text: str, form: Form) -> bool:
        """Take nine bare digits for such a number where another stands with its hyphens."""
        if form.id == "fellow":
            return _DASHED.search(text) is not None and _OF_PUPILS.search(text) is None
        return True

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Refuse pieces of longer numbers, and numbers never issued unless a cue calls them so."""
        if not is_whole(text, start, end):
            return None
        number = digits(text[start:end])
        if form.id in ("spaced", "bare") and not _issued(number):
            return None
        return start, end, form.score


_DASHED = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_OF_PUPILS = re.compile(r"(?i)\b(?:osis|student id|perm|local id|stu)\b")


def _issued(number: str) -> bool:
    area, group, serial = number[:3], number[3:5], number[5:]
    if group == "00" or serial == "0000":
        return False
    # 900-999 are the IRS's: individual taxpayer numbers, with groups from 50 on.
    return area not in ("000", "666") and (area < "900" or group >= "50")
