"""What becomes of a prompt that the rules hold until a person has looked at it."""

from dataclasses import dataclass
from enum import StrEnum


class HoldState(StrEnum):
    """WAITING for somebody; RELEASED, so that the identical request passes once; USED then;
    REFUSED by whoever looked; EXPIRED before anybody did, or before it was sent again."""

    WAITING = "waiting"
    RELEASED = "released"
    REFUSED = "refused"
    USED = "used"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold:
    """One prompt that was held, without its words, which lie sealed beside it.

    Args:
        id: the id of the record of the prompt.
        principal: roster id of who typed it.
        about: roster ids of those it describes.
        request: keyed hash by which the identical request is known.
        tool, purpose: where it was to go, and what for.
        rules: ids of the rules that held it.
        at, expires: milliseconds since 1970 UTC; nothing of it is kept longer.
        state: where it stands.
        decided_by: log id of who released or refused it, "" while nobody did.
    """

    id: str
    principal: str
    about: tuple[str, ...]
    request: str
    tool: str
    purpose: str
    rules: tuple[str, ...]
    at: int
    expires: int
    state: HoldState = HoldState.WAITING
    decided_by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One text of a conversation as a person may read it, and whose it is: user, assistant …"""

    author: str
    text: str
