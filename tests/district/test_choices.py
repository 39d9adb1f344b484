"""What a district may make directory information, and how it may handle sensitive content."""

from dataclasses import replace

import pytest

from gateway.district.choices import SETTINGS
from gateway.errors import BadRequest
from gateway.terms.disclosure import Category, DistrictChoices
from gateway.terms.outcomes import Outcome
from gateway.terms.people import Role
from gateway.terms.sensitive import SensitiveHandling
from gateway.terms.topics import Topic
from tests.district.conftest import Town

pytestmark = pytest.mark.anyio

CHOICES = DistrictChoices()
HANDLING = "sensitive_handling"
HELD = SensitiveHandling(
    roles=frozenset({Role.TEACHER}), topics=frozenset({Topic.HEALTH}), outcome=Outcome.HOLD
)


@pytest.mark.parametrize(
    ("choices", "param"),
    [
        (
            replace(CHOICES, directory_categories=frozenset({Category.STUDENT_IDENTIFIERS})),
            "directory_categories",
        ),
        (
            replace(CHOICES, directory_categories=frozenset({Category.CONDUCT})),
            "directory_categories",
        ),
        (replace(CHOICES, directory_notice_days=-1), "directory_notice_days"),
        (replace(CHOICES, directory_notice_days=91), "directory_notice_days"),
        (replace(CHOICES, holds_decided_by=frozenset()), "holds_decided_by"),
        (replace(CHOICES, smallest_cell=0), "smallest_cell"),
        (replace(CHOICES, smallest_cell=11), "smallest_cell"),
        (replace(CHOICES, directory_tools=frozenset({"nowhere"})), "directory_tools"),
        (replace(CHOICES, sensitive_handling=(replace(HELD, roles=frozenset()),)), HANDLING),
        (replace(CHOICES, sensitive_handling=(replace(HELD, topics=frozenset()),)), HANDLING),
        (replace(CHOICES, sensitive_handling=(HELD,) * 101), HANDLING),
    ],
    ids=[
        "student numbers",
        "conduct",
        "before it was given",
        "too long",
        "held for nobody",
        "fewer than nobody",
        "more than can be told",
        "to a tool that is none",
        "nobody's",
        "of nothing",
        "too many",
    ],
)
async def test_what_cannot_be_chosen_is_refused(
    peopled: Town, choices: DistrictChoices, param: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        await peopled.reader.read(lambda db: SETTINGS.check(db, choices))
    assert refused.value.param == param
    await peopled.reader.read(lambda db: SETTINGS.check(db, CHOICES))
