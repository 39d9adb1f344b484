"""`crossing-guard settings` and `tools`: what the district decided, and the AI services it uses."""

from difflib import get_close_matches
from pathlib import Path
from typing import Any

import orjson
import typer
from pydantic import TypeAdapter, ValidationError
from rich.table import Table

from gateway.app.desks import office_of
from gateway.app.store import Store
from gateway.cli.at_store import at_store
from gateway.cli.misread import first_fault
from gateway.cli.officer import officer
from gateway.cli.root import out
from gateway.district.choices import SETTINGS
from gateway.district.documents import CHOICES, Document
from gateway.district.shelves import THE_ONE, TOOLS
from gateway.errors import BadRequest
from gateway.oversight.parties import Parties
from gateway.terms.disclosure import DistrictChoices, Tool
from gateway.terms.people import Duty

OFFICERS = (Duty.ADMIN, Duty.PRIVACY_OFFICER)
PAGE = 500


def show_settings(data: Path) -> None:
    """Print every setting, one a line."""

    async def work(store: Store) -> None:
        kept = await office_of(store).get(SETTINGS, THE_ONE)
        for name, value in orjson.loads(CHOICES.write(kept.value)).items():
            typer.echo(f"{name}={orjson.dumps(value).decode()}")

    at_store(data, work)


def set_settings(data: Path, pairs: list[str], why: str) -> None:
    """Change some settings."""

    async def work(store: Store) -> None:
        by, office = await officer(store, *OFFICERS), office_of(store)
        kept = await office.get(SETTINGS, THE_ONE)
        wanted = with_settings(kept.value, pairs)
        await office.put(SETTINGS, wanted, seen=kept.version, why=why, by=by)
        for pair in pairs:
            out.print(pair, highlight=False, markup=False)

    at_store(data, work)


def with_settings(choices: DistrictChoices, pairs: list[str]) -> DistrictChoices:
    """Return choices with some of them replaced; see `replaced`."""
    return replaced(CHOICES, choices, pairs)


def replaced[T](document: Document[T], value: T, pairs: list[str]) -> T:
    """Return a value with some of its fields replaced.

    Args:
        document: of its kind.
        value: as it is.
        pairs: `NAME=VALUE`; values are JSON, or text as it stands.

    Raises:
        BadRequest: no such setting, or it cannot have that value.
    """
    tree: dict[str, Any] = orjson.loads(document.write(value))
    for pair in pairs:
        name, is_pair, text = pair.partition("=")
        if name not in tree:
            near = get_close_matches(name, tree) or sorted(tree)
            raise BadRequest(
                f"`{name}` is no setting here; there is `{'`, `'.join(near)}`",
                code="unknown_setting",
            )
        if not is_pair:
            raise BadRequest(f"say what `{name}` is to be: `{name}=VALUE`", code="invalid_value")
        try:
            tree[name] = orjson.loads(text)
        except orjson.JSONDecodeError:
            tree[name] = text
    try:
        return TypeAdapter(type(value)).validate_python(tree)
    except ValidationError as error:
        raise BadRequest(first_fault(error), code="invalid_value") from error


def put_tool(data: Path, file: Path, why: str, losing: int | None) -> None:
    """Register a tool, or change the one of its id; `losing` confirms another provider."""
    try:
        tool = TypeAdapter(Tool).validate_json(file.read_bytes())
    except ValidationError as error:
        words = f"`{file.name}` is no tool: {first_fault(error)}"
        raise BadRequest(words, code="invalid_value") from error

    async def work(store: Store) -> None:
        by, office = await officer(store, *OFFICERS, Duty.AI_COORDINATOR), office_of(store)
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
