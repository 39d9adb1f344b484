"""The operator, and that Presidio's own engine gives the same with it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presidio_anonymizer import AnonymizerEngine
from presidio_anonymizer.entities import OperatorConfig, RecognizerResult

from gateway.pseudonyms.edits import edited
from gateway.pseudonyms.operator import Surrogate, substitutions


def bracketed(number: int) -> Callable[[str], str]:
    return lambda text: f"<{number}:{text[::-1]}>"


@given(text=st.text(min_size=1, max_size=40), cuts=st.sets(st.integers(0, 40), max_size=10))
def test_presidios_engine_gives_the_same_text(text: str, cuts: set[int]) -> None:
    edges = sorted({min(cut, len(text)) for cut in cuts})
    spans = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    engine = AnonymizerEngine()  # type: ignore[no-untyped-call]
    engine.add_anonymizer(Surrogate)
    theirs = engine.anonymize(
        text,
        [RecognizerResult(f"SPAN_{n}", start, end, 1.0) for n, (start, end) in enumerate(spans)],
        {
            f"SPAN_{n}": OperatorConfig("surrogate", {Surrogate.STAND_IN: bracketed(n)})
            for n in range(len(spans))
        },
        merge_entities_with_spaces=False,
    )
    edits = substitutions(text, [(*span, bracketed(n)) for n, span in enumerate(spans)])
    ours = edited(text, edits)
    assert theirs.text == ours


def test_neighbours_never_merge() -> None:
    edits = substitutions("ab", [(0, 1, str.upper), (1, 2, bracketed(7))])
    assert edited("ab", edits) == "A<7:b>"


@pytest.mark.parametrize("params", [None, {}, {Surrogate.STAND_IN: "Talvi"}])
def test_an_operator_without_a_stand_in_refuses(params: dict[str, str] | None) -> None:
    with pytest.raises(TypeError):
        Surrogate().operate("Maria", params)
    with pytest.raises(TypeError):
        Surrogate().validate(params)


def test_a_stand_in_that_is_no_text_refuses() -> None:
    with pytest.raises(TypeError):
        Surrogate().operate("Maria", {Surrogate.STAND_IN: lambda text: None})
