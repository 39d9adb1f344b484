"""What personal data a prompt holds, and whose: every leaf scanned, settled, and described.

All of it follows from the prompt's bytes, who asks which tool and what for, and one state of the
roster, the district and the detector on one day and in one hour. A prompt for which each of these
is the same again (a retry, an answer asked for anew) is not worked out again. What is kept is
found by the keyed hash of the bytes and holds ids, facts and offsets: no text.
"""

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from gateway.detection.arbitration_settings import setting_for
from gateway.detection.kept import Kept
from gateway.detection.memory import Memory
from gateway.detection.near_names import surface_key
from gateway.detection.scan import Scanned, Scanner
from gateway.detection.standing import Around
from gateway.detection.subjects import surrounded, together
from gateway.district.directory import District
from gateway.steps.described import Described, describe, people_named
from gateway.steps.near import Near
from gateway.steps.signs import age_stated, gather_signs, typed
from gateway.terms.chat import ChatRequest
from gateway.terms.disclosure import Purpose, Tool
from gateway.terms.people import Principal
from gateway.terms.text import Finding, Leaf, Span

KEPT_PROMPTS = 2048
LARGEST_KEPT = 500
"""Leaves and spans of a prompt that is worth keeping: the larger it is, the seldomer it comes
again, and the more it holds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A prompt's findings, and the facts they come to. `described` is the very same object where
    the same prompt came in the same circumstances."""

    findings: Sequence[Finding]
    described: Described


class Finder:
    """Finds what is in prompts; remembers the last ones."""

    def __init__(self, district: District, scanner: Scanner, near: Near) -> None:
        self._district = district
        self._scanner = scanner
        self._near = near
        self._memory = Memory()
        self._stamp: object = None
        self._kept: OrderedDict[Hashable, tuple[Sequence[tuple[Span, ...]], Described]] = (
            OrderedDict()
        )

    async def find(
        self,
        request: ChatRequest,
        body: str,
        *,
        principal: Principal,
        tool: Tool,
        purpose: Purpose,
        excused: frozenset[str] = frozenset(),
    ) -> Found:
        """Return what is in a prompt.

        Args:
            request: the prompt, as read from its bytes.
            body: the keyed hash of those bytes.
            principal: who asks, authenticated in the district's present state.
            tool, purpose: where to and what for.
            excused: words that somebody said are no pupil's in this conversation.

        Raises:
            DetectionFailed: a leaf could not be read.
            Unusable: detector or district do not answer.
        """
        asked = (request, body, principal, tool, purpose, excused)
        key = self._circumstances(*asked)
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
            spans, described = known
            findings = tuple(
                [
                    Finding(leaf=leaf, spans=found)
                    for leaf, found in zip(request.leaves, spans, strict=True)
                ]
            )
            return Found(findings=findings, described=described)
        found = await self._look(request, principal, tool, purpose, excused)
        # What changed while we looked belongs to neither state.
        if key == self._circumstances(*asked):
            self._keep(key, found)
        return found

    def _circumstances(
        self,
        request: ChatRequest,
        body: str,
        principal: Principal,
        tool: Tool,
        purpose: Purpose,
        excused: frozenset[str],
    ) -> Hashable:
        """Return everything that what is found follows from."""
        return (
            (request.dialect, body, tool.id, purpose, excused),
            # A key's row and the roster make the principal; both are of the district's state.
            (principal.id, principal.key_id, principal.client),
            (self._district.state, self._scanner.roster_version, self._scanner.version),
        )

    async def _look(
        self,
        request: ChatRequest,
        principal: Principal,
        tool: Tool,
        purpose: Purpose,
        excused: frozenset[str],
    ) -> Found:
        scanned = await self._scanner.scan(request.leaves)
        candidates = [one.candidates for one in scanned]
        near = await self._near.of(principal.person)
        known = await self._district.people({principal.id, *people_named(candidates), *near.people})
        people = {one: row.person for one, row in known.items()}
        around = surrounded(
            request.leaves,
            candidates,
            near,
            setting_for(principal.person.kind),
            excused={part for word in excused for part in surface_key(word).split(" ")},
        )
        stand = await self._stand(request.leaves, scanned, around)
        findings = together(request.leaves, candidates, stand, around, people)
        described = await describe(
            findings,
            principal=principal,
            known=known,
            district=self._district,
            tool=tool,
            purpose=purpose,
            stand_ins=False,
            signs=await gather_signs(request.leaves, scanned, principal, self._district),
            age_statement=age_stated(typed(request.leaves, scanned)),
        )
        return Found(findings=findings, described=described)

    async def _stand(
        self, leaves: Sequence[Leaf], scanned: Sequence[Scanned], around: Around
    ) -> list[tuple[Kept, ...]]:
        """Return what stands in each leaf by itself; what stood in one before is remembered."""
        memory = self._memory_of_now()
        stand = [memory.get(one, around) for one in scanned]
        fresh = [index for index, known in enumerate(stand) if known is None]
        settled = await self._scanner.stand(
            [leaves[index] for index in fresh],
            [scanned[index].candidates for index in fresh],
            around,
        )
        for index, kept in zip(fresh, settled, strict=True):
            memory.put(scanned[index], around, kept)
            stand[index] = kept
        return [kept or () for kept in stand]

    def _memory_of_now(self) -> Memory:
        """Return what is remembered of leaves; whoever was near in an older roster is let go."""
        stamp = self._district.roster_stamp
        if stamp != self._stamp:
            self._memory, self._stamp = Memory(), stamp
        return self._memory

    def _keep(self, key: Hashable, found: Found) -> None:
        spans = [finding.spans for finding in found.findings]
        if len(spans) + sum(map(len, spans)) > LARGEST_KEPT:
            return
        self._kept[key] = spans, found.described
        while len(self._kept) > KEPT_PROMPTS:
            self._kept.popitem(last=False)
