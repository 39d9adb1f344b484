"""Every malformed request, over HTTP: a clear 4xx, nothing upstream, a content-free record."""

import httpx
import pytest
from sqlalchemy import create_engine, select

from gateway.store.tables import log_entries
from tests.clients.conftest import Running
from tests.wire.malformed import MALFORMED, SECRET, Malformed


@pytest.mark.parametrize("bad", MALFORMED, ids=lambda bad: bad.id)
def test_a_malformed_request_is_refused_and_recorded(gateway: Running, bad: Malformed) -> None:
    before = gateway.last()
    headers = {"content-type": "application/json", **bad.headers}
    answer = httpx.post(
        f"{gateway.base_url}/chat/completions",
        content=bad.body,
        headers=headers | {"authorization": f"Bearer {gateway.key('teacher')}"},
    )
    assert answer.status_code == bad.status, answer.text
    told = answer.json()
    assert told["error"]["code"] == bad.code
    assert set(told["error"]) == {"message", "type", "param", "code"}
    assert gateway.received(before) == []
    record = told["crossing_guard"]["record"]
    engine = create_engine(f"sqlite:///{gateway.data}/crossing-guard.db")
    with engine.connect() as db:
        row = db.execute(select(log_entries).where(log_entries.c.record == record)).one()
    engine.dispose()
    assert row.kind == "refusal"
    assert SECRET.encode() not in row.data
    assert SECRET not in answer.text
