"""What a district may keep of what was said, and how two people come to read it."""

from dataclasses import dataclass
from enum import StrEnum


class ContentPart(StrEnum):
    """TYPED as the person wrote it, LEFT as it went out, ANSWER as the AI service gave it."""

    TYPED = "typed"
    LEFT = "left"
    ANSWER = "answer"


class Unkept(StrEnum):
    """What becomes of an exchange whose content cannot be kept: REFUSE sends nothing that is not
    kept, and ends an answer that is not kept with an error; RECORD says so in the log alone."""

    REFUSE = "refuse"
    RECORD = "record"


class ReadingState(StrEnum):
    """ASKED by one person; CONCURRED or REFUSED by another; OVER once its time is."""

    ASKED = "asked"
    CONCURRED = "concurred"
    REFUSED = "refused"
    OVER = "over"


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """What is known of kept content without opening it.

    Args:
        id: the id of the record of the prompt.
        at: milliseconds since 1970 UTC.
        principal: log id of who typed it.
        tool: id of the AI service.
        people: log ids of everybody whose key it takes to open it, the principal's among them.
        parts: what is kept, and whether it was cut to what there is room for.
    """

    id: str
    at: int
    principal: str
    tool: str
    people: frozenset[str]
    parts: tuple[tuple[ContentPart, bool], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ContentReading:
    """That somebody asks to read kept content, and what a second person says to it.

    Args:
        id: the id of the record of the prompt.
        asked_by: log id of who asks, and alone may read.
        until: milliseconds since 1970 UTC; until then a second person may concur, or, once one
            has, who asked may read.
        state: where it stands; see `at` for what has become of it by itself.
        decided_by: log id of who concurred or refused, "" while nobody did.
    """

    id: str
    asked_by: str
    until: int
    state: ReadingState = ReadingState.ASKED
    decided_by: str = ""

    def at(self, now: int) -> ReadingState:
        """Return where it stands at a time (milliseconds since 1970 UTC)."""
        if self.state is not ReadingState.REFUSED and self.until <= now:
            return ReadingState.OVER
        return self.state
