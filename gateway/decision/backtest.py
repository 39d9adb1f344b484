"""Tries a rule set on recorded decisions: what would have come out differently, and for whom. Pure.

A record holds everything its decision was made from, so the trial is exact: the rule set that
decided, tried on its own records, differs nowhere. Where a rule reads a fact that was not recorded
then, nobody can tell, and the record is counted as undecidable. Ids of people and consents are
left out before deciding, for no rule sees them: equal facts are decided once.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

from gateway.decision import cedar
from gateway.decision.engine import ENGINE, Engine
from gateway.decision.facts import gather_district
from gateway.decision.packs import RuleSet, rule_set_from_bytes
from gateway.decision.recorded import district_to_json, facts_from_json, unrecorded
from gateway.errors import Unusable
from gateway.terms.disclosure import DistrictChoices, Purpose
from gateway.terms.signs import Sign

KEPT = 200_000
"""Gates an engine remembers while it tries records: more than a district has kinds of prompts."""
LISTED = 200
"""Decisions that would change, kept one by one; all of them are counted."""

GROUPS = ("outcome", "rule_now", "rule_before", "role", "school", "tool")
"""What decisions that would change are counted by."""

type Tree = dict[str, Any]

_OF_PROMPT: Tree = {"weekday": 0, "hour": -1}
_OF_ASKER: Tree = {"grade": "", "schools": [], "classes": []}
_OF_SUBJECT: Tree = {"mentions": 1, "ambiguous": False}
"""Facts that only rules read, never the ladder nor the floor, and what stands for them where no
rule of the rule set does."""
_UNWATCHED = orjson.dumps(Sign.UNWATCHED.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Turned:
    """One decision that would change: what it was, what it would be, and the rules on each side."""

    record: str
    time: int
    role: str
    schools: tuple[str, ...]
    tool: str
    was: str
    would_be: str
    rules_before: tuple[str, ...]
    rules_now: tuple[str, ...]


@dataclass(kw_only=True)
class Tally:
    """What came of trying records; tallies add up."""

    decisions: int = 0
    distinct: int = 0
    unreadable: int = 0
    other_engine: int = 0
    changed: int = 0
    undecidable: int = 0
    by: dict[str, Counter[str]] = field(
        default_factory=lambda: {name: Counter() for name in GROUPS}
    )
    unrecorded: Counter[str] = field(default_factory=Counter)
    turned: list[Turned] = field(default_factory=list)

    @property
    def same(self) -> int:
        """Return how many come out as they did."""
        return self.decisions - self.changed - self.undecidable - self.unreadable

    def add(self, other: "Tally") -> None:
        """Add another tally to this one."""
        for name in ("decisions", "distinct", "unreadable", "other_engine"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.changed += other.changed
        self.undecidable += other.undecidable
        for name, counts in other.by.items():
            self.by[name].update(counts)
        self.unrecorded.update(other.unrecorded)
        self.turned = sorted([*self.turned, *other.turned], key=lambda one: one.record)[:LISTED]


@dataclass(frozen=True, slots=True)
class _Verdict:
    outcome: str
    subjects: tuple[str, ...]
    rules: tuple[str, ...]
    unwatched: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherChoices:
    """What a district might choose in place of what it chose, going by a day."""

    now: DistrictChoices
    wanted: DistrictChoices
    day: date

    def changes(self, tool: str, purpose: Purpose) -> Tree:
        """Return the facts about the district that would be others, for what goes to a tool, by
        its id, for a purpose."""
        then, wanted = (
            district_to_json(gather_district(choices, self.day, tool=tool, purpose=purpose))
            for choices in (self.now, self.wanted)
        )
        return {name: value for name, value in wanted.items() if then[name] != value}


class Trial:
    """Tries one rule set on records, many at a time."""

    def __init__(
        self,
        rules: RuleSet,
        before: Mapping[str, bytes],
        choices: OtherChoices | None = None,
    ) -> None:
        """Make ready.

        Args:
            rules: what is tried.
            before: the bytes of the rule sets that decided the records, by hash, as far as they
                are kept.
            choices: the district's, to put in place of those recorded.
        """
        self._engine = Engine(rules, memo_size=KEPT)
        self._known: dict[bytes, _Verdict | None] = {}
        self._rules = rules
        self._before = before
        self._choices = choices
        self._changes: dict[tuple[str, str], Tree] = {}
        self._reads: dict[str, frozenset[str]] = {}
        read = {name for rule in rules.rules() for name in cedar.attributes(rule.policy)}
        self._idle, self._idle_of_asker, self._idle_of_subject = (
            {name: value for name, value in some.items() if name not in read}
            for some in (_OF_PROMPT, _OF_ASKER, _OF_SUBJECT)
        )

    def hear(self, entries: Iterable[bytes]) -> Tally:
        """Try some records; those that hold no decision are passed by.

        Args:
            entries: as they stand in the log.
        """
        tally = Tally()
        for entry in entries:
            record = orjson.loads(entry)
            if "facts" in record and "rule_set" in record:
                self._hear(record, tally)
        return tally

    def _hear(self, record: Tree, tally: Tally) -> None:
        tally.decisions += 1
        tally.other_engine += record["engine"] != ENGINE
        facts = self._bare(record["facts"])
        text = orjson.dumps(facts)
        key = hashlib.blake2b(text, digest_size=16).digest()
        if key not in self._known:
            self._known[key] = self._decide(facts, text)
            tally.distinct += 1
        verdict = self._known[key]
        if verdict is None:
            tally.unreadable += 1
            return
        missing = verdict.unwatched & self._read_anew(record["rule_set"])
        if missing:
            tally.undecidable += 1
            tally.unrecorded.update(missing)
            return
        subjects = tuple([one["outcome"] for one in record["subjects"]])
        if (record["outcome"], subjects) != (verdict.outcome, verdict.subjects):
            _count(record, verdict, tally)

    def _bare(self, facts: Tree) -> Tree:
        """Return facts without what cannot matter: ids of people and consents, and what no rule
        reads."""
        asker = {**facts["principal"], **self._idle_of_asker, "id": ""}
        asker["consent"] = {**asker["consent"], "id": ""}
        subjects = [
            {**one, **self._idle_of_subject, "id": str(at), "consent": {**one["consent"], "id": ""}}
            for at, one in enumerate(facts["subjects"])
        ]
        district = {**facts["district"], **self._changes_of(facts)}
        return {
            **facts,
            **self._idle,
            "principal": asker,
            "subjects": subjects,
            "district": district,
        }

    def _changes_of(self, facts: Tree) -> Tree:
        """Return the facts about the district to put in place of those recorded."""
        if self._choices is None:
            return {}
        key = tool, purpose = facts["tool"]["id"], facts["purpose"]
        if key not in self._changes:
            self._changes[key] = self._choices.changes(tool, Purpose(purpose))
        return self._changes[key]

    def _decide(self, facts: Tree, text: bytes) -> _Verdict | None:
        try:
            decision = self._engine.decide(facts_from_json(facts))
        except Unusable:
            return None
        return _Verdict(
            outcome=decision.outcome.value,
            subjects=tuple([one.outcome.value for one in decision.subjects]),
            rules=tuple(dict.fromkeys(reason.rule for reason in decision.reasons)),
            unwatched=unrecorded(facts)
            | frozenset(_unwatched(facts) if _UNWATCHED in text else ()),
        )

    def _read_anew(self, sha256: str) -> frozenset[str]:
        """Return the facts read by rules that were not in the rule set of then."""
        if sha256 not in self._reads:
            there = self._policies(sha256)
            self._reads[sha256] = frozenset(
                name
                for rule in self._rules.rules()
                if _asks(there.get(rule.id)) != _asks(rule.policy)
                for name in cedar.attributes(rule.policy)
            )
        return self._reads[sha256]

    def _policies(self, sha256: str) -> Mapping[str, Tree]:
        """Return the policies of a rule set of then by id; none where it is not kept."""
        data = self._before.get(sha256)
        if sha256 == self._rules.sha256:
            then = self._rules
        elif data is None:
            return {}
        else:
            then = rule_set_from_bytes(data)
        return {rule.id: rule.policy for rule in then.rules()}


def _asks(policy: Tree | None) -> object:
    """Return what of a policy decides: all but its words."""
    if policy is None:
        return None
    return {name: part for name, part in policy.items() if name != "annotations"}


def _unwatched(tree: object) -> Iterable[str]:
    """Yield the names of facts that nobody looked for."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            if value == Sign.UNWATCHED.value:
                yield name
            else:
                yield from _unwatched(value)
    elif isinstance(tree, list):
        for one in tree:
            yield from _unwatched(one)


def _count(record: Tree, verdict: _Verdict, tally: Tally) -> None:
    tally.changed += 1
    facts, before = record["facts"], tuple(record["reasons"])
    asker, by = facts["principal"], tally.by
    by["outcome"][f"{record['outcome']} -> {verdict.outcome}"] += 1
    by["role"][asker["role"]] += 1
    by["tool"][facts["tool"]["id"]] += 1
    by["school"].update(asker["schools"])
    by["rule_now"].update([rule for rule in verdict.rules if rule not in before])
    by["rule_before"].update([rule for rule in before if rule not in verdict.rules])
    if len(tally.turned) < LISTED:
        tally.turned.append(
            Turned(
                record=record["id"],
                time=record["time"],
                role=asker["role"],
                schools=tuple(asker["schools"]),
                tool=facts["tool"]["id"],
                was=record["outcome"],
                would_be=verdict.outcome,
                rules_before=before,
                rules_now=verdict.rules,
            )
        )
