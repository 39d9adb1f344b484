"""What spreadsheet programs make of a CSV file, told by its bytes and its first line. Pure.

They write UTF-16 or Windows-1252, and part cells by semicolons or tabs, under names that all sound
like CSV. Whoever reads such a file is told what it is and how to save it as it should be.
"""

from collections.abc import Collection, Sequence

SAVED_ANEW = "save it anew as `CSV UTF-8 (comma delimited)`"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_OTHER_COMMAS = {";": "semicolons", "\t": "tabs"}
"""What cells are parted by in other countries, or in `Text (Tab delimited)`."""


def not_utf8(start: bytes) -> str:
    """Say what a file that is no UTF-8 most likely is, and what to do.

    Args:
        start: its first bytes, two at least where it has so many.
    """
    if start.startswith(_UTF16_MARKS) or b"\0" in start:
        return f"is UTF-16 text, as `Unicode Text` of a spreadsheet program is; {SAVED_ANEW}"
    return f"is not UTF-8 text but most likely Windows-1252, a spreadsheet's `CSV`; {SAVED_ANEW}"


def parted_otherwise(header: Sequence[str], known: Collection[str]) -> str:
    """Return what is wrong with a header whose cells are not parted by commas, or "".

    Args:
        header: its cells, as parted by commas.
        known: names of columns, two of which must be found to say so.
    """
    for mark, word in _OTHER_COMMAS.items():
        cells = {cell.strip(' "') for cell in "".join(header).split(mark)}
        if len(header) == 1 and len(cells & {*known}) > 1:
            return f"its cells are parted by {word}; {SAVED_ANEW}"
    return ""
