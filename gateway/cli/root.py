"""The commands and what they have in common: where the data is, why, and whether to try only."""

import asyncio
import os
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from gateway.errors import BadRequest, Unusable

if TYPE_CHECKING:
    from gateway.settings import Settings

app = typer.Typer(
    name="crossing-guard",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="A privacy-compliance gateway between a school district and generative AI.\n\n"
    "Begin with `crossing-guard demo` to see it work on a made-up district, or with "
    "`crossing-guard init --upstream URL` to set up your own, then `check` and `serve`.\n\n"
    "What changes the district's decisions, or shows words or names, asks for a gateway key of "
    "your own in CROSSING_GUARD_KEY; `keys create --duty` makes one.",
)
WIDE = 300
"""Columns where no window cuts a line: what is piped is read by programs, line by line."""

out = Console(
    width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDE,
    emoji=False,  # `users.csv:100:` is line 100 of a file
)

Data = Annotated[
    Path,
    typer.Option(
        "--data",
        envvar="CROSSING_GUARD_DATA",
        help="The data folder: config, keys, database, checkpoints.",
    ),
]
HERE = Path("data")

Why = Annotated[str, typer.Option("--why", help="The reason, for the history.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")]


def settings_of(data: Path, **overrides: Any) -> "Settings":
    """Read a data folder's settings; options left out do not override."""
    from gateway.settings import load  # with a library that `--help` should not wait for

    return load(data, **overrides)


def day_of(text: str) -> date:
    """Return the day that somebody typed.

    Raises:
        BadRequest: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest(
            f"`{text}` is no day; a day is written as `2026-12-18`", code="invalid_time"
        ) from error


def clock(moment: int) -> str:
    """Return a moment, in milliseconds since 1970, as people read it."""
    return f"{datetime.fromtimestamp(moment / 1000, UTC):%Y-%m-%d %H:%M} UTC"


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Say what to do where a folder cannot be written: no room on its disk, or no right to."""
    try:
        yield
    except OSError as error:
        raise Unusable(
            f"`{folder}` cannot be written ({error.strerror}); once it can, go on with `--resume`, "
            "or begin again in an empty folder",
            code="folder_unwritable",
        ) from error


def run[T](work: Coroutine[Any, Any, T]) -> T:
    """Run one command's asynchronous work; what goes wrong on the way is told on standard error."""
    from gateway import telemetry

    telemetry.configure("warning")
    return asyncio.run(work)
