"""The measurements of the whole gateway. Each one alternates between the gateway and what it is
compared with, so that a machine whose speed drifts changes both alike.
"""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager
from statistics import median

import uvloop

from tests.bench.figures import Figure, percentile, ratio
from tests.bench.load import Answer, Connection, get
from tests.bench.prompts import Texts
from tests.bench.stage import Stage, analyst

PROMPT_WORDS, SHORT_PROMPT_WORDS = 300, 20
MESSAGE_WORDS, ANSWER_WORDS, TURNS = 60, 120, 20
LONG_ANSWER_WORDS = 3000
CLIENTS = 8
FIRST_WORD_MS, HEALTH_MS = 12.0, 15.0
PROBE_SECONDS = 0.01


def pass_through(stage: Stage) -> list[Figure]:
    """Requests a second of a prompt that was scanned before, against the bare pass-through."""
    figures = []
    for callers, aim, stretch in ((1, 0.6, 1.0), (16, 1.5, 3.0)):
        for stream in (False, True):
            name = f"cached prompt, {'streamed' if stream else 'whole'} answer, {callers} at a time"
            rates = _run(_rates(stage, callers, stream=stream, rounds=5, seconds=1.5))
            also = {"gateway/s": median(rates[0]), "bare/s": median(rates[1]), "stretch": stretch}
            figures.append(ratio(name, *rates, aim=aim, least=True, also=also))
    return figures


async def _rates(
    stage: Stage, callers: int, *, stream: bool, rounds: int, seconds: float
) -> tuple[list[float], list[float]]:
    """Return the requests a second of both, round by round."""
    text = Texts(stage.pupils, seed=1).of(PROMPT_WORDS)
    requests = itertools.repeat(stage.prompt([_user(text)], stream=stream))
    rates: tuple[list[float], list[float]] = ([], [])
    async with (
        _connected(stage.port, callers) as ours,
        _connected(stage.pass_through, callers) as bare,
    ):
        for one in (ours, bare):  # opened connections, warm caches: not counted
            await _rate(one, requests, 0.3)
        for _ in range(rounds):
            for one, told in zip((ours, bare), rates, strict=True):
                told.append(await _rate(one, requests, seconds))
    return rates


async def _rate(
    connections: Sequence[Connection], requests: Iterator[bytes], seconds: float
) -> float:
    """Return the answers a second when each connection asks again as soon as it is answered."""
    began = time.perf_counter()
    answered = 0

    async def caller(connection: Connection) -> None:
        nonlocal answered
        while time.perf_counter() - began < seconds:
            _checked(await connection.ask(next(requests)))
            answered += 1

    await asyncio.gather(*(caller(one) for one in connections))
    return answered / (time.perf_counter() - began)


def cold(stage: Stage, rounds: int = 5, count: int = 30) -> list[Figure]:
    """Processor time of prompts never seen before, against vanilla Presidio's analysis of them."""
    texts = Texts(stage.pupils, seed=2)
    ours: list[float] = []
    theirs: list[float] = []
    with analyst("vanilla", stage) as vanilla:
        for number in range(rounds + 1):
            prompts = [texts.of(PROMPT_WORDS) for _ in range(count)]
            spent = _run(_spent(stage, [[_user(text)] for text in prompts]))
            analysed = sum(vanilla.seconds(prompts))
            if number:  # the first round is not counted: first uses cost more
                ours.append(spent / count)
                theirs.append(analysed / count)
    also = {"gateway ms": 1000 * median(ours), "Presidio ms": 1000 * median(theirs)}
    return [ratio("cold prompt, all processes' CPU", ours, theirs, aim=0.7, also=also)]


async def _spent(stage: Stage, prompts: Sequence[Sequence[dict[str, str]]]) -> float:
    """Return the gateway's processor seconds for some prompts, one after the other."""
    async with _connected(stage.port, 1) as (connection,):
        before = stage.cpu()
        for messages in prompts:
            _checked(await connection.ask(stage.prompt(messages)))
        return stage.cpu() - before


def chat(stage: Stage, chats: int = 5) -> list[Figure]:
    """Processor time of a chat that sends its history each turn, against our own detector reading
    each message once."""
    texts = Texts(stage.pupils, seed=3)
    ours: list[float] = []
    once: list[float] = []
    stage.behave(style="plain", length=ANSWER_WORDS)
    try:
        with analyst("own", stage) as detector:
            for number in range(chats + 1):
                messages, spent = _run(_chat(stage, texts))
                read = sum(detector.seconds([message["content"] for message in messages]))
                if number:
                    ours.append(spent)
                    once.append(read)
    finally:
        stage.behave(style="fast")
    also = {"chat ms": 1000 * median(ours), "detector ms": 1000 * median(once)}
    return [ratio(f"chat of {TURNS} turns, all processes' CPU", ours, once, aim=1.6, also=also)]


async def _chat(stage: Stage, texts: Texts) -> tuple[list[dict[str, str]], float]:
    """Hold one chat; return its messages and the gateway's processor seconds."""
    messages: list[dict[str, str]] = []
    async with _connected(stage.port, 1) as (connection,):
        before = stage.cpu()
        for _ in range(TURNS):
            messages.append(_user(texts.of(MESSAGE_WORDS)))
            answer = _checked(await connection.ask(stage.prompt(messages)))
            said = json.loads(answer.body)["choices"][0]["message"]["content"]
            messages.append({"role": "assistant", "content": said})
        spent = stage.cpu() - before
    return messages, spent


def first_word(stage: Stage) -> list[Figure]:
    """How much later the first word of a streamed answer comes than through the pass-through."""
    figures = []
    for name, words, count in (("short", 0, 150), ("very long", LONG_ANSWER_WORDS, 40)):
        if words:
            stage.behave(style="plain", length=words)
        try:
            ours, bare = _run(_first_words(stage, count, seed=4 + words))
        finally:
            stage.behave(style="fast")
        later = {at: percentile(ours, at) - percentile(bare, at) for at in (50, 95)}
        figures.append(
            Figure(
                name=f"first word of a {name} answer later by",
                value=later[50],
                unit="ms",
                aim=FIRST_WORD_MS,
                also={
                    "p95 later by": later[95],
                    "gateway p50": percentile(ours, 50),
                    "bare p50": percentile(bare, 50),
                },
            )
        )
    return figures


async def _first_words(stage: Stage, count: int, seed: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds to the first word through gateway and pass-through."""
    texts = Texts(stage.pupils, seed)
    told: tuple[list[float], list[float]] = ([], [])
    async with _connected(stage.port, 1) as (ours,), _connected(stage.pass_through, 1) as (bare,):
        for number in range(count + 5):
            request = stage.prompt([_user(texts.of(SHORT_PROMPT_WORDS))], stream=True)
            for connection, times in zip((ours, bare), told, strict=True):
                answer = _checked(await connection.ask(request))
                if number >= 5:
                    times.append(1000 * answer.first)
    return told


def health(stage: Stage, seconds: float = 20.0) -> list[Figure]:
    """How soon `/healthz` answers while clients keep the detector as busy as it can be."""
    times, prompts = _run(_health(stage, seconds))
    return [
        Figure(
            name=f"/healthz p99 while {CLIENTS} clients send cold prompts",
            value=percentile(times, 99),
            unit="ms",
            aim=HEALTH_MS,
            also={
                "p50": percentile(times, 50),
                "most": max(times),
                "probes": len(times),
                "prompts/s": prompts / seconds,
            },
        )
    ]


async def _health(stage: Stage, seconds: float) -> tuple[list[float], int]:
    """Return the milliseconds of each probe, and how many prompts were answered meanwhile."""
    texts = Texts(stage.pupils, seed=5)
    answered = 0
    times: list[float] = []

    async def client(connection: Connection) -> None:
        nonlocal answered
        while True:
            request = stage.prompt([_user(texts.of(PROMPT_WORDS))])
            _checked(await connection.ask(request))
            answered += 1

    async with _connected(stage.port, CLIENTS + 1) as (probe, *clients):
        working = [asyncio.create_task(client(one)) for one in clients]
        await asyncio.sleep(1)
        answered, until = 0, time.perf_counter() + seconds
        while time.perf_counter() < until:
            times.append(1000 * _checked(await probe.ask(get("/healthz"))).done)
            await asyncio.sleep(PROBE_SECONDS)
        counted = answered
        for failed in (one for one in working if one.done()):
            failed.result()  # a client that failed made no load
        for one in working:
            one.cancel()
        await asyncio.gather(*working, return_exceptions=True)
    return times, counted


def _user(text: str) -> dict[str, str]:
    return {"role": "user", "content": text}


def _checked(answer: Answer) -> Answer:
    """Return an answer that is one: a refusal would be quick, and nothing worth measuring."""
    if answer.status != 200:
        raise RuntimeError(f"status {answer.status}: {answer.body.decode(errors='replace')[:300]}")
    return answer


@asynccontextmanager
async def _connected(port: int, count: int) -> AsyncIterator[list[Connection]]:
    opened = [await Connection.open(port) for _ in range(count)]
    try:
        yield opened
    finally:
        for one in opened:
            one.close()


def _run[T](work: Coroutine[None, None, T]) -> T:
    return uvloop.run(work)
