"""`crossing-guard settings`: what the district decided."""

from difflib import get_close_matches
from pathlib import Path
from typing import Any

import orjson
import typer
from pydantic import TypeAdapter, ValidationError

from gateway.app.desks import office_of
from gateway.app.store import Store
from gateway.cli.at_store import at_store
from gateway.cli.misread import first_fault
from gateway.cli.officer import officer
from gateway.cli.root import out
from gateway.district.choices import SETTINGS
from gateway.district.documents import CHOICES, Document
from gateway.district.shelves import THE_ONE
from gateway.errors import BadRequest
from gateway.terms.disclosure import DistrictChoices
from gateway.terms.people import Duty

OFFICERS = (Duty.ADMIN, Duty.PRIVACY_OFFICER)


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
