"""What each of the district's choices rests on and what it does, for whoever makes it. Pure.

`law` is True where a law sets the matter and the district chooses within it; False where it is the
district's own rule. Not legal advice.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Final

from gateway.terms.disclosure import DistrictChoices


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One choice in words: its source, and one sentence on what follows from it."""

    source: str
    law: bool
    consequence: str


def _law(source: str, consequence: str) -> Told:
    return Told(source=source, law=True, consequence=consequence)


def _own(source: str, consequence: str) -> Told:
    return Told(source=source, law=False, consequence=consequence)


_BASIS: Final = "34 CFR 99.31(b)(1), 99.31(a)(1)(i)(B)"

CHOICES_TOLD: Final[Mapping[str, Told]] = {
    "profile": _law(
        "34 CFR 99.30, 99.31(a)(1)(i)(B)",
        "With `strict_consent` what identifies a student leaves only on explicit written consent; "
        "with `school_official` also to a tool whose agreement puts it under direct control.",
    ),
    "pseudonymised_basis": _law(
        _BASIS,
        "Until an official chooses, prompts that describe students are held; afterwards they leave "
        "with stand-ins on this ground, which every record names.",
    ),
    "pseudonymised_basis_by": _law(
        _BASIS, "Names the official whose determination the release of stand-ins rests on."
    ),
    "pseudonymised_basis_on": _law(_BASIS, "The day the official decided."),
    "coppa_age": _law(
        "16 CFR 312.2",
        "Students younger than this need a verifiable parental consent to use a tool; the law says "
        "13, and a district may only raise it.",
    ),
    "self_consent_age": _law(
        "34 CFR 99.3, 99.5(a)",
        "From this age on students use tools on their own signature; the law says 18, and a "
        "district may only raise it.",
    ),
    "under_13_without_personal_data": _own(
        "the district's rule; 16 CFR 312.3 is about collecting personal information",
        "If on, children without a parent's consent may send prompts that hold no personal data; "
        "if off, those are refused and the way to consent is shown.",
    ),
    "school_authorisation": _own(
        "FTC guidance: the COPPA FAQ on schools; not in the rule's text",
        "If on, the school's approval stands in for a parent's for children under 13, only with "
        "tools that neither train on data nor use it for anything else.",
    ),
    "school_authorisation_by": _own(
        "FTC guidance: the COPPA FAQ on schools",
        "Names the official who approves; without a name school authorisation stays off.",
    ),
    "own_classes_only": _own(
        "one reasonable method under 34 CFR 99.31(a)(1)(ii)",
        "If on, staff may name only students in their own classes and case load.",
    ),
    "directory_categories": _law(
        "34 CFR 99.31(a)(11), 99.37",
        "What the district's public notice lists as directory information; none is the safe "
        "default, and a student who opted out is never covered.",
    ),
    "directory_notice_on": _law(
        "34 CFR 99.37(a)",
        "The day the public notice of these types was given; without it nothing is directory "
        "information.",
    ),
    "directory_notice_days": _law(
        "34 CFR 99.37(a)(3)",
        "So many days after the notice parents and eligible students may still opt out; nothing is "
        "directory information before they are over.",
    ),
    "directory_tools": _law(
        "34 CFR 99.37(d)",
        "Where the public notice limits directory information to parties, only a tool listed here, "
        "by its id, may be sent any; empty for no such limit.",
    ),
    "directory_purposes": _law(
        "34 CFR 99.37(d)",
        "Where the public notice limits directory information to purposes, it is sent for these "
        "alone; empty for no such limit.",
    ),
    "sensitive_handling": _own(
        "the district's rule; compare 34 CFR 99.31(a)(1)(ii), 99.32, 300.623; 20 USC 1232h",
        "A list of `roles`, `topics` and an `outcome` (`forward`, `pseudonymise`, `hold`, "
        "`refuse`): a prompt that speaks of such content about somebody, typed in such a role, "
        "goes no more openly than that. It only tightens; where it says nothing, the law's rules "
        "alone decide.",
    ),
    "replace_staff": _own(
        "the district's rule; FERPA does not cover staff",
        "If on, names of staff get stand-ins too.",
    ),
    "timezone": _own(
        "the district's calendar",
        "Birthdays, expiries and the hours of rules begin at midnight of this zone.",
    ),
    "school_year_ends": _own(
        "the district's rule; 34 CFR 99.30 knows no end",
        "A consent that names no end, ends on this day of its school year; empty for no such rule. "
        "Consents already recorded keep their end.",
    ),
    "purposes_with_tags": _own(
        "the district's rule, against bias that names carry",
        "For these purposes stand-ins are tags such as `[STUDENT_1]` instead of coined names.",
    ),
    "safety_contact": _own(
        "the district's duty of care",
        "The adult a student in danger is sent to, beside the national help line.",
    ),
    "staff_safety": _own(
        "the district's duty of care",
        "What becomes of a staff prompt that tells of a student in danger.",
    ),
    "smallest_cell": _law(
        "34 CFR 99.3, personally identifiable information (f)",
        "A text whose description fits fewer students than this, 10 at most, counts as naming "
        "them.",
    ),
    "rules_need_second_person": _own(
        "the district's rule",
        "If on, nobody's own version of the rules decides before somebody else approved it; "
        "turning it off is logged.",
    ),
    "holds_decided_by": _own(
        "the district's rule; compare 34 CFR 99.31(a)(1)(ii)",
        "Whoever has one of these duties reads what is held, and releases or refuses it; never for "
        "a prompt of their own or one that is by or about their own child.",
    ),
    "hold_days": _law(
        "16 CFR 312.10",
        "A held prompt, or one released and not sent again, is shredded after so many days; "
        "the law says no longer than is needed.",
    ),
    "safety_team": _own(
        "the district's duty of care; 34 CFR 99.31(a)(1) for officials who need to know",
        "These members of the staff, by roster id, are told at once that somebody may be in "
        "danger, and they alone read what was written; with nobody named, nobody is told.",
    ),
    "safety_leads": _own(
        "the district's duty of care",
        "These members of the staff, by roster id, are told where nobody of the team has an alert "
        "in time, and may then read it too.",
    ),
    "safety_minutes": _own(
        "the district's duty of care",
        "So long the safety team has to say that they have an alert before its leads are told.",
    ),
    "hand_over_days": _law(
        "16 CFR 312.10",
        "What was written is shredded after so many days; that there was an alert, and who had it, "
        "stays.",
    ),
    "emergency_declared_by": _law(
        "34 CFR 99.31(a)(10), 99.36",
        "Whoever has one of these duties may declare a health or safety emergency, in which named "
        "staff disclose data of named students without consent.",
    ),
    "emergency_minutes": _law(
        "34 CFR 99.36(c), 99.32(a)(5)",
        "An emergency ends by itself after so many minutes at most; the law asks for the threat "
        "of that moment.",
    ),
    "reminded": _own(
        "the district's rule",
        "These members of the staff, by roster id, get a letter without names when consents, "
        "agreements or class access come to 60, 30 or 7 days before their end, or a student before "
        "the 18th birthday; with nobody named, nobody is reminded.",
    ),
    "renewals_by_mail": _own(
        "the district's rule; compare 34 CFR 99.30, 99.5(a)",
        "If on, signers of consents that end, and students who come of age, are asked by e-mail at "
        "each of these steps by the gateway itself; if off, that is left to a person. Who has no "
        "address is left to a person either way.",
    ),
    "roster_most_going": _own(
        "the district's rule, against broken exports",
        "A roster with which more than so many percent of the known students, staff, guardians, "
        "classes or enrolments would go changes nothing until a person says why it is right.",
    ),
    "roster_serves_days": _own(
        "the district's rule; 34 CFR 99.31(a)(1)(ii) asks for reasonable methods",
        "Where no roster could be imported for so many days, prompts are refused until one is: the "
        "last good one serves so long, over the summer for instance.",
    ),
    "content_kept": _law(
        "34 CFR 99.3, education records; 99.10; 16 CFR 312.10",
        "Which words of prompts that leave are kept, encrypted: `typed`, `left`, `answer`; none is "
        "the safe default. What is kept may be an education record: parents may ask to see it, a "
        "court may order it shown, and of a child it may not be kept for ever.",
    ),
    "content_unkept": _own(
        "the district's rule",
        "Where the words cannot be kept: with `refuse` nothing leaves that is not kept, with "
        "`record` it leaves and the log says that its words are missing.",
    ),
    "content_read_by": _own(
        "the district's rule; compare 34 CFR 99.31(a)(1)(ii)",
        "Of those who have one of these duties one may read kept words once another concurred; "
        "never of a prompt of their own or one that is by or about their own child.",
    ),
    "content_read_minutes": _own(
        "the district's rule",
        "So long kept words can be read after a second person concurred; each reading is logged.",
    ),
}


def default_of(name: str) -> object:
    """Return what a choice is until somebody makes it."""
    one = next(one for one in fields(DistrictChoices) if one.name == name)
    return one.default_factory() if one.default_factory is not MISSING else one.default


def table() -> str:
    """Return the choices as the Markdown table that docs/district.md holds."""
    rows = ["| choice | from | what follows |", "|---|---|---|"]
    for name, told in CHOICES_TOLD.items():
        source = told.source if told.law else f"{told.source} (not law)"
        rows.append(f"| `{name}` | {source} | {told.consequence} |")
    return "\n".join(rows)
