"""`crossing-guard serve` and `practice-ai`: the two servers."""

import os
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
import uvicorn

from gateway import telemetry
from gateway.app import create_app
from gateway.cli.root import HERE, Data, app, out, settings_of
from gateway.demo.practice_ai import run_practice_ai
from gateway.errors import Unusable
from gateway.settings import Settings
from gateway.store.engine import is_sqlite

FACTORY = "gateway.app:create_app_from_environment"


@app.command("serve")
def serve(
    data: Data = HERE,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; loopback unless told otherwise.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="TCP port; 8787 unless told otherwise.")] = None,
    workers: Annotated[
        int | None, typer.Option(help="Server processes; more than 1 needs PostgreSQL.")
    ] = None,
) -> None:
    """Serve the gateway until it is told to stop; running streams may finish."""
    settings = settings_of(data, host=host, port=port, workers=workers)
    if settings.workers > 1 and is_sqlite(settings.database_url):
        raise Unusable(
            "SQLite takes one server process; use PostgreSQL (`init --database URL`) for more",
            code="workers_need_postgresql",
        )
    telemetry.configure(settings.log_level)
    if settings.mode == "demo":
        _tell_demo(settings)
    out.print(f"Listening on http://{settings.host}:{settings.port}/v1", soft_wrap=True)
    if settings.workers > 1:
        os.environ["CROSSING_GUARD_DATA"] = str(settings.data)
        uvicorn.run(FACTORY, factory=True, workers=settings.workers, **_options(settings))
        return
    server = uvicorn.Server(uvicorn.Config(create_app(settings), **_options(settings)))
    server.run()
    if not server.started:
        raise typer.Exit(3)


@app.command("practice-ai")
def practice_ai(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="TCP port; 0 picks a free one.")] = 8788,
) -> None:
    """Run a made-up AI service that answers with the names it is sent: to try the gateway on."""
    run_practice_ai(host=host, port=port)


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "host": settings.host,
        "port": settings.port,
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


def _tell_demo(settings: Settings) -> None:
    """Keep demo.json true: it says where this demonstration listens."""
    path: Path = settings.data / "demo.json"
    if not path.is_file():
        return
    content = orjson.loads(path.read_bytes())
    content["base_url"] = f"http://{settings.host}:{settings.port}/v1"
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    fresh.replace(path)
