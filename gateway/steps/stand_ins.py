"""Puts stand-ins in: opens the conversation's vault, plans, checks for leaks, saves, and returns
what may be sent. A vault that somebody else saved meanwhile is opened and planned again.

Of each conversation's last turn the plan is kept, as offsets and stand-ins without a word of the
prompt. It is good for the same prompt again as long as nothing it was made from has changed.
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from operator import is_
from random import Random

from gateway.errors import Refused, Unusable
from gateway.pseudonyms.edits import Edits, replaced
from gateway.pseudonyms.entries import Entry
from gateway.pseudonyms.leaks import check_leaks
from gateway.pseudonyms.letters import depends_on_letters
from gateway.pseudonyms.replace import Plan, plan_replacement
from gateway.pseudonyms.restore import restorer_factory
from gateway.pseudonyms.style import choose_style
from gateway.pseudonyms.vault import Conflict, Vault, Vaults, words_of
from gateway.steps.found import Found
from gateway.terms.chat import ChatRequest, Dialect, MakeRestorer
from gateway.terms.decision import Decision, Outcome
from gateway.terms.disclosure import DistrictChoices, Purpose, SurrogateStyle, Tool
from gateway.wire.body import Limits, read_json
from gateway.wire.leaves import json_leaves

ATTEMPTS = 5
SENT = Limits(max_bytes=2**30, max_depth=64, max_containers=1_000_000)
"""Wider than what came in: stand-ins may be longer than what they stand for."""
TURNS_KEPT = 1024
"""Conversations whose last turn stays in memory."""
LARGEST_KEPT = 500
"""Edits of a turn that is worth keeping."""
LETTERS_NOTICE = (
    "names were replaced, so an answer that depends on their letters (alphabetical order, rhymes, "
    "initials) may be wrong once they are put back"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """What may be sent, and what restores its answer; `notice` is for the person, or ""."""

    body: bytes = field(repr=False)
    make: MakeRestorer = field(repr=False)
    outcome: Outcome
    style: SurrogateStyle
    notice: str = ""
    obligations: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Turn:
    """What became of a conversation's last turn; `outgoing` without the body.

    `basis` is what the plan was made from, compared by identity: each is the very same object for
    as long as nothing about it has changed. `sent` is the hash of the body that was checked.
    """

    basis: tuple[object, ...] = field(repr=False)
    edits: Mapping[int, Edits] = field(repr=False)
    outgoing: Outgoing
    sent: bytes


class StandIns:
    """The door to the vaults for an exchange."""

    def __init__(self, vaults: Vaults, *, rng: Random, taken: Callable[[str], bool]) -> None:
        """`taken` tells whether the roster knows a word, a number or an address."""
        self._vaults = vaults
        self._rng = rng
        self._taken = taken
        self._restoring: OrderedDict[str, tuple[tuple[Entry, ...], MakeRestorer]] = OrderedDict()
        self._turns: OrderedDict[str, _Turn] = OrderedDict()
        self._hash_key = secrets.token_bytes(32)

    async def put(
        self,
        dialect: Dialect,
        request: ChatRequest,
        found: Found,
        decision: Decision,
        *,
        conversation: str,
        tool: Tool,
        purpose: Purpose,
        choices: DistrictChoices,
    ) -> Outgoing:
        """Return the request with stand-ins, its vault stored.

        Args:
            dialect, request: what was asked, in whose words.
            found: every leaf with its spans, and whom they are about.
            decision: what may leave about whom, by log id.
            conversation: whose vault.
            tool, purpose, choices: tell how stand-ins look.

        Raises:
            Refused: something to replace stands where nothing can be replaced.
            Leak: the last check found something.
            Unusable: the vault cannot be opened or stored.
        """
        model = tool.upstream_model or tool.model
        style = choose_style(tool, purpose, choices)
        for _ in range(ATTEMPTS):
            vault, version = await self._vaults.open(conversation)
            basis = (found.described, decision, vault, tool, style)
            again = self._again(conversation, basis, dialect, request, model)
            if again is not None:
                return again
            plan = self._plan(found, decision, vault, style)
            body = dialect.write(request, plan.replaced, model=model)
            if plan.forbidden:
                # What is checked is what will be sent: the bytes, read again.
                check_leaks(json_leaves(read_json(body, limits=SENT), (), ""), plan)
            try:
                await self._vaults.save(conversation, plan.vault, version)
            except Conflict:
                continue
            outgoing = Outgoing(
                body=body,
                make=self._restorers(conversation, plan.placed),
                outcome=Outcome.PSEUDONYMISE if plan.edits else decision.outcome,
                style=style,
                notice=_notice(request) if plan.edits else "",
                obligations=decision.obligations,
            )
            if plan.vault is vault:  # one that was added to might be planned upon otherwise
                self._keep(conversation, basis, plan.edits, outgoing)
            return outgoing
        raise _busy()

    async def excused(self, conversation: str) -> frozenset[str]:
        """Return the folded words that somebody said are no pupil's in a conversation.

        Raises:
            Unusable: the vault cannot be opened.
        """
        vault, _ = await self._vaults.open(conversation)
        return vault.excused

    async def may_excuse(self, conversation: str, name: str) -> bool:
        """Tell whether a name was replaced here for nobody known, and is none of the roster's.

        Raises:
            Unusable: the vault cannot be opened.
        """
        vault, _ = await self._vaults.open(conversation)
        return vault.placed_for(name) and not any(map(self._taken, words_of(name)))

    async def excuse(self, conversation: str, name: str) -> None:
        """Leave a name alone in a conversation from its next turn on.

        Raises:
            Unusable: the vault cannot be opened or stored.
        """
        for _ in range(ATTEMPTS):
            vault, version = await self._vaults.open(conversation)
            if vault.covers(name):
                return
            try:
                await self._vaults.save(conversation, vault.excuse(name), version)
            except Conflict:
                continue
            return
        raise _busy()

    def _plan(self, found: Found, decision: Decision, vault: Vault, style: SurrogateStyle) -> Plan:
        """Return what to send instead.

        Raises:
            Refused: something to replace stands where nothing can be replaced.
        """
        outcomes = {one.id: one.outcome for one in decision.subjects}
        plan = plan_replacement(
            found.findings,
            {
                one: outcomes.get(log_id, Outcome.REFUSE)
                for one, log_id in found.described.log_ids.items()
            },
            vault,
            found.described.people,
            style=style,
            rng=self._rng,
            taken=self._taken,
        )
        if plan.structural_hits:
            raise _structural(plan)
        return plan

    def _again(
        self,
        conversation: str,
        basis: tuple[object, ...],
        dialect: Dialect,
        request: ChatRequest,
        model: str,
    ) -> Outgoing | None:
        """Return what the last turn sent, if this one is the same: the plan rests on the same, and
        the bytes are those that were checked for leaks."""
        turn = self._turns.get(conversation)
        if turn is None or not all(map(is_, turn.basis, basis)):
            return None
        self._turns.move_to_end(conversation)
        body = dialect.write(request, replaced(request.leaves, turn.edits), model=model)
        return replace(turn.outgoing, body=body) if self._hash(body) == turn.sent else None

    def _keep(
        self,
        conversation: str,
        basis: tuple[object, ...],
        edits: Mapping[int, Edits],
        outgoing: Outgoing,
    ) -> None:
        if sum(map(len, edits.values())) > LARGEST_KEPT:
            self._turns.pop(conversation, None)
            return
        self._turns[conversation] = _Turn(
            basis=basis,
            edits=edits,
            outgoing=replace(outgoing, body=b""),
            sent=self._hash(outgoing.body),
        )
        self._turns.move_to_end(conversation)
        while len(self._turns) > TURNS_KEPT:
            self._turns.popitem(last=False)

    def _restorers(self, conversation: str, placed: tuple[Entry, ...]) -> MakeRestorer:
        """Return what restores an answer; the last turn's where the same stand-ins were placed,
        since to build it anew costs half of what restoring an answer does."""
        known = self._restoring.get(conversation)
        if known is None or known[0] != placed:
            known = self._restoring[conversation] = placed, restorer_factory(placed)
        self._restoring.move_to_end(conversation)
        while len(self._restoring) > TURNS_KEPT:
            self._restoring.popitem(last=False)
        return known[1]

    def _hash(self, body: bytes) -> bytes:
        return hashlib.blake2b(body, key=self._hash_key, digest_size=32).digest()


def _busy() -> Unusable:
    return Unusable(
        "this conversation is used in too many places at once; try again",
        code="conversation_busy",
    )


def _notice(request: ChatRequest) -> str:
    asked = [leaf.text for leaf in request.leaves if leaf.author == "user"]
    return LETTERS_NOTICE if depends_on_letters(asked[-1:]) else ""


def _structural(plan: Plan) -> Refused:
    (path, label), *_ = plan.structural_hits
    where = ".".join(str(step) for step in path)
    return Refused(
        f"a {label.value} stands in `{where}`, where it cannot be replaced; rename that field and "
        "send it again",
        code="name_in_structure",
        param=where,
    )
