"""Finds a table's cells under a head that says what they hold: "dob", "perm id", "home address".

Gradebooks and exports are pasted with commas, tabs, bars or runs of blanks between cells. A head
counts if the lines below it have as many cells as it has; what stands in a cell must still look
like what its head says. One class a label; the table is read once for all of them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, ClassVar, Final, NamedTuple

from presidio_analyzer import RecognizerResult

from gateway.detection.folding import fold
from gateway.detection.name_words import TITLES
from gateway.detection.recognisers.forms import Form, FormRecogniser, digits
from gateway.terms.text import Label

_SEPARATORS: Final = tuple(
    map(re.compile, (r"[ ]*\|[ ]*", r"[ ]*\t[ ]*", r"[ ]*;[ ]*", r"[ ]*,[ ]*", r" / ", r"[ ]{2,}"))
)
_HEAD: Final = re.compile(r"[^\W\d_][\w .#/'’\-]{0,30}")
_QUOTED: Final = re.compile(r'"[^"]*"')
_IN_QUOTES: Final = " \"'`*_"
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SCORE: Final = 0.8
_MOST_LINES: Final = 2000
_FEWEST_CELLS: Final = 2
_FEWEST_OF_OTHER_SIGN: Final = 3
_SHORTEST_DATE: Final = 4
_MOST_STRANGERS: Final = 2
"""Lines in a row of a table that are none of its rows, before it has ended."""


class Cell(NamedTuple):
    """A cell under a head; code points of the text, without blanks and quotes around it."""

    head: str
    start: int
    end: int


@lru_cache(maxsize=4)
def cells(text: str) -> tuple[Cell, ...]:
    """Return the cells of every table in a text whose heads are words."""
    return tuple(_cells(text)) if "\n" in text else ()


def _cells(text: str) -> Iterator[Cell]:
    """Yield the cells under the last heads before them.

    Rows may be cut by another sign than their heads ("name / permit" above "A. Ito | 0312") if
    they have as many cells, three or more. A line or two of prose between end no table.
    """
    heads: list[str] = []
    own: re.Pattern[str] | None = None
    strangers = at = 0
    for line in text.split("\n")[:_MOST_LINES]:
        begin, at = at, at + len(line) + 1
        rows = [
            (separator, row)
            for separator in _SEPARATORS
            if len(row := _row(line, begin, separator)) >= _FEWEST_CELLS
        ]
        found = next((one for one in rows if _are_heads(text, one[1])), None)
        if found is not None:
            own, heads, strangers = (
                found[0],
                [_named(text[start:end]) for start, end in found[1]],
                0,
            )
            continue
        fitting = [row for separator, row in rows if _fits(row, heads, separator is own)]
        if fitting:
            for head, (start, end) in zip(heads, fitting[0], strict=False):
                if start < end:
                    yield Cell(head, start, end)
        elif line.strip() and heads:
            strangers += 1
            if strangers > _MOST_STRANGERS:
                heads = []


def _are_heads(text: str, row: list[tuple[int, int]]) -> bool:
    """Tell whether the cells of a line are words, one of which says what is below it."""
    written = [text[start:end] for start, end in row]
    return all(_HEAD.fullmatch(one) or not one for one in written) and any(
        _is_known(_named(one)) for one in written
    )


def _fits(row: list[tuple[int, int]], heads: list[str], own: bool) -> bool:
    """Tell whether a line is a row below the heads."""
    if not heads:
        return False
    if own:
        return abs(len(row) - len(heads)) <= 1
    return len(row) == len(heads) >= _FEWEST_OF_OTHER_SIGN


def _row(line: str, at: int, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    """Return the cells of a line without the blanks and quotes around them."""
    line = _QUOTED.sub(lambda quoted: quoted[0].replace(",", "\0"), line)
    left, right = len(line) - len(line.lstrip(" |")), len(line.rstrip(" |,;"))
    row = []
    for match in separator.finditer(line, left, max(left, right)):
        row.append(_trimmed(line, at, left, match.start()))
        left = match.end()
    row.append(_trimmed(line, at, left, max(left, right)))
    return row


def _trimmed(line: str, at: int, start: int, end: int) -> tuple[int, int]:
    while start < end and line[start] in _IN_QUOTES:
        start += 1
    while end > start and line[end - 1] in _IN_QUOTES:
        end -= 1
    return at + start, at + end


def _named(cell: str) -> str:
    """Return a head's words, folded: `student_ID#` is "student id"."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cell)
    return " ".join(_LETTERS.findall(fold(apart.replace("_", " "))))


class Columns(FormRecogniser):
    """Finds the cells whose head is one of `heads`."""

    heads: ClassVar[frozenset[str]]
    stems: ClassVar[tuple[str, ...]] = ()
    """Beginnings of words by which other heads are told: "birth" in "birthdt"."""
    forms = (Form(id="column", pattern=r"(?P<value>\n)", score=_SCORE),)

    def may_hold(self, text: str) -> bool:
        """Return whether there are lines at all."""
        return "\n" in text

    def suits(self, value: str) -> bool:
        """Tell whether a cell looks like what its head says."""
        raise NotImplementedError

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: Any = None
    ) -> list[RecognizerResult]:
        """Return the cells, in Presidio's words."""
        if not self.may_hold(text):
            return []
        return [
            self._result(self.forms[0], cell.start, cell.end, _SCORE)
            for cell in cells(text)
            if self.knows(cell.head) and self.suits(text[cell.start : cell.end])
        ]

    @classmethod
    def knows(cls, head: str) -> bool:
        """Tell whether a head says that this is below it."""
        return head in cls.heads or any(word.startswith(cls.stems) for word in head.split())


def _heads(listed: str) -> frozenset[str]:
    return frozenset(fold(one.strip()) for one in listed.split(","))


class BirthColumns(Columns):
    """Finds dates of birth."""

    label = Label.DATE_OF_BIRTH
    id_ = "birth_columns"
    heads = _heads(
        "dob, d o b, birthdate, birth date, date of birth, birthday, bday, b day, born, birth, "
        "student dob, child dob, fecha de nacimiento, f nac, nacimiento, fecha nac, cumpleaños"
    )
    stems = ("birth", "dob", "nacim", "cumple")

    def suits(self, value: str) -> bool:
        """Ask for a digit, and no more than a date has."""
        if value.isdigit() and len(value) < _SHORTEST_DATE:
            return False  # an age, or a row that is shorter than the heads
        return 1 <= len(digits(value)) <= 8 and len(value) <= 24


class StudentIdColumns(Columns):
    """Finds student numbers."""

    label = Label.STUDENT_ID
    id_ = "student_id_columns"
    heads = _heads(
        "id, ids, local, studentid, sid, stuid, stunum, perm, permid, ssid, lunch, lunch pin, "
        "student, number, num, osis, stateid, sasid, lasid, nyssis, fleid, stn, stu, matrícula, "
        "id estudiante, número, id del estudiante, id de estudiante, card, library card, uid, "
        "studentnumber, sis, eduid, gtid"
    )

    @classmethod
    def knows(cls, head: str) -> bool:
        """Tell whether a head means pupils' numbers: "SIS User ID", "StateStudentNumber"."""
        *whose, what = head.split() or [""]
        return head in cls.heads or bool(
            whose and what in _NUMBERS and _OF_PUPILS.issuperset(whose)
        )

    def suits(self, value: str) -> bool:
        """Ask for what student numbers are made of."""
        return _ID.fullmatch(value) is not None and not _YEAR.fullmatch(value)


class SsnColumns(Columns):
    """Finds Social Security numbers."""

    label = Label.SSN
    id_ = "ssn_columns"
    heads = _heads("ssn, ss, social, social security, social security number, soc sec, ssns")

    def suits(self, value: str) -> bool:
        """Ask for nine digits, or for the last four."""
        return (
            len(digits(value)) in (4, 9) and _LETTERS.search(value.lower().replace("x", "")) is None
        )


class UsernameColumns(Columns):
    """Finds account names."""

    label = Label.USERNAME
    id_ = "username_columns"
    heads = _heads(
        "username, user name, user, login, log in, account, handle, usuario, gamertag, screen "
        "name, user id, userid, login name, discord, scratch, chromebook login, gamer tag, tag name"
    )
    stems = ("login", "username", "logon", "usuario")

    def suits(self, value: str) -> bool:
        """Ask for one word that is no address."""
        return re.fullmatch(r"@?[\w.\-]{3,40}", value) is not None and not value.isdigit()


class OtherIdColumns(Columns):
    """Finds numbers of things and papers, and passwords."""

    label = Label.OTHER_ID
    id_ = "other_id_columns"
    heads = _heads(
        "pin, pins, pin number, badge, badge number, locker, locker number, combo, combination, "
        "plate, license plate, plates, permit, parking permit, permit number, space, asset, asset "
        "tag, tag, tag number, serial, serial number, device, chromebook, ipad, laptop, hotspot, "
        "barcode, password, pw, pass, temp password, temp pw, passcode, access code, key, fob, "
        "textbook, book number, calculator, calc, instrument, medicaid, insurance, policy, case "
        "number, case, passport, contraseña, employee id, staff id, emp id, bus pass, bib, door "
        "code, activation code, testing ticket, ticket, session code"
    )

    def suits(self, value: str) -> bool:
        """Ask for a digit, or for a word that looks made; no sum of money, no date, no score."""
        return _MADE.fullmatch(value) is not None and not _MONEY_OR_DATE.fullmatch(value)


class AddressColumns(Columns):
    """Finds addresses and stops."""

    label = Label.ADDRESS
    id_ = "address_columns"
    heads = _heads(
        "address, home address, street, street address, mailing address, dirección, domicilio, "
        "stop, bus stop, pickup, pick up, dropoff, drop off, location of stop, am stop, pm "
        "stop, residence"
    )

    def suits(self, value: str) -> bool:
        """Ask for a house number, or for two streets that meet."""
        return _LETTERS.search(value) is not None and (
            any(map(str.isdigit, value)) or re.search(r"[&@/]| and | y ", value) is not None
        )


class PhoneColumns(Columns):
    """Finds telephone numbers."""

    label = Label.PHONE
    id_ = "phone_columns"
    heads = _heads(
        "phone, cell, mobile, telephone, tel, home phone, cell phone, parent phone, work phone, "
        "contact phone, phone number, contact number, emergency, teléfono, celular, guardian "
        "phone, mom cell, dad cell, emergency phone, whatsapp"
    )

    def suits(self, value: str) -> bool:
        """Ask for seven digits and no more than a few letters."""
        return 7 <= len(digits(value)) <= 15 and len("".join(_LETTERS.findall(value))) <= 4


class SchoolColumns(Columns):
    """Finds schools."""

    label = Label.SCHOOL
    id_ = "school_columns"
    heads = _heads(
        "school, home school, campus, previous school, prior school, feeder school, escuela, "
        "plantel, sending school, last school, school name, building"
    )

    def suits(self, value: str) -> bool:
        """Ask for a name in capitals or for letters and a number."""
        return value[:1].isupper() and len(value) <= 60 and _LETTERS.search(value) is not None


class NameColumns(Columns):
    """Finds people."""

    label = Label.PERSON
    id_ = "name_columns"
    heads = _heads(
        "name, student, student name, studentname, last, first, last name, first name, "
        "lastname, firstname, surname, given, family, given name, family name, full name, "
        "fullname, nombre, nombres, apellido, apellidos, estudiante, alumno, alumna, teacher, "
        "parent, guardian, mother, father, mom, dad, kid, kids, child, pupil, learner, "
        "preferred, preferred name, nickname, goes by, middle, middle name, parent name, "
        "guardian name, teacher name, case manager, counselor, maestra, maestro, madre, padre, "
        "contact, emergency contact, partner, player, driver, sub, aide, para, nurse, students, "
        "names, stu name, student last, student first"
    )

    def suits(self, value: str) -> bool:
        """Ask for one to four words of letters, none of them a mark."""
        words = value.replace(",", " ").split()
        if not 1 <= len(words) <= 4 or len(value) < 2 or not _NAME.fullmatch(value):
            return False
        folded = [fold(word).strip(".") for word in words]
        return not any(word in _NO_NAME for word in folded)


_NUMBERS: Final = frozenset("id ids number numbers num no nbr identifier".split())
_OF_PUPILS: Final = frozenset(
    "student students stu stud pupil learner child sis local state district school perm permanent"
    " unique lunch meal user integration canvas clever powerschool ps aeries skyward i d"
    " the".split()
)
_MADE: Final = re.compile(
    r"#?[\w!@#$%&*+.\-/ ]{0,24}\d[\w!@#$%&*+.\-/ ]{0,24}|\w+[-!@#$%&*_]\w+(?:-\w+)*"
)
_MONEY_OR_DATE: Final = re.compile(
    r"[$€£-]?\d+[.,]\d\d?|\d{1,4}[/.]\d{1,2}(?:[/.]\d{1,4})?|(?:19|20)\d\d(?:-\d\d){0,2}|\d{1,2}:\d\d.*|\d+%"
)
_ID: Final = re.compile(r"#?[A-Za-z]{0,4}-?\d[0-9A-Za-z\-]{2,15}")
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?:-(?:19|20)?\d\d)?")
_NAME: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’\-]|, ?)*")
_NO_NAME: Final = TITLES | frozenset(
    """
    absent abs present late yes true false null none na unknown blank total average mean median max
    min name student teacher grade score math reading science ela pass fail missing excused pending
    int str char varchar text integer varchar date boolean float key primary string number tbd sub
    """.split()
)
COLUMNS: Final[tuple[type[Columns], ...]] = (
    BirthColumns,
    StudentIdColumns,
    SsnColumns,
    UsernameColumns,
    OtherIdColumns,
    AddressColumns,
    PhoneColumns,
    SchoolColumns,
    NameColumns,
)


@lru_cache(maxsize=1024)
def _is_known(head: str) -> bool:
    """Tell whether some column knows a head."""
    return any(one.knows(head) for one in COLUMNS)
