"""What admins may edit, each kind in the same shape: read a row, put it, take it away."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from itertools import batched
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from gateway.district import edits
from gateway.district.documents import CONSENT, PUBLIC_NAME, TOOL, Document
from gateway.district.roster_import import bump
from gateway.errors import BadRequest
from gateway.store import tables
from gateway.terms.disclosure import Consent, Tool
from gateway.terms.people import PublicName

_ID = re.compile("[a-z0-9._-]{1,64}")
_LETTERS = re.compile(r"[^\W\d_]")
LONGEST_NAME = 100
MOST_PUBLIC_NAMES = 20_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
SHA256 = re.compile("(?:sha256:)?[0-9a-f]{64}")
LONGEST_TEXT = 1000
MOST_TOOLS = 10_000
NAMING_BATCH = 500
THE_ONE = "district"
"""The row of a shelf that has only one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf[T]:
    """One kind of row.

    `put` and `remove` run in the transaction of the change and move the revision of what they
    change, if it has one; `now` is milliseconds since 1970. `remove` is None where a row cannot be
    taken away. `put_all` puts many at once. `listed` returns rows in the order of their ids, those
    after an id, at most so many. `completed` gives a value what the district says of every such row
    where it says nothing itself. `check` raises `BadRequest` for a value that cannot be, as far as
    its type does not tell; `check_removal` for a row that cannot be taken away now. `of_person`
    tells that a row's id is the roster's id of a person: the log, which keeps things for good,
    calls it by that person's log id.
    """

    kind: str
    document: Document[T]
    row_of: Callable[[T], str]
    read: Callable[[Connection, str], T | None]
    put: Callable[[Connection, T, int], None]
    remove: Callable[[Connection, str], None] | None = None
    put_all: Callable[[Connection, Sequence[T], int], None] | None = None
    listed: Callable[[Connection, str, int], list[T]] = lambda _db, _after, _limit: []
    completed: Callable[[Connection, T], T] = lambda _db, value: value
    check: Callable[[Connection, T], None] = lambda _db, _value: None
    check_removal: Callable[[Connection, str, int], None] = lambda _db, _row, _now: None
    of_person: bool = False


def version_of(db: Connection, kind: str, row: str) -> int:
    """Return how often a row was changed, 0 for never."""
    versions = tables.row_versions
    query = select(versions.c.version).where(versions.c.kind == kind, versions.c.row == row)
    return db.execute(query).scalar() or 0


def versions_of(db: Connection, kind: str, rows: Iterable[str]) -> dict[str, int]:
    """Return how often each of some rows was changed, those never changed left out."""
    versions = tables.row_versions
    found: dict[str, int] = {}
    for some in batched(rows, 500):
        query = select(versions).where(versions.c.kind == kind, versions.c.row.in_(some))
        found.update({row.row: row.version for row in db.execute(query)})
    return found


def advance_all(db: Connection, kind: str, seen: Mapping[str, int]) -> bool:
    """Count a change to each of some rows, if nobody changed any since; tell whether so.

    Where it tells False the transaction must be rolled back.
    """
    now = versions_of(db, kind, seen)
    if any(now.get(row, 0) != version for row, version in seen.items()):
        return False
    versions = tables.row_versions
    fresh = [{"kind": kind, "row": row, "version": 1} for row, was in seen.items() if not was]
    if fresh:
        db.execute(insert(versions), fresh)
    moved = [{"at": row, "to": was + 1} for row, was in seen.items() if was]
    if moved:
        statement = update(versions).where(
            versions.c.kind == kind, versions.c.row == bindparam("at")
        )
        db.execute(statement.values(version=bindparam("to")), moved)
    return True


def advance(db: Connection, kind: str, row: str, seen: int) -> bool:
    """Count a change to a row, if nobody changed it since version `seen`; tell whether so."""
    versions = tables.row_versions
    if seen:
        at = (versions.c.kind == kind, versions.c.row == row, versions.c.version == seen)
        moved = db.execute(update(versions).where(*at).values(version=seen + 1))
        return moved.rowcount == 1
    dialect = sqlite if db.dialect.name == "sqlite" else postgresql
    first = dialect.insert(versions).values(kind=kind, row=row, version=1)
    return db.execute(first.on_conflict_do_nothing()).rowcount == 1


def invalid(message: str, param: str) -> BadRequest:
    """Return what a value is refused with; `param` is the field that is wrong."""
    return BadRequest(message, code="invalid_value", status=422, param=param)


def check_id(text: str, param: str = "id") -> None:
    """Refuse what is no id of a row that admins name.

    Raises:
        BadRequest: it is none.
    """
    if not _ID.fullmatch(text):
        raise invalid("an id is 1 to 64 small letters, digits, `.`, `_` or `-`", param)


def check_texts(value: object) -> None:
    """Refuse control characters, and texts longer than anything that is to be written here.

    Raises:
        BadRequest: with the field that holds them.
    """
    for one in fields(value):  # type: ignore[arg-type]
        held = getattr(value, one.name)
        for text in held if isinstance(held, frozenset | tuple) else (held,):
            if isinstance(text, str) and (len(text) > LONGEST_TEXT or _CONTROL.search(text)):
                raise invalid(
                    f"at most {LONGEST_TEXT} characters, none of them a control character",
                    one.name,
                )


def _read_tool(db: Connection, row: str) -> Tool | None:
    query = select(tables.tools.c.document).where(tables.tools.c.id == row)
    text = db.execute(query).scalar()
    return None if text is None else TOOL.read(text)


def _put_tool(db: Connection, tool: Tool, _now: int) -> None:
    edits.put_tools(db, [tool])


def _list_tools(db: Connection, after: str, limit: int) -> list[Tool]:
    tools = tables.tools
    query = select(tools.c.document).where(tools.c.id > after).order_by(tools.c.id).limit(limit)
    return [TOOL.read(text) for text in db.execute(query).scalars()]


def _check_tool(db: Connection, tool: Tool) -> None:
    check_tool(db, tool)
    before = _read_tool(db, tool.id)
    if before is not None:
        _check_same_party(before, tool)
    elif version_of(db, TOOLS.kind, tool.id) and naming(db, tool.id, limit=1):
        raise invalid(
            "another tool stood under this id, and consents name it: choose another id", "id"
        )


def check_tool(db: Connection, tool: Tool) -> None:
    """Refuse what cannot be a tool, whoever is behind it.

    Raises:
        BadRequest: it cannot.
    """
    check_id(tool.id)
    check_texts(tool)
    if not tool.model or len(tool.model) > 200:
        raise invalid("a tool needs the model name that people ask for", "model")
    try:
        parts = urlsplit(tool.base_url)
        usable = parts.scheme in ("http", "https") and parts.hostname and not parts.username
        usable = usable and not (parts.query or parts.fragment) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise invalid("must be an http or https address without account or query", "base_url")
    if not 0 <= tool.min_user_age <= 130:
        raise invalid("an age is from 0 to 130", "min_user_age")
    if tool.retention_days is not None and tool.retention_days < 0:
        raise invalid("days are 0 or more", "retention_days")
    _check_agreement(tool)
    if tool.aliases & {tool.model, ""}:
        raise invalid("another name than the model's own, and not an empty one", "aliases")
    if tool.alias_purposes.keys() - tool.aliases:
        raise invalid("each must be one of the tool's `aliases`", "alias_purposes")
    for other in _list_tools(db, "", MOST_TOOLS):
        if other.id != tool.id and (taken := other.names & tool.names):
            param = "model" if tool.model in taken else "aliases"
            raise invalid(f"tool `{other.id}` already answers to this model name", param)


def _check_agreement(tool: Tool) -> None:
    first, last = tool.agreement_from, tool.agreement_until
    if first is not None and last is not None and last < first:
        raise invalid("the agreement ends before it begins", "agreement_until")
    if tool.pilot_from and tool.pilot_until and tool.pilot_until < tool.pilot_from:
        raise invalid("the pilot ends before it begins", "pilot_until")
    if tool.agreement_sha256 and not SHA256.fullmatch(tool.agreement_sha256):
        raise invalid("must be the SHA-256 of the file, 64 hexadecimal digits", "agreement_sha256")
    if tool.public_url and not tool.public_url.startswith("https://"):
        raise invalid("must be an https address", "public_url")


def _check_same_party(before: Tool, tool: Tool) -> None:
    """Refuse another recipient under an old id: consents name the old one (34 CFR 99.30(b)(3))."""
    if other_party(before, tool):
        raise BadRequest(
            f"another provider is another recipient, and consents that name `{tool.id}` name the "
            "old one: register it under an id of its own, or see who would lose what "
            f"(`GET /tools/{tool.id}/consents`, `crossing-guard tools losing`) and confirm it",
            code="other_party",
            status=409,
            param="provider",
        )
    if before.other_party_until != tool.other_party_until:
        raise invalid("is set where another provider takes a tool's place", "other_party_until")


def other_party(before: Tool, tool: Tool) -> bool:
    """Tell whether another provider is behind a tool than before; a name that was missing is none
    that changed."""
    names = ("provider", "legal_name")
    return any(getattr(before, one) not in ("", getattr(tool, one)) for one in names)


def naming(db: Connection, tool: str, *, after: str = "", limit: int) -> list[Consent]:
    """Return consents that name a tool by its id, in the order of their ids, those after one."""
    table = tables.consents.c
    found: list[Consent] = []
    while len(found) < limit:
        query = select(table.id, table.document).where(
            table.id > after, table.document.contains(f'"{tool}"', autoescape=True)
        )
        rows = db.execute(query.order_by(table.id).limit(NAMING_BATCH)).all()
        found += [one for row in rows if tool in (one := CONSENT.read(row.document)).recipients]
        if len(rows) < NAMING_BATCH:
            break
        after = rows[-1].id
    return found[:limit]


def _check_tool_removal(db: Connection, row: str, now: int) -> None:
    """Refuse to take a tool away on which consents rest that are not over: they would end for good,
    since its id goes to no other tool afterwards."""
    yesterday = datetime.fromtimestamp(now / 1000, UTC).date() - timedelta(days=1)  # in any zone
    after, resting = "", 0
    while some := naming(db, row, after=after, limit=NAMING_BATCH):
        resting += sum(not _is_over(one, yesterday) for one in some)
        after = some[-1].id
    if resting:
        raise BadRequest(
            f"consents name `{row}`, {resting} of them not over, and would end with it for good: "
            "set its `status` to `suspended`, which closes it at once and keeps them",
            code="consents_name_it",
            status=409,
        )


def _is_over(consent: Consent, day: date) -> bool:
    ended = consent.expires_on is not None and consent.expires_on < day
    return ended or consent.revoked_at is not None or bool(consent.superseded_by)


def _remove_tool(db: Connection, row: str) -> None:
    db.execute(delete(tables.tools).where(tables.tools.c.id == row))
    bump(db, "tools")


def _read_public_name(db: Connection, row: str) -> PublicName | None:
    names = tables.public_names
    text = db.execute(select(names.c.document).where(names.c.id == row)).scalar()
    return None if text is None else PUBLIC_NAME.read(text)


def _list_public_names(db: Connection, after: str, limit: int) -> list[PublicName]:
    names = tables.public_names
    query = select(names.c.document).where(names.c.id > after).order_by(names.c.id).limit(limit)
    return [PUBLIC_NAME.read(text) for text in db.execute(query).scalars()]


def _check_public_name(db: Connection, name: PublicName) -> None:
    check_id(name.id)
    if len(_LETTERS.findall(name.name)) < 2 or len(name.name) > LONGEST_NAME:
        raise invalid(f"a name has two letters or more, and {LONGEST_NAME} signs at most", "name")
    names = tables.public_names
    others = select(func.count()).where(names.c.id != name.id)
    if db.execute(others).scalar_one() >= MOST_PUBLIC_NAMES:
        raise invalid(f"a district edits {MOST_PUBLIC_NAMES:,} names at most", "name")


def _put_public_name(db: Connection, name: PublicName, _now: int) -> None:
    edits.put_public_names(db, [name])


def _put_public_names(db: Connection, names: Sequence[PublicName], _now: int) -> None:
    edits.put_public_names(db, names)


def _remove_public_name(db: Connection, row: str) -> None:
    db.execute(delete(tables.public_names).where(tables.public_names.c.id == row))
    bump(db, "public_names")


TOOLS: Final = Shelf(
    kind="tool",
    document=TOOL,
    row_of=lambda tool: tool.id,
    read=_read_tool,
    put=_put_tool,
    remove=_remove_tool,
    listed=_list_tools,
    check=_check_tool,
    check_removal=_check_tool_removal,
)
PUBLIC_NAMES: Final = Shelf(
    kind="public_name",
    document=PUBLIC_NAME,
    row_of=lambda name: name.id,
    read=_read_public_name,
    put=_put_public_name,
    put_all=_put_public_names,
    remove=_remove_public_name,
    listed=_list_public_names,
    check=_check_public_name,
)
