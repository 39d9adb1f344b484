"""Verifies an export with the gateway's own verifier, beside the `verify.py` that it carries.

Knows files; what makes a log whole is `gateway.audit.verify`'s to say.
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from gateway.audit.export.certificates import Certificate
from gateway.audit.export.lines import read_line
from gateway.audit.export.plan import Part, Plan, entries_file
from gateway.audit.export.write import MANIFEST, SIGNATURE
from gateway.audit.findings import Report, Stretch, Trouble
from gateway.audit.rotation import keyring
from gateway.audit.verify import Verifier
from gateway.errors import BadRequest

_SEALED = ("entries", "columns", "keys")
"""Folders in which there may be no file that the manifest does not name."""
_REPORTS = "crossing-guard-report/"
"""How the format of what `crossing-guard reports` makes begins."""
_UNSIGNED = "no trusted key signed the manifest"


def read_key(path: Path) -> Ed25519PublicKey:
    """Return a public key.

    Raises:
        BadRequest: the file is none.
    """
    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise BadRequest(f"`{path}` is no public key in PEM", code="invalid_key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise BadRequest(f"`{path}` is no Ed25519 key", code="invalid_key")
    return key


def read_notes(paths: Sequence[Path]) -> list[str]:
    """Return checkpoints that were kept in files.

    Raises:
        BadRequest: one cannot be read.
    """
    try:
        return [path.read_bytes().decode() for path in paths]
    except (OSError, ValueError) as error:
        raise BadRequest("a checkpoint cannot be read", code="invalid_checkpoint") from error


def verify_export(
    folder: Path, *, keys: Sequence[Ed25519PublicKey] = (), against: Sequence[str] = ()
) -> Report:
    """Verify an export.

    Args:
        folder: where it is.
        keys: that are trusted; without any, those in the folder, which prove only that it agrees
            with itself.
        against: checkpoints kept from earlier.

    Raises:
        BadRequest: it is no finished export, is a report, or has no key.
    """
    trusted = keys or [read_key(path) for path in sorted((folder / "keys").glob("*"))]
    if not trusted:
        raise BadRequest(f"there is no key in `{folder}`; name one", code="no_key")
    try:
        content = (folder / MANIFEST).read_bytes()
    except OSError as error:
        raise BadRequest(f"`{folder}` is no finished export", code="no_export") from error
    try:
        manifest: dict[str, Any] = orjson.loads(content)
        _refuse_report(folder, manifest)
        plan, sums = Plan.from_json(manifest), dict(manifest["files"])
        certificates = [*map(Certificate.from_json, manifest["certificates"])]
    except (ValueError, KeyError, TypeError, AttributeError):
        return _report_damaged(any(_signed(folder, content, key) for key in trusted))
    ring = keyring(plan.log_id, trusted, plan.rotations)
    good = any(_signed(folder, content, key) for key in ring.present.values())
    verifier = Verifier(
        [part.head for part in plan.parts if part.head is not None],
        log_id=plan.log_id,
        keys=trusted,
        rotations=plan.rotations,
        notes=[*plan.published, *against],
        stretches=[_stretch(part) for part in plan.parts if _selected(part)],
    )
    if not good:
        verifier.find(Trouble.MANIFEST, _UNSIGNED)
    for number, part in enumerate(plan.parts, start=1):
        name = entries_file(number)
        _feed(verifier, folder, name, part.stream, sums.pop(name, ""))
    for one in certificates:
        verifier.certify(one.entry, one.checkpoint, one.proof)
    for name, wanted in sums.items():
        _check_sum(verifier, folder, name, wanted)
    known = manifest["files"].keys()
    for path in [file for one in _SEALED for file in folder.glob(f"{one}/*")]:
        if (name := path.relative_to(folder).as_posix()) not in known:
            verifier.find(Trouble.FILE_UNKNOWN, f"{name} is not in the manifest")
    return verifier.report()


def _refuse_report(folder: Path, manifest: dict[str, Any]) -> None:
    if str(manifest["format"]).startswith(_REPORTS):
        raise BadRequest(
            f"`{folder}` is a report, and checks itself: python3 -I {folder / 'check_report.py'}",
            code="no_export",
        )


def _report_damaged(good: bool) -> Report:
    verifier = Verifier((), log_id="", keys=())
    if not good:
        verifier.find(Trouble.MANIFEST, _UNSIGNED)
    verifier.find(Trouble.MANIFEST, "the manifest is damaged")
    return verifier.report()


def _selected(part: Part) -> bool:
    return bool(part.first) or (part.head is not None and part.end < part.head.size)


def _stretch(part: Part) -> Stretch:
    return Stretch(
        stream=part.stream,
        first=part.first,
        end=part.end,
        before=part.before,
        after=part.after,
    )


def _signed(folder: Path, content: bytes, key: Ed25519PublicKey) -> bool:
    try:
        key.verify((folder / SIGNATURE).read_bytes(), content)
    except (InvalidSignature, OSError):
        return False
    return True


def _feed(verifier: Verifier, folder: Path, name: str, stream: str, wanted: str) -> None:
    total = sha256()
    try:
        with (folder / name).open("rb") as file:
            for line in file:
                total.update(line)
                entry = read_line(stream, line)
                if entry is None:
                    verifier.find(Trouble.MALFORMED, "a line is not an entry", stream=stream)
                    continue
                verifier.feed(entry)
    except OSError:
        verifier.find(Trouble.FILE_MISSING, f"{name} cannot be read", stream=stream)
        return
    if total.hexdigest() != wanted:
        verifier.find(Trouble.FILE_CHANGED, f"{name} has another SHA-256", stream=stream)


def _check_sum(verifier: Verifier, folder: Path, name: str, wanted: str) -> None:
    try:
        found = sha256((folder / name).read_bytes()).hexdigest()
    except OSError:
        verifier.find(Trouble.FILE_MISSING, f"{name} cannot be read")
        return
    if found != wanted:
        verifier.find(Trouble.FILE_CHANGED, f"{name} has another SHA-256")
