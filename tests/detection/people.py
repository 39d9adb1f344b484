"""A small roster for tests: nobody in it exists."""

from typing import Any

from gateway.terms.people import KIND_OF_ROLE, Person, Role, School


def person(
    who: str, given: str, family: str = "", role: Role = Role.STUDENT, **more: Any
) -> Person:
    """Make a person of the roster; a pupil unless told otherwise."""
    return Person(id=who, kind=KIND_OF_ROLE[role], role=role, given=given, family=family, **more)


ROSTER = (
    person(
        "maria",
        "Maria",
        "Lopez",
        middle="Elena",
        ids=("204518", "4821", "S-2001-7"),
        emails=("maria.lopez@example.org",),
        username="mlopez27",
    ),
    person("maria-g", "Maria", "Garcia", preferred_given="Mia"),
    person("luc", "Jean-Luc", "O'Brien-Garcia"),
    person("hope", "Hope", "Young"),
    person("jose", "José", "de la Cruz"),
    person("will", "William", "Chen", phones=("(212) 555-0147",), username="wchenzo"),
    person("zoe", "Zoë", "Müller"),
    person("xm", "小明", "王"),
    person("noor", "Noor", "Bashir"),
    person("suk", "Sukarnita"),
    person("ja", "Ja'Marcus", "Brown"),
    person("jordan", "Jordan", "Washington"),
    person("april", "April", "Stone"),
    person("lopez-t", "Rosa", "Lopez", Role.TEACHER, emails=("r.lopez@example.org",)),
    person("do-t", "Kim", "Do", Role.TEACHER),
    person("chen-g", "Ada", "Chen", Role.GUARDIAN, phones=("+1 212 555 0147",)),
    person("twin-a", "Sam", "Okafor"),
    person("twin-b", "Sam", "Okafor"),
    person("yann", "Yann", "Straße"),
    person("ananya", "अनन्या", "शर्मा"),
    person("ngoc", "Ngọc", "Nguyễn"),
    person("soren", "Søren", "Łukasik"),
)
SCHOOLS = (
    School(id="school-1", name="Lincoln Elementary School"),
    School(id="school-2", name="St. Brannoc's High School"),
)
BY_ID = {one.id: one for one in ROSTER}
