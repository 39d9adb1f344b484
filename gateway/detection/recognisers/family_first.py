"""Finds the people of lists that begin with the family name: "109003 Haddad, Nadya 2 Apr 2012".

A family name, a comma and a given name or initial, where a line begins, before a number; at least
two lines of the text begin so. Towns with their states are written alike and are left alone.
"""

import re

from gateway.detection.folding import fold
from gateway.detection.name_words import CALENDAR, CLOSED
from gateway.detection.recognisers.forms import Form
from gateway.detection.recognisers.people import CAPITAL, PeopleRecogniser

FEWEST_LISTED = 2
"""Lines that begin with a family name, a comma and a given name from which on they are a list."""
_LISTED_FAMILY = re.compile(
    r"(?m)^[ \t]*(?:[-•*]\s|\d{1,2}[.)]?\s|\d{4,10}\s)?[A-ZÀ-Þ][^\W\d_]*(?:['’-][^\W\d_]+)*, "
    r"[A-ZÀ-Þ](?:\.|[^\W\d_]+)"
)
_NO_PERSON = (
    CLOSED
    | CALENDAR
    | frozenset(
        """
        alabama alaska arizona arkansas california colorado connecticut delaware florida georgia
        hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts
        michigan minnesota mississippi missouri montana nebraska nevada hampshire jersey mexico york
        ohio oklahoma oregon pennsylvania rhode tennessee texas utah vermont washington wisconsin
        wyoming canada france england spain germany italy china japan al ak az ar ca co ct de fl ga
        hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd
        tn tx ut vt va wa wv wi wy
        """.split()
    )
)


class FamilyFirst(PeopleRecogniser):
    """Finds people at the head of lines."""

    id_ = "family_first"
    forms = (
        Form(
            id="line",
            pattern=r"(?m)^[ \t]*(?:[\-•*]\s|\d{1,2}[.)]?\s|\d{4,10}\s)?"
            rf"(?P<value>{CAPITAL},\s(?:{CAPITAL}|\p{{Lu}}\.)"
            rf"(?:\s\p{{Lu}}\b\.?)?)[ \t]*[|;:,/\-–—]?[ \t]*[\d(]",
            score=0.6,
        ),
    )

    def may_hold(self, text: str) -> bool:
        """Return whether there are lines and a comma."""
        return "\n" in text and ", " in text

    def applies(self, text: str, form: Form) -> bool:
        """Ask for a list of at least two."""
        return len(_LISTED_FAMILY.findall(text)) >= FEWEST_LISTED

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Refuse towns, months and grammar."""
        family, _, given = text[start:end].partition(",")
        parts = [fold(one.strip(" .")) for one in (family, *given.split())]
        if any(part in _NO_PERSON for part in parts if len(part) > 1):
            return None
        return start, end, form.score
