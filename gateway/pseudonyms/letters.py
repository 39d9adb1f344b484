"""Whether a task depends on the letters of a name, which a stand-in does not share.

Alphabetical order, rhymes, acrostics, initials, spelling and syllables come out for the stand-in,
so the reader is told. In English and Spanish. Pure; says nothing about whose name it is.
"""

import re
from collections.abc import Iterable
from typing import Final

from ahocorasick_rs import AhoCorasick, Implementation

_NAMES: Final = (
    r"(?:(?:first |last |full |given |family |nick)?names?|surnames?|nombres?|apellidos?)"
)
_PEOPLE: Final = r"(?:students?|pupils?|kids|children|alumn[oa]s?|estudiantes?|niñ[oa]s?)"
_NEAR: Final = r"[^.!?\n]{0,60}"

_SORTED: Final = ("a to z", "a-z", "by name", "by first name", "by last name", "by family name",
                  "by surname")  # fmt: skip
_BEGUN: Final = tuple(
    f"{verb}{ending} with"
    for verb in ("start", "begin", "end")
    for ending in ("", "s", "ing", "sing", "ning")
)
_COUNTED: Final = ("letters", "vowels", "consonants", "syllables")
_CONTADAS: Final = ("letras", "vocales", "consonantes", "sílabas", "silabas")

_TELLING: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    # in English
    (("alphabeti",), r"\balphabeti[sz](?:e|es|ed|ing)\b"),
    (("alphabetical",), r"\b(?:in )?alphabetical(?:ly)?\b"),
    (
        _SORTED,
        rf"\b(?:sort|order|arrange|list)\b{_NEAR}"
        r"\b(?:a to z|a-z|by (?:first |last |family )?name|by surname)\b",
    ),
    (("rhym",), r"\brhym(?:e|es|ed|ing)\b"),
    (("acrostic",), r"\bacrostics?\b"),
    (("anagram",), r"\banagrams?\b"),
    (("palindrome",), r"\bpalindromes?\b"),
    (("alliterat",), r"\balliterat(?:e|es|ed|ing|ion|ive)\b"),
    (("initials",), r"\binitials\b"),
    (("monogram",), r"\bmonograms?\b"),
    (
        ("letter",),
        rf"\b(?:first|last|starting|beginning) letters?\b{_NEAR}\b{_NAMES}\b",
    ),
    (_BEGUN, rf"\b{_NAMES}\b{_NEAR}\b(?:start|begin|end)s?(?:n?ing)? with\b"),
    (_BEGUN, rf"\b{_PEOPLE}\b{_NEAR}\b(?:start|begin|end)s?(?:n?ing)? with the letter\b"),
    (
        _COUNTED,
        rf"\b(?:count|number of|how many)\b{_NEAR}\b(?:letters|vowels|consonants|syllables)\b",
    ),
    (("spell",), rf"\bspell(?:s|ed|ing)?\b{_NEAR}\b{_NAMES}\b"),
    (
        ("spell", "pronounc", "pronunciation"),
        rf"\b{_NAMES}\b{_NEAR}\b(?:spell(?:s|ed|ing)?|pronounc(?:e|ed|ing)|pronunciation)\b",
    ),
    (("syllable",), rf"\bsyllables?\b{_NEAR}\b{_NAMES}\b"),
    (("syllable", "letters"), rf"\b{_NAMES}\b{_NEAR}\b(?:syllables?|letters)\b"),
    # in Spanish
    (("orden alfab",), r"\b(?:por |en )?orden alfab[eé]tico\b"),
    (("alfab",), r"\balfab[eé]ticamente\b"),
    (("alfabeti",), r"\balfabeti(?:za|zar|ce|zado)\b"),
    (("rima", "rime"), r"\b(?:rima|riman|rime|rimen|rimar|rimas)\b"),
    (("acr",), r"\bacr[oó]sticos?\b"),
    (("anagrama",), r"\banagramas?\b"),
    (("ndromo",), r"\bpal[ií]ndromos?\b"),
    (("aliteraci",), r"\baliteraci[oó]n(?:es)?\b"),
    (("iniciales",), r"\b(?:las|sus|con) iniciales\b"),
    (_CONTADAS, rf"\bcu[aá]nt[ao]s\b{_NEAR}\b(?:letras|vocales|consonantes|s[ií]labas)\b"),
    (
        _CONTADAS,
        rf"\b(?:cuenta|contar|n[uú]mero de)\b{_NEAR}"
        r"\b(?:letras|vocales|consonantes|s[ií]labas)\b",
    ),
    (("deletre",), rf"\b(?:deletre[ao]r?|deletree)\b{_NEAR}\b{_NAMES}\b"),
    (("primera letra",), rf"\bprimera letra\b{_NEAR}\b{_NAMES}\b"),
    (
        ("empiez", "comienz", "termin"),
        rf"\b{_NAMES}\b{_NEAR}\b(?:empiez[ae]n?|comienz[ae]n?|terminan?) (?:con|por|en)\b",
    ),
)
"""What tells such a task, each with the words of which one stands in every text it matches: to
look for words costs a hundredth of what a pattern costs."""

_PATTERNS: Final = tuple(re.compile(pattern, re.IGNORECASE) for _, pattern in _TELLING)
_WORDS: Final = tuple(dict.fromkeys(word for words, _ in _TELLING for word in words))
_TOLD_BY: Final = tuple(
    tuple(number for number, (words, _) in enumerate(_TELLING) if word in words) for word in _WORDS
)
_FINDER: Final = AhoCorasick(_WORDS, implementation=Implementation.ContiguousNFA)


def depends_on_letters(texts: Iterable[str]) -> bool:
    """Tell whether any of some texts asks for something that hangs on the letters of names.

    Args:
        texts: what the person typed now; not the history, or the notice would never go away.
    """
    return any(_depends(text) for text in texts)


def _depends(text: str) -> bool:
    found = _FINDER.find_matches_as_indexes(text.casefold(), overlapping=True)
    words = {word for word, _, _ in found}
    tried = {number for word in words for number in _TOLD_BY[word]}
    return any(_PATTERNS[number].search(text) for number in sorted(tried))
