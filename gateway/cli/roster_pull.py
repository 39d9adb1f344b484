"""`crossing-guard roster source` and `roster pull`: the district's OneRoster service."""

import os
from pathlib import Path

from gateway.app.desks import rosters_of
from gateway.app.store import Store
from gateway.cli.at_store import at_store
from gateway.cli.misread import read_as
from gateway.cli.officer import OFFICE, office_of, officer
from gateway.cli.root import out
from gateway.cli.roster import tell, tell_faults, tell_trial
from gateway.district.sources import SOURCES
from gateway.errors import BadRequest
from gateway.jobs.roster_pull import RosterPull
from gateway.oversight.office import Office
from gateway.oversight.officer import THE_GATEWAY, Officer
from gateway.terms.people import Duty
from gateway.terms.rosters import THE_SOURCE, RosterSource

SECRET = "CROSSING_GUARD_ROSTER_SECRET"  # noqa: S105 - the name of a variable
CONNECTORS = (Duty.ADMIN, Duty.PRIVACY_OFFICER)


def put_source(data: Path, file: Path, why: str) -> None:
    """Say where the roster comes from; a secret in the environment is stored, sealed."""
    called = f"`{file.name}` is no OneRoster service"
    source = read_as(RosterSource, file, called=called, code="bad_file")

    async def work(store: Store) -> None:
        by = await officer(store, *CONNECTORS)
        await _put(office_of(store), source, why, by)

    at_store(data, work)
    out.print("The roster comes from there now; try `crossing-guard roster pull --dry-run`.")


async def _put(office: Office, source: RosterSource, why: str, by: Officer) -> None:
    secret = os.environ.get(SECRET, "")
    if secret:
        seen = await office.credential_version(source.credential)
        await office.put_credential(source.credential, secret, seen=seen, why=why, by=by)
    elif await office.credential_version(source.credential) is None:
        raise BadRequest(
            f"put the client secret into the environment variable {SECRET}; it is stored sealed",
            code="no_credential",
        )
    seen = await office.version(SOURCES, THE_SOURCE)
    await office.put(SOURCES, source, seen=seen, why=why, by=by)


def pull_roster(data: Path, *, dry_run: bool, anyway: str | None) -> None:
    """Pull the roster now; see `import_roster`."""

    async def work(store: Store) -> None:
        by = await officer(store, *OFFICE) if anyway is not None else THE_GATEWAY
        async with rosters_of(store) as rosters:
            pull = RosterPull(rosters, store.reader, store.district)
            try:
                if dry_run:
                    tell_trial(await pull.compare(), await rosters.most_going())
                    return
                tell(await pull.bring_in(by=by, why=anyway or "", anyway=anyway is not None))
            except BadRequest as error:
                tell_faults(error)
                raise

    at_store(data, work)
