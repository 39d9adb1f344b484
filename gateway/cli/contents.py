"""`crossing-guard content`: what is kept, who asks to read it, and the reading."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal

import typer

from gateway.app.desks import contents_of, office_of
from gateway.app.store import Store
from gateway.cli.at_store import at_store
from gateway.cli.officer import officer
from gateway.cli.root import clock
from gateway.oversight.contents import ContentDesk
from gateway.oversight.officer import Officer
from gateway.terms.contents import ReadingState
from gateway.terms.people import Duty

SHOWN = 500


def list_contents(data: Path) -> None:
    """Print what is kept, one a line."""

    async def work(contents: ContentDesk, by: Officer) -> None:
        kept = await contents.listed(by, limit=SHOWN)
        for one in kept:
            content = one.content
            parts = ", ".join(f"{part}{' (cut)' if cut else ''}" for part, cut in content.parts)
            typer.echo(
                f"{content.id} of {clock(content.at)} until {clock(one.expires)}: {parts}, "
                f"to {content.tool}; takes the keys of {len(content.people)}"
            )
        if not kept:
            typer.echo("Nothing is kept.")

    _at(data, work)


def list_readings(data: Path, *, state: ReadingState) -> None:
    """Print readings, one a line, each with its reason."""

    async def work(contents: ContentDesk, by: Officer) -> None:
        found = await contents.readings(by, state=state, limit=SHOWN)
        for one in found:
            typer.echo(
                f"{one.id} {state} until {clock(one.until)}, by {one.asked_by}: "
                f"{await contents.reason(one.id, by)}"
            )
        if not found:
            typer.echo(f"Nothing is {state}.")

    _at(data, work)


def step(data: Path, row: str, why: str, what: Literal["ask", "concur", "refuse"]) -> None:
    """Ask to read, concur, or refuse."""

    async def work(contents: ContentDesk, by: Officer) -> None:
        _, seen = await contents.get(row, by)
        do = {"ask": contents.ask, "concur": contents.concur, "refuse": contents.refuse}[what]
        reading = (await do(row, seen=seen, why=why, by=by)).value
        told = {
            ReadingState.ASKED: f"a second person may concur until {clock(reading.until)}",
            ReadingState.CONCURRED: f"who asked may read until {clock(reading.until)}",
        }
        typer.echo(f"{row} is {reading.state}; {told.get(reading.state, 'it was not let')}.")

    _at(data, work)


def read(data: Path, row: str) -> None:
    """Print the words, part by part."""

    async def work(contents: ContentDesk, by: Officer) -> None:
        words = await contents.read(row, by)
        for said in words.typed or ():
            typer.echo(f"{said.author}: {said.text}\n")
        for name, text in (("left", words.left), ("answer", words.answer)):
            if text is not None:
                typer.echo(f"--- {name}\n{text}\n")
        if words.cut:
            typer.echo(f"Cut, since there was no room for all: {', '.join(words.cut)}.")

    _at(data, work)


def _at(data: Path, work: Callable[[ContentDesk, Officer], Awaitable[None]]) -> None:
    async def opened(store: Store) -> None:
        by = await officer(store, *Duty)
        await work(contents_of(store, office_of(store)), by)

    at_store(data, opened)
