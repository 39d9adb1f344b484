"""Finds telephone numbers: US forms with or without +1 and extension, and +CC for other countries.

Ten digits are also a student number in several states, seven are a score and a page range: without
separators, or without area code, a number needs a word such as "call" before it.
"""

import phonenumbers

from gateway.detection.recognisers.forms import Form, FormRecogniser, digits, is_whole
from gateway.terms.text import Label

_EXTENSION = r"(?:,?\s{0,2}(?:x|ext\.?|extension|extensi[oó]n)\s{0,2}\d{1,6})?"
# What a number follows at once, whatever its groups: families also give numbers of other countries.
_CUE = (
    r"(?:tele)?(?:phone|fax|cell|mobile|whats\s?app|call(?:\s(?:me|us|her|him|them|mom|dad))?(?:\s(?:at|on))"
    r"|text(?:\s(?:me|us|her|him))?\s(?:at|to)|reach(?:ed)?(?:\s(?:me|us|her|him))?\sat|celular|m[oó]vil"
    r"|tel[eé]fono|tel|ph)(?:\s(?:number|no|num|is|es))?"
)
_READ = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
_COUNTRY = r"(?:\+?1[\s.\-–]{0,2})?"


LEAST_DIGITS = 7


class Phones(FormRecogniser):
    """Finds telephone numbers."""

    label = Label.PHONE
    id_ = "phones"
    cues = (
        "phone", "phones", "telephone", "tel", "cell", "cellphone", "mobile", "call", "called",
        "calls", "calling", "text", "texted", "txt", "sms", "whatsapp", "fax", "contact", "reach",
        "reached", "number", "dial", "voicemail", "emergency", "ph", "#", "landline",
        "teléfono", "telefono", "tel.", "celular", "móvil", "llamar", "llame", "llámame", "número",
    )  # fmt: skip
    forms = (
        Form(
            id="us",
            pattern=(
                rf"(?i)(?P<value>{_COUNTRY}(?:\([2-9]\d\d\)[\s.\-–]{{0,2}}|[2-9]\d\d[\s.\-–/])"
                rf"[2-9]\d\d[\s.\-–]\d{{4}}{_EXTENSION})"
            ),
            score=0.4,
        ),
        Form(
            id="bare",
            pattern=rf"(?i)\b(?P<value>{_COUNTRY}[2-9]\d\d[2-9]\d{{6}}{_EXTENSION})",
            score=0.1,
        ),
        Form(id="fictional", pattern=r"\b(?P<value>555[\-. ]?01\d\d)", score=0.4),
        Form(
            id="local", pattern=rf"(?i)\b(?P<value>[2-9]\d\d[\-–.]\d{{4}}{_EXTENSION})", score=0.1
        ),
        Form(
            id="said",
            pattern=rf"(?i)\b{_CUE}\s?[:=#.\-]?\s{{0,3}}(?P<value>\(?\d{{1,4}}\)?(?:[\s.\-–]{{1,2}}\d{{2,5}}){{1,4}}"
            rf"{_EXTENSION})",
            score=0.6,
        ),
        Form(
            id="spelt",
            pattern=r"(?i)\b(?:number|phone|cell|call|text|reach|at|tel[eé]fono|n[uú]mero)\b[^\n\d]{0,16}?\s"
            r"(?P<value>[2-9](?:[ ,\-]{1,2}\d){6,9})\b",
            score=0.6,
        ),
        Form(
            id="read_out",
            pattern=rf"(?i)\b(?P<value>{_READ}(?:,?[ \-]{_READ}){{6,9}})\b",
            score=0.6,
        ),
        Form(id="abroad", pattern=r"(?P<value>\+\d[\d\s().\-–]{6,20}\d)", score=0.6),
    )

    def may_hold(self, text: str) -> bool:
        """Return whether there are seven digits in it, or some are read out."""
        return sum(map(text.count, "0123456789")) >= LEAST_DIGITS or text.count("five") > 1

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Refuse pieces of longer numbers, and foreign numbers no country gives out."""
        if not is_whole(text, start, end) or (start and text[start - 1] in "$€£+"):
            return None
        if form.id == "read_out":
            count = len(text[start:end].replace("-", " ").split())
            return (start, end, form.score) if count in (LEAST_DIGITS, 10) else None
        if form.id == "spelt" and len(digits(text[start:end])) not in (7, 10):
            return None
        if form.id == "said" and not 7 <= len(digits(text[start:end])) <= 15:
            return None
        if form.id == "abroad" and not _is_abroad(text[start:end]):
            return None
        return start, end, form.score


def _is_abroad(value: str) -> bool:
    if not 8 <= len(digits(value)) <= 15:
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(value, None))
    except phonenumbers.NumberParseException:
        return False
