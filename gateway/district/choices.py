"""The shelf of what the district decided, and what it may decide."""

import re
from datetime import date
from typing import Final
from zoneinfo import available_timezones

from sqlalchemy import Connection, select

from gateway.district import edits
from gateway.district.documents import CHOICES
from gateway.district.shelves import THE_ONE, Shelf, check_texts, invalid
from gateway.store import tables
from gateway.terms.directory_information import NEVER_DIRECTORY
from gateway.terms.disclosure import DistrictChoices, PseudonymisedBasis
from gateway.terms.people import Duty, Kind

LARGEST_CELL = 10
"""Beyond it the signs of a text do not tell how many students fit."""
LONGEST_HOLD = 90
LONGEST_HAND_OVER = 365
LONGEST_READING = 240
"""Minutes."""
LONGEST_NOTICE = 90
MOST_HANDLINGS = 100
_MONTH_AND_DAY = re.compile("[0-9]{2}-[0-9]{2}")
_RANGES: Final = {
    "smallest_cell": (
        1,
        LARGEST_CELL,
        f"from 1, below which nobody is, to {LARGEST_CELL} students",
    ),
    "hold_days": (1, LONGEST_HOLD, f"from 1 to {LONGEST_HOLD} days"),
    "safety_minutes": (1, 24 * 60, "from a minute to a day"),
    "hand_over_days": (1, LONGEST_HAND_OVER, f"from 1 to {LONGEST_HAND_OVER} days"),
    "emergency_minutes": (1, 24 * 60, "from a minute to a day"),
    "roster_most_going": (0, 100, "from 0 to 100 percent"),
    "roster_serves_days": (1, 366, "from 1 to 366 days"),
    "content_read_minutes": (1, LONGEST_READING, f"from 1 to {LONGEST_READING} minutes"),
}
"""What a number may be at the least and at the most, and how that is told."""


def read_choices(db: Connection, _row: str = THE_ONE) -> DistrictChoices | None:
    """Return what the district decided, None where it was never set up."""
    text = db.execute(select(tables.choices.c.document)).scalar()
    return None if text is None else CHOICES.read(text)


def _check_choices(db: Connection, choices: DistrictChoices) -> None:
    if not 13 <= choices.coppa_age <= 18:  # 16 CFR 312.2: a child is under 13; a rule may be wider
        raise invalid("the law says 13; a district may go up to 18", "coppa_age")
    if not 18 <= choices.self_consent_age <= 21:  # 34 CFR 99.3: an eligible student is 18
        raise invalid("the law says 18; a district may go up to 21", "self_consent_age")
    check_texts(choices)
    _check_directory(db, choices)
    _check_sensitive(choices)
    _check_oversight(db, choices)
    if choices.school_year_ends and year_end(choices.school_year_ends, 2026) is None:
        raise invalid("must be a month and day such as `06-30`, or empty", "school_year_ends")
    if choices.timezone not in available_timezones():
        raise invalid("must name a time zone, such as `America/Chicago`", "timezone")
    if choices.pseudonymised_basis is not PseudonymisedBasis.UNSET and not (
        choices.pseudonymised_basis_by.strip() and choices.pseudonymised_basis_on
    ):
        raise invalid("an official chooses: say who, and on which day", "pseudonymised_basis_by")
    if choices.school_authorisation and not choices.school_authorisation_by.strip():
        raise invalid("an official approves this: say who", "school_authorisation_by")


def _check_directory(db: Connection, choices: DistrictChoices) -> None:
    """Refuse directory information that 34 CFR 99.3 does not let be any, or for tools unknown."""
    if never := sorted(choices.directory_categories & NEVER_DIRECTORY):
        raise invalid(
            f"never directory information (34 CFR 99.3): {', '.join(never)}", "directory_categories"
        )
    if not 0 <= choices.directory_notice_days <= LONGEST_NOTICE:
        raise invalid(f"from 0 to {LONGEST_NOTICE} days", "directory_notice_days")
    table = tables.tools.c
    query = select(table.id).where(table.id.in_(choices.directory_tools))
    if unknown := choices.directory_tools.difference(db.execute(query).scalars()):
        raise invalid(f"no such tool: {', '.join(sorted(unknown))}", "directory_tools")


def _check_sensitive(choices: DistrictChoices) -> None:
    if len(choices.sensitive_handling) > MOST_HANDLINGS:
        raise invalid(f"at most {MOST_HANDLINGS} rows", "sensitive_handling")
    for one in choices.sensitive_handling:
        if not one.roles or not one.topics:
            raise invalid("each row names `roles` and `topics`", "sensitive_handling")


def _check_oversight(db: Connection, choices: DistrictChoices) -> None:
    for name in ("holds_decided_by", "emergency_declared_by", "content_read_by"):
        if Duty.AUDITOR in getattr(choices, name):
            raise invalid("auditors read the log, no words, and decide nothing", name)
    if not choices.holds_decided_by:
        raise invalid("name a duty: what is held waits for somebody", "holds_decided_by")
    for name, (least, most, words) in _RANGES.items():
        if not least <= getattr(choices, name) <= most:
            raise invalid(words, name)
    for name in ("safety_team", "safety_leads", "reminded"):
        _check_staff(db, getattr(choices, name), name)


def _check_staff(db: Connection, people: frozenset[str], param: str) -> None:
    table = tables.people.c
    query = select(table.id).where(
        table.id.in_(people), table.kind == Kind.STAFF.value, table.active
    )
    if len(db.execute(query).all()) != len(people):
        raise invalid("each must be the roster id of somebody active of the staff", param)


def year_end(month_and_day: str, year: int) -> date | None:
    """Return the end of the school year in a calendar year, None for what is no day of it."""
    if not _MONTH_AND_DAY.fullmatch(month_and_day):
        return None
    try:
        return date.fromisoformat(f"{year:04}-{month_and_day}")
    except ValueError:
        return None


def _put_choices(db: Connection, choices: DistrictChoices, _now: int) -> None:
    edits.set_choices(db, choices)


SETTINGS: Final = Shelf(
    kind="choices",
    document=CHOICES,
    row_of=lambda _choices: THE_ONE,
    read=read_choices,
    put=_put_choices,
    check=_check_choices,
)
