from datetime import date

import pytest

from gateway.district.sealed import open_birth_date, open_secret, seal_birth_date, seal_secret
from gateway.errors import Unusable
from tests.district.conftest import new_fields

BORN = date(2016, 2, 29)


def test_a_birth_date_opens_in_its_own_row() -> None:
    fields = new_fields()
    sealed = seal_birth_date(fields, "s1", BORN)
    assert b"2016" not in sealed
    assert open_birth_date(fields, "s1", sealed) == BORN


def test_no_birth_date_stays_none() -> None:
    assert open_birth_date(new_fields(), "s1", None) is None


def test_a_birth_date_moved_to_another_row_does_not_open() -> None:
    fields = new_fields()
    with pytest.raises(Unusable) as caught:
        open_birth_date(fields, "s2", seal_birth_date(fields, "s1", BORN))
    assert caught.value.code == "keys_mismatch"
    assert "s1" not in caught.value.message


def test_another_districts_key_does_not_open_it() -> None:
    sealed = seal_secret(new_fields(), "openai", "sk-1")
    with pytest.raises(Unusable, match="field key"):
        open_secret(new_fields(), "openai", sealed)


def test_a_secret_is_bound_to_its_name() -> None:
    fields = new_fields()
    sealed = seal_secret(fields, "openai", "sk-ключ")
    assert open_secret(fields, "openai", sealed) == "sk-ключ"
    with pytest.raises(Unusable):
        open_secret(fields, "other", sealed)


def test_a_secret_cannot_pass_for_a_birth_date() -> None:
    fields = new_fields()
    with pytest.raises(Unusable):
        open_birth_date(fields, "s1", seal_secret(fields, "s1", "2016-02-29"))


@pytest.mark.parametrize("place", range(0, 40, 3))
def test_a_flipped_bit_is_found(place: int) -> None:
    fields = new_fields()
    sealed = bytearray(seal_birth_date(fields, "s1", BORN))
    sealed[place % len(sealed)] ^= 1
    with pytest.raises(Unusable):
        open_birth_date(fields, "s1", bytes(sealed))
