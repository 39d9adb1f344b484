"""Makes what officers, auditors and families reach, over an open store."""

import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from gateway.app.outside import watch_of
from gateway.app.store import Store, committing_beside, new_record_id, now_ms, pen_of
from gateway.audit.holder import is_gone, this_process
from gateway.audit.publish import CheckpointPlaces
from gateway.audit.search.search import Search
from gateway.district.roster_import import RosterImport
from gateway.exchange import Doors
from gateway.jobs.backtest import Backtests
from gateway.jobs.board import Board
from gateway.jobs.chores import LEASE as CHORES
from gateway.jobs.chores import Chore, Chores
from gateway.jobs.lease import Lease
from gateway.jobs.roster_drop import DropFolder
from gateway.jobs.roster_pull import RosterPull
from gateway.jobs.roster_round import RosterRound
from gateway.outbox.outbox import Outbox
from gateway.oversight.contents import ContentDesk
from gateway.oversight.duplicates import Duplicates
from gateway.oversight.emergencies import Emergencies
from gateway.oversight.forgetting import Forgetting
from gateway.oversight.holds import Holds
from gateway.oversight.incidents import IncidentDesk
from gateway.oversight.ledger import Ledger
from gateway.oversight.notices import Notices
from gateway.oversight.office import Office
from gateway.oversight.officer import THE_GATEWAY
from gateway.oversight.once import Once
from gateway.oversight.parties import Parties
from gateway.oversight.reading import Reading
from gateway.oversight.reminders import Reminders
from gateway.oversight.retention import Retention
from gateway.oversight.rosters import Rosters
from gateway.oversight.rulebook import Rulebook
from gateway.oversight.safety import SafetyTeam
from gateway.oversight.signing.asking import Asking
from gateway.oversight.signing.ground import Ground
from gateway.oversight.signing.renewals import Renewals
from gateway.reports.desk import KIND as REPORT
from gateway.reports.desk import Library, ReportDesk
from gateway.reports.making import Signer
from gateway.settings import Settings
from gateway.steps.safety_desk import LogDesk
from gateway.store.commit import GroupCommit
from gateway.telemetry import Metrics
from gateway.terms.chores import CHORE
from gateway.web.described import Desk


def office_of(store: Store, commit: GroupCommit | None = None) -> Office:
    """Return the one door for changes; `commit` writes on another connection than the store's."""
    return Office(
        store.reader,
        commit or store.commit,
        store.log,
        store.keys.fields,
        now=now_ms,
        new_id=new_record_id,
        rng=secrets.token_bytes,
    )


@asynccontextmanager
async def rosters_of(store: Store) -> AsyncIterator[Rosters]:
    """Give the door by which rosters come in."""
    async with committing_beside(store) as commit:
        yield Rosters(
            office_of(store, commit),
            store.reader,
            commit,
            store.district,
            RosterImport(
                store.keys.fields,
                digest_key=store.keys.derive("roster-digest"),
                log_id=lambda: secrets.token_hex(8),
                now=now_ms,
            ),
            now=now_ms,
            new_id=new_record_id,
        )


def roster_round_of(settings: Settings, store: Store, rosters: Rosters) -> RosterRound:
    """Return what brings the roster in by itself."""
    drop = DropFolder(folder=Path(settings.roster_drop), now=time.time)
    return RosterRound(
        rosters,
        RosterPull(rosters, store.reader, store.district),
        drop if settings.roster_drop else None,
        store.district,
        store.reader,
        store.commit,
        holder=this_process(),
        now=now_ms,
    )


@asynccontextmanager
async def chores_of(
    settings: Settings, store: Store, ground: Ground, metrics: Metrics
) -> AsyncIterator[Chores]:
    """Give the clock of standing chores."""
    ledger = Ledger(ground.office, store.reader, store.district, store.keys.fields)
    renewals = Renewals(ledger, Asking(ground), ground)
    reminders = Reminders(ledger, store.reader, store.district, ground.outbox, now=now_ms)
    async with committing_beside(store) as commit:
        retention = retention_of(settings, store, commit)
        yield Chores(
            [
                Chore(name="retention", work=partial(_purged, retention)),
                Chore(name="manifest", work=partial(_streams_noted, store)),
                Chore(name="reminders", work=reminders.send),
                Chore(
                    name="renewals",
                    work=partial(renewals.renew_by_mail, by=THE_GATEWAY),
                    on=lambda choices: choices.renewals_by_mail,
                ),
            ],
            Board(CHORE, store.reader, store.commit, now=now_ms, new_id=new_record_id),
            Lease(CHORES, store.commit, holder=this_process(), now=now_ms),
            store.district,
            metrics,
            hour=settings.chores_hour,
            now=now_ms,
        )


def retention_of(settings: Settings, store: Store, commit: GroupCommit | None = None) -> Retention:
    """Return what purges; `commit` writes on another connection than the store's."""
    places = CheckpointPlaces(settings.checkpoint_folders)
    pen = pen_of(store.keys)
    return Retention(store.reader, commit or store.commit, places, pen, is_gone=is_gone)


async def _streams_noted(store: Store) -> dict[str, int]:
    """Write the manifest of the log's streams, and return what came of it, in counts."""
    return {"streams": await store.note_streams()}


async def _purged(retention: Retention) -> Counter[str]:
    """Purge what the district's lifetimes say, and return what came of it, in counts."""
    outcome = await retention.purge(who=THE_GATEWAY.log_id)
    told = Counter(outcome.counts)
    told["held"] = outcome.held.total()
    told["certificates"] = outcome.certificates
    return told


def duplicates_of(store: Store, office: Office) -> Duplicates:
    """Return the door to people who came twice on a store's roster."""
    return Duplicates(office, store.reader, store.district, store.keys.fields)


def holds_of(store: Store, office: Office) -> Holds:
    """Return the door to what is held."""
    return Holds(
        office,
        store.reader,
        store.commit,
        store.district,
        store.keys.fields,
        key=store.keys.derive("held-requests"),
        now=now_ms,
    )


def safety_of(store: Store, office: Office, outbox: Outbox, metrics: Metrics) -> SafetyTeam:
    """Return the desk where alerts arrive."""
    return SafetyTeam(
        office,
        store.reader,
        store.district,
        outbox,
        store.keys.fields,
        log=LogDesk(store.log, metrics, now=now_ms, record_id=new_record_id),
        now=now_ms,
    )


def emergencies_of(store: Store, office: Office, outbox: Outbox) -> Emergencies:
    """Return who declares emergencies and ends them."""
    return Emergencies(
        office, store.reader, store.district, outbox, now=now_ms, new_id=new_record_id
    )


def contents_of(store: Store, office: Office) -> ContentDesk:
    """Return the door to kept content, for those who may read it."""
    return ContentDesk(office, store.reader, store.district, store.keys.fields, now=now_ms)


def ground_of(settings: Settings, store: Store, office: Office, outbox: Outbox) -> Ground:
    """Return what signatures are asked for and given on."""
    return Ground(
        office=office,
        outbox=outbox,
        district=store.district,
        reader=store.reader,
        commit=store.commit,
        fields=store.keys.fields,
        link_key=store.keys.derive("signature-link"),
        factor_key=store.keys.derive("signature-factor"),
        address=settings.public_url,
        now=now_ms,
        rng=secrets.token_bytes,
    )


def library_of(store: Store, search: Search, rulebook: Rulebook, ledger: Ledger) -> Library:
    """Return what reports are made from over an open store."""
    return Library(
        reader=store.reader,
        search=search,
        district=store.district,
        ledger=ledger,
        rulebook=rulebook,
        fields=store.keys.fields,
        signer=Signer(
            log_id=store.log_id,
            key=store.keys.signing,
            public=store.keys.public_pem(),
            rotations=store.keys.rotations,
        ),
    )


def desk_of(
    settings: Settings,
    store: Store,
    doors: Doors,
    holds: Holds,
    safety: SafetyTeam,
    ground: Ground,
    rosters: Rosters,
    chores: Chores,
) -> Desk:
    """Return what the described APIs reach."""
    office, outbox = ground.office, ground.outbox
    rulebook = Rulebook(office, store.reader, doors.district, now=now_ms)
    ledger = Ledger(office, store.reader, doors.district, store.keys.fields)
    search = Search(store.reader)
    asking = Asking(ground)
    return Desk(
        office=office,
        rosters=rosters,
        pull=RosterPull(rosters, store.reader, store.district),
        watch=watch_of(settings, store, office, outbox, doors.metrics),
        outbox=outbox,
        notices=Notices(office, store.reader, doors.district, outbox),
        asking=asking,
        renewals=Renewals(ledger, asking, ground),
        parties=Parties(office, store.reader, doors.district, store.keys.fields),
        rulebook=rulebook,
        backtests=Backtests(
            office, rulebook, store.reader, store.commit, now=now_ms, new_id=new_record_id
        ),
        ledger=ledger,
        chores=chores,
        incidents=IncidentDesk(
            office, store.reader, today=doors.district.today, new_id=new_record_id
        ),
        reports=ReportDesk(
            library_of(store, search, rulebook, ledger),
            office,
            Board(REPORT, store.reader, store.commit, now=now_ms, new_id=new_record_id),
            settings.reports_folder,
            days=settings.report_days,
            now=now_ms,
        ),
        holds=holds,
        contents=contents_of(store, office),
        safety=safety,
        once=Once(
            store.commit,
            store.keys.fields,
            secret=store.keys.derive("idempotency"),
            now=now_ms,
        ),
        emergencies=emergencies_of(store, office, outbox),
        district=doors.district,
        callers=doors.callers,
        limiter=doors.limiter,
        reading=Reading(store.reader, search, office),
        forgetting=Forgetting(office, store.reader, store.commit, now=now_ms),
        duplicates=duplicates_of(store, office),
    )
