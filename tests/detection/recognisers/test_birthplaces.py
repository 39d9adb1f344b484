import pytest

from gateway.detection.recognisers.birthplaces import Birthplaces
from tests.detection.recognisers.tables import check

RECOGNISER = Birthplaces()

HITS = [
    "Place of birth: ⟦Guadalajara, Jalisco⟧",
    "birthplace: ⟦San Pedro Sula⟧",
    "POB: ⟦Fresno, CA⟧",
    "I was born in ⟦Oaxaca⟧ and came here",
    "i was born in ⟦El Salvador⟧.",
    "my mom was born in ⟦Port-au-Prince⟧",
    "lugar de nacimiento: ⟦Ciudad de México⟧",
    "nací en ⟦Tegucigalpa⟧",
    "we were born in ⟦New York City⟧",
    "country of birth ⟦Vietnam⟧",
    "I'm originally from ⟦St. Paul⟧",
    "City of birth (⟦Mosul⟧)",
]

NEAR_MISSES = [
    "Lincoln was born in Kentucky",
    "she was born in Warsaw in 1867",
    "I was born in May",
    "I was born in a small town",
    "place of birth is required",
    "a star is born in Orion",
    "the birthplace of jazz",
    "born to run",
    "they were born in Egypt",
    "Where was Frida Kahlo born?",
    "I was born in the summer",
    "originally from a farm",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
