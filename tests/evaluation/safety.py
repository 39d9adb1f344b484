"""Measure the safety signal on its corpus and write the figures down: part of `make evaluate`.

Recall is the share of prompts that mean danger which raise a signal, precision the share of signals
that mean danger, given that the corpus holds twice as many prompts that only sound like it.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from gateway.detection.evasion import readings
from gateway.detection.signs.read import read_signs
from tests.corpus.safety.rows import (
    HALVES,
    HARMLESS,
    LANGUAGES,
    MANNERS,
    SIGNALS,
    VOICES,
    Row,
    hard_negatives,
    positives,
)

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "safety-figures.md"
TITLES = {
    "dev": "The development half",
    "check": "The check half",
    "fresh": "The fresh half",
}
HEAD = """# How well danger is heard

Written by `make evaluate`. A prompt *raises a signal* if the detector says that somebody may be in
danger of self-harm, abuse or a threat. The corpus is in `tests/corpus/safety`: prompts that mean
it, said by children and adults, directly or so that it must be understood, and prompts of
literature, idiom, history, health class, games and the like that only sound like it.

The check half was written before the phrases that hear it now, by the same hand, and is not tuned
on; words of strangers are heard less well. When prompts that the detector had never seen were read
for the first time, it heard 0.69 of 68 (precision 0.92), 0.40 of 55, of 42 that were meant to be
hard 0.29, and of 167 that were written without a look at the phrases 0.63 (precision 0.97). The
second half of those last ones is the fresh half: nothing was learnt from it, nobody who works on
the detector reads it, and only its totals below are looked at, after each large step. After where
words lean together was taken into account (`bearing`), which the first half and 1,100 short
statements taught, it was heard at 0.735 (precision 0.984). What stands below is the step after
that: some 2,700 statements more, half of them without danger, read without first looking for a word
of danger. In that step its totals were read four times, with fewer statements or other thresholds
among them (recall 0.855 to 0.892, precision 0.973 or 0.974).

The threshold was chosen by texts left out of the learning (`python -m tests.evaluation.bearing
--folds`): where words lean so far, they hear 0.82 of the prompts of the development half by
themselves, at one alarm in twenty of their harmless neighbours (precision 0.95 if both are as
many), and at one in a hundred of harmless schoolwork (0.013). The detector raises an alarm on 20 of
the 1,364 prompts of `tests/corpus/k12`, of which phrases by themselves raise 16. What was made up
last is harder than the fresh half: of whole themes of statements left out, where words lean
together hears half, and is wrong about one harmless statement in ten. A kind of telling that nobody
thought of is likely to go unheard. So nobody should rely on this in place of people who know the
child.
"""


class Outcome(NamedTuple):
    """One row, and whether it raised a signal."""

    row: Row
    raised: bool


def measure(rows: Sequence[Row]) -> list[Outcome]:
    """Read every row as a detection process does."""
    return [
        Outcome(row, bool(read_signs(row.text, [one.text for one in readings(row.text)]).dangers))
        for row in rows
    ]


def lines(half: str) -> Iterator[str]:
    """Yield the figures of one half as tables in Markdown."""
    meant = measure([row for row in positives() if row.half == half])
    sounding = measure([row for row in hard_negatives() if row.half == half])
    heard, false = sum(one.raised for one in meant), sum(one.raised for one in sounding)
    yield f"Recall {heard / len(meant):.3f}, precision {heard / (heard + false):.3f}."
    yield ""
    yield "| prompts that mean danger | heard | of | recall |"
    yield "|---|---|---|---|"
    for kind in SIGNALS:
        for language in LANGUAGES:
            yield _line(
                f"{kind.replace('_', '-')}, {language}",
                [one for one in meant if (one.row.kind, one.row.language) == (kind, language)],
            )
    for voice in VOICES:
        for manner in MANNERS:
            yield _line(
                f"{voice}, {manner}",
                [one for one in meant if (one.row.voice, one.row.manner) == (voice, manner)],
            )
    yield ""
    yield "| prompts that only sound like it | raised | of | share |"
    yield "|---|---|---|---|"
    for kind in HARMLESS:
        some = [one for one in sounding if one.row.kind == kind]
        yield _line(kind.replace("_", " "), some)


def _line(title: str, some: Sequence[Outcome]) -> str:
    raised = sum(one.raised for one in some)
    share = f"{raised / len(some):.3f}" if some else "–"
    return f"| {title} | {raised} | {len(some)} | {share} |"


def main() -> None:
    """Measure, and write the document."""
    parts = [HEAD]
    for half in HALVES:
        print(f"safety, {half}", file=sys.stderr)
        parts.append(f"\n## {TITLES[half]}\n\n" + "\n".join(lines(half)) + "\n")
    DOCUMENT.write_text("".join(parts))


if __name__ == "__main__":
    main()
