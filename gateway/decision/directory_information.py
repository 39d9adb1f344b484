"""What is directory information of a student on a day, for whom (34 CFR 99.31(a)(11), 99.37).

Nothing is, until the district gave public notice of its types and the time that parents and
eligible students have to answer is over (99.37(a)), and nothing for parties or purposes to which
that notice does not extend (99.37(d)). Pure: the day, already local to the district, comes in.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from gateway.terms.directory_information import NEVER_DIRECTORY, DirectoryOptOut
from gateway.terms.disclosure import Category, DistrictChoices, Purpose


def directory_types(
    choices: DistrictChoices, day: date, *, tool: str, purpose: Purpose
) -> frozenset[Category]:
    """Return the categories that are directory information in a district on a day.

    Args:
        choices: the district's.
        day: its local date.
        tool: the id of where they would go.
        purpose: what for.
    """
    noticed = choices.directory_notice_on
    if noticed is None or day <= noticed + timedelta(days=choices.directory_notice_days):
        return frozenset()
    if choices.directory_tools and tool not in choices.directory_tools:
        return frozenset()
    if choices.directory_purposes and purpose not in choices.directory_purposes:
        return frozenset()
    return choices.directory_categories - NEVER_DIRECTORY


def opted_out(
    opt_outs: Iterable[DirectoryOptOut] | None, categories: frozenset[Category], day: date
) -> bool:
    """Tell whether a student's data are kept from being directory information.

    Args:
        opt_outs: the student's own; None where they are not known.
        categories: what the prompt holds about the student.
        day: the district's local date.
    """
    return opt_outs is None or any(one.reaches(categories, day) for one in opt_outs)
