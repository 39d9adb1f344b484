"""Several systems on the same marked texts, side by side, as tables in Markdown.

Takes reports as `report.figures` makes them. Holds counts and shares, never a word of a text. Pure.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from gateway.evaluation.report import number, table
from gateway.terms.text import Label

type Figures = Mapping[str, Any]
"""What `report.figures` says of one system: labels, categories, shares."""


class Aim(NamedTuple):
    """A figure that is aimed at: what it is called, where it stands, and the least or the most."""

    title: str
    path: tuple[str, ...]
    least: float | None = None
    most: float | None = None

    def of(self, figures: Figures) -> float | None:
        """Return the figure; None if there is nothing to measure it on."""
        found: Any = figures
        for key in self.path:
            found = found.get(key) if found is not None else None
        return found if isinstance(found, float) else None

    def is_met(self, figure: float) -> bool:
        """Tell whether a figure is what is aimed at."""
        if self.least is not None and figure < self.least:
            return False
        return self.most is None or figure <= self.most


def _label(label: Label, figure: str) -> tuple[str, ...]:
    return "labels", label.value, figure


AIMS = (
    Aim("names: recall", _label(Label.PERSON, "recall"), least=0.97),
    Aim("names: precision", _label(Label.PERSON, "precision"), least=0.85),
    Aim("prompts fully covered", ("fully_covered",), least=0.92),
    Aim("clean prompts touched", ("clean_touched",), most=0.10),
    Aim(
        "false names per 1,000 words of clean essays",
        ("categories", "clean_essays", "false_names_per_1000_words"),
        most=0.4,
    ),
    *(
        Aim(f"{label.value}: recall", _label(label, "recall"), least=0.97)
        for label in (Label.STUDENT_ID, Label.EMAIL, Label.PHONE, Label.SSN, Label.USERNAME)
    ),
    *(
        Aim(f"{label.value}: {figure}", _label(label, figure), least=least)
        for label in (Label.ADDRESS, Label.SCHOOL, Label.DATE_OF_BIRTH)
        for figure, least in (("recall", 0.9), ("precision", 0.85))
    ),
    Aim("names of the roster linked right", ("subjects", "linked"), least=0.95),
)
"""What detection is meant to reach with its default engine."""

LEAST_IN_A_CATEGORY = 0.93
"""Recall of names aimed at in every category that has `ENOUGH` of them."""
ENOUGH = 60


def aims(figures: Figures) -> Iterator[str]:
    """Yield a table of what is aimed at and what was reached."""
    rows = []
    for aim in AIMS:
        if (figure := aim.of(figures)) is not None:
            bound = f"≥ {aim.least:g}" if aim.least is not None else f"≤ {aim.most:g}"
            rows.append([aim.title, number(figure), bound, _met(met=aim.is_met(figure))])
    for kind, one in figures["categories"].items():
        names = one["names"]
        if names["marked"] >= ENOUGH:
            met = names["recall"] >= LEAST_IN_A_CATEGORY
            bound = f"≥ {LEAST_IN_A_CATEGORY:g}"
            rows.append([f"names in {kind}: recall", number(names["recall"]), bound, _met(met=met)])
    yield from table(["figure", "reached", "aim", ""], rows)


def _met(*, met: bool) -> str:
    return "met" if met else "missed"


def side_by_side(systems: Mapping[str, Figures]) -> Iterator[str]:
    """Yield tables by type, by category and of shares, one column a system.

    Args:
        systems: the figures of each, by its name, in the order of the columns.
    """
    first = next(iter(systems.values()))
    yield "Recall / precision by type:"
    yield ""
    yield from table(
        ["type", "marked", *systems],
        [
            [label.value, marked["marked"], *(_both(_of(one, label)) for one in systems.values())]
            for label in Label
            if (marked := first["labels"].get(label.value)) and marked["marked"]
        ],
    )
    yield ""
    yield "Recall / precision of names by category:"
    yield ""
    yield from table(
        ["category", "prompts", "names", *systems],
        [
            [kind, one["prompts"], one["names"]["marked"], *(
                _both(each["categories"][kind]["names"]) for each in systems.values()
            )]
            for kind, one in first["categories"].items()
            if one["names"]["marked"]
        ],
    )  # fmt: skip
    yield ""
    yield "Clean prompts touched / false names per 1,000 words by category:"
    yield ""
    yield from table(
        ["category", "prompts", *systems],
        [
            [kind, one["clean_prompts"], *(
                _clean(each["categories"][kind]) for each in systems.values()
            )]
            for kind, one in first["categories"].items()
            if one["clean_prompts"]
        ],
    )  # fmt: skip
    yield ""
    yield from table(
        ["share", *systems],
        [
            [title, *(number(one.get(key)) for one in systems.values())]
            for title, key in (
                ("prompts fully covered", "fully_covered"),
                ("prompts with every name covered", "names_fully_covered"),
                ("clean prompts touched", "clean_touched"),
                ("false names per 1,000 clean words", "false_names_per_1000_words"),
            )
        ],
    )


def _of(figures: Figures, label: Label) -> Mapping[str, Any]:
    found: Mapping[str, Any] = figures["labels"].get(label.value, {})
    return found


def _both(one: Mapping[str, Any]) -> str:
    return f"{number(one.get('recall'))} / {number(one.get('precision'))}"


def _clean(one: Mapping[str, Any]) -> str:
    return f"{number(one['clean_touched'])} / {number(one['false_names_per_1000_words'])}"
