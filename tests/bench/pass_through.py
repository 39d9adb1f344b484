"""What the gateway is measured against: the shortest pass-through people write.

A Starlette route that hands the request to an `httpx.AsyncClient` and streams the answer back. It
looks at nothing, keeps nothing and checks nothing.

    python -m tests.bench.pass_through PORT UPSTREAM_URL
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route


def create(upstream: str) -> Starlette:
    """Return the pass-through to an address that ends in `/v1`."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        limits = httpx.Limits(max_connections=512, max_keepalive_connections=512)
        async with httpx.AsyncClient(timeout=60, limits=limits, trust_env=False) as client:
            app.state.client = client
            yield

    async def chat(request: Request) -> Response:
        client: httpx.AsyncClient = request.app.state.client
        asked = client.build_request(
            "POST",
            f"{upstream}/chat/completions",
            content=await request.body(),
            headers={
                "content-type": "application/json",
                "authorization": request.headers.get("authorization", ""),
            },
        )
        answer = await client.send(asked, stream=True)
        return StreamingResponse(
            answer.aiter_raw(),
            status_code=answer.status_code,
            media_type=answer.headers.get("content-type"),
            background=BackgroundTask(answer.aclose),
        )

    routes = [Route("/v1/chat/completions", chat, methods=["POST"])]
    return Starlette(routes=routes, lifespan=lifespan)


if __name__ == "__main__":
    port, address = int(sys.argv[1]), sys.argv[2]
    uvicorn.run(create(address), host="127.0.0.1", port=port, log_level="error", access_log=False)
