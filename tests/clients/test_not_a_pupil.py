"""A wrongly replaced word is left alone from the next turn, if whoever asked says so."""

from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy import create_engine, select

from gateway.store.tables import log_entries
from tests.clients.conftest import Running


class Chat:
    """One conversation of the practice school's teacher."""

    def __init__(self, gateway: Running, first: str, persona: str = "teacher") -> None:
        self._gateway, self._persona = gateway, persona
        self._messages: list[dict[str, Any]] = [{"role": "user", "content": first}]

    def ask(self, *more: str) -> tuple[str, str]:
        """Go on; return the record of the answer, and what reached the AI service."""
        for text in more:
            self._messages += [
                {"role": "assistant", "content": "Go on."},
                {"role": "user", "content": text},
            ]
        before = self._gateway.last()
        answer = self._gateway.client(self._persona).chat.completions.with_raw_response.create(
            model="practice",
            messages=self._messages,  # type: ignore[arg-type]
        )
        (row,) = self._gateway.received(before)
        return answer.headers["x-crossing-guard-record"], str(row["body"])


def excuse(gateway: Running, record: str, body: Any, persona: str = "teacher") -> httpx.Response:
    return httpx.post(
        f"{gateway.base_url}/conversations/{record}/not-a-pupil",
        content=body if isinstance(body, bytes) else orjson.dumps(body),
        headers={"authorization": f"Bearer {gateway.key(persona)}"},
    )


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_it_is_left_alone_in_this_conversation_and_in_no_other(gateway: Running) -> None:
    chat = Chat(gateway, "Write to Quillon Asterbrook about Friday's visit.")
    record, sent = chat.ask()
    assert "Asterbrook" not in sent

    assert excuse(gateway, record, {"word": "Quillon Asterbrook"}).status_code == 204

    _, sent = chat.ask("Make it rhyme. Asterbrook would like that.")
    assert sent.count("Quillon Asterbrook") == 1
    assert sent.count("Asterbrook") == 2
    _, sent = Chat(gateway, "Write to Quillon Asterbrook about Monday's visit.").ask()
    assert "Asterbrook" not in sent


def test_others_stay_replaced(gateway: Running) -> None:
    pupil = gateway.name("without_consent")
    chat = Chat(gateway, f"Praise {pupil}, who read a poem by Quillon Asterbrook.")
    record, sent = chat.ask()
    assert excuse(gateway, record, {"word": "Quillon Asterbrook"}).status_code == 204
    _, sent = chat.ask("Shorter.")
    assert "Quillon Asterbrook" in sent
    assert pupil not in sent


def test_a_name_of_the_roster_is_refused_as_one_that_was_never_replaced_is(
    gateway: Running,
) -> None:
    pupil = gateway.name("without_consent")
    record, _ = Chat(gateway, f"Praise {pupil} for a fine poem.").ask()
    refused = (409, "not_excusable")
    assert code(excuse(gateway, record, {"word": pupil})) == refused
    assert code(excuse(gateway, record, {"word": pupil.split()[0]})) == refused
    never = excuse(gateway, record, {"word": "Asterbrook"})
    assert code(never) == refused
    assert never.json() == excuse(gateway, record, {"word": pupil}).json()


def test_only_whoever_asked_can_say_so(gateway: Running) -> None:
    record, _ = Chat(gateway, "Write four lines to Quillon Asterbrook about the visit.").ask()
    body = {"word": "Asterbrook"}
    assert code(excuse(gateway, record, body, "other_teacher")) == (404, "record_not_found")
    assert code(excuse(gateway, "no-such-record", body)) == (404, "record_not_found")
    nobody = httpx.post(f"{gateway.base_url}/conversations/{record}/not-a-pupil", json=body)
    assert nobody.status_code == 401


@pytest.mark.parametrize(
    "body", [{}, {"word": ""}, {"word": 7}, {"word": "x" * 101}, {"word": "a", "b": 1}, b"{", b""]
)
def test_what_is_no_word_is_refused_without_repeating_it(gateway: Running, body: Any) -> None:
    answer = excuse(gateway, "some-record", body)
    assert answer.status_code in (404, 422)
    assert "xxx" not in answer.text


def test_the_log_says_so_without_the_word(gateway: Running) -> None:
    record, _ = Chat(gateway, "Write five lines to Quillon Asterbrook about the visit.").ask()
    excuse(gateway, record, {"word": "Asterbrook"})
    excuse(gateway, record, {"word": "Lines"})
    engine = create_engine(f"sqlite:///{gateway.data}/crossing-guard.db")
    with engine.connect() as db:
        rows = db.execute(select(log_entries.c.data).order_by(log_entries.c.index)).scalars().all()
    engine.dispose()
    events = [one for one in map(orjson.loads, rows) if one.get("what") == record]
    assert [one["event"] for one in events] == ["not_a_pupil", "not_a_pupil_refused"]
    assert not any(b"asterbrook" in row.lower() for row in rows)
