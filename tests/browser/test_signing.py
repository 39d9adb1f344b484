"""A guardian signs and withdraws: a gateway that runs, letters in its folder, a real browser.

By keyboard alone, without scripts, looked over as WCAG 2.1 AA asks.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from gateway.demo.practice_ai import practice_server
from gateway.district.sealed import open_birth_date
from gateway.store import keys
from tests.clients.test_serving import Served, make_desk, until

pytestmark = pytest.mark.slow

TEACHER = "staff-000414"
"""The made-up district's other teacher, whose students are old enough."""
CHROMIUM = Path("/usr/bin/chromium")
PUBLIC = "https://gate.example"
ADMIN = "/admin/api/v1"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")


@dataclass(frozen=True, kw_only=True)
class Family:
    """A student of the made-up district with a guardian who has an address, and no consent."""

    student: str
    name: str
    guardian: str
    born: date


@dataclass(frozen=True, kw_only=True)
class Counter:
    """A gateway that runs, and a family to be asked."""

    gate: Served
    family: Family

    def office(self, method: str, path: str, **options: Any) -> Any:
        """Ask the admin API as an officer."""
        key = {"authorization": f"Bearer {self.gate.desk.key('admin')}"}
        answer = self.gate.client.request(method, f"{ADMIN}{path}", headers=key, **options)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def ask(self) -> str:
        """Ask the family, and return the path of the link in the letter."""
        asked = {"subject": self.family.student, "signer": self.family.guardian}
        body = [asked | {"tools": ["practice", "practice-tags"]}]
        [told] = self.office("POST", "/signature-requests?dry_run=false", json=body)
        assert told["fault"] == ""
        return self.links(1)[-1]

    def links(self, count: int) -> list[str]:
        """Return the paths of links in letters, oldest first, once there are so many."""
        folder = self.gate.desk.data / "outbox"
        until(lambda: len(list(folder.glob("*.eml"))) >= count)
        found = []
        for file in sorted(folder.glob("*.eml")):
            message = message_from_bytes(file.read_bytes(), policy=default)
            body = message.get_body()
            assert body is not None
            found += re.findall(rf"{PUBLIC}(/sign/[\w-]+)", body.get_content())[:1]
        return found

    def disclosed(self) -> str:
        """Have a teacher write about the student, and return the ground it left on."""
        said = f"Write two sentences of feedback on the essay of {self.family.name}."
        asked = self.gate.ask(persona="other_teacher", messages=[{"role": "user", "content": said}])
        answer = self.gate.client.post("/v1/chat/completions", **asked)
        assert answer.status_code == 200, answer.text
        query = "SELECT data FROM log_entries WHERE kind = 'intent' ORDER BY time DESC LIMIT 1"
        with closing(sqlite3.connect(self.gate.desk.data / "crossing-guard.db")) as db:
            record = orjson.loads(db.execute(query).fetchone()[0])
        [basis] = {one["basis"] for one in record["subjects"] if one["kind"] == "student"}
        return str(basis)


def family_of(data: Path) -> Family:
    """Return a student of the teacher's classes whom nobody signed for."""
    fields = keys.load(data / "keys").fields
    query = """
        SELECT s.id, s.given, s.family, s.born, g.id AS guardian
        FROM people s JOIN enrolments e ON e.person = s.id
        JOIN enrolments t ON t.class_id = e.class_id AND t.person = ?
        JOIN guardianships w ON w.student = s.id JOIN people g ON g.id = w.guardian
        WHERE s.kind = 'student' AND g.emails <> '[]' AND s.born IS NOT NULL
        AND s.id NOT IN (SELECT subject FROM consents)
        AND s.id NOT IN (SELECT subject FROM refusals)
        AND (SELECT count(*) FROM people o WHERE o.given = s.given AND o.family = s.family) = 1
        ORDER BY s.id
    """
    with closing(sqlite3.connect(data / "crossing-guard.db")) as db:
        rows = db.execute(query, (TEACHER,)).fetchall()
    for student, given, family, born, guardian in rows:
        day = open_birth_date(fields, student, born)
        # Of a younger one a signature by mail is no verifiable consent (16 CFR 312.5(b)(2)).
        if day is not None and 14 <= date.today().year - day.year < 17:  # noqa: DTZ011 - whole years
            return Family(student=student, name=f"{given} {family}", guardian=guardian, born=day)
    pytest.fail("no such family")


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    folder = tmp_path_factory.mktemp("signing")
    with practice_server() as practice:
        desk = make_desk(folder, practice.url)
        with desk.serving(public_url=PUBLIC) as gate:
            yield Counter(gate=gate, family=family_of(desk.data))


@pytest.fixture
def page(counter: Counter) -> Iterator[Page]:
    if not CHROMIUM.exists():
        message = "Chromium is not installed: `apt install chromium`"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(base_url=counter.gate.url)
        page.route("**/*.js", lambda route: route.abort())
        yield page
        browser.close()


def fit_for_everybody(page: Page) -> None:
    """Look the page over as WCAG 2.1 AA asks."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    assert found.violations_count == 0, found.generate_report()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this id, or this text, has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate("[document.activeElement.id, document.activeElement.innerText]")
        if name in at:
            return
    pytest.fail(f"`{name}` cannot be reached by keyboard")


def test_a_guardian_signs_and_withdraws_by_keyboard_and_decisions_follow(
    counter: Counter, page: Page
) -> None:
    assert counter.disclosed() == "pseudonymised"
    link = counter.ask()
    for _ in range(3):  # a mail scanner looks first
        assert counter.gate.client.get(link).status_code == 200

    page.goto(link)
    fit_for_everybody(page)
    assert counter.family.name not in page.content()
    tab_to(page, "Español")
    page.keyboard.press("Enter")
    page.wait_for_url("**lang=es")
    assert page.get_attribute("html", "lang") == "es"
    tab_to(page, "English")
    page.keyboard.press("Enter")
    page.wait_for_url("**lang=en")
    tab_to(page, "known")
    page.keyboard.type("01/01/1990")
    page.keyboard.press("Enter")
    page.wait_for_selector(".errors")
    fit_for_everybody(page)
    assert "Tries left: 4" in page.inner_text("main")
    tab_to(page, "known")
    page.keyboard.type(f"{counter.family.born:%m/%d/%Y}")
    page.keyboard.press("Enter")

    page.wait_for_selector("#collect_use")
    fit_for_everybody(page)
    assert counter.family.name in page.inner_text("main")
    tab_to(page, "Sign the form")
    page.keyboard.press("Enter")
    page.wait_for_selector(".errors")
    assert page.locator(".errors li").count() == 5
    fit_for_everybody(page)
    for question in ("collect_use", "disclose_third_party", "tool.practice"):
        tab_to(page, f"{question}-yes")
        page.keyboard.press("Space")
    tab_to(page, "tool.practice-tags-yes")
    page.keyboard.press("ArrowDown")  # no
    tab_to(page, "name")
    page.keyboard.type("A Parent")
    tab_to(page, "Sign the form")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Thank you")
    fit_for_everybody(page)
    assert counter.disclosed() == "consent"

    page.goto(counter.links(2)[-1])
    tab_to(page, "known")
    page.keyboard.type(f"{counter.family.born:%m/%d/%Y}")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=You allow")
    tab_to(page, "Take back my permission")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Permission is withdrawn")
    fit_for_everybody(page)
    assert counter.disclosed() == "pseudonymised"


@pytest.mark.parametrize("path", ["/sign/none", "/sign/" + "A" * 42])
def test_what_is_no_link_says_the_same_and_nothing(counter: Counter, path: str) -> None:
    for answer in (counter.gate.client.get(path), counter.gate.client.post(path)):
        assert (answer.status_code, "does not open a form" in answer.text) == (404, True)


def test_pages_are_kept_nowhere_and_let_nothing_in(counter: Counter) -> None:
    answer: httpx.Response = counter.gate.client.get("/sign/none")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "set-cookie" not in answer.headers
    too_large = counter.gate.client.post("/sign/none", content=b"a=" + b"x" * 70_000)
    assert too_large.status_code == 413
    many = "&".join(f"a{number}=1" for number in range(600))
    assert counter.gate.client.post("/sign/none", content=many).status_code == 400
