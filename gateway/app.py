"""Puts the parts together: from settings to a running application. Knows every part, does little.

`Works` is one process's set of open doors; `create_app` serves it over HTTP. What cannot be
opened stops the start, with what to do about it: there is no running without rules, log or keys.
"""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from socket import gethostname
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway import __version__
from gateway.audit.holder import is_gone, this_process
from gateway.audit.ids import record_id
from gateway.audit.places.appended import AppendedFile
from gateway.audit.places.bucket import Bucket
from gateway.audit.places.delivery import Delivery
from gateway.audit.places.place import Place
from gateway.audit.places.sigv4 import Account
from gateway.audit.publish import CheckpointPlaces
from gateway.audit.rotation import keyring
from gateway.audit.search.projector import GENTLE, Pace, Projector
from gateway.audit.search.search import Search
from gateway.audit.takeover import Pen
from gateway.audit.writer import LogWriter
from gateway.decision.cases import run_cases
from gateway.decision.packs import RuleSet, load_rule_set
from gateway.detection.nursery import COMMAND
from gateway.detection.pool import Pool
from gateway.detection.scan import Scanner
from gateway.district.directory import District
from gateway.district.edits import put_rule_set
from gateway.errors import BadRequest, GatewayError, Unusable
from gateway.exchange import Doors
from gateway.identity.callers import Callers
from gateway.identity.limits import Allowance, Limiter
from gateway.jobs.backtest import Backtests
from gateway.jobs.board import Board
from gateway.jobs.rounds import rounds
from gateway.outbox.carriers import Carrier, FileCarrier, MailServer, Security, SmtpCarrier
from gateway.outbox.message import check_address
from gateway.outbox.outbox import Outbox
from gateway.outbox.postman import Postman
from gateway.oversight.emergencies import Emergencies
from gateway.oversight.forgetting import Forgetting
from gateway.oversight.holds import Holds
from gateway.oversight.incidents import IncidentDesk
from gateway.oversight.ledger import Ledger
from gateway.oversight.mailed import MailedCheckpoints
from gateway.oversight.notices import Notices
from gateway.oversight.office import Office
from gateway.oversight.once import Once
from gateway.oversight.reading import Reading
from gateway.oversight.rulebook import Rulebook
from gateway.oversight.safety import SafetyTeam
from gateway.oversight.signing.asking import Asking
from gateway.oversight.signing.ground import Ground
from gateway.oversight.signing.signing import Signing
from gateway.pseudonyms.vault import Vaults
from gateway.reports.desk import KIND as REPORT
from gateway.reports.desk import Library, ReportDesk
from gateway.reports.making import Signer
from gateway.settings import Settings
from gateway.steps.found import Finder
from gateway.steps.near import Near
from gateway.steps.not_a_pupil import NotAPupil
from gateway.steps.roster import RosterKeeper
from gateway.steps.rules import RulesKeeper
from gateway.steps.safety_desk import LogDesk
from gateway.steps.stand_ins import StandIns
from gateway.store import keys, schema
from gateway.store.commit import GroupCommit, Lane, open_lane
from gateway.store.engine import Reader, is_sqlite
from gateway.store.partitions import keep_ahead
from gateway.store.vaults import VaultTable
from gateway.telemetry import Metrics
from gateway.terms.letters import LetterState
from gateway.terms.record import Record, RecordKind
from gateway.upstream.door import Timeouts, Upstream, http1_transport
from gateway.watching.forward import Forwarder, read_collector
from gateway.watching.measures import Watched
from gateway.watching.rules import load_rules
from gateway.watching.told import Told, read_mail, read_webhook
from gateway.watching.watch import Watch
from gateway.web.admin.api import PATH as ADMIN
from gateway.web.admin.api import admin_api
from gateway.web.audit.api import PATH as AUDIT
from gateway.web.audit.api import audit_api
from gateway.web.conversations import conversations
from gateway.web.described import Desk, on_http
from gateway.web.elsewhere import PATHS as ELSEWHERE
from gateway.web.elsewhere import Elsewhere
from gateway.web.leaks import leaks
from gateway.web.operations import operations
from gateway.web.permits import permits
from gateway.web.proxy import Proxy, ProxyLimits
from gateway.web.register import register_routes
from gateway.web.sign import sign_routes
from gateway.wire.body import Limits
from gateway.wire.openai_chat import OpenAIChat

LEASE_MS = 15_000
SLOW_IMPORT = "gateway.pseudonyms.operator"
"""Brings half a second of presidio-anonymizer with it, first needed by the first prompt."""
DETECTION_QUEUE = 512
"""Texts that may wait to be scanned: a school's worth of classes that begin at once."""


def _upstream(timeouts: Timeouts) -> Upstream:
    return Upstream(http1_transport(), timeouts)


@dataclass(frozen=True, kw_only=True)
class Makers:
    """What makes the doors that can fail: to the database, to detection and to the AI services."""

    lane: Callable[[str], Lane] = open_lane
    reader: Callable[[str], Reader] = Reader
    pool: Callable[..., Pool] = Pool
    upstream: Callable[[Timeouts], Upstream] = _upstream


MAKERS = Makers()


@dataclass(frozen=True, kw_only=True)
class Store:
    """The open store of one process: keys, database, district and log."""

    keys: keys.Keys
    reader: Reader
    commit: GroupCommit
    district: District
    log: LogWriter
    log_id: str

    async def note(self, event: str, **fields: object) -> None:
        """Write an event to the log."""
        record = Record(
            id=new_record_id(),
            kind=RecordKind.EVENT,
            time=now_ms(),
            fields={"event": event, **fields},  # type: ignore[dict-item]
        )
        await self.log.append(record)


def log_id(opened: keys.Keys) -> str:
    """Return what the log's checkpoints call it: a name that only its keys give."""
    return opened.derive("log-id").hex()[:16]


def pen_of(opened: keys.Keys) -> Pen:
    """Return what it takes to write to the log, under a name of its own.

    Raises:
        Unusable: the statements about earlier signing keys do not hold together.
    """
    name, public = log_id(opened), opened.signing.public_key()
    ring = keyring(name, [public], opened.rotations)
    if ring.faults or [*ring.present.values()] != [public]:
        raise Unusable(
            "the key that signs the log is not the last of `keys/rotations/`; restore the key "
            "store from its back-up",
            code="keys_damaged",
        )
    return Pen(
        key=opened.signing,
        log_id=name,
        holder=this_process(),
        clock=now_ms,
        rng=secrets.token_bytes,
        lease=LEASE_MS,
        former=tuple(key for key in ring.keys if key != public),
    )


@asynccontextmanager
async def open_store(settings: Settings, makers: Makers = MAKERS) -> AsyncIterator[Store]:
    """Open keys, database and log.

    Raises:
        Unusable: one of them cannot be opened; says what to do.
    """
    opened = keys.load(settings.keys_folder)
    url = settings.database_url
    if await asyncio.to_thread(schema.current, url) != schema.newest():
        await asyncio.to_thread(schema.upgrade, url)
    async with AsyncExitStack() as stack:
        reader = makers.reader(url)
        stack.push_async_callback(reader.close)
        commit = GroupCommit(makers.lane(url))
        stack.push_async_callback(commit.close)
        pen = pen_of(opened)
        files = CheckpointPlaces(settings.checkpoint_folders)
        log = await LogWriter.open(commit, pen, files, is_gone=is_gone)
        stack.push_async_callback(log.close)
        district = District(reader, opened.fields, now=lambda: datetime.now(UTC))
        yield Store(
            keys=opened,
            reader=reader,
            commit=commit,
            district=district,
            log=log,
            log_id=pen.log_id,
        )


@dataclass(frozen=True, kw_only=True)
class Works:
    """Everything one serving process has open."""

    store: Store
    doors: Doors
    desk: Desk
    signing: Signing
    pool: Pool
    roster: RosterKeeper
    not_a_pupil: NotAPupil

    async def readiness(self) -> dict[str, str]:
        """Return `ok` for each part that is usable, else what is the matter."""
        parts = {"models": "ok", "log": "ok", "rules": "ok", "roster": "ok", "database": "ok"}
        if not self.pool.ready:
            parts["models"] = "the detector is not running; it is being started again"
        if not self.store.log.healthy:
            parts["log"] = f"the decision log is {self.store.log.health().state.value}"
        if self.doors.rules.failed:
            parts["rules"] = self.doors.rules.failed
        if self.roster.failed:
            parts["roster"] = f"the new roster could not be loaded ({self.roster.failed})"
        try:
            await self.store.district.refresh()
        except GatewayError as error:
            parts["database"] = error.message
        return parts


@asynccontextmanager
async def open_works(
    settings: Settings, metrics: Metrics, makers: Makers = MAKERS
) -> AsyncIterator[Works]:
    """Open everything a serving process needs, and close it again in the other order.

    Raises:
        Unusable: a pack is broken or fails its cases, a model is missing, the log, the keys or
            the database cannot be used.
    """
    async with AsyncExitStack() as stack:
        # Loading the model takes longest, in a process of its own: everything else is done
        # meanwhile, in threads, so that this loop can see to that process.
        pool, model_loaded = await stack.enter_async_context(_starting_pool(settings, makers))
        shipped = await asyncio.to_thread(checked_rules)
        store = await stack.enter_async_context(open_store(settings, makers))
        await store.district.refresh()
        rules = RulesKeeper(store.district, store.reader, shipped)
        engine = await rules.engine()
        await asyncio.to_thread(import_module, SLOW_IMPORT)
        await model_loaded
        scanner = Scanner(
            pool,
            key=store.keys.derive("detection-cache"),
            now=time.monotonic,
            cache_bytes=settings.detection_cache,
            count=metrics.count_scan,
        )
        roster = RosterKeeper(store.district, scanner)
        await roster.start()
        stack.push_async_callback(roster.close)
        upstream = makers.upstream(
            Timeouts(connect=settings.upstream_connect_timeout, silence=settings.upstream_timeout)
        )
        stack.push_async_callback(upstream.close)
        await store.commit.run(
            lambda db: put_rule_set(db, shipped.sha256, shipped.data, now=now_ms())
        )
        office = office_of(store)
        holds = holds_of(store, office)
        outbox = outbox_of(store)
        safety = SafetyTeam(
            office,
            store.reader,
            store.district,
            outbox,
            store.keys.fields,
            log=LogDesk(store.log, metrics, now=now_ms, record_id=new_record_id),
            now=now_ms,
        )
        doors = _doors(settings, store, scanner, roster, rules, upstream, metrics, holds, safety)
        await stack.enter_async_context(_running(keep_ahead(store.commit, now_ms)))
        projector = await stack.enter_async_context(
            projecting(store, tell=metrics.search_behind.set)
        )
        await stack.enter_async_context(_running(projector.run()))
        ground = ground_of(settings, store, office, outbox)
        desk = _desk(settings, store, doors, holds, safety, ground)
        postman = postman_of(
            settings, store, told=lambda state: metrics.letters.labels(state.value).inc()
        )
        await stack.enter_async_context(_running(postman.run(desk.outbox.posted)))
        delivery = Delivery(
            store.reader,
            store.commit,
            places_of(settings, desk.outbox),
            holder=this_process(),
            now=now_ms,
            note=store.note,
            tell=lambda place, seconds: metrics.checkpoints_waiting.labels(place).set(seconds),
        )
        await stack.enter_async_context(_running(delivery.run()))
        await store.note("serve_start", version=engine.rule_set.sha256)
        stack.push_async_callback(store.note, "serve_stop")
        again = {"holds": holds.sweep, "hand_overs": safety.escalate}
        await stack.enter_async_context(_running(rounds(again)))
        stack.push_async_callback(desk.backtests.close)
        stack.push_async_callback(desk.reports.close)
        await stack.enter_async_context(_running(desk.reports.keep_looking()))
        await stack.enter_async_context(_running(desk.watch.keep_looking()))
        if collector := read_collector(settings.siem, settings.siem_form):
            forwarder = Forwarder(
                store.reader,
                store.commit,
                collector,
                log_id=store.log_id,
                host=gethostname(),
                holder=this_process(),
                now=now_ms,
                behind=metrics.forward_behind.set,
            )
            await stack.enter_async_context(_running(forwarder.keep_forwarding()))
        yield Works(
            store=store,
            doors=doors,
            desk=desk,
            signing=Signing(ground),
            pool=pool,
            roster=roster,
            not_a_pupil=NotAPupil(
                store.reader, doors.stand_ins, store.log, now=now_ms, new_id=new_record_id
            ),
        )


@asynccontextmanager
async def _starting_pool(
    settings: Settings, makers: Makers
) -> AsyncIterator[tuple[Pool, asyncio.Task[None]]]:
    """Give the detection processes and the task that starts them; end both in the end."""
    pool = makers.pool(
        (*COMMAND, settings.detection_engine, settings.spacy_model),
        size=settings.detection_workers,
        queue=DETECTION_QUEUE,
        deadline=settings.detection_deadline,
    )
    starting = asyncio.create_task(pool.start())
    try:
        yield pool, starting
    finally:
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        await pool.close()


def _doors(
    settings: Settings,
    store: Store,
    scanner: Scanner,
    roster: RosterKeeper,
    rules: RulesKeeper,
    upstream: Upstream,
    metrics: Metrics,
    holds: Holds,
    safety: SafetyTeam,
) -> Doors:
    district = store.district
    vaults = Vaults(VaultTable(store.reader, store.commit, now=now_ms), lambda: store.keys.vault)
    allowance = Allowance(
        person=settings.requests_per_minute,
        group=settings.requests_per_minute_class,
        key=settings.requests_per_minute_key,
        tokens=settings.tokens_per_day,
    )
    return Doors(
        district=district,
        callers=Callers(
            store.reader,
            district,
            store.keys.fields,
            pepper=store.keys.derive("gateway-keys"),
            now=time.time,
        ),
        limiter=Limiter(
            allowance.share(settings.workers),
            now=time.time,
            zone=lambda: ZoneInfo(district.choices.timezone),
        ),
        scanner=scanner,
        roster=roster,
        finder=Finder(district, scanner, Near(district)),
        rules=rules,
        holds=holds,
        stand_ins=StandIns(vaults, rng=secrets.SystemRandom(), taken=roster.taken),
        log=store.log,
        desk=safety,
        upstream=upstream,
        metrics=metrics,
        now=now_ms,
        record_id=new_record_id,
        hash_key=store.keys.derive("content-hash"),
        max_answer=settings.max_answer,
        patience=settings.heartbeat,
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


def watch_of(
    settings: Settings, store: Store, office: Office, outbox: Outbox, metrics: Metrics
) -> Watch:
    """Return what watches the log.

    Raises:
        Unusable: the district's rules, an address or the webhook's cannot be.
    """
    watched = Watched(
        reader=store.reader,
        search=Search(store.reader),
        district=store.district,
        places=CheckpointPlaces(settings.checkpoint_folders),
    )
    told = Told(
        mail=read_mail(settings.alert_mail),
        webhook=read_webhook(
            settings.alert_webhook,
            internal=settings.alert_webhook_internal,
            secret=webhook_secret(store.keys),
            now=lambda: now_ms() // 1000,
        ),
        raised=lambda rule: metrics.alerts.labels(rule).inc(),
        standing=metrics.tell_alerts,
    )
    return Watch(
        watched,
        load_rules(settings.data / "alerts.toml"),
        told,
        commit=store.commit,
        outbox=outbox,
        office=office,
        holder=this_process(),
        now=now_ms,
        new_id=new_record_id,
    )


def webhook_secret(opened: keys.Keys) -> bytes:
    """Return what signs alerts to another program, in hex: that is what its owner is given."""
    return opened.derive("alert-webhook").hex().encode()


def office_of(store: Store) -> Office:
    """Return the one door for changes."""
    return Office(
        store.reader,
        store.commit,
        store.log,
        store.keys.fields,
        now=now_ms,
        new_id=new_record_id,
        rng=secrets.token_bytes,
    )


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


def _desk(
    settings: Settings,
    store: Store,
    doors: Doors,
    holds: Holds,
    safety: SafetyTeam,
    ground: Ground,
) -> Desk:
    """Return what the described APIs reach."""
    office, outbox = ground.office, ground.outbox
    rulebook = Rulebook(office, store.reader, doors.district, now=now_ms)
    ledger = Ledger(office, store.reader, doors.district, store.keys.fields)
    search = Search(store.reader)
    return Desk(
        office=office,
        watch=watch_of(settings, store, office, outbox, doors.metrics),
        outbox=outbox,
        notices=Notices(office, store.reader, doors.district, outbox),
        asking=Asking(ground),
        rulebook=rulebook,
        backtests=Backtests(
            office, rulebook, store.reader, store.commit, now=now_ms, new_id=new_record_id
        ),
        ledger=ledger,
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
        safety=safety,
        once=Once(
            store.commit,
            store.keys.fields,
            secret=store.keys.derive("idempotency"),
            now=now_ms,
        ),
        emergencies=Emergencies(
            office, store.reader, store.district, outbox, now=now_ms, new_id=new_record_id
        ),
        district=doors.district,
        callers=doors.callers,
        limiter=doors.limiter,
        reading=Reading(store.reader, search, office),
        forgetting=Forgetting(office, store.reader, store.commit),
    )


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


def outbox_of(store: Store) -> Outbox:
    """Return where letters are posted."""
    return Outbox(store.reader, store.commit, store.keys.fields, now=now_ms, new_id=new_record_id)


def places_of(settings: Settings, outbox: Outbox) -> list[Place]:
    """Return the places outside that get checkpoints now and then.

    Raises:
        Unusable: a setting names a place that cannot be.
    """
    every = settings.checkpoint_minutes * 60_000
    places: list[Place] = []
    if settings.checkpoint_file:
        places.append(AppendedFile(Path(settings.checkpoint_file), every=every))
    if settings.checkpoint_bucket:
        account = Account(
            key=settings.checkpoint_bucket_key,
            secret=settings.checkpoint_bucket_secret.get_secret_value(),
            region=settings.checkpoint_bucket_region,
        )
        address, clock = settings.checkpoint_bucket, lambda: datetime.now(UTC)
        places.append(Bucket(address, account, every=every, now=clock))
    if settings.checkpoint_mail:
        try:
            places.append(MailedCheckpoints(outbox, check_address(settings.checkpoint_mail)))
        except BadRequest as error:
            words = "setting `checkpoint_mail`: no e-mail address"
            raise Unusable(words, code="bad_config") from error
    return places


def carrier_of(settings: Settings) -> Carrier:
    """Return who takes letters out of the house.

    Raises:
        Unusable: the settings name no mail server, or one without TLS on another machine.
    """
    if settings.outbox == "file":
        return FileCarrier(Path(settings.outbox_folder or settings.data / "outbox"))
    return SmtpCarrier(
        MailServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            security=Security(settings.smtp_security),
            account=settings.smtp_account,
            password=settings.smtp_password.get_secret_value(),
        )
    )


def postman_of(
    settings: Settings, store: Store, told: Callable[[LetterState], None] = lambda _state: None
) -> Postman:
    """Return who carries what is posted.

    Raises:
        Unusable: the settings do not say where to, or from whom.
    """
    try:
        sender = check_address(settings.mail_from)
    except BadRequest as error:
        raise Unusable("setting `mail_from`: no e-mail address", code="bad_config") from error
    return Postman(
        store.commit,
        store.keys.fields,
        carrier_of(settings),
        sender=sender,
        now=now_ms,
        chance=secrets.SystemRandom().random,
        told=told,
    )


@asynccontextmanager
async def projecting(
    store: Store, pace: Pace = GENTLE, tell: Callable[[int], None] = lambda _behind: None
) -> AsyncIterator[Projector]:
    """Give what fills the search tables; let another process take over in the end.

    On PostgreSQL it writes on a connection of its own, so that no prompt waits for it.
    """
    async with AsyncExitStack() as stack:
        commit = store.commit
        if not is_sqlite(store.reader.url):
            commit = GroupCommit(open_lane(store.reader.url))
            stack.push_async_callback(commit.close)
        projector = Projector(
            store.reader, commit, holder=this_process(), now=now_ms, pace=pace, tell=tell
        )
        stack.push_async_callback(projector.close)
        yield projector


@asynccontextmanager
async def _running(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run something beside what is done meanwhile, and end it then."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def checked_rules() -> RuleSet:
    """Load the rule packs and run their cases.

    Raises:
        Unusable: a pack is broken, or a case does not come out as told.
    """
    rules = load_rule_set()
    failed = [result for result in run_cases(rules) if not result.passed]
    if failed:
        first = failed[0]
        raise Unusable(
            f"{len(failed)} case(s) of the rule packs fail, first `{first.name}` of pack "
            f"`{first.pack}` ({first.file}): {first.fault}",
            code="rules_failing",
        )
    return rules


class _Application(FastAPI):
    """FastAPI, but for prompts: what it does around a route costs more than reading a prompt."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._prompts: dict[str, ASGIApp] = {}

    def serve_prompts(self, path: str, route: ASGIApp) -> None:
        """Have prompts posted to a path go straight to their route."""
        self._prompts[path] = route
        self.router.routes.append(Route(path, route, methods=["POST"]))  # refuses other methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["method"] == "POST":
            prompt = self._prompts.get(scope["path"])
            if prompt is not None:
                await prompt(scope, receive, send)
                return
        await super().__call__(scope, receive, send)


def create_app(settings: Settings) -> FastAPI:
    """Return the application: what it needs is opened when it starts, closed when it ends."""
    metrics = Metrics()
    limits = ProxyLimits(max_body=settings.max_body, heartbeat=settings.heartbeat)
    dialect = OpenAIChat(Limits(max_bytes=settings.max_body))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            async with open_works(settings, metrics) as works:
                app.state.works = works
                yield
        except GatewayError as error:
            app.state.fault = error  # for whoever serves it: the server tells but that it failed
            raise

    app = _Application(
        title="Crossing Guard",
        description="A privacy-compliance gateway in front of generative AI, for schools.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.serve_prompts("/v1/chat/completions", Proxy(dialect, lambda: app.state.works.doors, limits))
    app.exception_handler(HTTPException)(on_http)
    app.include_router(operations(metrics))
    app.include_router(conversations())
    app.include_router(leaks())
    app.include_router(permits())
    app.include_router(register_routes(lambda: app.state.works.store.district))
    app.include_router(sign_routes(lambda: app.state.works.signing))
    app.mount(ADMIN, admin_api(lambda: app.state.works.desk, version=__version__))
    app.mount(AUDIT, audit_api(lambda: app.state.works.desk, version=__version__))
    refusing = Proxy(Elsewhere(dialect.limits), lambda: app.state.works.doors, limits)
    app.router.routes += [Route(path, refusing) for path in ELSEWHERE]
    return app


def now_ms() -> int:
    """Return milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def new_record_id() -> str:
    """Return a fresh record id."""
    return record_id(now_ms(), secrets.token_bytes)
