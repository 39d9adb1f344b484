"""Electronic signatures: the form that is signed, who is asked to, and how they are known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gateway.terms.disclosure import STRICT, Signer


class Language(StrEnum):
    """Languages every form is written in."""

    EN = "en"
    ES = "es"


class Channel(StrEnum):
    """How the link reaches the signer: by e-mail, or on a printed letter."""

    EMAIL = "email"
    PAPER = "paper"


class Factor(StrEnum):
    """What the signer must know beside holding the link: the student's date of birth, or a code
    that the office gives them another way."""

    BIRTH_DATE = "birth_date"
    CODE = "code"


class RequestState(StrEnum):
    """How far a request for a signature got.

    LOCKED: the second factor was wrong too often. DECLINED: signed, and nothing granted.
    """

    OPEN = "open"
    SIGNED = "signed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    LOCKED = "locked"


class RenewalTask(StrEnum):
    """Why somebody is asked for the next consent: one ends, or an 18th birthday ends it."""

    ENDS = "ends"
    TURNS_18 = "turns_18"


@dataclass(frozen=True, kw_only=True, slots=True)
class FormText:
    """What a form says in one language; each text is one paragraph."""

    __pydantic_config__ = STRICT

    title: str
    introduction: tuple[str, ...]
    collect_use: str
    disclose_third_party: str
    rights: tuple[str, ...]
    statement: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentForm:
    """One version of a form, under an id of its own; what somebody was shown never changes."""

    __pydantic_config__ = STRICT

    id: str
    texts: Mapping[Language, FormText]


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """That somebody is asked to sign for a student.

    `tools` are ids. `effective_from` and `expires_on` become the consents'; None leaves them to the
    day of the signature and to the end of the school year. `renews` are the consents that this
    one is to follow.
    """

    __pydantic_config__ = STRICT

    id: str
    subject: str
    signer: str
    relationship: Signer
    tools: tuple[str, ...]
    form: str
    language: Language = Language.EN
    channel: Channel = Channel.EMAIL
    factor: Factor = Factor.BIRTH_DATE
    effective_from: date | None = None
    expires_on: date | None = None
    renews: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """What a signer said: each scope and each tool granted or declined, and the name typed."""

    collect_use: bool
    disclose_third_party: bool
    tools: Mapping[str, bool]
    name: str = field(repr=False)
