"""Checkpoints: signed, read back, refused when anything is off, and readable by others."""

import base64

import aics_tlog
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.audit.checkpoint import (
    CheckpointInvalid,
    key_hash,
    origin_in,
    origin_of,
    read,
    sign,
    verifier_key,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
TRUSTED = [KEY.public_key()]
ORIGIN = origin_of("district", "stream")
ROOT = bytes(range(100, 132))
SIGNED = sign(ORIGIN, 42, ROOT, KEY)


def test_a_checkpoint_reads_back_as_signed() -> None:
    assert read(SIGNED.note, ORIGIN, TRUSTED) == SIGNED
    assert origin_in(SIGNED.note) == ORIGIN


def test_a_checkpoint_has_the_form_of_the_specification() -> None:
    body = f"{ORIGIN}\n42\n{base64.b64encode(ROOT).decode()}\n"
    signature = key_hash(ORIGIN, KEY.public_key()) + KEY.sign(body.encode())
    line = f"\N{EM DASH} {ORIGIN} {base64.b64encode(signature).decode()}\n"

    assert SIGNED.note == f"{body}\n{line}"


def test_another_implementation_accepts_it() -> None:
    key = aics_tlog.parse_vkey(verifier_key(ORIGIN, KEY.public_key()))
    result = aics_tlog.verify_checkpoint(
        aics_tlog.parse_note(SIGNED.note), key, expected_origin=ORIGIN
    )

    assert result.ok, result.error
    assert key == aics_tlog.vkey_from_ed25519(ORIGIN, KEY.public_key())


def test_we_accept_what_another_implementation_signs() -> None:
    theirs = aics_tlog.sign_checkpoint(aics_tlog.Checkpoint(ORIGIN, 42, ROOT), KEY, ORIGIN)

    assert read(theirs.to_bytes().decode(), ORIGIN, TRUSTED).root == ROOT


def test_a_witness_we_do_not_know_is_passed_over() -> None:
    line = sign("witness.example/w", 42, ROOT, OTHER).note.rpartition("\n\n")[2]

    assert read(SIGNED.note + line, ORIGIN, TRUSTED).size == 42
    body, _, ours = SIGNED.note.rpartition("\n\n")
    assert read(f"{body}\n\n{line}{ours}", ORIGIN, TRUSTED).size == 42


def test_an_earlier_key_is_still_trusted_when_named() -> None:
    old = sign(ORIGIN, 42, ROOT, OTHER).note

    assert read(old, ORIGIN, [KEY.public_key(), OTHER.public_key()]).size == 42
    with pytest.raises(CheckpointInvalid):
        read(old, ORIGIN, TRUSTED)


def test_any_changed_character_is_found() -> None:
    for at, char in enumerate(SIGNED.note):
        for change in ("", "A" if char != "A" else "B", char + "x"):
            with pytest.raises(CheckpointInvalid):
                read(SIGNED.note[:at] + change + SIGNED.note[at + 1 :], ORIGIN, TRUSTED)


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("", id="nothing"),
        pytest.param("\n\n", id="blank"),
        pytest.param(SIGNED.note.rpartition("\n\n")[0] + "\n", id="no signature"),
        pytest.param(SIGNED.note.replace("\n42\n", "\n042\n"), id="leading zero"),
        pytest.param(SIGNED.note.replace("\n42\n", "\n-1\n"), id="negative"),
        pytest.param(SIGNED.note.replace("\n42\n", "\n" + "9" * 5000 + "\n"), id="endless size"),
        pytest.param(SIGNED.note.replace("\n42\n", "\n٤٢\n"), id="digits of another script"),
        pytest.param(SIGNED.note + "more", id="trailing words"),
        pytest.param(SIGNED.note.replace("\N{EM DASH}", "-"), id="another dash"),
    ],
)
def test_malformed_notes_are_refused(note: str) -> None:
    with pytest.raises(CheckpointInvalid):
        read(note, ORIGIN, TRUSTED)


def test_another_streams_checkpoint_is_refused() -> None:
    with pytest.raises(CheckpointInvalid):
        read(SIGNED.note, origin_of("district", "other"), TRUSTED)


@pytest.mark.parametrize("origin", ["", "a b", "a+b", "a\nb"])
def test_an_origin_that_would_break_the_form_is_refused(origin: str) -> None:
    with pytest.raises(CheckpointInvalid):
        sign(origin, 0, ROOT, KEY)
