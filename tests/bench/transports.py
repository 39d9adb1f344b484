"""Compares ways out to the AI service: httpx's own transport, the gateway's under httpx's API,
aiohttp under the same, aiohttp by itself, and httpx2 where it is installed.

    python -m tests.bench.transports PORT

Run as a process of its own by `measure`, on the processor of what is measured.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from statistics import median

import aiohttp
import httpx
import uvloop
from httpx_aiohttp import AiohttpTransport

from gateway.upstream.door import Timeouts, Upstream, http1_transport
from tests.bench.figures import Figure, ratio
from tests.bench.stage import Stage, measured_core

CALLERS = (1, 16, 128)
ROUNDS, SECONDS = 3, 1.0
BODY = json.dumps({"model": "practice-1", "messages": [{"role": "user", "content": "Hello"}]})
BASE = "httpx"

type Post = Callable[[], Awaitable[None]]


def measure(stage: Stage) -> list[Figure]:
    """Requests a second of each way out, against httpx's own transport."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.transports", str(stage.practice)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {measured_core()}),
    )
    rates: dict[str, dict[str, list[float]]] = json.loads(done.stdout)
    return [
        ratio(
            f"{name} over {BASE}, {callers} at a time",
            told,
            by_name[BASE],
            also={"requests/s": median(told)},
        )
        for callers, by_name in rates.items()
        for name, told in by_name.items()
    ]


@asynccontextmanager
async def ways(address: str) -> AsyncIterator[dict[str, Post]]:
    """Open every way out; each posts one prompt and reads the answer as it comes."""
    limits = httpx.Limits(max_connections=512, max_keepalive_connections=512)
    headers = {"content-type": "application/json", "accept-encoding": "identity"}
    async with AsyncExitStack() as stack:
        plain = await stack.enter_async_context(
            httpx.AsyncClient(limits=limits, headers=headers, trust_env=False)
        )
        ours = Upstream(http1_transport(), Timeouts(connect=5.0, silence=5.0))
        stack.push_async_callback(ours.close)
        raw = await stack.enter_async_context(
            aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=512), headers=headers, auto_decompress=False
            )
        )
        carried = await stack.enter_async_context(
            httpx.AsyncClient(
                transport=AiohttpTransport(client=raw), headers=headers, trust_env=False
            )
        )

        async def by_gateway() -> None:
            reply = await ours.post(address, BODY.encode(), credential="", stream=False)
            async for _ in reply.chunks():
                pass
            await reply.close()

        async def by_aiohttp() -> None:
            async with raw.post(address, data=BODY.encode()) as answer:
                async for _ in answer.content.iter_any():
                    pass

        found: dict[str, Post] = {
            BASE: lambda: _by_httpx(plain, address),
            "the gateway's": by_gateway,
            "httpx-aiohttp": lambda: _by_httpx(carried, address),
            "aiohttp": by_aiohttp,
        }
        try:
            import httpx2
        except ImportError:
            yield found
            return
        newer = await stack.enter_async_context(
            httpx2.AsyncClient(
                limits=httpx2.Limits(max_connections=512, max_keepalive_connections=512),
                headers=headers,
                trust_env=False,
            )
        )

        async def by_httpx2() -> None:
            async with newer.stream("POST", address, content=BODY) as answer:
                async for _ in answer.aiter_raw():
                    pass

        yield found | {"httpx2": by_httpx2}


async def _by_httpx(client: httpx.AsyncClient, address: str) -> None:
    async with client.stream("POST", address, content=BODY) as answer:
        async for _ in answer.aiter_raw():
            pass


async def _rate(post: Post, callers: int, seconds: float) -> float:
    began = time.perf_counter()
    done = 0

    async def caller() -> None:
        nonlocal done
        while time.perf_counter() - began < seconds:
            await post()
            done += 1

    await asyncio.gather(*(caller() for _ in range(callers)))
    return done / (time.perf_counter() - began)


async def compare(address: str) -> dict[str, dict[str, list[float]]]:
    """Return requests a second by callers, by way, round by round."""
    async with ways(address) as found:
        rates: dict[str, dict[str, list[float]]] = {}
        for callers in CALLERS:
            by_name = rates[str(callers)] = {name: [] for name in found}
            for post in found.values():
                await _rate(post, callers, 0.3)  # not counted: opens the connections
            for _ in range(ROUNDS):
                for name, post in found.items():
                    by_name[name].append(await _rate(post, callers, SECONDS))
    return rates


if __name__ == "__main__":
    target = f"http://127.0.0.1:{int(sys.argv[1])}/v1/chat/completions"
    print(json.dumps(uvloop.run(compare(target))))
