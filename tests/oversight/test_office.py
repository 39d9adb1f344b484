import asyncio
import dataclasses
import hashlib
from datetime import date

import orjson
import pytest
from sqlalchemy import Connection, select, update

from gateway.district import edits
from gateway.district.choices import SETTINGS
from gateway.district.history import erase_edits
from gateway.district.permissions import CONSENTS
from gateway.district.shelves import THE_ONE, TOOLS
from gateway.errors import BadRequest, Unusable
from gateway.oversight.rows import LONGEST_REASON, Faulty, Missing, Stale, Taken
from gateway.store import tables
from gateway.terms.disclosure import Consent, DistrictChoices, Tool
from gateway.terms.record import Receipt, Record
from tests.oversight.conftest import RUTH, Rooms

pytestmark = pytest.mark.anyio

TOOL = Tool(id="t1", model="small", provider="P", base_url="https://ai.example/v1")


async def test_what_is_put_is_there_with_the_next_request(rooms: Rooms) -> None:
    district = rooms.town.district()
    await district.refresh()
    kept = await rooms.office.put(TOOLS, TOOL, seen=None, why="agreed", by=RUTH)
    assert kept.version == 1
    await district.refresh()
    assert district.tool("small") == TOOL
    assert await rooms.office.get(TOOLS, "t1") == kept


async def test_the_history_says_who_when_what_and_why(rooms: Rooms) -> None:
    await rooms.office.put(TOOLS, TOOL, seen=None, why="agreed", by=RUTH)
    older = dataclasses.replace(TOOL, min_user_age=13)
    await rooms.office.put(TOOLS, older, seen=1, why=" their terms changed ", by=RUTH)
    await rooms.office.remove(TOOLS, "t1", seen=2, why="not used", by=RUTH)
    removed, changed, created = [one.edit for one in await rooms.office.history()]
    assert created is not None
    assert changed is not None
    assert removed is not None
    assert (created.action, created.old, created.version) == ("created", None, 1)
    assert changed.old is not None
    assert changed.new is not None
    assert orjson.loads(changed.old)["min_user_age"] == 0
    assert orjson.loads(changed.new)["min_user_age"] == 13
    assert (changed.why, changed.who) == ("their terms changed", "log-ruth")
    assert (removed.action, removed.new, removed.version) == ("removed", None, 3)
    with pytest.raises(Missing):
        await rooms.office.get(TOOLS, "t1")


async def test_the_log_holds_the_hash_of_what_the_history_holds(rooms: Rooms) -> None:
    await rooms.office.put(TOOLS, TOOL, seen=None, why="agreed", by=RUTH)
    (event,) = await rooms.events()
    row = await rooms.town.reader.read(lambda db: db.execute(select(tables.edits)).one())
    (listed,) = await rooms.office.history()
    edit = listed.edit
    assert edit is not None
    content = [edit.kind, edit.row, edit.action, edit.version, edit.old, edit.new, edit.why]
    digest = hashlib.sha256(row.salt + orjson.dumps(content)).hexdigest()
    assert event == {
        "event": "tool_created",
        "who": "log-ruth",
        "what": "t1",
        "edit": edit.id,
        "sha256": digest,
    }


async def test_neither_log_nor_history_holds_values_in_the_clear(rooms: Rooms) -> None:
    secret = dataclasses.replace(TOOL, provider="Zanzibar Ltd")
    await rooms.office.put(TOOLS, secret, seen=None, why="because of Zanzibar", by=RUTH)

    def everything(db: Connection) -> str:
        return repr([db.execute(select(one)).all() for one in (tables.edits, tables.log_entries)])

    assert "Zanzibar" not in await rooms.town.reader.read(everything)


async def test_of_two_at_one_row_the_second_is_told(rooms: Rooms) -> None:
    await rooms.office.put(TOOLS, TOOL, seen=None, why="agreed", by=RUTH)
    one, two = (dataclasses.replace(TOOL, min_user_age=age) for age in (13, 18))
    results = await asyncio.gather(
        rooms.office.put(TOOLS, one, seen=1, why="13", by=RUTH),
        rooms.office.put(TOOLS, two, seen=1, why="18", by=RUTH),
        return_exceptions=True,
    )
    assert sum(isinstance(result, Stale) for result in results) == 1
    kept = await rooms.office.get(TOOLS, "t1")
    assert kept.version == 2
    assert len(await rooms.office.history()) == 2
    undone = [event for event in await rooms.events() if event.get("result") == "undone"]
    assert len(undone) <= 1  # none, if the second looked after the first had written


async def test_a_version_that_is_not_the_rows_is_refused_and_changes_nothing(rooms: Rooms) -> None:
    await rooms.office.put(TOOLS, TOOL, seen=None, why="agreed", by=RUTH)
    changed = dataclasses.replace(TOOL, min_user_age=13)
    for seen in (0, 2):
        with pytest.raises(Stale):
            await rooms.office.put(TOOLS, changed, seen=seen, why="x", by=RUTH)
        with pytest.raises(Stale):
            await rooms.office.remove(TOOLS, "t1", seen=seen, why="x", by=RUTH)
    with pytest.raises(Taken):
        await rooms.office.put(TOOLS, changed, seen=None, why="x", by=RUTH)
    other = dataclasses.replace(changed, id="t2", model="large")
    with pytest.raises(Missing):
        await rooms.office.put(TOOLS, other, seen=1, why="x", by=RUTH)
    assert (await rooms.office.get(TOOLS, "t1")).value == TOOL
    assert len(await rooms.events()) == 1


async def test_rows_from_before_anybody_counted_can_be_changed(rooms: Rooms) -> None:
    await rooms.town.run(lambda db: edits.put_tools(db, [TOOL]))
    assert (await rooms.office.get(TOOLS, "t1")).version == 0
    changed = dataclasses.replace(TOOL, min_user_age=13)
    assert (await rooms.office.put(TOOLS, changed, seen=0, why="x", by=RUTH)).version == 1


async def test_a_row_that_was_taken_away_goes_on_counting(rooms: Rooms) -> None:
    await rooms.office.put(TOOLS, TOOL, seen=None, why="x", by=RUTH)
    await rooms.office.remove(TOOLS, "t1", seen=1, why="x", by=RUTH)
    again = await rooms.office.put(TOOLS, TOOL, seen=None, why="x", by=RUTH)
    assert again.version == 3


async def test_putting_what_is_there_changes_nothing(rooms: Rooms) -> None:
    await rooms.office.put(TOOLS, TOOL, seen=None, why="x", by=RUTH)
    assert (await rooms.office.put(TOOLS, TOOL, seen=1, why="x", by=RUTH)).version == 1
    assert len(await rooms.office.history()) == 1


@pytest.mark.parametrize("why", ["", "  \n", "x" * (LONGEST_REASON + 1)])
async def test_a_change_needs_its_reason(rooms: Rooms, why: str) -> None:
    with pytest.raises(BadRequest) as caught:
        await rooms.office.put(TOOLS, TOOL, seen=None, why=why, by=RUTH)
    assert caught.value.param == "why"
    assert await rooms.events() == []


async def test_a_consent_is_never_taken_away(rooms: Rooms) -> None:
    await rooms.office.put(CONSENTS, Consent(id="k1", subject="s1"), seen=None, why="x", by=RUTH)
    with pytest.raises(BadRequest, match="never"):
        await rooms.office.remove(CONSENTS, "k1", seen=1, why="x", by=RUTH)


async def test_without_a_log_nothing_is_changed(rooms: Rooms) -> None:
    await rooms.log.close()
    with pytest.raises(Unusable):
        await rooms.office.put(TOOLS, TOOL, seen=None, why="x", by=RUTH)
    with pytest.raises(Missing):
        await rooms.office.get(TOOLS, "t1")


async def test_a_change_that_fails_is_logged_as_unclear_and_not_in_the_history(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise Unusable("the disk is full")

    monkeypatch.setattr("gateway.oversight.office.put_edits", broken)
    with pytest.raises(Unusable):
        await rooms.office.put(TOOLS, TOOL, seen=None, why="x", by=RUTH)
    assert [event.get("result") for event in await rooms.events()] == [None, "unclear"]
    assert await rooms.office.history() == []
    with pytest.raises(Missing):
        await rooms.office.get(TOOLS, "t1")


async def test_an_erased_edit_keeps_its_hash_and_says_nothing(rooms: Rooms) -> None:
    await rooms.office.put(TOOLS, TOOL, seen=None, why="x", by=RUTH)
    (before,) = await rooms.office.history()
    assert await rooms.town.run(lambda db: erase_edits(db, "tool", "t1")) == 1
    (after,) = await rooms.office.history()
    assert after == dataclasses.replace(before, edit=None)


async def test_an_altered_edit_is_found(rooms: Rooms) -> None:
    await rooms.office.put(TOOLS, TOOL, seen=None, why="x", by=RUTH)
    await rooms.town.run(
        lambda db: db.execute(update(tables.edits).values(action="removed")).rowcount
    )
    with pytest.raises(Unusable) as caught:
        await rooms.office.history()
    assert caught.value.code == "history_damaged"


async def test_the_history_comes_in_pages_and_by_row(rooms: Rooms) -> None:
    for number in range(5):
        tool = dataclasses.replace(TOOL, id=f"t{number}", model=f"m{number}")
        await rooms.office.put(TOOLS, tool, seen=None, why="x", by=RUTH)
    first = await rooms.office.history(limit=2)
    rest = await rooms.office.history(before=first[-1].id, limit=10)
    assert [one.row for one in (*first, *rest)] == ["t4", "t3", "t2", "t1", "t0"]
    assert [one.row for one in await rooms.office.history(kind="tool", row="t2")] == ["t2"]
    assert await rooms.office.history(kind="consent") == []


@pytest.mark.parametrize(
    ("change", "param"),
    [
        pytest.param({"id": "T 1"}, "id", id="an id with a space"),
        pytest.param({"model": ""}, "model", id="no model"),
        pytest.param({"base_url": "ftp://ai.example"}, "base_url", id="another scheme"),
        pytest.param({"base_url": "https://me:pw@ai.example"}, "base_url", id="a password in it"),
        pytest.param({"base_url": "https://ai.example/?key=1"}, "base_url", id="a query"),
        pytest.param({"base_url": "https://ai.example:x/"}, "base_url", id="no port"),
        pytest.param({"min_user_age": -1}, "min_user_age", id="an age below 0"),
        pytest.param({"retention_days": -1}, "retention_days", id="days below 0"),
    ],
)
async def test_a_tool_that_cannot_be_is_refused(
    rooms: Rooms, change: dict[str, object], param: str
) -> None:
    tool = dataclasses.replace(TOOL, **change)  # type: ignore[arg-type]
    with pytest.raises(BadRequest) as caught:
        await rooms.office.put(TOOLS, tool, seen=None, why="x", by=RUTH)
    assert (caught.value.param, caught.value.status) == (param, 422)


async def test_two_tools_cannot_answer_to_one_name(rooms: Rooms) -> None:
    await rooms.office.put(TOOLS, TOOL, seen=None, why="x", by=RUTH)
    other = dataclasses.replace(TOOL, id="t2")
    with pytest.raises(BadRequest, match="`t1`"):
        await rooms.office.put(TOOLS, other, seen=None, why="x", by=RUTH)


@pytest.mark.parametrize(
    ("change", "param"),
    [
        pytest.param({"coppa_age": 12}, "coppa_age", id="below the law"),
        pytest.param({"self_consent_age": 17}, "self_consent_age", id="a minor's own consent"),
        pytest.param({"timezone": "Mars/Olympus"}, "timezone", id="no such zone"),
        pytest.param({"pseudonymised_basis": "determination"}, "pseudonymised_basis_by", id="who"),
        pytest.param({"school_authorisation": True}, "school_authorisation_by", id="whose"),
    ],
)
async def test_choices_that_cannot_be_are_refused(
    rooms: Rooms, change: dict[str, object], param: str
) -> None:
    choices = (await rooms.office.get(SETTINGS, THE_ONE)).value
    assert isinstance(choices, DistrictChoices)
    changed = dataclasses.replace(choices, **change)  # type: ignore[arg-type]
    with pytest.raises(BadRequest) as caught:
        await rooms.office.put(SETTINGS, changed, seen=0, why="x", by=RUTH)
    assert caught.value.param == param


async def test_raising_the_coppa_age_shows_with_the_next_request(rooms: Rooms) -> None:
    choices = (await rooms.office.get(SETTINGS, THE_ONE)).value
    raised = dataclasses.replace(choices, coppa_age=14)
    district = rooms.town.district()
    await district.refresh()
    await rooms.office.put(SETTINGS, raised, seen=0, why="the board decided", by=RUTH)
    await district.refresh()
    assert district.choices.coppa_age == 14


def many(*numbers: int, signer: str = "g1") -> list[Consent]:
    return [
        Consent(id=f"k{number}", subject=f"s{min(number, 3)}", signer=signer) for number in numbers
    ]


async def test_the_history_tells_one_import_from_the_rest(rooms: Rooms) -> None:
    await rooms.office.put(TOOLS, TOOL, seen=None, why="x", by=RUTH)
    done = await rooms.office.put_many(CONSENTS, many(1, 2), why="paper forms", by=RUTH)
    assert {one.row for one in await rooms.office.history(batch=done.batch)} == {"k1", "k2"}


async def test_an_import_is_one_event_with_a_hash_over_all_its_edits(rooms: Rooms) -> None:
    done = await rooms.office.put_many(CONSENTS, many(1, 2, 3), why="paper forms", by=RUTH)
    assert done.created == ("k1", "k2", "k3")
    (event,) = await rooms.events()
    listed = await rooms.office.history(batch=done.batch)
    assert {one.row for one in listed} == {"k1", "k2", "k3"}
    joined = "\n".join(sorted(one.sha256 for one in listed))
    assert event == {
        "event": "consent_imported",
        "who": "log-ruth",
        "edit": done.batch,
        "counts": {"created": 3, "changed": 0, "removed": 0},
        "sha256": hashlib.sha256(joined.encode()).hexdigest(),
    }


async def test_an_import_again_is_a_difference(rooms: Rooms) -> None:
    await rooms.office.put_many(CONSENTS, many(1, 2, 3), why="x", by=RUTH)
    changed = [*many(1, 2), *many(3, signer="g2"), *many(4)]
    done = await rooms.office.put_many(CONSENTS, changed, why="x", by=RUTH)
    assert (done.created, done.changed, done.unchanged) == (("k4",), ("k3",), 2)
    assert (await rooms.office.get(CONSENTS, "k3")).version == 2
    assert (await rooms.office.get(CONSENTS, "k1")).version == 1


async def test_a_dry_run_tells_and_changes_nothing(rooms: Rooms) -> None:
    done = await rooms.office.put_many(CONSENTS, many(1, 2), why="x", by=RUTH, dry_run=True)
    assert done.created == ("k1", "k2")
    assert await rooms.events() == []
    assert await rooms.office.history() == []
    with pytest.raises(Missing):
        await rooms.office.get(CONSENTS, "k1")


async def test_one_row_that_cannot_be_refuses_the_whole_import_and_names_each(
    rooms: Rooms,
) -> None:
    tools = [
        dataclasses.replace(TOOL, id=f"t{number}", model=f"m{number}", min_user_age=age)
        for number, age in enumerate((0, -1, 13, 999))
    ]
    with pytest.raises(Faulty) as caught:
        await rooms.office.put_many(TOOLS, [*tools, tools[0]], why="x", by=RUTH)
    assert [(place, error.param or error.code) for place, error in caught.value.faults] == [
        (1, "min_user_age"),
        (3, "min_user_age"),
        (4, "twice"),
    ]
    assert await rooms.office.listed(TOOLS) == []


async def test_an_import_takes_rows_away(rooms: Rooms) -> None:
    tools = [dataclasses.replace(TOOL, id=f"t{n}", model=f"m{n}") for n in range(3)]
    await rooms.office.put_many(TOOLS, tools, why="x", by=RUTH)
    done = await rooms.office.put_many(TOOLS, tools[:1], gone=["t1", "t2"], why="x", by=RUTH)
    assert (done.removed, done.unchanged) == (("t1", "t2"), 1)
    assert [one.value.id for one in await rooms.office.listed(TOOLS)] == ["t0"]
    with pytest.raises(BadRequest):
        await rooms.office.put_many(CONSENTS, [], gone=["k1"], why="x", by=RUTH)


async def test_an_import_over_a_row_changed_meanwhile_changes_nothing(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rooms.office.put_many(CONSENTS, many(1, 2), why="x", by=RUTH)
    append = rooms.log.append

    async def after_somebody_else(record: Record) -> Receipt:
        monkeypatch.setattr(rooms.log, "append", append)
        await rooms.office.put_many(CONSENTS, many(2, signer="g3"), why="first", by=RUTH)
        return await append(record)

    monkeypatch.setattr(rooms.log, "append", after_somebody_else)
    with pytest.raises(Stale):
        await rooms.office.put_many(CONSENTS, many(1, 2, signer="g2"), why="second", by=RUTH)
    signers = [(await rooms.office.get(CONSENTS, row)).value.signer for row in ("k1", "k2")]
    assert signers == ["g1", "g3"]
    assert len(await rooms.office.history()) == 3
    assert (await rooms.events())[-1]["result"] == "undone"


async def test_a_tool_answers_to_its_other_names(rooms: Rooms) -> None:
    tool = dataclasses.replace(TOOL, aliases=frozenset({"tutor"}))
    await rooms.office.put(TOOLS, tool, seen=None, why="x", by=RUTH)
    district = rooms.town.district()
    await district.refresh()
    assert district.tool("tutor") == district.tool("small") == tool
    assert district.tools == (tool,)
    for other in (
        Tool(id="t2", model="tutor", provider="P", base_url="https://ai.example"),
        Tool(
            id="t2", model="m", aliases=frozenset({"small"}), provider="P", base_url="https://a.ex"
        ),
    ):
        with pytest.raises(BadRequest, match="`t1`"):
            await rooms.office.put(TOOLS, other, seen=None, why="x", by=RUTH)
    itself = dataclasses.replace(tool, aliases=frozenset({"small"}))
    with pytest.raises(BadRequest) as caught:
        await rooms.office.put(TOOLS, itself, seen=1, why="x", by=RUTH)
    assert caught.value.param == "aliases"


@pytest.mark.parametrize("change", [{"provider": "Q"}, {"legal_name": "Q, Inc."}])
async def test_another_provider_is_another_recipient(
    rooms: Rooms, change: dict[str, object]
) -> None:
    tool = dataclasses.replace(TOOL, legal_name="P, Inc.")
    await rooms.office.put(TOOLS, tool, seen=None, why="x", by=RUTH)
    changed = dataclasses.replace(tool, **change)  # type: ignore[arg-type]
    with pytest.raises(BadRequest, match="another recipient") as caught:
        await rooms.office.put(TOOLS, changed, seen=1, why="x", by=RUTH)
    assert caught.value.code == "other_party"
    hidden = dataclasses.replace(tool, other_party_until=date(2026, 1, 1))
    with pytest.raises(BadRequest, match="takes a tool's place"):
        await rooms.office.put(TOOLS, hidden, seen=1, why="x", by=RUTH)
    again = dataclasses.replace(changed, id="t2", model="other")
    await rooms.office.put(TOOLS, again, seen=None, why="x", by=RUTH)
