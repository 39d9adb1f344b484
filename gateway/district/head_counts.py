"""How many pupils there are, by school, grade and class: what a small cell is counted with.

Only what rosters import: no sex, ethnicity or language is ever on file here (OneRoster's
demographics are dropped at the door), so nobody can be counted by them, and whoever asks must say
so. Counts are of active students.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from gateway.district.documents import from_texts
from gateway.store import tables
from gateway.terms.people import Kind

_ONCE = tables.people.c.id.not_in(select(tables.person_merges.c.duplicate))
"""Who was merged counts by the row that is kept. Where that one left, one too few is counted: the
smaller group is the more careful one."""
_GRADES = (
    select(tables.people.c.schools, tables.people.c.grade, func.count())
    .where(tables.people.c.kind == Kind.STUDENT.value, tables.people.c.active, _ONCE)
    .group_by(tables.people.c.schools, tables.people.c.grade)
)
_CLASSES = (
    select(tables.enrolments.c.class_id, func.count())
    .join(tables.people, tables.people.c.id == tables.enrolments.c.person)
    .where(tables.people.c.kind == Kind.STUDENT.value, tables.people.c.active, _ONCE)
    .group_by(tables.enrolments.c.class_id)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class HeadCounts:
    """`grades` by (school, grade), `classes` by class id."""

    grades: Mapping[tuple[str, str], int]
    classes: Mapping[str, int]

    @property
    def knows_grades(self) -> bool:
        """Tell whether the roster says in which grade pupils are."""
        return any(grade for _, grade in self.grades)

    def in_grades(self, grades: Iterable[str], schools: Iterable[str]) -> int:
        """Return how many pupils are in the least of some grades that has any, at some schools
        (none: all). The least, since a text may be about any of them."""
        where = frozenset(schools)
        counts: Counter[str] = Counter()
        for (school, grade), count in self.grades.items():
            if not where or school in where:
                counts[grade] += count
        return min((counts[grade] for grade in grades if counts[grade]), default=0)

    def in_schools(self, schools: Iterable[str]) -> int:
        """Return how many pupils are at some schools (none: all)."""
        where = frozenset(schools)
        return sum(
            count for (school, _), count in self.grades.items() if not where or school in where
        )

    def in_least_class(self, classes: Iterable[str]) -> int | None:
        """Return how many pupils are in the smallest of some classes that has any; None if none."""
        return min((self.classes[one] for one in classes if self.classes.get(one)), default=None)


def read_head_counts(db: Connection) -> HeadCounts:
    """Count; takes some hundred milliseconds at 500,000 people."""
    grades: Counter[tuple[str, str]] = Counter()
    for schools, grade, count in db.execute(_GRADES):
        for school in from_texts(schools) or ("",):
            grades[school, _normal(grade)] += count
    return HeadCounts(grades=dict(grades), classes={row[0]: row[1] for row in db.execute(_CLASSES)})


def _normal(grade: str) -> str:
    """Return a grade as OneRoster writes it: two digits, or letters (`KG`)."""
    return grade.zfill(2) if grade.isdecimal() else {"K": "KG"}.get(grade, grade)
