"""The exchange with each of its effects failing in turn: at the database, the detector, the AI
service. Whatever fails, nothing leaves unrecorded, no end is told before it is on disk, and what
went wrong is a refusal that says nothing of the prompt."""

import hashlib
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
import pytest
from sqlalchemy import Connection, update

from gateway.app.store import now_ms
from gateway.app.works import Works, open_works
from gateway.audit.publish import CheckpointPlaces
from gateway.audit.read import verify_live
from gateway.detection import scan
from gateway.district.edits import set_choices
from gateway.district.imports import SEEN
from gateway.exchange import Ask, Head, exchange
from gateway.settings import Settings, load
from gateway.store import keys
from gateway.store.contents import destroy_contents, list_contents, open_content
from gateway.store.tables import revisions
from gateway.telemetry import Metrics
from gateway.terms.chat import Refusal
from gateway.terms.contents import ContentPart
from gateway.terms.times import DAY_MS
from gateway.wire.openai_chat import OPENAI_CHAT
from tests.clients.conftest import command
from tests.faults.doors import SECRET, Doors, Effects, Failing, Ledger
from tests.waiting import until

pytestmark = pytest.mark.anyio

MOST = 80
"""Effects an exchange has at one door, at most: a loop that does not end is a fault of the test."""


@dataclass(kw_only=True)
class Heard:
    """What a client got."""

    record: str = ""
    text: bytes = b""
    refusal: Refusal | None = None
    early: list[str] = field(default_factory=list)
    """How the record had ended on disk when the client saw the end, if that is no `complete`."""

    @property
    def whole(self) -> bool:
        return self.refusal is None

    @property
    def said(self) -> str:
        """What the answer says, put together where it came in pieces."""
        if not self.text.startswith(b"data:"):
            return str(orjson.loads(self.text)["choices"][0]["message"]["content"])
        events = [line.removeprefix(b"data: ") for line in self.text.split(b"\n") if line]
        choices = [one for event in events[:-1] for one in orjson.loads(event)["choices"]]
        return "".join(one["delta"].get("content", "") for one in choices)


@dataclass(frozen=True, kw_only=True)
class Place:
    """One open gateway with doors that can fail, and who asks."""

    works: Works
    doors: Doors
    settings: Settings
    key: str
    pupil: str
    numbers: Iterator[int] = field(default_factory=itertools.count)

    async def ask(self, *, stream: bool) -> Heard:
        """Ask something new, and look at the disk when the end arrives."""
        text = f"Note {next(self.numbers)}: praise {self.pupil} for kindness."
        body = orjson.dumps(
            {
                "model": "practice",
                "stream": stream,
                "messages": [{"role": "user", "content": text}],
            }
        )

        async def read() -> bytes:
            return body

        ask = Ask(
            dialect=OPENAI_CHAT,
            headers=[(b"authorization", f"Bearer {self.key}".encode())],
            body=read,
        )
        heard = Heard()
        async for part in exchange(ask, self.works.doors):
            match part:
                case Refusal():
                    heard.refusal, heard.record = part, part.record or heard.record
                case Head():
                    heard.record = part.headers["x-crossing-guard-record"]
                case bytes():
                    heard.text += part
            at_end = b"[DONE]" in heard.text if stream else isinstance(part, Head)
            if at_end and (ended := self.doors.ledger.ended(heard.record)) != "complete":
                heard.early.append(ended)
        return heard

    async def recovered(self) -> None:
        """Let nothing fail any more, and wait until the log is open and owes nothing."""
        log = self.works.store.log
        await until(lambda: log.healthy and not log.health().owed)

    async def forgets(self) -> None:
        """Have it read anew what it keeps of the district, as after an edit of each part."""
        edited = update(revisions).where(revisions.c.name != "roster")
        await self.works.store.commit.run(
            lambda db: db.execute(edited.values(number=revisions.c.number + 1)).rowcount
        )

    def failing(self, door: str) -> Failing:
        """Return what can be told to fail at a door."""
        some: dict[str, Failing] = {
            "writing": self.doors.lane,
            "reading": self.doors.reads,
            "detection": self.doors.scans,
            "the call": self.doors.calls,
        }
        return some[door]


@pytest.fixture(scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    data = tmp_path_factory.mktemp("exchange") / "data"
    made = command("init", "--demo", "--data", str(data))
    assert made.returncode == 0, made.stderr
    demo: dict[str, Any] = orjson.loads((data / "demo.json").read_bytes())
    settings = load(data)
    hash_key = keys.load(settings.keys_folder).derive("content-hash")

    def digest(body: bytes) -> str:
        return hashlib.blake2b(body, key=hash_key, digest_size=32).hexdigest()

    doors = Doors(Ledger(data / "crossing-guard.db"), digest)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "AT_ONCE", 0)  # as if each prompt were a long one
        async with open_works(settings, Metrics(), doors.makers()) as works:
            yield Place(
                works=works,
                doors=doors,
                settings=settings,
                key=demo["personas"]["teacher"]["key"],
                pupil=demo["subjects"]["without_consent"],
            )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("door", "foreseen"),
    [
        pytest.param("writing", True, id="writing"),  # a lane translates all its database says
        *(
            pytest.param(door, foreseen, id=f"{door}{'' if foreseen else ', as nobody foresaw'}")
            for door in ("reading", "detection", "the call")
            for foreseen in (True, False)
        ),
    ],
)
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_whichever_effect_fails_nothing_leaves_unrecorded_and_errors_refuse(
    place: Place, door: str, stream: bool, foreseen: bool
) -> None:
    failing, service = place.failing(door), place.doors.service
    if isinstance(failing, Effects):
        failing.foreseen = foreseen
    failed: list[str] = []
    for number in range(1, MOST):
        await place.forgets()
        failing.effects, failing.fail, failing.failed[:] = 0, {number}, []
        calls = len(service.calls)
        heard = await place.ask(stream=stream)
        failing.fail = set()
        await place.recovered()

        assert not heard.early
        if not failing.failed:
            break
        failed += failing.failed
        if heard.whole:  # what failed was looked after: tried again, or not of this prompt
            assert place.pupil in heard.said
        else:
            assert heard.refusal is not None
            assert heard.refusal.status >= 500
            assert place.pupil not in heard.refusal.message
            assert SECRET not in heard.refusal.message
            assert len(service.calls) - calls <= 1
    else:
        pytest.fail("an exchange has no end of effects")
    assert failed
    assert heard.whole
    assert place.pupil in heard.said

    # Each call had its intent on disk when it arrived, none held the name, each has its end.
    assert service.unrecorded == 0
    assert not [body for body in service.calls if place.pupil.encode() in body]
    recorded = place.doors.ledger.intents()
    assert not Counter(map(place.doors.digest, service.calls)) - recorded
    report = await verify_live(
        place.works.store.reader,
        log_id=place.works.store.log_id,
        keys=[place.works.store.keys.signing.public_key()],
        notes=CheckpointPlaces(place.settings.checkpoint_folders).read_all(),
    )
    assert report.intact, report.findings
    assert report.open_intents == 0
    assert SECRET.encode() not in b"".join(
        orjson.dumps(one) for one in place.doors.ledger.entries()
    )


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_where_words_are_kept_nothing_leaves_without_them(place: Place, stream: bool) -> None:
    lane, service, store = place.doors.lane, place.doors.service, place.works.store
    calls = len(service.calls)
    before = store.district.choices
    async with keeping(place):
        for number in range(1, MOST):
            lane.effects, lane.fail, lane.failed[:] = 0, {number}, []
            heard = await place.ask(stream=stream)
            lane.fail = set()
            await place.recovered()
            if not lane.failed:
                break
            assert heard.whole or (heard.refusal is not None and heard.refusal.status >= 500)
        else:
            pytest.fail("an exchange has no end of effects")
    assert heard.whole
    assert store.district.choices == before

    def unit(db: Connection) -> list[dict[ContentPart, tuple[bytes, bool]]]:
        rows = [one.id for one in list_contents(db)]
        return [open_content(db, store.keys.fields, row) or {} for row in rows]

    kept = await store.reader.read(unit)
    left = Counter(one[ContentPart.LEFT][0] for one in kept)
    assert not Counter(service.calls[calls:]) - left
    await store.commit.run(lambda db: destroy_contents(db, [one.id for one in list_contents(db)]))


@asynccontextmanager
async def keeping(place: Place) -> AsyncIterator[None]:
    """Have the district keep all there is to keep, for a while."""
    store, chosen = place.works.store, place.works.store.district.choices
    kept = replace(chosen, content_kept=frozenset(ContentPart))
    await store.commit.run(lambda db: set_choices(db, kept))
    await store.district.refresh()
    try:
        yield
    finally:
        await store.commit.run(lambda db: set_choices(db, chosen))
        await store.district.refresh()


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_an_outcome_that_cannot_be_written_stops_later_calls_until_it_is(
    place: Place, stream: bool
) -> None:
    lane, service = place.doors.lane, place.doors.service

    def lose_the_database() -> None:
        lane.down = True

    service.arrived = lose_the_database
    try:
        cut = await place.ask(stream=stream)
        assert cut.refusal is not None
        assert cut.refusal.code == "log_unavailable"
        assert b"[DONE]" not in cut.text
        calls = len(service.calls)
        for _ in range(3):
            later = await place.ask(stream=stream)
            assert later.refusal is not None
            assert later.refusal.status == 503
        assert len(service.calls) == calls
        assert (await place.works.readiness())["log"] != "ok"
    finally:
        service.arrived = lambda: None
        lane.down = False
    await place.recovered()
    assert place.doors.ledger.ended(cut.record)
    assert (await place.ask(stream=stream)).whole
    assert (await place.works.readiness())["log"] == "ok"


async def test_a_roster_that_is_too_old_refuses_and_is_recorded(place: Place) -> None:
    await place.recovered()
    commit, here = place.works.store.commit, revisions.c.name == SEEN

    async def seen(at: int) -> None:
        statement = update(revisions).where(here).values(number=at)
        await commit.run(lambda db: db.execute(statement).rowcount)

    await seen(DAY_MS)
    heard = await place.ask(stream=False)
    await seen(now_ms())
    assert heard.refusal is not None
    assert heard.refusal.code == "roster_too_old"
    assert heard.record
    assert (await place.ask(stream=False)).refusal is None
