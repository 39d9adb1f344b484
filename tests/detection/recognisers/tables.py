"""Reads the tables of recognisers: what is to be found stands in ⟦double brackets⟧."""

from gateway.detection.presidio import LEAST_SCORE
from gateway.detection.recognisers.forms import FormRecogniser


def marked(source: str) -> tuple[str, list[str], list[tuple[int, int]]]:
    """Return the text without its marks, and what they enclosed, with offsets."""
    text, spans = "", []
    for index, part in enumerate(source.replace("⟧", "⟦").split("⟦")):
        if index % 2:
            spans.append((len(text), len(text) + len(part)))
        text += part
    return text, [text[start:end] for start, end in spans], spans


def found(recogniser: FormRecogniser, text: str) -> list[tuple[int, int]]:
    """Return the longest spans that count without any context."""
    spans = {
        (one.start, one.end) for one in recogniser.analyze(text, []) if one.score >= LEAST_SCORE
    }
    inside = {
        one
        for one in spans
        for other in spans
        if one != other and other[0] <= one[0] and one[1] <= other[1]
    }
    return sorted(spans - inside)


def check(recogniser: FormRecogniser, source: str) -> None:
    """Assert that exactly the marked spans are found."""
    text, words, spans = marked(source)
    have = found(recogniser, text)
    assert [text[start:end] for start, end in have] == words
    assert have == spans
