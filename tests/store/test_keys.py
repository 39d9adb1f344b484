"""The key store: made once, closed to others, and clear about what is wrong with it."""

from pathlib import Path

import pytest

from gateway.errors import Unusable
from gateway.store import keys


def test_keys_open_as_they_were_made(tmp_path: Path) -> None:
    made = keys.create(tmp_path / "keys")
    sealed = made.vault.encrypt(b"value", b"row")
    opened = keys.load(tmp_path / "keys")
    assert opened.vault.decrypt(sealed, b"row") == b"value"
    assert opened.root == made.root
    assert opened.public_pem() == (tmp_path / "keys" / "signing.pub").read_bytes()


def test_derived_keys_differ_by_label_and_last() -> None:
    one = keys.Keys.derive
    made = type("K", (), {"root": bytes(32)})()
    assert one(made, "a") == one(made, "a") != one(made, "b")
    assert len(one(made, "a")) == 32


def test_keys_are_never_overwritten(tmp_path: Path) -> None:
    keys.create(tmp_path / "keys")
    before = (tmp_path / "keys" / "root.key").read_bytes()
    with pytest.raises(Unusable) as told:
        keys.create(tmp_path / "keys")
    assert told.value.code == "keys_exist"
    assert (tmp_path / "keys" / "root.key").read_bytes() == before


def test_only_the_owner_can_read_them(tmp_path: Path) -> None:
    keys.create(tmp_path / "keys")
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()}
    assert set(modes.values()) == {0o600}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", keys.FILES)
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    keys.create(tmp_path / "keys")
    (tmp_path / "keys" / name).unlink()
    with pytest.raises(Unusable, match=name) as told:
        keys.load(tmp_path / "keys")
    assert told.value.code == "keys_missing"


@pytest.mark.parametrize("name", [name for name in keys.FILES if not name.endswith(".pub")])
def test_a_file_open_to_others_is_refused(tmp_path: Path, name: str) -> None:
    keys.create(tmp_path / "keys")
    (tmp_path / "keys" / name).chmod(0o640)
    with pytest.raises(Unusable, match=name) as told:
        keys.load(tmp_path / "keys")
    assert told.value.code == "keys_exposed"


@pytest.mark.parametrize("name", [name for name in keys.FILES if not name.endswith(".pub")])
def test_a_damaged_file_is_told(tmp_path: Path, name: str) -> None:
    keys.create(tmp_path / "keys")
    (tmp_path / "keys" / name).write_bytes(b"x" * 7)
    with pytest.raises(Unusable) as told:
        keys.load(tmp_path / "keys")
    assert told.value.code == "keys_damaged"


def test_nothing_of_them_prints(tmp_path: Path) -> None:
    assert repr(keys.create(tmp_path / "keys")) == "Keys()"
