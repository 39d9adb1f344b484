"""A stand-in OneRoster service over real HTTP: pages, tokens, and whatever a test has go wrong."""

import asyncio
import base64
import csv
import io
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import orjson

from gateway.terms.rosters import OneRosterVersion, RosterSource
from tests.upstream.service import read_request, serving

SECRET: Final = "open-sesame-4711"
CLIENT: Final = "gateway"
PATHS: Final = {
    OneRosterVersion.V1P1: "/ims/oneroster/v1p1",
    OneRosterVersion.V1P2: "/ims/oneroster/rostering/v1p2",
}

type Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request for a page."""

    collection: str
    offset: int
    limit: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Said:
    """An answer; `cut` bytes of its body are left out, though its length counts them."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0


type Fault = Callable[[Asked, Said], Said]


@dataclass(kw_only=True)
class RosterService:
    """Serves collections. `fault` may say something else than would have been said."""

    version: OneRosterVersion
    collections: dict[str, list[Json]]
    total: bool = True
    links: bool = False
    most: int = 1000
    fault: Fault = lambda _asked, said: said
    token_status: int = 200
    url: str = ""
    tokens: int = 0
    asked: list[Asked] = field(default_factory=list)

    def source(self, **changes: Any) -> RosterSource:
        """Return how it is asked."""
        said: dict[str, Any] = {
            "version": self.version,
            "url": f"{self.url}{PATHS[self.version]}",
            "token_url": f"{self.url}/token",
            "client_id": CLIENT,
            "page": 2,
        }
        return RosterSource(**(said | changes))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        request = await read_request(reader)
        head, _, body = request.partition(b"\r\n\r\n")
        line, *lines = head.decode().split("\r\n")
        headers = dict(one.lower().split(": ", 1) for one in lines)
        target = urlsplit(line.split(" ")[1])
        if target.path == "/token":
            said = self._token(headers, body)
        elif headers.get("authorization") != f"bearer token-{self.tokens}":
            said = Said(status=401)
        else:
            said = self._page(target.path, parse_qs(target.query))
        whole = said.body[: len(said.body) - said.cut]
        extra = "".join(f"{name}: {text}\r\n" for name, text in said.headers.items())
        writer.write(
            f"HTTP/1.1 {said.status} Said\r\ncontent-length: {len(said.body)}\r\n"
            f"connection: close\r\n{extra}\r\n".encode()
        )
        writer.write(whole)
        await writer.drain()

    def _token(self, headers: dict[str, str], body: bytes) -> Said:
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode().lower()
        if self.token_status != 200 or headers.get("authorization") != f"basic {known}":
            return Said(status=self.token_status if self.token_status != 200 else 401)
        assert parse_qs(body.decode())["grant_type"] == ["client_credentials"]
        self.tokens += 1
        return Said(body=orjson.dumps({"access_token": f"token-{self.tokens}"}))

    def _page(self, path: str, query: dict[str, list[str]]) -> Said:
        base, _, name = path.rpartition("/")
        asked = Asked(
            collection=name,
            offset=int(query["offset"][0]),
            limit=int(query["limit"][0]),
            fields=tuple(query.get("fields", [""])[0].split(",")),
        )
        self.asked.append(asked)
        if base != PATHS[self.version] or name not in self.collections:
            return Said(status=404)
        rows = self.collections[name]
        end = asked.offset + min(asked.limit, self.most)
        headers: dict[str, str] = {}
        if self.total:
            headers["X-Total-Count"] = str(len(rows))
        if self.links:
            headers["Link"] = f'<{self.url}{path}>; rel="{"next" if end < len(rows) else "first"}"'
        body = orjson.dumps({name: rows[asked.offset : end]})
        return self.fault(asked, Said(body=body, headers=headers))


@asynccontextmanager
async def running(service: RosterService) -> AsyncIterator[RosterService]:
    """Serve on loopback."""
    async with serving(service.serve) as url:
        service.url = url.removesuffix("/v1/chat/completions")
        yield service


def collections_of(files: dict[str, str], version: OneRosterVersion) -> dict[str, list[Json]]:
    """Return OneRoster files, version 1.1, as the collections of a service."""
    rows = {
        name: list(csv.DictReader(io.StringIO(files.get(name, ""))))
        for name in ("orgs.csv", "academicSessions.csv", "classes.csv", "enrollments.csv")
    }
    users = list(csv.DictReader(io.StringIO(files["users.csv"])))
    births = list(csv.DictReader(io.StringIO(files["demographics.csv"])))
    return {
        "orgs": [dict(one) for one in rows["orgs.csv"]],
        "academicSessions": [dict(one) for one in rows["academicSessions.csv"]],
        "classes": [
            one
            | {
                "school": {"sourcedId": one["schoolSourcedId"]},
                "grades": one["grades"].split(","),
                "terms": [{"sourcedId": term} for term in _cells(one.get("termSourcedIds"))],
            }
            for one in rows["classes.csv"]
        ],
        "enrollments": [
            one
            | {
                "class": {"sourcedId": one["classSourcedId"]},
                "user": {"sourcedId": one["userSourcedId"]},
            }
            for one in rows["enrollments.csv"]
        ],
        "users": [_user(one, version) for one in users],
        "demographics": [dict(one) for one in births],
    }


def _cells(cell: str | None) -> list[str]:
    return [one for one in (cell or "").split(",") if one]


def _ids(cell: str) -> Iterator[Json]:
    for one in _cells(cell):
        kind, _, number = one.strip("{}").partition(":")
        yield {"type": kind, "identifier": number}


def _user(one: dict[str, str], version: OneRosterVersion) -> Json:
    orgs = [{"sourcedId": org} for org in _cells(one["orgSourcedIds"])]
    said: Json = one | {
        "userIds": list(_ids(one["userIds"])),
        "agents": [{"sourcedId": agent} for agent in _cells(one["agentSourcedIds"])],
        "grades": _cells(one["grades"]),
        "orgs": orgs,
    }
    if version is OneRosterVersion.V1P2:
        role = {"roleType": "primary", "role": said.pop("role"), "org": orgs[0]}
        said |= {"roles": [role], "primaryOrg": orgs[0], "preferredFirstName": "Mimi"}
    return said
