"""Letters the gateway sends: to guardians, to officers, to a safety team."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file that goes with a letter; `media_type` such as `text/html`."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One letter to one person.

    Args:
        kind: what sort of letter, as an officer reads it, such as `signature_request`.
        to: an e-mail address.
        about: the opaque id of what it is about, never a name; shown to officers.
        language: of its text, such as `es`; "" leaves it unsaid.
        urgent: goes before all that are not.
        until: milliseconds since 1970 from when on it is not worth sending, None for no such time.
        once: no two letters share this, "" for none: the second is not posted.
    """

    kind: str
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    about: str = ""
    language: str = ""
    urgent: bool = False
    until: int | None = None
    once: str = ""
    attachments: tuple[Attachment, ...] = ()


class LetterState(StrEnum):
    """How far a letter got.

    SENT: the mail server, or the folder, has it. FAILED: refused for good, or tried for too long.
    EXPIRED: it was not worth sending any more.
    """

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
