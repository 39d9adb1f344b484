"""`python -m tests.bench.detection [ENGINE …]`: how fast texts are read, beside vanilla Presidio.

One process, one thread, one processor. Every text is new; vanilla and the engines read the same
texts in turn, so that a machine that slows down slows all. Engines read as a detection worker does:
model, patterns, disguises undone, and a roster of 50,000 people.
"""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from statistics import median

from gateway.detection.nursery import ONE_THREAD

os.environ.update(ONE_THREAD)  # before anything loads numpy

import time

from gateway.demo.names import Draw, draw_family, draw_name
from gateway.detection import engines, worker
from gateway.detection.roster_names import RosterNames
from gateway.evaluation.crowd import crowd
from tests.bench.analysts import vanilla
from tests.bench.figures import Figure, ratio
from tests.bench.prompts import Texts

LENGTHS = (50, 300, 2000)
ROUNDS = 15
PEOPLE = 50_000
LEAST = {"fast": 1.7, "balanced": 1.0}
"""How many times as fast as vanilla Presidio an engine is to be."""

type Analyse = Callable[[str], object]


def measure(names: Sequence[str]) -> list[Figure]:
    """Measure engines at every length; takes a minute or two."""
    roster = RosterNames.build(crowd((), PEOPLE), (), "bench")
    presidio = vanilla()
    finders = {name: engines.load(name) for name in names}
    draw = Draw("texts")
    people = [draw_name(draw, family.stock, family.children)
              for family in (draw_family(draw) for _ in range(40))]  # fmt: skip
    texts = Texts([f"{one.given} {one.family}" for one in people[:3]], seed=1)
    systems: dict[str, Analyse] = {"vanilla": presidio, "roster alone": roster.find}
    for name, finder in finders.items():
        systems[name] = _reading(finder, roster)
    for analyse in systems.values():
        analyse(texts.of(50))
    gc.collect()
    gc.freeze()
    figures = []
    for words in LENGTHS:
        took: dict[str, list[float]] = {name: [] for name in systems}
        for text in [texts.of(words) for _ in range(ROUNDS)]:
            for name, analyse in systems.items():
                began = time.process_time()
                analyse(text)
                took[name].append(time.process_time() - began)
        for name in names:
            figures.append(
                ratio(
                    f"{name} at {words} words, times as fast as vanilla",
                    took["vanilla"],
                    took[name],
                    aim=LEAST.get(name),
                    least=True,
                    also={
                        "ms": 1000 * median(took[name]),
                        "vanilla": 1000 * median(took["vanilla"]),
                    },
                )
            )
            share = 100 * median(took["roster alone"]) / median(took[name])
            figures.append(
                Figure(
                    name=f"{name} at {words} words, of it the roster", value=share, unit="%", aim=3
                )
            )
    return figures


def _reading(finder: engines.Finder, roster: RosterNames) -> Analyse:
    return lambda text: worker.find([(text, True)], finder, roster)


def main() -> None:
    """Measure and print."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for figure in measure(sys.argv[1:] or list(engines.ENGINES)):
        print(figure.line())


if __name__ == "__main__":
    main()
