"""What a district may make directory information."""

from dataclasses import replace

import pytest

from gateway.district.choices import SETTINGS
from gateway.errors import BadRequest
from gateway.terms.disclosure import Category, DistrictChoices
from tests.district.conftest import Town

pytestmark = pytest.mark.anyio

CHOICES = DistrictChoices()


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
    ],
    ids=["student numbers", "conduct", "before it was given", "too long"],
)
async def test_what_the_law_does_not_let_be_directory_information_is_refused(
    peopled: Town, choices: DistrictChoices, param: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        await peopled.reader.read(lambda db: SETTINGS.check(db, choices))
    assert refused.value.param == param
    await peopled.reader.read(lambda db: SETTINGS.check(db, CHOICES))
