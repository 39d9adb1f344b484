"""What went wrong, as whoever asked is told it and as the record names it."""

from dataclasses import replace

import structlog

from gateway.decision.engine import Engine
from gateway.decision.explain import language_of, passes_bare
from gateway.decision.explain import refusal as refusal_in_words
from gateway.errors import (
    GatewayError,
    OurFault,
    Refused,
    UpstreamBroken,
    UpstreamError,
    UpstreamTimedOut,
    UpstreamUnreachable,
)
from gateway.identity.callers import Caller
from gateway.steps.draft import After, Draft
from gateway.steps.held import Judged
from gateway.steps.stand_ins import Outgoing
from gateway.terms.chat import Dialect, Refusal
from gateway.terms.decision import Decision, Outcome
from gateway.terms.holds import HoldState
from gateway.terms.record import Ended
from gateway.upstream.door import Reply

LANGUAGE = "accept-language"
HELD = "held"
MET = frozenset({"strip_identifiers", "review_before_export", "record_access"})
"""Obligations that are met: identifiers never go upstream, for nobody (`gateway.wire`), the
answer's head says that it must be reviewed, and every record names tool, time and purpose."""

LONGEST_ERROR = 64 * 1024
"""Bytes of an AI service's error that are read."""

_log = structlog.get_logger(__name__)


def refused(judged: Judged, engine: Engine, caller: Caller) -> Refused:
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


def check_obligations(decision: Decision) -> None:
    """Refuse what must be done along with a prompt and is not done here."""
    if unmet := set(decision.obligations) - MET:
        raise Refused(
            f"the rules ask for {', '.join(f'`{one}`' for one in sorted(unmet))}, which this "
            "gateway cannot do; the privacy officer can change the rule",
            code="obligation_unmet",
        )


def fault_of(error: Exception, draft: Draft) -> GatewayError:
    """Return an error to answer with; one that nobody foresaw is ours, and its words stay here."""
    if isinstance(error, GatewayError):
        return error
    _log.error("exchange_failed", error=type(error).__name__, record=draft.id)
    return OurFault("the gateway failed; the IT office can look the record up")


def refusal_of(draft: Draft, error: GatewayError, *, recorded: bool = True) -> Refusal:
    """Return what the client is told of an error; `recorded` tells whether the record was kept."""
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


async def upstream_refusal(
    dialect: Dialect, reply: Reply, outgoing: Outgoing, after: After, draft: Draft
) -> Refusal:
    """Pass an AI service's error on in the dialect's own shape, restored."""
    after.ended = Ended.UPSTREAM_ERROR
    body = await reply.whole(LONGEST_ERROR)
    after.take(body)
    seconds = reply.headers.get("retry-after", "")
    refusal = dialect.upstream_error(
        reply.status,
        body,
        outgoing.make,
        retry_after=int(seconds) if seconds.isdecimal() and len(seconds) < 7 else None,
    )
    return replace(refusal, record=draft.id, outcome=outgoing.outcome.value)


def ended_by(error: Exception) -> Ended:
    """Return how an exchange ends that an error broke off."""
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
