"""The drop folder: a roster put there by another program is imported once it is whole and stable.

A set is a zip file, or OneRoster CSV files side by side. It is whole when everything is there that
its manifest names, or without one what every roster has; it is stable when nothing of it changed
between two looks and for `QUIET_SECONDS`. What was imported moves to `done/`, what could not be to
`failed/`, with a `reason.txt` beside it. The one door to that folder.
"""

import csv
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from gateway.district.oneroster import Roster, RosterRejected, read_folder
from gateway.district.oneroster_csv import FILES
from gateway.district.roster_files import unpack
from gateway.errors import BadRequest, GatewayError, Unusable

QUIET_SECONDS: Final = 60.0
LATE_SECONDS: Final = 3600.0
"""After this long a set that is not whole is given up."""
MANIFEST: Final = "manifest.csv"
ALWAYS: Final = ("users.csv", "orgs.csv", "classes.csv", "enrollments.csv")
"""What a set without a manifest has to hold."""
WORK, DONE, FAILED = "work", "done", "failed"

type Signature = tuple[tuple[str, int, int], ...]


class NotWhole(BadRequest):
    """A set is not whole, and has not become so."""

    code = "roster_not_whole"


@dataclass(kw_only=True)
class DropFolder:
    """A folder and what was seen in it last. `now` is seconds since 1970."""

    folder: Path
    now: Callable[[], float]
    _seen: Signature = field(default=(), init=False)

    def take(self) -> Path | None:
        """Return a set to import, moved aside, None where none is whole and stable yet.

        A set that was moved aside and not finished, since its process died, comes again.

        Raises:
            Unusable: the folder cannot be read or written.
        """
        with self._usable():
            for name in (WORK, DONE, FAILED):
                (self.folder / name).mkdir(parents=True, exist_ok=True)
            begun = sorted(path for path in (self.folder / WORK).iterdir() if path.is_dir())
            if begun:
                return begun[0]
            files = sorted(self._files())
            signature: Signature = tuple(
                (path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files
            )
            stood, self._seen = signature == self._seen, signature
            if not files or not stood:
                return None
            age = self.now() - max(path.stat().st_mtime for path in files)
            if age < QUIET_SECONDS:
                return None
            some = _set_of(files)
            if age < LATE_SECONDS and not _may_be_whole(some):
                return None
            self._seen = ()
            return self._aside(some)

    def read(self, taken: Path) -> Roster:
        """Read a set that was taken.

        Raises:
            NotWhole: something is missing.
            BadArchive, RosterRejected: it cannot be imported.
            Unusable: the folder cannot be read.
        """
        with self._usable():
            files = sorted(taken.iterdir())
            lacks = missing(files)
            if lacks:
                raise NotWhole(f"these files are missing: {', '.join(lacks)}")
            [first, *_] = files
            if first.suffix != ".zip":
                return read_folder(taken)
            with TemporaryDirectory() as inside:
                unpack(first, Path(inside))
                return read_folder(Path(inside))

    def finish(self, taken: Path, error: GatewayError | None = None) -> None:
        """Put a set away: where it is done, or where it failed, with the reason.

        Raises:
            Unusable: the folder cannot be written.
        """
        with self._usable():
            target = self.folder / (DONE if error is None else FAILED) / taken.name
            if error is not None:
                (taken / "reason.txt").write_text(_reason(error), encoding="utf-8")
            taken.rename(target)

    def _files(self) -> Iterator[Path]:
        """Yield what belongs to sets: no folders, no links, no files under way."""
        for path in self.folder.iterdir():
            if path.is_symlink() or not path.is_file():
                continue
            if path.suffix == ".zip" or path.name in FILES or path.name == MANIFEST:
                yield path

    def _aside(self, files: Iterable[Path]) -> Path:
        stamp = datetime.fromtimestamp(self.now(), UTC).strftime("%Y-%m-%dT%H%M%SZ")
        taken = self.folder / WORK / stamp
        made = self.folder / f".{stamp}"  # a set is only ever seen whole
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        for path in files:
            path.rename(made / path.name)
        made.rename(taken)
        return taken

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Unusable(
                f"the folder of the setting `roster_drop` cannot be used ({type(error).__name__})",
                code="roster_drop_unusable",
            ) from error


def _set_of(files: list[Path]) -> list[Path]:
    """Return the files of one set: the first archive, else every CSV file."""
    archives = [path for path in files if path.suffix == ".zip"]
    return archives[:1] or files


def _may_be_whole(files: list[Path]) -> bool:
    """Tell whether waiting would not help: a set is whole, or says that it will never be."""
    try:
        return not missing(files)
    except NotWhole:
        return True


def missing(files: list[Path]) -> tuple[str, ...]:
    """Return which files a set lacks.

    Raises:
        NotWhole: its manifest speaks of changes alone.
    """
    names = {path.name for path in files}
    if any(name.endswith(".zip") for name in names):
        return ()
    manifest = next((path for path in files if path.name == MANIFEST), None)
    wanted = ALWAYS if manifest is None else _named(manifest)
    return tuple(name for name in wanted if name not in names)


def _named(manifest: Path) -> tuple[str, ...]:
    """Return the files that a manifest says are there, as far as they are read.

    Raises:
        NotWhole: it speaks of changes alone, which a whole roster is not.
    """
    with manifest.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        said = {row[0].strip(): row[1].strip().lower() for row in csv.reader(file) if len(row) > 1}
    files = {
        f"{name.removeprefix('file.')}.csv": mode
        for name, mode in said.items()
        if name.startswith("file.")
    }
    if "delta" in files.values():
        raise NotWhole("`manifest.csv` speaks of changes alone (`delta`); export in `bulk`")
    return tuple(sorted(name for name, mode in files.items() if name in FILES and mode == "bulk"))


def _reason(error: GatewayError) -> str:
    lines = [error.message]
    if isinstance(error, RosterRejected):
        lines += [f"  {fault}" for fault in error.faults]
        if error.more:
            lines.append(f"  and {error.more} more")
    return "\n".join((*lines, ""))
