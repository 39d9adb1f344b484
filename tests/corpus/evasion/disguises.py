"""Ways to hide a name from a search while a reader, or a machine, still reads it.

Each is a pure function from the plain words to the disguised ones; `DISGUISES` says which kind of
evasion it is and whether it also hides a number.
"""

import base64
from collections.abc import Callable
from itertools import cycle
from typing import NamedTuple
from urllib.parse import quote

_CYRILLIC = str.maketrans("aceiopsxyjABCEHIJKMOPSTX", "асеіорѕхујАВСЕНІЈКМОРЅТХ")
_GREEK = str.maketrans("ovABEHIKMNOPTXYZ", "ονΑΒΕΗΙΚΜΝΟΡΤΧΥΖ")
_LEET = str.maketrans("aeioAEIO", "43104310")
_MORE_LEET = str.maketrans("aeiostlbAEIOSTLB", "@3!0$7184310$718")
_FULL_WIDTH = str.maketrans(
    {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"}
)
_CIRCLED = str.maketrans(
    {chr(ord("a") + at): chr(0x24D0 + at) for at in range(26)}
    | {chr(ord("A") + at): chr(0x24B6 + at) for at in range(26)}
    | {"0": "\u24ea"}
    | {chr(ord("1") + at): chr(0x2460 + at) for at in range(9)}
)
_BOLD = str.maketrans(
    {chr(ord("a") + at): chr(0x1D41A + at) for at in range(26)}
    | {chr(ord("A") + at): chr(0x1D400 + at) for at in range(26)}
    | {chr(ord("0") + at): chr(0x1D7CE + at) for at in range(10)}
)
_ACCENTS = "\u0301\u0323\u0308\u0331"


def zero_width_everywhere(words: str) -> str:
    """Put a zero-width space between any two characters."""
    return "\u200b".join(words)


def zero_width_once(words: str) -> str:
    """Put one word joiner into the middle."""
    middle = len(words) // 2
    return f"{words[:middle]}\u2060{words[middle:]}"


def soft_hyphens(words: str) -> str:
    """Allow a break after every second character."""
    return "\u00ad".join(words[at : at + 2] for at in range(0, len(words), 2))


def direction_marks(words: str) -> str:
    """Put marks of both directions between the characters in turn."""
    marks = cycle("\u200e\u200f")
    return "".join(char + next(marks) for char in words[:-1]) + words[-1:]


def written_backwards(words: str) -> str:
    """Write from right to left and have it shown from left to right."""
    return f"\u202e{words[::-1]}\u202c"


def struck_through(words: str) -> str:
    """Strike every letter and digit through."""
    return "".join(char + "\u0336" if char.isalnum() else char for char in words)


def piled_with_accents(words: str) -> str:
    """Pile two accents on every letter and digit."""
    accents = cycle(_ACCENTS)
    return "".join(
        char + next(accents) + next(accents) if char.isalnum() else char for char in words
    )


def cyrillic(words: str) -> str:
    """Take Cyrillic letters wherever one looks the same."""
    return words.translate(_CYRILLIC)


def greek(words: str) -> str:
    """Take Greek letters wherever one looks the same."""
    return words.translate(_GREEK)


def full_width(words: str) -> str:
    """Take the wide forms of East Asian typesetting."""
    return words.translate(_FULL_WIDTH)


def circled(words: str) -> str:
    """Put every letter and digit into a circle."""
    return words.translate(_CIRCLED)


def bold(words: str) -> str:
    """Take the bold letters of mathematics."""
    return words.translate(_BOLD)


def leet(words: str) -> str:
    """Take digits for vowels."""
    return words.translate(_LEET)


def more_leet(words: str) -> str:
    """Take digits and signs for every letter that has one, all else in small letters."""
    return words.lower().translate(_MORE_LEET)


def spaced(words: str) -> str:
    """Put a blank between letters, three between words."""
    return " ".join(words)


def dotted(words: str) -> str:
    """Put a point between the letters of each word."""
    return " ".join(".".join(word) for word in words.split(" "))


def decimal_entities(words: str) -> str:
    """Write HTML character references by decimal number."""
    return "".join(f"&#{ord(char)};" for char in words)


def some_hex_entities(words: str) -> str:
    """Write every second character as an HTML character reference in hexadecimal."""
    return "".join(f"&#x{ord(char):X};" if at % 2 else char for at, char in enumerate(words))


def every_byte_quoted(words: str) -> str:
    """Write every byte of the UTF-8 form in percent-encoding."""
    return "".join(f"%{byte:02X}" for byte in words.encode())


def quoted(words: str) -> str:
    """Percent-encode the first letter, and what an address may not hold."""
    return (
        f"%{ord(words[0]):02x}{quote(words[1:], safe='')}" if words[0].isascii() else quote(words)
    )


def quoted_twice(words: str) -> str:
    """Percent-encode every byte, and the signs of that again."""
    return quote(every_byte_quoted(words), safe="")


def in_base64(words: str) -> str:
    """Encode the words alone."""
    return base64.b64encode(words.encode()).decode()


def sentence_in_base64(words: str) -> str:
    """Encode a sentence that holds the words, for addresses and without padding."""
    sentence = f"Please write two lines about {words} – thank you"
    return base64.urlsafe_b64encode(sentence.encode()).decode().rstrip("=")


def leet_with_zero_width(words: str) -> str:
    """Take digits for vowels and put a zero-width joiner behind every character."""
    return "\u200d".join(leet(words))


def spaced_cyrillic(words: str) -> str:
    """Letter-space the Cyrillic look-alikes."""
    return spaced(cyrillic(words))


def wide_in_entities(words: str) -> str:
    """Write the wide forms as HTML character references."""
    return decimal_entities(full_width(words))


def soft_hyphens_quoted(words: str) -> str:
    """Percent-encode words broken by soft hyphens."""
    return quote(soft_hyphens(words), safe="")


class Disguise(NamedTuple):
    """One way to hide; `numbers` says whether it hides digits too."""

    kind: str
    hide: Callable[[str], str]
    numbers: bool


DISGUISES = (
    Disguise("zero_width", zero_width_everywhere, True),
    Disguise("zero_width", zero_width_once, True),
    Disguise("soft_hyphen", soft_hyphens, True),
    Disguise("bidi", direction_marks, True),
    Disguise("bidi", written_backwards, True),
    Disguise("combining", struck_through, True),
    Disguise("combining", piled_with_accents, True),
    Disguise("homoglyph", cyrillic, False),
    Disguise("homoglyph", greek, False),
    Disguise("full_width", full_width, True),
    Disguise("full_width", circled, True),
    Disguise("full_width", bold, True),
    Disguise("leetspeak", leet, False),
    Disguise("leetspeak", more_leet, False),
    Disguise("letter_spacing", spaced, True),
    Disguise("letter_spacing", dotted, True),
    Disguise("html_entities", decimal_entities, True),
    Disguise("html_entities", some_hex_entities, True),
    Disguise("url_encoded", every_byte_quoted, True),
    Disguise("url_encoded", quoted, True),
    Disguise("url_encoded", quoted_twice, True),
    Disguise("base64", in_base64, True),
    Disguise("base64", sentence_in_base64, True),
    Disguise("mixed", leet_with_zero_width, False),
    Disguise("mixed", spaced_cyrillic, False),
    Disguise("mixed", wide_in_entities, True),
    Disguise("mixed", soft_hyphens_quoted, True),
)
