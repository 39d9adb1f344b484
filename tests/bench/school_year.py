"""A made-up school year of the log: any number of records, the same for the same seed.

Who asks, of whom, for what and how it ends are drawn as in a district; the decisions are ones the
shipped rules made, so each record explains itself and replays.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any, cast

from gateway.audit.ids import record_id
from gateway.decision.engine import Engine
from gateway.decision.packs import RuleSet
from gateway.steps.draft import Draft
from gateway.terms.disclosure import Purpose
from gateway.terms.record import Fields, Record, RecordKind, Settled
from gateway.terms.text import Label
from tests.decision.examples import random_facts

BEGIN = int(datetime(2025, 8, 18, tzinfo=UTC).timestamp()) * 1000
DAY = 86_400_000
OPENS, OPEN = 12 * 3_600_000, 9 * 3_600_000  # a school's day in New York, in UTC
SCHOOLS, CLASSES, STUDENTS, STAFF = 14, 420, 9_000, 800
TOOLS = ("chat", "chat-large", "tutor", "drafts", "translate", "maths")
TOOL_SHARES = (48, 9, 22, 14, 5, 2)
GRADES = ("KG", *(f"{grade:02}" for grade in range(1, 13)))
EVENTS = ("roster_import", "serve_start", "log_query", "tool_changed", "history_read")
ENDINGS = ("complete", "client_gone", "upstream_error", "timed_out", "upstream_cut", "interrupted")
ENDING_SHARES = (960, 18, 10, 7, 4, 1)
TEMPLATES = 400
REFUSED = 0.08
"""Share of the examples' many refusals that are kept: most of a district's prompts pass."""
LAG = 6
"""Records that are written between an intent and its outcome."""


@dataclass(kw_only=True)
class SchoolYear:
    """Draws records; `count` of them fill `days` days."""

    rules: RuleSet
    seed: int
    count: int
    days: int = 365
    begin: int = BEGIN
    _rng: Random = field(init=False)
    _drawn: list[dict[str, Any]] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self._rng = Random(self.seed)
        engine = Engine(self.rules)
        templates = Random(self.seed + 1)
        while len(self._drawn) < TEMPLATES:
            drawn = _template(engine, templates)
            if drawn["outcome"] in ("forward", "pseudonymise") or templates.random() < REFUSED:
                self._drawn.append(drawn)

    def records(self) -> Iterator[Record]:
        """Yield intents, refusals, events and outcomes as they would be written."""
        under_way: deque[Record] = deque()
        for at in range(self.count):
            record = self._record(self._time(at))
            yield record
            if record.kind is RecordKind.INTENT:
                under_way.append(record)
            if len(under_way) > LAG:
                yield self._outcome(under_way.popleft(), record.time)
        for intent in under_way:
            yield self._outcome(intent, intent.time)

    def _time(self, at: int) -> int:
        through = at * self.days / self.count
        day = int(through)
        return self.begin + day * DAY + OPENS + int((through - day) * OPEN)

    def _id(self, time: int) -> str:
        return record_id(time, self._rng.randbytes)

    def _record(self, time: int) -> Record:
        rng = self._rng
        chance = rng.random()
        if chance < 0.01:
            said: Fields = {"event": rng.choice(EVENTS), "who": f"staff-{rng.randrange(STAFF)}"}
            return Record(id=self._id(time), kind=RecordKind.EVENT, time=time, fields=said)
        fields: Fields = dict(rng.choice(self._drawn))
        refused = fields["outcome"] in ("hold", "refuse")
        school = min(int(rng.expovariate(0.25)), SCHOOLS - 1)
        if fields["principal_kind"] == "student":
            number = int(STUDENTS * rng.random() ** 2)
            fields |= {"principal": f"student-{number}", "grade": GRADES[number % 13]}
        else:
            fields["principal"] = f"staff-{int(STAFF * rng.random() ** 2)}"
        fields |= {
            "schools": [f"school-{school}"],
            "classes": [f"class-{school * 30 + rng.randrange(30)}"],
            "tool": (tool := rng.choices(TOOLS, TOOL_SHARES)[0]),
            "model": tool,
            "provider": "Example AI",
            "agreement": f"agreement-{tool}",
            "conversation": f"{rng.getrandbits(48) // 5:032x}",
            "hash_in": f"{rng.getrandbits(256):064x}",
            "subjects": [{**one, "id": self._subject(one)} for one in _plain(fields["subjects"])],
            "leaves": rng.randrange(1, 12),
            "chars": (chars := rng.randrange(40, 6000)),
            "size_in": chars + 300,
            "scan_ms": rng.randrange(2, 90),
            "ms": rng.randrange(92, 130),
        }
        if refused:
            fields |= {"code": "held" if fields["outcome"] == "hold" else "refused", "status": 403}
            return Record(id=self._id(time), kind=RecordKind.REFUSAL, time=time, fields=fields)
        fields |= {"hash_out": f"{rng.getrandbits(256):064x}", "size_out": chars + 280}
        return Record(id=self._id(time), kind=RecordKind.INTENT, time=time, fields=fields)

    def _subject(self, one: Any) -> str:
        if one["kind"] == "unresolved":
            return "unresolved"
        return f"student-{int(STUDENTS * self._rng.random() ** 2)}"

    def _outcome(self, intent: Record, now: int) -> Record:
        rng = self._rng
        ended = rng.choices(ENDINGS, ENDING_SHARES)[0]
        said: Fields = {
            "ended": ended,
            "upstream_status": 200 if ended in ("complete", "client_gone") else 503,
            "ms": min(int(rng.lognormvariate(7.5, 0.8)), 60_000),
            "first_ms": rng.randrange(120, 900),
            "bytes_in": rng.randrange(400, 9000),
            "bytes_out": intent.fields["size_out"],
            "prompt_tokens": rng.randrange(20, 2000),
            "completion_tokens": rng.randrange(5, 1500),
            "hash_answer": f"{rng.getrandbits(256):064x}",
        }
        return Record(
            id=self._id(now), kind=RecordKind.OUTCOME, time=now, about=intent.id, fields=said
        )


def _template(engine: Engine, rng: Random) -> dict[str, Any]:
    facts = random_facts(rng)
    draft = Draft("", now=lambda: 0, hash_key=b"k" * 32)
    draft.decided(facts, engine.decide(facts))
    person = facts.principal
    labels = rng.sample(tuple(Label), rng.randrange(4))
    return {
        **draft.intent().fields,
        "principal_kind": person.kind.value,
        "role": person.role.value,
        "age_band": person.age_band.value,
        "age_source": person.age_source.value,
        "key": f"key-{rng.randrange(40)}",
        "client": rng.choice(("", "", "open-webui")),
        "dialect": "openai_chat",
        "purpose": rng.choice(tuple(Purpose)).value,
        "roster": f"2025-{rng.randrange(1, 40):02}",
        "detector": "en-md/2/9f31c0a2",
        "labels": {label.value: rng.randrange(1, 5) for label in labels},
        "recognisers": {"roster": 1 + rng.randrange(3)} if labels else {},
        "style": rng.choice(("names", "tags")),
    }


def _plain(subjects: Any) -> list[Fields]:
    return cast(list[Fields], subjects.value if isinstance(subjects, Settled) else subjects)
