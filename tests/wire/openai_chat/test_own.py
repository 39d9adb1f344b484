"""An answer of the gateway's own has the shape of the service's."""

from dataclasses import replace

import orjson
import pytest

from gateway.terms.chat import ChatRequest, StreamReader, Usage
from gateway.wire.openai_chat import OPENAI_CHAT
from gateway.wire.openai_chat.answer import restore
from tests.wire.fakes import make

REQUEST = ChatRequest(dialect="openai_chat", model="practice", tree={}, leaves=(), opener="")
STREAMED = replace(REQUEST, stream=True, wants_usage=True)
WORDS = "You are not alone.\n\n• Call 988: “now”"


def own(request: ChatRequest) -> list[bytes]:
    return list(OPENAI_CHAT.own_answer(request, WORDS, record="r1", created=1000))


def test_a_whole_answer_reads_as_a_services_does() -> None:
    (body,) = own(REQUEST)
    tree = orjson.loads(body)
    assert tree["choices"][0]["message"]["content"] == WORDS
    assert (tree["id"], tree["created"], tree["model"]) == ("chatcmpl-r1", 1000, "practice")
    restored, usage = restore(REQUEST, body, make)
    assert orjson.loads(restored)["choices"][0]["finish_reason"] == "stop"
    assert usage == Usage(prompt_tokens=0, completion_tokens=0)


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_a_streamed_answer_reads_as_a_services_does(size: int) -> None:
    data = b"".join(own(STREAMED))
    reader: StreamReader = OPENAI_CHAT.stream(STREAMED, make)
    events = [one for at in range(0, len(data), size) for one in reader.feed(data[at : at + size])]
    events += reader.finish()
    assert reader.done
    chunks = [orjson.loads(one.removeprefix(b"data: ")) for one in events[:-1]]
    said = [one["choices"][0]["delta"].get("content", "") for one in chunks if one["choices"]]
    assert "".join(said) == WORDS


def test_usage_is_told_only_to_who_asked_for_it() -> None:
    assert b"usage" not in b"".join(own(replace(STREAMED, wants_usage=False)))
