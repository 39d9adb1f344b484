"""`python -m tests.bench.consents`: whether a decision takes longer where more consents are kept.

Two districts in SQLite files, of 10,000 and of 1,000,000 consents, four about each pupil. Prompts
of a teacher, no two alike, about five pupils nobody asked about before: what is kept of each
(consents, refusals, who holds the rights) is read, and decided with the shipped packs. The
districts take turns; the figure is the ratio of their medians on the processor.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import batched
from pathlib import Path
from random import Random

from sqlalchemy import Connection, insert
from tink import aead, new_keyset_handle

from gateway.decision.engine import Engine
from gateway.decision.packs import load_rule_set
from gateway.district import edits
from gateway.district.directory import PARTS, District
from gateway.district.documents import CONSENT
from gateway.store import schema, tables
from gateway.store.commit import GroupCommit, open_lane
from gateway.store.engine import Reader, sqlite_url
from gateway.terms.decision import Facts
from gateway.terms.disclosure import (
    Category,
    Consent,
    DistrictChoices,
    Grant,
    Purpose,
    SignatureMethod,
    Signer,
)
from tests.bench.decision import PUPILS, prompts
from tests.bench.figures import Figure, ratio

FEW, MANY = 10_000, 1_000_000
EACH = 4
"""Consents about one pupil."""
PROMPTS, ROUNDS = 50, 9
BATCH = 20_000
SIGNED = Consent(
    id="id",
    subject="subject",
    signer="g1",
    relationship=Signer.PARENT,
    signed_on=date(2025, 9, 1),
    method=SignatureMethod.WET,
    evidence="sha256:00",
    records=frozenset({Category.WORK, Category.ASSESSMENT}),
    purposes=frozenset({Purpose.FEEDBACK, Purpose.INSTRUCTION}),
    recipients=frozenset({"practice"}),
    disclose_third_party=Grant.GRANTED,
)


@asynccontextmanager
async def district(folder: Path, count: int) -> AsyncIterator[District]:
    """Give a district with so many consents."""
    url = sqlite_url(folder / f"{count}.db")
    schema.upgrade(url)
    commit, reader = GroupCommit(open_lane(url)), Reader(url)
    await commit.run(lambda db: edits.begin_district(db, DistrictChoices(), PARTS))
    for some in batched(range(count), BATCH):
        consents = [replace(SIGNED, id=f"k{at}", subject=f"s{at % (count // EACH)}") for at in some]
        await commit.run(partial(_put, consents=consents))
    await commit.close()
    aead.register()
    fields = new_keyset_handle(aead.aead_key_templates.AES256_GCM).primitive(aead.Aead)
    known = District(reader, fields, now=lambda: datetime.now(UTC))
    await known.refresh()
    yield known
    await reader.close()


def _put(db: Connection, consents: Sequence[Consent]) -> int:
    rows = [
        {"id": one.id, "subject": one.subject, "document": CONSENT.write(one), "changed": 1}
        for one in consents
    ]
    return db.execute(insert(tables.consents), rows).rowcount


async def round_of(
    known: District, engine: Engine, asked: Iterable[tuple[Facts, tuple[str, ...]]]
) -> float:
    """Return how long a prompt takes, in milliseconds on the processor: the median of some."""
    took = []
    for facts, pupils in asked:
        began = time.thread_time()
        found = await known.consents(pupils)
        await known.refused(pupils)
        await known.rights(pupils)
        engine.decide(facts)
        took.append((time.thread_time() - began) * 1000)
        if any(len(some) != EACH for some in found.values()):
            raise RuntimeError("the district does not hold the consents that were put there")
    return statistics.median(took)


def asked_of(count: int) -> Iterator[list[tuple[Facts, tuple[str, ...]]]]:
    """Yield the prompts of each round, with whom each is about."""
    pupils = Random(count).sample(range(count // EACH), ROUNDS * PROMPTS * PUPILS)
    groups = batched([f"s{one}" for one in pupils], PUPILS)
    for turn in range(ROUNDS):
        facts = prompts(PROMPTS, seed=count + turn)
        yield list(zip(facts, groups, strict=False))


async def measure() -> list[Figure]:
    """Make both districts up, and ask each in turn."""
    engine = Engine(load_rule_set())
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        both = {
            count: await stack.enter_async_context(district(folder, count)) for count in (FEW, MANY)
        }
        took: dict[int, list[float]] = {FEW: [], MANY: []}
        for few, many in zip(asked_of(FEW), asked_of(MANY), strict=True):
            took[FEW].append(await round_of(both[FEW], engine, few))
            took[MANY].append(await round_of(both[MANY], engine, many))
    also = {f"ms with {count:,}": statistics.median(some) for count, some in took.items()}
    name = "a decision with 1,000,000 consents over one with 10,000"
    return [ratio(name, took[MANY], took[FEW], aim=1.2, also=also)]


if __name__ == "__main__":
    for figure in asyncio.run(measure()):
        print(figure.line())
