"""`crossing-guard consents ask`, `requests` and `letter`: signatures by link."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.table import Table

from gateway.app.desks import ground_of, office_of
from gateway.app.outside import outbox_of
from gateway.app.store import Store, open_store
from gateway.cli.officer import OFFICE, officer
from gateway.cli.root import day_of, out, run, settings_of
from gateway.oversight.ledger import Ledger
from gateway.oversight.signing.asking import Ask, Asking, Paper
from gateway.oversight.signing.renewals import PART, Renewals
from gateway.terms.signing import Channel, Language, RenewalTask, RequestState
from gateway.web.printed import letter_page

PAGE = 500


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked of each student's signers."""

    tools: tuple[str, ...]
    signer: str
    paper: bool
    spanish: bool
    effective_from: str
    days: int


def ask_signers(data: Path, students: Sequence[str], wanted: Wanted, *, dry_run: bool) -> None:
    """Ask for signatures, and print who was asked, how, and why not.

    Raises:
        typer.Exit: with status 1, if nobody can be asked.
    """
    begins = day_of(wanted.effective_from) if wanted.effective_from else None
    asks = [
        Ask(
            subject=student,
            tools=wanted.tools,
            signer=wanted.signer,
            channel=Channel.PAPER if wanted.paper else None,
            language=Language.ES if wanted.spanish else Language.EN,
            effective_from=begins,
            days=wanted.days,
        )
        for student in students
    ]

    async def work(store: Store, asking: Asking) -> bool:
        by = await officer(store, *OFFICE)
        table = Table("student", "signer", "way", "request", "code to tell", "not asked because")
        rows = await asking.ask(asks, by=by, dry_run=dry_run)
        for one in rows:
            table.add_row(
                one.subject, one.signer, one.channel or "", one.request, one.code, one.fault
            )
        out.print(table)
        return any(not one.fault for one in rows)

    if not _at(data, work):
        out.print("Nobody was asked.")
        raise typer.Exit(1)


def renew(data: Path, tasks: Sequence[RenewalTask], within: int, *, dry_run: bool) -> None:
    """Ask for what is to follow consents that end, and print who was asked and why not."""

    async def work(store: Store, asking: Asking) -> None:
        by = await officer(store, *OFFICE)
        ground = ground_of(settings_of(data), store, office_of(store), outbox_of(store))
        book = Ledger(office_of(store), store.reader, store.district, store.keys.fields)
        renewals = Renewals(book, asking, ground)
        table = Table(
            *("student", "signer", "because", "on", "tools"),
            *("way", "request", "code to tell", "not asked because"),
        )
        asked = before = faults = 0
        async for part in renewals.parts(
            by=by, tasks=tasks or tuple(RenewalTask), within=within, dry_run=dry_run
        ):
            for one, got in part.rows:
                table.add_row(
                    *(got.subject, got.signer, one.task, one.on.isoformat(), ", ".join(one.tools)),
                    *(got.channel or "", got.request, got.code, got.fault),
                )
                before += got.before
                faults += bool(got.fault) and not got.before
                asked += not got.fault
            if part.total > PART:
                out.print(f"{part.done} of {part.total} ...", highlight=False)
        if table.row_count:
            out.print(table)
        would = "would be asked" if dry_run else "asked"
        out.print(
            f"{asked} {would}, {before} asked before, {faults} cannot be asked.", highlight=False
        )

    _at(data, work)


def list_requests(data: Path, *, subject: str, state: RequestState | None) -> None:
    """Print a table of requests as they stand."""

    async def work(_store: Store, asking: Asking) -> None:
        table = Table("request", "student", "signer", "way", "tools", "state")
        after = ""
        while found := await asking.listed(subject=subject, state=state, after=after, limit=PAGE):
            for one in found:
                request = one.request
                table.add_row(
                    request.id,
                    request.subject,
                    request.signer,
                    request.channel,
                    ", ".join(request.tools),
                    one.state,
                )
            after = found[-1].request.id
        out.print(table if table.row_count else "Nobody was asked.")

    _at(data, work)


def write_letter(data: Path, request: str, file: Path) -> None:
    """Write a letter to print."""

    async def work(store: Store, asking: Asking) -> Paper:
        return await asking.paper(request, by=await officer(store, *OFFICE))

    file.write_text(letter_page(_at(data, work)), encoding="utf-8")
    out.print(f"The letter is in {file}.", highlight=False)


def _at[T](data: Path, work: Callable[[Store, Asking], Awaitable[T]]) -> T:
    settings = settings_of(data)

    async def opened() -> T:
        async with open_store(settings) as store:
            await store.district.refresh()
            ground = ground_of(settings, store, office_of(store), outbox_of(store))
            return await work(store, Asking(ground))

    return run(opened())
