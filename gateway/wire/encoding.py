"""Content encodings of a request body: identity and gzip, and no more bytes than allowed.

A few kilobytes of gzip can unfold into gigabytes, so the output is counted while it is made and
the work stops at the cap (RFC 9110 8.4, RFC 1952).
"""

import zlib

from gateway.errors import BadRequest
from gateway.wire.body import too_large

_GZIP = 16 + zlib.MAX_WBITS


class BodyDecoder:
    """Decodes a body fed in pieces. Feed it every piece, then flush; join what comes out."""

    def __init__(self, encoding: str, *, limit: int) -> None:
        """Prepare for one body.

        Args:
            encoding: the value of Content-Encoding, "" where there is none.
            limit: how many decoded bytes are allowed.

        Raises:
            BadRequest: `unsupported_encoding` (415).
        """
        name = encoding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip"):
            raise BadRequest(
                "the body has a content encoding this gateway does not read; "
                "send it plain or as `gzip`",
                code="unsupported_encoding",
                status=415,
            )
        self._gzip = zlib.decompressobj(_GZIP) if name.endswith("gzip") else None
        self._limit = limit
        self._size = 0

    def feed(self, data: bytes) -> bytes:
        """Take the next piece and return what it decodes to.

        Raises:
            BadRequest: `body_too_large` (413) or `invalid_gzip`.
        """
        if self._gzip is not None:
            data = self._inflate(self._gzip, data)
        self._size += len(data)
        if self._size > self._limit:
            raise too_large(self._limit)
        return data

    def flush(self) -> bytes:
        """End the body and return what is left of it, which for these encodings is nothing.

        Raises:
            BadRequest: `invalid_gzip`, the body stops before its end.
        """
        if self._gzip is not None and not self._gzip.eof:
            raise _invalid("the gzip body is cut off; send all of it")
        return b""

    def _inflate(self, gzip: "zlib._Decompress", data: bytes) -> bytes:
        if gzip.eof and data:
            raise _invalid("bytes follow the end of the gzip body; send one gzip member")
        try:
            # one byte beyond the cap is enough to know that it is passed
            plain = gzip.decompress(data, self._limit - self._size + 1)
        except zlib.error:
            raise _invalid("the body is not valid gzip") from None
        if gzip.unused_data:
            raise _invalid("bytes follow the end of the gzip body; send one gzip member")
        return plain


def decode_body(body: bytes, encoding: str, *, limit: int) -> bytes:
    """Return a whole body decoded; raises as `BodyDecoder` does."""
    decoder = BodyDecoder(encoding, limit=limit)
    return decoder.feed(body) + decoder.flush()


def _invalid(message: str) -> BadRequest:
    return BadRequest(message, code="invalid_gzip")
