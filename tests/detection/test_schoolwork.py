"""Plain schoolwork about the most taught books and the best known people leaves as it was typed."""

import time
from pathlib import Path

import orjson
import pytest

from gateway.detection import engines
from gateway.evaluation.crowd import PEOPLE
from gateway.evaluation.rows import Row, read_rows
from gateway.evaluation.run import prepare

FOLDER = Path(__file__).resolve().parents[1] / "corpus" / "schoolwork"
LEAST = 300
KNOWN_MISSES: dict[str, frozenset[str]] = {
    "books": frozenset(),
    "people": frozenset(("Diego Rivera",)),
}
"""Rows of which something is found: a pupil of the made-up district is called Diego Rivera, and who
is on the roster and named in full is found, whoever else is called that."""


def rows(kind: str) -> tuple[Row, ...]:
    lines = (FOLDER / f"{kind}.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" | ", 1) for line in lines if not line.startswith("#")]
    return read_rows(
        orjson.dumps({"id": name, "category": kind, "text": text, "roster": [], "spans": []})
        for name, text in pairs
    )


@pytest.mark.parametrize("kind", KNOWN_MISSES)
def test_there_are_enough_rows_each_about_something_else(kind: str) -> None:
    every = rows(kind)
    assert len({row.id for row in every}) == len(every) >= LEAST
    assert len({row.text for row in every}) == len(every)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KNOWN_MISSES)
def test_nobody_is_found_in_plain_schoolwork(kind: str) -> None:
    bench = prepare(
        rows(kind),
        engine=engines.DEFAULT,
        distractors=PEOPLE,
        with_vanilla=False,
        clock=time.perf_counter,
    )
    touched = {result.row.id for result in bench if result.spans}
    assert touched <= KNOWN_MISSES[kind]
