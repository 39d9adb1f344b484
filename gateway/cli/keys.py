"""`crossing-guard keys`: who may ask, and which chat front ends may speak for others."""

import os
import secrets
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.table import Table

from gateway.app import now_ms, open_store
from gateway.cli.root import HERE, Data, app, out, run, settings_of
from gateway.errors import BadRequest
from gateway.identity.clients import TrustedClient, Way
from gateway.identity.key_ring import ListedKey, create_key, list_keys, put_client, revoke_key
from gateway.settings import Settings
from gateway.terms.people import Duty

keys = typer.Typer(no_args_is_help=True, help="Make, list and revoke gateway keys.")
app.add_typer(keys, name="keys")


@keys.command("create")
def create(
    data: Data = HERE,
    person: Annotated[str, typer.Option(help="Roster id of whom the key is for.")] = "",
    email: Annotated[str, typer.Option(help="Or the person's e-mail address.")] = "",
    client: Annotated[
        str, typer.Option(help="Or the name of a chat front end that speaks for its users.")
    ] = "",
    domain: Annotated[
        list[str] | None,
        typer.Option(help="E-mail domain the front end may speak for; repeat for more."),
    ] = None,
    way: Annotated[
        Way,
        typer.Option(
            help="How it says who asks: plain headers, or a token signed with the secret in the "
            "environment variable CROSSING_GUARD_CLIENT_SECRET."
        ),
    ] = Way.HEADERS,
    duty: Annotated[
        list[Duty] | None, typer.Option(help="What the person may do with the gateway itself.")
    ] = None,
    label: Annotated[str, typer.Option(help="A word to know the key by.")] = "",
    days: Annotated[int | None, typer.Option(help="Days until it expires.", min=1)] = None,
) -> None:
    """Make a key and print it: once, since only its hash is kept."""
    settings = settings_of(data)
    expires = None
    if days is not None:
        expires = int((datetime.now(UTC) + timedelta(days=days)).timestamp() * 1000)
    front_end = None
    if client:
        if not domain:
            raise BadRequest("name at least one --domain that the front end may speak for")
        domains = tuple(one.strip().casefold().lstrip("@") for one in domain)
        front_end = TrustedClient(id=client, name=client, way=way, domains=domains)
    text = run(_create(settings, person, email, front_end, duty or [], label, expires))
    out.print("Keep it safe; it cannot be shown again.")
    typer.echo(text)


async def _create(
    settings: Settings,
    person: str,
    email: str,
    front_end: TrustedClient | None,
    duties: list[Duty],
    label: str,
    expires: int | None,
) -> str:
    secret = os.environ.get("CROSSING_GUARD_CLIENT_SECRET", "")
    if front_end is not None and front_end.way is Way.TOKEN and len(secret) < 32:
        raise BadRequest(
            "a front end that signs needs its secret, 32 characters or more, in the environment "
            "variable CROSSING_GUARD_CLIENT_SECRET"
        )
    async with open_store(settings) as store:
        await store.district.refresh()
        if email:
            found = await store.district.person_by_email(email)
            if found is None:
                raise BadRequest("not exactly one person on the roster has this e-mail address")
            person = found
        if front_end is not None:
            await store.commit.run(
                lambda db: put_client(
                    db,
                    store.keys.fields,
                    front_end,
                    secret=secret if front_end.way is Way.TOKEN else "",
                )
            )
        text = await store.commit.run(
            lambda db: create_key(
                db,
                pepper=store.keys.derive("gateway-keys"),
                choose=secrets.choice,
                now=now_ms(),
                person=person,
                client=front_end.id if front_end is not None else "",
                duties=duties,
                label=label,
                expires=expires,
            )
        )
        await store.note("key_created", what=text.split("_")[1])
    return text


@keys.command("list")
def list_(data: Data = HERE) -> None:
    """List every key ever made, newest first; never the keys themselves."""

    async def work() -> None:
        async with open_store(settings_of(data)) as store:
            found = await store.reader.read(list_keys)
        if not found:
            out.print("No keys yet; `crossing-guard keys create` makes one.")
            return
        table = Table("id", "for", "duties", "label", "made", "state")
        for one in found:
            whom = one.person or f"front end {one.client}"
            table.add_row(
                one.id, whom, " ".join(one.duties), one.label, _day(one.created), _state(one)
            )
        out.print(table)

    run(work())


@keys.command("revoke")
def revoke(
    key: Annotated[str, typer.Argument(help="The key's id, as `keys list` shows it.")],
    data: Data = HERE,
) -> None:
    """Revoke a key, from the next request on."""

    async def work() -> None:
        async with open_store(settings_of(data)) as store:
            await store.commit.run(lambda db: revoke_key(db, key, now=now_ms()))
            await store.note("key_revoked", what=key)

    run(work())
    out.print(f"Key {key} is revoked.")


def _day(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%Y-%m-%d}"


def _state(one: ListedKey) -> str:
    if one.revoked is not None:
        return f"revoked {_day(one.revoked)}"
    if one.expires is None:
        return "valid"
    over = one.expires <= now_ms()
    return f"{'expired' if over else 'until'} {_day(one.expires)}"
