"""`crossing-guard evaluate`: how well detection finds what somebody marked in texts.

What measures is imported only once the environment says one thread, as in a detection process:
numpy looks when it is loaded.
"""

import gc
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import typer
from rich.console import Console
from rich.progress import Progress

from gateway.detection.nursery import ONE_THREAD
from gateway.errors import BadRequest

if TYPE_CHECKING:
    from gateway.evaluation.rows import Row
    from gateway.evaluation.run import Result


def evaluate_file(
    file: Path,
    *,
    as_json: bool,
    findings_to: Path | None,
    engine: str,
    model: str,
    distractors: int | None,
    vanilla: bool,
) -> None:
    """Measure detection on a file and print the figures.

    Args:
        file: JSON lines, as `gateway.evaluation.rows` reads them.
        as_json: print one JSON object instead of tables.
        findings_to: where to write the spans found in each row, if anywhere.
        engine: a key of `gateway.detection.engines.ENGINES`; "" for the default.
        model: path or package of another spaCy model; "" for the shipped one.
        distractors: people of no row in the district; None for the default.
        vanilla: whether vanilla Presidio runs beside.

    Raises:
        BadRequest: the file cannot be read, or a line of it is no row.
        Unusable: no such engine, or a model cannot be loaded.
    """
    os.environ.update(ONE_THREAD)
    from gateway.detection.engines import DEFAULT
    from gateway.evaluation.crowd import PEOPLE
    from gateway.evaluation.report import figures, lines

    rows = _read(file)
    engine = engine or DEFAULT
    crowd = PEOPLE if distractors is None else distractors
    results = measure(rows, engine=engine, model=model, distractors=crowd, vanilla=vanilla)
    if findings_to is not None:
        _write(findings_to, results)
    report = {"engine": engine, "distractors": crowd} | figures(results)
    if as_json:
        typer.echo(orjson.dumps(report, option=orjson.OPT_INDENT_2).decode())
        return
    for line in lines(report):
        typer.echo(line)


def measure(
    rows: Sequence["Row"], *, engine: str, model: str = "", distractors: int, vanilla: bool
) -> list["Result"]:
    """Run the rows, with a progress bar on standard error."""
    from gateway.evaluation.run import prepare

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=len(rows))
        bench = prepare(
            rows,
            engine=engine,
            model=model,
            distractors=distractors,
            with_vanilla=vanilla,
            clock=time.perf_counter,
            step=lambda what: progress.update(task, description=what),
        )
        gc.collect()
        gc.freeze()  # as in a detection process: what is loaded is not gone through again and again
        progress.update(task, description="measuring")
        results = []
        for result in bench:
            results.append(result)
            progress.advance(task)
    return results


def _read(file: Path) -> tuple["Row", ...]:
    from gateway.evaluation.rows import read_rows

    try:
        with file.open("rb") as lines:
            return read_rows(lines, file.name)
    except OSError as error:
        raise BadRequest(f"`{file}` cannot be read: {error.strerror}") from None


def _write(file: Path, results: Sequence["Result"]) -> None:
    from gateway.evaluation.report import findings

    try:
        with file.open("wb") as out:
            out.writelines(orjson.dumps(findings(one)) + b"\n" for one in results)
    except OSError as error:
        raise BadRequest(f"`{file}` cannot be written: {error.strerror}") from None
