"""Facts in, decision out: everything a decision is made from, and what it says.

Facts are complete, content-free and replayable: ids are log ids (random per person), ages whole
years, never a name, a date of birth or a word of the prompt. The same facts and the same rule
set give the same decision for ever.
"""

from dataclasses import dataclass
from enum import IntEnum

from gateway.terms.disclosure import (
    Addendum,
    Basis,
    Category,
    ConsentState,
    Grant,
    Profile,
    PseudonymisedBasis,
    Purpose,
    ToolStatus,
)
from gateway.terms.outcomes import Outcome as Outcome  # part of what a decision is made of
from gateway.terms.outcomes import strictest as strictest
from gateway.terms.people import AgeBand, AgeSource, Kind, Role
from gateway.terms.sensitive import SensitiveHandling
from gateway.terms.signs import NOTHING_KNOWN, AgeStatement, Sign, Signs


class Content(IntEnum):
    """What a prompt holds, the columns of the decision table.

    C0 no personal data; C1 stand-ins only (nothing but surrogates of this conversation); C2
    identifiable; C3 sensitive record content about somebody identifiable.
    """

    C0 = 0
    C1 = 1
    C2 = 2
    C3 = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentFacts:
    """One person's consent as it bears on this tool, purpose and day.

    `state` is NONE where nothing is recorded. `missing` names the absent fields of a defective
    one. `holder` tells that who signed holds the rights on this day (34 CFR 99.3, 99.5).
    `recipient` and `purpose` tell that it names this tool and this purpose. `covers` are the
    categories it releases. `verifiable` tells that its method is good for 16 CFR 312.5(b) where
    information is disclosed, `verifiable_undisclosed` where it is not.
    """

    id: str = ""
    state: ConsentState = ConsentState.NONE
    missing: tuple[str, ...] = ()
    holder: bool = False
    recipient: bool = False
    purpose: bool = False
    covers: frozenset[Category] = frozenset()
    collect_use: Grant = Grant.UNASKED
    disclose_third_party: Grant = Grant.UNASKED
    verifiable: bool = False
    verifiable_undisclosed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PrincipalFacts:
    """Who types (the first gate). `refused` is the parent's refusal, which beats every consent.

    `age_statement` is what the text says of its author's age. `teacher_permits` tells that a
    teacher of the student allows AI for the class or the assignment.
    """

    id: str
    kind: Kind
    role: Role
    age_band: AgeBand
    age_source: AgeSource
    age: int | None = None
    grade: str = ""
    schools: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    consent: ConsentFacts = ConsentFacts()
    refused: bool = False
    age_statement: AgeStatement = AgeStatement.UNKNOWN
    teacher_permits: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SubjectFacts:
    """Somebody described in the text (the second gate).

    All unresolved mentions together are one subject of kind UNRESOLVED, `mentions` counting them.
    `own` tells that subject and principal are one person, `ambiguous` that a mention may be about
    another, `in_own_classes` the principal's legitimate educational interest by roster.
    `categories` are what the text holds about this subject; `removable` tells that every
    identifying span about it can be replaced. `special_education` tells whether the school's
    records hold a plan for it (IDEA). `emergency` tells that an official declared an emergency
    (34 CFR 99.36) in which who types may disclose this subject's data.
    """

    id: str
    kind: Kind
    own: bool = False
    ambiguous: bool = False
    in_own_classes: bool = False
    age_band: AgeBand = AgeBand.UNKNOWN
    age: int | None = None
    categories: frozenset[Category] = frozenset()
    removable: bool = True
    mentions: int = 1
    consent: ConsentFacts = ConsentFacts()
    refused: bool = False
    directory_opt_out: bool = True
    special_education: Sign = Sign.UNKNOWN
    emergency: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolFacts:
    """The recipient as registered, on the decision day. `agreement` is active, expired, future
    or none; `in_pilot` tells that the principal is in the cohort of a running pilot; `addenda`
    are what states ask its agreement to hold, as far as it does."""

    id: str
    status: ToolStatus
    agreement: str
    categories: frozenset[Category] = frozenset()
    purposes: frozenset[Purpose] = frozenset()
    trains_on_data: bool = True
    processor_only: bool = False
    direct_control: bool = False
    min_user_age: int = 0
    minor_terms: bool = False
    in_pilot: bool = False
    addenda: frozenset[Addendum] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class DistrictFacts:
    """The district's choices as far as rules read them."""

    profile: Profile = Profile.STRICT_CONSENT
    pseudonymised_basis: PseudonymisedBasis = PseudonymisedBasis.UNSET
    coppa_age: int = 13
    self_consent_age: int = 18
    under_13_without_personal_data: bool = False
    school_authorisation: bool = False
    own_classes_only: bool = True
    directory_categories: frozenset[Category] = frozenset()
    replace_staff: bool = True
    sensitive_handling: tuple[SensitiveHandling, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """Everything one decision is made from. `media` tells of parts that cannot be scanned,
    `structural_hit` of a roster match in a field that cannot be rewritten, `signs` of what the
    text gives away as a whole. `weekday` (1 Monday to 7 Sunday, 0 unknown) and `hour` (0 to 23, -1
    unknown) are the district's local time; nothing finer, so that equal prompts stay equal.
    `released` tells that a named person let this very prompt, once held, pass once."""

    principal: PrincipalFacts
    subjects: tuple[SubjectFacts, ...]
    tool: ToolFacts
    district: DistrictFacts
    purpose: Purpose
    content: Content
    media: bool = False
    structural_hit: bool = False
    signs: Signs = NOTHING_KNOWN
    weekday: int = 0
    hour: int = -1
    released: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why a rule spoke: its id (`ferpa.no-consent`), source, words and remedy.

    `law` is False for a district's own rule, which is then printed as such. `text` is for staff,
    `plain` for a student; `remedy` says what would make it pass. `subject` is the log id of whom
    it is about, "" for the principal or the tool.
    """

    rule: str
    citation: str
    law: bool
    outcome: Outcome
    text: str
    plain: str
    remedy: str
    subject: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SubjectDecision:
    """What may leave about one subject: FORWARD as typed, PSEUDONYMISE, HOLD or REFUSE."""

    id: str
    outcome: Outcome
    basis: Basis
    consent: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What the rules say of one prompt. `obligations` are ids such as `review_before_export`;
    one that cannot be met refuses. `rule_set` is the hex SHA-256 of the rule-set bytes."""

    outcome: Outcome
    subjects: tuple[SubjectDecision, ...]
    reasons: tuple[Reason, ...]
    obligations: tuple[str, ...] = ()
    rule_set: str = ""
    engine: str = ""
