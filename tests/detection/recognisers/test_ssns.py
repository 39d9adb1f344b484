import pytest

from gateway.detection.recognisers.ssns import Ssns
from tests.detection.recognisers.tables import check

RECOGNISER = Ssns()

HITS = [
    "⟦987-65-4329⟧ and ⟦912785670⟧",
    "⟦000-52-8814⟧\n⟦912345670⟧",
    "the social on the old card was ⟦219 09 9998⟧",
    "⟦219099998⟧ is his ssn",
    "SSN ends in ⟦9998⟧",
    "they wrote ⟦000-12-3456⟧ on the form",
    "⟦950-12-3456⟧",
    "⟦219-09-9998⟧",
    "SSN: ⟦219099998⟧",
    "ssn is ⟦219 09 9998⟧",
    "⟦219.09.9998⟧",
    "⟦219 09 9998⟧ on the form",
    "social security number ⟦219-09-9998⟧.",
    "her social is ⟦219099998⟧",
    "soc. sec. no. ⟦219-09-9998⟧",
    "SS# ⟦219-09-9998⟧",
    "seguro social: ⟦219-09-9998⟧",
    "SSN 666-12-3456".replace("666-12-3456", "⟦666-12-3456⟧"),
    "⟦XXX-XX-9998⟧",
    "⟦***-**-9998⟧",
    "last four of her SSN: ⟦9998⟧",
    "SSN ending in ⟦9998⟧",
    "ITIN ⟦912-70-1234⟧",
    "⟦912-70-1234⟧",
]

NEAR_MISSES = [
    "912345670",
    "osis 238841907",
    "the ssn box, then page 4821",
    "000 12 3456",
    "666 12 3456",
    "219 00 3456",
    "219 09 0000",
    "950 12 3456",
    "219099998",
    "219-09-99987",
    "1219-09-9998",
    "2019-09-9998",
    "219-099-998",
    "social studies 1999",
    "zip 93701-1234",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
