"""`python -m tests.evaluation.bearing`: learn the weights of `gateway.detection.signs.bearing`.

A text that tells of danger teaches by the stretch of it that leans furthest, any other by all of
its stretches. Multinomial logistic regression, with each weight held small (`HOLD`); nothing is
drawn by chance, so the same texts give the same weights. `--folds` tells how texts fare that were
left out of the learning: rows of the development half, and statements, whole themes at a time.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gateway.detection.signs import bearing
from gateway.detection.signs.bearing import BIAS, DANGERS, UNIT, Weights, features, stretches
from gateway.detection.signs.plain import plain
from gateway.terms.signs import Danger
from tests.corpus.markup import read_corpus
from tests.corpus.safety.rows import FOLDER, hard_negatives, positives

STEPS, ROUNDS, RATE = 120, 3, 0.1
HOLD = 0.03
LEAST = 0.3
"""A weight that is smaller for every danger is left out: it changes nothing but the file."""
SELDOM = 2
"""What fewer texts have teaches nothing."""
FOLDS = 4
LEASTS = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5)
STATEMENTS = FOLDER / "statements"
WRITTEN = Path(bearing.__file__).with_name("bearing.txt")
SCHOOLWORK = FOLDER.parent / "schoolwork"
NOTE = (
    "# Written by `python -m tests.evaluation.bearing`: a feature, and what it says of each danger."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesson:
    """A text, the danger it tells of, None of none, what it is of, and its theme there."""

    text: str
    danger: Danger | None
    source: str
    theme: str


def statements() -> list[Lesson]:
    """Return the statements that only teach: below `[danger: theme]`, one a line."""
    lessons = []
    for path in sorted(STATEMENTS.glob("*.txt")):
        of, theme = None, ""
        for line in path.read_text().splitlines():
            if line.startswith("["):
                name, _, theme = line.strip("[]").partition(": ")
                of = None if name == "none" else Danger(name)
            elif line and not line.startswith("#"):
                lessons.append(Lesson(text=line, danger=of, source="statements", theme=theme))
    return lessons


def corpus() -> list[Lesson]:
    """Return the development half of the safety corpus."""
    told = [(one.text, Danger(one.kind)) for one in positives() if one.half == "dev"]
    rest = [(one.text, None) for one in hard_negatives() if one.half == "dev"]
    return _lessons([*told, *rest], "corpus")


def schoolwork() -> list[Lesson]:
    """Return prompts in which nobody is in danger, of the halves that are worked with."""
    texts = [one.text for one in read_corpus() if one.half == "dev"]
    for path in sorted(SCHOOLWORK.glob("*.txt")):
        lines = [
            line for line in path.read_text().splitlines() if line and not line.startswith("#")
        ]
        texts += [line.split(" | ")[-1] for line in lines[::2]]
    return _lessons([(text, None) for text in texts], "schoolwork")


def _lessons(rows: Iterable[tuple[str, Danger | None]], source: str) -> list[Lesson]:
    """Return rows that have no themes as lessons, each a theme of its own."""
    return [
        Lesson(text=text, danger=danger, source=source, theme=str(at))
        for at, (text, danger) in enumerate(rows)
    ]


def learn(lessons: Sequence[Lesson]) -> Weights:
    """Return the weights that fit the lessons best."""
    bags = [[features(one) for one in stretches(plain(lesson.text))] for lesson in lessons]
    counts = Counter(one for bag in bags for one in set().union(*bag))
    names = sorted(one for one, count in counts.items() if count >= SELDOM or one == BIAS)
    index = {name: at for at, name in enumerate(names)}
    rows = [
        (number, np.array([index[one] for one in sorted(some) if one in index]))
        for number, bag in enumerate(bags)
        for some in bag
    ]
    owner = np.array([number for number, _ in rows])
    told = np.array([_column(lessons[number].danger) for number in owner])
    columns = np.concatenate([row for _, row in rows])
    lengths = np.array([len(row) for _, row in rows])
    at = np.repeat(np.arange(len(rows)), lengths)
    shrink = 1 / np.sqrt(lengths)
    wanted = np.eye(len(DANGERS) + 1)[told][:, 1:]
    weights = np.zeros((len(names), len(DANGERS)))
    held = np.full((len(names), 1), HOLD)
    held[index[BIAS]] = 0

    def scores() -> np.ndarray:
        return np.stack(
            [
                np.bincount(at, weights[columns, one] * shrink[at], minlength=len(rows))
                for one in range(len(DANGERS))
            ],
            axis=1,
        )

    counted = np.ones(len(rows))
    for _ in range(ROUNDS):
        first, second = np.zeros_like(weights), np.zeros_like(weights)
        for step in range(1, STEPS + 1):  # Adam (Kingma and Ba, 2015)
            odds = np.exp(np.clip(scores(), -30, 30))
            wrong = (odds / (1 + odds.sum(1, keepdims=True)) - wanted) * counted[:, None]
            slope = held * weights
            for one in range(len(DANGERS)):
                slope[:, one] += np.bincount(
                    columns, (wrong[:, one] * shrink)[at], minlength=len(names)
                )
            first = 0.9 * first + 0.1 * slope
            second = 0.99 * second + 0.01 * slope**2
            weights -= (
                RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-6)
            )
        counted = _telling(scores(), owner, told)
    return {
        name: tuple(float(one) for one in row)
        for name, row in zip(names, weights, strict=True)
        if np.abs(row).max() >= LEAST
    }


def _column(danger: Danger | None) -> int:
    return 0 if danger is None else DANGERS.index(danger) + 1


def _telling(scores: np.ndarray, owner: np.ndarray, told: np.ndarray) -> np.ndarray:
    """Return which stretches count: of a text that tells of danger, the one that leans furthest."""
    counted: np.ndarray = (told == 0).astype(float)
    best: dict[int, int] = {}
    for row in map(int, np.flatnonzero(told)):
        known = best.get(int(owner[row]))
        if known is None or scores[row, told[row] - 1] > scores[known, told[row] - 1]:
            best[int(owner[row])] = row
    counted[list(best.values())] = 1
    return counted


def left_out() -> list[tuple[Lesson, float]]:
    """Return how far each lesson that has a theme leans by what the other themes taught."""
    lessons = corpus() + statements() + schoolwork()
    themes = sorted({(one.source, one.theme) for one in lessons if one.theme})
    fold = {theme: at % FOLDS for at, theme in enumerate(themes)}
    found = []
    for number in range(FOLDS):
        out = [one for one in lessons if fold.get((one.source, one.theme)) == number]
        known = [one for one in lessons if fold.get((one.source, one.theme)) != number]
        weights = learn(known)
        for lesson in out:
            leans = bearing.lean(plain(lesson.text), weights)
            found.append((lesson, -99.0 if leans is None else leans.odds))
    return found


def tell(found: Sequence[tuple[Lesson, float]]) -> None:
    """Print, for several odds, the share that leans so far of each source, in danger and not."""
    for source in ("corpus", "statements", "schoolwork"):
        for danger in (True, False):
            odds = [
                odds
                for lesson, odds in found
                if (lesson.source, lesson.danger is not None) == (source, danger)
            ]
            shares = [
                f"{sum(one >= least for one in odds) / len(odds):.3f} at {least:+.1f}"
                for least in LEASTS
                if odds
            ]
            if shares:
                print(f"{source}, {len(odds)} {'in' if danger else 'without'} danger:", *shares)


def main() -> None:
    """Learn, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.bearing", description=__doc__)
    parser.add_argument(
        "--folds", action="store_true", help="measure by texts left out; write none"
    )
    if parser.parse_args().folds:
        tell(left_out())
        return
    lines = [NOTE]
    for name, row in sorted(learn(corpus() + statements() + schoolwork()).items()):
        lines.append("\t".join([name, *(str(round(one * UNIT)) for one in row)]))
    WRITTEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} features in {WRITTEN.name}")


if __name__ == "__main__":
    main()
