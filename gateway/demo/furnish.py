"""Furnishes a fresh data folder with the synthetic district: roster, consents, tools, keys.

What it writes about it, `demo.json`, is for demonstrations and tests: who plays whom, with which
gateway key, and what to expect when they ask.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
from sqlalchemy import Connection
from tink import aead

from gateway.demo.oneroster_csv import write_oneroster
from gateway.demo.synthetic_district import SyntheticDistrict
from gateway.district.edits import put_consents, put_tools
from gateway.district.oneroster import read_folder
from gateway.district.roster_import import RosterImport
from gateway.identity.clients import TrustedClient, Way
from gateway.identity.key_ring import create_key, put_client
from gateway.terms.disclosure import DistrictChoices, PseudonymisedBasis
from gateway.terms.people import Duty, Person

PEOPLE, SEED = 600, 20_260_823
MODEL = "practice"
CLIENT = "chat-page"
DUTIES = {"admin": (Duty.ADMIN, Duty.PRIVACY_OFFICER), "auditor": (Duty.AUDITOR,)}

EXPECT = {
    "teacher": "may name pupils of her classes: those with consent leave as typed, others replaced",
    "other_teacher": "teaches elsewhere: these pupils are not in his classes, so all are replaced",
    "counsellor": "pupils are replaced",
    "student_under_13_no_consent": "refused, with the way to a parent's permission",
    "student_under_13_consented": "passes",
    "student_13_17": "passes, own name replaced",
    "student_18": "passes, consented for themself",
    "student_unknown_age": "refused: counts as under 13 until the office enters a birth date",
    "admin": "may edit; passes like other staff",
    "auditor": "may read the log; passes like other staff",
    "chat_front_end": "speaks for the person named in X-OpenWebUI-User-Email; refused without one",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Tools:
    """What furnishing needs from outside: sealing, hashing, time, randomness."""

    fields: aead.Aead
    pepper: bytes
    digest_key: bytes
    log_id: Callable[[], str]
    now: Callable[[], int]


def demo_choices(today: date, timezone: str) -> DistrictChoices:
    """Return what the demonstration's official decided, on record."""
    return DistrictChoices(
        timezone=timezone,
        pseudonymised_basis=PseudonymisedBasis.DETERMINATION,
        pseudonymised_basis_by="Helen Brandt, superintendent (synthetic)",
        pseudonymised_basis_on=today,
        safety_contact="Priya Raman, school counsellor (synthetic)",
    )


def furnish(
    db: Connection, tools: Tools, *, today: date, upstream: str, base_url: str
) -> dict[str, object]:
    """Fill an empty district; a unit of work.

    Args:
        db: a connection in a transaction.
        tools: see `Tools`.
        today: ages and agreements are relative to it.
        upstream: address of the AI service all tools point to, ending before `/chat/completions`.
        base_url: where the gateway will listen, for demo.json.

    Returns:
        The content of demo.json.
    """
    district = SyntheticDistrict(people=PEOPLE, seed=SEED, today=today)
    with TemporaryDirectory() as folder:
        write_oneroster(district, Path(folder), version="1.2")
        roster = read_folder(Path(folder))
    importer = RosterImport(
        tools.fields, digest_key=tools.digest_key, log_id=tools.log_id, now=tools.now
    )
    importer.apply(
        db, roster, source="synthetic district", import_id=secrets.token_hex(8), today=today
    )
    put_consents(db, district.consents(), now=tools.now())
    put_tools(db, district.tools(base_url=upstream))
    people = district.personas()
    domains = {
        email.rpartition("@")[2].casefold() for person in people.values() for email in person.emails
    }
    client = TrustedClient(
        id=CLIENT, name="Chat page", way=Way.HEADERS, domains=tuple(sorted(domains))
    )
    put_client(db, tools.fields, client)
    personas = {
        name: _persona(name, person, _key(db, tools, person=person.id, name=name))
        for name, person in people.items()
    }
    personas["chat_front_end"] = {
        "name": client.name,
        "key": _key(db, tools, client=CLIENT, name="chat_front_end"),
        "role": "client",
        "expect": EXPECT["chat_front_end"],
    }
    return {
        "base_url": base_url,
        "model": MODEL,
        "personas": personas,
        "subjects": _subjects(district.subjects()),
    }


def demo_json(content: dict[str, object]) -> bytes:
    """Return demo.json's bytes."""
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _key(db: Connection, tools: Tools, *, name: str, person: str = "", client: str = "") -> str:
    return create_key(
        db,
        pepper=tools.pepper,
        choose=secrets.choice,
        now=tools.now(),
        person=person,
        client=client,
        duties=DUTIES.get(name, ()),
        label=f"demo: {name}",
    )


def _persona(name: str, person: Person, key: str) -> dict[str, str]:
    return {
        "id": person.id,
        "name": full_name(person),
        "email": next(iter(person.emails), ""),
        "key": key,
        "role": person.role.value,
        "expect": EXPECT[name],
    }


def _subjects(people: dict[str, Person]) -> dict[str, str | list[str]]:
    return {
        "with_consent": full_name(people["consented"]),
        "without_consent": full_name(people["unconsented"]),
        "expired": full_name(people["expired"]),
        "revoked": full_name(people["revoked"]),
        "defective": full_name(people["defective"]),
        "same_name": [full_name(people["twin_one"]), full_name(people["twin_two"])],
    }


def full_name(person: Person) -> str:
    """Return a person's name as people write it."""
    return f"{person.given} {person.family}".strip()
