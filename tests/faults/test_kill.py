"""`kill -9` of the whole gateway at random moments: nothing left without an intent, nothing a
client was told is missing, and the log is whole."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.conftest import command
from tests.faults.town import Load, Town, kill, stop

pytestmark = pytest.mark.slow

LOADED = ("working",) * 7 + ("stopping",) * 2 + ("coming up",)
"""What the gateway is doing when it is killed under load, in the rounds of one test."""

TESTS = {"sqlite": 5, "postgresql": 2}
"""How many tests, of a district each: 50 and 20 rounds in all, shared out among the processes."""

MOST_HEARD = 40
"""Answers after which it is killed, at most; how long they take is the machine's affair."""

SLOWLY = {"first_delay_ms": 20, "delay_ms": 2}
"""How the AI service answers: so that at any moment several answers are under way."""

LONGEST_START = 4.0
"""Seconds after which a start is over; killed at a random moment before."""


async def killed_under_load(town: Town, doing: str, draw: random.Random) -> Load:
    """Start a gateway, have callers ask, and kill it while they do."""
    gateway = town.begin()
    try:
        if doing != "coming up":
            await asyncio.to_thread(town.until_ready, gateway)
        async with town.loaded(draw) as load:
            if doing == "coming up":
                await asyncio.to_thread(town.until_ready, gateway)
            await load.heard(draw.randrange(MOST_HEARD))
            await asyncio.sleep(draw.random() * 0.05)
            if doing == "stopping":
                gateway.terminate()
                await asyncio.sleep(draw.random() * 0.2)
            await asyncio.to_thread(kill, gateway)
    finally:
        kill(gateway)
    return load


async def killed_while_starting(town: Town, draw: random.Random) -> None:
    gateway = town.begin()
    try:
        await asyncio.sleep(draw.random() * LONGEST_START)
    finally:
        kill(gateway)


def killed_idle(town: Town) -> None:
    kill(town.start())


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path, database: str) -> Iterator[Town]:
    postgres = database == "postgresql"
    town = Town(tmp_path, request.getfixturevalue("postgres_url") if postgres else "")
    with town.practice(SLOWLY):
        yield town


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("database", "seed"), [(name, seed) for name, count in TESTS.items() for seed in range(count)]
)
def test_nothing_left_without_an_intent_however_often_it_is_killed(place: Town, seed: int) -> None:
    draw = random.Random(seed)
    asyncio.run(killed_while_starting(place, draw))
    killed_idle(place)
    answered: set[str] = set()
    for doing in draw.sample(LOADED, len(LOADED)):
        load = asyncio.run(killed_under_load(place, doing, draw))
        answered |= load.answered
    before = asyncio.run(place.account())
    assert before.report.intact, before.report.findings
    assert len(answered) > len(LOADED)

    # What a client saw to its end had its end on disk by then.
    assert {before.ended.get(record) for record in answered} == {"complete"}

    # One more start, and a clean stop: what the last kill left open is settled.
    gateway = place.start()
    assert place.ask("Praise the class.").status_code == 200
    assert stop(gateway) == 0
    after = asyncio.run(place.account())
    assert not after.calls - after.intents
    assert after.calls.total() > len(answered)
    assert after.open_intents == 0
    assert Counter(after.ended.values())["interrupted"] > 0
    verified = command("log", "verify", "--data", str(place.data))
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "Intact." in verified.stdout
    assert " 0 intent(s) without an outcome" in verified.stdout
