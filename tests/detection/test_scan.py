import asyncio
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from gateway.detection import frames, scan
from gateway.detection.arbitration_settings import STAFF
from gateway.detection.kept import Kept
from gateway.detection.near_names import NearNames
from gateway.detection.pool import Crashed, Found, Pool, Texts
from gateway.detection.quarantine import SECONDS
from gateway.detection.scan import Scanned, Scanner
from gateway.detection.standing import Around, standing
from gateway.errors import DetectionFailed, Unusable
from gateway.terms.signs import NO_SIGNS
from gateway.terms.text import Leaf, LeafKind
from tests.detection.people import BY_ID
from tests.waiting import LONGEST, until

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

FAKE = (sys.executable, "-P", str(Path(__file__).with_name("misbehaving.py")))
KEY = b"0123456789abcdef"


class Clock:
    """A clock that stands until told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Scanning:
    """A scanner over misbehaving workers, with its clock and what it counted."""

    def __init__(self, *, size: int, queue: int, deadline: float, cache_bytes: int) -> None:
        self.clock = Clock()
        self.counted: Counter[str] = Counter()
        self.pool = Pool(FAKE, size=size, queue=queue, deadline=deadline, pause=0.05)
        self.scanner = Scanner(
            self.pool, key=KEY, now=self.clock, cache_bytes=cache_bytes, count=self._count
        )

    def _count(self, name: str, amount: float) -> None:
        self.counted[name] += 1 if name == "cpu_seconds" else int(amount)

    async def scan(self, *texts: str, kind: LeafKind = LeafKind.TEXT) -> list[Scanned]:
        return await self.scanner.scan([leaf(text, kind) for text in texts])


@asynccontextmanager
async def scanning(
    *,
    size: int = 1,
    queue: int = 64,
    deadline: float = LONGEST,
    cache_bytes: int = 1 << 20,
    roster: str = "r1",
) -> AsyncIterator[Scanning]:
    made = Scanning(size=size, queue=queue, deadline=deadline, cache_bytes=cache_bytes)
    await made.pool.start()
    try:
        if roster:
            await made.scanner.set_lists(roster.encode(), roster=roster)
        yield made
    finally:
        await made.pool.close()


def leaf(text: str, kind: LeafKind = LeafKind.TEXT) -> Leaf:
    return Leaf(path=("messages", 0, "content"), text=text, kind=kind)


def people(scanned: Scanned) -> list[str]:
    return [one.people[0] if one.people else one.recogniser for one in scanned.candidates]


async def test_every_leaf_gets_its_own_findings_in_order() -> None:
    async with scanning(size=2) as made:
        found = await made.scan("Maria", "nobody", "Maria Lopez", "", "Maria")
        assert [people(one) for one in found] == [["ner"], [], ["ner", "r1"], [], ["ner"]]
        assert made.scanner.ready
        assert made.scanner.version == "fake-1"


async def test_no_leaves_need_no_worker() -> None:
    async with scanning() as made:
        assert await made.scan() == []


async def test_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    reads = tmp_path / "reads"
    async with scanning() as made:
        for _ in range(3):
            await made.scan(f"COUNT {reads}")
        assert reads.read_text() == "read\n"
        assert made.counted["hits"] == 2
        assert made.counted["misses"] == 1
        assert made.counted["cpu_seconds"] == 1


async def test_equal_texts_under_way_are_read_once(tmp_path: Path) -> None:
    reads = tmp_path / "reads"
    async with scanning(size=2) as made:
        text = f"COUNT {reads}"
        await asyncio.gather(*[made.scan("SLOW", text) for _ in range(5)], made.scan(text, text))
        assert reads.read_text() == "read\n"


class Held(Pool):
    """Reads nothing: whoever holds `job` says what came of it."""

    job: asyncio.Future[Found[frames.Read]]

    def submit(self, texts: Texts) -> asyncio.Future[Found[frames.Read]]:
        self.job = asyncio.get_running_loop().create_future()
        return self.job


@pytest.mark.timeout(20)
async def test_who_asks_in_the_very_moment_the_job_ends_gets_its_findings() -> None:
    pool = Held()
    scanner = Scanner(pool, key=KEY, now=Clock())
    first = asyncio.create_task(scanner.scan([leaf("Maria")]))
    await asyncio.sleep(0)
    pool.job.set_result(Found([([(0, 5, "PERSON", 0.85, "ner", [], "other")], {})], "", 0.0))
    (found,) = await scanner.scan([leaf("Maria")])  # before anybody was told
    assert people(found) == ["ner"]
    assert await first == [found]


async def test_structural_leaves_meet_the_roster_alone_and_are_remembered_apart() -> None:
    async with scanning() as made:
        for _ in range(2):
            (structural,) = await made.scan("Maria Lopez", kind=LeafKind.STRUCTURAL)
            (text,) = await made.scan("Maria Lopez")
            assert people(structural) == ["r1"]
            assert people(text) == ["ner", "r1"]
        (key,) = await made.scan("Maria Lopez", kind=LeafKind.KEY)
        assert people(key) == ["ner", "r1"]
        assert made.counted["misses"] == 2


async def test_a_new_roster_forgets_what_the_old_one_found() -> None:
    async with scanning() as made:
        assert people((await made.scan("Lopez"))[0]) == ["r1"]
        await made.scanner.set_lists(b"r2", roster="r2")
        assert made.scanner.roster_version == "r2"
        assert people((await made.scan("Lopez"))[0]) == ["r2"]


async def test_findings_of_a_newer_roster_are_not_remembered_as_the_older_ones() -> None:
    async with scanning() as made:
        slow = asyncio.create_task(made.scan("SLOW"))
        waiting = asyncio.create_task(made.scan("Lopez"))
        await asyncio.sleep(0.05)
        await made.scanner.set_lists(b"r2", roster="r2")
        await asyncio.gather(slow, waiting)
        assert people(waiting.result()[0]) == ["r2"]
        await made.scanner.set_lists(b"r1", roster="r1")
        assert people((await made.scan("Lopez"))[0]) == ["r1"]


async def test_the_oldest_findings_go_when_memory_is_full() -> None:
    async with scanning(cache_bytes=1000) as made:
        await made.scan("one")
        for text in ("two", "three", "four", "five"):
            await made.scan("one")
            await made.scan(text)
        before = made.counted["misses"]
        await made.scan("one")
        assert made.counted["misses"] == before
        await made.scan("two")
        assert made.counted["misses"] == before + 1


async def test_with_no_memory_everything_is_read_and_nothing_kept() -> None:
    async with scanning(cache_bytes=0) as made:
        for _ in range(2):
            assert people((await made.scan("Maria"))[0]) == ["ner"]
        assert made.counted["misses"] == 2


async def test_a_text_that_killed_a_worker_is_refused_without_trying_for_a_while() -> None:
    async with scanning() as made:
        with pytest.raises(Crashed):
            await made.scan("DIE")
        for lapse in (SECONDS[0], 4 * SECONDS[0]):
            with pytest.raises(DetectionFailed) as caught:
                await made.scan("Maria", "DIE")
            assert caught.value.code == "detection_quarantined"
            assert caught.value.retry_after is not None
            assert lapse <= caught.value.retry_after <= lapse + 1
            made.clock.seconds += lapse + 1
            with pytest.raises(Crashed):
                await made.scan("DIE")
        assert made.counted["quarantined"] == 2
        assert people((await made.scan("Maria"))[0]) == ["ner"]


async def test_texts_that_were_in_a_job_with_a_deadly_one_are_tried_alone() -> None:
    async with scanning() as made:
        with pytest.raises(Crashed):
            await made.scan("Maria", "DIE", "nobody")
        # Not yet known which: the innocent ones are read by themselves and are free again.
        assert [people(one) for one in await made.scan("Maria", "nobody")] == [["ner"], []]
        with pytest.raises(Crashed):
            await made.scan("Maria", "DIE")
        with pytest.raises(DetectionFailed) as caught:
            await made.scan("DIE")
        assert caught.value.code == "detection_quarantined"


async def test_who_waited_for_anothers_deadly_job_gets_an_answer() -> None:
    async with scanning() as made:
        slow = asyncio.create_task(made.scan("SLOW"))
        await asyncio.sleep(0.05)
        deadly = asyncio.create_task(made.scan("Maria", "DIE"))
        await asyncio.sleep(0.05)
        waiting = asyncio.create_task(made.scan("Maria"))
        with pytest.raises(Crashed):
            await deadly
        assert people((await waiting)[0]) == ["ner"]
        await slow


async def test_a_text_the_detector_fails_on_is_refused_each_time_but_not_shut_out() -> None:
    async with scanning() as made:
        for _ in range(2):
            with pytest.raises(DetectionFailed) as caught:
                await made.scan("RAISE")
            assert caught.value.code == "detection_failed"


async def test_a_job_nobody_waits_for_any_more_is_not_begun(tmp_path: Path) -> None:
    reads = tmp_path / "reads"
    async with scanning() as made:
        slow = asyncio.create_task(made.scan("SLOW"))
        await asyncio.sleep(0.05)
        left = asyncio.create_task(made.scan(f"COUNT {reads}"))
        await asyncio.sleep(0.05)
        left.cancel()
        await asyncio.gather(slow, left, return_exceptions=True)
        await made.scan("Maria")
        assert not reads.exists()
        await made.scan(f"COUNT {reads}")
        assert reads.read_text() == "read\n"


async def test_a_job_goes_on_while_one_of_its_callers_still_waits() -> None:
    async with scanning() as made:
        both = [asyncio.create_task(made.scan("SLOW Maria")) for _ in range(2)]
        await asyncio.sleep(0.05)
        both[0].cancel()
        assert people((await both[1])[0]) == ["ner"]


async def test_a_full_queue_refuses_and_leaves_nothing_behind(tmp_path: Path) -> None:
    async with scanning(queue=1, deadline=LONGEST) as made:
        await until(lambda: made.pool.free == 1)
        held = asyncio.create_task(made.scan(f"WAIT {tmp_path / 'go'}"))
        await until(lambda: not made.pool._idle and made.pool._queue.empty())
        queued = asyncio.create_task(made.scan("Maria"))
        await until(made.pool._queue.full)
        with pytest.raises(Unusable) as caught:
            await made.scan("busy now")
        assert caught.value.code == "busy"
        (tmp_path / "go").touch()
        await asyncio.gather(held, queued)
        assert await made.scan("busy now") == [Scanned((), NO_SIGNS)]


async def test_many_long_leaves_are_shared_out_over_free_workers() -> None:
    async with scanning(size=2) as made:
        await made.scan("Maria")
        await until(lambda: made.pool.free == 2)
        pad = " x" * 4000
        found = await made.scan("PID a" + pad, "PID b" + pad)
        assert len({people(one)[0] for one in found}) == 2


async def test_half_a_character_is_refused() -> None:
    async with scanning() as made:
        with pytest.raises(DetectionFailed) as caught:
            await made.scan("Maria \ud800")
        assert caught.value.code == "detection_no_text"


async def test_without_a_roster_nothing_is_scanned() -> None:
    async with scanning(roster="") as made:
        assert not made.scanner.ready
        with pytest.raises(Unusable) as caught:
            await made.scan("Maria")
        assert caught.value.code == "roster_missing"


async def test_no_text_is_kept() -> None:
    async with scanning() as made:
        canary = "zanzibar-" * 8
        await made.scan(canary)
        assert canary not in repr(vars(made.scanner))
        assert all(len(key) == 16 for key in made.scanner._cache)


async def test_a_remembered_conversation_costs_microseconds() -> None:
    async with scanning() as made:
        leaves = [leaf(f"the quick brown fox jumps over dog {n}") for n in range(40)]
        await made.scanner.scan(leaves)
        times = []
        for _ in range(200):
            began = time.perf_counter()
            await made.scanner.scan(leaves)
            times.append(time.perf_counter() - began)
        assert sorted(times)[50] < 120e-6  # 60 on a quiet machine


async def test_a_new_list_of_public_names_is_a_new_detector_and_no_new_roster() -> None:
    async with scanning() as made:
        detector = made.scanner.version
        await made.scan("Lopez")
        await made.scanner.set_lists(b"r1", roster="r1", public="p2")
        assert (made.scanner.roster_version, made.scanner.version) == ("r1", f"{detector}+p2")
        await made.scan("Lopez")
        assert made.counted["misses"] == 2


NEAR = NearNames.build([BY_ID[who] for who in ("maria", "hope", "twin-a")])
AROUND = Around(near=NEAR, setting=STAFF, named=frozenset(), excused=frozenset())
LONG = "Maria Lopez and hope were late. M.L. said so, and they went home again. " * 20


async def test_what_stands_in_long_leaves_is_settled_by_the_workers_and_just_the_same() -> None:
    texts = [LONG, "Maria", "", LONG, f"{LONG} Hope"]
    kinds = (LeafKind.TEXT, LeafKind.STRUCTURAL)
    leaves = [leaf(text, kind) for text in texts for kind in kinds]
    async with scanning(size=2) as made:
        scanned = [one.candidates for one in await made.scanner.scan(leaves)]
        made.counted.clear()
        stand = await made.scanner.stand(leaves, scanned, AROUND)
        assert made.counted["cpu_seconds"]
    wanted = [
        standing(one.text, proposed, AROUND, structural=one.kind is LeafKind.STRUCTURAL)
        for one, proposed in zip(leaves, scanned, strict=True)
    ]
    assert stand == wanted
    assert all(type(one) is Kept for found in stand for one in found)
    assert {one.why for one in stand[0]} >= {"class-initial", "roster-full"}


async def test_what_stands_in_few_words_needs_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    scanner = Scanner(Pool(FAKE), key=KEY, now=Clock())
    leaves, proposed = [leaf("M.L. and hope")], [()]
    (stand,) = await scanner.stand(leaves, proposed, AROUND)
    assert stand == standing(leaves[0].text, (), AROUND)
    monkeypatch.setattr(scan, "AT_ONCE", 0)
    with pytest.raises(Unusable):
        await scanner.stand(leaves, proposed, AROUND)


async def test_a_text_that_kills_whoever_settles_it_is_refused_for_a_while() -> None:
    deadly, innocent = f"{LONG} DIE-SETTLING", f"{LONG} Maria"
    async with scanning() as made:
        leaves = [leaf(innocent), leaf(deadly)]
        proposed = [one.candidates for one in await made.scanner.scan(leaves)]
        for _ in range(2):  # together, then the deadly one by itself
            with pytest.raises(Crashed):
                await made.scanner.stand(leaves, proposed, AROUND)
        with pytest.raises(DetectionFailed, match="before") as refused:
            await made.scanner.stand(leaves, proposed, AROUND)
        assert refused.value.code == "detection_quarantined"
        assert await made.scanner.stand(leaves[:1], proposed[:1], AROUND)
        made.clock.seconds += SECONDS[0] + 1
        with pytest.raises(Crashed):
            await made.scanner.stand(leaves[1:], proposed[1:], AROUND)


async def test_of_two_texts_that_kill_their_workers_at_once_both_are_suspected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scan, "BATCH_CHARACTERS", 1000)
    async with scanning(size=2) as made:
        leaves = [leaf(f"{LONG} {how} DIE-SETTLING") for how in ("SETTLE-SLOWLY", "")]
        proposed = [one.candidates for one in await made.scanner.scan(leaves)]
        await until(lambda: made.pool.free == 2)
        with pytest.raises(Crashed):
            await made.scanner.stand(leaves, proposed, AROUND)
        for which in (0, 1):
            with pytest.raises(DetectionFailed, match="before"):
                await made.scanner.stand(leaves[which:][:1], proposed[which:][:1], AROUND)


async def test_the_classes_of_the_last_principals_are_kept_as_workers_read_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scan, "CIRCLES", 1)
    async with scanning() as made:
        (scanned,) = await made.scan(LONG)
        for near in (NEAR, NearNames.build([]), NEAR):
            around = AROUND._replace(near=near)
            (stand,) = await made.scanner.stand([leaf(LONG)], [scanned.candidates], around)
            assert stand == standing(LONG, scanned.candidates, around)
