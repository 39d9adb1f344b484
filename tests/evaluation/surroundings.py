"""`python -m tests.evaluation.surroundings`: learn the weights of `detection.surroundings`.

Names of people here are those marked in the development half of the corpus, among books and history
in `schoolwork/pupils.txt`, and in `schoolwork/here_or_there*.txt`. Names of the world are all that
roster, models and the list of people everyone knows take for a name in texts without anybody here,
and whoever everyone knows in the others. Logistic regression with each weight held small
(`HOLD`); a text's names count together by the root of their number, and both kinds alike. Nothing
is drawn by chance, so the same texts give the same weights. `--folds` tells how names fare in texts
that were left out of the learning.
"""

import argparse
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from gateway.detection import engines, surroundings
from gateway.detection.edges import Range
from gateway.detection.lists import Lists, pack
from gateway.detection.nursery import ONE_THREAD
from gateway.detection.public_names import PUBLIC, TITLE
from gateway.detection.renown import evidence, known_by_all
from gateway.detection.roster_names import RosterNames
from gateway.detection.surroundings import UNIT, Surroundings, Weights, names_of
from gateway.evaluation.crowd import PEOPLE, crowd, everybody
from gateway.evaluation.rows import Row, read_rows
from gateway.terms.text import Candidate, Label
from tests.corpus.markup import read_corpus, write_rows

STEPS, RATE = 250, 0.1
HOLD = 0.1
SELDOM = 3
"""What fewer texts have teaches nothing."""
LEAST = 0.02
"""A smaller weight is left out: it changes nothing but the file."""
FOLDS = 5
WRITTEN = Path(surroundings.__file__).with_name("surroundings.txt")
SCHOOLWORK = Path(__file__).resolve().parents[1] / "corpus" / "schoolwork"
NOTE = "# Written by `python -m tests.evaluation.surroundings`: what is by a name, and its weight."
_MARK = re.compile(r"\[\[(?P<here>.+?)\]\]|\(\((?P<there>.+?)\)\)")


class Text(NamedTuple):
    """A text, with the names of people here, and of the world if those are marked, too."""

    id: str
    text: str
    here: tuple[Range, ...] = ()
    there: tuple[Range, ...] = ()


class Name(NamedTuple):
    """A name in a text: whether it is of somebody here, and what is around it."""

    text: str
    here: bool
    weight: float
    features: tuple[tuple[str, float], ...]


def texts() -> Iterator[Text]:
    """Yield what teaches."""
    for kind in ("books", "people", "prompts"):
        for number, line in enumerate(_lines(f"{kind}.txt")):
            yield Text(f"{kind}-{number}", line.split(" | ", 1)[1])
    for number, line in enumerate(_lines("pupils.txt")):
        yield _marked(f"pupils-{number}", line.split(" | ", 1)[1])
    for path in sorted(SCHOOLWORK.glob("here_or_there*.txt")):
        for number, line in enumerate(_lines(path.name)):
            yield _marked(f"{path.stem}-{number}", line.replace("\\n", "\n"))
    for row in corpus():
        for turn in row.turns:
            here = tuple(
                (one.start - turn.start, one.end - turn.start)
                for one in row.spans
                if one.label is Label.PERSON and turn.start <= one.start < turn.end
            )
            yield Text(row.id, row.text[turn.start : turn.end], here)


def corpus() -> tuple[Row, ...]:
    """Return the development half."""
    marked = write_rows(one for one in read_corpus() if one.half == "dev")
    return read_rows(marked.splitlines())


def _lines(name: str) -> list[str]:
    lines = (SCHOOLWORK / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _marked(name: str, marked: str) -> Text:
    plain, at = "", 0
    found: dict[str, list[Range]] = {"here": [], "there": []}
    for mark in _MARK.finditer(marked):
        plain += marked[at : mark.start()]
        word = str(mark[mark.lastgroup or 0])
        found[mark.lastgroup or ""].append((len(plain), len(plain) + len(word)))
        plain += word
        at = mark.end()
    return Text(name, plain + marked[at:], tuple(found["here"]), tuple(found["there"]))


def names(some: Iterable[Text]) -> list[Name]:
    """Return every name in some texts, with what is around it."""
    os.environ.update(ONE_THREAD)
    rows = corpus()
    finder = engines.load(engines.DEFAULT, "")
    listed, _ = everybody(rows)
    packed = RosterNames.build([*listed, *crowd(rows, PEOPLE)], (), "learning").to_bytes()
    lists = Lists.from_bytes(pack(packed))
    found: list[Name] = []
    for text in some:
        if text.text.strip():
            proposed = (*finder.find_all([text.text])[0], *lists.find(text.text))
            found += _names(text, proposed)
    return found


def _names(text: Text, candidates: Sequence[Candidate]) -> Iterator[Name]:
    known = known_by_all(candidates, evidence([text.text], [candidates]))
    seen = sorted({*names_of(candidates), *text.here, *text.there})
    read = Surroundings(text.text, seen, known)
    titles = {(one.start, one.end) for one in candidates if one.recogniser == TITLE}
    people = [
        (one.start, one.end)
        for one in candidates
        if one.recogniser in PUBLIC and (one.start, one.end) in set(known) - titles
    ]
    away = [*text.there, *people] if text.here else [*text.there, *people, *seen]
    told = [(place, True) for place in text.here]
    told += [(place, False) for place in _apart(away, text.here)]
    for place, here in told:
        features = tuple(read.features(*place))
        if features:
            yield Name(text.id, here, len(told) ** -0.5, features)


def _apart(places: Iterable[Range], taken: Sequence[Range]) -> list[Range]:
    """Return places that overlap neither each other nor what is taken, the longest first."""
    held = list(taken)
    for place in sorted(set(places), key=lambda one: (one[0] - one[1], one)):
        if not any(place[0] < right and left < place[1] for left, right in held):
            held.append(place)
    return held[len(taken) :]


def learn(some: Sequence[Name]) -> Weights:
    """Return the weights that fit the names best."""
    having: dict[str, set[str]] = defaultdict(set)
    for name in some:
        for sign, _ in name.features:
            having[sign].add(name.text)
    signs = sorted(sign for sign, where in having.items() if len(where) >= SELDOM)
    index = {sign: at for at, sign in enumerate(signs)}
    cells = [
        (row, index[sign], value)
        for row, name in enumerate(some)
        for sign, value in name.features
        if sign in index
    ]
    rows, columns, values = (np.array(one) for one in zip(*cells, strict=True))
    here = np.array([name.here for name in some], float)
    counted = np.array([name.weight for name in some])
    for kind in (0, 1):
        counted[here == kind] *= len(some) / 2 / counted[here == kind].sum()
    weights = np.zeros(len(signs))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):  # Adam (Kingma and Ba, 2015), ever slower
        odds = np.bincount(rows, weights[columns] * values, minlength=len(some))
        wrong = (1 / (1 + np.exp(-odds)) - here) * counted
        slope = np.bincount(columns, wrong[rows] * values, minlength=len(signs)) + HOLD * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        ahead = first / (1 - 0.9**step)
        rate = RATE * (1 - 0.9 * step / STEPS)
        weights -= rate * ahead / (np.sqrt(second / (1 - 0.99**step)) + 1e-6)
    return {
        sign: float(weight)
        for sign, weight in zip(signs, weights, strict=True)
        if abs(weight) >= LEAST
    }


def folds(some: Sequence[Name]) -> Iterator[tuple[Weights, list[Name]]]:
    """Yield the weights without each part of the texts, and the names in that part."""
    parts = {text: at % FOLDS for at, text in enumerate(sorted({name.text for name in some}))}
    for fold in range(FOLDS):
        weights = learn([name for name in some if parts[name.text] != fold])
        yield weights, [name for name in some if parts[name.text] == fold]


def main() -> None:
    """Learn, and write the weights."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.evaluation.surroundings", description=__doc__
    )
    parser.add_argument("--folds", action="store_true", help="measure by texts left out")
    found = names(texts())
    if parser.parse_args().folds:
        odds: dict[bool, list[float]] = {True: [], False: []}
        for weights, left_out in folds(found):
            for name in left_out:
                told = sum(weights.get(sign, 0.0) * value for sign, value in name.features)
                odds[name.here].append(told)
        for least in (-4.0, -3.0, -2.5, -2.0, -1.5, -1.0, 0.0):
            here, there = (sum(one < least for one in odds[kind]) for kind in (True, False))
            print(
                f"below {least:+.1f}: {here} of {len(odds[True])} names of people here, "
                f"{there} of {len(odds[False])} of the world"
            )
        return
    lines = [NOTE]
    lines += [f"{sign}\t{round(weight * UNIT)}" for sign, weight in sorted(learn(found).items())]
    WRITTEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} weights in {WRITTEN.name}")


if __name__ == "__main__":
    main()
