"""The states' packs on a running gateway: switched on by an officer, they decide as they say, from
facts that a live request fills in. Without its pack the same prompt passes."""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import httpx
import pytest

from tests.clients.conftest import Running

SHIPPED = ["coppa", "ferpa", "idea", "ppra", "district"]
ADULT = "practice-adult"
"""A tool whose terms ask for 18 years."""


class Officer:
    """An officer of the running gateway, at its admin API."""

    def __init__(self, gateway: Running) -> None:
        self._gateway = gateway
        self._root = gateway.base_url.removesuffix("/v1")
        self._numbers = itertools.count()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        said = {name.replace("_", "-"): text for name, text in headers.items()}
        key = self._gateway.key("auditor" if path.startswith("/audit") else "admin")
        answer = httpx.request(
            method,
            f"{self._root}{path}",
            json=body,
            headers={"authorization": f"Bearer {key}", "x-reason": "a state's law"} | said,
            timeout=60,
        )
        assert answer.status_code < 300, answer.text
        return answer

    @contextmanager
    def changed(self, path: str, **changes: Any) -> Iterator[None]:
        """Have a row hold other values for a while."""
        at = f"/admin/api/v1{path}"
        was = self.ask("GET", at)
        self.ask("PUT", at, was.json() | changes, if_match=was.headers["etag"])
        try:
            yield
        finally:
            now = self.ask("GET", at).headers["etag"]
            self.ask("PUT", at, was.json(), if_match=now)

    @contextmanager
    def deciding(self, pack: str) -> Iterator[None]:
        """Have a state's pack decide for a while, beside those that come switched on."""
        name = f"with-{pack}-{next(self._numbers)}"
        at = f"/admin/api/v1/rules/versions/{name}"
        draft = {"id": name, "title": pack, "packs": [*SHIPPED, pack]}
        version = self.ask("PUT", at, draft, if_none_match="*").headers["etag"]
        for step in ("check", "approve", "activate"):
            version = self.ask("POST", f"{at}/{step}", if_match=version).headers["etag"]
        try:
            yield
        finally:
            active = self.ask("GET", "/admin/api/v1/rules").headers["etag"]
            self.ask("POST", "/admin/api/v1/rules/return?to=", if_match=active)

    def recorded(self, record: str) -> Any:
        """Return what the log holds of a prompt."""
        return self.ask("GET", f"/audit/api/v1/records/{record}").json()["record"]


@pytest.fixture(scope="module")
def officer(gateway: Running) -> Iterator[Officer]:
    """Return an officer who may approve their own version, as long as these tests run."""
    one = Officer(gateway)
    with one.changed("/settings", rules_need_second_person=False):
        yield one


def ask(gateway: Running, persona: str, text: str, tool: str = "practice") -> httpx.Response:
    return httpx.post(
        f"{gateway.base_url}/chat/completions",
        headers={
            "authorization": f"Bearer {gateway.key(persona)}",
            "x-crossing-guard-purpose": "learning",
        },
        json={"model": tool, "messages": [{"role": "user", "content": text}]},
        timeout=60,
    )


@pytest.mark.parametrize(
    ("pack", "rule", "addendum"),
    [
        ("us-ca", "us-ca.contract-terms", "ca_ab1584"),
        ("us-ny", "us-ny.supplemental-information", "ny_2d"),
        ("us-il", "us-il.not-published", "il_soppa"),
    ],
)
def test_an_agreement_without_what_the_state_asks_carries_no_release_as_an_official(
    gateway: Running, officer: Officer, pack: str, rule: str, addendum: str
) -> None:
    text = f"Praise {gateway.name('without_consent')} in two lines, as {pack} lets us."
    with officer.changed("/settings", pseudonymised_basis="school_official"):
        assert ask(gateway, "teacher", text).headers["x-crossing-guard-outcome"] == "pseudonymise"
        with officer.deciding(pack):
            before = gateway.last()
            refused = ask(gateway, "teacher", text)
            assert refused.status_code == 403, refused.text
            assert not gateway.received(before)
            record = officer.recorded(refused.headers["x-crossing-guard-record"])
            assert rule in record["reasons"]
            assert record["facts"]["tool"]["addenda"] == []
            with officer.changed("/tools/practice", addenda=[addendum]):
                passed = ask(gateway, "teacher", text)
                assert passed.headers["x-crossing-guard-outcome"] == "pseudonymise"
                record = officer.recorded(passed.headers["x-crossing-guard-record"])
                assert record["facts"]["tool"]["addenda"] == [addendum]


def a_class(gateway: Running) -> tuple[str, str]:
    """Return a class of the student of 13 to 17, and who teaches it."""
    query = """
        SELECT theirs.class_id, theirs.person
        FROM enrolments AS ours JOIN enrolments AS theirs ON theirs.class_id = ours.class_id
        JOIN people ON people.id = theirs.person AND people.role = 'teacher' AND people.active
        WHERE ours.person = ? AND theirs.role = 'teacher' ORDER BY theirs.class_id
    """
    pupil = gateway.demo["personas"]["student_13_17"]["id"]
    with closing(sqlite3.connect(gateway.data / "crossing-guard.db")) as db:
        group, teacher = db.execute(query, (pupil,)).fetchone()
    return group, teacher


@contextmanager
def permitted(gateway: Running) -> Iterator[None]:
    """Have a teacher of the student of 13 to 17 permit AI for a while."""
    group, teacher = a_class(gateway)
    made = gateway.command("keys", "create", "--person", teacher)
    assert made.returncode == 0, made.stderr
    at = f"{gateway.base_url}/permits/ohio"
    key = {"authorization": f"Bearer {made.stdout.split()[-1]}"}
    body = {
        "group": group,
        "tools": ["practice", ADULT],
        "purposes": ["learning"],
        "until": "2099-12-31",
    }
    put = httpx.put(at, headers=key, json=body, timeout=60)
    assert put.status_code == 200, put.text
    try:
        yield
    finally:
        assert httpx.delete(at, headers=key, timeout=60).status_code == 204


def test_in_ohio_students_use_ai_where_a_teacher_permits_it(
    gateway: Running, officer: Officer
) -> None:
    text = "Explain photosynthesis in one line."
    assert ask(gateway, "student_13_17", text).status_code == 200
    with officer.deciding("us-oh"):
        before = gateway.last()
        refused = ask(gateway, "student_13_17", text)
        assert refused.status_code == 403, refused.text
        assert "Your teacher has not said yet" in refused.text
        assert not gateway.received(before)
        record = officer.recorded(refused.headers["x-crossing-guard-record"])
        assert record["reasons"] == ["us-oh.teacher-permission"]
        assert record["facts"]["principal"]["teacher_permits"] is False
        assert ask(gateway, "teacher", text).status_code == 200  # staff need no permission
        with permitted(gateway):
            passed = ask(gateway, "student_13_17", text)
            assert passed.status_code == 200, passed.text
            record = officer.recorded(passed.headers["x-crossing-guard-record"])
            assert record["facts"]["principal"]["teacher_permits"] is True
        assert ask(gateway, "student_13_17", text).status_code == 403


def test_in_ohio_a_permission_lets_nobody_in_whom_the_tools_terms_keep_out(
    gateway: Running, officer: Officer
) -> None:
    text = "Explain why the sky is blue in one line."
    with officer.deciding("us-oh"), permitted(gateway):
        refused = ask(gateway, "student_13_17", text, ADULT)
        assert refused.status_code == 403, refused.text
        record = officer.recorded(refused.headers["x-crossing-guard-record"])
        assert "us-oh.terms-age" in record["reasons"]
        assert "us-oh.teacher-permission" not in record["reasons"]
        assert record["facts"]["tool"]["min_user_age"] == 18
        with officer.changed(f"/tools/{ADULT}", minor_terms="NDPA 2026-014, exhibit for minors"):
            passed = ask(gateway, "student_13_17", text, ADULT)
            assert passed.status_code == 200, passed.text
            record = officer.recorded(passed.headers["x-crossing-guard-record"])
            assert record["facts"]["tool"]["minor_terms"] is True
