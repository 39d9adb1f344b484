"""What the chunks of a streamed answer have in common: everything but the words.

A service writes hundreds of chunks that differ in one string. Once one of them has been read in
full, another that has the same bytes before and behind a string says the same with other words,
and is read by that string alone. Pure.
"""

import re
from typing import Any, Final, NamedTuple

import orjson

_CONTENT: Final = re.compile(rb'"content"\s{0,2}:\s{0,2}"((?:[^"\\]|\\.)*+)"')
PROBE: Final = "\x01"
"""Words that nobody says, to find where words stand."""
_PROBE_SOURCE = orjson.dumps(PROBE)


class Frame(NamedTuple):
    """The bytes around the words of one choice: in an event's data as it comes in, and in the
    chunk that goes out with its quotes left out on either side."""

    choice: int
    before: bytes
    behind: bytes
    out_before: bytes
    out_behind: bytes

    def words(self, data: bytes) -> str | None:
        """Return the words of an event's data, None if there are none or it is another chunk."""
        begins, ends = len(self.before), len(data) - len(self.behind)
        if begins >= ends or not (data.startswith(self.before) and data.endswith(self.behind)):
            return None
        try:
            words: str = orjson.loads(b'"%b"' % data[begins:ends])
        except orjson.JSONDecodeError:
            return None  # more than one string
        return words

    def chunk(self, words: str) -> bytes:
        """Return the chunk that says these words, as JSON."""
        return b"%b%b%b" % (self.out_before, orjson.dumps(words), self.out_behind)


def tells_words_alone(chunk: dict[str, Any]) -> bool:
    """Tell whether a chunk, which was read in full, says nothing but words of one choice."""
    if chunk.get("usage") is not None or len(chunk["choices"]) != 1:
        return False
    (choice,) = chunk["choices"]
    delta: dict[str, Any] = choice.get("delta") or {}
    return (
        choice.get("finish_reason") is None
        and bool(delta.get("content"))
        and all(value is None for name, value in delta.items() if name != "content")
    )


def choice_of(chunk: dict[str, Any]) -> int:
    """Return the index of a chunk's one choice, which was read in full."""
    index: int = chunk["choices"][0].get("index", 0)
    return index


def frame_of(data: bytes, chunk: dict[str, Any], written: bytes) -> Frame | None:
    """Return the frame of a chunk that says words alone; None if it cannot be told.

    Args:
        data: the chunk as it came.
        chunk: the same, parsed.
        written: what goes out for it, were `PROBE` its words.
    """
    found = _CONTENT.search(data)
    if found is None:
        return None
    before, behind = data[: found.start(1)], data[found.end(1) :]
    # The string that was found must be the words, and with other words nothing else may change.
    probed = orjson.loads(before + _PROBE_SOURCE[1:-1] + behind)
    choice, delta = chunk["choices"][0], chunk["choices"][0]["delta"]
    wanted = chunk | {"choices": [choice | {"delta": delta | {"content": PROBE}}]}
    out = written.split(_PROBE_SOURCE)
    if probed != wanted or len(out) != 2:
        return None
    return Frame(choice_of(chunk), before, behind, *out)
