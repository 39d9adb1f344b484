"""What the safety team is handed when somebody may be in danger."""

from dataclasses import dataclass
from enum import StrEnum


class HandOverState(StrEnum):
    """OPEN until somebody of the team says they have it; ESCALATED where nobody did in time."""

    OPEN = "open"
    ESCALATED = "escalated"
    ACKNOWLEDGED = "acknowledged"


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOver:
    """One alert, without the words that raised it, which lie sealed beside it.

    Args:
        id: the id of the record of the prompt.
        person: roster id of who typed it, not always of who is in danger.
        schools: ids of that person's schools.
        at: when, in milliseconds since 1970 UTC.
        due: when it is escalated unless somebody has it, likewise.
        expires: when the words are shredded, likewise.
        state: where it stands.
        acknowledged_by: log id of who has it, "" while nobody does.
    """

    id: str
    person: str
    schools: tuple[str, ...]
    at: int
    due: int
    expires: int
    state: HandOverState = HandOverState.OPEN
    acknowledged_by: str = ""
