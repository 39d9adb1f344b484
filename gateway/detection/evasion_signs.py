"""The tables behind `evasion`: which signs stand for which letters, and which stand for nothing.

Written for this project from how Unicode draws letters; only what a reader takes for a Latin letter
or digit. Knows characters; must not know words or people. Pure.
"""

import unicodedata
from functools import lru_cache

# Letters of other scripts that look like a Latin one; pairs, ours first.
_ALIKE = (
    "aа aα aɑ bЬ bв cс cϲ dԁ eе eє eҽ gɡ hһ hн iі iι iӏ iı jј jϳ kκ kк lӏ lⅼ mм nп nη nո oо oο"
    " oօ oσ pр pρ qԛ rг sѕ tт uυ uս vν vѵ wԝ wω wш xх xχ yу yγ yү zᴢ"
    " AА AΑ BВ BΒ CС CϹ DᎠ EЕ EΕ FϜ GԌ HН HΗ IІ IΙ IӀ JЈ KК KΚ LᏞ MМ MΜ NΝ OО OΟ OՕ PР PΡ QԚ RᎡ SЅ"
    " SՏ TТ TΤ UՍ VѴ WԜ XХ XΧ YУ YΥ YҮ ZΖ"
)
ALIKE = {ord(pair[1]): pair[0] for pair in _ALIKE.split()}
"""Code points of other scripts, and the Latin letter each is taken for."""

LEET = {ord(sign): letter for sign, letter in zip("034578@$!6", "oeastbasib", strict=True)}
LEET_READINGS = (LEET | {ord("1"): "i", ord("|"): "i"}, LEET | {ord("1"): "l", ord("|"): "l"})
"""Digits and signs as letters: 1 is an i to some and an l to others."""

DIGITS = {ord(letter): digit for letter, digit in zip("OolIiSsBZz", "0011155822", strict=True)}
"""Letters as digits, for numbers: 2O45l8."""


@lru_cache(maxsize=4096)
def plain(char: str) -> str:
    """Return what a letter or digit of a decorative alphabet stands for; others as they are.

    Full width, circled, squared, mathematical alphabets, superscripts and small capitals.
    """
    code = ord(char)
    if not (
        0xFF01 <= code <= 0xFF5E
        or 0x1D400 <= code <= 0x1D7FF
        or 0x2460 <= code <= 0x24FF
        or 0x1F110 <= code <= 0x1F189
        or 0x1D2C <= code <= 0x1D6B
        or 0x2070 <= code <= 0x209C
        or 0x2100 <= code <= 0x214F
        or code == 0x3000
    ):
        return _SMALL_CAPITALS.get(char, char)
    folded = unicodedata.normalize("NFKC", char)
    if len(folded) == 1:
        return folded if folded.isalnum() or code >= 0xFF01 or code == 0x3000 else char
    name = unicodedata.name(char, "")
    for kind in ("CIRCLED", "SQUARED", "PARENTHESIZED", "NEGATIVE"):
        if kind in name and name[-2:-1] == " ":
            return name[-1] if "CAPITAL" in name else name[-1].lower()
    return char


_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True))


def is_unseen(char: str) -> bool:
    """Tell whether a character shows nothing: joiners, soft hyphens, direction marks, tags."""
    code = ord(char)
    return (
        code in _UNSEEN
        or 0x200B <= code <= 0x200F
        or 0x202A <= code <= 0x202E
        or 0x2060 <= code <= 0x206F
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0000 <= code <= 0xE01EF
    )


_UNSEEN = frozenset((0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF))


def is_pile(char: str) -> bool:
    """Tell whether a mark only strikes out or piles up, and spells no name."""
    code = ord(char)
    return 0x0300 <= code <= 0x036F or 0x1AB0 <= code <= 0x1AFF or 0x20D0 <= code <= 0x20FF
