import pytest

from gateway.detection.recognisers.other_ids import OtherIds
from tests.detection.recognisers.tables import check

RECOGNISER = OtherIds()

HITS = [
    "passport ⟦123456789⟧",
    "passport number: ⟦C12345678⟧",
    "A-number ⟦A123456789⟧",
    "⟦A-123-456-789⟧",
    "driver's license ⟦D1234567⟧",
    "learner's permit no. ⟦Y7654321⟧",
    "Medicaid ID ⟦AB12345C⟧",
    "insurance policy # ⟦990-1234567⟧",
    "Chromebook serial: ⟦5CD1234XYZ⟧",
    "asset tag ⟦004512⟧",
    "card ⟦4111 1111 1111 1111⟧",
    "⟦378282246310005⟧",
    "password: ⟦Tiger42!⟧",
    "pw is ⟦tiger-42⟧.",
    "contraseña: ⟦gato2024⟧",
    "birth certificate no. ⟦112-1999-012345⟧",
]

NEAR_MISSES = [
    "passport photos",
    "password: required",
    "the password is secret",
    "insurance in 2024",
    "4111 1111 1111 1112",
    "1234567890123456",
    "0000 0000 0000 0000",
    "A1 paper",
    "Chapter A12345",
    "case 2024",
    "device number two",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
