"""The command line: `crossing-guard`. Each command reads its options and hands over."""

import os
import resource
import sys
from typing import NoReturn

from gateway.cli.commands import app
from gateway.errors import GatewayError

__all__ = ["app", "main"]


def main() -> None:
    """Run a command; say in one line what went wrong and what to do about it."""
    os.umask(0o077)  # what we write is for our owner alone
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold prompts and keys
    try:
        app()
    except GatewayError as error:
        _fail(error.message)
    except OSError as error:
        if not isinstance(error.filename, str):  # of no file: whoever wrote this must know where
            raise
        _fail(
            f"cannot use `{error.filename}`: {os.strerror(error.errno or 0)}; let this account use "
            "it, make room, or name another place"
        )


def _fail(words: str) -> NoReturn:
    print(f"crossing-guard: {words}", file=sys.stderr)  # noqa: T201
    raise SystemExit(1) from None
