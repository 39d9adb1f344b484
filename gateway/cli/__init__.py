"""The command line: `crossing-guard`. Each command reads its options and hands over."""

import sys

from gateway.cli.app import app
from gateway.errors import GatewayError


def main() -> None:
    """Run a command; say in one line what went wrong and what to do about it."""
    try:
        app()
    except GatewayError as error:
        print(f"crossing-guard: {error.message}", file=sys.stderr)  # noqa: T201
        raise SystemExit(1) from None
