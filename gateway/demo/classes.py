"""The timetable of one campus: classes, who sits in them, who teaches them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gateway.terms.people import Group, Person, Role


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassSeed:
    """A class with what OneRoster says about it beside who is in it."""

    group: Group
    subject: str
    course: str
    period: int
    homeroom: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class _Section:
    """A class before it has an id and a teacher."""

    title: str
    code: str
    subject: str
    course: str
    grades: tuple[str, ...]
    period: int
    students: tuple[str, ...]
    homeroom: bool = False


_SECONDARY = (
    ("English Language Arts", "ELA"),
    ("Mathematics", "MATH"),
    ("Science", "SCI"),
    ("Social Studies", "SOC"),
    ("Physical Education", "PE"),
    ("Art", "ART"),
)
_ELEMENTARY_SPECIALS = (("Music", "MUS"), ("Physical Education", "PE"))
_SECTION_SIZE = 26


def make_classes(
    school: str, index: int, students: Sequence[Person], staff: Sequence[Person]
) -> tuple[ClassSeed, ...]:
    """Return the classes of a campus.

    Each teacher takes a run of neighbouring classes, so mostly of one subject; the first teacher
    has all sections of the first one, in which the first students of grade 7 (or 9) sit. A
    counsellor's case load is a class too: that is how a roster links them to their students.

    Args:
        school: the campus's sourcedId.
        index: the campus's number, part of the ids.
        students: in the order in which sections are filled.
        staff: everybody employed there; only teachers and counsellors get classes.
    """
    if not students:
        return ()
    teachers = [person.id for person in staff if person.role is Role.TEACHER]
    counsellors = [person.id for person in staff if person.role is Role.COUNSELLOR]
    taught = list(_sections(students))
    loads = list(_case_loads(students, len(counsellors)))
    runs = (teachers[at * len(teachers) // len(taught)] for at in range(len(taught)))
    pairs = [*zip(taught, runs, strict=True), *zip(loads, counsellors, strict=False)]
    return tuple(
        ClassSeed(
            group=Group(
                id=f"class-{index:03d}-{number:04d}",
                title=section.title,
                school=school,
                code=section.code,
                grades=section.grades,
                students=section.students,
                staff=(leader,),
            ),
            subject=section.subject,
            course=section.course,
            period=section.period,
            homeroom=section.homeroom,
        )
        for number, (section, leader) in enumerate(pairs, start=1)
    )


def _sections(students: Sequence[Person]) -> Iterator[_Section]:
    by_grade: dict[str, list[str]] = {}
    for student in students:
        by_grade.setdefault(student.grade, []).append(student.id)
    # Grade 7 first: its first section is the one of the demonstration's teacher.
    grades = sorted(by_grade, key=lambda grade: (grade != "07", grade != "KG", grade))
    if "KG" in by_grade or "01" in by_grade:
        for grade in grades:
            yield from _elementary(grade, by_grade[grade])
        return
    for lesson, (subject, code) in enumerate(_SECONDARY):
        for grade in grades:
            yield from _secondary(grade, by_grade[grade], lesson, subject, code)


def _elementary(grade: str, students: Sequence[str]) -> Iterator[_Section]:
    label = "Kindergarten" if grade == "KG" else f"Grade {int(grade)}"
    short = "K" if grade == "KG" else str(int(grade))
    for at, members in enumerate(_blocks(students)):
        letter = chr(ord("A") + at % 26)
        yield _Section(
            title=f"{label} Homeroom {letter}",
            code=f"HR{short}-{at + 1}",
            subject="Homeroom",
            course=f"HR{short}",
            grades=(grade,),
            period=1,
            students=members,
            homeroom=True,
        )
        for lesson, (subject, code) in enumerate(_ELEMENTARY_SPECIALS, start=2):
            yield _Section(
                title=f"{label} {subject} {letter}",
                code=f"{code}{short}-{at + 1}",
                subject=subject,
                course=f"{code}{short}",
                grades=(grade,),
                period=lesson,
                students=members,
            )


def _secondary(
    grade: str, students: Sequence[str], lesson: int, subject: str, code: str
) -> Iterator[_Section]:
    sections = _blocks(students)
    if grade >= "09":  # in high school people meet others in every subject
        sections = _shuffled(students, len(sections), lesson)
    for at, members in enumerate(sections, start=1):
        yield _Section(
            title=f"Grade {int(grade)} {subject}, section {at}",
            code=f"{code}{int(grade)}-{at}",
            subject=subject,
            course=f"{code}{int(grade)}",
            grades=(grade,),
            period=1 + (lesson + at) % len(_SECONDARY),
            students=members,
        )


def _case_loads(students: Sequence[Person], counsellors: int) -> Iterator[_Section]:
    if not counsellors:
        return
    size = -(-len(students) // counsellors)
    for at in range(counsellors):
        members = students[at * size : (at + 1) * size]
        if not members:
            return
        yield _Section(
            title=f"School Counseling {at + 1}",
            code=f"COUN-{at + 1}",
            subject="Counseling",
            course="COUN",
            grades=tuple(sorted({student.grade for student in members})),
            period=0,
            students=tuple(student.id for student in members),
        )


def _blocks(students: Sequence[str]) -> list[tuple[str, ...]]:
    """Split a year into sections of about equal size, keeping neighbours together."""
    count = -(-len(students) // _SECTION_SIZE)
    size = -(-len(students) // count)
    return [tuple(students[at : at + size]) for at in range(0, len(students), size)]


def _shuffled(students: Sequence[str], count: int, lesson: int) -> list[tuple[str, ...]]:
    """Split a year into `count` sections of about equal size, differently for every lesson."""
    sections: list[list[str]] = [[] for _ in range(count)]
    for at, student in enumerate(students):
        sections[(at + lesson * (at // count)) % count].append(student)
    return [tuple(section) for section in sections if section]
