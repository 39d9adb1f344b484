"""Where letters are posted, and where officers see how far they got."""

import asyncio
from collections.abc import Callable

from sqlalchemy import Connection
from tink import aead

from gateway.errors import BadRequest
from gateway.outbox import queue
from gateway.outbox.message import check_address
from gateway.outbox.queue import Posted
from gateway.store.commit import GroupCommit
from gateway.store.engine import Reader, Unit
from gateway.terms.letters import Letter, LetterState


class Outbox:
    """The door for whoever has a letter to send."""

    def __init__(
        self,
        reader: Reader,
        commit: GroupCommit,
        fields: aead.Aead,
        *,
        now: Callable[[], int],
        new_id: Callable[[], str],
    ) -> None:
        """Open it.

        Args:
            reader, commit: the database.
            fields: seals what letters say.
            now: milliseconds since 1970.
            new_id: makes ids of letters that sort by time.
        """
        self._reader = reader
        self._commit = commit
        self._fields = fields
        self._now = now
        self._new_id = new_id
        self.posted = asyncio.Event()
        """Set when there is something new to carry."""

    def enclose(self, *letters: Letter) -> Unit[tuple[str, ...]]:
        """Return the unit that posts letters, for the transaction that makes them true.

        It returns the ids of those posted. Set `posted` after the commit, or wait for the
        postman's next round.

        Raises:
            BadRequest: an address is none.
            Unusable: they cannot be sealed.
        """
        for letter in letters:
            check_address(letter.to)
        now = self._now()
        rows = [queue.row_of(self._fields, one, self._new_id(), now) for one in letters]
        return lambda db: queue.put_letters(db, rows)

    async def post(self, *letters: Letter) -> tuple[str, ...]:
        """Post letters and return their ids once that is durable; see `enclose`.

        Raises:
            BadRequest: an address is none.
            Unusable: they cannot be sealed, or the database does not take them.
        """
        ids = await self._commit.run(self.enclose(*letters))
        self.posted.set()
        return ids

    async def listed(
        self,
        *,
        state: LetterState | None = None,
        kind: str = "",
        about: str = "",
        before: str = "",
        limit: int = 50,
    ) -> list[Posted]:
        """Return letters, newest first; see `queue.list_letters`."""

        def unit(db: Connection) -> list[Posted]:
            return queue.list_letters(
                db, state=state, kind=kind, about=about, before=before, limit=limit
            )

        return await self._reader.quick(unit)

    async def retry(self, letter: str) -> None:
        """Try a letter again at once.

        Raises:
            BadRequest: it was sent, cancelled or is over, or there is none.
            Unusable: the database does not take it.
        """
        now = self._now()
        if not await self._commit.run(lambda db: queue.retry(db, letter, now)):
            raise _over(letter)
        self.posted.set()

    async def cancel(self, letter: str) -> None:
        """Take back a letter that was not sent.

        Raises:
            BadRequest: it was sent or is over, or there is none.
            Unusable: the database does not take it.
        """
        now = self._now()
        if not await self._commit.run(lambda db: queue.cancel(db, letter, now)):
            raise _over(letter)


def _over(letter: str) -> BadRequest:
    return BadRequest(
        f"no letter `{letter}` waits or has failed; one that was sent, expired or was cancelled "
        "holds nothing any more: have a new one made",
        code="letter_over",
        status=409,
    )
