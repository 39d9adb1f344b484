"""Figures for people and for programs. Holds counts and shares, never a word of a text. Pure."""

from collections.abc import Iterable, Sequence
from math import ceil
from statistics import mean, median
from typing import Any

from gateway.evaluation.run import MODEL, ROSTER, SETTLE, VANILLA, Result
from gateway.evaluation.scores import Found, Scores, by_category, by_label, score, share, total
from gateway.terms.text import Label, Resolution

STAGES = (MODEL, ROSTER, SETTLE)


def figures(results: Sequence[Result]) -> dict[str, Any]:
    """Return all figures as a JSON object: `gateway`, `vanilla` if it ran, `milliseconds`."""
    report: dict[str, Any] = {"rows": len(results)}
    report["gateway"] = _system(results, [one.found for one in results])
    theirs = [one.vanilla for one in results if one.vanilla is not None]
    if theirs:
        report["vanilla"] = _system(results, theirs)
        del report["vanilla"]["subjects"]
    report["milliseconds"] = _milliseconds(results)
    return report


def findings(result: Result) -> dict[str, Any]:
    """Return what was found in one row, as `--findings` writes it."""
    spans = []
    for span, named in zip(result.spans, result.found, strict=True):
        one: dict[str, Any] = {
            "start": span.start,
            "end": span.end,
            "label": span.label.value,
            "score": span.score,
            "recogniser": span.recogniser,
            "why": span.why,
            "resolution": span.resolution.value,
        }
        if span.resolution is Resolution.KNOWN:
            one["subject_id"] = named.subjects[0]
        elif named.subjects:
            one["subject_ids"] = list(named.subjects)
        spans.append(one)
    return {"id": result.row.id, "category": result.row.category, "spans": spans}


def lines(report: dict[str, Any]) -> Iterable[str]:
    """Yield the figures as tables in Markdown."""
    systems = [name for name in ("gateway", "vanilla") if name in report]
    yield f"{report['rows']} prompts"
    yield ""
    yield from table(
        ["label", "system", "marked", "recall", "covered", "found", "precision"],
        [
            [label, name, one["marked"], number(one["recall"]), number(one["covered"]),
             one["found"], number(one["precision"])]
            for label in Label
            for name in systems
            if (one := report[name]["labels"].get(label.value))
        ],
    )  # fmt: skip
    yield ""
    yield from table(
        ["category", "system", "prompts", "names", "recall", "precision", "fully covered",
         "touched", "false names / 1,000 words"],
        [
            [kind, name, one["prompts"], one["names"]["marked"], number(one["names"]["recall"]),
             number(one["names"]["precision"]), number(one["fully_covered"]),
             number(one["clean_touched"]), number(one["false_names_per_1000_words"])]
            for kind in report["gateway"]["categories"]
            for name in systems
            if (one := report[name]["categories"][kind])
        ],
    )  # fmt: skip
    yield ""
    shares = (
        ("prompts fully covered", "fully_covered"),
        ("prompts with every name covered", "names_fully_covered"),
        ("clean prompts touched", "clean_touched"),
        ("clean prompts with a false name", "clean_touched_by_name"),
        ("false names per 1,000 clean words", "false_names_per_1000_words"),
    )
    rows = [[title, *(number(report[name][key]) for name in systems)] for title, key in shares]
    subjects = report["gateway"]["subjects"]
    more = [""] * (len(systems) - 1)
    rows += [
        ["names of the roster linked right", number(subjects["linked"]), *more],
        ["of those found", number(subjects["linked_of_found"]), *more],
        ["that person among those linked", number(subjects["among"]), *more],
    ]
    yield from table(["share", *systems], rows)
    yield ""
    yield from table(
        ["milliseconds a prompt", "median", "mean", "95th percentile"],
        [
            [stage, *(f"{one[key]:.2f}" for key in ("median", "mean", "p95"))]
            for stage, one in report["milliseconds"].items()
        ],
    )


def _system(results: Sequence[Result], found: Sequence[Sequence[Found]]) -> dict[str, Any]:
    rows = [one.row for one in results]
    scores = [score(row, some) for row, some in zip(rows, found, strict=True)]
    whole = total(scores)
    return _labels(whole) | _shares(whole) | {
        "subjects": {
            "names": whole.listed,
            "linked": share(whole.linked, whole.listed),
            "linked_of_found": share(whole.linked, whole.seen),
            "among": share(whole.among, whole.listed),
        },
        "categories": {
            kind: _category(one) for kind, one in by_category(rows, scores).items()
        },
    }  # fmt: skip


def _labels(scores: Scores) -> dict[str, Any]:
    return {
        "labels": {
            label.value: {
                "marked": one.marked,
                "recall": one.recall,
                "covered": share(one.covered, one.marked),
                "found": one.found,
                "precision": one.precision,
            }
            for label, one in by_label(scores)
        }
    }


def _shares(scores: Scores) -> dict[str, Any]:
    return {
        "prompts": scores.rows,
        "fully_covered": share(scores.fully, scores.marked_rows),
        "names_fully_covered": share(scores.names_fully, scores.named_rows),
        "clean_prompts": scores.clean_rows,
        "clean_touched": share(scores.touched, scores.clean_rows),
        "clean_touched_by_name": share(scores.touched_by_name, scores.clean_rows),
        "false_names_per_1000_words": scores.false_names_per_1000_words,
    }


def _category(scores: Scores) -> dict[str, Any]:
    labels = _labels(scores)
    nothing = {"marked": 0, "recall": None, "covered": None, "found": 0, "precision": None}
    names = labels["labels"].get(Label.PERSON.value, nothing)
    return labels | _shares(scores) | {"names": names}


def _milliseconds(results: Sequence[Result]) -> dict[str, dict[str, float]]:
    stages = {stage: [one.took.get(stage, 0.0) for one in results] for stage in STAGES}
    stages["gateway"] = [sum(each) for each in zip(*stages.values(), strict=True)]
    if results and results[0].vanilla is not None:
        stages["vanilla Presidio"] = [one.took[VANILLA] for one in results]
    return {
        stage: {
            "median": 1000 * median(took),
            "mean": 1000 * mean(took),
            "p95": 1000 * sorted(took)[ceil(0.95 * len(took)) - 1],
        }
        for stage, took in stages.items()
    }


def number(figure: float | None) -> str:
    """Return a share or rate as it stands in tables."""
    return "–" if figure is None else f"{figure:.3f}"


def table(head: Sequence[str], body: Iterable[Sequence[object]]) -> Iterable[str]:
    """Yield a table in Markdown, its columns aligned."""
    rows = [list(head), *([str(cell) for cell in row] for row in body)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for index, row in enumerate(rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"| {' | '.join(cells)} |"
        if index == 0:
            yield f"| {' | '.join('-' * width for width in widths)} |"
