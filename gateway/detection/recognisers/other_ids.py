"""Finds numbers and secrets of a person that have no label of their own, nearly all by a cue."""

import re

from gateway.detection.recognisers.forms import GAP, Form, FormRecogniser, digits, is_whole
from gateway.terms.text import Label

_VALUE = r"(?P<value>[a-z0-9][a-z0-9\-]{3,19})"
_GOVERNMENT = (
    r"(?:passports?|pasaporte|visa|alien|uscis|i-94|green\scard|driver(?:'s|’s|s)?\s(?:licen[sc]e|permit)"
    r"|licencia(?:\sde\sconducir)?|learner(?:'s|’s|s)?\spermit|state\sid|medicaid|medi-cal|medicare"
    r"|chip|insurance(?:\spolicy)?|policy|member|birth\scertificate|case|docket|voter)"
)
_DEVICE = (
    r"(?:asset(?:\stag)?|serial|chromebook|laptop|ipad|tablet|device|hotspot|locker"
    r"|imei|service\stag)"
)
_SIGN = r"(?:\s(?:number|no\.?|num|nbr|id|tag|card|combo|combination|code|#)|\s?#|\s?:)"
_SAYS_KEY = r"(?:pass\s?words?|passwd|pass\s?code|pw|pwd|pass\s?phrase|contraseñas?|clave)"


class OtherIds(FormRecogniser):
    """Finds government, insurance, device and card numbers, and passwords."""

    label = Label.OTHER_ID
    id_ = "other_ids"
    forms = (
        Form(
            id="government", pattern=rf"(?i)\b{_GOVERNMENT}{_SIGN}{{0,2}}{GAP}{_VALUE}", score=0.8
        ),
        Form(id="device", pattern=rf"(?i)\b{_DEVICE}{_SIGN}{{1,2}}{GAP}{_VALUE}", score=0.7),
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
        Form(
            id="secret",
            pattern=rf"(?i)\b{_SAYS_KEY}\s?(?:[:=]|\bis\b|\bes\b)\s?[\"'“‘]?"
            rf"(?P<value>[^\s\"'“”‘’,;)]{{4,40}})",
            score=0.7,
        ),
    )

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Ask of each form what its numbers look like."""
        if form.id == "secret":
            return _secret(text, form, start, end)
        value = text[start:end].rstrip("-")
        end = start + len(value)
        number = digits(value)
        if not is_whole(text, start, end) or len(number) < 4:
            return None
        if form.id == "card":
            return (start, end, form.score) if _luhn(number) else None
        if form.id in ("government", "device") and _YEARLIKE.fullmatch(value):
            return None
        return start, end, form.score


_YEARLIKE = re.compile(r"(?:19|20)\d\d(?:-\d{1,2}(?:-\d{1,2})?|-(?:19|20)\d\d)?s?")


def _secret(text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
    """Keep what looks made up: a digit or sign in it; "password: required" is none."""
    value = text[start:end].rstrip(".?")
    if not any(char.isdigit() or char in "!@#$%^&*_+-" for char in value):
        return None
    return start, start + len(value), form.score


def _luhn(number: str) -> bool:
    """Check a payment card's last digit (ISO/IEC 7812-1, annex B)."""
    if not 13 <= len(number) <= 19 or len(set(number)) == 1:
        return False
    total = 0
    for place, char in enumerate(reversed(number)):
        digit = int(char) * (1 + place % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0
