"""The office: every change an admin makes goes through here, so that none is missing in the log.

The log says first who is about to change what, with a salted hash of old, new and why; then the
change, its place in the history and its revision are written in one transaction. If somebody else
changed the row meanwhile, nothing is written, the log says so too, and the second is told.
"""

import re
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection
from tink import aead

from gateway.audit.writer import LogWriter
from gateway.district.edits import put_secret
from gateway.district.history import (
    SALT_BYTES,
    Edit,
    Listed,
    batch_hash,
    evidence_of,
    list_edits,
    put_edits,
)
from gateway.district.merged import log_id_of
from gateway.district.shelves import (
    Shelf,
    advance,
    advance_all,
    check_id,
    invalid,
    version_of,
    versions_of,
)
from gateway.errors import BadRequest, ClientError, GatewayError
from gateway.oversight.officer import Officer
from gateway.oversight.rows import (
    CREDENTIAL,
    Difference,
    Kept,
    Stale,
    all_fitting,
    check_reason,
    check_seen,
    credential_version,
    look_up,
    no_such,
    put_rows,
    stored,
)
from gateway.store.commit import GroupCommit
from gateway.store.engine import Reader, Unit
from gateway.terms.record import Fields, Record, RecordKind

ROWS_AT_ONCE = 2000
_VISIBLE = re.compile("[!-~]{1,8192}")


def _page[T](shelf: Shelf[T], after: str, db: Connection) -> list[T]:
    return shelf.listed(db, after, ROWS_AT_ONCE)


class Office:
    """The one door for changes to what admins edit."""

    def __init__(
        self,
        reader: Reader,
        commit: GroupCommit,
        log: LogWriter,
        fields: aead.Aead,
        *,
        now: Callable[[], int],
        new_id: Callable[[], str],
        rng: Callable[[int], bytes],
    ) -> None:
        """Open it.

        Args:
            reader, commit: the database.
            log: the decision log.
            fields: seals what the history keeps.
            now: milliseconds since 1970.
            new_id: makes record ids.
            rng: gives random bytes.
        """
        self._reader = reader
        self._commit = commit
        self._log = log
        self._fields = fields
        self._now = now
        self._new_id = new_id
        self._rng = rng

    async def get[T](self, shelf: Shelf[T], row: str) -> Kept[T]:
        """Return a row with its version.

        Raises:
            Missing: there is none.
        """
        kept = await self._reader.quick(lambda db: stored(db, shelf, row))
        if kept is None:
            raise no_such(shelf.kind, row)
        return kept

    async def version[T](self, shelf: Shelf[T], row: str) -> int | None:
        """Return which version of a row stands, None where there is no such row."""
        kept = await self._reader.quick(lambda db: stored(db, shelf, row))
        return None if kept is None else kept.version

    async def listed[T](
        self, shelf: Shelf[T], *, after: str = "", limit: int = 50
    ) -> list[Kept[T]]:
        """Return rows in the order of their ids, those after an id."""

        def unit(db: Connection) -> list[Kept[T]]:
            return [
                Kept(value=value, version=version_of(db, shelf.kind, shelf.row_of(value)))
                for value in shelf.listed(db, after, limit)
            ]

        return await self._reader.quick(unit)

    async def every[T](self, shelf: Shelf[T]) -> AsyncIterator[list[T]]:
        """Yield every row in the order of their ids, some at a time."""
        after = ""
        while rows := await self._reader.read(partial(_page, shelf, after)):
            yield rows
            after = shelf.row_of(rows[-1])

    async def put[T](
        self,
        shelf: Shelf[T],
        value: T,
        *,
        seen: int | None,
        why: str,
        by: Officer,
        step: str = "",
        also: Callable[[Connection], object] = lambda _db: None,
    ) -> Kept[T]:
        """Put a row in place.

        Args:
            shelf: what kind of row.
            value: as it is to be.
            seen: the version the change is made to; None: there must be no such row yet.
            why: the reason, for the history.
            by: who changes it.
            step: what log and history call the change; "": created or changed.
            also: what else is written in the transaction of the change.

        Raises:
            BadRequest: the value cannot be, or there is no reason.
            Stale, Missing, Taken: the row is not as whoever edits thinks.
            Unusable: log or database cannot be used; nothing was changed.
        """
        row = shelf.row_of(value)
        value, before, gone = await self._reader.quick(lambda db: look_up(db, shelf, value))
        check_seen(shelf.kind, row, seen, before.version if before else None)
        last = before.version if before else gone
        new = shelf.document.write(value)
        old = shelf.document.write(before.value) if before else None
        if old == new:
            return Kept(value=value, version=last)
        action = step or ("changed" if before else "created")
        edit = self._edit(shelf, row, action, last, old, new, why, by)

        def apply(db: Connection) -> None:
            shelf.put(db, value, edit.at)
            also(db)

        await self._change(edit, by, apply, last, what=await self._what(shelf, row))
        return Kept(value=value, version=last + 1)

    async def remove[T](
        self, shelf: Shelf[T], row: str, *, seen: int, why: str, by: Officer
    ) -> None:
        """Take a row away; the history keeps it.

        Raises:
            Stale, Missing: the row is not as whoever edits thinks.
            BadRequest: rows of this kind are never taken away, or this one not now.
            Unusable: log or database cannot be used; nothing was changed.
        """
        remove = shelf.remove
        if remove is None:
            raise BadRequest(f"a {shelf.kind} is never taken away", code="not_removable")
        before = await self.get(shelf, row)
        check_seen(shelf.kind, row, seen, before.version)
        now = self._now()
        await self._reader.read(lambda db: shelf.check_removal(db, row, now))
        old = shelf.document.write(before.value)
        edit = self._edit(shelf, row, "removed", seen, old, None, why, by)
        what = await self._what(shelf, row)

        def apply(db: Connection) -> None:
            shelf.check_removal(db, row, now)  # once more with the change
            remove(db, row)

        await self._change(edit, by, apply, seen, what=what)

    async def credential_version(self, name: str) -> int | None:
        """Return how often a credential was put, None where there is none of this name."""
        return await self._reader.quick(lambda db: credential_version(db, name))

    async def put_credential(
        self, name: str, secret: str, *, seen: int | None, why: str, by: Officer
    ) -> int:
        """Store what opens an AI service, sealed, in place of what stood under its name.

        Log and history tell that, who and why, never what it is: not even its hash.

        Args:
            name: as `Tool.credential` names it.
            secret: visible ASCII, since it goes into a header.
            seen: the version the change is made to; None: there must be none yet.
            why: the reason, for the history.
            by: who changes it.

        Returns:
            Its version from now on.

        Raises:
            BadRequest: no such name or secret can be, or there is no reason.
            Stale, Missing, Taken: it is not as whoever changes it thinks.
            Unusable: log or database cannot be used; nothing was changed.
        """
        check_id(name)
        if not _VISIBLE.fullmatch(secret):
            raise invalid("visible ASCII characters alone", "secret")
        check_reason(why)
        stands = await self.credential_version(name)
        check_seen(CREDENTIAL, name, seen, stands)
        last = stands or 0
        edit = Edit(
            id=self._new_id(),
            at=self._now(),
            who=by.log_id,
            kind=CREDENTIAL,
            row=name,
            action="created" if stands is None else "changed",
            version=last + 1,
            old=None,
            new=None,
            why=why.strip(),
        )

        def apply(db: Connection) -> None:
            put_secret(db, self._fields, name, secret)

        await self._change(edit, by, apply, last, what=name)
        return edit.version

    async def put_many[T](
        self,
        shelf: Shelf[T],
        values: Sequence[T],
        *,
        gone: Collection[str] = (),
        why: str,
        by: Officer,
        dry_run: bool = False,
        event: str = "",
        what: str = "",
        also: Unit[None] = lambda _db: None,
    ) -> Difference:
        """Put many rows in place and take others away: all of it or nothing.

        Args:
            shelf: what kind of rows.
            values: as they are to be, whatever stands there now.
            gone: ids of rows to take away.
            why: the reason, for the history.
            by: who changes them.
            dry_run: only tell what would be done.
            event: what the log calls it, "" for an import.
            what: id of what brought it about, for the log.
            also: what must become true with it, in the same transaction, or keep it from being so.

        Raises:
            Faulty: some values cannot be.
            Stale: somebody else changed one of the rows in between.
            Unusable: log or database cannot be used; nothing was changed.
        """
        check_reason(why)
        batch = self._new_id()
        values, edits = await self._reader.read(
            lambda db: self._edits(db, shelf, values, gone, why, by, batch)
        )
        by_action = {
            action: tuple(one.row for one in edits if one.action == action)
            for action in ("created", "changed", "removed")
        }
        put = by_action["created"] + by_action["changed"]
        difference = Difference(**by_action, unchanged=len(values) - len(put), batch=batch)
        if dry_run or not edits:
            return difference
        kept = [(one, evidence_of(self._fields, one, self._rng(SALT_BYTES))) for one in edits]
        said: Fields = {
            "edit": batch,
            "counts": {action: len(rows) for action, rows in by_action.items()},
            "sha256": batch_hash(evidence.sha256 for _, evidence in kept),
        }
        if what:
            said = {**said, "what": what}
        event = event or f"{shelf.kind}_imported"
        await self._append(event, by, said)
        at, changed = self._now(), set(put)

        def unit(db: Connection) -> None:
            if not advance_all(db, shelf.kind, {one.row: one.version - 1 for one in edits}):
                raise Stale(f"somebody changed a {shelf.kind} meanwhile; look and do it again")
            put_rows(db, shelf, [one for one in values if shelf.row_of(one) in changed], at)
            for row in by_action["removed"]:
                if shelf.remove is not None:
                    shelf.remove(db, row)
            put_edits(db, kept)
            also(db)

        try:
            await self._commit.run(unit)
        except GatewayError as error:
            result = "undone" if isinstance(error, ClientError) else "unclear"
            said = {"edit": batch, "result": result, "code": error.code}
            await self._append(event, by, said)
            raise
        return difference

    def _edits[T](
        self,
        db: Connection,
        shelf: Shelf[T],
        values: Sequence[T],
        gone: Collection[str],
        why: str,
        by: Officer,
        batch: str,
    ) -> tuple[list[T], list[Edit]]:
        """Complete and check values; return them and the edits they make."""
        values = all_fitting(db, shelf, values)
        if gone and shelf.remove is None:
            raise BadRequest(f"a {shelf.kind} is never taken away", code="not_removable")
        edits: list[Edit] = []
        wanted: dict[str, T | None] = {shelf.row_of(one): one for one in values}
        wanted |= dict.fromkeys(gone)
        versions = versions_of(db, shelf.kind, list(wanted))
        for row, wished in wanted.items():
            before = shelf.read(db, row)
            old = shelf.document.write(before) if before is not None else None
            new = shelf.document.write(wished) if wished is not None else None
            if old != new:
                last = versions.get(row, 0)
                action = "removed" if new is None else "changed" if old else "created"
                edit = self._edit(shelf, row, action, last, old, new, why, by)
                edits.append(replace(edit, batch=batch))
        return values, edits

    async def history(
        self,
        *,
        kind: str = "",
        row: str = "",
        batch: str = "",
        before: str = "",
        limit: int = 50,
    ) -> list[Listed]:
        """Return edits, newest first; see `list_edits`."""
        return await self._reader.read(
            lambda db: list_edits(
                db, self._fields, kind=kind, row=row, batch=batch, before=before, limit=limit
            )
        )

    async def log_id_of(self, person: str) -> str:
        """Return the log id of somebody on the roster, "" for nobody."""
        return await self._reader.quick(partial(log_id_of, person=person))

    async def note(self, event: str, by: Officer, **fields: str | Fields) -> str:
        """Log something else an officer did, such as a query; return the record's id."""
        return await self._append(event, by, dict(fields))

    def _edit[T](
        self,
        shelf: Shelf[T],
        row: str,
        action: str,
        last: int,
        old: str | None,
        new: str | None,
        why: str,
        by: Officer,
    ) -> Edit:
        check_reason(why)
        return Edit(
            id=self._new_id(),
            at=self._now(),
            who=by.log_id,
            kind=shelf.kind,
            row=row,
            action=action,
            version=last + 1,
            old=old,
            new=new,
            why=why.strip(),
        )

    async def _what[T](self, shelf: Shelf[T], row: str) -> str:
        """Return what the log calls a row."""
        return await self.log_id_of(row) if shelf.of_person else row

    async def _change(
        self, edit: Edit, by: Officer, apply: Callable[[Connection], None], last: int, *, what: str
    ) -> None:
        """Log a change, then make it; `what` is what the log calls its row."""
        evidence = evidence_of(self._fields, edit, self._rng(SALT_BYTES))
        said: Fields = {"what": what, "edit": edit.id, "sha256": evidence.sha256}
        await self._append(f"{edit.kind}_{edit.action}", by, said)

        def unit(db: Connection) -> bool:
            if not advance(db, edit.kind, edit.row, last):
                return False
            apply(db)
            put_edits(db, [(edit, evidence)])
            return True

        try:
            done = await self._commit.run(unit)
        except GatewayError as error:
            await self._take_back(edit, by, what, "unclear", error.code)  # the history tells
            raise
        if not done:
            await self._take_back(edit, by, what, "undone", Stale.code)
            raise Stale(f"{edit.kind} `{edit.row}` was changed by somebody else; read it again")

    async def _take_back(self, edit: Edit, by: Officer, what: str, result: str, code: str) -> None:
        said: Fields = {"what": what, "edit": edit.id, "result": result, "code": code}
        await self._append(f"{edit.kind}_{edit.action}", by, said)

    async def _append(self, event: str, by: Officer, fields: Fields) -> str:
        record = Record(
            id=self._new_id(),
            kind=RecordKind.EVENT,
            time=self._now(),
            fields={"event": event, "who": by.log_id, **fields},
        )
        await self._log.append(record)
        return record.id
