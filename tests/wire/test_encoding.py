"""Identity and gzip, whole and in pieces, and never more than allowed."""

import gzip

import pytest

from gateway.errors import BadRequest
from gateway.wire.encoding import BodyDecoder, decode_body

PLAIN = b'{"model": "gpt-4o"}' * 50
PACKED = gzip.compress(PLAIN, mtime=0)


def in_pieces(data: bytes, encoding: str, *, limit: int, size: int) -> bytes:
    decoder = BodyDecoder(encoding, limit=limit)
    parts = [decoder.feed(data[i : i + size]) for i in range(0, len(data), size)]
    return b"".join(parts) + decoder.flush()


@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize(
    ("encoding", "data"),
    [("", PLAIN), ("identity", PLAIN), ("gzip", PACKED), (" GZip ", PACKED), ("x-gzip", PACKED)],
)
def test_a_body_is_decoded_in_whatever_pieces(encoding: str, data: bytes, size: int) -> None:
    assert in_pieces(data, encoding, limit=len(PLAIN), size=size) == PLAIN
    assert decode_body(data, encoding, limit=len(PLAIN)) == PLAIN


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "gzip, gzip", "identity, gzip", "*"])
def test_another_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(BadRequest) as caught:
        BodyDecoder(encoding, limit=10)
    assert (caught.value.status, caught.value.code) == (415, "unsupported_encoding")


@pytest.mark.parametrize("size", [1, 10_000])
@pytest.mark.parametrize(("encoding", "data"), [("", PLAIN), ("gzip", PACKED)])
def test_one_byte_more_than_allowed_is_refused(encoding: str, data: bytes, size: int) -> None:
    with pytest.raises(BadRequest) as caught:
        in_pieces(data, encoding, limit=len(PLAIN) - 1, size=size)
    assert (caught.value.status, caught.value.code) == (413, "body_too_large")


def test_a_bomb_is_not_unfolded() -> None:
    bomb = gzip.compress(b" " * 20_000_000, 9, mtime=0)
    decoder = BodyDecoder("gzip", limit=1000)
    with pytest.raises(BadRequest) as caught:
        decoder.feed(bomb)
    assert caught.value.code == "body_too_large"


@pytest.mark.parametrize("cut", range(len(PACKED)))
def test_gzip_cut_anywhere_is_refused(cut: int) -> None:
    with pytest.raises(BadRequest) as caught:
        decode_body(PACKED[:cut], "gzip", limit=10_000)
    assert caught.value.code == "invalid_gzip"


@pytest.mark.parametrize(
    "data",
    [b"no gzip", PACKED + b"x", PACKED + PACKED, PACKED[:-5] + b"\0" + PACKED[-4:]],
    ids=["plain text", "bytes behind", "second member", "wrong checksum"],
)
@pytest.mark.parametrize("size", [1, 10_000])
def test_what_is_not_one_whole_gzip_member_is_refused(data: bytes, size: int) -> None:
    with pytest.raises(BadRequest) as caught:
        in_pieces(data, "gzip", limit=10_000, size=size)
    assert caught.value.code == "invalid_gzip"
