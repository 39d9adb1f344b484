"""`python -m tests.bench.lists`: whether a long list of names costs more a name than a short one.

A class list, a table and a story with people everyone knows in each sentence, read and settled as
by a detection process and by the server, without queues between them. One process, one processor.
"""

import gc
import os
from collections.abc import Callable, Sequence
from itertools import cycle, islice

from gateway.detection.nursery import ONE_THREAD

os.environ.update(ONE_THREAD)  # before anything loads numpy

import time

from gateway.detection import engines, worker
from gateway.detection.arbitration_settings import STAFF
from gateway.detection.district_patterns import DistrictPatterns
from gateway.detection.lists import Lists
from gateway.detection.near_names import NearNames
from gateway.detection.near_spellings import meant
from gateway.detection.public_names import PublicNames
from gateway.detection.renown import evidence
from gateway.detection.roster_names import RosterNames
from gateway.detection.standing import Around, standing
from gateway.evaluation.crowd import crowd
from gateway.terms.people import Person
from tests.bench.figures import Figure, ratio

PEOPLE, NEAR = 3000, 130
SHORT, LONG = 200, 1600
ROUNDS = 3
MOST = 1.5
"""How many times as much a name of the long list may cost."""

KNOWN = ("Abraham Lincoln", "Harriet Tubman", "Rosa Parks", "Jackie Robinson", "Emily Dickinson")
SHAPES: dict[str, Callable[[int, Person, str], str]] = {
    "list": lambda at, one, _: f"{at + 1}. {one.given} {one.family}\n",
    "table": lambda at, one, _: f"{one.family},{one.given},{100_000 + at},{6 + at % 7}\n",
    "story": lambda _, one, other: f"{one.given} {one.family} met {other} and {one.given}. ",
}


def written(shape: str, people: Sequence[Person], count: int) -> str:
    """Return so many names in a shape."""
    known = cycle(KNOWN)
    lines = (SHAPES[shape](at, one, next(known)) for at, one in enumerate(cycle(people)))
    return "".join(islice(lines, count))


def measure() -> list[Figure]:
    """Measure every shape; takes two minutes."""
    people = list(crowd((), PEOPLE))
    finder = engines.load()
    roster = RosterNames.build(people, (), "bench")
    names = Lists(roster, roster, PublicNames.load(), DistrictPatterns())
    near = NearNames.build(people[:NEAR])

    def read(text: str) -> float:
        began = time.process_time()
        [(found, _)] = worker.find([(text, True)], finder, names)
        around = Around(near, STAFF, evidence([text], [found]), frozenset())
        for one in standing(text, tuple(found), around):
            meant(one.key, near)
        return time.process_time() - began

    read(written("story", people, SHORT))
    gc.collect()
    gc.freeze()
    figures = []
    for shape in SHAPES:
        took: dict[int, list[float]] = {SHORT: [], LONG: []}
        for _ in range(ROUNDS):
            for count, times in took.items():
                times.append(read(written(shape, people, count)) / count)
        figures.append(
            ratio(
                f"a name of a {shape} of {LONG}, over one of {SHORT}",
                took[LONG],
                took[SHORT],
                aim=MOST,
                also={"ms a name": 1000 * min(took[LONG])},
            )
        )
    return figures


if __name__ == "__main__":
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for figure in measure():
        print(figure.line())
