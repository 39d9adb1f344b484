import pytest

from gateway.detection.recognisers.titles import Titles
from tests.detection.recognisers.tables import check

RECOGNISER = Titles()

HITS = [
    "Adjudicator ⟦P. Szymborski⟧",
    "ms ⟦okafor⟧ said i can",
    "Mr. ⟦K⟧ is mean",
    "coach ⟦dan⟧ yelled",
    "Mrs. ⟦R⟧ and Dr. ⟦Patel⟧",
    "Sra. ⟦Delgado⟧ y la maestra ⟦Ruiz⟧",
    "Ms. ⟦Van Dyke⟧'s room",
    "Coach ⟦Rivera⟧'s practice",
    "Principal ⟦Ann Lee Park⟧",
    "Mr. and Mrs. ⟦Reyes⟧",
    "Dear Mr. ⟦Nguyen-Tran⟧,",
    "ms. ⟦thompson⟧'s class",
    "mrs ⟦o'brien⟧ left",
    "Officer ⟦Ruiz⟧ came",
    "Nurse ⟦Adaeze⟧ called",
    "mx ⟦lark⟧ teaches art",
    "el director ⟦Soto⟧",
    "Mr.⟦Haddad⟧ is out",
    "dr ⟦osei⟧ called",
]

NEAR_MISSES = [
    "Mr. Potato Head",
    "the doctor said no",
    "the nurse called",
    "my coach said so",
    "principal said so",
    "mr man",
    "Dr. Seuss wrote it",
    "Mr. President, sir",
    "Miss you a lot",
    "officer said stop",
    "the principal of the matter",
    "a nurse is here",
    "MS is a disease",
    "coach me please",
    "sisters and brothers",
    "the director will call",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
