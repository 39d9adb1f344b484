"""One line of a vault: a value, its surrogate, and how far the pair reaches.

Both sides of the boundary read this: replacement asks which surfaces a value has, restoration
which spellings a surrogate comes back in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from gateway.pseudonyms.words import folded
from gateway.terms.text import Label, NamePart


class Reach(IntEnum):
    """Where else a replaced value is looked for, each including the ones before it.

    LOCAL: nowhere; an initial or `de la` means somebody only inside a name. EXACT: as spelt and
    in capitals. LOWER: in lower case too, since somebody typed it so. ANY: in any case.
    """

    LOCAL = 0
    EXACT = 1
    LOWER = 2
    ANY = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A value and its surrogate, each the only one of its kind in a conversation.

    `subjects` are roster ids, empty for somebody unknown. An entry with `pieces` is a whole name
    whose pieces are values of their own, and whose surrogate is theirs put together.
    """

    value: str = field(repr=False)
    surrogate: str = field(repr=False)
    label: Label
    subjects: tuple[str, ...] = ()
    part: NamePart = NamePart.FULL
    reach: Reach = Reach.ANY
    pieces: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_tag(self) -> bool:
        """Tell whether the surrogate is a tag such as `[STUDENT_1]`."""
        return self.surrogate.startswith("[")

    def forms(self) -> Iterator[tuple[str, str]]:
        """Yield each surface that shares this surrogate, with what is sent for it.

        Capitals and lower case carry over (`MARIA` is `TALVI`), but only where the way back is
        exact: two surfaces never share what is sent.
        """
        yield self.value, self.surrogate
        if self.is_tag or self.pieces:
            return
        for case in (str.upper, str.lower):
            value, surrogate = case(self.value), case(self.surrogate)
            if value != self.value and surrogate != self.surrogate:
                yield value, surrogate

    def original(self, seen: str) -> str:
        """Return what stands for a surrogate as it came back, in that case."""
        if seen == self.surrogate or self.is_tag:
            return self.value
        if seen == self.surrogate.upper():
            return self.value.upper()
        if seen == self.surrogate.lower():
            return self.value.lower()
        return self.value


def spellings(surrogate: str) -> tuple[str, ...]:
    """Return the folded ways a surrogate may come back in: models that write Markdown put a
    backslash before the brackets and underscores of a tag."""
    plain = folded(surrogate)
    if not plain.startswith("["):
        return (plain,)
    body = plain[1:-1]
    escaped = body.replace("_", "\\_")
    return tuple(
        dict.fromkeys(
            (plain, f"\\[{body}\\]", f"[{escaped}]", f"\\[{escaped}\\]"),
        )
    )
