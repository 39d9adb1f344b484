"""`crossing-guard roster import`: the school's own list of people, from OneRoster CSV files."""

import secrets
from pathlib import Path

from rich.progress import Progress
from sqlalchemy import Connection

from gateway.app.store import Store, now_ms, open_store
from gateway.cli.root import out, run, settings_of
from gateway.district.oneroster import Roster, RosterRejected, read_folder
from gateway.district.roster_import import (
    Difference,
    RosterImport,
    TooManyLeave,
    record_import,
)


def import_folder(data: Path, folder: Path, *, most_leaving: int) -> None:
    """Import a folder of OneRoster files, with progress bars."""
    run(_import(folder, data, most_leaving))


async def _import(folder: Path, data: Path, most_leaving: int) -> None:
    async with open_store(settings_of(data)) as store:
        with Progress(console=out, transient=True) as progress:
            try:
                found = _read(folder, progress)
            except RosterRejected as rejected:
                await _failed(store, folder)
                for fault in rejected.faults:
                    out.print(f"  {fault}", highlight=False, markup=False)
                if rejected.more:
                    out.print(f"  and {rejected.more} more")
                raise
            try:
                difference = await _apply(store, found, folder, progress, most_leaving)
            except TooManyLeave:
                await _failed(store, folder)
                raise
        await store.note(
            "roster_import",
            result="applied" if difference else "unchanged",
            version=found.version,
            counts={
                f"{part}_{name}": number
                for part, numbers in difference.counts().items()
                for name, number in numbers.items()
            },
        )
    out.print(f"OneRoster {found.version}, {len(found.people)} people.")
    for part, numbers in difference.counts().items():
        words = ", ".join(f"{number} {name}" for name, number in numbers.items())
        out.print(f"  {part}: {words}")


def _read(folder: Path, progress: Progress) -> Roster:
    total = sum(path.stat().st_size for path in folder.glob("*.csv"))
    task = progress.add_task("reading", total=total or None)
    done: dict[str, int] = {}

    def read(file: str, size: int) -> None:
        done[file] = size
        progress.update(task, completed=sum(done.values()))

    return read_folder(folder, read)


async def _apply(
    store: Store, found: Roster, folder: Path, progress: Progress, most_leaving: int
) -> Difference:
    importer = RosterImport(
        store.keys.fields,
        digest_key=store.keys.derive("roster-digest"),
        log_id=lambda: secrets.token_hex(8),
        now=now_ms,
    )
    task = progress.add_task("writing", total=None)

    def unit(db: Connection) -> Difference:
        return importer.apply(
            db,
            found,
            source=folder.name,
            import_id=secrets.token_hex(8),
            most_leaving=most_leaving,
            written=lambda _what, done, total: progress.update(task, completed=done, total=total),
        )

    return await store.commit.run(unit)


async def _failed(store: Store, folder: Path) -> None:
    """Note that a pull failed: the last good roster serves on, and `check` says so."""
    await store.commit.run(
        lambda db: record_import(
            db,
            import_id=secrets.token_hex(8),
            at=now_ms(),
            source=folder.name,
            version="",
            result="failed",
            counts={},
        )
    )
    await store.note("roster_import", result="failed")
