"""Finds places of birth: a form's "Place of birth: Guadalajara", "I was born in Oaxaca".

Place of birth is personally identifiable information (34 CFR 99.3). The label is that of an
address, since what stands in for it must be a place. Only a form's own words and the first person
say so surely: "she was born in Kentucky" is also every biography.
"""

from gateway.detection.recognisers.forms import Form, FormRecogniser, is_whole
from gateway.terms.text import Label

_CAPITAL = r"(?-i:\p{Lu}[\pL.'’\-]*)"
_PLACE = (
    rf"(?P<value>{_CAPITAL}(?:\s(?:(?:de\sla|de\slos|de|del|of|the|la|el)\s)?{_CAPITAL}){{0,3}}"
    rf"(?:,\s{_CAPITAL}(?:\s{_CAPITAL}){{0,2}}){{0,2}})"
)
_FIELD = (
    r"(?:place\sof\sbirth|birth\s?place|city\sof\sbirth|country\sof\sbirth|pob|town\sof\sbirth"
    r"|lugar\sde\snacimiento|pa[ií]s\sde\snacimiento|ciudad\sde\snacimiento)"
)
_FIRST = (
    r"(?:\b(?:i|we)\s(?:was|were)\s(?:actually\s|also\s)?born|\bi['’]?m\soriginally|\bnac[ií]"
    r"|\b(?:my|our)\s(?:mom|mother|dad|father|parents?|family|brother|sister|grandma|grandpa|son"
    r"|daughter|child|kid|student)\s(?:was|were|is)\s(?:born|originally))\s(?:in|from|en)\s"
)
_NO_PLACE = frozenset(
    "January February March April May June July August September October November December"
    " Spring Summer Fall Winter Monday Tuesday Wednesday Thursday Friday Saturday Sunday I".split()
)


class Birthplaces(FormRecogniser):
    """Finds places of birth."""

    label = Label.ADDRESS
    id_ = "birthplaces"
    hints = ("birth", "born", "originally", "nacimiento", "nací", "naci ", "pob")
    forms = (
        Form(
            id="field", pattern=rf"(?i)\b{_FIELD}[\s:=|\t(]{{1,4}}(?:is\s|es\s)?{_PLACE}", score=0.8
        ),
        Form(id="first_person", pattern=rf"(?i){_FIRST}{_PLACE}", score=0.7),
    )

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Refuse months and the first word of the next sentence."""
        value = text[start:end].rstrip(".,'’-")
        end = start + len(value)
        head, dot, _ = value.partition(". ")
        if dot and len(head) > 3:  # not "St. Paul"
            value, end = head, start + len(head)
        if value.split()[0].strip(".,") in _NO_PLACE or not is_whole(text, start, end):
            return None
        return start, end, form.score
