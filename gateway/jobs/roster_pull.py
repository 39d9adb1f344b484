"""Pulls the roster from the district's OneRoster service, and brings it in whole or not at all."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx

from gateway.district.directory import District
from gateway.district.oneroster import Roster, read_folder
from gateway.district.roster_report import Difference
from gateway.district.sources import read_source
from gateway.errors import BadRequest, GatewayError
from gateway.jobs.oneroster_rest import Puller, Sleep, Told, client
from gateway.oversight.officer import THE_GATEWAY, Officer
from gateway.oversight.rosters import Rosters
from gateway.store.engine import Reader
from gateway.terms.rosters import RosterSource

SOURCE: Final = "pull"
"""What the list of imports calls it."""


def _untold(_name: str, _rows: int) -> None:
    """Tell nobody."""


class RosterPull:
    """Pulls, when it is told to."""

    def __init__(
        self,
        rosters: Rosters,
        reader: Reader,
        district: District,
        *,
        http: Callable[[], httpx.AsyncClient] = client,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Open it.

        Args:
            rosters: by which a roster comes in.
            reader: the database.
            district: opens the credential.
            http: makes what asks the service.
            sleep: waits, in seconds.
        """
        self._rosters = rosters
        self._reader = reader
        self._district = district
        self._http = http
        self._sleep = sleep

    async def source(self) -> RosterSource | None:
        """Return where the roster comes from, None where nobody said."""
        return await self._reader.quick(read_source)

    async def compare(self, told: Told = _untold) -> Difference:
        """Pull a roster and return what it would change; changes nothing.

        Raises:
            BadRequest: no service is named.
            PullFailed, RosterRejected: it could not be read.
        """
        return await self._rosters.compare(await self._read(told))

    async def bring_in(
        self,
        *,
        by: Officer = THE_GATEWAY,
        why: str = "",
        anyway: bool = False,
        told: Told = _untold,
    ) -> Difference:
        """Pull a roster and apply it; see `Rosters.bring_in`. A failure is on the list of imports.

        Raises:
            BadRequest: no service is named.
            PullFailed, RosterRejected: it could not be read; nothing was changed.
            TooManyGo: more would go than the district expects; nothing was changed.
        """
        try:
            roster = await self._read(told)
        except GatewayError as error:
            await self._rosters.failed(SOURCE, error, by)
            raise
        return await self._rosters.bring_in(roster, source=SOURCE, by=by, why=why, anyway=anyway)

    async def _read(self, told: Told) -> Roster:
        source = await self.source()
        if source is None:
            raise BadRequest(
                "no roster service is named; name one with `crossing-guard roster source`",
                code="no_roster_source",
                status=409,
            )
        await self._district.refresh()
        secret = await self._district.secret(source.credential)
        with TemporaryDirectory() as name:
            folder = Path(name)
            async with self._http() as http:
                puller = Puller(http=http, source=source, secret=secret, sleep=self._sleep)
                await puller.pull(folder, told)
            return await asyncio.to_thread(read_folder, folder)
