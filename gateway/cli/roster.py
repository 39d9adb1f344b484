"""`crossing-guard roster import`: the school's own list of people, from OneRoster CSV files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.progress import Progress

from gateway.app.desks import rosters_of
from gateway.app.store import open_store
from gateway.cli.officer import OFFICE, officer
from gateway.cli.root import out, run, settings_of
from gateway.district.oneroster import Roster, RosterRejected, read_folder
from gateway.district.roster_files import unpack
from gateway.district.roster_report import Difference
from gateway.errors import BadRequest, GatewayError
from gateway.oversight.officer import THE_GATEWAY


def import_roster(data: Path, source: Path, *, dry_run: bool, anyway: str | None) -> None:
    """Import a folder or a zip file of OneRoster files, with progress bars.

    Args:
        data: the data folder.
        source: the files.
        dry_run: only tell what it would change.
        anyway: why more may go with it than the district expects; None: it may not.
    """
    run(_import(data, source, dry_run, anyway))


async def _import(data: Path, source: Path, dry_run: bool, anyway: str | None) -> None:
    async with open_store(settings_of(data)) as store, rosters_of(store) as rosters:
        by = await officer(store, *OFFICE) if anyway is not None else THE_GATEWAY
        with Progress(console=out, transient=True) as progress:
            try:
                found = _read(source, progress)
            except BadRequest as rejected:
                if not dry_run:
                    await rosters.failed(source.name, rejected)
                tell_faults(rejected)
                raise
            if dry_run:
                tell_trial(await rosters.compare(found), await rosters.most_going())
                return
            task = progress.add_task("writing", total=None)
            difference = await rosters.bring_in(
                found,
                source=source.name,
                by=by,
                why=anyway or "",
                anyway=anyway is not None,
                written=lambda _what, done, total: progress.update(
                    task, completed=done, total=total
                ),
            )
    tell(difference)


def tell_trial(difference: Difference, most: int) -> None:
    """Tell what a roster would change, and whether it would be refused.

    Args:
        difference: what it would change.
        most: percent of each part that may go.
    """
    tell(difference)
    for name in difference.beyond(most):
        part = difference.parts()[name]
        out.print(
            f"Refused without `--apply-anyway`: {part.going} of {part.known} {name} would go, "
            f"more than {most} %.",
            highlight=False,
        )
    out.print("Nothing was changed.")


def tell(difference: Difference) -> None:
    """Tell what a roster changed."""
    out.print(f"OneRoster {difference.version}, {difference.size} people.")
    for part, numbers in difference.counts().items():
        words = ", ".join(f"{number} {name}" for name, number in numbers.items())
        out.print(f"  {part}: {words}")


def tell_faults(error: GatewayError) -> None:
    """Tell every row that cannot be."""
    if not isinstance(error, RosterRejected):
        return
    for fault in error.faults:
        out.print(f"  {fault}", highlight=False, markup=False)
    if error.more:
        out.print(f"  and {error.more} more")


def _read(source: Path, progress: Progress) -> Roster:
    with _folder(source) as folder:
        total = sum(path.stat().st_size for path in folder.glob("*.csv"))
        task = progress.add_task("reading", total=total or None)
        done: dict[str, int] = {}

        def read(file: str, size: int) -> None:
            done[file] = size
            progress.update(task, completed=sum(done.values()))

        return read_folder(folder, read)


@contextmanager
def _folder(source: Path) -> Iterator[Path]:
    """Give the folder that holds the files: the source, or what comes out of it."""
    if source.is_dir():
        yield source
        return
    with TemporaryDirectory() as folder:
        unpack(source, Path(folder))
        yield Path(folder)
