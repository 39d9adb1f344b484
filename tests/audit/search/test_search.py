"""Whatever is asked, the search answers what reading every record would."""

from dataclasses import replace
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest

from gateway.audit.search import bits, block, projector, search, stored, tail
from gateway.audit.search.buckets import Buckets, Every
from gateway.audit.search.fields import NUMBERS, VALUES
from gateway.audit.search.filters import Filter, read_filters
from gateway.audit.search.project import NotOurs, forget
from gateway.audit.search.projector import GENTLE, Pace
from gateway.errors import BadRequest
from gateway.terms.times import DAY_MS
from tests.audit.search.conftest import Library, Told, exported, one_by_one, told, year

pytestmark = pytest.mark.anyio
type Pairs = list[tuple[Told, Told | None]]


def passing(pairs: Pairs, filters: tuple[Filter, ...]) -> list[str]:
    """Return the ids of what every filter lets through, newest first, by reading everything."""
    return [
        record["id"]
        for record, outcome in reversed(pairs)
        if all(one.holds(record, outcome) for one in filters)
    ]


def questions(pairs: Pairs, rng: Random, count: int) -> list[tuple[str, ...]]:
    """Draw questions, most of which something answers to."""
    drawn: list[tuple[str, ...]] = []
    while len(drawn) < count:
        texts = []
        for _ in range(rng.choice((1, 1, 2, 3))):
            record, outcome = rng.choice(pairs)
            if rng.random() < 0.3:
                name = rng.choice(list(NUMBERS))
                number = NUMBERS[name].of(record) or (outcome and NUMBERS[name].after(outcome)) or 0
                texts.append(f"{name}{rng.choice(('=', '>=', '<='))}{number:012d}")
                continue
            name = rng.choice(list(VALUES))
            field = VALUES[name]
            values = [*field.of(record), *(field.after(outcome) if outcome else ())]
            value = rng.choice(values) if values else "nothing of the kind"
            texts.append(f"{name}{rng.choice(('=', '=', '!='))}{value}")
        drawn.append(tuple(texts))
    return drawn


async def pages(library: Library, filters: tuple[Filter, ...], limit: int) -> list[str]:
    """Return every id by turning pages."""
    ids: list[str] = []
    before: int | None = None
    while True:
        page = await library.search.page(filters, limit=limit, before=before)
        assert page.behind == 0
        ids += [orjson.loads(one.data)["id"] for one in page.found]
        if not page.more:
            return ids
        before = page.last


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have blocks of 64 records, so that a small log has many."""
    for module in (bits, projector, search, stored, tail):
        if hasattr(module, "BLOCK"):
            monkeypatch.setattr(module, "BLOCK", 64)
    monkeypatch.setattr("gateway.audit.search.project.BLOCK", 64)
    monkeypatch.setattr("gateway.audit.search.amend.BLOCK", 64)
    monkeypatch.setattr(stored, "EVERYBODY", (1 << 64) - 1)
    monkeypatch.setattr("gateway.audit.search.counts.EVERYBODY", (1 << 64) - 1)
    assert not hasattr(block, "BLOCK")


@pytest.mark.slow
@pytest.mark.parametrize(
    "pace", [Pace(entries=37, records=11, sets=50), GENTLE], ids=["odd", "gentle"]
)
async def test_the_search_answers_as_reading_everything_would(
    library: Library, small: None, pace: Pace
) -> None:
    records = year(500)
    pairs = told(records)
    await library.write(records[:600])
    await library.filled(pace)
    await library.write(records[600:])
    await library.filled(pace)
    for texts in questions(pairs, Random(3), 60):
        filters = read_filters(texts)
        wanted = passing(pairs, filters)
        assert await pages(library, filters, 50) == wanted, texts
        counts = await library.search.counts(filters)
        assert sum(one.count for one in counts.rows) == len(wanted), texts
        lines = (await exported(library, filters)).splitlines()
        assert [orjson.loads(line)["record"]["id"] for line in lines] == wanted[::-1], texts
        outcomes = {record["id"]: outcome for record, outcome in pairs}
        for line in map(orjson.loads, lines):
            assert line["outcome"] == outcomes[line["record"]["id"]]
    assert await exported(library) == await one_by_one(library)


async def test_counts_by_value_and_period_add_up(library: Library, small: None) -> None:
    records = year(400, days=9)
    pairs = told(records)
    await library.write(records)
    await library.filled()
    zone = ZoneInfo("America/New_York")
    for every in Every:
        counts = await library.search.counts((), by="rule", buckets=Buckets(every=every, zone=zone))
        wanted: dict[Any, int] = {}
        for record, _ in pairs:
            [(start, _end)] = Buckets(every=every, zone=zone).over(record["time"], record["time"])
            for value in record.get("reasons") or [""]:
                wanted[start, value] = wanted.get((start, value), 0) + 1
        assert {(one.start, one.value): one.count for one in counts.rows} == wanted


@pytest.mark.slow
async def test_streams_are_merged_by_time_and_keep_their_own_order(
    library: Library, small: None
) -> None:
    first, second = year(150, seed=1, days=3), year(150, seed=2, days=3)
    await library.write(first, "a")
    await library.write(second, "b")
    await library.filled(Pace(entries=40, records=40, sets=100))
    lines = (await exported(library)).splitlines()
    found = [orjson.loads(line)["record"] for line in lines]
    assert [one["time"] for one in found] == sorted(one["time"] for one in found)
    assert len(found) == 300


@pytest.mark.slow
async def test_a_clock_set_back_hides_nothing(library: Library, small: None) -> None:
    later, earlier = year(60, seed=1), year(60, seed=2, begin=1_500_000_000_000)
    await library.write(later + earlier, "a")
    await library.write(year(60, seed=3), "b")
    await library.filled(Pace(entries=20, records=40, sets=100))
    assert (await library.search.counts(())).rows[0].count == 180


@pytest.mark.slow
@pytest.mark.parametrize("after", [0, 3 * DAY_MS, -3 * DAY_MS], ids=["soon", "late", "set back"])
async def test_an_outcome_that_comes_late_is_found_in_a_whole_block(
    library: Library, small: None, after: int
) -> None:
    records = year(300)
    for at in [at for at, one in enumerate(records) if one.about][:5]:
        records[at] = replace(records[at], time=records[at].time + after)
    late = [one for one in records if one.about][:5]
    await library.write([one for one in records if one not in late])
    await library.filled()
    filters = read_filters([f"hash_answer={'|'.join(str(o.fields['hash_answer']) for o in late)}"])
    assert (await library.search.page(filters, limit=9)).found == ()
    await library.write(late)
    assert (await library.search.page(filters, limit=9)).behind == 5
    await library.filled()
    page = await library.search.page(filters, limit=9)
    assert {orjson.loads(one.data)["id"] for one in page.found} == {one.about for one in late}
    assert await pages(library, (), 500) == passing(told(records), ())


@pytest.mark.slow
async def test_the_tables_are_made_again_from_the_entries(library: Library, small: None) -> None:
    records = year(200)
    await library.write(records)
    await library.filled()
    await library.run(forget)
    page = await library.search.page((), limit=5)
    assert (page.found, page.behind) == ((), len(records))
    await library.filled(GENTLE)
    assert await pages(library, (), 70) == passing(told(records), ())


@pytest.mark.slow
async def test_whoever_reads_is_told_when_the_tables_are_made_again_meanwhile(
    library: Library, small: None
) -> None:
    records = year(200)
    await library.write(records)
    await library.filled()
    until, page = await library.search.extent(), await library.search.page((), limit=5)
    sweeping, exporting = library.search.sweep((), until=until), library.search.records(())
    await anext(sweeping)
    await anext(exporting)
    await library.run(forget)
    for reading in (sweeping, exporting):  # else what is missing would look like all there is
        with pytest.raises(search.Renumbered):
            async for _ in reading:
                pass
    await library.filled()
    with pytest.raises(search.Renumbered):
        async for _ in library.search.sweep((), after=50, until=until):
            pass
    with pytest.raises(search.Renumbered):
        await library.search.page((), limit=5, before=page.last, generation=page.generation)


@pytest.mark.slow
async def test_only_one_process_fills_the_tables(library: Library) -> None:
    first, second = library.projector("one"), library.projector("two")
    await library.write(year(20, seed=1))
    assert await first.step()
    await library.write(year(20, seed=2))
    with pytest.raises(NotOurs):
        await second.step()
    await first.close()
    assert await second.step()
    await library.write(year(20, seed=3))
    with pytest.raises(NotOurs):
        await first.step()
    library.clock[0] += 60_000
    assert await first.step()


async def test_a_record_is_found_by_its_id_before_the_tables_know_it(library: Library) -> None:
    records = year(20)
    await library.write(records)
    intent = next(one for one in records if one.kind == "intent")
    found = await library.search.one(intent.id)
    assert found is not None
    assert found.position == -1
    assert found.outcome is not None
    assert orjson.loads(found.outcome)["about"] == intent.id
    assert await library.search.one("nothing") is None


@pytest.mark.parametrize(
    "text",
    ["", "tool", "tool>=x", "prompt=x", "ms=fast", "ms!=1", "time>=yesterday", "tool=", "=x"],
)
def test_a_filter_that_makes_no_sense_is_told(text: str) -> None:
    with pytest.raises(BadRequest):
        read_filters([text])


async def test_counts_are_grouped_by_listed_fields_only(library: Library) -> None:
    for name in ("principal", "ms", "nothing"):
        with pytest.raises(BadRequest):
            await library.search.counts((), by=name)
