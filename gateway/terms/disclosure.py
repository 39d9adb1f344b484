"""What the law speaks of: categories, purposes, bases, consents, tools, district choices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from gateway.terms.contents import ContentPart, Unkept
from gateway.terms.people import Duty
from gateway.terms.sensitive import SensitiveHandling

STRICT = {"extra": "forbid"}
"""For whoever reads one of these from outside: a field it does not have is an error."""


class Category(StrEnum):
    """Categories of student data, named as in the national agreement's Schedule of Data."""

    META = "Application Technology Meta Data"
    USE = "Application Use Statistics"
    ASSESSMENT = "Assessment"
    ATTENDANCE = "Attendance"
    COMMUNICATIONS = "Communications"
    CONDUCT = "Conduct"
    DEMOGRAPHICS = "Demographics"
    ENROLLMENT = "Enrollment"
    PARENT_CONTACT = "Parent/Guardian Contact Information"
    PARENT_ID = "Parent/Guardian ID"
    PARENT_NAME = "Parent/Guardian Name"
    SCHEDULE = "Schedule"
    SPECIAL_INDICATOR = "Special Indicator"
    STUDENT_CONTACT = "Student Contact Information"
    STUDENT_IDENTIFIERS = "Student Identifiers"
    STUDENT_NAME = "Student Name"
    IN_APP = "Student In App Performance"
    PROGRAM = "Student Program Membership"
    SURVEY = "Student Survey Responses"
    WORK = "Student Work"
    TRANSCRIPT = "Transcript"
    TRANSPORTATION = "Transportation"
    OTHER = "Other"


SENSITIVE = frozenset(
    {
        Category.ASSESSMENT,
        Category.ATTENDANCE,
        Category.CONDUCT,
        Category.SPECIAL_INDICATOR,
        Category.SURVEY,
        Category.TRANSCRIPT,
    }
)
"""Categories whose identifiable content is C3 in the decision table."""


class Purpose(StrEnum):
    """The closed list of purposes (34 CFR 99.30(b)(2)); an unknown one refuses."""

    INSTRUCTION = "instruction"
    FEEDBACK = "feedback"
    GRADING = "grading"
    IEP_DRAFTING = "iep_drafting"
    COUNSELLING = "counselling"
    DISCIPLINE = "discipline"
    ADMINISTRATION = "administration"
    LEARNING = "learning"


class Basis(StrEnum):
    """The legal ground a subject's data leaves on, or `none`."""

    CONSENT = "consent"
    ELIGIBLE_STUDENT = "eligible_student"
    SCHOOL_OFFICIAL = "school_official"
    DIRECTORY = "directory"
    EMERGENCY = "emergency"
    PARENTAL_COPPA = "parental_coppa"
    SCHOOL_COPPA = "school_coppa"
    PSEUDONYMISED = "pseudonymised"
    NOT_STUDENT = "not_student"
    NONE = "none"


UNRECORDED_BASES = frozenset(
    {Basis.CONSENT, Basis.ELIGIBLE_STUDENT, Basis.SCHOOL_OFFICIAL, Basis.DIRECTORY}
    | {Basis.PARENTAL_COPPA, Basis.NOT_STUDENT, Basis.PSEUDONYMISED}
)
"""Grounds on which 34 CFR 99.32(d) asks for no record of the disclosure. We keep one anyway."""


class Grant(StrEnum):
    """A tri-state scope: asked and granted, asked and refused, or never asked."""

    GRANTED = "granted"
    REFUSED = "refused"
    UNASKED = "unasked"


class Signer(StrEnum):
    """In which capacity a consent was signed."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    ELIGIBLE_STUDENT = "eligible_student"


class SignatureMethod(StrEnum):
    """The closed list of ways to sign (34 CFR 99.30(d), 16 CFR 312.5(b)).

    LINK: a signed link that was handed over on paper, and something that only the signer knows.
    """

    PAPER_SCAN = "paper_scan"
    WET = "wet"
    PORTAL_LOGIN = "portal_login"
    SSO = "sso"
    EMAIL_PLUS = "email_plus"
    TEXT_PLUS = "text_plus"
    GOV_ID = "gov_id"
    VIDEO = "video"
    KBA = "kba"
    CARD = "card"
    LINK = "link"


COPPA_VERIFIABLE = frozenset(
    {
        SignatureMethod.PAPER_SCAN,
        SignatureMethod.WET,
        SignatureMethod.GOV_ID,
        SignatureMethod.VIDEO,
        SignatureMethod.KBA,
        SignatureMethod.CARD,
    }
)
"""Methods good for verifiable parental consent even where information is disclosed, 16 CFR
312.5(b)(2). A portal click satisfies 34 CFR 99.30(d) and still fails this."""

COPPA_VERIFIABLE_UNDISCLOSED = COPPA_VERIFIABLE | {
    SignatureMethod.EMAIL_PLUS,
    SignatureMethod.TEXT_PLUS,
}
"""As above where the information is not "disclosed": e-mail-plus and text-plus count too."""


class ConsentState(StrEnum):
    """Where a consent stands on the decision day."""

    NONE = "none"
    DRAFT = "draft"
    ACTIVE = "active"
    DEFECTIVE = "defective"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent:
    """One consent as recorded (34 CFR 99.30(b)); it may lack fields, then it is defective.

    Dates are local to the district and inclusive; `recipients` are tool ids or named classes
    (`class:approved`); `evidence` identifies and authenticates the signer (99.30(d)): issuer,
    subject and time of a login, or the hash of a document.
    """

    __pydantic_config__ = STRICT

    id: str
    subject: str
    signer: str = ""
    relationship: Signer | None = None
    authority_checked_by: str = ""
    signed_on: date | None = None
    method: SignatureMethod | None = None
    evidence: str = ""
    records: frozenset[Category] = frozenset()
    purposes: frozenset[Purpose] = frozenset()
    recipients: frozenset[str] = frozenset()
    form_version: str = ""
    form_sha256: str = ""
    language: str = "en"
    collect_use: Grant = Grant.UNASKED
    disclose_third_party: Grant = Grant.UNASKED
    ai_training: Grant = Grant.REFUSED
    effective_from: date | None = None
    expires_on: date | None = None
    revoked_at: datetime | None = None
    revoked_by: str = ""
    revocation_channel: str = ""
    supersedes: str = ""
    superseded_by: str = ""
    entered_by: str = ""
    document: str = ""
    draft: bool = False

    def missing(self) -> tuple[str, ...]:
        """Return the names of required fields that are empty (LAW: any of them is a defect)."""
        required = (
            "id",
            "subject",
            "signer",
            "relationship",
            "signed_on",
            "method",
            "evidence",
            "records",
            "purposes",
            "recipients",
        )
        return tuple(name for name in required if not getattr(self, name))


class ToolStatus(StrEnum):
    """Where a registered tool stands. None of them bans: each refusal says what would lift it."""

    APPROVED = "approved"
    PILOT = "pilot"
    SUSPENDED = "suspended"


class Addendum(StrEnum):
    """What a state asks an agreement to hold, as the register notes it of a tool's agreement.

    CA_AB1584: the terms of Cal. Ed. Code 49073.1. NY_2D: the bill of rights and supplemental
    information of N.Y. Ed. Law 2-d. IL_SOPPA: published with its data elements, 105 ILCS 85/27.
    """

    CA_AB1584 = "ca_ab1584"
    NY_2D = "ny_2d"
    IL_SOPPA = "il_soppa"


class SurrogateStyle(StrEnum):
    """How stand-ins look: coined names, or tags where a name would carry bias."""

    NAMES = "names"
    TAGS = "tags"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tool:
    """One AI service and model family with its agreement: a row of the tool register.

    `model` is the name people ask for; `upstream_model` what the service is asked for, `base_url`
    where (ends before `/chat/completions`). `aliases` are further names people may ask for it by;
    `alias_purposes` says what a prompt is for that asks by one of them and does not say.
    `credential` names a sealed secret, "" for none. `other_party_until` is the last day on which
    another provider stood behind this id: a consent that was signed by then names that one.
    What follows `addenda` is for the public register: it tells who the other party is and what it
    promised, and decides nothing.
    """

    __pydantic_config__ = STRICT

    id: str
    model: str
    provider: str
    aliases: frozenset[str] = frozenset()
    upstream_model: str = ""
    base_url: str = ""
    credential: str = ""
    status: ToolStatus = ToolStatus.APPROVED
    agreement: str = ""
    agreement_from: date | None = None
    agreement_until: date | None = None
    other_party_until: date | None = None
    categories: frozenset[Category] = frozenset()
    purposes: frozenset[Purpose] = frozenset()
    trains_on_data: bool = True
    processor_only: bool = False
    direct_control: bool = False
    redisclosure_notice_on: date | None = None
    retention_days: int | None = None
    min_user_age: int = 0
    minor_terms: str = ""
    pilot_classes: frozenset[str] = frozenset()
    pilot_from: date | None = None
    pilot_until: date | None = None
    style: SurrogateStyle = SurrogateStyle.NAMES
    default_purpose: Purpose | None = None
    alias_purposes: Mapping[str, Purpose] = field(default_factory=dict, hash=False)
    addenda: frozenset[Addendum] = frozenset()
    legal_name: str = ""
    product: str = ""
    service: str = ""
    agreement_type: str = ""
    agreement_version: str = ""
    agreement_sha256: str = ""
    agreement_signed_by: str = ""
    agreement_signed_on: date | None = None
    subcontractors: frozenset[str] = frozenset()
    data_region: str = ""
    encryption: str = ""
    disposition: str = ""
    accuracy_challenge: str = ""
    breach_contact: str = ""
    public_url: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Return every model name people may ask for it by."""
        return self.aliases | {self.model}

    def agreement_on(self, day: date) -> str:
        """Return `active`, `expired`, `future` or `none`, for the agreement on a local date."""
        if not self.agreement:
            return "none"
        if self.agreement_from is not None and day < self.agreement_from:
            return "future"
        if self.agreement_until is not None and day > self.agreement_until:
            return "expired"
        return "active"


class PseudonymisedBasis(StrEnum):
    """What the district rests pseudonymised release on; an official chooses once, on record."""

    UNSET = "unset"
    DETERMINATION = "determination"
    SCHOOL_OFFICIAL = "school_official"
    CONSENT_ONLY = "consent_only"


class StaffSafety(StrEnum):
    """What becomes of a staff prompt by which somebody may be in danger.

    ANSWER: the first time it is answered with what the protocol asks, and nothing leaves; asked
    again in the same conversation it goes its way. NOTICE: it goes its way with a notice. Either
    way the safety team is alerted.
    """

    ANSWER = "answer"
    NOTICE = "notice"


class Profile(StrEnum):
    """The district's legal profile."""

    STRICT_CONSENT = "strict_consent"
    SCHOOL_OFFICIAL = "school_official"


@dataclass(frozen=True, kw_only=True, slots=True)
class DistrictChoices:
    """What the district decided, as data for the rules; each has a safe default.

    `safety_contact` is whom a student in danger is sent to, `staff_safety` what becomes of a staff
    prompt that tells of danger. `smallest_cell` is the k below which the pupils a text still fits
    are too few (34 CFR 99.3 (f)). `directory_categories` are what the public notice given on
    `directory_notice_on` lists; parents may answer it for `directory_notice_days` (34 CFR
    99.37(a)). Where the notice limits them to parties or purposes (99.37(d)), `directory_tools` are
    the ids of the tools they may go to and `directory_purposes` what for; none is no limit.
    `sensitive_handling` says by the role of who types what becomes of a prompt that holds sensitive
    content about somebody. `holds_decided_by` are the duties that release or refuse what is held,
    `hold_days` how long it is kept for that. `safety_team` are the roster ids of
    those whom an alert is handed to; where none of them has it after `safety_minutes`,
    `safety_leads` are told. What was written is kept for them `hand_over_days`.
    `emergency_declared_by` are the duties that declare an emergency (34 CFR 99.36),
    `emergency_minutes` how long one lasts at most.
    `reminded` are the roster ids of the staff who are told by letter what comes up;
    `renewals_by_mail` tells whether signers of what ends are asked without a person's doing.
    `roster_most_going` is how many percent of the known students, staff, guardians, classes or
    enrolments may go with a new roster before a person has to say that this is right, and
    `roster_serves_days` for how many days the last good roster serves.
    `content_kept` is what is kept of a prompt's words, nothing by itself; `content_unkept` what
    becomes of a prompt of which that fails, `content_read_by` the duties of the two who may read
    it together, `content_read_minutes` how long one of them may once the other concurred.
    """

    __pydantic_config__ = STRICT

    profile: Profile = Profile.STRICT_CONSENT
    pseudonymised_basis: PseudonymisedBasis = PseudonymisedBasis.UNSET
    pseudonymised_basis_by: str = ""
    pseudonymised_basis_on: date | None = None
    coppa_age: int = 13
    self_consent_age: int = 18
    under_13_without_personal_data: bool = False
    school_authorisation: bool = False
    school_authorisation_by: str = ""
    own_classes_only: bool = True
    directory_categories: frozenset[Category] = frozenset()
    directory_notice_on: date | None = None
    directory_notice_days: int = 14
    directory_tools: frozenset[str] = frozenset()
    directory_purposes: frozenset[Purpose] = frozenset()
    sensitive_handling: tuple[SensitiveHandling, ...] = ()
    replace_staff: bool = True
    timezone: str = "America/New_York"
    school_year_ends: str = "06-30"
    purposes_with_tags: frozenset[Purpose] = field(
        default=frozenset({Purpose.FEEDBACK, Purpose.GRADING, Purpose.DISCIPLINE})
    )
    safety_contact: str = ""
    staff_safety: StaffSafety = StaffSafety.ANSWER
    smallest_cell: int = 5
    rules_need_second_person: bool = True
    holds_decided_by: frozenset[Duty] = field(default=frozenset({Duty.ADMIN, Duty.PRIVACY_OFFICER}))
    hold_days: int = 7
    safety_team: frozenset[str] = frozenset()
    safety_leads: frozenset[str] = frozenset()
    safety_minutes: int = 15
    hand_over_days: int = 30
    emergency_declared_by: frozenset[Duty] = field(
        default=frozenset({Duty.ADMIN, Duty.PRIVACY_OFFICER})
    )
    emergency_minutes: int = 240
    reminded: frozenset[str] = frozenset()
    renewals_by_mail: bool = False
    roster_most_going: int = 20
    roster_serves_days: int = 90
    content_kept: frozenset[ContentPart] = frozenset()
    content_unkept: Unkept = Unkept.REFUSE
    content_read_by: frozenset[Duty] = field(default=frozenset({Duty.ADMIN, Duty.PRIVACY_OFFICER}))
    content_read_minutes: int = 15
