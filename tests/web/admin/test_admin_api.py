from typing import Any

import pytest

from gateway.terms.people import Duty
from gateway.web.admin.api import PATH, admin_api
from gateway.web.problems import PROBLEM
from tests.web.admin.conftest import Counter

pytestmark = pytest.mark.anyio

TOOL: dict[str, Any] = {
    "id": "t1",
    "model": "small",
    "provider": "P",
    "base_url": "https://ai.example/v1",
}
NEW = {"if_none_match": "*", "x_reason": "agreed"}


API = admin_api(lambda: pytest.fail("not asked"), version="0")
DESCRIPTION = API.openapi()
EVERY = [
    pytest.param(method.upper(), path, frozenset(map(Duty, one["x-duties"])), id=f"{method} {path}")
    for path, methods in DESCRIPTION["paths"].items()
    for method, one in methods.items()
]
OFFICE = {Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.REGISTRAR}
READERS = frozenset(Duty)
NOBODY: set[Duty] = set()
"""No duty lets in: the district names people for it."""
FEW_READ = {
    "/contents": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/contents/{row}": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/contents/{row}/words": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/content-readings": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/person-duplicates": OFFICE,
    "/person-duplicates/effect": OFFICE,
    "/roster-source": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/backtests/{job}": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/credentials/{row}": {Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.AI_COORDINATOR},
    "/access-requests": OFFICE,
    "/access-requests/{row}": OFFICE,
    "/incidents": OFFICE,
    "/incidents/{row}": OFFICE,
    "/clocks": OFFICE,
    "/emergencies": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/keys": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/keys/{row}": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/hand-overs": NOBODY,
    "/hand-overs/{row}": NOBODY,
    "/hand-overs/{row}/words": NOBODY,
    "/held-prompts": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/held-prompts/{row}": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/held-prompts/{row}/words": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/signature-requests/{row}/letter": {Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.REGISTRAR},
    "/signature-requests/{row}/evidence": {
        Duty.ADMIN,
        Duty.PRIVACY_OFFICER,
        Duty.REGISTRAR,
        Duty.AUDITOR,
    },
}
"""What not every officer may read."""
CHANGE_NO_ROW = {
    "/roster-pulls",
    "/roster-imports",  # compared with what stands when it is applied, and whole
    "/caseload-sheet",  # as it stands there
    "/directory-opt-out-sheet",
    "/patterns/try",
    "/backtests",
    "/emergencies",
    "/incidents/{row}/notices",
    "/letters/{row}/retry",
    "/letters/{row}/cancel",
    "/people/{row}/forget",
    "/signature-requests",
    "/consent-renewals",
    "/signature-requests/{row}/cancel",
}
"""What is posted without changing a row: to try something, to make something new, or of a letter or
a person, of which there is but one state to want."""
WRITERS = {
    "/contents/{row}/ask": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/contents/{row}/concur": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/contents/{row}/refuse": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/consents/{row}": OFFICE,
    "/consent-sheet": OFFICE,
    "/class-access/{row}": OFFICE,
    "/rights/{row}": OFFICE,
    "/letters/{row}/retry": OFFICE,
    "/letters/{row}/cancel": OFFICE,
    "/consent-forms/{row}": OFFICE,
    "/signature-requests": OFFICE,
    "/consent-renewals": OFFICE,
    "/signature-requests/{row}/cancel": OFFICE,
    "/refusals/{row}": OFFICE,
    "/roster-imports": OFFICE,
    "/roster-pulls": OFFICE,
    "/person-links/{row}": OFFICE,
    "/person-merges/{row}": OFFICE,
    "/caseloads/{row}": OFFICE,
    "/caseload-sheet": OFFICE,
    "/directory-opt-outs/{row}": OFFICE,
    "/directory-opt-out-sheet": OFFICE,
    "/roster-source": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/access-requests/{row}": OFFICE,
    "/incidents/{row}": OFFICE,
    "/incidents/{row}/notices": OFFICE,
    "/tools/{row}/provider": {Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.AI_COORDINATOR},
    "/tools/{row}": {Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.AI_COORDINATOR},
    "/credentials/{row}": {Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.AI_COORDINATOR},
    "/keys/{row}": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/public-names/{row}": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/patterns/{row}": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/patterns/try": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/settings": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/rules/versions/{row}": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/rules/versions/{row}/check": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/rules/versions/{row}/approve": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/rules/versions/{row}/activate": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/rules/return": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/backtests": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/people/{row}/forget": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/lifetimes": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/holds/{row}": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/emergencies": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/emergencies/{row}/end": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/hand-overs/{row}/acknowledge": NOBODY,
    "/held-prompts/{row}/release": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
    "/held-prompts/{row}/refuse": {Duty.ADMIN, Duty.PRIVACY_OFFICER},
}


@pytest.mark.parametrize(("method", "path", "duties"), EVERY)
def test_every_operation_is_for_whom_it_should_be(
    method: str, path: str, duties: frozenset[Duty]
) -> None:
    assert duties == (FEW_READ.get(path, READERS) if method == "GET" else WRITERS[path])
    assert method == "GET" or Duty.AUDITOR not in duties


@pytest.mark.parametrize(("method", "path", "duties"), EVERY)
def test_every_change_of_a_row_names_the_version_it_is_made_to(
    method: str, path: str, duties: frozenset[Duty]
) -> None:
    assert duties <= READERS
    said = DESCRIPTION["paths"][path][method.lower()].get("parameters", [])
    names = {one["name"] for one in said}
    assert ("if-match" in names) == (method != "GET" and path not in CHANGE_NO_ROW)


async def test_a_tool_is_registered_changed_and_taken_away(counter: Counter) -> None:
    key = await counter.key(Duty.AI_COORDINATOR)
    created = await counter.ask("PUT", "/tools/t1", key, TOOL, **NEW)
    assert (created.status_code, created.headers["etag"]) == (201, '"1"')
    assert created.json()["trains_on_data"] is True  # what nobody said is the stricter
    read = await counter.ask("GET", "/tools/t1", key)
    assert (read.json(), read.headers["etag"]) == (created.json(), '"1"')
    older = read.json() | {"min_user_age": 13}
    changed = await counter.ask(
        "PUT", "/tools/t1", key, older, if_match=read.headers["etag"], x_reason="their terms"
    )
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    gone = await counter.ask("DELETE", "/tools/t1", key, if_match='"2"', x_reason="unused")
    assert (gone.status_code, gone.content) == (204, b"")
    missing = await counter.ask("GET", "/tools/t1", key)
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")


async def test_of_two_admins_the_second_is_told_and_can_look_again(counter: Counter) -> None:
    one, two = await counter.key(Duty.ADMIN), await counter.key(Duty.PRIVACY_OFFICER)
    await counter.ask("PUT", "/tools/t1", one, TOOL, **NEW)
    first = await counter.ask(
        "PUT", "/tools/t1", one, TOOL | {"min_user_age": 13}, if_match='"1"', x_reason="a"
    )
    second = await counter.ask(
        "PUT", "/tools/t1", two, TOOL | {"min_user_age": 18}, if_match='"1"', x_reason="b"
    )
    assert first.status_code == 200
    assert (second.status_code, second.json()["code"]) == (412, "edited_meanwhile")
    assert (await counter.ask("GET", "/tools/t1", two)).json()["min_user_age"] == 13


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        pytest.param(TOOL, {"x_reason": "x"}, 428, "version_needed", id="no version"),
        pytest.param(
            TOOL, {"x_reason": "x", "if_match": "3"}, 400, "bad_version", id="no entity tag"
        ),
        pytest.param(
            TOOL, {"x_reason": "x", "if_match": '"1", "2"'}, 400, "bad_version", id="two tags"
        ),
        pytest.param(
            TOOL, {"x_reason": "x", "if_match": '"1"', "if_none_match": "*"}, 428,
            "version_needed", id="both",
        ),
        pytest.param(TOOL, {"if_none_match": "*"}, 422, "invalid_value", id="no reason"),
        pytest.param(
            TOOL, NEW | {"x_reason": "%20"}, 400, "reason_needed", id="an empty reason"
        ),
        pytest.param(TOOL | {"id": "t2"}, NEW, 400, "two_ids", id="another id in the body"),
        pytest.param(TOOL | {"colour": "red"}, NEW, 422, "invalid_value", id="unknown field"),
        pytest.param(TOOL | {"min_user_age": "x"}, NEW, 422, "invalid_value", id="no number"),
        pytest.param({"id": "t1"}, NEW, 422, "invalid_value", id="fields missing"),
        pytest.param([], NEW, 422, "invalid_value", id="a list"),
        pytest.param(None, NEW, 422, "invalid_value", id="nothing"),
        pytest.param(
            TOOL | {"base_url": "x"}, NEW, 422, "invalid_value", id="an address that is none"
        ),
        pytest.param(TOOL, {"x_reason": "x", "if_match": '"1"'}, 404, "not_found", id="not there"),
    ],
)  # fmt: skip
async def test_what_is_not_well_formed_is_a_problem_and_changes_nothing(
    counter: Counter, body: Any, headers: dict[str, str], status: int, code: str
) -> None:
    key = await counter.key(Duty.ADMIN)
    answer = await counter.ask("PUT", "/tools/t1", key, body, **headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["detail"]
    assert (await counter.ask("GET", "/tools", key)).json()["items"] == []


async def test_a_value_is_not_repeated_in_a_problem(counter: Counter) -> None:
    key = await counter.key(Duty.ADMIN)
    body = TOOL | {"min_user_age": "Maya Ortiz", "Maya Ortiz": 1}
    answer = await counter.ask("PUT", "/tools/t1", key, body, **NEW)
    assert answer.status_code == 422
    assert "Maya" not in answer.json()["detail"].replace(answer.json()["param"], "")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        pytest.param("GET", "/nothing", 404, "no_such_path", id="no such path"),
        pytest.param("POST", "/tools", 405, "no_such_method", id="no such method"),
        pytest.param("GET", "/tools?limit=0", 422, "invalid_value", id="an empty page"),
        pytest.param("GET", "/tools?limit=501", 422, "invalid_value", id="too large a page"),
        pytest.param("GET", "/tools?cursor=x", 400, "bad_cursor", id="no cursor"),
        pytest.param("GET", "/tools?cursor=WzFd", 400, "bad_cursor", id="another page's cursor"),
    ],
)
async def test_every_error_is_a_problem(
    counter: Counter, method: str, path: str, status: int, code: str
) -> None:
    answer = await counter.ask(method, path, await counter.key(Duty.ADMIN))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == PROBLEM


async def test_tools_come_in_pages(counter: Counter) -> None:
    key = await counter.key(Duty.ADMIN)
    for number in range(5):
        body = TOOL | {"id": f"t{number}", "model": f"m{number}"}
        await counter.ask("PUT", f"/tools/t{number}", key, body, **NEW)
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await counter.ask("GET", f"/tools?limit=2&cursor={cursor}", key)).json()
        seen += [one["value"]["id"] for one in page["items"]]
        assert all(one["version"] == 1 for one in page["items"])
        cursor = page["next"]
    assert seen == ["t0", "t1", "t2", "t3", "t4"]


async def test_names_everyone_knows_are_added_and_taken_away(counter: Counter) -> None:
    key = await counter.key(Duty.PRIVACY_OFFICER)
    name = {"id": "mayor", "name": "Zaltana Brightwater"}
    added = await counter.ask("PUT", "/public-names/mayor", key, name, **NEW)
    assert (added.status_code, added.json()["known"]) == (201, True)
    other = {"id": "tubman", "name": "Harriet Tubman", "known": False}
    await counter.ask("PUT", "/public-names/tubman", key, other, **NEW)
    page = (await counter.ask("GET", "/public-names", key)).json()
    assert [one["value"]["id"] for one in page["items"]] == ["mayor", "tubman"]
    gone = await counter.ask("DELETE", "/public-names/mayor", key, if_match='"1"', x_reason="left")
    assert gone.status_code == 204
    assert len((await counter.ask("GET", "/public-names", key)).json()["items"]) == 1


@pytest.mark.parametrize("name", ["", "4", "X", "N" * 101])
async def test_what_is_no_name_is_not_added(counter: Counter, name: str) -> None:
    key = await counter.key(Duty.ADMIN)
    body = {"id": "n1", "name": name}
    answer = await counter.ask("PUT", "/public-names/n1", key, body, **NEW)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_value")


async def test_the_coppa_age_is_raised(counter: Counter) -> None:
    key = await counter.key(Duty.PRIVACY_OFFICER)
    read = await counter.ask("GET", "/settings", key)
    changed = await counter.ask(
        "PUT",
        "/settings",
        key,
        read.json() | {"coppa_age": 14},
        if_match=read.headers["etag"],
        x_reason="the board decided on 2 March",
    )
    assert (changed.status_code, changed.json()["coppa_age"]) == (200, 14)


async def test_the_history_tells_what_was_changed_and_is_itself_logged(counter: Counter) -> None:
    key = await counter.key(Duty.AUDITOR, Duty.ADMIN)
    await counter.ask("PUT", "/tools/t1", key, TOOL, if_none_match="*", x_reason="a%C3%B1o nuevo")
    answer = (await counter.ask("GET", "/history?kind=tool", key)).json()
    (change,) = answer["items"]
    assert (change["why"], change["old"], change["new"]["id"]) == ("año nuevo", None, "t1")
    assert answer["next"] is None
    assert [event["event"] for event in await counter.rooms.events()] == [
        "tool_created",
        "history_read",
    ]


async def test_with_the_log_gone_it_says_so_and_changes_nothing(counter: Counter) -> None:
    key = await counter.key(Duty.ADMIN)
    await counter.rooms.log.close()
    answer = await counter.ask("PUT", "/tools/t1", key, TOOL, **NEW)
    assert (answer.status_code, answer.headers["content-type"]) == (503, PROBLEM)
    assert (await counter.ask("GET", "/tools", key)).json()["items"] == []


def test_the_description_names_every_operation_and_its_problems() -> None:
    assert DESCRIPTION["info"]["title"] == "Crossing Guard: admin API"
    operations = [one for path in DESCRIPTION["paths"].values() for one in path.values()]
    assert len(operations) >= 7
    for one in operations:
        assert {"401", "403", "422"} <= one["responses"].keys()
        assert one["security"]
    assert PATH == "/admin/api/v1"


TAG = {
    "id": "tag",
    "label": "OTHER_ID",
    "pattern": r"\bRV-\d{4}",
    "finds": ["my tag [[RV-1234]] fell off"],
}


async def test_a_pattern_is_stored_listed_tried_and_taken_away(counter: Counter) -> None:
    key = await counter.key(Duty.PRIVACY_OFFICER)
    stored = await counter.ask("PUT", "/patterns/tag", key, TAG, **NEW)
    assert stored.status_code == 201

    page = (await counter.ask("GET", "/patterns", key)).json()
    assert [one["value"]["id"] for one in page["items"]] == ["tag"]
    tried = await counter.ask("POST", "/patterns/try", key, {"text": "see RV-9876!"})
    assert tried.json() == [
        {"start": 4, "end": 11, "label": "OTHER_ID", "pattern": "tag", "sure": 0.8}
    ]
    gone = await counter.ask("DELETE", "/patterns/tag", key, if_match='"1"', x_reason="left")
    assert gone.status_code == 204
    assert (await counter.ask("POST", "/patterns/try", key, {"text": "RV-9876"})).json() == []


async def test_a_pattern_is_tried_before_it_is_stored(counter: Counter) -> None:
    key = await counter.key(Duty.PRIVACY_OFFICER)
    body = {"text": "RV-9876", "pattern": TAG}

    assert len((await counter.ask("POST", "/patterns/try", key, body)).json()) == 1
    assert (await counter.ask("GET", "/patterns", key)).json()["items"] == []


async def test_a_pattern_that_breaks_its_own_sentence_is_refused(counter: Counter) -> None:
    key = await counter.key(Duty.PRIVACY_OFFICER)
    body = TAG | {"finds": ["my tag [[RV-12]] fell off"]}

    for answer in (
        await counter.ask("PUT", "/patterns/tag", key, body, **NEW),
        await counter.ask("POST", "/patterns/try", key, {"text": "x", "pattern": body}),
    ):
        assert (answer.status_code, answer.json()["param"]) == (422, "finds")


async def test_the_settings_are_told_with_their_source(counter: Counter) -> None:
    key = await counter.key(Duty.AUDITOR)
    told = (await counter.ask("GET", "/settings/descriptions", key)).json()
    read = (await counter.ask("GET", "/settings", key)).json()
    assert {one["name"] for one in told} == set(read)
    [age] = [one for one in told if one["name"] == "coppa_age"]
    assert (age["source"], age["law"], age["default"]) == ("16 CFR 312.2", True, 13)


async def test_a_credential_is_put_and_never_shown(counter: Counter) -> None:
    key = await counter.key(Duty.AI_COORDINATOR)
    for secret, seen in (
        ("sk-first", {"if_none_match": "*"}),
        ("sk-second", {"if_match": '"1"'}),
    ):
        body = {"secret": secret}
        put = await counter.ask("PUT", "/credentials/zeta", key, body, x_reason="new", **seen)
        assert (put.status_code, put.content) == (204, b"")
        district = counter.rooms.town.district()
        await district.refresh()
        assert await district.secret("zeta") == secret
    history = await counter.ask("GET", "/history?kind=credential", await counter.key(Duty.AUDITOR))
    assert [one["action"] for one in history.json()["items"]] == ["changed", "created"]
    assert "sk-" not in history.text
    assert "sk-" not in str(await counter.rooms.events())
    read = await counter.ask("GET", "/credentials/zeta", key)
    assert (read.json(), read.headers["etag"]) == ({"name": "zeta", "version": 2}, '"2"')
    body = {"secret": "sk-third"}
    late = await counter.ask("PUT", "/credentials/zeta", key, body, x_reason="x", if_match='"1"')
    assert (late.status_code, late.json()["code"]) == (412, "edited_meanwhile")
    other = await counter.ask("PUT", "/credentials/eta", key, body, x_reason="x", if_match='"1"')
    assert other.status_code == 404


@pytest.mark.parametrize("secret", ["", "a b", "schl\u00fcssel", "x\n"])
async def test_what_fits_no_header_is_no_credential(counter: Counter, secret: str) -> None:
    key = await counter.key(Duty.ADMIN)
    answer = await counter.ask("PUT", "/credentials/zeta", key, {"secret": secret}, **NEW)
    assert answer.status_code == 422
    if secret:
        assert secret not in answer.text
    assert await counter.rooms.events() == []


async def test_what_a_key_is_for_is_read_and_put_with_its_version(counter: Counter) -> None:
    key = await counter.key(Duty.PRIVACY_OFFICER)
    await counter.key(person="s1")
    rows = (await counter.ask("GET", "/keys", key)).json()["items"]
    (row,) = [row["value"] for row in rows if row["value"]["person"] == "s1"]
    bound = row | {"purposes": ["learning"]}
    where = f"/keys/{row['id']}"
    change = {"if_match": '"0"', "x_reason": "for one thing"}
    put = await counter.ask("PUT", where, key, bound, **change)
    assert (put.status_code, put.headers["etag"], put.json()) == (200, '"1"', bound)
    again = await counter.ask("PUT", where, key, row, **change)
    assert (again.status_code, again.json()["code"]) == (412, "edited_meanwhile")
    theirs = await counter.ask(
        "PUT", where, key, bound | {"person": "t1"}, if_match='"1"', x_reason="x"
    )
    assert (theirs.status_code, theirs.json()["code"]) == (422, "invalid_value")
    none = await counter.ask(
        "PUT", "/keys/nothing", key, bound | {"id": "nothing"}, if_none_match="*", x_reason="x"
    )
    assert (none.status_code, none.json()["code"]) == (404, "not_found")


async def test_an_alias_with_a_purpose_is_one_of_the_tools_aliases(counter: Counter) -> None:
    key = await counter.key(Duty.ADMIN)
    tool = TOOL | {"aliases": ["small-feedback"], "alias_purposes": {"small-feedback": "feedback"}}
    assert (await counter.ask("PUT", "/tools/t1", key, tool, **NEW)).status_code == 201
    wrong = TOOL | {"id": "t2", "model": "tiny", "alias_purposes": {"other": "feedback"}}
    refused = await counter.ask("PUT", "/tools/t2", key, wrong, **NEW)
    assert (refused.status_code, refused.json()["param"]) == (422, "alias_purposes")


async def test_another_provider_is_seen_confirmed_and_then_behind_the_tool(
    counter: Counter,
) -> None:
    key = await counter.key(Duty.AI_COORDINATOR)
    await counter.ask("PUT", "/tools/t1", key, TOOL, **NEW)
    other = TOOL | {"provider": "Q"}
    plain = await counter.ask("PUT", "/tools/t1", key, other, if_match='"1"', x_reason="sold")
    assert (plain.status_code, plain.json()["code"]) == (409, "other_party")
    seen = await counter.ask("GET", "/tools/t1/consents", key)
    assert seen.json() == {"items": [], "next": None, "consents": 0, "students": 0}
    said = {"if_match": '"1"', "x_reason": "sold"}
    wrong = await counter.ask(
        "POST", "/tools/t1/provider", key, {"tool": other, "losing": 1}, **said
    )
    assert (wrong.status_code, wrong.json()["code"]) == (409, "not_confirmed")
    done = await counter.ask(
        "POST", "/tools/t1/provider", key, {"tool": other, "losing": 0}, **said
    )
    assert (done.status_code, done.headers["etag"]) == (200, '"2"')
    assert done.json()["other_party_until"] == "2026-03-02"


async def test_who_may_have_come_twice_is_looked_at_merged_and_parted(counter: Counter) -> None:
    key = await counter.key(Duty.REGISTRAR)
    listed = await counter.ask("GET", "/person-duplicates", key)
    assert listed.json() == {"items": [], "next": None}
    effect = await counter.ask("GET", "/person-duplicates/effect?kept=s1&duplicate=s2", key)
    assert effect.json() == {
        "signs": ["other_birth_date"],
        "recorded": {"classes": ["c1"]},
        "conflicts": [],
    }
    value = {"id": "m", "kept": "s1", "duplicate": "s2"}
    made = await counter.ask("PUT", "/person-merges/m", key, value, **NEW)
    assert (made.status_code, made.json()) == (201, value)
    again = await counter.ask("GET", "/person-duplicates/effect?kept=s3&duplicate=s2", key)
    assert (again.status_code, again.json()["param"]) == (422, "duplicate")
    gone = await counter.ask("DELETE", "/person-merges/m", key, if_match='"1"', x_reason="two")
    assert gone.status_code == 204
