"""Which kind of stand-in a request gets."""

import pytest

from gateway.pseudonyms.style import choose_style
from gateway.terms.disclosure import DistrictChoices, Purpose, SurrogateStyle, Tool

TAGS, NAMES = SurrogateStyle.TAGS, SurrogateStyle.NAMES


@pytest.mark.parametrize(
    ("tool", "purpose", "wanted"),
    [
        (NAMES, Purpose.INSTRUCTION, NAMES),
        (NAMES, Purpose.GRADING, TAGS),
        (NAMES, Purpose.FEEDBACK, TAGS),
        (NAMES, Purpose.DISCIPLINE, TAGS),
        (TAGS, Purpose.INSTRUCTION, TAGS),
    ],
)
def test_judging_purposes_and_tools_that_ask_for_them_get_tags(
    tool: SurrogateStyle, purpose: Purpose, wanted: SurrogateStyle
) -> None:
    registered = Tool(id="t", model="m", provider="p", style=tool)
    assert choose_style(registered, purpose, DistrictChoices()) is wanted


def test_a_district_may_choose_names_for_every_purpose() -> None:
    choices = DistrictChoices(purposes_with_tags=frozenset())
    assert choose_style(Tool(id="t", model="m", provider="p"), Purpose.GRADING, choices) is NAMES
