"""Consents that end, and whom to ask for the next one: many at once, each once for one reason.

Reads the ledger's queue: what ends, and what an 18th birthday ends, 60, 30 and 7 days ahead. Each
step of the queue is a reason of its own, so that running it every day sends at most three letters.
Whoever's row cannot be asked for does not keep the others from theirs.
"""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

from sqlalchemy import Connection

from gateway.district.permissions import CONSENTS
from gateway.oversight.ledger import NOTICES, Due, Ledger, Task
from gateway.oversight.officer import Officer
from gateway.oversight.signing.asking import Ask, Asking, Outcome
from gateway.oversight.signing.ground import Ground
from gateway.terms.disclosure import Consent
from gateway.terms.signing import Channel, Language, RenewalTask

PART: Final = 500
"""Signers who are asked between two words of how far it got."""
NO_TOOL: Final = (
    "no registered tool is named by what ends, only a class of them or one that is gone: ask by "
    "hand for the tools it is to be about"
)


class Key(NamedTuple):
    """One letter: whom to ask, why, from which day on and at which step of the queue."""

    subject: str
    signer: str
    task: str
    on: str
    notice: int
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Renewal:
    """One signer and what would end: `consents` are its ids, `days` until it does."""

    key: Key
    task: RenewalTask
    on: date
    days: int
    consents: tuple[str, ...]
    tools: tuple[str, ...]

    def ask(self, channel: Channel | None) -> Ask:
        """Return what is asked, by the signer's own way or by one: the same tools, from the day on
        that the earlier ones end."""
        return Ask(
            subject=self.key.subject,
            signer=self.key.signer,
            tools=self.tools,
            channel=channel,
            language=Language(self.key.language),
            effective_from=self.on,
            renews=self.consents,
            notice=":".join((*self.key[2:4], str(self.key.notice), self.key.language)),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Renewed:
    """Some of the renewals with what became of each; `done` of `total` are behind whoever asks."""

    rows: tuple[tuple[Renewal, Outcome], ...]
    done: int
    total: int

    @property
    def next(self) -> Key | None:
        """Return where the rest begins, None for the end."""
        return self.rows[-1][0].key if self.rows and self.done < self.total else None


class Renewals:
    """Asks for the consents that are to follow others."""

    def __init__(self, ledger: Ledger, asking: Asking, ground: Ground) -> None:
        self._ledger = ledger
        self._asking = asking
        self._ground = ground

    async def renew(
        self,
        *,
        by: Officer,
        tasks: Collection[RenewalTask] = tuple(RenewalTask),
        within: int = NOTICES[-1],
        after: Key | None = None,
        limit: int,
        channel: Channel | None = None,
        dry_run: bool = False,
    ) -> Renewed:
        """Ask the next signers of what ends, or tell what would be asked.

        Asking again for the same step asks nobody twice, so whoever was interrupted begins anew.

        Args:
            by: who asks.
            tasks: why something ends.
            within: only what ends in so many days, at most the queue's sixty.
            after: where the last part stopped.
            limit: at most so many signers.
            channel: only those who can be asked this way; None: each the way that is open.
            dry_run: only tell.

        Raises:
            BadRequest: nobody told where people reach the gateway.
            Unusable: log or database cannot be used; what was asked until then stands.
        """
        await self._ground.district.refresh()
        wanted = {Task(one.value) for one in tasks}
        due = [
            one
            for one in await self._ledger.queue()
            if one.task in wanted and not one.done and one.days is not None and one.days <= within
        ]
        found = await self._renewals(due)
        behind = sum(1 for one in found if after is not None and one.key <= after)
        some = found[behind : behind + limit]
        able = [one for one in some if one.tools]
        asked = await self._asking.ask([one.ask(channel) for one in able], by=by, dry_run=dry_run)
        outcomes = {one.key: outcome for one, outcome in zip(able, asked, strict=True)}
        return Renewed(
            rows=tuple((one, outcomes.get(one.key) or _unable(one)) for one in some),
            done=behind + len(some),
            total=len(found),
        )

    async def parts(
        self,
        *,
        by: Officer,
        tasks: Collection[RenewalTask] = tuple(RenewalTask),
        within: int = NOTICES[-1],
        channel: Channel | None = None,
        dry_run: bool = False,
    ) -> AsyncIterator[Renewed]:
        """Ask all signers of what ends, and yield what came of it part by part; see `renew`."""
        after: Key | None = None
        while True:
            part = await self.renew(
                by=by,
                tasks=tasks,
                within=within,
                after=after,
                limit=PART,
                channel=channel,
                dry_run=dry_run,
            )
            yield part
            after = part.next
            if after is None:
                return

    async def renew_by_mail(self, *, by: Officer) -> Counter[str]:
        """Ask all signers who have an address, and count what came of it.

        Codes for letters on paper are shown once, to a person: those are left to one.

        Raises:
            BadRequest, Unusable: as for `renew`.
        """
        counts: Counter[str] = Counter(asked=0, asked_before=0, left_to_a_person=0)
        async for part in self.parts(by=by, channel=Channel.EMAIL):
            for _, outcome in part.rows:
                before = "asked_before" if outcome.before else "left_to_a_person"
                counts[before if outcome.fault else "asked"] += 1
        return counts

    async def _renewals(self, due: Sequence[Due]) -> list[Renewal]:
        """Return what is to be asked, in a fixed order, one letter for all that ends together."""

        def unit(db: Connection) -> list[tuple[Key, Due, Consent]]:
            read = ((one, CONSENTS.read(db, one.consent)) for one in due)
            return [(_key(one, consent), one, consent) for one, consent in read if consent]

        rows = sorted(
            await self._ground.reader.read(unit), key=lambda row: (row[0], row[1].consent)
        )
        tools = {tool.id for tool in self._ground.district.tools}
        return [
            _renewal(key, [(one, consent) for _, one, consent in some], tools)
            for key, some in groupby(rows, key=lambda row: row[0])
        ]


def _key(due: Due, consent: Consent) -> Key:
    own = due.task is Task.TURNS_18
    return Key(
        subject=due.subject,
        signer=due.subject if own else consent.signer,
        task=due.task,
        on=due.on.isoformat() if due.on else "",
        notice=due.notice or 0,
        language=consent.language if consent.language in Language else Language.EN,
    )


def _renewal(key: Key, ends: Sequence[tuple[Due, Consent]], tools: Collection[str]) -> Renewal:
    first = ends[0][0]
    named: Iterable[str] = {one for _, consent in ends for one in consent.recipients}
    return Renewal(
        key=key,
        task=RenewalTask(key.task),
        on=date.fromisoformat(key.on),
        days=first.days or 0,
        consents=tuple(consent.id for _, consent in ends),
        tools=tuple(sorted(one for one in named if one in tools)),
    )


def _unable(one: Renewal) -> Outcome:
    return Outcome(subject=one.key.subject, signer=one.key.signer, fault=NO_TOOL)
