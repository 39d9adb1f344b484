"""The letters that wait, as rows: posted, claimed by one who carries, and ended.

Units of work on the table; whom a letter is for and what it says is sealed in the row and cleared
when it is sent. Nothing here carries a letter.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import orjson
from sqlalchemy import Connection, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from tink import aead

from gateway.errors import Unusable
from gateway.store.sealing import open_sealed, seal
from gateway.store.tables import letters
from gateway.terms.letters import Attachment, Letter, LetterState
from gateway.terms.times import DAY_MS, HOUR_MS

LEASE_MS: Final = 5 * 60_000
"""How long whoever claimed a letter may take; then somebody else may."""
FIRST_WAIT_MS: Final = 60_000
LONGEST_WAIT_MS: Final = 6 * HOUR_MS
GIVE_UP_MS: Final = 3 * DAY_MS
"""A letter is tried for three days: over a weekend on which the mail server is down."""
KEEP_FAILED_MS: Final = 30 * DAY_MS
"""How long the content of a failed letter stays, to be sent after all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Posted:
    """A letter as an officer sees it: its state, never its content.

    Times are milliseconds since 1970. `due` is when it is tried next, `code` how the last try
    failed, `kept` whether its content is still there.
    """

    id: str
    kind: str
    about: str
    state: LetterState
    posted: int
    due: int
    tries: int
    code: str
    ended: int | None
    kept: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Claimed:
    """A letter somebody is about to carry; `sealed` opens to it, `tries` counts this one."""

    id: str
    posted: int
    tries: int
    sealed: bytes = field(repr=False)


def row_of(fields: aead.Aead, letter: Letter, letter_id: str, now: int) -> dict[str, object]:
    """Return a letter as a row, sealed.

    Raises:
        Unusable: the field key cannot seal.
    """
    return {
        "id": letter_id,
        "kind": letter.kind,
        "about": letter.about,
        "once": letter.once or None,
        "urgent": letter.urgent,
        "state": LetterState.WAITING.value,
        "posted": now,
        "due": now,
        "until": letter.until,
        "tries": 0,
        "code": "",
        "ended": None,
        "sealed": seal(fields, _content(letter), _context(letter_id)),
    }


def letter_of(fields: aead.Aead, claimed: Claimed) -> Letter:
    """Return what is to be carried, as far as carrying asks.

    Raises:
        Unusable: it does not open.
    """
    content = open_sealed(fields, claimed.sealed, _context(claimed.id))
    try:
        kind, to, subject, text, language, attached = orjson.loads(content)
        attachments = tuple(
            Attachment(name=name, media_type=media_type, content=base64.b64decode(data))
            for name, media_type, data in attached
        )
    except (ValueError, TypeError) as error:
        raise Unusable("a letter of another version", code="store_damaged") from error
    return Letter(
        kind=kind, to=to, subject=subject, text=text, language=language, attachments=attachments
    )


def put_letters(db: Connection, rows: Iterable[dict[str, object]]) -> tuple[str, ...]:
    """Post letters; return the ids of those posted, without those that were `once` before."""
    dialect = sqlite if db.dialect.name == "sqlite" else postgresql
    posting = dialect.insert(letters).on_conflict_do_nothing(index_elements=["once"])
    return tuple(str(row["id"]) for row in rows if db.execute(posting.values(row)).rowcount == 1)


def claim(db: Connection, now: int) -> Claimed | None:
    """Take the most urgent letter that is due, for as long as the lease; None for none."""
    at = letters.c
    query = (
        select(at.id, at.posted, at.tries, at.sealed)
        .where(at.state == LetterState.WAITING.value, at.due <= now, at.sealed.is_not(None))
        .order_by(at.urgent.desc(), at.due, at.id)
        .limit(1)
        .with_for_update(skip_locked=True)  # says nothing on SQLite, which has one writer
    )
    row = db.execute(query).first()
    if row is None:
        return None
    taken = {"due": now + LEASE_MS, "tries": row.tries + 1}
    db.execute(update(letters).where(at.id == row.id).values(taken))
    return Claimed(id=row.id, posted=row.posted, tries=row.tries + 1, sealed=bytes(row.sealed))


def end_sent(db: Connection, claimed: Claimed, now: int) -> None:
    """Note that a letter is gone, and forget what it said."""
    done = {"state": LetterState.SENT.value, "ended": now, "code": "", "sealed": None}
    db.execute(update(letters).where(letters.c.id == claimed.id).values(done))


def end_try(
    db: Connection, claimed: Claimed, now: int, *, code: str, final: bool, spread: float
) -> LetterState:
    """Note that a try failed: another follows later, or the letter has failed.

    Args:
        db: the database.
        claimed: the letter.
        now: milliseconds since 1970.
        code: how it failed.
        final: whether another try would not help.
        spread: from 0 to 1, so that letters that failed together do not come again together.
    """
    wait = min(FIRST_WAIT_MS * 2 ** min(claimed.tries - 1, 30), LONGEST_WAIT_MS)
    wait = round(wait * (0.75 + spread / 2))
    over = final or now + wait - claimed.posted > GIVE_UP_MS
    said: dict[str, object] = {"code": code, "due": now + wait}
    if over:
        said |= {"state": LetterState.FAILED.value, "ended": now}
    still = (letters.c.id == claimed.id, letters.c.state == LetterState.WAITING.value)
    db.execute(update(letters).where(*still).values(said))
    return LetterState.FAILED if over else LetterState.WAITING


def expire(db: Connection, now: int) -> int:
    """End letters that are not worth sending any more, and forget old failures' content."""
    at = letters.c
    late = update(letters).where(at.state == LetterState.WAITING.value, at.until <= now)
    ended = {"state": LetterState.EXPIRED.value, "ended": now, "sealed": None}
    expired = db.execute(late.values(ended)).rowcount
    old = (at.state == LetterState.FAILED.value, at.ended <= now - KEEP_FAILED_MS)
    db.execute(update(letters).where(*old, at.sealed.is_not(None)).values(sealed=None))
    return expired


def retry(db: Connection, letter_id: str, now: int) -> bool:
    """Let a letter that waits or failed be tried at once, for another three days."""
    at = letters.c
    could = at.state.in_((LetterState.WAITING.value, LetterState.FAILED.value))
    fresh = {
        "state": LetterState.WAITING.value,
        "posted": now,
        "due": now,
        "tries": 0,
        "ended": None,
    }
    where = (
        at.id == letter_id,
        could,
        at.sealed.is_not(None),
        or_(at.until.is_(None), at.until > now),
    )
    return db.execute(update(letters).where(*where).values(fresh)).rowcount == 1


def cancel(db: Connection, letter_id: str, now: int) -> bool:
    """Take back a letter that was not sent, and forget what it said."""
    at = letters.c
    could = at.state.in_((LetterState.WAITING.value, LetterState.FAILED.value))
    done = {"state": LetterState.CANCELLED.value, "ended": now, "sealed": None}
    return db.execute(update(letters).where(at.id == letter_id, could).values(done)).rowcount == 1


def list_letters(
    db: Connection,
    *,
    state: LetterState | None = None,
    kind: str = "",
    about: str = "",
    before: str = "",
    limit: int = 50,
) -> list[Posted]:
    """Return letters, newest first: of a state, of a kind, about something, before an id."""
    at = letters.c
    query = select(letters).order_by(at.id.desc()).limit(limit)
    if state is not None:
        query = query.where(at.state == state.value)
    if kind:
        query = query.where(at.kind == kind)
    if about:
        query = query.where(at.about == about)
    if before:
        query = query.where(at.id < before)
    return [
        Posted(
            id=row.id,
            kind=row.kind,
            about=row.about,
            state=LetterState(row.state),
            posted=row.posted,
            due=row.due,
            tries=row.tries,
            code=row.code,
            ended=row.ended,
            kept=row.sealed is not None,
        )
        for row in db.execute(query)
    ]


def _content(letter: Letter) -> bytes:
    attached = [
        [one.name, one.media_type, base64.b64encode(one.content).decode()]
        for one in letter.attachments
    ]
    return orjson.dumps(
        [letter.kind, letter.to, letter.subject, letter.text, letter.language, attached]
    )


def _context(letter_id: str) -> bytes:
    return b"letter\x00" + letter_id.encode()
