"""Whether a task depends on the letters of a name, which a stand-in does not share.

Alphabetical order, rhymes, acrostics, initials, spelling and syllables come out for the stand-in,
so the reader is told. In English and Spanish. Pure; says nothing about whose name it is.
"""

import re
from collections.abc import Iterable
from typing import Final

_NAMES: Final = (
    r"(?:(?:first |last |full |given |family |nick)?names?|surnames?|nombres?|apellidos?)"
)
_PEOPLE: Final = r"(?:students?|pupils?|kids|children|alumn[oa]s?|estudiantes?|niñ[oa]s?)"
_NEAR: Final = r"[^.!?\n]{0,60}"

_TELLING: Final = re.compile(
    "|".join(
        (
            # in English
            r"\balphabeti[sz](?:e|es|ed|ing)\b",
            r"\b(?:in )?alphabetical(?:ly)?\b",
            rf"\b(?:sort|order|arrange|list)\b{_NEAR}"
            r"\b(?:a to z|a-z|by (?:first |last |family )?name|by surname)\b",
            r"\brhym(?:e|es|ed|ing)\b",
            r"\bacrostics?\b",
            r"\banagrams?\b",
            r"\bpalindromes?\b",
            r"\balliterat(?:e|es|ed|ing|ion|ive)\b",
            r"\binitials\b",
            r"\bmonograms?\b",
            rf"\b(?:first|last|starting|beginning) letters?\b{_NEAR}\b{_NAMES}\b",
            rf"\b{_NAMES}\b{_NEAR}\b(?:start|begin|end)s?(?:ing)? with\b",
            rf"\b{_PEOPLE}\b{_NEAR}\b(?:start|begin|end)s?(?:ing)? with the letter\b",
            rf"\b(?:count|number of|how many)\b{_NEAR}\b(?:letters|vowels|consonants|syllables)\b",
            rf"\bspell(?:s|ed|ing)?\b{_NEAR}\b{_NAMES}\b",
            rf"\b{_NAMES}\b{_NEAR}\b(?:spell(?:s|ed|ing)?|pronounc(?:e|ed|ing)|pronunciation)\b",
            rf"\bsyllables?\b{_NEAR}\b{_NAMES}\b",
            rf"\b{_NAMES}\b{_NEAR}\b(?:syllables?|letters)\b",
            # in Spanish
            r"\b(?:por |en )?orden alfab[eé]tico\b",
            r"\balfab[eé]ticamente\b",
            r"\balfabeti(?:za|zar|ce|zado)\b",
            r"\b(?:rima|riman|rime|rimen|rimar|rimas)\b",
            r"\bacr[oó]sticos?\b",
            r"\banagramas?\b",
            r"\bpal[ií]ndromos?\b",
            r"\baliteraci[oó]n(?:es)?\b",
            r"\b(?:las|sus|con) iniciales\b",
            rf"\bcu[aá]nt[ao]s\b{_NEAR}\b(?:letras|vocales|consonantes|s[ií]labas)\b",
            rf"\b(?:cuenta|contar|n[uú]mero de)\b{_NEAR}"
            r"\b(?:letras|vocales|consonantes|s[ií]labas)\b",
            rf"\b(?:deletre[ao]r?|deletree)\b{_NEAR}\b{_NAMES}\b",
            rf"\bprimera letra\b{_NEAR}\b{_NAMES}\b",
            rf"\b{_NAMES}\b{_NEAR}\b(?:empiez[ae]n?|comienz[ae]n?|terminan?) (?:con|por|en)\b",
        )
    ),
    re.IGNORECASE,
)
_HINT: Final = re.compile(
    r"(?i)alphabet|a to z|a-z|by (?:first |last |family )?name|by surname|rhym|acrostic|anagram"
    r"|palindrome|alliterat|initials|monogram|letter|vowel|consonant|syllable|spell|pronoun|pronunc"
    r"|with|alfab|rima|rime|acr[oó]stic|pal[ií]ndrom|aliterac|iniciales|letra|vocal|s[ií]laba"
    r"|deletre|empiez|comienz|termin"
)


def depends_on_letters(texts: Iterable[str]) -> bool:
    """Tell whether any of some texts asks for something that hangs on the letters of names.

    Args:
        texts: what the person typed now; not the history, or the notice would never go away.
    """
    return any(_HINT.search(text) and _TELLING.search(text) for text in texts)
