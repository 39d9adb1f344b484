"""Marked texts to measure with: one JSON object a line.

    {"id": "t1", "category": "essays", "text": "…",
     "roster": [{"id", "given", "family", "nickname"?, "preferred"?, "role"}],
     "spans": [{"start", "end", "label", "subject_id"?}],
     "turns": [{"role", "start", "end"}]?, "by": "teacher"?}

Offsets count Unicode code points, `end` is exclusive. The roster is that of the principal's own
classes; its people may also have `middle`, `username`, `ids`, `emails`, `phones`, and `of`, whose
guardians they are. Turns are messages of one conversation. `by` is the role of whoever writes.
Labels that detection does not know (`LOCATION`, `ORGANIZATION` of other people's sets) are kept
apart: what they cover counts neither for nor against. Messages name the line, never a word of it.
Pure.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from gateway.errors import BadRequest
from gateway.terms.people import KIND_OF_ROLE, Kind, Person, Role
from gateway.terms.text import Label

ALIASES = {
    "EMAIL_ADDRESS": Label.EMAIL,
    "PHONE_NUMBER": Label.PHONE,
    "US_SSN": Label.SSN,
    "STREET_ADDRESS": Label.ADDRESS,
}
"""How other sets call what we have a label for."""

ROLES = {role.value: role for role in Role} | {
    "parent": Role.GUARDIAN,
    "counselor": Role.COUNSELLOR,
    "principal": Role.ADMINISTRATOR,
}
_LABEL = re.compile(r"[A-Z][A-Z_]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Gold:
    """What somebody marked; `label` None if it is none of ours, `subject` an id of the roster."""

    start: int
    end: int
    label: Label | None
    subject: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One message of a conversation, in code points of the row's text; `end` is exclusive."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One text with what is in it; `roster` are the people of the principal's own classes.

    `by` is what whoever writes is, UNRESOLVED where nobody says. `turns` cover the text from front
    to back, but for what stands between messages; a text that is one message has one.
    """

    id: str
    category: str
    text: str = field(repr=False)
    roster: tuple[Person, ...] = ()
    spans: tuple[Gold, ...] = ()
    turns: tuple[Turn, ...] = ()
    by: Kind = Kind.UNRESOLVED

    @property
    def is_clean(self) -> bool:
        """Tell whether nobody's data is in it."""
        return not any(gold.label for gold in self.spans)


def read_rows(lines: Iterable[str | bytes], name: str = "") -> tuple[Row, ...]:
    """Read rows; blank lines are skipped.

    Args:
        lines: the file's lines.
        name: of the file, for messages.

    Raises:
        BadRequest: a line is no row, or an id stands twice; says which line and what is wrong.
    """
    rows: dict[str, Row] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = _row(orjson.loads(line))
            if row.id in rows:
                raise ValueError("its `id` stands on an earlier line")
        except ValueError as error:
            # A JSON error's own words quote nothing but its place.
            raise BadRequest(f"{name or 'the file'}, line {number}: {error}") from None
        rows[row.id] = row
    if not rows:
        raise BadRequest(f"{name or 'the file'} holds no rows")
    return tuple(rows.values())


def _row(fields: Any) -> Row:
    if not isinstance(fields, dict):
        raise ValueError("a row is a JSON object")
    text = _text(fields, "text")
    listed = _objects(fields, "roster", needed=False)
    guardians: dict[str, list[str]] = {}
    for one in listed:
        for ward in _texts(one, "of"):
            guardians.setdefault(ward, []).append(_text(one, "id"))
    roster = tuple([_person(one, guardians) for one in listed])
    known = {person.id for person in roster}
    if not guardians.keys() <= known:
        raise ValueError("an `of` of the roster is nobody of it")
    if len(known) < len(roster):
        raise ValueError("two people of `roster` have the same `id`")
    spans = [_gold(one, len(text), known) for one in _objects(fields, "spans")]
    return Row(
        id=_text(fields, "id"),
        category=_text(fields, "category"),
        text=text,
        roster=roster,
        spans=tuple(sorted(spans, key=lambda one: one.start)),
        turns=_turns(_objects(fields, "turns", needed=False), text),
        by=_kind(str(fields.get("by", ""))),
    )


def _kind(role: str) -> Kind:
    """Return what whoever has a role is; other people's sets may mean something else by `by`."""
    known = ROLES.get(role.lower())
    return KIND_OF_ROLE[known] if known is not None else Kind.UNRESOLVED


def _person(fields: Mapping[str, Any], guardians: Mapping[str, Sequence[str]]) -> Person:
    role = ROLES.get(_text(fields, "role").lower())
    if role is None:
        raise ValueError(f"a `role` of the roster is none of {', '.join(sorted(ROLES))}")
    called = (_text(fields, "preferred", ""), _text(fields, "nickname", ""))
    who = _text(fields, "id")
    return Person(
        id=who,
        kind=KIND_OF_ROLE[role],
        role=role,
        given=_text(fields, "given", ""),
        family=_text(fields, "family", ""),
        middle=_text(fields, "middle", ""),
        # A roster has one place for what somebody is called; either word of it is a name.
        preferred_given=" ".join(dict.fromkeys(name for name in called if name)),
        username=_text(fields, "username", ""),
        emails=_texts(fields, "emails"),
        phones=_texts(fields, "phones"),
        ids=_texts(fields, "ids"),
        guardians=tuple(guardians.get(who, ())),
    )


def _gold(fields: Mapping[str, Any], size: int, known: set[str]) -> Gold:
    start, end, label = fields.get("start"), fields.get("end"), fields.get("label")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= size:
        raise ValueError("a span's `start` and `end` are no range of its `text`")
    if not isinstance(label, str) or not _LABEL.fullmatch(label):
        raise ValueError("a span's `label` is no label")
    subject = _text(fields, "subject_id", "")
    if subject and subject not in known:
        raise ValueError("a span's `subject_id` is nobody of the row's `roster`")
    ours = Label(label) if label in Label.__members__ else ALIASES.get(label)
    return Gold(start=start, end=end, label=ours, subject=subject)


def _turns(listed: Sequence[Mapping[str, Any]], text: str) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    for one in listed:
        start, end = one.get("start"), one.get("end")
        past = turns[-1].end if turns else 0
        if type(start) is not int or type(end) is not int or not past <= start <= end <= len(text):
            raise ValueError("a turn's `start` and `end` are no range behind the one before")
        turns.append(Turn(role=_text(one, "role"), start=start, end=end))
    return tuple(turns) or (Turn(role="user", start=0, end=len(text)),)


def _texts(fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return a list of strings, or one string as a list."""
    value = fields.get(name) or []
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) and one for one in listed):
        raise ValueError(f"`{name}` must be a list of strings")
    return tuple(listed)


def _objects(fields: Mapping[str, Any], name: str, *, needed: bool = True) -> list[dict[str, Any]]:
    listed = fields.get(name, None if needed else [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise ValueError(f"`{name}` must be a list of objects")
    return listed


def _text(fields: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """Return a string of the row; without a default it must be there."""
    value = fields.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str) or (default is None and not value and name != "text"):
        raise ValueError(f"`{name}` must be a string")
    return value
