"""What the search knows of purged records is what is left of them, and nothing else."""

import secrets
from collections.abc import Sequence
from random import Random
from typing import Any

import orjson
import pytest
from sqlalchemy import Connection, func, select

from gateway.audit.due import Rules
from gateway.audit.purge import Place, Scribe, first_places, purge
from gateway.audit.search.block import term_of
from gateway.audit.search.filters import read_filters
from gateway.audit.search.project import NotOurs, forget
from gateway.audit.search.projector import GENTLE, HASTY, Pace, Projector
from gateway.audit.takeover import Pen
from gateway.oversight.reading import explain
from gateway.store.tables import log_entries, search_postings
from gateway.terms.retention import Lifetimes
from gateway.terms.times import DAY_MS
from tests.audit.fakes import KEY
from tests.audit.search.conftest import Library, exported, one_by_one, told, year
from tests.audit.search.test_search import Pairs, passing, questions, small

__all__ = ["small"]
pytestmark = pytest.mark.anyio

LIFETIMES = Lifetimes(refusals=1, pseudonymised=1)


async def purged(library: Library, lifetimes: Lifetimes = LIFETIMES) -> dict[str, str]:
    """Purge what is due long after; return each purged record with its certificate."""
    now = 4_000_000_000_000
    pen = Pen(
        key=KEY, log_id="o", holder="purge", clock=lambda: now, rng=secrets.token_bytes, lease=1
    )

    def step(db: Connection, place: Place) -> Place | None:
        done = purge(
            db,
            place,
            lambda _db: Rules(lifetimes=lifetimes, holds=(), now=now - DAY_MS),
            Scribe(pen=pen, who="", published=lambda _: "", is_gone=lambda _: False),
            limit=100,
        )
        return done.found.next

    for place in await library.reader.read(first_places):
        at: Place | None = place
        while at is not None:
            at = await library.run(step, place=at)
    table = log_entries.c
    query = select(table.record, table.purged).where(table.purged != "", table.about == "")
    rows = await library.reader.read(lambda db: db.execute(query).all())
    return {row.record: row.purged for row in rows}


def left_of(pairs: Pairs, gone: dict[str, str]) -> Pairs:
    """Return the records as they are after the purge."""
    return [
        (
            {name: record[name] for name in ("id", "kind", "time")} | {"purged": gone[record["id"]]}
            if record["id"] in gone
            else record,
            None if record["id"] in gone else outcome,
        )
        for record, outcome in pairs
    ]


async def found(library: Library, texts: Sequence[str]) -> list[str]:
    """Return the ids of what is found, the certificates themselves left out."""
    filters = read_filters((*texts, "event!=log_purge"))
    ids: list[str] = []
    before: int | None = None
    while True:
        page = await library.search.page(filters, limit=40, before=before)
        ids += [one.told()["id"] for one in page.found]
        if not page.more:
            return ids
        before = page.last


@pytest.mark.slow
@pytest.mark.parametrize("rebuilt", [False, True], ids=["amended", "rebuilt"])
async def test_a_purged_record_is_found_by_what_is_left_of_it_alone(
    library: Library, small: None, rebuilt: bool
) -> None:
    records = year(500)
    pairs = told(records)
    await library.write(records)
    await library.filled()
    await library.search.page((), limit=1)  # whoever asks has the newest block in memory
    gone = await purged(library)
    assert 50 < len(gone) < 480
    if rebuilt:
        await library.run(forget)
    await library.filled(GENTLE)
    left = left_of(pairs, gone)
    for texts in questions(pairs, Random(5), 60):
        wanted = passing(left, read_filters(texts))
        assert await found(library, texts) == wanted, texts
    assert await exported(library) == await one_by_one(library)
    [certificate, *_] = set(gone.values())
    under = {record for record, by in gone.items() if by == certificate}
    assert set(await found(library, [f"purged={certificate}"])) == under


@pytest.mark.slow
async def test_no_set_is_left_of_somebody_whose_records_are_all_purged(
    library: Library, small: None
) -> None:
    records = year(300)
    await library.write(records)
    await library.filled()
    people = {str(one.fields["principal"]) for one in records if "principal" in one.fields}
    terms = [term_of("principal", person) for person in people]
    table = search_postings.c
    query = select(func.count()).where(table.term.in_(terms))
    assert await library.reader.read(lambda db: db.execute(query).scalar_one())
    every = Lifetimes(
        refusals=1, unnamed=1, pseudonymised=1, disclosures=1, safety=1, readings=1, events=1
    )
    gone = await purged(library, every)
    await library.filled()
    kept = {
        str(one.fields["principal"])
        for one in records
        if "principal" in one.fields and one.id not in gone
    }
    terms = [term_of("principal", person) for person in people - kept]
    assert terms
    query = select(func.count()).where(table.term.in_(terms))
    assert await library.reader.read(lambda db: db.execute(query).scalar_one()) == 0


@pytest.mark.slow
async def test_a_block_read_before_the_purge_is_not_kept(library: Library, small: None) -> None:
    records = year(64)
    await library.write(records)
    projector = library.projector(pace=Pace(entries=8192, records=8192, sets=10))
    keep = projector._keep

    async def purge_first() -> None:
        await purged(library)
        await keep()

    projector._keep = purge_first  # type: ignore[method-assign]
    with pytest.raises(NotOurs):
        await _fill(projector)
    await library.filled(HASTY)
    gone = await purged(library)
    pairs = left_of(told(records), gone)
    for texts in questions(told(records), Random(1), 30):
        assert await found(library, texts) == passing(pairs, read_filters(texts)), texts


async def _fill(projector: Projector) -> None:
    while await projector.step():
        pass


async def test_a_purged_record_is_shown_and_explained_as_such(library: Library) -> None:
    records = year(30)
    await library.write(records)
    await library.filled()
    gone = await purged(library)
    record, certificate = next(iter(gone.items()))
    one = await library.search.one(record)
    assert one is not None
    assert (one.data, one.outcome, one.stub["purged"]) == (b"", None, certificate)
    why = await explain(library.reader, one)
    assert why.lines == (f"Its bytes were purged under `{certificate}`; its hash is in the log.",)
    page = await library.search.page(read_filters([f"purged={certificate}"]), limit=1)
    said: dict[str, Any] = orjson.loads(page.found[0].line())
    assert (said["record"], said["outcome"]) == (None, None)
    assert said["purged"]["purged"] == certificate
