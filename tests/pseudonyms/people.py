"""Synthetic people and prompts for the tests of pseudonyms."""

import re
from collections.abc import Iterable, Mapping, Sequence
from random import Random

from gateway.pseudonyms.replace import Plan, plan_replacement
from gateway.pseudonyms.restore import restorer_factory
from gateway.pseudonyms.vault import Vault
from gateway.terms.decision import Outcome
from gateway.terms.disclosure import SurrogateStyle
from gateway.terms.people import Kind, Person, Role
from gateway.terms.text import (
    Finding,
    Label,
    Leaf,
    LeafKind,
    NamePart,
    Path,
    Resolution,
    Span,
)


def student(id: str, given: str, family: str = "", preferred: str = "") -> Person:
    """Return a pupil of the roster."""
    return Person(
        id=id,
        kind=Kind.STUDENT,
        role=Role.STUDENT,
        given=given,
        family=family,
        preferred_given=preferred,
    )


def span(
    text: str,
    surface: str,
    *,
    label: Label = Label.PERSON,
    part: NamePart = NamePart.FULL,
    subjects: tuple[str, ...] = (),
    nth: int = 0,
) -> Span:
    """Return a span over the nth occurrence of a surface."""
    start = [found.start() for found in re.finditer(re.escape(surface), text)][nth]
    resolution = {0: Resolution.UNRESOLVED, 1: Resolution.KNOWN}.get(
        len(subjects), Resolution.AMBIGUOUS
    )
    return Span(
        start=start,
        end=start + len(surface),
        label=label,
        score=1.0,
        recogniser="test",
        why="test",
        subjects=subjects,
        resolution=resolution,
        part=part,
    )


def finding(
    text: str,
    *spans: Span,
    path: Path = ("messages", 0, "content"),
    kind: LeafKind = LeafKind.TEXT,
    author: str = "user",
) -> Finding:
    """Return a leaf and what was found in it."""
    return Finding(
        leaf=Leaf(path=path, text=text, kind=kind, author=author),
        spans=tuple(sorted(spans, key=lambda one: one.start)),
    )


def plan(
    findings: Sequence[Finding],
    vault: Vault | None = None,
    *,
    decisions: Mapping[str, Outcome] | None = None,
    people: Iterable[Person] = (),
    style: SurrogateStyle = SurrogateStyle.NAMES,
    seed: int = 1,
    taken: Iterable[str] = (),
) -> Plan:
    """Plan with chance from a seed and a small roster."""
    known = {word.casefold() for word in taken}
    return plan_replacement(
        findings,
        decisions or {},
        vault or Vault(),
        {person.id: person for person in people},
        style=style,
        rng=Random(seed),
        taken=lambda word: word.casefold() in known,
    )


def sent(findings: Sequence[Finding], made: Plan) -> list[str]:
    """Return the texts that leave, leaf by leaf."""
    return [made.replaced.get(one.leaf.path, one.leaf.text) for one in findings]


def sent_leaves(findings: Sequence[Finding], made: Plan) -> list[Leaf]:
    """Return the leaves that leave."""
    return [
        Leaf(
            path=one.leaf.path,
            text=made.replaced.get(one.leaf.path, one.leaf.text),
            kind=one.leaf.kind,
            author=one.leaf.author,
        )
        for one in findings
    ]


def restored(made: Plan, pieces: str | Iterable[str], *, json: bool = False) -> str:
    """Return an answer restored, fed in pieces."""
    restorer = restorer_factory(made.placed)(json=json)
    fed = [restorer.feed(piece) for piece in ([pieces] if isinstance(pieces, str) else pieces)]
    return "".join(fed) + restorer.flush()
