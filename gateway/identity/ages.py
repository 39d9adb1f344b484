"""How old the principal counts as, on one local day. Pure.

Only a birth date loosens; grade may tighten, never loosen; a pupil of unknown age counts as a
child (16 CFR 312.2 with the district's caution). Staff and guardians are adults by role.
"""

from datetime import date

from gateway.terms.people import AgeBand, AgeSource, Kind, Person, age_on

COPPA_LINE, MAJORITY = 13, 18
YOUNG_GRADES = frozenset(
    {"IT", "PR", "PK", "TK", "KG", "K", "00"}
    | {f"{grade:02d}" for grade in range(1, 6)}
    | {str(grade) for grade in range(1, 6)}
)
"""Grades whose pupils are, but for rare cases, under 13 (CEDS codes, as OneRoster uses)."""


def age_of(person: Person, born: date | None, today: date) -> tuple[AgeBand, AgeSource, int | None]:
    """Return a person's age band, what it rests on, and whole years if known.

    A birth date of 13 and more beside a grade of small children is a conflict: it tightens to
    unknown, which counts as under 13, until the office mends one of them.
    """
    if born is None or not 0 <= age_on(today, born) <= 130:
        if person.kind is not Kind.STUDENT:
            return AgeBand.ADULT, AgeSource.ROLE, None
        if person.grade.upper() in YOUNG_GRADES:
            return AgeBand.UNDER_13, AgeSource.GRADE, None
        return AgeBand.UNKNOWN, AgeSource.NONE, None
    years = age_on(today, born)
    if person.kind is Kind.STUDENT and years >= COPPA_LINE and person.grade.upper() in YOUNG_GRADES:
        return AgeBand.UNKNOWN, AgeSource.GRADE, None
    band = AgeBand.TEEN
    if years < COPPA_LINE:
        band = AgeBand.UNDER_13
    elif years >= MAJORITY:
        band = AgeBand.ADULT
    return band, AgeSource.BIRTH_DATE, years
