"""What sensitive content a text may speak of."""

from enum import StrEnum


class Topic(StrEnum):
    """Sensitive content of a text: what record it speaks of, or which area the PPRA protects.

    The first group are kinds of record content, each part of one category of the national
    agreement's Schedule of Data. The second group are the eight areas of 20 USC 1232h.
    """

    SPECIAL_EDUCATION = "special_education"
    LANGUAGE_STATUS = "language_status"
    HEALTH = "health"
    CONDUCT = "conduct"
    ECONOMIC = "economic"
    IMMIGRATION = "immigration"
    ASSESSMENT = "assessment"
    ATTENDANCE = "attendance"
    FAMILY = "family"

    POLITICS = "politics"
    MENTAL_PROBLEMS = "mental_problems"
    SEX = "sex"
    ILLEGAL_BEHAVIOUR = "illegal_behaviour"
    FAMILY_APPRAISAL = "family_appraisal"
    PRIVILEGED_RELATIONS = "privileged_relations"
    RELIGION = "religion"
    INCOME = "income"
