"""Figures from marked texts and what was found in them.

A token is a run of letters and digits. It belongs to a label if at least half its characters lie
in that label's spans, marked or found. Recall is the share of marked tokens found under their
label, precision the share of found tokens marked under it, `covered` the share of marked tokens
found under any label: those do not leave. Tokens marked with a label that is none of ours count
nowhere.

Pure: no model, no clock.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gateway.evaluation.rows import Row
from gateway.terms.text import Label

_TOKEN = re.compile(r"[^\W_]+")


class Found(NamedTuple):
    """What a system found: `subjects` are ids as in the row's roster, several if it is unsure."""

    start: int
    end: int
    label: Label
    subjects: tuple[str, ...] = ()


@dataclass(kw_only=True, slots=True)
class Tokens:
    """Tokens of one label: `hit` are those both marked and found."""

    marked: int = 0
    hit: int = 0
    covered: int = 0
    found: int = 0

    @property
    def recall(self) -> float | None:
        """Return the share of marked tokens found under their label; None without any."""
        return share(self.hit, self.marked)

    @property
    def precision(self) -> float | None:
        """Return the share of found tokens that are marked so; None without any."""
        return share(self.hit, self.found)

    def add(self, other: "Tokens") -> None:
        """Count another's tokens as well."""
        self.marked += other.marked
        self.hit += other.hit
        self.covered += other.covered
        self.found += other.found


@dataclass(kw_only=True, slots=True)
class Scores:
    """Everything counted over some rows.

    `fully`: rows of which every marked token is covered; `names_fully`: every marked token of a
    name. `touched`: clean rows in which anything was found, `touched_by_name` in which a name was.
    `linked`: marked names of the roster whose finding is about that person alone; `among`: about
    that person or a few others; `seen`: found at all.
    """

    labels: dict[Label, Tokens] = field(default_factory=dict)
    rows: int = 0
    marked_rows: int = 0
    fully: int = 0
    named_rows: int = 0
    names_fully: int = 0
    clean_rows: int = 0
    touched: int = 0
    touched_by_name: int = 0
    clean_words: int = 0
    false_names: int = 0
    listed: int = 0
    seen: int = 0
    linked: int = 0
    among: int = 0

    @property
    def false_names_per_1000_words(self) -> float | None:
        """Return how many names were found in 1,000 words of clean text; None without any."""
        return 1000 * self.false_names / self.clean_words if self.clean_words else None

    def add(self, other: "Scores") -> None:
        """Count another's rows as well."""
        for label, tokens in other.labels.items():
            self.labels.setdefault(label, Tokens()).add(tokens)
        for name in _COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))


_COUNTS = (
    "rows", "marked_rows", "fully", "named_rows", "names_fully", "clean_rows", "touched",
    "touched_by_name", "clean_words", "false_names", "listed", "seen", "linked", "among",
)  # fmt: skip


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole, 0 to 1; None of nothing."""
    return part / whole if whole else None


def total(scores: Iterable[Scores]) -> Scores:
    """Return scores counted together."""
    whole = Scores()
    for one in scores:
        whole.add(one)
    return whole


def score(row: Row, found: Sequence[Found]) -> Scores:
    """Return what one row counts for.

    Args:
        row: the text and what is marked in it.
        found: what a system found in it, in any order; may overlap.
    """
    tokens = [match.span() for match in _TOKEN.finditer(row.text)]
    unscored = _held(tokens, [(one.start, one.end) for one in row.spans if one.label is None])
    marked = {
        label: _held(tokens, [(one.start, one.end) for one in row.spans if one.label is label])
        for label in {one.label for one in row.spans if one.label is not None}
    }
    seen = {
        label: _held(tokens, [(one.start, one.end) for one in found if one.label is label])
        for label in {one.label for one in found}
    }
    covered = _held(tokens, [(one.start, one.end) for one in found])
    result = Scores(rows=1)
    for label in marked.keys() | seen.keys():
        gold, got = marked.get(label, frozenset()), seen.get(label, frozenset())
        result.labels[label] = Tokens(
            marked=len(gold),
            hit=len(gold & got),
            covered=len(gold & covered),
            found=len(got - (unscored - gold)),
        )
    if row.is_clean:
        result.clean_rows = 1
        result.touched = int(bool(found))
        names = [one for one in found if one.label is Label.PERSON]
        result.touched_by_name = int(bool(names))
        result.clean_words = len(row.text.split())
        result.false_names = len(names)
        return result
    result.marked_rows = 1
    result.fully = int(all(gold <= covered for gold in marked.values()))
    if Label.PERSON in marked:
        result.named_rows = 1
        result.names_fully = int(marked[Label.PERSON] <= covered)
    _link(row, found, result)
    return result


def _held(tokens: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return which tokens lie in spans with at least half their characters."""
    if not spans:
        return frozenset()
    held = {at for start, end in spans for at in range(start, end)}
    return frozenset(
        index
        for index, (start, end) in enumerate(tokens)
        if 2 * sum(at in held for at in range(start, end)) >= end - start
    )


def _link(row: Row, found: Sequence[Found], result: Scores) -> None:
    """Count the marked names of the roster, and those that were found to be theirs."""
    for gold in row.spans:
        if gold.label is not Label.PERSON or not gold.subject:
            continue
        over = [one for one in found if one.start < gold.end and gold.start < one.end]
        subjects = {who for one in over for who in one.subjects}
        result.listed += 1
        result.seen += bool(over)
        # Every piece of it must be theirs: "Maria" alone, beside an unknown "Lopez", is not.
        result.linked += subjects == {gold.subject} and all(one.subjects for one in over)
        result.among += gold.subject in subjects


def by_label(scores: Scores) -> list[tuple[Label, Tokens]]:
    """Return the labels that are marked or found, in their own order."""
    return [(label, scores.labels[label]) for label in Label if label in scores.labels]


def by_category(rows: Sequence[Row], scores: Sequence[Scores]) -> dict[str, Scores]:
    """Return the scores of each category together, in the order of first appearance."""
    kinds = Counter(row.category for row in rows)
    return {
        kind: total(one for row, one in zip(rows, scores, strict=True) if row.category == kind)
        for kind in kinds
    }
