"""What an account's name looks like where nothing around says that it is one.

"somebody is otter420", "<bigdawg07> ur so dumb", "@maria_g", "$coachdan". Code, files, numbered
things ("lab3") and abbreviations look alike and are told apart here. Knows one text; must not
know recognisers. Pure.
"""

import re
from typing import Final

from gateway.detection.file_endings import FILE_ENDINGS
from gateway.detection.folding import fold
from gateway.detection.vocabulary import load_vocabulary

# An assignment or a call; "FrogKing09 = Milo" is a list of who is who.
CALLED: Final = re.compile(r"[(\[=]| =(?! [A-Z][a-z]+\b(?![(.\[_]))| \(\)")
_FILE: Final = re.compile(rf"(?i)\.(?:{FILE_ENDINGS}|com|org|net|edu|gov|us|io|me|example|k12)\b")
_NO_ACCOUNT: Final = re.compile(
    r"(?i)(?:covid|windows|python|sha|utf|base|grade|room|unit|chapter|page|lesson|quiz|test|period|week|day"
    r"|level|block|season|episode|version|item|step|part|section|alg|math|bio|chem|hist|eng|geo|vol|chap|page|pp"
    r"|sec|fig|art|sect|approx|circa|nos|hw|lab|var|student|user|team|group|player|ap|ib)[._]?\d+$"
)
FIELD: Final = re.compile(
    r"(?i)(?:first|last|full|user|given|family|middle|student|parent|file|school|sis|section|course|integration|temp|password)_(?:names?|pw|password|\w*ids?)$"
)
_ABBREVIATED: Final = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?")
_WORD_AND_DIGIT: Final = re.compile(r"([^\W\d_]+)\d$")
_PROGRAM: Final = re.compile(
    r"(?m)^\s*(?:def|class|import|from|public|function|const|let|var|#include|SELECT|INSERT|CREATE)\b"
    r"|\w\(.*\)\s*[;:{]?$|[;{]\s*$|</\w+>"
)
_PASSWORDS_PLACE: Final = re.compile(r"[\w.] ?/ ?$")
_MONEY: Final = re.compile(r"(?i)\b(?:cash\s?-?app|venmo|paypal|zelle|cash)\b[^\n]{0,40}$")
_SPECIAL: Final = frozenset(
    "everyone here all channel team media import charset font-face keyframes supports property"
    " override staticmethod classmethod dataclass param return returns throws author see deprecated"
    " test before after component injectable autowired nullable".split()
)
_DECORATED_LINE: Final = re.compile(
    r"[\w.]*[ \t]*(?:\(|\r?\n[ \t]*(?:@|def |class |async |function |public )|\{|/)"
)


def is_made(text: str, start: int, end: int) -> bool:
    """Tell an account's name where accounts are spoken of from a word with a number: "lab3"."""
    word = _WORD_AND_DIGIT.fullmatch(text, start, end)
    if word is not None and load_vocabulary().is_word(fold(word[1])):
        return False
    if not any(map(str.isdigit, text[start:end])) and _PROGRAM.search(text):
        return False  # "max_value", "user.name"
    if _PASSWORDS_PLACE.search(text, max(start - 4, 0), start):
        return False
    return is_account(text, start, end)


def is_account(text: str, start: int, end: int) -> bool:
    """Tell an account's name from code, a file, a web address or a numbered thing."""
    value = text[start:end]
    if any(form.match(value) for form in (FIELD, _NO_ACCOUNT)) or _FILE.search(value):
        return False
    if text[end : end + 1] == "/" or CALLED.match(text, end) or value.replace(".", "").isdigit():
        return False
    return not _ABBREVIATED.fullmatch(value)


def heads_a_line(text: str, start: int, end: int) -> bool:
    """Tell who speaks in a chat from a field of a program: in brackets, or with digits."""
    if not is_account(text, start, end):
        return False
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return bool(line.strip()) or any(map(str.isdigit, text[start:end]))


def is_handle(text: str, start: int, end: int) -> bool:
    """Tell a person's handle from "@app.route(", "@media {", "@types/node"."""
    if text[start + 1 : end].lower().partition(".")[0] in _SPECIAL:
        return False
    return _DECORATED_LINE.match(text, end) is None


def is_for_money(text: str, start: int, end: int) -> bool:
    """Tell whether "$coachdan" stands behind a service that sends money."""
    return _MONEY.search(text, max(start - 60, 0), start) is not None


def looks_made(value: str) -> bool:
    """Tell whether a word has a digit, a point or an underscore, or the sign of a handle."""
    if value[0] in "@$":
        return True
    letters = any(char.isalpha() for char in value)
    return letters and any(char.isdigit() or char in "._" for char in value)
