"""The command line: `crossing-guard`. Each command reads its options and hands over."""

import os
import sys

from gateway.cli import checking, demonstration, initialise, keys, log, roster, serving
from gateway.cli.root import app
from gateway.errors import GatewayError


def main() -> None:
    """Run a command; say in one line what went wrong and what to do about it."""
    os.umask(0o077)  # what we write is for our owner alone
    try:
        app()
    except GatewayError as error:
        print(f"crossing-guard: {error.message}", file=sys.stderr)  # noqa: T201
        raise SystemExit(1) from None


COMMANDS = (initialise, serving, checking, keys, roster, log, demonstration)
"""The modules whose import registers the commands, in the order of the help."""
