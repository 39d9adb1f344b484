"""Everything a serving process has open, in the order in which it is opened.

What cannot be opened stops the start, with what to do about it: there is no running without rules,
log or keys.
"""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from socket import gethostname
from zoneinfo import ZoneInfo

from gateway.app.desks import (
    chores_of,
    desk_of,
    ground_of,
    holds_of,
    office_of,
    roster_round_of,
    rosters_of,
    safety_of,
)
from gateway.app.outside import outbox_of, places_of, postman_of
from gateway.app.store import (
    MAKERS,
    Makers,
    Store,
    new_record_id,
    now_ms,
    open_store,
    projecting,
)
from gateway.audit.holder import this_process
from gateway.audit.places.delivery import Delivery
from gateway.decision.cases import run_cases
from gateway.decision.packs import RuleSet, load_rule_set
from gateway.detection.nursery import COMMAND
from gateway.detection.pool import Pool
from gateway.detection.scan import Scanner
from gateway.district.edits import put_rule_set
from gateway.errors import GatewayError, Unusable
from gateway.exchange import Doors
from gateway.identity.callers import Callers
from gateway.identity.limits import Allowance, Limiter
from gateway.jobs.rounds import EVERY, rounds
from gateway.oversight.holds import Holds
from gateway.oversight.safety import SafetyTeam
from gateway.oversight.signing.signing import Signing
from gateway.pseudonyms.vault import Vaults
from gateway.settings import Settings
from gateway.steps.contents import Contents
from gateway.steps.found import Finder
from gateway.steps.near import Near
from gateway.steps.not_a_pupil import NotAPupil
from gateway.steps.roster import RosterKeeper
from gateway.steps.rules import RulesKeeper
from gateway.steps.stand_ins import StandIns
from gateway.store.partitions import keep_ahead
from gateway.store.vaults import VaultTable
from gateway.telemetry import Metrics
from gateway.upstream.door import Timeouts, Upstream
from gateway.watching.forward import Forwarder, read_collector
from gateway.web.described import Desk

SLOW_IMPORT = "gateway.pseudonyms.operator"
"""Brings half a second of presidio-anonymizer with it, first needed by the first prompt."""
DETECTION_QUEUE = 512
"""Texts that may wait to be scanned: a school's worth of classes that begin at once."""


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
        safety = safety_of(store, office, outbox, metrics)
        doors = _doors(settings, store, scanner, roster, rules, upstream, metrics, holds, safety)
        await stack.enter_async_context(_running(keep_ahead(store.commit, now_ms)))
        projector = await stack.enter_async_context(
            projecting(store, tell=metrics.search_behind.set)
        )
        await stack.enter_async_context(_running(projector.run()))
        ground = ground_of(settings, store, office, outbox)
        rosters = await stack.enter_async_context(rosters_of(store))
        chores = await stack.enter_async_context(chores_of(settings, store, ground, metrics))
        desk = desk_of(settings, store, doors, holds, safety, ground, rosters, chores)
        await stack.enter_async_context(_telling(settings, store, desk, metrics))
        await store.note("serve_start", version=engine.rule_set.sha256)
        await store.note_streams()
        stack.push_async_callback(store.note, "serve_stop")
        await stack.enter_async_context(
            _running(rounds({"holds": holds.sweep, "hand_overs": safety.escalate}))
        )
        round_ = roster_round_of(settings, store, rosters)
        await stack.enter_async_context(_running(rounds({"roster": round_.work})))
        await stack.enter_async_context(_running(rounds({"chores": chores.work}, after=EVERY)))
        await stack.enter_async_context(_looking(settings, store, desk, metrics))
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
async def _telling(
    settings: Settings, store: Store, desk: Desk, metrics: Metrics
) -> AsyncIterator[None]:
    """Send letters and deliver checkpoints meanwhile."""
    async with AsyncExitStack() as stack:
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
        yield


@asynccontextmanager
async def _looking(
    settings: Settings, store: Store, desk: Desk, metrics: Metrics
) -> AsyncIterator[None]:
    """Go on with reports, look for what should be alerted and forward the log meanwhile."""
    async with AsyncExitStack() as stack:
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
        yield


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
        contents=Contents(
            store.commit,
            district,
            store.keys.fields,
            store.log,
            now=now_ms,
            record_id=new_record_id,
            rng=secrets.token_bytes,
        ),
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
