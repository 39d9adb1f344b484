"""Help answers at once, for every command, without what the commands work with."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from gateway.cli import app

HEAVY = (
    "alembic",
    "cedarpy",
    "fastapi",
    "httpx",
    "presidio_analyzer",
    "presidio_anonymizer",
    "pydantic_settings",
    "spacy",
    "sqlalchemy",
    "tink",
    "uvicorn",
)
PROGRAM = """
import contextlib, io, json, sys
from gateway.cli import main
told = []
for words in json.load(sys.stdin):
    sys.argv = ["crossing-guard", *words, "--help"]
    with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.suppress(SystemExit):
        main()
    told.append([said.getvalue(), sorted(sys.modules)])
json.dump(told, sys.stdout)
"""


def commands(group: Any, *words: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command and group."""
    yield words
    for name, child in getattr(group, "commands", {}).items():
        yield from commands(child, *words, name)


ALL = list(commands(typer.main.get_command(app)))


@pytest.mark.slow
def test_help_waits_for_no_library_that_it_does_not_need() -> None:
    """One process tells them all: what the first asks for in vain, no later one finds there."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(ALL),
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    for words, (help_text, imported) in zip(ALL, told, strict=True):
        assert f"Usage: {' '.join(('crossing-guard', *words))}" in help_text
        assert set(HEAVY).isdisjoint(imported), words


@pytest.mark.parametrize("words", ALL, ids=lambda words: " ".join(words) or "nothing")
def test_every_command_and_option_says_what_it_is_for(words: tuple[str, ...]) -> None:
    command: Any = typer.main.get_command(app)
    for word in words:
        command = command.commands[word]
    assert command.help
    assert not [one.name for one in command.params if not one.help]


@pytest.mark.slow
def test_the_list_of_what_is_heavy_names_real_modules() -> None:
    program = "import gateway.app.http, gateway.cli.server, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    missing = set(HEAVY) - set(done.stdout.split())
    assert missing <= {"presidio_analyzer", "presidio_anonymizer", "spacy"}
