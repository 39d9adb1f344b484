"""The table of malformed requests, read by the dialect itself."""

import pytest

from gateway.errors import BadRequest
from gateway.wire.encoding import decode_body
from gateway.wire.openai_chat import OPENAI_CHAT
from tests.wire.malformed import MALFORMED, SECRET, Malformed


def test_the_table_is_long_and_names_each_row_once() -> None:
    assert len(MALFORMED) >= 150
    assert len({case.id for case in MALFORMED}) == len(MALFORMED)


@pytest.mark.parametrize("case", MALFORMED, ids=[case.id for case in MALFORMED])
def test_a_malformed_request_is_refused_with_its_code_and_place(case: Malformed) -> None:
    with pytest.raises(BadRequest) as caught:
        OPENAI_CHAT.read(
            decode_body(
                case.body,
                case.headers.get("content-encoding", ""),
                limit=OPENAI_CHAT.limits.max_bytes,
            ),
            case.headers,
        )
    error = caught.value
    assert (error.status, error.code, error.param) == (case.status, case.code, case.param)
    assert SECRET not in error.message
    assert SECRET not in error.param
    assert error.message[0].islower() or error.message[0] == "`"
    assert error.__cause__ is None, "a foreign exception may quote the body"
