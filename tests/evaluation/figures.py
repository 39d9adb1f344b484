"""Measure detection on every corpus and write the figures down: `make evaluate`.

The corpus of the project in its two halves, and any further files of marked texts named on the
command line (`make evaluate SETS="a.jsonl b.jsonl"`). Figures come from one run beside vanilla
Presidio; times are those of the machine at that moment, so only their ratio says something.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from gateway.cli.evaluation import measure
from gateway.detection.engines import DEFAULT
from gateway.evaluation.crowd import PEOPLE
from gateway.evaluation.report import figures, lines
from gateway.evaluation.rows import Row, read_rows
from tests.corpus.markup import HALVES, read_corpus, write_rows

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "detection-figures.md"
TITLES = {
    "dev": "The development half of the K-12 corpus",
    "check": "The check half of the K-12 corpus, never tuned on",
}
HEAD = f"""# How well detection finds personal data

Written by `make evaluate`. Every prompt is read by the default engine (`{DEFAULT}`) in a
district of {PEOPLE:,} made-up people besides those of the prompts, and by vanilla Presidio in the
same run. A token is a run of letters and digits and counts as found if half its characters are
covered; *recall* asks for the right label, *covered* for any, since what is covered does not leave.
A prompt without personal data is *clean*; anything found there is a mistake. Times depend on the
machine and on what else it does: compare them with each other. `crossing-guard evaluate FILE.jsonl`
does the same for a file of one's own.
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


def main(paths: Sequence[str]) -> None:
    """Measure, and write the document."""
    parts = [HEAD]
    for title, rows in corpora(paths):
        print(title, file=sys.stderr)
        results = measure(rows, engine=DEFAULT, distractors=PEOPLE, vanilla=True)
        parts.append(f"\n## {title}\n\n" + "\n".join(lines(figures(results))) + "\n")
    DOCUMENT.write_text("".join(parts))


if __name__ == "__main__":
    main(sys.argv[1:])
