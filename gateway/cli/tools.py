"""`crossing-guard tools`: the AI services of the district, and the keys they are asked with."""

import os
from dataclasses import replace
from pathlib import Path

import orjson
import typer
from rich.table import Table

from gateway.app.desks import office_of
from gateway.app.store import Store
from gateway.cli.at_store import at_store
from gateway.cli.misread import read_as
from gateway.cli.officer import officer
from gateway.cli.root import out
from gateway.district.shelves import TOOLS
from gateway.errors import BadRequest
from gateway.oversight.parties import Parties
from gateway.terms.disclosure import Tool
from gateway.terms.people import Duty

OFFICERS = (Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.AI_COORDINATOR)
PAGE = 500


def list_tools(data: Path) -> None:
    """Print a table of the tools."""

    async def work(store: Store) -> None:
        await store.district.refresh()
        today = store.district.today()
        table = Table("tool", "model", "provider", "status", "agreement")
        async for some in office_of(store).every(TOOLS):
            for tool in some:
                agreement = tool.agreement_on(today)
                table.add_row(tool.id, tool.model, tool.provider, tool.status, agreement)
        out.print(table if table.row_count else "No tools; `crossing-guard tools put` adds one.")

    at_store(data, work)


def show_tool(data: Path, row: str) -> None:
    """Print a tool as JSON, to edit and to put."""

    async def work(store: Store) -> None:
        kept = await office_of(store).get(TOOLS, row)
        plain = orjson.loads(TOOLS.document.write(kept.value))
        typer.echo(orjson.dumps(plain, option=orjson.OPT_INDENT_2).decode())

    at_store(data, work)


def seal_key(data: Path, row: str, *, variable: str, why: str) -> None:
    """Seal the key by which a tool's service is asked, and have the tool use it.

    Raises:
        BadRequest: the environment variable holds none.
    """
    secret = os.environ.get(variable, "")
    if not secret:
        raise BadRequest(
            f"put the AI service's key into the environment variable {variable}; it is sealed",
            code="no_credential",
        )

    async def work(store: Store) -> None:
        by, office = await officer(store, *OFFICERS), office_of(store)
        tool = await office.get(TOOLS, row)
        name = tool.value.credential or row
        seen = await office.credential_version(name)
        await office.put_credential(name, secret, seen=seen, why=why, by=by)
        if not tool.value.credential:
            named = replace(tool.value, credential=name)
            await office.put(TOOLS, named, seen=tool.version, why=why, by=by)
        told = f"Tool {row} is asked with the key of {variable} from the next prompt on."
        out.print(told, highlight=False)

    at_store(data, work)


def put_tool(data: Path, file: Path, why: str, losing: int | None) -> None:
    """Register a tool, or change the one of its id; `losing` confirms another provider."""
    tool = read_as(Tool, file, called=f"`{file.name}` is no tool", code="invalid_value")

    async def work(store: Store) -> None:
        by, office = await officer(store, *OFFICERS), office_of(store)
        seen = await office.version(TOOLS, tool.id)
        if losing is None:
            await office.put(TOOLS, tool, seen=seen, why=why, by=by)
        elif seen is None:
            raise BadRequest(f"no provider is behind `{tool.id}` yet: leave `--losing` out")
        else:
            await _parties(store).change(tool, losing=losing, seen=seen, why=why, by=by)
        told = "registered" if seen is None else "changed"
        out.print(f"Tool {tool.id} is {told}.", highlight=False)

    at_store(data, work)


def list_losing(data: Path, tool: str) -> None:
    """Print the consents that would end if another provider took a tool's place."""

    async def work(store: Store) -> None:
        await store.district.refresh()
        parties, after = _parties(store), ""
        table = Table("consent", "student", "signed by", "signed on", "ends")
        loss, found = await parties.losing(tool, limit=PAGE)
        while found:
            for one in found:
                consent = one.consent
                signed, ends = consent.signed_on or "", consent.expires_on or ""
                table.add_row(consent.id, consent.subject, consent.signer, str(signed), str(ends))
            after = found[-1].consent.id
            _, found = await parties.losing(tool, after=after, limit=PAGE)
        if table.row_count:
            out.print(table)
        out.print(
            f"Another provider behind {tool} ends {loss.consents} consents of {loss.students} "
            f"students; confirm it with `tools put --losing {loss.consents}`.",
            highlight=False,
        )

    at_store(data, work)


def _parties(store: Store) -> Parties:
    return Parties(office_of(store), store.reader, store.district, store.keys.fields)
