"""One prompt and its answer, from top to bottom: the only file that knows the order.

    wire -> identity -> detection -> (danger: answered here) -> decision (held: a person's)
         -> pseudonyms -> log (intent) -> upstream -> restoration -> log (outcome)

`exchange` yields what the client gets: a `Head` and bytes, or a `Refusal`. Until the intent is
durable nothing has left, and every error is a recorded refusal. From then on every way it can end
is a recorded outcome, durable before the client sees the end. Whatever is unknown, late, erring
or empty refuses.
"""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field, replace

import structlog

from gateway.audit.writer import LogWriter
from gateway.decision.engine import Engine
from gateway.decision.explain import language_of, passes_bare
from gateway.decision.explain import refusal as refusal_in_words
from gateway.detection.scan import Scanner
from gateway.district.directory import District
from gateway.errors import (
    BadRequest,
    ClientError,
    Forbidden,
    GatewayError,
    OurFault,
    Refused,
    UpstreamBroken,
    UpstreamError,
    UpstreamTimedOut,
    UpstreamUnreachable,
)
from gateway.identity.callers import Caller, Callers
from gateway.identity.clients import PURPOSE
from gateway.identity.limits import Limiter
from gateway.steps.described import describe
from gateway.steps.draft import SAFETY, After, Draft
from gateway.steps.emergencies import covered
from gateway.steps.found import Finder
from gateway.steps.held import Asked, Holds, Judged, judge
from gateway.steps.purposes import purpose_of
from gateway.steps.roster import RosterKeeper
from gateway.steps.rules import RulesKeeper
from gateway.steps.safety import Alarm, heard
from gateway.steps.safety_desk import SafetyDesk, raise_alarm
from gateway.steps.safety_words import NOTICE as NOTICE_OF_DANGER
from gateway.steps.stand_ins import Outgoing, StandIns
from gateway.telemetry import Metrics
from gateway.terms.chat import ChatRequest, Dialect, Refusal
from gateway.terms.decision import Decision, Outcome
from gateway.terms.disclosure import Purpose, Tool
from gateway.terms.holds import HoldState
from gateway.terms.record import Ended
from gateway.upstream.door import Reply, Upstream

LANGUAGE = "accept-language"
RECORD, OUTCOME = "x-crossing-guard-record", "x-crossing-guard-outcome"
NOTICE, OBLIGATIONS = "x-crossing-guard-notice", "x-crossing-guard-obligations"
HELD = "held"
MET = frozenset({"strip_identifiers", "review_before_export", "record_access"})
"""Obligations that are met: identifiers never go upstream, for nobody (`gateway.wire`), the
answer's head says that it must be reviewed, and every record names tool, time and purpose."""

LONGEST_ERROR = 64 * 1024
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
        await doors.district.refresh()
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

        # Of which service is it asked, and what for?
        tool = _tool(request, doors.district)
        purpose = _purpose(caller, request.model, tool)
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
            raise _refused(judged, engine, caller)
        _check_obligations(decision)

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

        # Nothing leaves unrecorded.
        recording = True
        await doors.log.append(draft.intent())
    except asyncio.CancelledError:
        if not recording:  # else the log closes what it wrote
            await _record_break(ask, draft, doors)
        raise
    except Exception as error:  # noqa: BLE001 - whatever went wrong refuses
        yield await _recorded_refusal(draft, _fault(error, draft), doors)
        return

    # From here on something may have left: every way it ends is an outcome.
    async with aclosing(_answered(ask, request, tool, outgoing, caller, draft, doors)) as answer:
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
    doors: Doors,
) -> AsyncGenerator[Head | bytes | Refusal]:
    """Send what was recorded, and restore what comes back."""
    after = After(sent=len(outgoing.body))
    headers = _headers(draft, outgoing)
    refusal: Refusal | None = None
    reply: Reply | None = None
    sending = asyncio.ensure_future(_send(ask, request, tool, outgoing, doors))
    try:
        if request.stream and not await _soon(sending, doors.patience):
            yield Head(status=200, stream=True, headers=headers)  # heartbeats keep it alive
        reply = await sending
        after.status, after.first_ms = reply.status, draft.elapsed
        if reply.status != 200:
            refusal = await _upstream_refusal(ask, reply, outgoing, after, draft)
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
            await _kept(doors, draft, after)
        raise
    except Exception as error:  # noqa: BLE001 - whatever went wrong refuses
        after.ended = _ended(error)
        refusal = _refusal(draft, _fault(error, draft))
    finally:
        if reply is not None:
            await reply.close()

    # The client learns how it ended only once that is durable.
    try:
        await _kept(doors, draft, after)
    except GatewayError as error:
        refusal = _refusal(draft, error)
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
            after.bytes_in += len(chunk)
            after.answer.update(chunk)
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
    after.bytes_in, after.answer = len(body), draft.answer_hash()
    after.answer.update(body)
    after.rest, after.usage = ask.dialect.restore(request, body, outgoing.make)
    after.ended = Ended.COMPLETE


async def _send(
    ask: Ask, request: ChatRequest, tool: Tool, outgoing: Outgoing, doors: Doors
) -> Reply:
    credential = await doors.district.secret(tool.credential) if tool.credential else ""
    return await doors.upstream.post(
        f"{tool.base_url.rstrip('/')}{ask.dialect.path}",
        outgoing.body,
        credential=credential,
        stream=request.stream,
    )


async def _soon(task: "asyncio.Future[Reply]", seconds: float) -> bool:
    """Wait a while; tell whether the task is done."""
    done, _ = await asyncio.wait({task}, timeout=seconds)
    return bool(done)


async def _kept(doors: Doors, draft: Draft, after: After) -> None:
    """Write the outcome, to the end even if whoever waits for it is cancelled."""
    writing = asyncio.ensure_future(doors.log.append(draft.outcome(doors.record_id(), after)))
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
        return _refusal(draft, error, recorded=False)
    return _refusal(draft, error)


async def _record_break(ask: Ask, draft: Draft, doors: Doors) -> None:
    """Record that the exchange was broken off before anything left."""
    error: GatewayError = OurFault("the gateway was stopped", code="interrupted", status=503)
    if ask.gone():
        error = ClientError("whoever asked went away", code="client_gone", status=499)
    doors.metrics.refusals.labels(error.code).inc()
    with suppress(GatewayError):  # nothing left, and nobody is there to be told
        await doors.log.append(draft.refusal(error))


def _fault(error: Exception, draft: Draft) -> GatewayError:
    """Return an error to answer with; one that nobody foresaw is ours, and its words stay here."""
    if isinstance(error, GatewayError):
        return error
    _log.error("exchange_failed", error=type(error).__name__, record=draft.id)
    return OurFault("the gateway failed; the IT office can look the record up")


def _refusal(draft: Draft, error: GatewayError, *, recorded: bool = True) -> Refusal:
    return Refusal(
        status=error.status,
        code=error.code,
        message=error.message,
        param=error.param,
        record=draft.id if recorded else "",
        outcome=Outcome.HOLD.value if error.code == HELD else Outcome.REFUSE.value,
        rules=error.rules,
        retry_after=error.retry_after,
    )


def _refused(judged: Judged, engine: Engine, caller: Caller) -> Refused:
    """Return what a decision against a prompt tells the person who typed it."""
    told = refusal_in_words(
        judged.decision,
        judged.facts,
        bare_passes=passes_bare(engine, judged.facts),
        voices=engine.voices,
        language=language_of(caller.headers.get(LANGUAGE, "")),
        turned_down=judged.hold is not None and judged.hold.state is HoldState.REFUSED,
    )
    return Refused(told.message, code=told.code, status=told.status, rules=told.rules)


def _check_obligations(decision: Decision) -> None:
    """Refuse what must be done along with a prompt and is not done here."""
    if unmet := set(decision.obligations) - MET:
        raise Refused(
            f"the rules ask for {', '.join(f'`{one}`' for one in sorted(unmet))}, which this "
            "gateway cannot do; the privacy officer can change the rule",
            code="obligation_unmet",
        )


async def _upstream_refusal(
    ask: Ask, reply: Reply, outgoing: Outgoing, after: After, draft: Draft
) -> Refusal:
    """Pass an AI service's error on in the dialect's own shape, restored."""
    after.ended = Ended.UPSTREAM_ERROR
    body = await reply.whole(LONGEST_ERROR)
    after.bytes_in = len(body)
    seconds = reply.headers.get("retry-after", "")
    refusal = ask.dialect.upstream_error(
        reply.status,
        body,
        outgoing.make,
        retry_after=int(seconds) if seconds.isdecimal() and len(seconds) < 7 else None,
    )
    return replace(refusal, record=draft.id, outcome=outgoing.outcome.value)


def _ended(error: Exception) -> Ended:
    match error:
        case UpstreamUnreachable():
            return Ended.UPSTREAM_UNREACHABLE
        case UpstreamTimedOut():
            return Ended.TIMED_OUT
        case UpstreamBroken(code="upstream_malformed"):
            return Ended.UPSTREAM_MALFORMED
        case UpstreamBroken():
            return Ended.UPSTREAM_CUT
        case UpstreamError():
            return Ended.UPSTREAM_ERROR
    return Ended.GATEWAY_ERROR


def _tool(request: ChatRequest, district: District) -> Tool:
    """Return the registered tool a request asks for."""
    tool = district.tool(request.model)
    if tool is None:
        raise BadRequest(
            "no tool of this name is registered; `GET /v1/models` lists those you may use, and "
            "the school's AI coordinator can register another",
            code="model_not_found",
            status=404,
            param="model",
        )
    return tool


def _purpose(caller: Caller, name: str, tool: Tool) -> Purpose:
    """Return what a request is for that asks for a tool by a name."""
    said = caller.headers.get(PURPOSE)
    return purpose_of(said, caller.use, name, tool, caller.principal.person.role)


def conversation_id(caller: Caller, request: ChatRequest, hash_key: bytes) -> str:
    """Return the keyed hash that names a conversation: client, principal and chat, or without a
    chat's id the first message of the person."""
    chat = f"chat\x00{caller.chat}" if caller.chat else f"opener\x00{request.opener}"
    principal = caller.principal
    whole = f"{principal.client}\x00{principal.id}\x00{chat}"
    return hashlib.blake2b(
        whole.encode(errors="surrogatepass"), key=hash_key, digest_size=16
    ).hexdigest()


async def usable_tools(
    headers: Sequence[tuple[bytes, bytes]], doors: Doors
) -> list[tuple[str, Tool]]:
    """Return the tools the sender of a request may use for a prompt without personal data, each by
    its model's name and by every other name that stands for a purpose.

    Raises:
        ClientError: nobody we know, or too often.
        Unusable: the district cannot be read.
    """
    await doors.district.refresh()
    caller = await doors.callers.authenticate(headers)
    doors.limiter.admit(caller.principal)
    engine = await doors.rules.engine()
    usable: list[tuple[str, Tool]] = []
    named = [(name, tool) for tool in doors.district.tools for name in _names(tool)]
    for name, tool in named:
        try:
            purpose = _purpose(caller, name, tool)
        except Forbidden:
            continue  # not with this key
        described = await describe(
            (),
            principal=caller.principal,
            known={caller.principal.id: caller.known},
            district=doors.district,
            tool=tool,
            purpose=purpose,
            stand_ins=False,
        )
        if engine.decide(described.facts).outcome is Outcome.FORWARD:
            usable.append((name, tool))
    return usable


def _names(tool: Tool) -> list[str]:
    return [tool.model, *sorted(tool.alias_purposes)]
