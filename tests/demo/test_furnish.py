"""What the made-up school holds is what the documents say of it."""

from datetime import date
from pathlib import Path

import pytest

from gateway.demo.furnish import PEOPLE, SEED, full_name
from gateway.demo.synthetic_district import SyntheticDistrict

README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.mark.parametrize("today", [date(2026, 8, 1), date(2028, 2, 29)], ids=str)
def test_the_readme_calls_its_two_pupils_what_they_are(today: date) -> None:
    pupils = SyntheticDistrict(people=PEOPLE, seed=SEED, today=today).subjects()
    names = [full_name(pupils[one]) for one in ("consented", "unconsented")]
    asked = README.read_text().partition('"content": "Praise ')[2]
    assert asked.startswith(" and ".join(names))
