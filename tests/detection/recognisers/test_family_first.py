import pytest

from gateway.detection.recognisers.family_first import FamilyFirst
from tests.detection.recognisers.tables import check

RECOGNISER = FamilyFirst()

HITS = [
    "104477 ⟦Haddad, Nadia⟧ 04/02/2012\n109003 ⟦Haddad, Nadya⟧ 2 Apr 2012",
    "⟦Pratt, Gwendolyn A.⟧ 000-52-8814\n⟦Esch, Lydia⟧ 912345670",
    "⟦Kuznetsov, L.⟧ / 75 / 70\n⟦O'Brien, Sh⟧ / 80",
    "- ⟦Prather, Keegan⟧: 900\n- ⟦Maldonado, Itzel⟧: 61",
]

NEAR_MISSES = [
    "Haddad, Nadya 2 Apr 2012",
    "Portland, Oregon 97201\nSalem, Oregon 97301",
    "Dover, NJ 07801\nTroy, MI 48007",
    "Monday, May 3\nFriday, June 4",
    "Lee, Harper. To Kill\nTwain, Mark. Tom",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
