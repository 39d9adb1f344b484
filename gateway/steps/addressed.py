"""Which service a request asks for, what for, in which conversation; and which it may ask for."""

import hashlib
from collections.abc import Sequence

from gateway.district.directory import District
from gateway.errors import BadRequest, Forbidden
from gateway.identity.callers import Caller, Callers
from gateway.identity.clients import PURPOSE
from gateway.identity.limits import Limiter
from gateway.steps.described import describe
from gateway.steps.purposes import purpose_of
from gateway.steps.rules import RulesKeeper
from gateway.terms.chat import ChatRequest
from gateway.terms.decision import Outcome
from gateway.terms.disclosure import Purpose, Tool


def tool_asked_for(request: ChatRequest, district: District) -> Tool:
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


def purpose_asked_for(caller: Caller, name: str, tool: Tool) -> Purpose:
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
    headers: Sequence[tuple[bytes, bytes]],
    *,
    district: District,
    callers: Callers,
    limiter: Limiter,
    rules: RulesKeeper,
) -> list[tuple[str, Tool]]:
    """Return the tools the sender of a request may use for a prompt without personal data, each by
    its model's name and by every other name that stands for a purpose.

    Raises:
        ClientError: nobody we know, or too often.
        Unusable: the district cannot be read.
    """
    await district.refresh()
    caller = await callers.authenticate(headers)
    limiter.admit(caller.principal)
    engine = await rules.engine()
    usable: list[tuple[str, Tool]] = []
    named = [(name, tool) for tool in district.tools for name in _names(tool)]
    for name, tool in named:
        try:
            purpose = purpose_asked_for(caller, name, tool)
        except Forbidden:
            continue  # not with this key
        described = await describe(
            (),
            principal=caller.principal,
            known={caller.principal.id: caller.known},
            district=district,
            tool=tool,
            purpose=purpose,
            stand_ins=False,
        )
        if engine.decide(described.facts).outcome is Outcome.FORWARD:
            usable.append((name, tool))
    return usable


def _names(tool: Tool) -> list[str]:
    return [tool.model, *sorted(tool.alias_purposes)]
