"""`crossing-guard permits`: a teacher's permissions for classes of their own, by their own key."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from gateway.app.desks import office_of
from gateway.app.store import Store
from gateway.cli.at_store import at_store
from gateway.cli.officer import caller_of
from gateway.cli.root import day_of, out
from gateway.identity.callers import Caller
from gateway.oversight.permits import Permits
from gateway.terms.disclosure import Purpose
from gateway.terms.permits import TeacherPermit


def put_permit(
    data: Path,
    row: str,
    *,
    group: str,
    tools: Sequence[str],
    purposes: Sequence[Purpose],
    since: str,
    until: str,
    title: str,
) -> None:
    """Permit AI in a class, or change the permission of this id."""
    permit = TeacherPermit(
        id=row,
        group=group,
        tools=frozenset(tools),
        purposes=frozenset(purposes),
        since=day_of(since) if since else None,
        until=day_of(until),
        title=title,
    )

    async def work(permits: Permits, caller: Caller) -> None:
        await permits.put(permit, caller)
        out.print(_line(permit), highlight=False, markup=False)

    _at(data, work)


def list_permits(data: Path) -> None:
    """Print what is permitted in the caller's own classes."""

    async def work(permits: Permits, caller: Caller) -> None:
        found = await permits.listed(caller)
        for one in found:
            out.print(_line(one), highlight=False, markup=False)
        if not found:
            out.print("Nothing is permitted in your classes.")

    _at(data, work)


def remove_permit(data: Path, row: str) -> None:
    """Take a permission back, from the next prompt on."""

    async def work(permits: Permits, caller: Caller) -> None:
        await permits.remove(row, caller)
        out.print(f"The permission {row} is taken back.", highlight=False, markup=False)

    _at(data, work)


def _line(one: TeacherPermit) -> str:
    since = f"from {one.since} " if one.since else ""
    about = f": {one.title}" if one.title else ""
    return (
        f"{one.id}: {one.group} may use {', '.join(sorted(one.tools))} for "
        f"{', '.join(sorted(one.purposes))} {since}until {one.until}{about}"
    )


def _at(data: Path, work: Callable[[Permits, Caller], Awaitable[None]]) -> None:
    async def opened(store: Store) -> None:
        caller = await caller_of(store)
        await work(Permits(office_of(store), store.reader), caller)

    at_store(data, opened)
