from collections.abc import AsyncIterator
from dataclasses import replace
from html.parser import HTMLParser

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete

from gateway.district import edits
from gateway.store import tables
from gateway.web.register import register_routes
from tests.district.conftest import Town, bare, peopled, town
from tests.district.test_register import TUTOR

__all__ = ["bare", "peopled", "town"]

pytestmark = pytest.mark.anyio


@pytest.fixture
async def public(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    """Give somebody who is not signed in."""
    district = town.district()
    app = FastAPI()
    app.include_router(register_routes(lambda: district))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        yield client


class Outline(HTMLParser):
    """Collects what a screen reader goes by."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "html":
            self.language = dict(attrs)["lang"] or ""


async def test_anybody_may_read_the_register(town: Town, public: httpx.AsyncClient) -> None:
    await town.run(lambda db: edits.put_tools(db, [TUTOR]))
    page = await public.get("/register")
    assert page.status_code == 200
    assert "script" not in page.headers["content-security-policy"]
    assert "Zeta Learning, Inc." in page.text
    assert "api.zeta.example" not in page.text
    outline = Outline()
    outline.feed(page.text)
    assert outline.language == "en"
    assert {"title", "main", "h1", "h2", "dl"} <= set(outline.tags)
    assert (await public.get("/register.css")).headers["content-type"].startswith("text/css")
    [tool] = (await public.get("/register.json")).json()
    assert tool["data_elements"] == ["Student Name", "Student Work"]
    for path in ("/register/soppa.csv", "/register/ny-2d.csv"):
        listed = await public.get(path)
        assert listed.headers["content-type"].startswith("text/csv")
        assert "Hosting Ltd" in listed.text


async def test_the_bare_address_leads_to_the_register(public: httpx.AsyncClient) -> None:
    answer = await public.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/register")


async def test_what_a_tool_is_called_is_no_markup(town: Town, public: httpx.AsyncClient) -> None:
    tool = replace(TUTOR, product='<script>alert("x")</script>', public_url='https://x/"><b>')
    await town.run(lambda db: edits.put_tools(db, [tool]))
    page = await public.get("/register")
    assert "<script" not in page.text
    assert '"><b>' not in page.text


async def test_where_it_cannot_be_read_it_says_so(town: Town, public: httpx.AsyncClient) -> None:
    await town.run(lambda db: db.execute(delete(tables.revisions)).rowcount)
    for path in ("/register", "/register.json", "/register/soppa.csv"):
        assert (await public.get(path)).status_code == 503
