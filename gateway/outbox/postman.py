"""Carries what is due, letter by letter, for as long as the gateway runs."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from tink import aead

from gateway.errors import GatewayError
from gateway.outbox import queue
from gateway.outbox.carriers import Carrier, Undelivered
from gateway.outbox.message import compose
from gateway.outbox.queue import Claimed
from gateway.store.commit import GroupCommit
from gateway.terms.letters import LetterState

ROUND_SECONDS = 5.0
"""Seconds between rounds where nobody calls: other processes post too, and waits end."""

_log = structlog.get_logger(__name__)


class Postman:
    """One process's postman; several processes share the letters out among them."""

    def __init__(
        self,
        commit: GroupCommit,
        fields: aead.Aead,
        carrier: Carrier,
        *,
        sender: str,
        now: Callable[[], int],
        chance: Callable[[], float],
        told: Callable[[LetterState], None] = lambda _state: None,
    ) -> None:
        """Engage it.

        Args:
            commit: the database.
            fields: opens letters.
            carrier: takes them out.
            sender: the address they come from.
            now: milliseconds since 1970.
            chance: from 0 to 1, spreads out what failed together.
            told: hears what became of each try.
        """
        self._commit = commit
        self._fields = fields
        self._carrier = carrier
        self._sender = sender
        self._now = now
        self._chance = chance
        self._told = told

    async def run(self, called: asyncio.Event) -> None:
        """Carry for ever: at once when called, else every few seconds."""
        while True:
            called.clear()
            try:
                await self.round()
            except GatewayError as error:  # the database is away: the letters are still there
                _log.error("outbox_stands_still", code=error.code)
            try:
                await asyncio.wait_for(called.wait(), ROUND_SECONDS)
            except TimeoutError:
                continue

    async def round(self) -> int:
        """Carry all that is due; return how many letters were tried.

        Raises:
            Unusable: the database does not answer.
        """
        tried = 0
        now = self._now()
        expired = await self._commit.run(lambda db: queue.expire(db, now))
        for _ in range(expired):
            self._told(LetterState.EXPIRED)
        try:
            while (claimed := await self._claim()) is not None:
                tried += 1
                await self._carry(claimed)
        finally:
            if tried:
                await self._carrier.rest()
        return tried

    async def _claim(self) -> Claimed | None:
        now = self._now()
        return await self._commit.run(lambda db: queue.claim(db, now))

    async def _carry(self, claimed: Claimed) -> None:
        code, final = "", False
        try:
            letter = queue.letter_of(self._fields, claimed)
            at = datetime.fromtimestamp(claimed.posted / 1000, UTC)
            message = compose(letter, claimed.id, sender=self._sender, at=at)
            await self._carrier.carry(claimed.id, message)
        except Undelivered as error:
            code, final = error.code, error.final
        except GatewayError as error:  # it does not open: another key may be put back
            code = error.code
        now, spread = self._now(), self._chance()
        if not code:
            await self._commit.run(lambda db: queue.end_sent(db, claimed, now))
            self._told(LetterState.SENT)
            return
        state = await self._commit.run(
            lambda db: queue.end_try(db, claimed, now, code=code, final=final, spread=spread)
        )
        _log.warning("letter_not_sent", letter=claimed.id, code=code, count=claimed.tries)
        self._told(state)
