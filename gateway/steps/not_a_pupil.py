"""Lets the person who asked say of a replaced word that it is no pupil's.

For the one conversation whose answer named the record, from its next turn. Never for a name of the
roster, and never for anybody else's conversation; all of these are refused alike, so that nobody
learns from it who is on the roster. What was said is an event in the log, without the word; the
word itself stays sealed in the conversation's vault.
"""

from collections.abc import Callable

from gateway.audit.read import intent
from gateway.audit.writer import LogWriter
from gateway.errors import BadRequest
from gateway.identity.callers import Caller
from gateway.steps.stand_ins import StandIns
from gateway.store.engine import Reader
from gateway.terms.record import Record, RecordKind

LONGEST_WORD = 100


class NotAPupil:
    """The door for that."""

    def __init__(
        self,
        reader: Reader,
        stand_ins: StandIns,
        log: LogWriter,
        *,
        now: Callable[[], int],
        new_id: Callable[[], str],
    ) -> None:
        """Open it; `now` is milliseconds since 1970."""
        self._reader = reader
        self._stand_ins = stand_ins
        self._log = log
        self._now = now
        self._new_id = new_id

    async def say(self, record: str, word: str, caller: Caller) -> None:
        """Have a word left alone in a conversation.

        Args:
            record: id of any record of the conversation.
            word: as it was typed, one word or a whole name.
            caller: who says so.

        Raises:
            BadRequest: the caller asked no such prompt, or the word was not replaced in it for
                somebody who is not on the roster.
            Unusable: log or vault cannot be used; nothing was changed.
        """
        said = await self._reader.quick(lambda db: intent(db, record))
        if said is None or said["principal"] != caller.known.log_id:
            raise BadRequest(
                "you asked nothing under this record; take the id from the head of the answer",
                code="record_not_found",
                status=404,
                param="record",
            )
        conversation: str = said["conversation"]
        allowed = await self._stand_ins.may_excuse(conversation, word)
        await self._note("not_a_pupil" if allowed else "not_a_pupil_refused", record, caller)
        if not allowed:
            raise BadRequest(
                "only a word that was replaced in this conversation, and is no name of the "
                "roster, can be left alone; ask the office if it is nobody's",
                code="not_excusable",
                status=409,
                param="word",
            )
        await self._stand_ins.excuse(conversation, word)

    async def _note(self, event: str, record: str, caller: Caller) -> None:
        await self._log.append(
            Record(
                id=self._new_id(),
                kind=RecordKind.EVENT,
                time=self._now(),
                fields={"event": event, "who": caller.known.log_id, "what": record},
            )
        )
