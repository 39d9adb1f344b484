"""`crossing-guard roster duplicates`, `merge`, `merges`, `unmerge`: people who came twice."""

from pathlib import Path

from gateway.app.desks import duplicates_of
from gateway.app.store import Store
from gateway.cli.at_office import at_office, list_rows, take_back
from gateway.cli.officer import OFFICE, officer
from gateway.cli.root import out
from gateway.district.merges import MERGES
from gateway.oversight.office import Office
from gateway.terms.people import PersonMerge


def merge(data: Path, row: str, kept: str, duplicate: str, why: str) -> None:
    """Say that two rows of the roster are one person."""

    async def work(store: Store, office: Office) -> None:
        by = await officer(store, *OFFICE)
        value = PersonMerge(id=row, kept=kept, duplicate=duplicate)
        await office.put(MERGES, value, seen=None, why=why, by=by)
        out.print(f"{duplicate} is {kept} from now on ({row}).", highlight=False, markup=False)

    at_office(data, work)


def show_effect(data: Path, kept: str, duplicate: str) -> None:
    """Print what merging two would change."""

    async def work(store: Store, office: Office) -> None:
        by = await officer(store, *OFFICE)
        effect = await duplicates_of(store, office).effect(kept, duplicate, by)
        lines = [f"in common: {', '.join(sorted(effect.signs)) or 'nothing'}"]
        lines += [f"{kind}: {', '.join(rows)}" for kind, rows in effect.recorded.items()]
        if effect.conflicts:
            told = ", ".join(effect.conflicts)
            lines.append(f"consents that disagree, of which the stricter would win: {told}")
        for line in lines:
            out.print(line, highlight=False, markup=False)

    at_office(data, work)


def list_duplicates(data: Path) -> None:
    """Print who may have come twice, and what the two have in common."""

    async def work(store: Store, office: Office) -> None:
        by = await officer(store, *OFFICE)
        likely = await duplicates_of(store, office).likely(by)
        if not likely:
            out.print("Nobody seems to have come twice.")
        for one in likely:
            words = f"{one.duplicate} may be {one.kept}: {', '.join(sorted(one.signs))}"
            out.print(words, highlight=False, markup=False)

    at_office(data, work)


def list_merges(data: Path) -> None:
    """Print every merge."""

    list_rows(
        data, MERGES, lambda one: f"{one.id}: {one.duplicate} is {one.kept}", none="No merges."
    )


def unmerge(data: Path, row: str, why: str) -> None:
    """Part two again; the history keeps that they were one."""

    take_back(data, MERGES, row, why, called="merge")
