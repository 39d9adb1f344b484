"""A school district that does not exist: 600 to 500,000 people, the same for the same seed.

    district = SyntheticDistrict(people=5_000, seed=7, today=date(2026, 11, 23))
    write_oneroster(district, directory)          # oneroster_csv.py
    district.consents(), district.tools()         # what the roster formats do not carry
    district.personas(), district.subjects()      # the cast of the demonstration

The district is planned first (which schools, how many people each) and each campus made when it
is asked for, one at a time, so its size costs time but no memory.
"""

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from gateway.demo import cast
from gateway.demo.campus import Campus, CampusPlan, make_campus
from gateway.demo.cast import Level
from gateway.demo.classes import ClassSeed
from gateway.demo.name_lists import words
from gateway.demo.names import Draw
from gateway.demo.permissions import consents_of, tools
from gateway.terms.disclosure import Consent, Tool
from gateway.terms.people import Person, School

FEWEST, MOST = 600, 500_000

# Share of the people by level, and how many people a school of it counts with staff and guardians.
_SHARES = ((Level.MIDDLE, 0.25, 1_500), (Level.ELEMENTARY, 0.43, 1_050), (Level.HIGH, 0.32, 2_900))

_NAMED_AFTER = words("""
    Lincoln Washington Roosevelt Jefferson Franklin Madison Kennedy Douglass Tubman Chavez Carver
    Earhart Sacajawea Whitman Muir Edison Huerta Parks Banneker Bethune
""")
_FIRST = words("""
    Cedar Maple Oak Willow Aspen Birch Pine Juniper Elm Prairie River Lake Stone Meadow Sunset Eagle
    Fox Copper Silver Golden Clear Rolling North South East West Amber Bear Coyote Heron Quarry Mesa
    Canyon Harvest Spring Mill
""")
_SECOND = words("""
    Valley Ridge Grove Creek Hill Park View Springs Hollow Point Crossing Bluff
""")
_KIND = {
    Level.ELEMENTARY: "Elementary School",
    Level.MIDDLE: "Middle School",
    Level.HIGH: "High School",
}


class SyntheticDistrict:
    """A whole district, drawn from a seed; everything it holds is made when asked for.

    Args:
        people: how many persons the roster holds, exactly: staff, students and guardians.
        seed: another seed gives other people; the cast of the demonstration stays.
        today: ages, terms and agreements are relative to it.

    Raises:
        ValueError: `people` is out of range.
    """

    def __init__(self, people: int, seed: int, today: date) -> None:
        if not FEWEST <= people <= MOST:
            raise ValueError(f"a synthetic district has {FEWEST} to {MOST} people, not {people}")
        self.people = people
        self.seed = seed
        self.today = today

    @cached_property
    def plans(self) -> tuple[CampusPlan, ...]:
        """Return the plan of every campus: the district office first, then the schools."""
        plans: list[CampusPlan] = []
        number = 1
        for index, (level, name, size, lead) in enumerate(self._schools()):
            office = level is Level.OFFICE
            school = School(
                id="district" if office else f"school-{index:03d}",
                name=name,
                kind="district" if office else "school",
                identifier=f"{80_000 + index}",
            )
            plans.append(
                CampusPlan(
                    index=index,
                    level=level,
                    school=school,
                    people=size,
                    first_number=number,
                    lead=lead,
                )
            )
            number += size
        return tuple(plans)

    @property
    def office_id(self) -> str:
        """Return the sourcedId of the district itself, the parent of its schools."""
        return self.plans[0].school.id

    def campuses(self) -> Iterator[Campus]:
        """Make one campus after the other; only one need be in memory."""
        for plan in self.plans:
            yield make_campus(plan, self.seed, self.today)

    def schools(self) -> Iterator[School]:
        """Yield the district office and all schools."""
        for plan in self.plans:
            yield plan.school

    def staff(self) -> Iterator[Person]:
        """Yield everybody employed."""
        for campus in self.campuses():
            yield from campus.staff

    def students(self) -> Iterator[Person]:
        """Yield every student."""
        for campus in self.campuses():
            yield from campus.students

    def guardians(self) -> Iterator[Person]:
        """Yield everybody who acts for a student."""
        for campus in self.campuses():
            yield from campus.guardians

    def classes(self) -> Iterator[ClassSeed]:
        """Yield every class; its group tells who is enrolled and who teaches."""
        for campus in self.campuses():
            yield from campus.classes

    def birth_dates(self) -> Iterator[tuple[str, date | None]]:
        """Yield each student's id with the birth date, None where the school has none."""
        for campus in self.campuses():
            yield from campus.born.items()

    def consents(self) -> Iterator[Consent]:
        """Yield the permission slips on file: complete, expired, revoked, defective, other."""
        for campus in self.campuses():
            yield from consents_of(campus, self.seed, self.today)

    def tools(self, base_url: str = "") -> list[Tool]:
        """Return the tool register; `base_url` is where the practice AI service answers."""
        teacher = self.personas()["teacher"].id
        classes = [
            seed.group.id
            for campus in self._lead_campuses
            for seed in campus.classes
            if teacher in seed.group.staff
        ]
        return tools(self.today, base_url=base_url, pilot_classes=tuple(classes))

    def personas(self) -> dict[str, Person]:
        """Return who plays whom in the demonstration, by role name, as the roster holds them."""
        keys = [*(member.key for member in cast.STAFF), *(p.key for p in cast.PERSONA_PUPILS)]
        return {key: self._cast[key] for key in keys}

    def subjects(self) -> dict[str, Person]:
        """Return the pupils that the teacher writes about, by what became of their consent.

        Keys: `consented`, `unconsented`, `expired`, `revoked`, `defective`, and `twin_one` and
        `twin_two`, two pupils of the same name of whom only the first has consent.
        """
        return {pupil.key: self._cast[pupil.key] for pupil in cast.SUBJECT_PUPILS}

    @cached_property
    def _lead_campuses(self) -> tuple[Campus, ...]:
        return tuple(make_campus(p, self.seed, self.today) for p in self.plans if p.lead)

    @cached_property
    def _cast(self) -> dict[str, Person]:
        found: dict[str, Person] = {}
        for campus in self._lead_campuses:
            people = {person.id: person for person in (*campus.staff, *campus.students)}
            found |= {key: people[person_id] for key, person_id in campus.cast.items()}
        return found

    def _schools(self) -> Iterator[tuple[Level, str, int, bool]]:
        """Yield level, name, people and whether it is the first of its level."""
        office = 6 + self.people // 1_000
        yield Level.OFFICE, "Cedar Valley School District", office, True
        names = self._names()
        left = self.people - office
        for level, share, usual in _SHARES:
            budget = left if level is Level.HIGH else round((self.people - office) * share)
            left -= budget
            count = max(1, round(budget / usual))
            for at in range(count):
                size = budget * (at + 1) // count - budget * at // count
                yield level, f"{next(names)} {_KIND[level]}", size, at == 0

    def _names(self) -> Iterator[str]:
        """Yield names for schools, each once, in an order that hangs on the seed."""
        names = [*_NAMED_AFTER, *(f"{first} {second}" for first in _FIRST for second in _SECOND)]
        draw = Draw(f"{self.seed}/schools")
        while names:
            yield names.pop(draw.below(len(names)))
