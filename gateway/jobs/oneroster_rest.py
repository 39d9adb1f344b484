"""Reads a roster over OneRoster's REST interface, 1.1 and 1.2 (1EdTech), into files as by CSV.

The one door to a roster service. What comes is written as the CSV files that a district would
export, for the one reader of both: nothing of it is believed before it was read as a whole. Of
demographics the birth date alone is asked for, and passwords never.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
import orjson

from gateway.errors import GatewayError
from gateway.jobs.oneroster_json import COLLECTIONS, Collection
from gateway.terms.rosters import OneRosterVersion, RosterSource

TRIES: Final = 5
FIRST_WAIT: Final = 2.0
LONGEST_WAIT: Final = 120.0
"""Seconds to wait before a page is asked for again; a service may ask for longer, up to this."""
READINGS: Final = 3
"""How often a collection is read from its beginning where it changes meanwhile."""
LARGEST_PAGE: Final = 64 * 1024 * 1024
MOST_ROWS: Final = 20_000_000
SECONDS: Final = 60.0
SCOPES: Final[Mapping[OneRosterVersion, str]] = {
    version: " ".join(
        f"https://purl.imsglobal.org/spec/or/{number}/scope/{name}.readonly"
        for name in ("roster-core", "roster-demographics")
    )
    for version, number in ((OneRosterVersion.V1P1, "v1p1"), (OneRosterVersion.V1P2, "v1p2"))
}
AGAIN: Final = frozenset({408, 429, 500, 502, 503, 504})

type Sleep = Callable[[float], Awaitable[None]]
type Told = Callable[[str, int], None]
"""Told which collection is read, and how many of its rows were."""


class PullFailed(GatewayError):
    """The roster could not be read from its service; nothing was changed."""

    code = "roster_not_pulled"
    status = 502


class _Moving(Exception):
    """A collection changed while it was read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Answer:
    """A page as it came: its rows, how many there are in all, and whether another follows, each
    None where the service does not say."""

    rows: list[dict[str, Any]]
    total: int | None
    more: bool | None


@dataclass(kw_only=True, slots=True)
class Puller:
    """Reads one service's roster. `sleep` waits, in seconds."""

    http: httpx.AsyncClient
    source: RosterSource
    secret: str = field(repr=False)
    sleep: Sleep = asyncio.sleep
    _token: str = field(default="", repr=False)

    async def pull(self, folder: Path, told: Told = lambda _name, _rows: None) -> None:
        """Write the whole roster into an empty folder.

        Args:
            folder: where the files go.
            told: told how far it is.

        Raises:
            PullFailed: says what is wrong, and what would help.
        """
        for collection in COLLECTIONS[self.source.version]:
            if collection.name == "demographics" and not self.source.demographics:
                continue
            await self._collect(collection, folder, told)

    async def _collect(self, collection: Collection, folder: Path, told: Told) -> None:
        """Read a collection, again from its beginning where it changes meanwhile."""
        for _ in range(READINGS):
            try:
                await self._read_through(collection, folder, told)
            except _Moving:
                continue
            return
        raise PullFailed(
            f"`{collection.name}` changed {READINGS} times while it was read; pull the roster at "
            "an hour at which nobody writes it",
            code="roster_moving",
        )

    async def _read_through(self, collection: Collection, folder: Path, told: Told) -> None:
        """Write all of a collection, page by page.

        Raises:
            _Moving: it is not the same any more as on the first page.
        """
        seen: set[str] = set()
        total: int | None = None
        with collection.opened(folder) as files:
            while True:
                answer = await self._page(collection, len(seen))
                if seen and answer.total != total:
                    raise _Moving
                total = answer.total
                for row in answer.rows:
                    number = row.get("sourcedId")
                    if not isinstance(number, str) or not number:
                        raise _broken(collection.name, "a row has no `sourcedId`")
                    if number in seen:
                        raise _Moving
                    seen.add(number)
                    files.write(row)
                told(collection.name, len(seen))
                if len(seen) > MOST_ROWS:
                    raise _broken(collection.name, "it does not end")
                if _is_last(answer, len(seen), self.source.page):
                    break
                if not answer.rows:
                    raise _Moving  # fewer than it said there would be
        if total is not None and total != len(seen):
            raise _Moving

    async def _page(self, collection: Collection, offset: int) -> _Answer:
        params: dict[str, str | int] = {
            "limit": self.source.page,
            "offset": offset,
            "sort": "sourcedId",
            "orderBy": "asc",
        }
        if collection.fields:
            params["fields"] = ",".join(collection.fields)
        response, body = await self._get(collection, params)
        try:
            said = orjson.loads(body)
            rows = said[collection.name]
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise _broken(collection.name, f"no JSON with a list `{collection.name}`") from error
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise _broken(collection.name, f"no JSON with a list `{collection.name}`")
        total = response.headers.get("x-total-count", "")
        return _Answer(
            rows=rows,
            total=int(total) if total.isdecimal() else None,
            more="next" in response.links if "link" in response.headers else None,
        )

    async def _get(
        self, collection: Collection, params: Mapping[str, str | int]
    ) -> tuple[httpx.Response, bytes]:
        """Ask for a page until it comes, with patience."""
        url = f"{self.source.url.rstrip('/')}/{collection.name}"
        renewed = False
        failure = ""
        for attempt in range(TRIES):
            if not self._token:
                self._token = await self._new_token()
            headers = {"authorization": f"Bearer {self._token}", "accept": "application/json"}
            wait = FIRST_WAIT * 2**attempt
            try:
                response, body = await self._sent("GET", url, params=params, headers=headers)
            except httpx.HTTPError as error:
                failure = f"the connection failed ({type(error).__name__})"
            else:
                if response.status_code == httpx.codes.OK:
                    return response, body
                if response.status_code == httpx.codes.UNAUTHORIZED and not renewed:
                    self._token, renewed = "", True  # it may have run out under way
                    continue
                if response.status_code not in AGAIN:
                    raise _denied(collection.name, response.status_code)
                failure = f"it answered {response.status_code}"
                wait = max(wait, _asked_to_wait(response))
            if attempt + 1 < TRIES:
                await self.sleep(min(wait, LONGEST_WAIT))
        raise PullFailed(
            f"the roster service gave no `{collection.name}` in {TRIES} tries: at last {failure}",
            code="roster_service_failing",
        )

    async def _new_token(self) -> str:
        """Ask for an access token (RFC 6749 4.4)."""
        scope = self.source.scope or SCOPES[self.source.version]
        form = {"grant_type": "client_credentials", "scope": scope}
        failure = ""
        for attempt in range(TRIES):
            wait = FIRST_WAIT * 2**attempt
            try:
                response, body = await self._sent(
                    "POST",
                    self.source.token_url,
                    data=form,
                    auth=httpx.BasicAuth(self.source.client_id, self.secret),
                    headers={"accept": "application/json"},
                )
            except httpx.HTTPError as error:
                failure = f"the connection failed ({type(error).__name__})"
            else:
                if response.status_code == httpx.codes.OK:
                    return _token_of(body)
                if response.status_code not in AGAIN:
                    raise PullFailed(
                        f"the token service answered {response.status_code}: look at `client_id`, "
                        f"the credential `{self.source.credential}` and `scope`",
                        code="roster_credential_refused",
                    )
                failure = f"it answered {response.status_code}"
                wait = max(wait, _asked_to_wait(response))
            if attempt + 1 < TRIES:
                await self.sleep(min(wait, LONGEST_WAIT))
        raise PullFailed(
            f"the token service gave no token in {TRIES} tries: at last {failure}",
            code="roster_service_failing",
        )

    async def _sent(self, method: str, url: str, **request: Any) -> tuple[httpx.Response, bytes]:
        """Send a request; return the answer with its body, of which no more than fits is read."""
        body = bytearray()
        async with self.http.stream(method, url, **request) as response:
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > LARGEST_PAGE:
                    raise PullFailed(
                        f"a page has more than {LARGEST_PAGE} bytes; make `page` smaller",
                        code="roster_page_too_large",
                    )
        return response, bytes(body)


def client() -> httpx.AsyncClient:
    """Return what asks a roster service: no redirects, no proxies from the environment."""
    return httpx.AsyncClient(timeout=SECONDS, follow_redirects=False, trust_env=False)


def _is_last(answer: _Answer, seen: int, page: int) -> bool:
    """Tell whether a page is the last one, by the best that the service says."""
    if answer.total is not None:
        return seen >= answer.total
    if answer.more is not None:
        return not answer.more
    return len(answer.rows) < page


def _asked_to_wait(response: httpx.Response) -> float:
    """Return the seconds that a service asks for, 0 without."""
    asked = response.headers.get("retry-after", "")
    return float(asked) if asked.isdecimal() else 0.0


def _token_of(body: bytes) -> str:
    try:
        token = orjson.loads(body)["access_token"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        token = None
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
        raise PullFailed(
            "the token service gave no `access_token`; look at `token_url`", code="roster_no_token"
        )
    return token


def _denied(name: str, status: int) -> PullFailed:
    if status in (401, 403):
        more = (
            ", or set `demographics` to false: nobody's age is known then"
            if name == "demographics"
            else ""
        )
        return PullFailed(
            f"the roster service lets this account read no `{name}` ({status}): have it given the "
            f"scope{more}",
            code="roster_access_denied",
        )
    return PullFailed(
        f"the roster service answered {status} for `{name}`: look at `url` and `version`",
        code="roster_service_failing",
    )


def _broken(name: str, words: str) -> PullFailed:
    return PullFailed(
        f"the roster service's answer for `{name}` cannot be read: {words}",
        code="roster_answer_broken",
    )
