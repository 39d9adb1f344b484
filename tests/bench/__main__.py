"""`python -m tests.bench [NAME …] [--json]`: measures, and tells which aims are met.

Ends with 0 whether they are or not: on a busy machine a figure can miss for no fault of the code.
`--strict` ends with 1 if one is missed.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict

from tests.bench import measures, transports
from tests.bench.figures import Figure
from tests.bench.stage import Stage, staged

MEASURES: dict[str, Callable[[Stage], list[Figure]]] = {
    "pass-through": measures.pass_through,
    "cold": measures.cold,
    "chat": measures.chat,
    "first-word": measures.first_word,
    "health": measures.health,
    "transports": transports.measure,
}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measures the gateway's speed as ratios."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--strict", action="store_true", help="end with 1 if an aim is missed")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(MEASURES):
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    if len(os.sched_getaffinity(0)) < 2:
        print("one processor only: load and gateway disturb each other", file=sys.stderr)
    figures: list[Figure] = []
    with staged() as stage:
        for name in chosen.names or MEASURES:
            told = MEASURES[name](stage)
            figures += told
            if not chosen.json:
                print(f"{name}", *(f"  {figure.line()}" for figure in told), sep="\n", flush=True)
    if chosen.json:
        print(json.dumps([asdict(one) | {"met": one.met} for one in figures], indent=2))
    if chosen.strict and any(figure.met is False for figure in figures):
        sys.exit(1)


if __name__ == "__main__":
    main()
