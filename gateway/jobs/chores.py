"""The clock of standing chores: once a day each, by one process of several, every run on record.

What is due was last begun before the newest of its daily hours, so that a gateway that was off over
night catches up when it is back. What fails is told and tried again every hour; nothing waits for
it, neither prompts nor the other chores.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import orjson
import structlog

from gateway.district.directory import District
from gateway.errors import GatewayError
from gateway.jobs.board import Board, Posted
from gateway.jobs.lease import Lease
from gateway.oversight.chore_runs import run_of
from gateway.telemetry import Metrics
from gateway.terms.chores import Run, RunState
from gateway.terms.disclosure import DistrictChoices
from gateway.terms.times import DAY_MS, HOUR_MS

LEASE: Final = "chores"
RETRY_MS: Final = HOUR_MS
KEPT_MS: Final = 90 * DAY_MS
"""How long runs stay on record."""
UNFORESEEN: Final = "unforeseen"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Chore:
    """Something to do once a day.

    Args:
        name: what it is called on record.
        work: does it, and returns what came of it, in counts.
        on: tells from the district's choices whether it is to be done at all.
    """

    name: str
    work: Callable[[], Awaitable[Mapping[str, int]]]
    on: Callable[[DistrictChoices], bool] = lambda _choices: True


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A chore as it stands: its last run, the last one that was done, and when the next is due.

    `due` is milliseconds since 1970, None where the district wants it not to be done.
    """

    name: str
    last: Run | None
    done: Run | None
    due: int | None


class Chores:
    """Does each chore when it is due. Belongs to one event loop."""

    def __init__(
        self,
        chores: Sequence[Chore],
        board: Board,
        lease: Lease,
        district: District,
        metrics: Metrics,
        *,
        hour: int,
        now: Callable[[], int],
    ) -> None:
        """Open it.

        Args:
            chores: what there is to do, in this order.
            board: where runs are on record.
            lease: by which one process of several does it.
            district: whose clock and choices it goes by.
            metrics: are told how it goes.
            hour: local hour of the day from which on chores are due.
            now: milliseconds since 1970.
        """
        self._chores = chores
        self._board = board
        self._lease = lease
        self._district = district
        self._metrics = metrics
        self._hour = hour
        self._now = now

    async def standing(self) -> list[Standing]:
        """Return every chore as it stands.

        Raises:
            Unusable: the database does not answer.
        """
        await self._district.refresh()
        return [await self._standing(chore) for chore in self._chores]

    async def work(self) -> None:
        """Do what is due, unless another process does.

        Raises:
            Unusable: the database does not answer.
        """
        if not await self._due():
            return
        async with self._lease.held() as ours:
            if not ours:
                return
            for chore in await self._due():
                await self._run(chore)
            await self._board.forget(before=self._now() - KEPT_MS)

    async def _due(self) -> list[Chore]:
        due, standing = [], await self.standing()
        now = self._now()  # not before: what is due at once is due at the moment it was looked at
        for chore, one in zip(self._chores, standing, strict=True):
            if one.due is not None and one.due <= now:
                due.append(chore)
            if one.done is not None:
                self._metrics.chore_done.labels(chore.name).set(one.done.touched / 1000)
        return due

    async def _standing(self, chore: Chore) -> Standing:
        choices = self._district.choices
        last = await self._board.last(chore.name)
        done = last
        if last is not None and last.state != RunState.DONE:
            done = await self._board.last(chore.name, state=RunState.DONE)
        due = None
        if chore.on(choices):
            due = due_at(_run(last), self._now(), self._hour, ZoneInfo(choices.timezone))
        return Standing(name=chore.name, last=_run(last), done=_run(done), due=due)

    async def _run(self, chore: Chore) -> None:
        """Do a chore, with a record of how it went."""
        job = self._board.new_id()
        await self._board.post(job, what=chore.name, who="")
        try:
            async with self._board.telling(job, {}):
                state, result = await self._outcome(chore)
        except BaseException:  # this process ends: whoever comes next begins anew
            with suppress(GatewayError):
                await self._board.give_up(job)
            raise
        await self._board.write(job, state=state.value, result=result)
        self._metrics.chores.labels(chore.name, state.value).inc()

    async def _outcome(self, chore: Chore) -> tuple[RunState, str]:
        try:
            counts = await chore.work()
        except GatewayError as error:
            _log.warning("chore_failed", work=chore.name, code=error.code)
            return RunState.FAILED, error.code
        except Exception as error:  # noqa: BLE001 - the other chores must be done all the same
            _log.error("chore_failed", work=chore.name, error=type(error).__name__)
            return RunState.FAILED, UNFORESEEN
        return RunState.DONE, orjson.dumps(dict(counts)).decode()


def due_at(last: Run | None, now: int, hour: int, zone: ZoneInfo) -> int:
    """Return when a chore is due next, at the latest `now` where it is due already. Pure.

    Args:
        last: its last run, None without one.
        now: milliseconds since 1970.
        hour: local hour of the day from which on it is due.
        zone: whose hours these are.
    """
    if last is None or last.state is RunState.LOST:
        return now
    newest = newest_hour(now, hour, zone)
    if last.began < newest:
        return newest
    if last.state is RunState.FAILED:
        return last.touched + RETRY_MS
    tomorrow = datetime.fromtimestamp(newest / 1000, zone) + timedelta(days=1)
    return round(tomorrow.replace(hour=hour).timestamp() * 1000)


def newest_hour(now: int, hour: int, zone: ZoneInfo) -> int:
    """Return when it last was this hour of the day in a zone, in milliseconds since 1970. Pure."""
    local = datetime.fromtimestamp(now / 1000, UTC).astimezone(zone)
    newest = local.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    if newest.timestamp() * 1000 > now:
        newest -= timedelta(days=1)
    return round(newest.timestamp() * 1000)


def _run(posted: Posted | None) -> Run | None:
    if posted is None:
        return None
    return run_of(posted.state, posted.began, posted.touched, posted.result)
