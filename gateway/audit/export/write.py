"""An export as a folder: written in pieces, gone on with after a stop, signed at its end.

    manifest.json      every stream with its size, root and checkpoint; every file with its SHA-256;
                       certificates of purged entries that do not stand among the entries here
    manifest.sig       Ed25519 signature over that file's bytes
    entries/           a file a stream, an entry a line (`gateway.audit.export.lines`)
    columns/           the same as Parquet, where it is wanted (`gateway.audit.export.columns`)
    keys/signing.pub   the public half of the key that signed, PEM
    verify.py          checks all of it, with Python alone
    README.md          for whoever opens the folder
    SHA256SUMS         for `sha256sum --check`

While it is written, `unfinished.json` holds the plan. Without a manifest it is no export.
"""

import asyncio
import os
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import file_digest, sha256
from importlib import resources
from pathlib import Path
from typing import BinaryIO

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, select

from gateway.audit.export.certificates import Certificate, certificates_of
from gateway.audit.export.columns import write_columns
from gateway.audit.export.lines import read_line, write_entry
from gateway.audit.export.plan import Part, Plan, Selection, columns_file, entries_file
from gateway.audit.findings import StoredEntry
from gateway.audit.read import STORED, stored
from gateway.errors import BadRequest
from gateway.store.engine import Reader
from gateway.store.tables import log_entries

UNFINISHED = "unfinished.json"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
SUMS = "SHA256SUMS"
KEY = "keys/signing.pub"
_CARRIED = ("verify.py", "README.md")
_PAGE = 2000


def refuse_used(folder: Path) -> None:
    """Refuse a folder that has something in it, or is none.

    Raises:
        BadRequest: it says so.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadRequest(
            f"`{folder}` is not an empty folder; name another one, or go on with an export that "
            "was stopped with `--resume`",
            code="export_not_empty",
        )


def begin(folder: Path, plan: Plan) -> None:
    """Begin an export in a folder that is empty or not there yet.

    Raises:
        BadRequest: something is in the folder.
    """
    refuse_used(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "entries").mkdir()
    (folder / "keys").mkdir()
    _put(folder / UNFINISHED, orjson.dumps(plan.to_json()))


def begun(folder: Path, selection: Selection) -> Plan:
    """Return the plan of an export that was stopped.

    Raises:
        BadRequest: there is none, or it was one of other entries.
    """
    try:
        plan = Plan.from_json(orjson.loads((folder / UNFINISHED).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadRequest(
            f"there is no unfinished export in `{folder}`; begin one without `--resume`",
            code="export_not_begun",
        ) from error
    if plan.selection != selection:
        raise BadRequest(
            "the unfinished export has another `--since` or `--until`; repeat the ones it has",
            code="export_differs",
        )
    return plan


async def write(
    folder: Path,
    plan: Plan,
    reader: Reader,
    *,
    key: Ed25519PrivateKey,
    public: bytes,
    columns: bool = False,
    step: Callable[[int], None] = lambda _: None,
) -> None:
    """Write an export that has begun, from where it stopped.

    Args:
        folder: as `begin` made it.
        plan: what goes in.
        reader: of the store.
        key: signs the manifest: the one that signs the checkpoints.
        public: its public half, PEM.
        columns: write the entries as Parquet, too.
        step: told how many entries were written, the ones from before a stop too.

    Raises:
        Unusable: the store does not answer.
        OSError: the folder cannot be written.
    """
    sums, purged = {}, set[str]()
    for number, part in enumerate(plan.parts, start=1):
        name = entries_file(number)
        sums[name] = await _write_part(folder / name, part, reader, purged, step)
        if columns:
            beside = columns_file(number)
            sums[beside] = await asyncio.to_thread(_columns, folder, name, beside, part.stream)
    # Last, since entries may be purged while an export is written.
    outside = await reader.read(partial(certificates_of, purged=purged, parts=plan.parts))
    finish(folder, plan, sums, certificates=outside, key=key, public=public)


async def _write_part(
    path: Path, part: Part, reader: Reader, purged: set[str], step: Callable[[int], None]
) -> str:
    with _EntriesFile(path, part, purged) as file:
        step(file.count)
        while rows := await reader.read(lambda db: _rows(db, part, file.next)):
            file.add(rows)
            step(len(rows))
        return file.sum()


def _columns(folder: Path, entries: str, columns: str, stream: str) -> str:
    """Write a stream's entries as Parquet, and return the file's SHA-256."""
    path = folder / columns
    path.parent.mkdir(exist_ok=True)
    write_columns(folder / entries, stream, path)
    with path.open("rb") as file:
        os.fsync(file.fileno())
        return file_digest(file, "sha256").hexdigest()


def _rows(connection: Connection, part: Part, start: int) -> list[StoredEntry]:
    table = log_entries.c
    rows = connection.execute(
        select(*STORED)
        .where(table.stream == part.stream, table.index >= start, table.index < part.end)
        .order_by(table.index)
        .limit(_PAGE)
    )
    return [*map(stored, rows)]


class _EntriesFile:
    """The file of one stream's entries. What a stop left of it is kept, but for half a line.

    `purged` takes the certificates of entries that have no bytes any more.
    """

    def __init__(self, path: Path, part: Part, purged: set[str]) -> None:
        self._purged = purged
        self._hash = sha256()
        self._file: BinaryIO = path.open("a+b")
        self.count = 0
        self.next = part.first
        self._file.seek(0)
        kept = 0
        for line in self._file:
            entry = read_line(part.stream, line)
            if entry is None:
                break
            self._hash.update(line)
            kept += len(line)
            self._take_note(entry)
        self._file.truncate(kept)

    def __enter__(self) -> "_EntriesFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, entries: Sequence[StoredEntry]) -> None:
        """Append entries."""
        text = b"".join([write_entry(entry) for entry in entries])
        self._hash.update(text)
        self._file.write(text)
        for entry in entries:
            self._take_note(entry)

    def _take_note(self, entry: StoredEntry) -> None:
        self.count += 1
        self.next = entry.index + 1
        if entry.purged:
            self._purged.add(entry.purged)

    def sum(self) -> str:
        """Return the SHA-256 of the whole file, once it is on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._hash.hexdigest()


def finish(
    folder: Path,
    plan: Plan,
    sums: dict[str, str],
    *,
    certificates: Sequence[Certificate] = (),
    key: Ed25519PrivateKey,
    public: bytes,
) -> None:
    """Make an export of a folder whose entries are written.

    Args:
        folder: where they are.
        plan: what they are.
        sums: the SHA-256 of each file of entries, in hex.
        certificates: of purged entries, those that are not among the entries written.
        key: signs the manifest.
        public: its public half, PEM.
    """
    carried = {name: _carried(name) for name in _CARRIED} | {KEY: public}
    for name, content in carried.items():
        _put(folder / name, content)
        sums[name] = sha256(content).hexdigest()
    said = plan.to_json() | {
        "certificates": [one.to_json() for one in certificates],
        "files": sums,
    }
    manifest = orjson.dumps(said, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    signature = key.sign(manifest)
    _put(folder / SIGNATURE, signature)
    signed = {MANIFEST: sha256(manifest).hexdigest(), SIGNATURE: sha256(signature).hexdigest()}
    lines = [f"{value}  {name}\n" for name, value in sorted((sums | signed).items())]
    _put(folder / SUMS, "".join(lines).encode())
    _put(folder / MANIFEST, manifest)
    (folder / UNFINISHED).unlink()


def _carried(name: str) -> bytes:
    return resources.files("gateway.audit.standalone").joinpath(name).read_bytes()


def _put(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
