"""Keeps the words of an exchange, sealed, where the district chose so (`content_kept`).

That the record comes first hangs on nothing here. With `content_unkept=refuse` what was typed and
what is to leave are written beside the intent, in the commit that it waits for as well, and seen
to just before anything is sent. With `record` they are written once the intent is, while the AI
service is asked, so that its first word waits for nothing. What came back is gathered as it passes,
by reference, and written once the outcome is. Nothing that is sealed here is read here.

Words that cannot be kept are told in the log (`content_unkept`), and with `refuse` nothing is sent
without them, and no answer ends well without them.
"""

import asyncio
from collections.abc import Callable, Sequence

import orjson
from sqlalchemy import Connection
from tink import aead

from gateway.audit.writer import LogWriter
from gateway.district.directory import District
from gateway.errors import GatewayError, OurFault
from gateway.identity.callers import Caller
from gateway.steps.described import UNRESOLVED
from gateway.store.commit import GroupCommit
from gateway.store.content_sealing import KEY_BYTES, Random, seal_part
from gateway.store.contents import SealedPart, add_part, put_content
from gateway.store.engine import Unit
from gateway.terms.chat import ChatRequest
from gateway.terms.contents import Content, ContentPart, Unkept
from gateway.terms.decision import Facts
from gateway.terms.disclosure import DistrictChoices, Tool
from gateway.terms.record import Fields, Record, RecordKind
from gateway.terms.text import LeafKind

LARGEST_PART = 256 * 1024
"""Bytes of each part that are kept (of what was typed, characters): of a prompt the newest, of an
answer the first."""
EVENT = "content_unkept"


class ContentUnkept(OurFault):
    """The district has words kept, and they cannot be."""

    code = "content_unkept"
    status = 503


class Keeping:
    """What is kept of one exchange: nothing, until told otherwise."""

    room = 0
    """Bytes of the answer that are worth gathering."""

    async def stored(self) -> None:
        """Return once anything may be sent.

        Raises:
            ContentUnkept: what was typed and what would leave cannot be kept.
        """

    async def ended(self, heard: Sequence[bytes], *, cut: bool) -> None:
        """Keep what came back, in pieces; `cut` tells that there was more.

        Raises:
            ContentUnkept: it cannot be kept.
        """


NOTHING = Keeping()


class Contents:
    """The door to kept content for an exchange, which can only add to it."""

    def __init__(
        self,
        commit: GroupCommit,
        district: District,
        fields: aead.Aead,
        log: LogWriter,
        *,
        now: Callable[[], int],
        record_id: Callable[[], str],
        rng: Random,
    ) -> None:
        """Open it.

        Args:
            commit: the database.
            district: whose choices say what is kept.
            fields: seals people's keys.
            log: is told what could not be kept.
            now: milliseconds since 1970 UTC.
            record_id: makes record ids.
            rng: gives random bytes.
        """
        self.commit = commit
        self.rng = rng
        self._district = district
        self._fields = fields
        self._log = log
        self._now = now
        self._record_id = record_id

    def keep(
        self,
        record: str,
        caller: Caller,
        request: ChatRequest,
        facts: Facts,
        tool: Tool,
        sent: bytes,
    ) -> Keeping:
        """Begin to keep a prompt's words, if the district has them kept.

        Args:
            record: id of its record.
            caller: who asks.
            request: what was typed.
            facts: tell whom it describes.
            tool: where it goes.
            sent: what is to leave.
        """
        choices = self._district.choices
        if not choices.content_kept:
            return NOTHING
        people = {one.id for one in facts.subjects} - {UNRESOLVED}
        content = Content(
            id=record,
            at=self._now(),
            principal=caller.known.log_id,
            tool=tool.id,
            people=frozenset(people | {caller.known.log_id}),
        )
        keeping = _Kept(self, record, choices)
        sealed: list[SealedPart] = []
        if ContentPart.TYPED in choices.content_kept:
            typed, cut = _typed(request)
            sealed.append(keeping.seal(ContentPart.TYPED, typed, cut=cut))
        if ContentPart.LEFT in choices.content_kept:
            cut = len(sent) > LARGEST_PART
            sealed.append(keeping.seal(ContentPart.LEFT, sent[-LARGEST_PART:], cut=cut))

        def put(db: Connection) -> None:
            put_content(db, self._fields, content, keeping.key, sealed, rng=self.rng)

        keeping.begin(put)
        return keeping

    async def tell(self, record: str, error: GatewayError) -> None:
        """Tell the log that words could not be kept, and why."""
        fields: Fields = {"event": EVENT, "who": "", "what": record, "code": error.code}
        event = Record(id=self._record_id(), kind=RecordKind.EVENT, time=self._now(), fields=fields)
        await self._log.append(event)


class _Kept(Keeping):
    """What is kept of one exchange while it lasts: it alone knows the content's key."""

    def __init__(self, contents: Contents, record: str, choices: DistrictChoices) -> None:
        self.key = contents.rng(KEY_BYTES)
        self.room = LARGEST_PART if ContentPart.ANSWER in choices.content_kept else 0
        self._contents = contents
        self._record = record
        self._must = choices.content_unkept is Unkept.REFUSE
        self._unit: Unit[None] | None = None
        self._begun: asyncio.Future[bool] | None = None

    def seal(self, part: ContentPart, content: bytes, *, cut: bool) -> SealedPart:
        """Return a part under the content's key."""
        rng = self._contents.rng
        sealed = seal_part(self.key, content, self._record, part.value, cut=cut, rng=rng)
        return SealedPart(part=part, cut=cut, sealed=sealed)

    def begin(self, unit: Unit[None]) -> None:
        """Write beside the intent where nothing may be sent without, else once it may be."""
        if self._must:
            self._write(unit)
        else:
            self._unit = unit

    async def stored(self) -> None:
        """See `Keeping`."""
        if self._unit is not None:
            self._write(self._unit)
            self._unit = None
        elif self._must and not await self._kept():
            raise _unkept()

    async def ended(self, heard: Sequence[bytes], *, cut: bool) -> None:
        """See `Keeping`."""
        if not (self.room and heard and await self._kept()):
            return
        part = self.seal(ContentPart.ANSWER, b"".join(heard), cut=cut)
        kept = await self._written(lambda db: add_part(db, self._record, part))
        if self._must and not kept:
            raise _unkept()

    def _write(self, unit: Unit[None]) -> None:
        self._begun = asyncio.ensure_future(self._written(unit))
        self._begun.add_done_callback(_seen)

    async def _kept(self) -> bool:
        return self._begun is not None and await asyncio.shield(self._begun)

    async def _written(self, unit: Unit[object]) -> bool:
        """Write, and tell whether it is durable; where it is not, the log knows."""
        try:
            await self._contents.commit.run(unit)
        except GatewayError as error:
            await self._contents.tell(self._record, error)
            return False
        return True


def _seen(begun: "asyncio.Future[bool]") -> None:
    """Look at how it went, where the exchange ended before anybody else could."""
    if not begun.cancelled():
        begun.exception()


def _unkept() -> ContentUnkept:
    return ContentUnkept(
        "the district has the words of prompts kept, and they cannot be now; try again soon, or "
        "tell the IT office"
    )


def _typed(request: ChatRequest) -> tuple[bytes, bool]:
    """Return the newest of what was typed that there is room for, as JSON, and whether it was
    cut."""
    said: list[tuple[str, str]] = []
    room = LARGEST_PART
    for leaf in reversed(request.leaves):
        if leaf.kind is LeafKind.STRUCTURAL:
            continue
        if not room:
            return orjson.dumps(said[::-1]), True
        said.append((leaf.author, leaf.text[-room:]))
        if len(leaf.text) > room:
            return orjson.dumps(said[::-1]), True
        room -= len(leaf.text)
    return orjson.dumps(said[::-1]), False
