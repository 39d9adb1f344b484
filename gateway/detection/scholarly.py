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
from typing import Final

from gateway.detection.edges import Range

_CAPITAL = r"[^\W\d_a-zà-ÿ][\w'’ʻ\-]*"
_NAME = (
    rf"{_CAPITAL}(?:(?:\s(?:de|del|la|van|von|der|da|di|le))*"
    rf"\s(?:[^\W\d_a-zà-ÿ]\.|{_CAPITAL})){{0,3}}"
)
_PAGES = r"(?:pp?\.\s?)?\d{1,4}(?:\s?[-–]\s?\d{1,4})?"
_RULER = (
    r"(?:Queen|Empress|Emperor|Pharaoh|Pope|Czar|Tsar|Tsarina|Kaiser|Sultan|Shah|Caliph|Sir|Lady|"
    r"Lord|Dame|Governor|General|Admiral|Colonel|Senator|Congressman|Congresswoman|President|Viceroy|"
    r"Prime\sMinister|Archduke|Archbishop|Chief\sJustice|Reina|Emperador|Presidente)"
)
_EPITHET = (
    r"(?:Great|Terrible|Conqueror|Lionheart|Bold|Wise|Elder|Younger|Magnificent|Navigator|"
    r"Impaler|Confessor|Unready|Good|Fair|Red|Baptist)"
)
_NAMESAKE = (
    r"(?:laws?|theorem|principle|equations?|constant|number|rule|cycle|curve|diagram|triangle|effect|"
    r"sequence|scale|paradox|hypothesis|conjecture|test|counter|telescope|comet|disease|syndrome|"
    r"model|method|razor|machine|engine|code|oath|doctrine|amendment|dilemma)"
)
_FORMS: Final = tuple(
    re.compile(form, re.MULTILINE)
    for form in (
        rf"\((?P<value>{_NAME}(?:\s(?:and|&)\s{_NAME})?)(?:\set\sal\.)?\s{_PAGES}\)(?=\s?[.,;])",
        rf"\((?P<value>{_NAME}(?:\s(?:and|&)\s{_NAME})?)(?:\set\sal\.)?,\s\d{{4}}[a-z]?[),;]",
        rf"\b(?P<value>{_CAPITAL}(?:\s(?:and|&)\s{_CAPITAL})?)(?:\set\sal\.)?\s\(\d{{4}}[a-z]?\)",
        rf"^\W{{0,4}}(?P<value>{_CAPITAL},\s{_NAME})[.:]?\s+[\"“_*][^\n]*(?:\d{{4}}|Press)",
        rf"^\W{{0,4}}(?P<value>{_CAPITAL},\s(?:[^\W\d_]\.\s?){{1,2}})\s*\(?\d{{4}}",
        rf"(?:^|[:;.]\s|\band\s)(?P<value>{_CAPITAL},\s{_NAME}\.)\s[^.\n]{{2,80}}\.\s[^.\n]{{0,60}}\d{{4}}",
        rf"\b(?P<value>{_CAPITAL})['’]s?\s{_NAMESAKE}\b",
        rf"\b[Tt]he\s(?P<value>{_CAPITAL}(?:-{_CAPITAL})?)\s{_NAMESAKE}\b",
        rf"\b(?P<value>{_RULER}\s{_NAME})",
        rf"\bv\.\s(?P<value>(?:[A-Z]\.){{2,3}}|{_NAME})",
        rf"\b(?P<value>{_NAME})\sv\.\s[A-ZÀ-Þ]",
        rf"\b(?P<value>{_CAPITAL})\sthe\s{_EPITHET}\b",
        rf"\b(?P<value>{_NAME}),?\s(?:King|Queen|Emperor|Empress|Duke|Duchess|Prince|Princess)\sof\b",
    )
)


def cited(text: str) -> Iterator[Range]:
    """Yield where authors and rulers are named; ranges may overlap."""
    for form in _FORMS:
        for match in form.finditer(text):
            yield match.span("value")
