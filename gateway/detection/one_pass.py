"""The network that reads words for spaCy's name model, as one pass that only reads.

thinc runs a network layer by layer, each ready to be trained: it keeps what it saw and wraps it in
a function that would learn from it. For texts as short as prompts that costs as much as the
numbers. `hasten` puts one layer in place of all of them which computes the same (to the last bits
of single precision) with less around it: every word of a text is embedded once, however often it
stands there; what the table of static vectors is multiplied by is multiplied in beforehand; and
each block is one matrix product and a few steps in place.

Only the network that spaCy's `en_core_web_md` and its like have is known: hashed features and
static vectors, one mixing layer, residual windows. Any other stays as it is, and so does training.

Shapes: `T` tokens, `W` the network's width. Layers: `spacy.Tok2Vec.v2`, `spacy.MultiHashEmbed.v2`,
`spacy.MaxoutWindowEncoder.v2`, and thinc's `hashembed`, `maxout` and `layernorm`.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple, Protocol, cast

import numpy as np
from numpy.typing import NDArray
from thinc.api import Model

type Floats = NDArray[np.float32]
type Ids = NDArray[np.uint64]

_HASHED: Final = "ints-getitem>>hashembed"
_BLOCK: Final = "maxout>>layernorm>>dropout"
_WINDOW: Final = f"residual(expand_window>>{_BLOCK})"
_ORTH: Final = 65
"""spaCy's number of the attribute that static vectors are found by."""
_LEAST_VARIANCE: Final = 1e-8
"""What thinc adds to a variance before it divides by it."""


class Words(Protocol):
    """A text cut into words: spaCy's `Doc`, as far as it is needed here."""

    def __len__(self) -> int: ...

    def to_array(self, attributes: Sequence[int | str]) -> Ids:
        """Return attributes of each word, (T, attributes)."""


class Vectors(Protocol):
    """spaCy's table of static vectors."""

    mode: str
    attr: int
    data: Floats
    key2row: Mapping[int, int]


class _Block(NamedTuple):
    """A product, the largest of so many pieces, and a normalised layer.

    `weights` is (inputs, pieces * W), piece by piece; `bias` (pieces * W); `gain` and `shift` (W).
    """

    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats

    @classmethod
    def of(cls, maxout: Model[Any, Any], layernorm: Model[Any, Any]) -> "_Block":
        weights, bias = _weights(maxout, "W"), _weights(maxout, "b")
        inputs = weights.shape[2]
        return cls(
            np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(-1, inputs).T),
            np.ascontiguousarray(bias.T.reshape(-1)),
            _weights(layernorm, "G"),
            _weights(layernorm, "b"),
        )

    def of_rows(self, rows: Floats) -> Floats:
        """Return what becomes of rows, (T, inputs) to (T, W)."""
        width = len(self.gain)
        product = rows @ self.weights
        product += self.bias
        best: Floats = np.maximum(product[:, :width], product[:, width : 2 * width])
        for start in range(2 * width, product.shape[1], width):
            np.maximum(best, product[:, start : start + width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", best, best)
        spread /= width
        spread += _LEAST_VARIANCE
        np.sqrt(spread, out=spread)
        best /= spread[:, None]
        best *= self.gain
        best += self.shift
        return best


class _Hashed(NamedTuple):
    """A feature of words (its column), embedded by four rows of a table."""

    column: int
    seed: int
    table: Floats


class _Pass:
    """The whole network, from words to what the name model looks at."""

    def __init__(self, network: Model[Any, Any], vectors: Vectors) -> None:
        """Take the weights over."""
        nodes = list(network.walk())
        named = partial(_of, nodes)
        self._ops: Any = network.ops
        self._attributes = [*named("extract_features")[0].attrs["columns"], _ORTH]
        self._hashed = [
            _Hashed(node.attrs["column"], node.attrs["seed"], _weights(node, "E"))
            for node in named("hashembed")
        ]
        static = vectors.data @ _weights(named("static_vectors")[0], "W").T
        # The last row is that of words without a vector.
        self._static = np.vstack([static, np.zeros_like(static[:1])])
        self._row_of = vectors.key2row
        self._mix, *self._windows = (
            _Block.of(*layers) for layers in zip(named("maxout"), named("layernorm"), strict=True)
        )
        padded = next(node for node in nodes if node.name.startswith("with_array(residual"))
        self._between = int(padded.attrs["pad"])
        (last,) = named("linear")
        self._last = np.ascontiguousarray(_weights(last, "W").T), _weights(last, "b")

    def read(self, texts: Sequence[Words]) -> Floats:
        """Return a row for each word of all texts, in order; one of them must have words."""
        rows = self._embedded(np.concatenate([text.to_array(self._attributes) for text in texts]))
        # Zeros stand before, between and after the texts, as many as windows reach.
        zeros = [False] * self._between
        own = zeros[:]
        for text in texts:
            if len(text):
                own += [True] * len(text) + zeros
        is_word = np.array(own)
        spread = np.zeros((len(own), rows.shape[1]), np.float32)
        spread[is_word] = rows
        self._look_around(spread)
        weights, bias = self._last
        seen: Floats = spread[is_word] @ weights
        seen += bias
        return seen

    def _embedded(self, words: Ids) -> Floats:
        """Return each word by itself, (T, attributes) to (T, W)."""
        known: dict[bytes, int] = {}
        keys = np.ascontiguousarray(words).view(f"V{words.itemsize * words.shape[1]}").ravel()
        which = [known.setdefault(key, len(known)) for key in cast(list[bytes], keys.tolist())]
        once = np.frombuffer(b"".join(known), np.uint64).reshape(len(known), -1)
        width = self._static.shape[1]
        features = np.empty((len(known), width * (len(self._hashed) + 1)), np.float32)
        for at, (column, seed, table) in enumerate(self._hashed):
            rows = self._ops.hash(np.ascontiguousarray(once[:, column]), seed) % len(table)
            features[:, at * width : (at + 1) * width] = self._ops.gather_add(table, rows)
        find = self._row_of.get
        features[:, -width:] = self._static[[find(orth, -1) for orth in once[:, -1].tolist()]]
        return self._mix.of_rows(features)[which]

    def _look_around(self, rows: Floats) -> None:
        """Have each row look at the ones beside it, as often as there are windows; in place."""
        width = rows.shape[1]
        around = np.zeros((len(rows), 3 * width), np.float32)
        for block in self._windows:
            around[1:, :width] = rows[:-1]
            around[:, width : 2 * width] = rows
            around[:-1, 2 * width :] = rows[1:]
            rows += block.of_rows(around)


def hasten(network: Model[Any, Any], vectors: Vectors) -> bool:
    """Have a name model read words in one pass; return whether its network is one we know.

    Args:
        network: spaCy's transition model; its first layer is replaced.
        vectors: the table of static vectors of its vocabulary; 4 * W bytes more are kept for each.
    """
    first = network.layers[0]
    if not _is_known(first, vectors):
        return False
    one_pass = _Pass(first, vectors)

    def forward(_: Model[Any, Any], texts: Sequence[Words], is_train: bool) -> tuple[Any, Any]:
        if is_train or not any(map(len, texts)):
            return first(texts, is_train)
        return one_pass.read(texts), _nothing_to_learn

    network.replace_node(first, Model("one_pass", forward, ops=first.ops, dims=_dims(first)))
    return True


def _is_known(network: Model[Any, Any], vectors: Vectors) -> bool:
    nodes = list(network.walk())
    hashed = sum(node.name == "hashembed" for node in nodes)
    windows = sum(node.name == _WINDOW for node in nodes)
    name = (
        f"extract_features>>list2ragged>>with_array({'|'.join([_HASHED] * hashed)})|static_vectors"
        f">>with_array({_BLOCK})>>ragged2list>>with_array({'>>'.join([_WINDOW] * windows)})"
        ">>list2array>>linear"
    )
    return (
        network.name == name
        and windows > 0
        and vectors.mode == "default"  # else a vector is made of pieces of the word
        and vectors.attr == _ORTH
        and len(vectors.data) > 0
        and all(node.attrs["window_size"] == 1 for node in _of(nodes, "expand_window"))
        and all(node.attrs["key_attr"] == "ORTH" for node in _of(nodes, "static_vectors"))
        and all(node.get_dim("nP") > 1 for node in _of(nodes, "maxout"))
    )


def _weights(node: Model[Any, Any], name: str) -> Floats:
    return cast(Floats, node.get_param(name))


def _of(nodes: Iterable[Model[Any, Any]], name: str) -> list[Model[Any, Any]]:
    return [node for node in nodes if node.name == name]


def _dims(network: Model[Any, Any]) -> dict[str, int | None]:
    return {name: network.maybe_get_dim(name) for name in ("nO", "nI")}


def _nothing_to_learn(_: Any) -> Any:
    raise RuntimeError("this pass only reads")
