"""What the record of one exchange will say, gathered as it becomes known.

A refusal at any step is recorded with what was known by then. Content-free by construction: only
ids, counts, labels and keyed hashes ever come in here.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence

from gateway.errors import GatewayError
from gateway.identity.callers import Caller
from gateway.steps.decided import decided_fields, kept_here
from gateway.terms.chat import ChatRequest, Usage
from gateway.terms.decision import Decision, Facts, Outcome
from gateway.terms.disclosure import Basis, Purpose, SurrogateStyle, Tool
from gateway.terms.holds import Hold
from gateway.terms.record import Ended, Fields, Record, RecordKind
from gateway.terms.text import Finding

SAFETY = "safety"
"""The outcome of a prompt that was answered here, since somebody may be in danger."""


class Draft:
    """The record under way. `hash_key` keys the hashes of what came in and what left."""

    def __init__(self, record_id: str, *, now: Callable[[], int], hash_key: bytes) -> None:
        self.id = record_id
        self._now = now
        self._began = now()
        self._hash_key = hash_key
        self._fields: Fields = {"attempt": 1}

    def asked_by(self, caller: Caller) -> None:
        """Note who asks."""
        principal = caller.principal
        self._fields |= {
            "principal": caller.known.log_id,
            "principal_kind": principal.person.kind.value,
            "role": principal.person.role.value,
            "age_band": principal.age_band.value,
            "age_source": principal.age_source.value,
            "grade": principal.person.grade,
            "key": principal.key_id,
            "client": principal.client,
            "schools": sorted(principal.person.schools),
            "classes": sorted(principal.classes),
        }

    def came_in(self, body: bytes, dialect: str) -> str:
        """Note what came in, by its keyed hash, and return that."""
        hashed = self._hash(body)
        self._fields |= {"dialect": dialect, "hash_in": hashed, "size_in": len(body)}
        return hashed

    def asked_for(
        self, request: ChatRequest, tool: Tool, purpose: Purpose, conversation: str
    ) -> None:
        """Note where it is to go, what for, and how much it is."""
        self._fields |= {
            "tool": tool.id,
            "provider": tool.provider,
            "agreement": tool.agreement,
            "model": tool.model,
            "purpose": purpose.value,
            "conversation": conversation,
            "leaves": len(request.leaves),
            "chars": sum(len(leaf.text) for leaf in request.leaves),
        }

    def scanned(self, findings: Sequence[Finding], *, roster: str, detector: str) -> None:
        """Note what was found, by label and by recogniser."""
        labels: Counter[str] = Counter()
        recognisers: Counter[str] = Counter()
        for finding in findings:
            labels.update(span.label.value for span in finding.spans)
            recognisers.update(span.recogniser for span in finding.spans)
        self._fields |= {
            "labels": dict(labels),
            "recognisers": dict(recognisers),
            "scan_ms": self.elapsed,
            "roster": roster,
            "detector": detector,
        }

    def decided(
        self, facts: Facts, decision: Decision, *, hold: Hold | None = None, emergency: str = ""
    ) -> None:
        """Note what was decided, everything it was decided from, the hold it met or made, and the
        emergency that covers it."""
        self._fields |= decided_fields(facts, decision)
        if hold is not None:
            self._fields["hold"] = hold.id
        if any(one.basis is Basis.EMERGENCY for one in decision.subjects):
            self._fields["emergency"] = emergency

    def goes_out(self, body: bytes, style: SurrogateStyle) -> None:
        """Note what is about to leave, by its keyed hash."""
        self._fields |= {
            "hash_out": self._hash(body),
            "size_out": len(body),
            "style": style.value,
        }

    def answered_first(self, reader: str, *, fresh: bool) -> Record:
        """Return the record of a prompt that was answered here, since somebody may be in danger."""
        fields = self._fields | {
            "outcome": SAFETY,
            "code": "safety_signal",
            "status": 200,
            "safety_reply": reader,
            "safety_fresh": fresh,
        }
        return Record(id=self.id, kind=RecordKind.REFUSAL, time=self._now(), fields=fields)

    def intent(self) -> Record:
        """Return the record to be durable before the first byte leaves."""
        fields = self._fields | {"ms": self.elapsed}
        return Record(id=self.id, kind=RecordKind.INTENT, time=self._now(), fields=fields)

    def refusal(self, error: GatewayError) -> Record:
        """Return the record of a prompt that did not leave, whatever was decided before."""
        fields = self._fields | {"code": error.code, "status": error.status, "ms": self.elapsed}
        fields.setdefault("outcome", Outcome.REFUSE.value)
        if "subjects" in fields:
            fields |= kept_here(fields)
        return Record(id=self.id, kind=RecordKind.REFUSAL, time=self._now(), fields=fields)

    @property
    def elapsed(self) -> int:
        """Return milliseconds since the request came in."""
        return max(0, self._now() - self._began)

    def outcome(self, outcome_id: str, after: "After") -> Record:
        """Return the record of how it ended."""
        fields: Fields = {
            "ended": after.ended.value,
            "upstream_status": after.status,
            "ms": self.elapsed,
            "bytes_in": after.bytes_in,
            "bytes_out": after.bytes_out,
        }
        if after.first_ms is not None:
            fields["first_ms"] = after.first_ms
        if after.usage.prompt_tokens is not None:
            fields["prompt_tokens"] = after.usage.prompt_tokens
        if after.usage.completion_tokens is not None:
            fields["completion_tokens"] = after.usage.completion_tokens
        if after.answer is not None:
            fields["hash_answer"] = after.answer.hexdigest()
        return Record(
            id=outcome_id,
            kind=RecordKind.OUTCOME,
            time=self._now(),
            about=self.id,
            fields=fields,
        )

    def answer_hash(self) -> "hashlib.blake2b":
        """Return a running keyed hash for the answer as it comes."""
        return hashlib.blake2b(key=self._hash_key, digest_size=32)

    def _hash(self, content: bytes) -> str:
        return hashlib.blake2b(content, key=self._hash_key, digest_size=32).hexdigest()


class After:
    """How an exchange goes on once something left. `rest` is what the client gets last, `heard`
    what the AI service sent, as far as there was room for it, `cut` whether there was more."""

    __slots__ = (
        *("answer", "bytes_in", "bytes_out", "ended", "first_ms", "heard", "rest", "room"),
        *("status", "usage"),
    )

    def __init__(self, sent: int, *, room: int = 0) -> None:
        self.ended = Ended.GATEWAY_ERROR
        self.status = 0
        self.bytes_in = 0
        self.bytes_out = sent
        self.first_ms: int | None = None
        self.usage = Usage()
        self.answer: hashlib.blake2b | None = None
        self.rest = b""
        self.heard: list[bytes] = []
        self.room = room

    def take(self, chunk: bytes) -> None:
        """Note what the AI service sent next."""
        self.bytes_in += len(chunk)
        if self.answer is not None:
            self.answer.update(chunk)
        if self.room > 0:
            self.heard.append(chunk[: self.room])
        self.room -= len(chunk)

    @property
    def cut(self) -> bool:
        """Tell whether there was more than there was room for."""
        return self.room < 0
