"""The rows of kept content, and the shelf of keys it takes to open them. Units of work.

Nothing of it is ever changed, only added and destroyed: a key row that is gone shreds whatever it
was one of the keys of (`gateway.store.content_sealing`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from tink import aead

from gateway.errors import OurFault
from gateway.store.content_sealing import KEY_BYTES, Random, open_part, unwrap, wrap
from gateway.store.sealing import open_sealed, seal
from gateway.store.tables import content_keys, content_parts, content_people, contents, people
from gateway.terms.contents import Content, ContentPart

AT_ONCE: Final = 500


class Gone(OurFault):
    """Somebody whose key it takes was forgotten meanwhile."""

    code = "person_gone"


@dataclass(frozen=True, kw_only=True, slots=True)
class SealedPart:
    """One part of some content, sealed under the content's key."""

    part: ContentPart
    cut: bool
    sealed: bytes = field(repr=False)


def put_content(
    db: Connection,
    fields: aead.Aead,
    content: Content,
    content_key: bytes,
    parts: Sequence[SealedPart],
    *,
    rng: Random,
) -> None:
    """Keep content, under the keys of everybody it is about.

    The keys are read, and made where somebody has none yet, in the transaction that writes.

    Raises:
        Gone: somebody was forgotten meanwhile; nothing is kept.
        Unusable: a key does not open.
    """
    here = select(people.c.log_id).where(people.c.log_id.in_(content.people))
    if len(db.execute(here).all()) != len(content.people):
        raise Gone("somebody whom the content is about is no longer known")
    keys = _keys(db, fields, content.people)
    missing = content.people - keys.keys()
    if missing:
        _make_keys(db, fields, missing, content.at, rng)
        keys = _keys(db, fields, content.people)
    db.execute(
        insert(contents).values(
            id=content.id,
            at=content.at,
            principal=content.principal,
            tool=content.tool,
            wrapped=wrap(content_key, keys, content.id, rng),
        )
    )
    rows = [{"person": one, "content": content.id} for one in sorted(content.people)]
    db.execute(insert(content_people), rows)
    for one in parts:
        db.execute(_part(content.id, one))


def add_part(db: Connection, content: str, part: SealedPart) -> bool:
    """Keep a further part of content that is there still; tell whether it is."""
    if db.execute(select(contents.c.id).where(contents.c.id == content)).first() is None:
        return False
    db.execute(_part(content, part))
    return True


def find_content(db: Connection, row: str) -> Content | None:
    """Return what is known of kept content, None where there is none any more."""
    found = db.execute(select(contents).where(contents.c.id == row)).first()
    return None if found is None else _told(db, [found])[0]


def list_contents(
    db: Connection, *, after: str = "", before: int | None = None, limit: int = AT_ONCE
) -> list[Content]:
    """Return kept content, the oldest first, what stands after an id.

    Args:
        db: the database.
        after: only with a greater id.
        before: only kept before this time (milliseconds since 1970 UTC), None for all.
        limit: at most so many.
    """
    query = select(contents).where(contents.c.id > after).order_by(contents.c.id).limit(limit)
    if before is not None:
        query = query.where(contents.c.at < before)
    return _told(db, db.execute(query).all())


def contents_of(db: Connection, person: str) -> list[Content]:
    """Return all that is kept of or about somebody, by log id."""
    query = (
        select(contents)
        .join(content_people, content_people.c.content == contents.c.id)
        .where(content_people.c.person == person)
    )
    return _told(db, db.execute(query).all())


def open_content(
    db: Connection, fields: aead.Aead, row: str
) -> dict[ContentPart, tuple[bytes, bool]] | None:
    """Return the parts of kept content and whether each was cut; None where it is shredded.

    Raises:
        Unusable: it does not open.
    """
    content = find_content(db, row)
    if content is None:
        return None
    keys = _keys(db, fields, content.people)
    if keys.keys() != content.people:
        return None
    wrapped = db.execute(select(contents.c.wrapped).where(contents.c.id == row)).scalar_one()
    content_key = unwrap(bytes(wrapped), keys, row)
    query = select(content_parts).where(content_parts.c.content == row)
    return {
        ContentPart(one.part): (
            open_part(content_key, bytes(one.sealed), row, one.part, cut=one.cut),
            one.cut,
        )
        for one in db.execute(query)
    }


def destroy_contents(db: Connection, rows: Iterable[str]) -> int:
    """Destroy kept content; return how much of it was there."""
    gone = 0
    for some in batched(rows, AT_ONCE):
        db.execute(delete(content_parts).where(content_parts.c.content.in_(some)))
        db.execute(delete(content_people).where(content_people.c.content.in_(some)))
        gone += db.execute(delete(contents).where(contents.c.id.in_(some))).rowcount
    return gone


def destroy_key(db: Connection, person: str) -> int:
    """Destroy somebody's key, by log id, and all that took it to open; return how much that was."""
    rows = [one.id for one in contents_of(db, person)]
    db.execute(delete(content_keys).where(content_keys.c.person == person))
    return destroy_contents(db, rows)


def _told(db: Connection, rows: Sequence[Row[Any]]) -> list[Content]:
    """Return rows with whom they are about and what is kept."""
    about: dict[str, set[str]] = {row.id: set() for row in rows}
    parts: dict[str, list[tuple[ContentPart, bool]]] = {row.id: [] for row in rows}
    for some in batched(about, AT_ONCE):
        query = select(content_people).where(content_people.c.content.in_(some))
        for one in db.execute(query):
            about[one.content].add(one.person)
        kept = content_parts.c
        of_them = select(kept.content, kept.part, kept.cut).where(kept.content.in_(some))
        for one in db.execute(of_them):
            parts[one.content].append((ContentPart(one.part), one.cut))
    order = list(ContentPart)
    return [
        Content(
            id=row.id,
            at=row.at,
            principal=row.principal,
            tool=row.tool,
            people=frozenset(about[row.id]),
            parts=tuple(sorted(parts[row.id], key=lambda one: order.index(one[0]))),
        )
        for row in rows
    ]


def _part(content: str, part: SealedPart) -> Any:
    values = {"content": content, "part": part.part.value, "cut": part.cut, "sealed": part.sealed}
    return insert(content_parts).values(**values)


def _keys(db: Connection, fields: aead.Aead, whose: Iterable[str]) -> Mapping[str, bytes]:
    query = select(content_keys).where(content_keys.c.person.in_(list(whose)))
    return {
        row.person: open_sealed(fields, bytes(row.sealed), _context(row.person))
        for row in db.execute(query)
    }


def _make_keys(
    db: Connection, fields: aead.Aead, whose: Iterable[str], now: int, rng: Callable[[int], bytes]
) -> None:
    dialect = sqlite if db.dialect.name == "sqlite" else postgresql
    # Another process may make the same person's key at this moment: theirs counts then.
    fresh = dialect.insert(content_keys).on_conflict_do_nothing()
    rows = [
        {"person": one, "sealed": seal(fields, rng(KEY_BYTES), _context(one)), "made": now}
        for one in sorted(whose)
    ]
    db.execute(fresh, rows)


def _context(person: str) -> bytes:
    return b"content-key\x00" + person.encode()
