"""`crossing-guard roster status`: who is on it, how old it is, how the last imports went."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, select

from gateway.app.store import now_ms
from gateway.cli.root import clock, out, run, settings_of
from gateway.district.choices import read_choices
from gateway.district.imports import FAILED, Import, days_left, last_import, list_imports
from gateway.district.sources import read_source
from gateway.store.engine import Reader
from gateway.store.tables import people
from gateway.terms.disclosure import DistrictChoices
from gateway.terms.rosters import RosterSource
from gateway.terms.times import DAY_MS

SHOWN: Final = 10
"""How many imports are told, the newest first."""

type Read = tuple[Sequence[tuple[str, int]], Import | None, list[Import], int, RosterSource | None]


def tell_status(data: Path) -> None:
    """Print it; reads alone."""
    run(_status(data))


async def _status(data: Path) -> None:
    settings = settings_of(data)
    reader = Reader(settings.database_url)
    try:
        counts, good, imports, serves, source = await reader.read(_read)
    finally:
        await reader.close()
    out.print(", ".join(f"{number} {kind}" for kind, number in counts) or "Nobody is on it yet.")
    if good is not None:
        age = (now_ms() - good.at) // DAY_MS
        most = settings.roster_stale_days
        late = "; older than it should be: import a fresh one" if age >= most else ""
        out.print(f"Last good import {age} days ago, of at most {most}{late}.", soft_wrap=True)
        left = days_left(good.at, now_ms(), serves)
        told = f"It serves {left} days more"
        if left < 0:
            told = "It serves no more, and prompts are refused"
        out.print(f"{told} (`roster_serves_days` is {serves}).", soft_wrap=True, highlight=False)
    if source is not None:
        when = f"pulled daily after {source.hour}:00" if source.on else "pulled by hand alone"
        out.print(f"Its service is {when}: {source.url}", highlight=False, soft_wrap=True)
    for one in imports:
        said = f"{clock(one.at)}  {one.result}  {one.source}{_outcome(one)}"
        out.print(said, highlight=False, markup=False, soft_wrap=True)


def _read(db: Connection) -> Read:
    active = select(people.c.kind, func.count()).where(people.c.active).group_by(people.c.kind)
    counts = [(kind, number) for kind, number in db.execute(active.order_by(people.c.kind))]
    choices = read_choices(db) or DistrictChoices()
    good, shown = last_import(db, good=True), list_imports(db, limit=SHOWN)
    return counts, good, shown, choices.roster_serves_days, read_source(db)


def _outcome(one: Import) -> str:
    """Return why an import failed, or what it did to people; "" where it did nothing to them."""
    if one.result == FAILED:
        return f": {one.why or one.code}" if one.why or one.code else ""
    numbers = one.counts.get("people", {})
    return "".join(f", {number} {what}" for what, number in numbers.items() if number)
