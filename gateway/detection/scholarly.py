"""Finds authors and rulers by the form in which lessons name them, whether a list has them or not.

- in citations: "(Lee 44)", "(Tan, 1989)", "Dehaene (2009)";
- in works cited: 'Tan, Amy. "Two Kinds." The Joy Luck Club, 1989';
- as those whom laws and instruments are called after: "Hess's law", "the Geiger counter";
- as the parties of a case: "Gideon v. Wainwright", "Mahanoy v. B.L.";
- as rulers and officers: "Queen Liliʻuokalani", "General Leclerc", "Constantine the Great".

Who is in the principal's own classes may be so named as well: that is for the caller to know. What
pupils make too ("a poem by …", "as … writes") is no such form, and titles that are given names
(Justice, Prince, King, Chancellor) are none. Knows one text; must not know people. Pure.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from gateway.detection.edges import Range

_CAPITAL = r"[^\W\d_a-zà-ÿ][\w'’ʻ\-]*"
_NAME = (
    rf"{_CAPITAL}(?:(?:\s(?:de|del|la|van|von|der|da|di|le))*"
    rf"\s(?:[^\W\d_a-zà-ÿ]\.|{_CAPITAL})){{0,3}}"
)
_PAGES = r"(?:pp?\.\s?)?\d{1,4}(?:\s?[-–]\s?\d{1,4})?"
_RULERS = tuple(
    """
    Queen Empress Emperor Pharaoh Pope Czar Tsar Tsarina Kaiser Sultan Shah Caliph Sir Lady Lord
    Dame Governor General Admiral Colonel Senator Congressman Congresswoman President Viceroy
    Archduke Archbishop Reina Emperador Presidente
    """.split()
)
_RULER = rf"(?:{'|'.join(_RULERS)}|Prime\sMinister|Chief\sJustice)"
_EPITHETS = tuple(
    """
    Great Terrible Conqueror Lionheart Bold Wise Elder Younger Magnificent Navigator Impaler
    Confessor Unready Good Fair Red Baptist
    """.split()
)
_NAMESAKES = tuple(
    """
    law theorem principle equation constant number rule cycle curve diagram triangle effect sequence
    scale paradox hypothesis conjecture test counter telescope comet disease syndrome model method
    razor machine engine code oath doctrine amendment dilemma
    """.split()
)
_NAMESAKE = rf"(?:laws|equations|{'|'.join(_NAMESAKES)})"
_REIGNING = ("King", "Queen", "Emperor", "Empress", "Duke", "Duchess", "Prince", "Princess")


class _Form(NamedTuple):
    """A way to name somebody; in a text without any of `needs` it is not looked for."""

    pattern: re.Pattern[str]
    needs: tuple[str, ...]


_FORMS: Final = tuple(
    _Form(re.compile(form, re.MULTILINE), needs)
    for form, needs in (
        (
            rf"\((?P<value>{_NAME}(?:\s(?:and|&)\s{_NAME})?)(?:\set\sal\.)?\s{_PAGES}\)(?=\s?[.,;])",
            ("(",),
        ),
        (
            rf"\((?P<value>{_NAME}(?:\s(?:and|&)\s{_NAME})?)(?:\set\sal\.)?,\s\d{{4}}[a-z]?[),;]",
            ("(",),
        ),
        (
            rf"\b(?P<value>{_CAPITAL}(?:\s(?:and|&)\s{_CAPITAL})?)(?:\set\sal\.)?\s\(\d{{4}}[a-z]?\)",
            ("(",),
        ),
        (
            rf"^\W{{0,4}}(?P<value>{_CAPITAL},\s{_NAME})[.:]?\s+[\"“_*][^\n]*(?:\d{{4}}|Press)",
            (",",),
        ),
        (rf"^\W{{0,4}}(?P<value>{_CAPITAL},\s(?:[^\W\d_]\.\s?){{1,2}})\s*\(?\d{{4}}", (",",)),
        (
            rf"(?:^|[:;.]\s|\band\s)(?P<value>{_CAPITAL},\s{_NAME}\.)\s[^.\n]{{2,80}}\.\s[^.\n]{{0,60}}\d{{4}}",
            (",",),
        ),
        (rf"\b(?P<value>{_CAPITAL})['’]s?\s{_NAMESAKE}\b", _NAMESAKES),
        (rf"\b[Tt]he\s(?P<value>{_CAPITAL}(?:-{_CAPITAL})?)\s{_NAMESAKE}\b", _NAMESAKES),
        (rf"\b(?P<value>{_RULER}\s{_NAME})", (*_RULERS, "Prime", "Chief")),
        (rf"\bv\.\s(?P<value>(?:[A-Z]\.){{2,3}}|{_NAME})", ("v.",)),
        (rf"\b(?P<value>{_NAME})\sv\.\s[A-ZÀ-Þ]", ("v.",)),
        (rf"\b(?P<value>{_CAPITAL})\sthe\s(?:{'|'.join(_EPITHETS)})\b", _EPITHETS),
        (rf"\b(?P<value>{_NAME}),?\s(?:{'|'.join(_REIGNING)})\sof\b", _REIGNING),
    )
)


def cited(text: str) -> Iterator[Range]:
    """Yield where authors and rulers are named; ranges may overlap."""
    for form in _FORMS:
        if not any(map(text.__contains__, form.needs)):
            continue
        for match in form.pattern.finditer(text):
            yield match.span("value")
