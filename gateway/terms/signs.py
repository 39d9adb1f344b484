"""What a whole text gives away besides who is in it: signs, as facts for the rules.

A sign never holds words of the text. Each detector says what it found, or that there was nothing;
where nobody looks, that is said too, so that a record never passes silence off as an all-clear.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from gateway.terms.disclosure import Category
from gateway.terms.topics import Topic as Topic  # part of what signs are made of


class Sign(StrEnum):
    """What a detector says of one thing.

    FOUND and CLEAR are its answers. UNWATCHED: this gateway does not look for it. UNKNOWN: it
    should have answered and did not, or the record is not clear about it; rules read it as FOUND.
    """

    FOUND = "found"
    CLEAR = "clear"
    UNWATCHED = "unwatched"
    UNKNOWN = "unknown"


PROTECTED_AREAS = frozenset(
    {
        Topic.POLITICS,
        Topic.MENTAL_PROBLEMS,
        Topic.SEX,
        Topic.ILLEGAL_BEHAVIOUR,
        Topic.FAMILY_APPRAISAL,
        Topic.PRIVILEGED_RELATIONS,
        Topic.RELIGION,
        Topic.INCOME,
    }
)
"""The eight areas of 20 USC 1232h (34 CFR 98)."""

CATEGORY_OF_TOPIC = {
    Topic.SPECIAL_EDUCATION: Category.SPECIAL_INDICATOR,
    Topic.LANGUAGE_STATUS: Category.SPECIAL_INDICATOR,
    Topic.HEALTH: Category.SPECIAL_INDICATOR,
    Topic.CONDUCT: Category.CONDUCT,
    Topic.ECONOMIC: Category.SPECIAL_INDICATOR,
    Topic.IMMIGRATION: Category.DEMOGRAPHICS,
    Topic.ASSESSMENT: Category.ASSESSMENT,
    Topic.ATTENDANCE: Category.ATTENDANCE,
    Topic.FAMILY: Category.OTHER,
} | dict.fromkeys(PROTECTED_AREAS, Category.OTHER)
"""Which category of the Schedule of Data a topic falls in; `Other` where it names none."""


def categories_of(topics: Iterable[Topic]) -> frozenset[Category]:
    """Return the categories of some topics, as a consent or an agreement would list them."""
    return frozenset(CATEGORY_OF_TOPIC[topic] for topic in topics)


class Danger(StrEnum):
    """What a safety signal is about. The facts hold only that there is one, never which."""

    SELF_HARM = "self_harm"
    ABUSE = "abuse"
    THREAT = "threat"


class AgeStatement(StrEnum):
    """What whoever types says of their own age: first person, not quoted.

    It never loosens. A verified birth date wins over it; beside any other proof of age,
    UNDER_13 and UNKNOWN tighten.
    """

    NONE = "none"
    UNDER_13 = "under_13"
    TEEN = "13_17"
    ADULT = "adult"
    UNWATCHED = "unwatched"
    UNKNOWN = "unknown"


class CellBand(StrEnum):
    """How many pupils still fit a text once names are gone.

    NOBODY: it describes nobody. UNCOUNTABLE: a rare trait that no roster counts, together with a
    school, grade or class.
    """

    NOBODY = "nobody"
    ONE = "1"
    FEW = "2_4"
    SOME = "5_9"
    MANY = "10_up"
    UNCOUNTABLE = "uncountable"
    UNWATCHED = "unwatched"
    UNKNOWN = "unknown"


class Trait(StrEnum):
    """A kind of attribute by which people at a school may know whom a text means."""

    FEMALE = "female"
    MALE = "male"
    ETHNICITY = "ethnicity"
    LANGUAGE = "language"
    SPORT = "sport"
    DATE = "date"
    RARE = "rare"
    SCHOOL = "school"
    CLASS = "class"


@dataclass(frozen=True, kw_only=True, slots=True)
class LeafSigns:
    """What one leaf gives away by itself, whoever wrote it; never a word of it.

    Args:
        topics: the sensitive content in it.
        dangers: what somebody in it may be in danger of.
        elicits: whether it asks students about protected areas.
        age_statement: what its author says of their own age.
        rare_incident: whether it tells of an incident by which people know who is meant.
        language_unsupported: whether some of it is in a language names are not all found in.
        spanish: whether it is mostly in Spanish.
        traits, grades: by which attributes, and in which grades, it describes somebody.
    """

    topics: frozenset[Topic] = frozenset()
    dangers: frozenset[Danger] = frozenset()
    elicits: bool = False
    age_statement: AgeStatement = AgeStatement.NONE
    rare_incident: bool = False
    language_unsupported: bool = False
    spanish: bool = False
    traits: frozenset[Trait] = frozenset()
    grades: frozenset[str] = frozenset()


NO_SIGNS = LeafSigns()
"""The signs of a leaf that gives nothing away."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signs:
    """Everything a text gives away as a whole; what nobody answered for is unknown.

    Args:
        topics: the sensitive content found; None where it is unknown, which counts as all of it.
        safety: whether somebody may be in danger.
        elicits: whether the text asks students about protected areas (20 USC 1232h).
        rare_incident: whether it tells of an incident by which people at the school know who is
            meant (34 CFR 99.3, "personally identifiable information" (f)).
        small_cell: whether fewer pupils than the district's k still fit.
        cell_band: how many do.
        language_unsupported: whether it is in a language in which names are not all found.
    """

    topics: frozenset[Topic] | None = None
    safety: Sign = Sign.UNKNOWN
    elicits: Sign = Sign.UNKNOWN
    rare_incident: Sign = Sign.UNKNOWN
    small_cell: Sign = Sign.UNKNOWN
    cell_band: CellBand = CellBand.UNKNOWN
    language_unsupported: Sign = Sign.UNKNOWN


NOTHING_KNOWN = Signs()
"""The signs of a text of which nobody answered for any."""
UNWATCHED = Signs(
    topics=frozenset(),
    safety=Sign.UNWATCHED,
    elicits=Sign.UNWATCHED,
    rare_incident=Sign.UNWATCHED,
    small_cell=Sign.UNWATCHED,
    cell_band=CellBand.UNWATCHED,
    language_unsupported=Sign.UNWATCHED,
)
"""The signs of a text that nobody looked for any in."""
