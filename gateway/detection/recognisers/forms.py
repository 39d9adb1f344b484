"""What every pattern recogniser is made of: written forms in RE2, found whole or not at all.

RE2 takes time linear in the text whatever the text is, so no prompt can stall a recogniser. It has
no look-around: a form names its value with the group `value`, and what stands around the value is
checked here, by Unicode's idea of a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from presidio_analyzer import AnalysisExplanation, LocalRecognizer, RecognizerResult

from gateway.detection.linear import compiled as compiled
from gateway.detection.linear import is_whole as is_whole
from gateway.terms.text import Label

VALUE = "value"
_DIGIT = re.compile("[0-9]")

# What may stand between a cue and its value: "ID# 204518", "Stu ID: S2001", "la clave es 4821".
_GAPS = r"""(?:[\s:#=()\[\]|*"'“”‘’.,\-–—]|\b(?:is|was|are|were|no|number|num|es|fue)\b)"""
GAP = _GAPS + "{1,8}"
MAYBE_GAP = _GAPS + "{0,8}"
"""As `GAP`, or nothing: "ID#204518"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """One way to write a value, and how sure it makes us (0 to 1) before any cue around it."""

    id: str
    pattern: str
    score: float


_LISTED = Form(id="listed", pattern="", score=1.0)


class FormRecogniser(LocalRecognizer):
    """Finds one label by its written forms. Subclasses say which, and judge what was found.

    `cues` are words that make a value likelier when one of them stands within five words before
    it (Presidio's context enhancement: +0.35). `hints` are pieces of words, in small letters, of
    which one stands in every text that can hold a form; none listed means any text can.
    `most_listed` is how sure we are at most of what is only listed behind a value.
    """

    label: Label
    id_: str
    forms: tuple[Form, ...]
    cues: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    most_listed: float = 1.0

    def __init__(self) -> None:
        """Compile the forms."""
        patterns = [(form, compiled(form.pattern)) for form in self.forms]
        self._forms = [(form, pattern, pattern.groupindex[VALUE]) for form, pattern in patterns]
        super().__init__(
            supported_entities=[self.label.value], name=self.id_, context=list(self.cues)
        )

    def load(self) -> None:
        """Do nothing: the forms are compiled when made."""

    def may_hold(self, text: str) -> bool:
        """Return False where the text cannot hold any of the forms; must be cheap."""
        return bool(text) and (not self.hints or holds_any(text, self.hints))

    def applies(self, text: str, form: Form) -> bool:
        """Return False where a form means nothing in this text; asked once a text, not a match."""
        return True

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Return the span and score that stand, or None for a near-miss."""
        if is_whole(text, start, end):
            return start, end, form.score
        return None

    def listed(self, text: str, at: int) -> Iterator[tuple[int, int]]:
        """Yield where more values are listed behind one that ends here: "ids 204518 and 204519"."""
        yield from ()

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: Any = None
    ) -> list[RecognizerResult]:
        """Return what was found, in Presidio's words; `entities` and artifacts play no part."""
        if not self.may_hold(text):
            return []
        results = []
        for form, pattern, value in self._forms:
            if not self.applies(text, form):
                continue
            for match in pattern.finditer(text):
                start, end = match.span(value)
                judged = self.judge(text, form, start, end) if start < end else None
                if judged is not None:
                    results.append(self._result(form, *judged))
        return results + [
            self._result(_LISTED, start, end, min(one.score, self.most_listed))
            for one in results
            for start, end in self.listed(text, one.end)
        ]

    def _result(self, form: Form, start: int, end: int, score: float) -> RecognizerResult:
        return RecognizerResult(
            entity_type=self.label.value,
            start=start,
            end=end,
            score=score,
            analysis_explanation=AnalysisExplanation(
                recognizer=self.id_, original_score=score, pattern_name=form.id
            ),
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: self.id_,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
            },
        )


def holds_any(text: str, hints: tuple[str, ...]) -> bool:
    """Return whether one of the hints stands in the text, whatever its case."""
    small = text.lower()
    return any(hint in small for hint in hints)


def digits(value: str) -> str:
    """Return the ASCII digits of a value."""
    return "".join(char for char in value if "0" <= char <= "9")


def has_digit(text: str) -> bool:
    """Return whether an ASCII digit stands anywhere in the text."""
    return _DIGIT.search(text) is not None
