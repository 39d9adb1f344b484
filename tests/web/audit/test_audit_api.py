"""What auditors ask: found, counted, taken away, explained; and every question in the log."""

from dataclasses import replace
from random import Random
from typing import Any, cast

import orjson
import pytest
from sqlalchemy import select

from gateway.decision.engine import Engine
from gateway.decision.packs import load_rule_set
from gateway.district.edits import put_rule_set
from gateway.steps.draft import Draft
from gateway.store import tables
from gateway.terms.decision import Outcome
from gateway.terms.people import Duty
from gateway.terms.record import Fields, Record, RecordKind
from gateway.web.audit.api import audit_api
from gateway.web.problems import PROBLEM
from tests.audit.search.conftest import year
from tests.decision.examples import random_facts
from tests.web.audit.conftest import ReadingRoom

pytestmark = pytest.mark.anyio

RULES = load_rule_set()
DESCRIPTION = audit_api(lambda: pytest.fail("not asked"), version="0").openapi()
READERS = {Duty.AUDITOR, Duty.PRIVACY_OFFICER}
EVERY = [
    pytest.param(method, path, {Duty(duty) for duty in one["x-duties"]}, id=f"{method} {path}")
    for path, methods in DESCRIPTION["paths"].items()
    for method, one in methods.items()
]


async def written(room: ReadingRoom, count: int = 40) -> list[Record]:
    """Write some of a school year into the log, and bring the search up with it."""
    records = year(count)
    for one in records:
        await room.counter.rooms.log.append(one)
    await room.filled()
    return records


def refused() -> Record:
    """Return a refusal that rules decided."""
    engine = Engine(RULES)
    for seed in range(200):
        facts = random_facts(Random(seed))
        decision = engine.decide(facts)
        if decision.outcome is Outcome.REFUSE:
            draft = Draft("01HF7YAT00" + "0" * 16, now=lambda: 5, hash_key=b"k" * 32)
            draft.decided(facts, decision)
            return replace(draft.intent(), kind=RecordKind.REFUSAL)
    raise AssertionError("no example is refused")


async def questions(room: ReadingRoom) -> list[dict[str, Any]]:
    events = await room.counter.rooms.events()
    asked = [one for one in events if one["event"] in ("log_query", "names_read")]
    return [one for one in asked if "query" in one]  # those of the made-up year have none


@pytest.mark.parametrize(("method", "path", "duties"), EVERY)
def test_reading_is_for_auditors_and_changes_nothing(
    method: str, path: str, duties: set[Duty]
) -> None:
    if path == "/names":
        assert duties == {Duty.PRIVACY_OFFICER, Duty.REGISTRAR}
    elif path.startswith("/alerts"):
        assert Duty.REGISTRAR not in duties
        assert (Duty.AUDITOR in duties) == (method == "get")
    elif path.startswith("/reports"):
        assert duties == {*Duty}  # each report says for itself: see its own tests
    elif method == "get":
        assert duties == READERS
    else:
        assert path.startswith("/queries/")
        assert duties == {Duty.AUDITOR}


@pytest.mark.parametrize("path", ["/records", "/counts", "/export", "/fields", "/names?id=x"])
async def test_nobody_else_may_read(room: ReadingRoom, path: str) -> None:
    for duty in (Duty.ADMIN, Duty.AI_COORDINATOR):
        answer = await room.get(path, await room.counter.key(duty))
        assert (answer.status_code, answer.json()["code"]) == (403, "duty_needed")
    assert (await room.get(path, "cg_no")).status_code == 401


async def test_records_are_found_page_by_page_and_every_question_is_logged(
    room: ReadingRoom,
) -> None:
    records = await written(room)
    key = await room.counter.key(Duty.AUDITOR)
    wanted = [one.id for one in records if one.fields.get("outcome") == "refuse"][::-1]
    found: list[str] = []
    cursor = ""
    while True:
        answer = await room.get(
            "/records", key, where=["outcome=refuse", "time>=2020-01-01"], limit=3, cursor=cursor
        )
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += [one["record"]["id"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = page["next"]
    assert found == wanted
    asked = await questions(room)
    assert {one["query"] for one in asked} == {"records & outcome=refuse & time>=2020-01-01"}
    assert {one["who"] for one in asked} == {(await room.counter.rooms.events())[-1]["who"]}
    assert page["behind"] > 0  # the questions themselves


async def test_records_are_counted(room: ReadingRoom) -> None:
    records = await written(room)
    key = await room.counter.key(Duty.PRIVACY_OFFICER)
    answer = await room.get("/counts", key, group="tool", every="month", zone="UTC")
    counted = answer.json()["items"]
    wanted = sum(1 for one in records if one.fields.get("tool") == "chat")
    assert sum(one["count"] for one in counted if one["value"] == "chat") == wanted
    assert len({one["start"] for one in counted}) > 6
    own = await room.get("/counts", key, every="day")
    assert own.status_code == 200


async def test_records_are_taken_away_as_lines(room: ReadingRoom) -> None:
    records = await written(room)
    key = await room.counter.key(Duty.AUDITOR)
    answer = await room.get("/export", key, where="kind=intent")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    lines = [orjson.loads(line) for line in answer.content.splitlines()]
    intents = [one.id for one in records if one.kind == "intent"]
    assert [one["record"]["id"] for one in lines] == intents
    assert all(one["outcome"]["about"] == one["record"]["id"] for one in lines)
    middle = lines[len(lines) // 2]["position"]
    rest = await room.get("/export", key, where="kind=intent", after=middle)
    assert len(rest.content.splitlines()) == len(lines) - len(lines) // 2 - 1


async def test_a_record_is_explained_and_decided_again(room: ReadingRoom) -> None:
    record = refused()
    await room.counter.rooms.town.run(lambda db: put_rule_set(db, RULES.sha256, RULES.data, now=1))
    await room.counter.rooms.log.append(record)
    key = await room.counter.key(Duty.AUDITOR)
    shown = (await room.get(f"/records/{record.id}", key)).json()
    assert (shown["record"]["id"], shown["position"]) == (record.id, -1)
    why = (await room.get(f"/records/{record.id}/why", key)).json()
    assert (why["same"], why["differences"], why["same_engine"]) == (True, [], True)
    text = " ".join(why["lines"])
    assert "Not sent." in text
    assert any(rule in text for rule in cast(list[str], record.fields["reasons"]))
    missing = await room.get("/records/nothing", key)
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert missing.headers["content-type"] == PROBLEM


async def test_names_are_for_those_entitled_and_each_look_is_logged(room: ReadingRoom) -> None:
    table = tables.people.c
    query = select(table.log_id, table.given, table.family)
    rows = await room.counter.rooms.town.reader.quick(lambda db: db.execute(query).all())
    people = {row.log_id: f"{row.given} {row.family}" for row in rows}
    ids = list(people)
    for duty in (Duty.AUDITOR, Duty.ADMIN):
        answer = await room.get("/names", await room.counter.key(duty), id=ids)
        assert answer.status_code == 403
    key = await room.counter.key(Duty.REGISTRAR)
    answer = await room.get("/names", key, id=[*ids, "nobody"])
    assert answer.json()["names"] == people
    assert (await questions(room))[-1]["event"] == "names_read"


async def test_a_name_typed_into_a_question_does_not_get_into_the_log(room: ReadingRoom) -> None:
    records = await written(room)
    tool = next(one.fields["tool"] for one in records if one.fields.get("tool"))
    key = await room.counter.key(Duty.AUDITOR, Duty.REGISTRAR)
    where = [f"tool={tool}|Ada Lovelace", "principal!=Ada Lovelace", "ms>=5"]
    assert (await room.get("/records", key, where=where)).status_code == 200
    assert (await room.get("/counts", key, group="Ada Lovelace")).status_code == 422
    assert (await room.get("/records/Ada Lovelace", key)).status_code == 404
    assert (await room.get("/records/Ada Lovelace/why", key)).status_code == 404
    assert (await room.get("/names", key, id=["Ada Lovelace", "ab" * 8])).status_code == 200
    assert (await room.get("/fields/tool", key)).status_code == 200
    asked = await questions(room)
    assert [one["query"] for one in asked] == [
        f"records & tool={tool}|… & principal!=… & ms>=5",
        "counts by …",
        "one record",
        "why",
        f"… {'ab' * 8}",
        "values of tool",
    ]
    assert "Ada" not in str(await room.counter.rooms.events())


async def test_questions_are_kept_under_a_name(room: ReadingRoom) -> None:
    await written(room, 5)
    key = await room.counter.key(Duty.AUDITOR)
    head = {"authorization": f"Bearer {key}", "if-none-match": "*", "x-reason": "monthly"}
    query = {"id": "refusals", "title": "Refusals", "where": ["outcome=refuse"], "by": "rule"}
    url = "/audit/api/v1/queries/refusals"
    created = await room.http.put(url, json=query, headers=head)
    assert created.status_code == 201, created.text
    assert (await room.get("/queries/refusals", key)).json() == query | {"every": ""}
    broken = await room.http.put(
        "/audit/api/v1/queries/x", json=query | {"id": "x", "where": ["nonsense=1"]}, headers=head
    )
    assert (broken.status_code, broken.json()["code"]) == (422, "bad_filter")


@pytest.mark.parametrize(
    ("path", "params", "code"),
    [
        ("/records", {"where": "prompt=x"}, "bad_filter"),
        ("/records", {"cursor": "eyJ"}, "bad_cursor"),
        ("/counts", {"group": "principal"}, "bad_group"),
        ("/counts", {"every": "day", "zone": "Mars"}, "invalid_value"),
        ("/fields/principal", {}, "not_found"),
        ("/records", {"limit": 501}, "invalid_value"),
        ("/records/%00", {}, "invalid_value"),
        ("/records/%00/why", {}, "invalid_value"),
        ("/reports/jobs/%00", {}, "invalid_value"),
    ],
)
async def test_what_cannot_be_asked_is_told(
    room: ReadingRoom, path: str, params: dict[str, Any], code: str
) -> None:
    answer = await room.get(path, await room.counter.key(Duty.AUDITOR), **params)
    assert answer.json()["code"] == code
    assert answer.headers["content-type"] == PROBLEM


async def test_how_far_checkpoints_got_is_shown(room: ReadingRoom) -> None:
    auditor = await room.counter.key(Duty.AUDITOR)
    assert (await room.get("/checkpoint-places", auditor)).json() == []


async def test_fields_and_their_values_are_listed(room: ReadingRoom) -> None:
    await written(room)
    key = await room.counter.key(Duty.AUDITOR)
    fields = {one["name"]: one for one in (await room.get("/fields", key)).json()}
    assert fields["ms"]["number"]
    assert not fields["principal"]["grouped"]
    assert "chat" in (await room.get("/fields/tool", key)).json()


async def test_older_records_of_somebody_who_was_merged_are_found_under_the_kept_id(
    room: ReadingRoom,
) -> None:
    people = await room.counter.desk.district.people(["s1", "s2"])
    kept, old = people["s1"].log_id, people["s2"].log_id
    for number, one in enumerate((kept, old)):
        fields: Fields = {"outcome": "refuse", "principal": one, "code": "refused"}
        record = Record(
            id=f"01HF7YAT00{number:016}", kind=RecordKind.REFUSAL, time=5, fields=fields
        )
        await room.counter.rooms.log.append(record)
    await room.filled()
    key = await room.counter.key(Duty.AUDITOR, Duty.REGISTRAR)

    async def count(one: str) -> int:
        answer = await room.get("/records", key, where=f"principal={one}")
        return len(answer.json()["items"])

    assert (await count(kept), await count(old)) == (1, 1)
    value = {"id": "m", "kept": "s1", "duplicate": "s2"}
    merged = await room.counter.ask(
        "PUT", "/person-merges/m", key, value, if_none_match="*", x_reason="came twice"
    )
    assert merged.status_code == 201
    assert (await count(kept), await count(old)) == (2, 1)
