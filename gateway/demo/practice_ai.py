"""An AI service to practise with: OpenAI-compatible, on loopback, deterministic, badly behaved
when told to be.

    python -m gateway.demo.practice_ai --port 8788 --log received.jsonl

`POST /v1/chat/completions` and `GET /v1/models` are what a client sees. `GET /practice/log` tells
what really arrived (`?after=N`; DELETE forgets), `POST /practice/behaviour` says how to behave
(`{"default": {...}, "next": [{...}]}`; DELETE goes back to good manners). It needs no key and
keeps none: of an Authorization header it notes only that one came.
"""

import argparse
import asyncio
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import uvicorn
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from gateway.demo.practice_answers import Answer, answers_to, find_names, message_texts
from gateway.demo.practice_behaviour import Behaviour, BehaviourChange, Fault, Style
from gateway.demo.practice_stream import (
    DONE,
    Cutter,
    Head,
    error_body,
    event,
    events,
    usage_of,
    whole,
)
from gateway.terms.chat import Json

MODELS = ("practice-1", "practice-mini")
_JSON = [(b"content-type", b"application/json")]
_EVENTS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache"),
]


@dataclass(frozen=True, kw_only=True)
class PracticeSettings:
    """How a practice AI service starts.

    `log_file` gets one JSON line for each call, written before the call is answered; `keep` is
    how many of them stay in memory for `/practice/log` (0: none).
    """

    default: Behaviour = field(default_factory=Behaviour)
    log_file: Path | None = None
    keep: int = 10_000


def create_practice_ai(settings: PracticeSettings | None = None) -> Starlette:
    """Return the service as an ASGI application."""
    practice = _Practice(settings or PracticeSettings())

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        practice.log.close()

    return Starlette(
        lifespan=lifespan,
        routes=[
            Route("/v1/chat/completions", practice.chat, methods=["POST"]),
            Route("/v1/models", practice.models, methods=["GET"]),
            Route("/practice/log", practice.show_log, methods=["GET", "DELETE"]),
            Route("/practice/behaviour", practice.behave, methods=["POST", "DELETE"]),
        ],
    )


def run_practice_ai(listener: socket.socket, settings: PracticeSettings | None = None) -> None:
    """Serve on a socket that listens, until interrupted. The address is printed first."""
    listener.setblocking(False)
    print(f"practice AI service on {_url(listener)}/v1", flush=True)
    _server(settings).run(sockets=[listener])


@dataclass(frozen=True, kw_only=True)
class PracticeServer:
    """A running practice AI service: `url` has no path, `base_url` is what an SDK takes."""

    url: str

    @property
    def base_url(self) -> str:
        """Return the address of the OpenAI dialect."""
        return f"{self.url}/v1"


@contextmanager
def practice_server(settings: PracticeSettings | None = None) -> Iterator[PracticeServer]:
    """Run a practice AI service on a free port of loopback, in a thread, while the block runs."""
    listener = _listen("127.0.0.1", 0)
    listener.setblocking(False)
    server = _server(settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield PracticeServer(url=_url(listener))
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    return socket.create_server((host, port), backlog=2048)


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{host}:{port}"


def _server(settings: PracticeSettings | None) -> uvicorn.Server:
    # Cut connections are answers here, not errors: uvicorn need not report them.
    config = uvicorn.Config(
        create_practice_ai(settings),
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)


class _Log:
    """What was received: a file, and the latest rows in memory."""

    def __init__(self, path: Path | None, keep: int) -> None:
        self._rows: deque[tuple[int, Json]] = deque(maxlen=keep)
        self.count = 0
        self._keep = keep > 0
        self._file = path.open("ab", buffering=0) if path is not None else None

    def add(self, scope: Scope, body: bytes) -> int:
        """Note one call and return its number; the row is in the file when this returns."""
        self.count += 1
        if self._file is None and not self._keep:
            return self.count
        headers = {key.decode("latin-1"): val.decode("latin-1") for key, val in scope["headers"]}
        row: dict[str, Json] = {
            "n": self.count,
            "time": time.time(),
            "path": scope["path"],
            "authorization": headers.pop("authorization", None) is not None,
            "headers": {**headers},
            "body": body.decode("utf-8", errors="backslashreplace"),
        }
        if self._file is not None:
            self._file.write(orjson.dumps(row) + b"\n")
        self._rows.append((self.count, row))
        return self.count

    def since(self, number: int) -> list[Json]:
        """Return the rows kept in memory whose number is greater."""
        return [row for at, row in self._rows if at > number]

    def close(self) -> None:
        """Close the file; every row is in it already."""
        if self._file is not None:
            self._file.close()

    def forget(self) -> None:
        """Drop the rows in memory; numbers and the file go on."""
        self._rows.clear()


class _Practice:
    """The service: its log and its manners."""

    def __init__(self, settings: PracticeSettings) -> None:
        self.settings = settings
        self.log = _Log(settings.log_file, settings.keep)
        self.default = settings.default
        self.queue: deque[Behaviour] = deque()

    async def show_log(self, request: Request) -> Response:
        """Tell, or forget, what was received."""
        if request.method == "DELETE":
            self.log.forget()
            return Response(status_code=204)
        after = request.query_params.get("after", "0")
        if not after.isdecimal():
            return _refuse(400, "`after` must be a sequence number")
        return _reply({"count": self.log.count, "rows": self.log.since(int(after))})

    async def behave(self, request: Request) -> Response:
        """Take a new default, behaviours for the next calls, or both."""
        if request.method == "DELETE":
            self.default = self.settings.default
            self.queue.clear()
            return Response(status_code=204)
        try:
            change = BehaviourChange.model_validate_json(await request.body())
        except ValidationError as error:
            return _refuse(400, str(error))
        self.default = change.default or self.default
        self.queue.extend(change.next)
        return _reply({"waiting": len(self.queue)})

    async def models(self, request: Request) -> Response:
        """List models; any name is served all the same."""
        self.log.add(request.scope, b"")
        data: list[Json] = [
            {"id": name, "object": "model", "created": 0, "owned_by": "practice"} for name in MODELS
        ]
        return _reply({"object": "list", "data": data})

    async def chat(self, request: Request) -> Response:
        """Answer one chat completion request, or misbehave."""
        body = await request.body()
        number = self.log.add(request.scope, body)
        behaviour = self.queue.popleft() if self.queue else self.default
        try:
            asked = orjson.loads(body)
        except orjson.JSONDecodeError:
            return _refuse(400, "the body is not valid JSON")
        if not isinstance(asked, dict) or not isinstance(asked.get("messages"), list):
            return _refuse(400, "`messages` is missing")
        if behaviour.first_delay_ms:
            await asyncio.sleep(behaviour.first_delay_ms / 1000)
        return await _answer(asked, behaviour, number, len(body))


async def _answer(asked: dict[str, Json], behaviour: Behaviour, number: int, size: int) -> Response:
    fault = behaviour.fault
    if fault is not None and (refusal := _failed(fault, behaviour, asked)) is not None:
        return refusal
    head = Head(
        id=f"chatcmpl-practice-{number}",
        model=str(asked.get("model", MODELS[0])),
        created=int(time.time()),
    )
    answers = answers_to(asked, behaviour)
    if fault is Fault.HUGE:
        answers = [Answer(content="long " * (behaviour.huge_bytes // 5))]
    usage = usage_of(size, answers)
    if asked.get("stream") is True:
        options = asked.get("stream_options")
        with_usage = isinstance(options, dict) and options.get("include_usage") is True
        if fault is Fault.HUGE:  # one event holds it all
            behaviour = behaviour.model_copy(update={"cuts": ()})
        blocks = events(head, answers, usage, behaviour, with_usage=with_usage)
        return _Stream(_with_fault(blocks, behaviour), behaviour)
    if fault is Fault.HANG:
        await asyncio.sleep(behaviour.seconds)
    body = whole(head, answers, usage, ascii_only=behaviour.ascii)
    if fault is Fault.CUT_MID_STREAM:
        return _Cut(body)
    if fault in (Fault.MALFORMED_JSON, Fault.MALFORMED_SSE):
        body = body[: len(body) * 2 // 3]
    return Response(body, media_type="application/json")


def _failed(fault: Fault, behaviour: Behaviour, asked: dict[str, Json]) -> Response | None:
    """Return the answer of a fault that leaves no room for another."""
    if fault is Fault.HTTP_400:
        names = ", ".join(find_names(list(message_texts(asked.get("messages")))).all)
        return _refuse(400, f"invalid content for `messages`: about {names}")
    if fault is Fault.HTTP_429:
        reply = _refuse(429, "rate limit reached", code="rate_limit_exceeded")
        reply.headers["retry-after"] = str(behaviour.retry_after)
        return reply
    if fault.value.startswith("http_"):
        return _refuse(int(fault.value.removeprefix("http_")), "told to fail")
    if fault is Fault.EMPTY:
        return Response(b"", media_type="application/json")
    if fault is Fault.WRONG_CONTENT_TYPE:
        return Response("<!doctype html><title>Sign in</title>", media_type="text/html")
    return None


class _Abort(Exception):
    """The connection is to be closed without a proper end."""


async def _with_fault(blocks: Iterator[bytes], behaviour: Behaviour) -> AsyncIterator[bytes]:
    """Yield a stream's blocks, and do what was asked after `after` of them."""
    fault = behaviour.fault
    for at, block in enumerate(blocks):
        if at == behaviour.after and fault is not None:
            if fault is Fault.CUT_MID_STREAM:
                raise _Abort
            if fault is Fault.HANG:
                await asyncio.sleep(behaviour.seconds)
            if fault is Fault.MALFORMED_JSON:
                yield block[: len(block) // 2] + b"\n\n"
            if fault is Fault.MALFORMED_SSE:
                yield b'<br>oops {"id":\ndata {not: an event\n\n'
            if fault is Fault.ERROR_EVENT:
                yield event(error_body("the service broke down", "server_error", None))
                return
        if fault is Fault.NO_DONE and block == DONE:
            return
        yield block


class _Stream(Response):
    """Sends a stream in the pieces and at the pace that a behaviour asks for."""

    def __init__(self, blocks: AsyncIterator[bytes], behaviour: Behaviour) -> None:
        super().__init__()
        self.blocks = blocks
        self.behaviour = behaviour

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _EVENTS})
        cutter = Cutter(self.behaviour.wire_cuts)
        try:
            async for block in self.blocks:
                for piece in cutter.feed(block):
                    await self._send(send, piece)
        except _Abort:
            await self._send(send, cutter.flush())
            return  # without the end of the body, so that the server drops the connection
        await self._send(send, cutter.flush())
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send(self, send: Send, piece: bytes) -> None:
        if not piece:
            return
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        if self.behaviour.delay_ms:
            await asyncio.sleep(self.behaviour.delay_ms / 1000)


class _Cut(Response):
    """Promises a whole body, sends half of it, and lets the connection drop."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [*_JSON, (b"content-length", str(len(self.body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        half = bytes(self.body[: len(self.body) // 2])
        await send({"type": "http.response.body", "body": half, "more_body": True})


def _reply(value: Json) -> Response:
    return Response(orjson.dumps(value), media_type="application/json")


def _refuse(status: int, message: str, *, code: str | None = None) -> Response:
    kind = "invalid_request_error" if status < 500 else "server_error"
    body = orjson.dumps(error_body(message, kind, code))
    return Response(body, status_code=status, media_type="application/json")


def main(argv: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="An OpenAI-compatible AI service to practise with")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8788, help="0 takes a free one")
    parser.add_argument("--log", type=Path, default=None, help="append received calls, as JSONL")
    parser.add_argument("--keep", type=int, default=10_000, help="calls kept for /practice/log")
    parser.add_argument("--style", type=Style, choices=list(Style), default=Style.PLAIN)
    parser.add_argument(
        "--fast", action="store_true", help="short answers, nothing kept: for benchmarks"
    )
    chosen = parser.parse_args(argv)
    settings = PracticeSettings(
        default=Behaviour(style=Style.FAST if chosen.fast else chosen.style),
        log_file=chosen.log,
        keep=0 if chosen.fast else chosen.keep,
    )
    try:
        run_practice_ai(_listen(chosen.host, chosen.port), settings)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
