"""One school of the synthetic district: its households, staff and classes, drawn from its seed.

A campus is made whole and on its own, so a district of any size needs memory for one school only.
It never reads a clock: `today` comes in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from gateway.demo import cast
from gateway.demo.cast import Colleague, Level, Pupil, born_for_age
from gateway.demo.classes import ClassSeed, make_classes
from gateway.demo.name_lists import words
from gateway.demo.names import Draw, FamilyNames, FullName, draw_family, draw_name, romanised
from gateway.terms.people import Kind, Person, Role, School

GRADES = {
    Level.OFFICE: (),
    Level.ELEMENTARY: ("KG", "01", "02", "03", "04", "05"),
    Level.MIDDLE: ("06", "07", "08"),
    Level.HIGH: ("09", "10", "11", "12"),
}
GRADES_WITHOUT_EMAIL = frozenset({"KG", "01", "02"})

STAFF_DOMAIN = "cedarvalley.example.org"
STUDENT_DOMAIN = "students.cedarvalley.example.org"
HOME_DOMAINS = ("example.com", "example.net")

_AREA_CODES = words(
    """
    303 720 970 719 505 575 406 208 801 435 307 605 701 402 308 785 913 620 316 918 405 580
    806 915 325 432 830 210 512 254 940 817 972 214 903 409 936 713 281 979 361 956 337 504
    985 225 318 870 501 479 417 573 636 314 816 660 515 641 712 319 563 507 612 651 763 952
    218 320 715 920 414 262 608 309 217 618 815 630 847 708 773 312 219 574 260 765 317 812
    502 270 606 859 615 931 901 731 423 865 205 256 251 334 601 662 228 850 904 352 407 321
    813 727 941 239 305 786 954 561 772 863 912 229 478 706 404 770 678 803
    """
)
_LINES = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class CampusPlan:
    """What is known of a campus before it is made.

    `people` counts everybody who belongs to it: staff, students and their guardians.
    `first_number` is where its persons' numbers begin; `lead` marks the campus that the cast of
    its level belongs to.
    """

    index: int
    level: Level
    school: School
    people: int
    first_number: int
    lead: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Campus:
    """A school with everybody in it. `born` has a birth date, or None, for every student."""

    plan: CampusPlan
    staff: tuple[Person, ...]
    students: tuple[Person, ...]
    guardians: tuple[Person, ...]
    classes: tuple[ClassSeed, ...]
    born: dict[str, date | None] = field(repr=False)
    cast: dict[str, str]
    """Keys of the cast (`teacher`, `consented` ...) with the ids of those who play them."""


def make_campus(plan: CampusPlan, seed: int, today: date) -> Campus:
    """Make the campus that a plan describes; the same arguments give the same campus."""
    return _Builder(plan, Draw(f"{seed}/campus/{plan.index}"), today).build()


def school_year(today: date) -> int:
    """Return the calendar year in which the school year of a date began; July starts a new one."""
    return today.year if today.month >= 7 else today.year - 1


def local_id(number: int) -> str:
    """Return a person's six-digit local id: unique, and in no visible order."""
    return str(100_000 + (number * 386_413 + 104_729) % 900_000)


def state_id(number: int) -> str:
    """Return a person's ten-digit state id: unique, and in no visible order."""
    return str(1_000_000_000 + (number * 7_368_787_141 + 15_485_863) % 9_000_000_000)


def phone(number: int, line: int) -> str:
    """Return a telephone number in exchange 555, which rings nowhere; unique per number and line.

    The first ones are 555-0100 to 555-0199, set aside for fiction; a district of more than 6,000
    people goes on at 555-2000.
    """
    block, within = divmod(number * 2 + line, _LINES)
    lap, area = divmod(block, len(_AREA_CODES))
    start = 100 if lap == 0 else 1_900 + lap * _LINES
    return f"({_AREA_CODES[area]}) 555-{start + within:04d}"


class _Builder:
    """Makes one campus, step by step; a fresh one for each."""

    def __init__(self, plan: CampusPlan, draw: Draw, today: date) -> None:
        self.plan = plan
        self.draw = draw
        self.today = today
        self.number = plan.first_number
        self.last = plan.first_number + plan.people
        self.staff: list[Person] = []
        self.students: list[Person] = []
        self.guardians: list[Person] = []
        self.born: dict[str, date | None] = {}
        self.cast: dict[str, str] = {}
        self.usernames: set[str] = set()

    def build(self) -> Campus:
        self._hire()
        for pupil in cast.PUPILS:
            if self.plan.lead and pupil.level is self.plan.level:
                self._enrol_cast(pupil)
        while self.number < self.last:
            self._household()
        return Campus(
            plan=self.plan,
            staff=tuple(self.staff),
            students=tuple(self.students),
            guardians=tuple(self.guardians),
            classes=make_classes(self.plan.school.id, self.plan.index, self.students, self.staff),
            born=self.born,
            cast=self.cast,
        )

    # Staff

    def _hire(self) -> None:
        colleagues = {
            member.post: member
            for member in cast.STAFF
            if self.plan.lead and member.level is self.plan.level
        }
        for post in self._posts():
            colleague = colleagues.pop(post, None)
            person = self._employee(post, colleague)
            self.staff.append(person)
            if colleague is not None:
                self.cast[colleague.key] = person.id

    def _posts(self) -> Iterator[str]:
        if self.plan.level is Level.OFFICE:
            yield "head"
            yield from ("office" for _ in range(self.plan.people - 1))
            return
        count = max(9, round(self.plan.people * 0.055))
        counsellors, clerks = 1 + count // 30, 1 + count // 40
        yield "head"
        yield from ("counsellor" for _ in range(counsellors))
        yield "nurse"
        yield from ("office" for _ in range(clerks))
        yield from ("teacher" for _ in range(count - 2 - counsellors - clerks))

    def _employee(self, post: str, colleague: Colleague | None) -> Person:
        number = self._take()
        household = draw_family(self.draw)
        name = self._name(household, household.children)
        if colleague is not None:
            name = FullName(given=colleague.given, family=colleague.family)
        username = self._staff_username(name)
        return Person(
            id=f"staff-{number:06d}",
            kind=Kind.STAFF,
            role=_ROLE_OF_POST[post],
            given=name.given,
            middle=name.middle,
            family=name.family,
            preferred_given=name.preferred,
            username=username,
            emails=(f"{username}@{STAFF_DOMAIN}",),
            phones=(phone(number, 0),),
            ids=(f"E{local_id(number)}",),
            schools=(self.plan.school.id,),
        )

    def _staff_username(self, name: FullName) -> str:
        given, family = romanised(name.given) or "staff", romanised(name.family)
        for letters in range(1, len(given) + 20):
            initials = given[:letters] + "x" * (letters - len(given))
            username = f"{initials}{family}{self.plan.index}"
            if username not in self.usernames:
                self.usernames.add(username)
                return username
        raise ValueError("more colleagues of one name than a school can tell apart")

    # Households

    def _household(self) -> None:
        names = draw_family(self.draw)
        adults = self._adults(names, count=_one_of(self.draw, (0, 0.02), (1, 0.37), (2, 0.61)))
        for _ in range(_one_of(self.draw, (1, 0.80), (2, 0.17), (3, 0.03))):
            if self.number >= self.last:
                return
            name = self._name(names, names.children)
            if self.students and self.draw.chance(0.004):
                name = self._namesake() or name
            grade = self.draw.pick(GRADES[self.plan.level])
            self._student(name, grade, self._birth_date(grade), adults)

    def _enrol_cast(self, pupil: Pupil) -> None:
        stock = draw_family(self.draw).stock
        parts = pupil.family.split()
        adults = self._adults(
            FamilyNames(stock=stock, children=pupil.family, guardians=(parts[0], parts[-1])),
            count=2,
        )
        name = FullName(given=pupil.given, family=pupil.family, preferred=pupil.preferred)
        born = None if pupil.age is None else born_for_age(pupil.age, self.today)
        student = self._student(name, pupil.grade, born, adults)
        self.cast[pupil.key] = student.id

    def _adults(self, names: FamilyNames, count: int) -> tuple[str, ...]:
        adults = [
            self._guardian(names, family)
            for family in names.guardians[:count]
            if self.number < self.last - 1
        ]
        return tuple(adult.id for adult in adults)

    def _guardian(self, names: FamilyNames, family: str) -> Person:
        number = self._take()
        name = self._name(names, family)
        username = f"{romanised(name.given) or 'family'}{number}"
        person = Person(
            id=f"guardian-{number:06d}",
            kind=Kind.GUARDIAN,
            role=Role.GUARDIAN,
            given=name.given,
            middle=name.middle,
            family=name.family,
            username=username,
            emails=(f"{username}@{HOME_DOMAINS[number % 2]}",) if self.draw.chance(0.9) else (),
            phones=tuple(phone(number, line) for line in range(1 + self.draw.below(2))),
            schools=(self.plan.school.id,),
        )
        self.guardians.append(person)
        return person

    def _student(
        self, name: FullName, grade: str, born: date | None, adults: tuple[str, ...]
    ) -> Person:
        number = self._take()
        initial, family = romanised(name.given)[:1] or "s", romanised(name.family)
        username = f"{initial}{family}{number}"
        has_phone = grade >= "07" and grade != "KG" and self.draw.chance(0.3)
        person = Person(
            id=f"student-{number:06d}",
            kind=Kind.STUDENT,
            role=Role.STUDENT,
            given=name.given,
            middle=name.middle,
            family=name.family,
            preferred_given=name.preferred,
            username=username,
            emails=() if grade in GRADES_WITHOUT_EMAIL else (f"{username}@{STUDENT_DOMAIN}",),
            phones=(phone(number, 0),) if has_phone else (),
            ids=(local_id(number), state_id(number)),
            guardians=adults,
            schools=(self.plan.school.id,),
            grade=grade,
        )
        self.students.append(person)
        self.born[person.id] = born
        return person

    # Names, numbers, dates

    def _take(self) -> int:
        number = self.number
        self.number += 1
        return number

    def _name(self, names: FamilyNames, family: str) -> FullName:
        """Draw a name that is not of the cast."""
        while True:
            name = draw_name(self.draw, names.stock, family)
            given, last = romanised(name.given), romanised(name.family)
            if (given, last) in cast.RESERVED_NAMES:
                continue
            if not (self.plan.lead and _shares_a_word(name)):
                return name
            names = draw_family(self.draw)
            family = names.children

    def _namesake(self) -> FullName | None:
        other = self.draw.pick(self.students)
        if other.id in self.cast.values():
            return None
        return FullName(given=other.given, family=other.family, middle=other.middle)

    def _birth_date(self, grade: str) -> date | None:
        """Draw a birth date: most of the usual age, some kept back or ahead, a few unknown."""
        if self.draw.chance(0.015):
            return None
        usual = 5 if grade == "KG" else int(grade) + 5
        shift = _one_of(self.draw, (0, 0.94), (1, 0.04), (-1, 0.01), (2, 0.01))
        eldest = date(school_year(self.today) - usual - shift - 1, 9, 2)
        return eldest + timedelta(days=self.draw.below(365))


_ROLE_OF_POST = {
    "head": Role.ADMINISTRATOR,
    "counsellor": Role.COUNSELLOR,
    "nurse": Role.NURSE,
    "office": Role.STAFF,
    "teacher": Role.TEACHER,
}


def _shares_a_word(name: FullName) -> bool:
    words = (name.given, name.preferred, *name.family.replace("-", " ").split())
    return any(romanised(word) in cast.RESERVED_WORDS for word in words if word)


def _one_of(draw: Draw, *choices: tuple[int, float]) -> int:
    """Draw a value by its probability; what is left over goes to the last."""
    point = draw.below(1_000_000) / 1_000_000
    for value, probability in choices:
        point -= probability
        if point < 0:
            return value
    return choices[-1][0]
