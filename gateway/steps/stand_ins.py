"""Puts stand-ins in: opens the conversation's vault, plans, checks for leaks, saves, and returns
what may be sent. A vault that somebody else saved meanwhile is opened and planned again.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from gateway.errors import Refused, Unusable
from gateway.pseudonyms.entries import Entry
from gateway.pseudonyms.leaks import check_leaks
from gateway.pseudonyms.letters import depends_on_letters
from gateway.pseudonyms.replace import Plan, plan_replacement
from gateway.pseudonyms.restore import restorer_factory
from gateway.pseudonyms.style import choose_style
from gateway.pseudonyms.vault import Conflict, Vaults
from gateway.terms.chat import ChatRequest, Dialect, MakeRestorer
from gateway.terms.decision import Decision, Outcome
from gateway.terms.disclosure import DistrictChoices, Purpose, SurrogateStyle, Tool
from gateway.terms.people import Person
from gateway.terms.text import Finding
from gateway.wire.body import Limits, read_json
from gateway.wire.leaves import json_leaves

ATTEMPTS = 5
SENT = Limits(max_bytes=2**30, max_depth=64, max_containers=1_000_000)
"""Wider than what came in: stand-ins may be longer than what they stand for."""
RESTORERS_KEPT = 1024
"""Conversations whose last turn's restorers stay in memory."""
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


class StandIns:
    """The door to the vaults for an exchange."""

    def __init__(self, vaults: Vaults, *, rng: Random, taken: Callable[[str], bool]) -> None:
        """`taken` tells whether the roster knows a word, a number or an address."""
        self._vaults = vaults
        self._rng = rng
        self._taken = taken
        self._restoring: OrderedDict[str, tuple[tuple[Entry, ...], MakeRestorer]] = OrderedDict()

    async def put(
        self,
        dialect: Dialect,
        request: ChatRequest,
        findings: Sequence[Finding],
        decision: Decision,
        *,
        log_ids: Mapping[str, str],
        people: Mapping[str, Person],
        conversation: str,
        tool: Tool,
        purpose: Purpose,
        choices: DistrictChoices,
    ) -> Outgoing:
        """Return the request with stand-ins, its vault stored.

        Args:
            dialect, request: what was asked, in whose words.
            findings: every leaf with its spans.
            decision: what may leave about whom, by log id.
            log_ids: the log id of each roster id in the findings.
            people: persons by roster id, of those in the findings.
            conversation: whose vault.
            tool, purpose, choices: tell how stand-ins look.

        Raises:
            Refused: something to replace stands where nothing can be replaced.
            Leak: the last check found something.
            Unusable: the vault cannot be opened or stored.
        """
        outcomes = {one.id: one.outcome for one in decision.subjects}
        decisions = {one: outcomes.get(log_id, Outcome.REFUSE) for one, log_id in log_ids.items()}
        style = choose_style(tool, purpose, choices)
        for _ in range(ATTEMPTS):
            vault, version = await self._vaults.open(conversation)
            plan = plan_replacement(
                findings,
                decisions,
                vault,
                people,
                style=style,
                rng=self._rng,
                taken=self._taken,
            )
            if plan.structural_hits:
                raise _structural(plan)
            body = dialect.write(request, plan.replaced, model=tool.upstream_model or tool.model)
            if plan.forbidden:
                # What is checked is what will be sent: the bytes, read again.
                check_leaks(json_leaves(read_json(body, limits=SENT), (), ""), plan)
            try:
                await self._vaults.save(conversation, plan.vault, version)
            except Conflict:
                continue
            placed = bool(plan.replaced)
            return Outgoing(
                body=body,
                make=self._restorers(conversation, plan.placed),
                outcome=Outcome.PSEUDONYMISE if placed else decision.outcome,
                style=style,
                notice=_notice(request) if placed else "",
                obligations=decision.obligations,
            )
        raise Unusable(
            "this conversation is used in too many places at once; try again",
            code="conversation_busy",
        )

    def _restorers(self, conversation: str, placed: tuple[Entry, ...]) -> MakeRestorer:
        """Return what restores an answer; the last turn's where the same stand-ins were placed,
        since to build it anew costs half of what restoring an answer does."""
        known = self._restoring.get(conversation)
        if known is None or known[0] != placed:
            known = self._restoring[conversation] = placed, restorer_factory(placed)
        self._restoring.move_to_end(conversation)
        while len(self._restoring) > RESTORERS_KEPT:
            self._restoring.popitem(last=False)
        return known[1]


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
