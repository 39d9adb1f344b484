"""What the log says of a question that was put to it: no word that is not the log's own.

Whoever asks may type anything, a pupil's name before all, and what stands in the log stands there
for good. So a question is written down with those values alone that a record holds already, or that
have the form of an id the log makes; anything else is a `…`.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence

from gateway.audit.ids import is_record_id
from gateway.audit.search.filters import Among, Filter
from gateway.audit.search.search import Search

LONGEST = 256
"""Characters of a question that the log repeats."""
LEFT_OUT = "…"
_HEXES = re.compile("[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{64}")


def is_id(text: str) -> bool:
    """Tell whether a text has the form of an id or a hash that the log makes."""
    return is_record_id(text) or _HEXES.fullmatch(text) is not None


def ids_of(texts: Iterable[str]) -> list[str]:
    """Return texts as the log may repeat them where only ids are meant."""
    return [text if is_id(text) else LEFT_OUT for text in texts]


async def filters_told(
    search: Search, where: Sequence[str], filters: Sequence[Filter]
) -> list[str]:
    """Return filters as the log may repeat them.

    Args:
        search: of the log.
        where: the filters as they were typed.
        filters: the same as they were read.

    Raises:
        Unusable: the database cannot be used.
    """
    return [
        await _told(search, one) if isinstance(one, Among) else text
        for text, one in zip(where, filters, strict=True)
    ]


async def _told(search: Search, one: Among) -> str:
    values = [
        value if is_id(value) or await search.holds(one.field, value) else LEFT_OUT
        for value in one.values
    ]
    return f"{one.field}{'=' if one.wanted else '!='}{'|'.join(values)}"


def hash_of(text: str) -> str:
    """Return the SHA-256, in hex, of what the log may have to cut."""
    return hashlib.sha256(text.encode()).hexdigest()
