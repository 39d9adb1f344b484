"""`crossing-guard keys`: who may ask, and which chat front ends may speak for others."""

import os
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer
from rich.table import Table

from gateway.app.store import Store, now_ms, open_store
from gateway.cli.at_store import at_store
from gateway.cli.officer import office_of, officer
from gateway.cli.root import out, run, settings_of
from gateway.errors import BadRequest
from gateway.identity.clients import TrustedClient, Way
from gateway.identity.key_ring import ListedKey, create_key, list_keys, put_client, revoke_key
from gateway.identity.key_uses import KEY_USES
from gateway.settings import Settings
from gateway.terms.disclosure import Purpose
from gateway.terms.keys import KeyUse
from gateway.terms.people import Duty

OFFICERS = (Duty.ADMIN, Duty.PRIVACY_OFFICER)


@dataclass(frozen=True, kw_only=True)
class WantedKey:
    """What was typed: whom the key is for, and for how many days."""

    person: str
    email: str
    client: str
    domains: tuple[str, ...]
    way: Way
    duties: tuple[Duty, ...]
    label: str
    purpose: Purpose | None
    purposes: tuple[Purpose, ...]
    days: int | None


def create_one(data: Path, wanted: WantedKey) -> None:
    """Make a key and print it."""
    settings = settings_of(data)
    text = run(_create(settings, wanted, _front_end(wanted)))
    out.print("Keep it safe; it cannot be shown again.")
    typer.echo(text)


def _front_end(wanted: WantedKey) -> TrustedClient | None:
    if not wanted.client:
        return None
    if not wanted.domains:
        raise BadRequest("name at least one --domain that the front end may speak for")
    domains = tuple(one.strip().casefold().lstrip("@") for one in wanted.domains)
    return TrustedClient(id=wanted.client, name=wanted.client, way=wanted.way, domains=domains)


async def _create(settings: Settings, wanted: WantedKey, front_end: TrustedClient | None) -> str:
    secret = os.environ.get("CROSSING_GUARD_CLIENT_SECRET", "")
    if front_end is not None and front_end.way is Way.TOKEN and len(secret) < 32:
        raise BadRequest(
            "a front end that signs needs its secret, 32 characters or more, in the environment "
            "variable CROSSING_GUARD_CLIENT_SECRET"
        )
    expires = None
    if wanted.days is not None:
        expires = int((datetime.now(UTC) + timedelta(days=wanted.days)).timestamp() * 1000)
    async with open_store(settings) as store:
        await store.district.refresh()
        person = wanted.person
        if wanted.email:
            found = await store.district.person_by_email(wanted.email)
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
                duties=wanted.duties,
                label=wanted.label,
                purpose=wanted.purpose,
                purposes=wanted.purposes,
                expires=expires,
            )
        )
        await store.note("key_created", what=text.split("_")[1])
    return text


def list_all(data: Path) -> None:
    """Print a table of every key ever made, newest first."""

    async def work(store: Store) -> None:
        found = await store.reader.read(list_keys)
        if not found:
            out.print("No keys yet; `crossing-guard keys create` makes one.")
            return
        table = Table("id", "for", "duties", "label", "purposes", "made", "state")
        for one in found:
            use = one.use
            whom = use.person or f"front end {use.client}"
            duties = " ".join(sorted(use.duties))
            table.add_row(
                use.id, whom, duties, use.label, _purposes(use), _day(one.created), _state(one)
            )
        out.print(table)

    at_store(data, work)


def revoke_one(data: Path, key: str) -> None:
    """Revoke a key."""

    async def work(store: Store) -> None:
        await store.commit.run(lambda db: revoke_key(db, key, now=now_ms()))
        await store.note("key_revoked", what=key)

    at_store(data, work)
    out.print(f"Key {key} is revoked.")


def set_purposes(
    data: Path, key: str, purpose: Purpose | None, purposes: tuple[Purpose, ...], why: str
) -> None:
    """Say anew what a key's prompts are for, and may be for."""

    async def work(store: Store) -> None:
        by, office = await officer(store, *OFFICERS), office_of(store)
        kept = await office.get(KEY_USES, key)
        wanted = replace(kept.value, purpose=purpose, purposes=frozenset(purposes))
        await office.put(KEY_USES, wanted, seen=kept.version, why=why, by=by)
        out.print(f"Key {key}: {_purposes(wanted) or 'any purpose'}.", highlight=False)

    at_store(data, work)


def _purposes(use: KeyUse) -> str:
    """Return what a key is for, in words; "" where its prompts may be for anything."""
    said = [f"{use.purpose.value} unless told otherwise"] if use.purpose is not None else []
    said += [f"only {' '.join(sorted(use.purposes))}"] if use.purposes else []
    return ", ".join(said)


def _day(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%Y-%m-%d}"


def _state(one: ListedKey) -> str:
    if one.revoked is not None:
        return f"revoked {_day(one.revoked)}"
    if one.expires is None:
        return "valid"
    over = one.expires <= now_ms()
    return f"{'expired' if over else 'until'} {_day(one.expires)}"
