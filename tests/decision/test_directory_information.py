"""When something is directory information at all, and of whom it is none."""

from dataclasses import replace
from datetime import date

import pytest

from gateway.decision.directory_information import directory_types, opted_out
from gateway.terms.directory_information import NEVER_DIRECTORY, DirectoryOptOut
from gateway.terms.disclosure import Category, DistrictChoices, Purpose, Signer

TYPES = frozenset({Category.STUDENT_NAME, Category.STUDENT_CONTACT})
NOTICED = DistrictChoices(
    directory_categories=TYPES, directory_notice_on=date(2026, 9, 1), directory_notice_days=14
)
DAY = date(2026, 10, 1)
NO = DirectoryOptOut(
    id="o1",
    student="s1",
    by="g1",
    relationship=Signer.PARENT,
    given_on=date(2026, 9, 3),
    evidence="form 4",
)


@pytest.mark.parametrize(
    ("changes", "day", "types"),
    [
        pytest.param({}, DAY, TYPES, id="listed, and time over"),
        pytest.param({"directory_notice_on": None}, DAY, frozenset(), id="no notice"),
        pytest.param({}, date(2026, 8, 31), frozenset(), id="before the notice"),
        pytest.param({}, date(2026, 9, 15), frozenset(), id="last day to answer"),
        pytest.param({}, date(2026, 9, 16), TYPES, id="day after"),
        pytest.param({"directory_notice_days": 0}, date(2026, 9, 1), frozenset(), id="that day"),
        pytest.param({"directory_categories": frozenset()}, DAY, frozenset(), id="none listed"),
        pytest.param(
            {"directory_categories": frozenset(Category)},
            DAY,
            frozenset(Category) - NEVER_DIRECTORY,
            id="what never is",
        ),
    ],
)
def test_nothing_is_directory_information_before_the_time_to_answer_a_notice_is_over(
    changes: dict[str, object], day: date, types: frozenset[Category]
) -> None:
    choices = replace(NOTICED, **changes)  # type: ignore[arg-type]
    assert directory_types(choices, day, tool="tutor", purpose=Purpose.ADMINISTRATION) == types


@pytest.mark.parametrize(
    ("limits", "types"),
    [
        pytest.param({"directory_tools": {"tutor", "printer"}}, TYPES, id="a party of the notice"),
        pytest.param({"directory_tools": {"printer"}}, frozenset(), id="another party"),
        pytest.param({"directory_purposes": {Purpose.ADMINISTRATION}}, TYPES, id="its purpose"),
        pytest.param({"directory_purposes": {Purpose.GRADING}}, frozenset(), id="another purpose"),
        pytest.param(
            {"directory_tools": {"tutor"}, "directory_purposes": {Purpose.GRADING}},
            frozenset(),
            id="its party, another purpose",
        ),
    ],
)
def test_a_notice_may_be_limited_to_parties_and_purposes(
    limits: dict[str, object], types: frozenset[Category]
) -> None:
    choices = replace(NOTICED, **limits)  # type: ignore[arg-type]
    assert directory_types(choices, DAY, tool="tutor", purpose=Purpose.ADMINISTRATION) == types


def test_numbers_and_what_would_harm_never_are() -> None:
    assert Category.STUDENT_IDENTIFIERS in NEVER_DIRECTORY
    assert Category.SPECIAL_INDICATOR in NEVER_DIRECTORY
    assert Category.STUDENT_NAME not in NEVER_DIRECTORY


@pytest.mark.parametrize(
    ("opt_outs", "out"),
    [
        pytest.param(None, True, id="unknown"),
        pytest.param([], False, id="nobody did"),
        pytest.param([NO], True, id="all types"),
        pytest.param([replace(NO, types=TYPES)], True, id="this type"),
        pytest.param(
            [replace(NO, types=frozenset({Category.PARENT_NAME}))], False, id="another type"
        ),
        pytest.param([replace(NO, until=DAY)], True, id="its last day"),
        pytest.param([replace(NO, until=date(2026, 9, 30))], False, id="over"),
        pytest.param([replace(NO, until=date(2026, 9, 30)), NO], True, id="one of two is over"),
    ],
)
def test_an_opt_out_reaches_its_types_until_it_ends(
    opt_outs: list[DirectoryOptOut] | None, *, out: bool
) -> None:
    assert opted_out(opt_outs, frozenset({Category.STUDENT_NAME}), DAY) is out
