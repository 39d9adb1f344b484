import pytest

from gateway.detection.folding import fold
from gateway.detection.short_forms import SHORTEST, listed_short_forms, short_forms


def test_short_forms_are_folded_and_shorter_ways_of_no_one_else() -> None:
    for name, short in listed_short_forms().items():
        assert fold(name) == name
        assert name.isalpha()
        assert short
        assert name not in short
        assert all(fold(one) == one and one.isalpha() and len(one) >= SHORTEST for one in short)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("olivia", "liv"),  # the list's
        ("katarzyna", "kasia"),
        ("jesus", "chuy"),
        ("mohamed", "mo"),
        ("isabella", "bella"),  # the package's
        ("margaret", "daisy"),  # the package's, of a name the list has others for
        ("margaret", "mags"),
    ],
)
def test_names_are_known_by_their_short_forms(name: str, short: str) -> None:
    assert short in short_forms()[name]


def test_a_rare_name_has_no_short_form() -> None:
    assert "xochiquetzal" not in short_forms()
