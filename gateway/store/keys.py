"""The key store: every secret of one gateway, in files that only its owner can read.

    keys/vault.json     tink AEAD keyset: seals the conversations' vaults
    keys/field.json     tink AEAD keyset: seals birth dates, credentials, client secrets
    keys/signing.pem    Ed25519: signs the log's checkpoints
    keys/signing.pub    its public half, in PEM, to hand to auditors
    keys/rotations/     how it replaced an earlier one: a signed statement each, nothing secret
    keys/root.key       32 random bytes, from which the keyed hashes are derived (RFC 5869)

Lose them and vaults, birth dates and credentials are gone for good; back them up apart from the
database (deploy/runbook.md).
"""

import base64
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

import tink
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from tink import aead, secret_key_access

from gateway.errors import Unusable

FILES = ("vault.json", "field.json", "signing.pem", "signing.pub", "root.key")
_NEXT = "signing.next.pem"
_ROTATIONS = "rotations"


@dataclass(frozen=True, kw_only=True)
class Keys:
    """The opened key store. Nothing of it prints."""

    vault: aead.Aead = field(repr=False)
    fields: aead.Aead = field(repr=False)
    signing: Ed25519PrivateKey = field(repr=False)
    root: bytes = field(repr=False)
    rotations: tuple[str, ...] = field(repr=False, default=())

    def derive(self, label: str) -> bytes:
        """Return 32 bytes for one use; another label gives unrelated bytes (RFC 5869)."""
        kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=label.encode())
        return kdf.derive(self.root)

    def public_pem(self) -> bytes:
        """Return the checkpoint key's public half in PEM."""
        return _public_pem(self.signing)


def create(folder: Path) -> Keys:
    """Make a fresh key store.

    Raises:
        Unusable: there is one already; keys are never overwritten.
    """
    if any((folder / name).exists() for name in FILES):
        raise Unusable(
            "there are keys in this data folder already; they are never overwritten, since what "
            "they sealed would be lost: choose another folder",
            code="keys_exist",
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    signing = Ed25519PrivateKey.generate()
    _write(folder / "vault.json", _new_keyset())
    _write(folder / "field.json", _new_keyset())
    _write(folder / "signing.pem", _private_pem(signing))
    _write(folder / "signing.pub", _public_pem(signing))
    _write(folder / "root.key", secrets.token_bytes(32))
    return load(folder)


def load(folder: Path) -> Keys:
    """Open the key store.

    Raises:
        Unusable: a file is missing, unreadable, damaged, or readable by others.
    """
    aead.register()
    for name in FILES:
        _check(folder / name)
    try:
        rotations = _rotations(folder)
        if rotations:
            _finish_rotation(folder, rotations[-1])
        signing = _read_signing(folder / "signing.pem")
        root = (folder / "root.key").read_bytes()
        if len(root) != 32:
            raise ValueError("not the kind of key that was expected")
        return Keys(
            vault=_aead(folder / "vault.json"),
            fields=_aead(folder / "field.json"),
            signing=signing,
            root=root,
            rotations=rotations,
        )
    except (ValueError, tink.TinkError, OSError) as error:
        raise Unusable(
            f"the key store in `{folder.name}/` is damaged ({type(error).__name__}); restore it "
            "from its back-up",
            code="keys_damaged",
        ) from error


def next_signing(folder: Path) -> Ed25519PrivateKey:
    """Make the key that is to sign next, and keep it beside the present one.

    Raises:
        OSError: the folder cannot be written.
    """
    path = folder / _NEXT
    path.unlink(missing_ok=True)  # of a rotation that broke off before anybody said so
    signing = Ed25519PrivateKey.generate()
    _write(path, _private_pem(signing))
    return signing


def replace_signing(folder: Path, number: int, note: str) -> None:
    """Put the next key in place of the present one, once both have signed a statement of it.

    The statement is written first: a rotation that is stopped from then on is finished by `load`.

    Args:
        folder: of the keys.
        number: which rotation it is, from 1.
        note: the statement (`gateway.audit.rotation`).

    Raises:
        OSError: the folder cannot be written.
    """
    (folder / _ROTATIONS).mkdir(mode=0o700, exist_ok=True)
    _write(folder / _ROTATIONS / f"{number:06}.note", note.encode())
    _finish_rotation(folder, note)


def _rotations(folder: Path) -> tuple[str, ...]:
    paths = sorted((folder / _ROTATIONS).glob("*.note"))
    return tuple(path.read_bytes().decode() for path in paths)


def _finish_rotation(folder: Path, note: str) -> None:
    path = folder / _NEXT
    if not path.exists():
        return
    signing = _read_signing(path)
    raw = base64.b64encode(signing.public_key().public_bytes_raw()).decode()
    if raw not in note.splitlines():
        return  # no statement was made about it
    fresh = folder / "signing.pub.new"
    fresh.unlink(missing_ok=True)
    _write(fresh, _public_pem(signing))
    fresh.replace(folder / "signing.pub")
    path.replace(folder / "signing.pem")
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read_signing(path: Path) -> Ed25519PrivateKey:
    signing = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(signing, Ed25519PrivateKey):
        raise ValueError("not the kind of key that was expected")
    return signing


def _private_pem(signing: Ed25519PrivateKey) -> bytes:
    return signing.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _public_pem(signing: Ed25519PrivateKey) -> bytes:
    return signing.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _check(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        raise Unusable(
            f"key file `{path.name}` is missing; run `crossing-guard init`, or restore it from "
            "its back-up",
            code="keys_missing",
        ) from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO) and path.suffix != ".pub":
        raise Unusable(
            f"key file `{path.name}` can be read by others; `chmod 600` it",
            code="keys_exposed",
        )


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _new_keyset() -> bytes:
    aead.register()
    handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    text: str = tink.json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
    return text.encode()


def _aead(path: Path) -> aead.Aead:
    handle = tink.json_proto_keyset_format.parse(path.read_text(), secret_key_access.TOKEN)
    return handle.primitive(aead.Aead)
