"""The database is lost in the middle of what admins edit: at every transaction, before and after
its commit. Whoever edits is told clearly, nothing is half applied, and asking again does it once.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, func, select

from gateway.district import edits
from gateway.district.history import Listed
from gateway.store.commit import GroupCommit, open_lane
from gateway.store.engine import Reader, is_sqlite
from gateway.store.tables import consents
from gateway.terms.people import Duty
from tests.district.conftest import Town, new_fields, settled
from tests.faults.cut import CutLane, Loss
from tests.oversight.signing.conftest import CHAT
from tests.waiting import until
from tests.web.admin.conftest import Counter, counter_in

pytestmark = pytest.mark.anyio

MOST_TRANSACTIONS = 20
"""More than any edit takes."""
BEFORE_COMMIT = {True: (Loss.FULL_DISK, Loss.READ_ONLY), False: (Loss.CONNECTION,)}
"""What SQLite, and what PostgreSQL, can lose before a commit."""
HEADER = "id,subject,signer,relationship,signed_on,method,evidence,records,purposes,recipients\n"
ROW = "{id},s1,g1,parent,2026-02-02,wet,form 12,Student Name,feedback,chat\n"
TOOL = replace(CHAT, base_url="https://ai.example/v1")
SLIPS = 200
SHEET = HEADER + "".join(ROW.format(id=f"k{number}") for number in range(SLIPS))
"""Enough to need room on the disk."""


@dataclass(kw_only=True)
class Desk:
    """An admin's desk over a database that can be lost."""

    counter: Counter
    lane: CutLane
    key: str
    sqlite: bool

    async def edit(self, path: str, change: dict[str, Any], tag: str) -> httpx.Response:
        """Change some fields of a row, made to a version of it."""
        value = await self.value(path)
        said = {"if_match": tag, "x_reason": "agreed"}
        return await self.counter.ask("PUT", path, self.key, value | change, **said)

    async def tag(self, path: str) -> str:
        tag: str = (await self.counter.ask("GET", path, self.key)).headers["etag"]
        return tag

    async def tried(self) -> str:
        """Try the sheet, and return what its import names."""
        answer = await self._sheet(dry_run=True)
        assert answer.status_code == 200, answer.text
        tag: str = answer.headers["etag"]
        return tag

    async def bring_in(self, once: str, tag: str) -> httpx.Response:
        """Import the sheet under an idempotency key."""
        return await self._sheet(dry_run=False, if_match=tag, idempotency_key=once)

    async def _sheet(self, *, dry_run: bool, **said: str) -> httpx.Response:
        headers = {name.replace("_", "-"): text for name, text in said.items()}
        return await self.counter.http.post(
            f"/admin/api/v1/consent-sheet?dry_run={str(dry_run).lower()}",
            content=SHEET.encode(),
            headers={
                "authorization": f"Bearer {self.key}",
                "content-type": "text/csv",
                "x-reason": "paper slips",
                **headers,
            },
        )

    async def settle(self, once: str, tag: str, done: int) -> None:
        """Send a post again, as its client would, until it is known what came of it."""
        again = await self.bring_in(once, tag)
        if again.status_code == 409:
            assert again.json()["code"] == "still_running"
            self.counter.rooms.town.clock[0] += timedelta(minutes=2)
            again = await self.bring_in(once, tag)
            assert (again.status_code, again.json()["code"]) == (409, "outcome_unknown")
            assert await self.slips() == done  # it is not done again
            again = await self.bring_in(f"{once}-anew", tag)
            assert again.status_code == (412 if done else 200), again.text
            return
        assert again.status_code == 200, again.text

    async def mended(self) -> bool:
        """Have the database and the log back; tell whether it was lost."""
        lost = await self.lane.mend()
        await until(lambda: self.counter.rooms.log.healthy)
        return lost

    async def value(self, path: str) -> dict[str, Any]:
        value: dict[str, Any] = (await self.counter.ask("GET", path, self.key)).json()
        return value

    async def slips(self) -> int:
        """Return how many consents there are."""
        query = select(func.count()).select_from(consents)
        return await self.counter.rooms.town.reader.read(lambda db: db.execute(query).scalar_one())

    async def history(self, kind: str, row: str) -> list[Listed]:
        """Return the edits of a row, newest first."""
        return await self.counter.rooms.office.history(kind=kind, row=row)

    def losses(self) -> tuple[Loss, ...]:
        return (*BEFORE_COMMIT[self.sqlite], Loss.ANSWER)


@asynccontextmanager
async def desk_at(url: str, folder: Path) -> AsyncIterator[Desk]:
    lane = CutLane(open_lane(url), url)
    reader, commit = Reader(url), GroupCommit(lane)
    try:
        town = await settled(
            Town(url=url, fields=new_fields(), reader=reader, commit=commit), folder / "roster"
        )
        async with counter_in(town, folder / "reports") as counter:
            key = await counter.key(Duty.ADMIN)
            yield Desk(counter=counter, lane=lane, key=key, sqlite=is_sqlite(url))
    finally:
        await commit.close()
        await reader.close()


@pytest.fixture
async def desk(store_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk_at(store_url, tmp_path) as opened:
        yield opened


def check_told(answer: httpx.Response) -> None:
    """Hold an answer to what whoever edits can act on."""
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert said["code"] in ("store_unavailable", "log_unavailable")
    assert said["detail"]
    assert "INSERT" not in answer.text
    assert "UPDATE" not in answer.text


@pytest.mark.parametrize(
    ("path", "kind", "row", "changes"),
    [
        pytest.param(
            "/settings",
            "choices",
            "district",
            ({"coppa_age": 14}, {"coppa_age": 13}),
            id="settings",
        ),
        pytest.param(
            "/tools/chat", "tool", "chat", ({"min_user_age": 13}, {"min_user_age": 0}), id="a tool"
        ),
    ],
)
async def test_an_edit_is_whole_or_not_at_all_and_made_again_is_made_once(
    desk: Desk, path: str, kind: str, row: str, changes: tuple[dict[str, Any], ...]
) -> None:
    town = desk.counter.rooms.town
    await town.run(lambda db: edits.put_tools(db, [TOOL]))
    for loss in desk.losses():
        for step in range(MOST_TRANSACTIONS):
            before, tag = await desk.value(path), await desk.tag(path)
            change = next(one for one in changes if before | one != before)
            edits_before = len(await desk.history(kind, row))
            desk.lane.arm(loss, step)
            answer = await desk.edit(path, change, tag)
            if not await desk.mended():
                assert answer.status_code == 200, answer.text
                break
            if answer.status_code == 200 and loss is Loss.FULL_DISK:
                continue  # it needed no more room than there was
            check_told(answer)
            made = await desk.tag(path) != tag
            assert await desk.value(path) == (before | change if made else before)
            assert made <= (loss is Loss.ANSWER)
            again = await desk.edit(path, change, tag)
            assert again.status_code == (412 if made else 200), again.text
            assert await desk.value(path) == before | change
            assert len(await desk.history(kind, row)) == edits_before + 1
        else:
            pytest.fail("it never came through")
        assert step > 1


async def test_what_decided_goes_on_deciding_while_an_edit_is_lost(desk: Desk) -> None:
    town = desk.counter.rooms.town
    loss = Loss.READ_ONLY if desk.sqlite else Loss.CONNECTION
    desk.lane.arm(loss, 1)  # the log has it, the change is lost
    answer = await desk.edit("/settings", {"coppa_age": 16}, await desk.tag("/settings"))
    check_told(answer)
    await desk.mended()
    elsewhere = town.district()
    await elsewhere.refresh()
    assert elsewhere.choices.coppa_age == 13
    told = [one.get("result") for one in await desk.counter.rooms.events()]
    assert told[0] is None  # what was about to be done is in the log
    assert "unclear" in told or desk.sqlite  # and that it went wrong, where that could be written


async def test_a_post_under_a_key_is_done_once_however_it_is_lost(desk: Desk) -> None:
    town = desk.counter.rooms.town
    await town.run(lambda db: edits.put_tools(db, [TOOL]))
    for loss in desk.losses():
        for step in range(MOST_TRANSACTIONS):
            await town.run(lambda db: db.execute(delete(consents)).rowcount)
            tag, key = await desk.tried(), f"{loss}-{step}".replace(" ", "-")
            desk.lane.arm(loss, step)
            answer = await desk.bring_in(key, tag)
            if not await desk.mended():
                assert answer.status_code == 200, answer.text
                assert await desk.slips() == SLIPS
                break
            done = await desk.slips()
            assert done in (0, SLIPS)
            if answer.status_code != 200:  # else only the memory of the answer was lost
                check_told(answer)
                assert done == 0 or loss is Loss.ANSWER
            await desk.settle(key, tag, done)
            assert await desk.slips() == SLIPS
        else:
            pytest.fail("it never came through")
        assert step > 2
