"""`python -m tests.bench.roster`: what a roster of 500,000 people costs a detection process."""

import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from gateway.detection.roster_difference import RosterDifference
from gateway.detection.roster_names import RosterNames
from gateway.evaluation.crowd import crowd
from tests.bench.figures import Figure
from tests.bench.prompts import Texts

PEOPLE = 500_000
WORDS = 300
ROUNDS = 60
_PAGE_MEGABYTES = 4096 / 1e6


def measure() -> list[Figure]:
    """Build, load and use the matcher; takes half a minute, most of it making people up."""
    people = crowd((), PEOPLE)
    began = time.process_time()
    packed = RosterNames.build(people, (), "bench").to_bytes()
    built = time.process_time() - began
    before = _resident()
    began = time.process_time()
    roster = RosterNames.from_bytes(bytes(bytearray(packed)))  # as it arrives: a copy of its own
    ready = built + time.process_time() - began
    memory = _resident() - before
    began = time.process_time()
    changed = RosterNames.build([replace(people[0], family="Quennell-Ashgrove")], (), "changed")
    roster_now = RosterDifference(roster, changed, (people[0].id,))
    renewed = time.process_time() - began
    texts = Texts([f"{one.given} {one.family}" for one in people[:3]], seed=1)
    some = [texts.of(WORDS) for _ in range(ROUNDS)]
    roster_now.find(some[0])
    return [
        Figure(name="500,000 people, ready after", value=ready, unit="s", aim=20),
        Figure(name="500,000 people, memory of a worker", value=memory, unit="MB", aim=300),
        Figure(
            name="500,000 people, a 300-word prompt", value=_took(roster, some), unit="ms", aim=1
        ),
        Figure(
            name="500,000 people, one changed, ready after",
            value=1000 * renewed,
            unit="ms",
            aim=1000,
        ),
        Figure(
            name="500,000 people, one changed, a 300-word prompt",
            value=_took(roster_now, some),
            unit="ms",
            aim=1,
        ),
    ]


def _took(roster: RosterNames | RosterDifference, texts: list[str]) -> float:
    """Return the median milliseconds a text takes."""
    took = []
    for text in texts:
        began = time.process_time()
        roster.find(text)
        took.append(1000 * (time.process_time() - began))
    return median(took)


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_MEGABYTES


if __name__ == "__main__":
    for figure in measure():
        print(figure.line())
