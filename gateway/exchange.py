"""One prompt and its answer, from top to bottom: the only file that knows the order.

    wire -> identity -> detection -> (danger: answered here) -> decision (held: a person's)
         -> pseudonyms -> log (intent) -> upstream -> restoration -> log (outcome)

`exchange` yields what the client gets: a `Head` and bytes, or a `Refusal`. Until the intent is
durable nothing has left, and every error is a recorded refusal. From then on every way it can end
is a recorded outcome, durable before the client sees the end. Whatever is unknown, late, erring
or empty refuses.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from gateway.audit.writer import LogWriter
from gateway.detection.scan import Scanner
from gateway.district.directory import District
from gateway.errors import ClientError, GatewayError, OurFault
from gateway.identity.callers import Caller, Callers
from gateway.identity.limits import Limiter
from gateway.steps.addressed import conversation_id, purpose_asked_for, tool_asked_for
from gateway.steps.contents import Contents, Keeping
from gateway.steps.draft import SAFETY, After, Draft
from gateway.steps.emergencies import covered
from gateway.steps.found import Finder
from gateway.steps.held import Asked, Holds, judge
from gateway.steps.refusals import (
    check_obligations,
    ended_by,
    fault_of,
    refusal_of,
    refused,
    upstream_refusal,
)
from gateway.steps.roster import RosterKeeper
from gateway.steps.rules import RulesKeeper
from gateway.steps.safety import Alarm, heard
from gateway.steps.safety_desk import SafetyDesk, raise_alarm
from gateway.steps.safety_words import NOTICE as NOTICE_OF_DANGER
from gateway.steps.stand_ins import Outgoing, StandIns
from gateway.telemetry import Metrics
from gateway.terms.chat import ChatRequest, Dialect, Refusal
from gateway.terms.decision import Outcome
from gateway.terms.disclosure import Tool
from gateway.terms.record import Ended
from gateway.upstream.door import Reply, Upstream

RECORD, OUTCOME = "x-crossing-guard-record", "x-crossing-guard-outcome"
NOTICE, OBLIGATIONS = "x-crossing-guard-notice", "x-crossing-guard-obligations"
PORTION = 8192
"""Bytes of a streamed answer that are worth a write of their own."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """A request as it came in: whose body is read only once its sender is known.

    `gone` tells, when an exchange is broken off, that it was the client who went away.
    """

    dialect: Dialect
    headers: Sequence[tuple[bytes, bytes]]
    body: Callable[[], Awaitable[bytes]]
    gone: Callable[[], bool] = field(default=lambda: True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """The beginning of an answer; `length` in bytes where the whole of it is known."""

    status: int
    stream: bool
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None


@dataclass(frozen=True, kw_only=True)
class Doors:
    """Everything an exchange reaches, each thing by its one door."""

    district: District
    callers: Callers
    limiter: Limiter
    scanner: Scanner
    roster: RosterKeeper
    finder: Finder
    rules: RulesKeeper
    holds: Holds
    stand_ins: StandIns
    contents: Contents
    log: LogWriter
    desk: SafetyDesk
    upstream: Upstream
    metrics: Metrics
    now: Callable[[], int]
    record_id: Callable[[], str]
    hash_key: bytes = field(repr=False)
    max_answer: int
    patience: float


async def exchange(ask: Ask, doors: Doors) -> AsyncGenerator[Head | bytes | Refusal]:
    """Take one prompt through the gateway, and its answer back.

    Args:
        ask: the request.
        doors: everything it may reach.

    Yields:
        A `Head` and then bytes; or a `Refusal`, alone or after a stream's head.
    """
    draft = Draft(doors.record_id(), now=doors.now, hash_key=doors.hash_key)
    recording = False
    try:
        # Who is asking?
        await doors.district.confirm()
        doors.roster.follow()
        caller = await doors.callers.authenticate(ask.headers)
        draft.asked_by(caller)
        doors.limiter.admit(caller.principal)

        # What do they ask?
        body = await ask.body()
        came_in = draft.came_in(body, ask.dialect.name)
        request = ask.dialect.read(body, caller.headers)

        # Is somebody in danger? That is answered first, whatever else would become of the prompt.
        scanned = await doors.scanner.scan(request.leaves)
        alarm = heard(request.leaves, scanned, caller.principal, doors.district.choices)
        if alarm is not None:
            recording = bool(alarm.reply)
            recorded = await raise_alarm(alarm, caller, draft, doors.log, doors.desk)
            if alarm.reply:
                on_record = draft.id if recorded else ""
                for first in _answered_first(ask, request, alarm, on_record, doors):
                    yield first
                return

        # Is it known well enough who is who?
        doors.district.check_roster_age()

        # Of which service is it asked, and what for?
        tool = tool_asked_for(request, doors.district)
        purpose = purpose_asked_for(caller, request.model, tool)
        conversation = conversation_id(caller, request, doors.hash_key)
        draft.asked_for(request, tool, purpose, conversation)

        # What personal data is in it, and whose?
        excused = await doors.stand_ins.excused(conversation)
        found = await doors.finder.find(
            request,
            came_in,
            principal=caller.principal,
            tool=tool,
            purpose=purpose,
            excused=excused,
        )
        described = found.described
        draft.scanned(
            found.findings, roster=doors.scanner.roster_version, detector=doors.scanner.version
        )

        # What do the rules say, and a person of what they hold?
        engine = await doors.rules.engine()
        asked = Asked(
            record=draft.id,
            caller=caller,
            request=request,
            tool=tool,
            purpose=purpose,
            described=described,
        )
        facts, emergency = await covered(described, caller.principal, doors.district, doors.now())
        judged = await judge(engine, facts, asked, doors.holds)
        decision = judged.decision
        draft.decided(judged.facts, decision, hold=judged.hold, emergency=emergency)
        if decision.outcome in (Outcome.HOLD, Outcome.REFUSE):
            raise refused(judged, engine, caller)
        check_obligations(decision)

        # What leaves instead?
        outgoing = await doors.stand_ins.put(
            ask.dialect,
            request,
            found,
            decision,
            conversation=conversation,
            tool=tool,
            purpose=purpose,
            choices=doors.district.choices,
        )
        if alarm is not None:
            outgoing = replace(outgoing, notice=NOTICE_OF_DANGER)
        draft.goes_out(outgoing.body, outgoing.style)

        # Nothing leaves unrecorded; what is said is kept beside, where the district has it kept.
        recording = True
        keeping = doors.contents.keep(draft.id, caller, request, judged.facts, tool, outgoing.body)
        await doors.log.append(draft.intent())
    except asyncio.CancelledError:
        if not recording:  # else the log closes what it wrote
            await _record_break(ask, draft, doors)
        raise
    except Exception as error:  # noqa: BLE001 - whatever went wrong refuses
        yield await _recorded_refusal(draft, fault_of(error, draft), doors)
        return

    # From here on something may have left: every way it ends is an outcome.
    answers = _answered(ask, request, tool, outgoing, caller, draft, keeping, doors)
    async with aclosing(answers) as answer:
        async for part in answer:
            yield part


def _answered_first(
    ask: Ask, request: ChatRequest, alarm: Alarm, record: str, doors: Doors
) -> Iterator[Head | bytes]:
    """Yield what somebody in danger reads, as an ordinary answer; nothing has left. `record` is ""
    where the log is down."""
    body = b"".join(
        ask.dialect.own_answer(request, alarm.reply, record=record, created=doors.now() // 1000)
    )
    headers = {OUTCOME: SAFETY} | ({RECORD: record} if record else {})
    yield Head(
        status=200,
        stream=request.stream,
        headers=headers,
        length=None if request.stream else len(body),
    )
    yield body


async def _answered(
    ask: Ask,
    request: ChatRequest,
    tool: Tool,
    outgoing: Outgoing,
    caller: Caller,
    draft: Draft,
    keeping: Keeping,
    doors: Doors,
) -> AsyncGenerator[Head | bytes | Refusal]:
    """Send what was recorded, and restore what comes back."""
    after = After(sent=len(outgoing.body), room=keeping.room)
    headers = _headers(draft, outgoing)
    refusal: Refusal | None = None
    reply: Reply | None = None
    sending = _begun(_send(ask, request, tool, outgoing, keeping, doors))
    try:
        if request.stream and not await _soon(sending, doors.patience):
            yield Head(status=200, stream=True, headers=headers)  # heartbeats keep it alive
        reply = await sending
        after.status, after.first_ms = reply.status, draft.elapsed
        if reply.status != 200:
            refusal = await upstream_refusal(ask.dialect, reply, outgoing, after, draft)
        elif request.stream:
            yield Head(status=200, stream=True, headers=headers)
            async with aclosing(_restored(ask, request, reply, outgoing, draft, after)) as events:
                async for event in events:
                    yield event
        else:
            await _restore_whole(ask, request, reply, outgoing, draft, after, doors.max_answer)
    except (asyncio.CancelledError, GeneratorExit):
        sending.cancel()
        after.ended = Ended.CLIENT_GONE if ask.gone() else Ended.INTERRUPTED
        with suppress(GatewayError):  # the log keeps what it could not write, and stops
            await _kept(doors, draft, after, keeping)
        raise
    except Exception as error:  # noqa: BLE001 - whatever went wrong refuses
        after.ended = ended_by(error)
        refusal = refusal_of(draft, fault_of(error, draft))
    finally:
        if reply is not None:
            await reply.close()

    # The client learns how it ended only once that is durable.
    try:
        await _kept(doors, draft, after, keeping)
    except GatewayError as error:
        refusal = refusal_of(draft, error)
    tokens = (after.usage.prompt_tokens or 0) + (after.usage.completion_tokens or 0)
    doors.limiter.spend(caller.principal, tokens)
    doors.metrics.requests.labels(tool.id, outgoing.outcome.value, after.ended.value).inc()
    if refusal is not None:
        yield refusal
        return
    if not request.stream:
        yield Head(status=200, stream=False, headers=headers, length=len(after.rest))
    yield after.rest


def _headers(draft: Draft, outgoing: Outgoing) -> dict[str, str]:
    """Return what an answer's head says about the decision."""
    headers = {RECORD: draft.id, OUTCOME: outgoing.outcome.value}
    if outgoing.notice:
        headers[NOTICE] = outgoing.notice
    if outgoing.obligations:
        headers[OBLIGATIONS] = " ".join(outgoing.obligations)
    return headers


async def _restored(
    ask: Ask, request: ChatRequest, reply: Reply, outgoing: Outgoing, draft: Draft, after: After
) -> AsyncGenerator[bytes]:
    """Yield a streamed answer's events with originals put back; keep back its end.

    Events that came together go on together, for a write each would cost more than restoring
    them. The first ones go alone, so that nobody waits for the first word of a long answer.
    """
    reader = ask.dialect.stream(request, outgoing.make)
    after.answer = draft.answer_hash()
    portion: list[bytes] = []
    sent = size = 0
    try:
        async for chunk in reply.chunks():
            after.take(chunk)
            for event in reader.feed(chunk):
                portion.append(event)
                size += len(event)
                if size >= min(sent, PORTION):
                    whole, portion = b"".join(portion), []
                    sent, size = sent + size, 0
                    yield whole
                    await asyncio.sleep(0)  # it goes out when the event loop turns
            if portion:
                whole, portion = b"".join(portion), []
                sent, size = sent + size, 0
                yield whole
    except GatewayError:
        if portion:
            yield b"".join(portion)  # what came before it broke
        raise
    after.rest = b"".join(reader.finish())
    after.usage, after.ended = reader.usage, Ended.COMPLETE


async def _restore_whole(
    ask: Ask,
    request: ChatRequest,
    reply: Reply,
    outgoing: Outgoing,
    draft: Draft,
    after: After,
    limit: int,
) -> None:
    """Read a whole answer and put originals back."""
    body = await reply.whole(limit)
    after.answer = draft.answer_hash()
    after.take(body)
    after.rest, after.usage = ask.dialect.restore(request, body, outgoing.make)
    after.ended = Ended.COMPLETE


async def _send(
    ask: Ask, request: ChatRequest, tool: Tool, outgoing: Outgoing, keeping: Keeping, doors: Doors
) -> Reply:
    await keeping.stored()
    credential = await doors.district.secret(tool.credential) if tool.credential else ""
    return await doors.upstream.post(
        f"{tool.base_url.rstrip('/')}{ask.dialect.path}",
        outgoing.body,
        credential=credential,
        stream=request.stream,
    )


def _begun[T](work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
    """Have something done by a task that begins right here: not once the event loop has turned."""
    return asyncio.Task(work, loop=asyncio.get_running_loop(), eager_start=True)


async def _soon(task: "asyncio.Future[Reply]", seconds: float) -> bool:
    """Wait a while; tell whether the task is done."""
    done, _ = await asyncio.wait({task}, timeout=seconds)
    return bool(done)


async def _kept(doors: Doors, draft: Draft, after: After, keeping: Keeping) -> None:
    """Write the outcome, and what came back where that is kept, to the end even if whoever waits
    for it is cancelled."""

    async def write() -> None:
        await doors.log.append(draft.outcome(doors.record_id(), after))
        await keeping.ended(after.heard, cut=after.cut)

    writing = _begun(write())
    try:
        await asyncio.shield(writing)
    except asyncio.CancelledError:
        await asyncio.wait({writing})
        raise


async def _recorded_refusal(draft: Draft, error: GatewayError, doors: Doors) -> Refusal:
    """Record that nothing left, and say so; a log that is down must not hide the reason."""
    doors.metrics.refusals.labels(error.code).inc()
    try:
        await doors.log.append(draft.refusal(error))
    except GatewayError as fault:
        _log.error("refusal_not_recorded", code=fault.code, record=draft.id)
        return refusal_of(draft, error, recorded=False)
    return refusal_of(draft, error)


async def _record_break(ask: Ask, draft: Draft, doors: Doors) -> None:
    """Record that the exchange was broken off before anything left."""
    error: GatewayError = OurFault("the gateway was stopped", code="interrupted", status=503)
    if ask.gone():
        error = ClientError("whoever asked went away", code="client_gone", status=499)
    doors.metrics.refusals.labels(error.code).inc()
    with suppress(GatewayError):  # nothing left, and nobody is there to be told
        await doors.log.append(draft.refusal(error))
