"""`crossing-guard serve` and `practice-ai`: the two servers."""

import os
import socket
from pathlib import Path
from typing import Any

import orjson

from gateway import telemetry
from gateway.cli.listening import BACKLOG, in_address, listen
from gateway.cli.root import out, settings_of
from gateway.cli.stopping import stop_in_order
from gateway.cli.workers import supervise
from gateway.errors import GatewayError, Unusable
from gateway.settings import Settings
from gateway.store.engine import is_sqlite


def serve_gateway(
    data: Path,
    *,
    host: str | None,
    port: int | None,
    workers: int | None,
    listener: int | None,
) -> None:
    """Serve until told to stop.

    Args:
        data: the data folder.
        host: overrides the setting of that name, as do `port` and `workers`.
        port: TCP port, 0 for any that is free.
        workers: how many server processes share the socket.
        listener: the socket's descriptor, in a process that is one of several.

    Raises:
        Unusable: whatever a start needs cannot be used; says what to do.
    """
    settings = settings_of(data, host=host, port=port, workers=workers)
    if settings.workers > 1 and is_sqlite(settings.database_url):
        raise Unusable(
            "SQLite takes one server process; use PostgreSQL (`init --database URL`) for more",
            code="workers_need_postgresql",
        )
    telemetry.configure(settings.log_level)
    if listener is not None:
        _serve(settings, socket.socket(fileno=listener))
        return
    listening = listen(settings.host, settings.port)
    port = listening.getsockname()[1]
    if settings.mode == "demo":
        _tell_demo(settings, port)
    out.print(
        f"Listening on http://{in_address(settings.host)}:{port}/v1\n"
        "Loading rules, roster and name models; what is asked meanwhile waits …",
        soft_wrap=True,
        highlight=False,
    )
    if settings.workers == 1:
        _serve(settings, listening)
        return
    options = {"data": settings.data, "host": settings.host, "workers": settings.workers}
    supervise(options, listening, count=settings.workers)


def serve_practice_ai(host: str, port: int) -> None:
    """Run the practice AI service until interrupted.

    Raises:
        Unusable: the port cannot be had.
    """
    listening = listen(host, port)
    from gateway.demo.practice_ai import run_practice_ai

    run_practice_ai(listening)


def _serve(settings: Settings, listening: socket.socket) -> None:
    """Serve on a socket in this process; ends with 0 when told to stop.

    Raises:
        GatewayError: why it could not start.
    """
    stop_in_order()
    # Seconds of imports: by now whoever waits was told what for, or that the port is in use.
    import uvicorn

    from gateway.app.http import create_app
    from gateway.cli.gathered import GatheredHttp
    from gateway.cli.server import Server

    app = create_app(settings)
    config = uvicorn.Config(app, http=GatheredHttp, **_options(settings))
    server = Server(config, ready=_tell_ready)
    try:
        server.run(sockets=[listening])
    except SystemExit:
        fault = getattr(app.state, "fault", None)
        if isinstance(fault, GatewayError):
            raise fault from None
        raise


def _tell_ready() -> None:
    out.print(f"Ready: process {os.getpid()} takes prompts.", highlight=False)


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "backlog": BACKLOG,
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "date_header": True,
        "proxy_headers": False,
        "timeout_graceful_shutdown": settings.shutdown_grace,
        "timeout_keep_alive": 65,
        "ws": "none",
        "lifespan": "on",
    }


def _tell_demo(settings: Settings, port: int) -> None:
    """Keep demo.json true: it says where this demonstration listens."""
    path: Path = settings.data / "demo.json"
    if not path.is_file():
        return
    content = orjson.loads(path.read_bytes())
    content["base_url"] = f"http://{in_address(settings.host)}:{port}/v1"
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    fresh.replace(path)
