"""A letter as an e-mail message (RFC 5322, MIME). Pure: the day and the id come in."""

from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from gateway.errors import BadRequest
from gateway.terms.letters import Letter

LONGEST_ADDRESS: Final = 254
"""Octets of a path without its brackets, RFC 5321 4.5.3.1.3."""


def check_address(text: str) -> str:
    """Return an e-mail address, if it is one that every mail server takes: ASCII alone.

    Raises:
        BadRequest: it is none; the message does not repeat it.
    """
    try:
        address = Address(addr_spec=text)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise _no_address() from error
    fits = len(text.encode("utf-8", "replace")) <= LONGEST_ADDRESS
    if not (address.username and address.domain and fits and text.isprintable()):
        raise _no_address()
    return text


def compose(letter: Letter, letter_id: str, *, sender: str, at: datetime) -> EmailMessage:
    """Return a letter as a message.

    Args:
        letter: what is said to whom.
        letter_id: gives the Message-ID, the same at every try, so that a mail program shows one.
        sender: the address it comes from.
        at: when it was posted.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = at
    message["Message-ID"] = f"<{letter_id}@{Address(addr_spec=sender).domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence notes, please
    message.set_content(letter.text, cte="quoted-printable")
    for one in letter.attachments:
        main, _, sub = one.media_type.partition("/")
        message.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)
    if letter.language:
        message["Content-Language"] = letter.language  # RFC 3282
    return message


def _no_address() -> BadRequest:
    return BadRequest("this is no e-mail address", code="no_address", status=422, param="to")
