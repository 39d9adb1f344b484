"""Events come out whole, however the bytes are cut."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import UpstreamBroken
from gateway.wire.sse import KEEP_ALIVE, Event, EventParser, write_event

CASES: list[tuple[str, bytes, list[Event]]] = [
    ("one event", b"data: x\n\n", [Event(data=b"x")]),
    ("no space", b"data:x\n\n", [Event(data=b"x")]),
    ("two spaces", b"data:  x\n\n", [Event(data=b" x")]),
    ("CR LF", b"data: x\r\n\r\ndata: y\r\n\r\n", [Event(data=b"x"), Event(data=b"y")]),
    ("CR", b"data: x\r\rdata: y\r\r", [Event(data=b"x"), Event(data=b"y")]),
    ("mixed line ends", b"data: x\r\n\ndata: y\n\r", [Event(data=b"x"), Event(data=b"y")]),
    ("several lines", b"data: a\ndata\ndata: b\n\n", [Event(data=b"a\n\nb")]),
    ("type", b"event: error\ndata: x\n\ndata: y\n\n", [Event(data=b"x", type="error"), Event(data=b"y")]),  # noqa: E501
    ("comments", b": hi\n\n:\ndata: x\n: ho\n\n", [Event(data=b"x")]),
    ("other fields", b"id: 7\nretry: 10\nfoo: bar\nfoo\ndata: x\n\n", [Event(data=b"x")]),
    ("empty data", b"data\n\n", [Event(data=b"")]),
    ("no data", b"event: ping\n\ndata: x\n\n", [Event(data=b"x")]),
    ("byte order mark", b"\xef\xbb\xbfdata: x\n\n", [Event(data=b"x")]),
    ("second byte order mark", b"data: x\n\n\xef\xbb\xbfdata: y\n\n", [Event(data=b"x")]),
    ("many bytes a character", "data: é😀\u2028z\n\n".encode(), [Event(data="é😀\u2028z".encode())]),  # noqa: E501
    ("other separators", b"data: a\x0b\x0c\x1c\x85b\n\n", [Event(data=b"a\x0b\x0c\x1c\x85b")]),
    ("colons", b'data: {"a": "b:c"}\n\n', [Event(data=b'{"a": "b:c"}')]),
    ("not ended", b"data: x\n\ndata: y", [Event(data=b"x")]),
    ("nothing", b"", []),
]  # fmt: skip


def whole(data: bytes) -> list[Event]:
    return list(EventParser().feed(data))


def pieces(parts: list[bytes], *, limit: int = 10_000) -> list[Event]:
    parser = EventParser(limit=limit)
    return [event for part in parts for event in parser.feed(part)]


@pytest.mark.parametrize(("data", "events"), [row[1:] for row in CASES], ids=[r[0] for r in CASES])
def test_events_are_read_whole_byte_by_byte_and_with_bytes_behind(
    data: bytes, events: list[Event]
) -> None:
    assert whole(data) == events
    assert pieces([bytes([byte]) for byte in data]) == events
    assert whole(data + b": trailing")[: len(events)] == events
    for cut in range(len(data)):
        assert pieces([data[:cut], b"", data[cut:]]) == events


@given(
    st.lists(st.tuples(st.text(), st.sampled_from(["", "error"]))), st.lists(st.integers(0, 400))
)
def test_what_is_written_is_read_back_at_any_cuts(
    written: list[tuple[str, str]], cuts: list[int]
) -> None:
    events = [
        Event(data=" ".join(text.split("\r")).encode(errors="replace"), type=type)
        for text, type in written
    ]
    events = [
        Event(data=event.data.removesuffix(b"\n").replace(b"\n", b" "), type=event.type)
        for event in events
    ]
    data = b"".join(write_event(event.data, type=event.type) + KEEP_ALIVE for event in events)
    at = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    assert pieces([data[a:b] for a, b in itertools.pairwise(at)]) == events


def test_data_of_several_lines_is_written_as_several() -> None:
    assert write_event(b"a\nb") == b"data: a\ndata: b\n\n"
    assert whole(write_event(b"a\nb", type="t")) == [Event(data=b"a\nb", type="t")]


def test_flush_gives_the_event_that_was_not_ended_and_forgets_it() -> None:
    parser = EventParser()
    assert list(parser.feed(b"data: x\n\ndata: [DO")) == [Event(data=b"x")]
    assert list(parser.feed(b"NE]")) == []
    assert parser.flush() == Event(data=b"[DONE]")
    assert parser.flush() is None


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_an_event_larger_than_the_limit_is_refused_in_whatever_pieces(size: int) -> None:
    data = b"data: " + b"x" * 90 + b"\ndata: " + b"y" * 10 + b"\n\n"
    parts = [data[i : i + size] for i in range(0, len(data), size)]
    with pytest.raises(UpstreamBroken) as caught:
        pieces(parts, limit=100)
    assert caught.value.code == "upstream_malformed"
    assert len(pieces(parts, limit=112)) == 1


def test_the_limit_is_for_one_event_not_for_the_stream() -> None:
    parser = EventParser(limit=20)
    for _ in range(100):
        assert list(parser.feed(b"data: 0123456789\n\n: hi\n\n")) == [Event(data=b"0123456789")]
