"""Checkpoints by e-mail, through the outbox: once a day, to somebody who keeps their letters."""

import hashlib
from collections.abc import Sequence

from gateway.audit.places.place import Undelivered
from gateway.errors import GatewayError
from gateway.outbox.outbox import Outbox
from gateway.terms.letters import Letter
from gateway.terms.record import Checkpoint
from gateway.terms.times import DAY_MS

NAME = "mail"
KIND = "checkpoints"
TEXT = """These are signed checkpoints of the decision log: how long each of its streams was, and a
hash over everything in it. Keep this letter. Whoever writes another past later cannot make it fit.
Each part below, from its first line to the line that begins with a dash, can be put into a file and
held against the log, or against a copy of it:

    crossing-guard log verify --against FILE
    python3 -I verify.py --against FILE

"""


class MailedCheckpoints:
    """One address that gets the newest checkpoints of all streams, a letter a day."""

    name = NAME
    every = DAY_MS

    def __init__(self, outbox: Outbox, to: str) -> None:
        self._outbox = outbox
        self._to = to

    async def put(self, checkpoints: Sequence[Checkpoint]) -> None:
        """Post a letter; how far it gets is the outbox's to tell. See `Place`."""
        notes = "\n".join(one.note for one in checkpoints)
        letter = Letter(
            kind=KIND,
            to=self._to,
            subject="Signed checkpoints of the decision log",
            text=TEXT + notes,
            once=f"{KIND}/{hashlib.sha256(notes.encode()).hexdigest()}",
        )
        try:
            await self._outbox.post(letter)
        except GatewayError as error:
            raise Undelivered(error.code) from error
