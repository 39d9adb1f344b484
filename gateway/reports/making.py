"""Makes one report into a folder, goes on with it after a stop, and signs it at its end.

    tables/NAME.jsonl    every table's rows, written as they are read
    tables/NAME.csv      the same for a spreadsheet; .parquet where asked for
    NAME.pdf             what a person reads or signs, of reports that have such a paper
    columns.json         what every column means
    proofs.jsonl         where asked for: each record's entry, and where it stands in the log
    manifest.json        what was asked, the log's signed heads, every file with its SHA-256
    manifest.sig         Ed25519 signature over that file
    keys/signing.pub, check_report.py, verify.py, README.md, SHA256SUMS

While it is made, `unfinished.json` says how far it is. Rows are on the disk before it says so:
what a kill leaves of a half-written batch is cut off again, and no row is there twice.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.audit.export.write import MANIFEST, SIGNATURE, SUMS
from gateway.audit.findings import StoredHead
from gateway.audit.search.search import Extent
from gateway.errors import BadRequest, Unusable
from gateway.reports.asking import Asked
from gateway.reports.columns import Column, columns_of, plain, records_in
from gateway.reports.formats import Format, lines_of, read_lines, write_csv, write_parquet
from gateway.reports.pdf import to_pdf
from gateway.reports.proofs import proof_lines
from gateway.reports.report import Mark, Report, Sources, Table, Written

FORMAT = "crossing-guard-report/1"
UNFINISHED = "unfinished.json"
COLUMNS, PROOFS, KEY = "columns.json", "proofs.jsonl", "keys/signing.pub"
_CARRIED = ("verify.py", "check_report.py", "REPORT.md")

type Told = Callable[[int, int], None]
"""Hears how far it is: steps made, and how many there are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far a report is. `whole` of its tables are written; the one under way goes on at
    `mark`. `sizes` and `rows` are those of the tables so far, in bytes and in rows."""

    heads: tuple[StoredHead, ...]
    until: Extent
    made: int
    whole: int = 0
    mark: Mark = None
    sizes: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as `unfinished.json` has it."""
        heads = [[one.stream, one.size, one.root.hex(), one.note] for one in self.heads]
        return {
            "heads": heads,
            "until": [self.until.position, self.until.generation],
            "made": self.made,
            "whole": self.whole,
            "mark": self.mark,
            "sizes": self.sizes,
            "rows": self.rows,
        }

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Progress":
        """Return what `to_json` gave."""
        heads = [
            StoredHead(stream=stream, size=size, root=bytes.fromhex(root), note=note)
            for stream, size, root, note in said["heads"]
        ]
        position, generation = said["until"]
        return cls(
            heads=tuple(heads),
            until=Extent(position=position, generation=generation),
            made=said["made"],
            whole=said["whole"],
            mark=said["mark"],
            sizes=tuple(said["sizes"]),
            rows=tuple(said["rows"]),
        )


@dataclass(frozen=True, kw_only=True)
class Signer:
    """What signs a report: the log's own key, so that whoever trusts the log trusts this.

    `rotations` say how it replaced earlier ones.
    """

    log_id: str
    key: Ed25519PrivateKey = field(repr=False)
    public: bytes
    rotations: tuple[str, ...] = ()


def begin(folder: Path, asked: Asked, progress: Progress) -> None:
    """Begin a report in a folder that is empty or not there yet.

    Raises:
        BadRequest: something is in the folder.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadRequest(
            f"`{folder}` is not an empty folder; name another one, or go on with a report that "
            "was stopped with `--resume`",
            code="report_not_empty",
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "tables").mkdir()
    (folder / "keys").mkdir()
    _save(folder, asked, progress)


def begun(folder: Path) -> tuple[Asked, Progress]:
    """Return what a report that was stopped was asked with, and how far it got.

    Raises:
        BadRequest: there is none.
    """
    try:
        said = orjson.loads((folder / UNFINISHED).read_bytes())
        return Asked.from_json(said["asked"]), Progress.from_json(said["progress"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadRequest(
            f"there is no unfinished report in `{folder}`; begin one", code="report_not_begun"
        ) from error


async def make[Wish](
    folder: Path,
    report: Report[Wish],
    asked: Asked,
    sources: Sources,
    progress: Progress,
    signer: Signer,
    told: Told = lambda _done, _total: None,
) -> str:
    """Write a report that has begun, from where it stopped.

    Args:
        folder: as `begin` made it.
        report: which.
        asked: with what.
        sources: what it is made from, at `progress`' heads.
        progress: how far it is.
        signer: signs it.
        told: hears how far it is.

    Returns:
        The SHA-256 of its manifest, in hex.

    Raises:
        Unusable: the store does not answer.
        OSError: the folder cannot be written.
    """
    wish = asked.wish(report.wish)
    for number, table in enumerate(report.tables[progress.whole :], progress.whole):
        if number == len(progress.sizes):
            progress = replace(progress, sizes=(*progress.sizes, 0), rows=(*progress.rows, 0))
        progress = await _write_table(folder, asked, table, wish, sources, progress, told)
    return await _finish(folder, report, asked, wish, sources, progress, signer)


async def _write_table[Wish](
    folder: Path,
    asked: Asked,
    table: Table[Wish, Any],
    wish: Wish,
    sources: Sources,
    progress: Progress,
    told: Told,
) -> Progress:
    with _lines(folder, table).open("a+b") as file:
        if file.tell() < progress.sizes[-1]:
            raise Unusable(
                "rows of the unfinished report are gone; begin it anew", code="report_damaged"
            )
        file.truncate(progress.sizes[-1])
        file.seek(0, os.SEEK_END)
        async for batch in table.rows(sources, wish, progress.mark):
            file.write(lines_of(map(plain, batch.rows)))
            file.flush()
            os.fsync(file.fileno())
            progress = replace(
                progress,
                mark=batch.mark,
                sizes=(*progress.sizes[:-1], file.tell()),
                rows=(*progress.rows[:-1], progress.rows[-1] + len(batch.rows)),
            )
            _save(folder, asked, progress)
            told(batch.done, batch.total)
    progress = replace(progress, whole=progress.whole + 1, mark=None)
    _save(folder, asked, progress)
    return progress


async def _finish[Wish](
    folder: Path,
    report: Report[Wish],
    asked: Asked,
    wish: Wish,
    sources: Sources,
    progress: Progress,
    signer: Signer,
) -> str:
    columns = {table.name: columns_of(table.row) for table in report.tables}
    for table in report.tables:
        lines = _lines(folder, table)
        for one in asked.formats:
            write = write_csv if one is Format.CSV else write_parquet
            write(lines, lines.with_suffix(f".{one.value}"), columns[table.name])
    _put(folder / COLUMNS, _json(_told(report, columns)))
    if report.paper is not None:
        written = {
            table.name: Written(count=count, rows=partial(_rows, _lines(folder, table)))
            for table, count in zip(report.tables, progress.rows, strict=True)
        }
        _put(folder / f"{report.name}.pdf", to_pdf(await report.paper(sources, wish, written)))
    if asked.proofs:
        records = set(_records(folder, report, columns))
        _put(folder / PROOFS, await proof_lines(sources.reader, records, progress.heads))
    for name in _CARRIED:
        content = resources.files("gateway.audit.standalone").joinpath(name).read_bytes()
        _put(folder / ("README.md" if name == "REPORT.md" else name), content)
    _put(folder / KEY, signer.public)
    return _sign(folder, report, asked, progress, signer)


def _sign(
    folder: Path, report: Report[Any], asked: Asked, progress: Progress, signer: Signer
) -> str:
    left_out = {UNFINISHED, MANIFEST, SIGNATURE, SUMS}
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    sums = {name: _sum(folder / name) for name in names if name not in left_out}
    manifest = _json(
        {
            "format": FORMAT,
            "report": report.name,
            "title": report.title,
            "asked": asked.told(),
            "made": progress.made,
            "log": signer.log_id,
            "rotations": [*signer.rotations],
            "streams": [
                {"stream": head.stream, "size": head.size, "checkpoint": head.note}
                for head in progress.heads
            ],
            "tables": [
                {"name": table.name, "title": table.title, "rows": rows}
                for table, rows in zip(report.tables, progress.rows, strict=True)
            ],
            "proofs": asked.proofs,
            "files": sums,
        }
    )
    signature = signer.key.sign(manifest)
    _put(folder / SIGNATURE, signature)
    sums |= {MANIFEST: sha256(manifest).hexdigest(), SIGNATURE: sha256(signature).hexdigest()}
    _put(folder / SUMS, "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode())
    _put(folder / MANIFEST, manifest)
    (folder / UNFINISHED).unlink()
    return sums[MANIFEST]


def _told(report: Report[Any], columns: dict[str, tuple[Column, ...]]) -> dict[str, Any]:
    """Return what the tables and their columns mean."""
    return {
        table.name: {
            "title": table.title,
            "columns": [
                {
                    "name": one.name,
                    "holds": one.shape,
                    "means": one.words,
                    "records": one.records,
                }
                for one in columns[table.name]
            ],
        }
        for table in report.tables
    }


def _records(
    folder: Path, report: Report[Any], columns: dict[str, tuple[Column, ...]]
) -> Iterator[str]:
    for table in report.tables:
        if any(column.records for column in columns[table.name]):
            for row in read_lines(_lines(folder, table)):
                yield from records_in(columns[table.name], row)


def _lines(folder: Path, table: Table[Any, Any]) -> Path:
    return folder / "tables" / f"{table.name}.jsonl"


def _rows(path: Path) -> Sequence[dict[str, Any]]:
    return list(read_lines(path))


def _save(folder: Path, asked: Asked, progress: Progress) -> None:
    """Say how far it is, so that a kill leaves either what it said before or this."""
    said = orjson.dumps({"asked": asked.to_json(), "progress": progress.to_json()})
    fresh = folder / f"{UNFINISHED}.new"
    _put(fresh, said)
    fresh.replace(folder / UNFINISHED)


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _sum(path: Path) -> str:
    total = sha256()
    with path.open("rb") as file:
        while portion := file.read(1 << 20):
            total.update(portion)
    return total.hexdigest()


def _put(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
