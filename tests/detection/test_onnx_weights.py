import numpy as np
import onnxruntime
import pytest

from gateway.detection.onnx_weights import _model_type, with_integers

INPUTS, OUTPUTS, BLOCK = 64, 3, 32


def four_bits(seed: int, *, bits: int = 4) -> tuple[bytes, np.ndarray]:
    """Return a model of one 4-bit multiplication, and the matrix it multiplies by."""
    draw = np.random.default_rng(seed)
    values = draw.integers(0, 16, (OUTPUTS, INPUTS // BLOCK, BLOCK), np.uint8)
    scales = draw.uniform(0.01, 0.1, (OUTPUTS, INPUTS // BLOCK)).astype(np.float32)
    model = _model_type()()
    graph = model.graph
    for name, kind, shape, raw in (
        (
            "packed",
            2,
            (OUTPUTS, INPUTS // BLOCK, BLOCK // 2),
            values[..., ::2] | values[..., 1::2] << 4,
        ),
        ("scales", 1, scales.shape, scales),
    ):
        graph.initializer.add(name=name, data_type=kind, dims=shape, raw_data=raw.tobytes())
    node = graph.node.add(
        op_type="MatMulNBits", name="product", input=["x", "packed", "scales"], output=["y"]
    )
    for name, value in {"K": INPUTS, "N": OUTPUTS, "bits": bits, "block_size": BLOCK}.items():
        node.attribute.add(name=name, i=value, type=2)
    matrix = (values.astype(np.float32) - 8) * scales[..., None]
    return model.SerializeToString() + _HEAD, matrix.reshape(OUTPUTS, INPUTS).T


def _value(name: bytes, width: int) -> bytes:
    """Return an ONNX ValueInfo of floats, one by `width`."""
    shape = b"\x0a\x02\x08\x01" + b"\x0a\x02\x08" + bytes([width])
    tensor = b"\x08\x01\x12" + bytes([len(shape)]) + shape
    kind = b"\x0a" + bytes([len(tensor)]) + tensor
    return b"\x0a" + bytes([len(name)]) + name + b"\x12" + bytes([len(kind)]) + kind


def _field(number: int, body: bytes) -> bytes:
    return bytes([number << 3 | 2, len(body)]) + body


_GRAPH = _field(2, b"g") + _field(11, _value(b"x", INPUTS)) + _field(12, _value(b"y", OUTPUTS))
# IR version 8, the graph's name, input and output, operator set 17 and the one of MatMulNBits.
_HEAD = (
    b"\x08\x08"
    + _field(7, _GRAPH)
    + _field(8, b"\x10\x11")
    + _field(8, _field(1, b"com.microsoft") + b"\x10\x01")
)


def test_the_product_is_that_of_the_matrix_within_the_rounding() -> None:
    packed, matrix = four_bits(1)
    given = np.random.default_rng(2).normal(size=(1, INPUTS)).astype(np.float32)

    session = onnxruntime.InferenceSession(with_integers(packed))
    (product,) = session.run(None, {"x": given})

    assert np.abs(product - given @ matrix).max() < 0.05 * np.abs(given @ matrix).max()


def test_no_four_bit_weights_are_left() -> None:
    packed, _ = four_bits(1)

    assert b"MatMulNBits" not in with_integers(packed)
    assert b"MatMulInteger" in with_integers(packed)


def test_a_model_without_such_weights_passes_unchanged() -> None:
    assert with_integers(_HEAD) == with_integers(with_integers(_HEAD))


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(ValueError, match="not an ONNX model"):
        with_integers(b"\xff" * 20)


def test_weights_of_another_layout_are_refused() -> None:
    packed, _ = four_bits(1, bits=2)

    with pytest.raises(ValueError, match="another layout"):
        with_integers(packed)
