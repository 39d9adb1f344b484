"""Every field a record may hold: its shape and what it means, per kind.

`check` refuses an unknown field at append time, so nothing undocumented reaches the log, and
text is short, so that no prompt does by mistake. A value that many records share is checked and
encoded once (`settled`). A field keeps its name, shape and meaning for
ever; a later version only adds some, and says so. `docs/record.md` is compared with this table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gateway.audit.canonical import canonical
from gateway.audit.ids import is_record_id
from gateway.errors import OurFault
from gateway.terms.record import Record, RecordKind, Settled

LONGEST_TEXT = 256
"""Characters. Ids, codes, hashes and versions fit; somebody's writing does not."""


class Shape(StrEnum):
    """What a field's value looks like."""

    TEXT = "text"
    COUNT = "count"
    FLAG = "yes or no"
    TEXTS = "list of text"
    COUNTS = "object of counts"
    OBJECT = "object"
    OBJECTS = "list of objects"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


_FITS: dict[Shape, Callable[[object], bool]] = {
    Shape.TEXT: _is_text,
    Shape.COUNT: _is_count,
    Shape.FLAG: lambda value: isinstance(value, bool),
    Shape.TEXTS: lambda value: isinstance(value, list) and all(map(_is_text, value)),
    Shape.COUNTS: lambda value: isinstance(value, dict) and all(map(_is_count, value.values())),
    Shape.OBJECT: _is_object,
    Shape.OBJECTS: lambda value: isinstance(value, list) and all(map(_is_object, value)),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One field: its shape, its meaning, whether the record is nothing without it, the first
    schema version that has it, and the members of each object in a list of them."""

    shape: Shape
    words: str
    required: bool = False
    since: int = 1
    members: Mapping[str, "Field"] = field(default_factory=dict)
    fits: Callable[[object], bool] = field(init=False, repr=False)
    form: "_Form" = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # Worked out once, since every record is checked.
        object.__setattr__(self, "fits", _FITS[self.shape])
        object.__setattr__(self, "form", _Form(self.members))


class _Form:
    """What some fields ask of values: which are text, as most are, and which must be there."""

    __slots__ = ("fields", "needed", "texts")

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self.fields = fields
        self.texts = frozenset(name for name, one in fields.items() if one.shape is Shape.TEXT)
        self.needed = tuple(name for name, one in fields.items() if one.required)


def _text(words: str, *, required: bool = False, since: int = 1) -> Field:
    return Field(shape=Shape.TEXT, words=words, required=required, since=since)


def _count(words: str, *, since: int = 1) -> Field:
    return Field(shape=Shape.COUNT, words=words, since=since)


def _flag(words: str, *, since: int = 1) -> Field:
    return Field(shape=Shape.FLAG, words=words, since=since)


def _texts(words: str, *, since: int = 1) -> Field:
    return Field(shape=Shape.TEXTS, words=words, since=since)


SUBJECT = {
    "id": _text("log id of whom the text describes; random per person", required=True),
    "outcome": _text("what may leave about this subject", required=True),
    "basis": _text("the legal ground (34 CFR 99.31, 16 CFR 312.5)", required=True),
    "consent": _text("id of the consent relied on, empty without one"),
    "kind": _text("student, guardian, staff or unresolved (nobody on the roster)", since=2),
    "role": _text("in the text: self, named, possible (one of several) or unknown", since=2),
    "categories": _texts("what is told of them, as the NDPA's Schedule of Data calls it", since=2),
    "mentions": _count("how often the text speaks of them", since=2),
    "disclosed": _flag("whether it left in identifiable form", since=2),
}

DECISION = {
    "attempt": _count("which try this is, from 1; every retry has its own record"),
    "principal": _text("log id of who asked"),
    "principal_kind": _text("student, staff, guardian or a program"),
    "role": _text("the principal's role at the school"),
    "age_band": _text("under_13, 13_17, adult or unknown, on the decision day"),
    "age_source": _text("what the age band rests on"),
    "grade": _text("a student's grade, as the roster has it", since=2),
    "key": _text("id of the gateway key used, never the key"),
    "client": _text("id of the trusted client that spoke for the principal, if any"),
    "dialect": _text("the API spoken, such as openai_chat"),
    "tool": _text("id of the registered AI service"),
    "provider": _text("whose service it is: the party of 34 CFR 99.32(a)(3)", since=2),
    "agreement": _text("id of the agreement in force with it"),
    "model": _text("the registered model name"),
    "purpose": _text("what the disclosure is for (34 CFR 300.614)"),
    "conversation": _text("keyed hash of the conversation"),
    "schools": _texts("ids of the principal's schools"),
    "classes": _texts("ids of the classes that bear on the decision"),
    "facts": Field(
        shape=Shape.OBJECT,
        words="everything the decision was made from, without content; replay starts here",
    ),
    "outcome": _text("forward, pseudonymise, hold or refuse; safety where it was answered here"),
    "subjects": Field(
        shape=Shape.OBJECTS, words="whom the text describes, and what was decided", members=SUBJECT
    ),
    "reasons": _texts("ids of the rules that spoke"),
    "obligations": _texts("what had to be done along with it"),
    "rule_set": _text("hex SHA-256 of the rule-set bytes"),
    "engine": _text("the policy engine and its version"),
    "roster": _text("version of the roster the decision saw"),
    "detector": _text("version and settings hash of the detector"),
    "content": _text(
        "none, stand_ins, identifiable or sensitive: the decision table's column", since=2
    ),
    "categories": _texts("categories of data about anybody in the text", since=2),
    "labels": Field(shape=Shape.COUNTS, words="how many spans of each label were found"),
    "recognisers": Field(
        shape=Shape.COUNTS, words="how many spans each recogniser settled", since=2
    ),
    "leaves": _count("strings of the request that were scanned"),
    "chars": _count("code points that were scanned"),
    "size_in": _count("bytes of the request as it came in", since=2),
    "size_out": _count("bytes of the request as it leaves", since=2),
    "scan_ms": _count("milliseconds from the request to the end of the scan", since=2),
    "ms": _count("milliseconds from the request to this record", since=2),
    "hash_in": _text("keyed hash of what came in"),
    "hash_out": _text("keyed hash of what left"),
    "style": _text("stand-ins as names or as tags"),
    "released_pseudonymised": _flag("whether stand-ins took the place of people"),
    "ferpa_99_32_mandatory": _flag("whether 34 CFR 99.32 requires this record to be kept"),
    "code": _text("stable code of a refusal"),
    "status": _count("HTTP status of a refusal"),
    "hold": _text(
        "id of the record whose prompt was held: this one, or the one it was the same as", since=3
    ),
    "emergency": _text("id of the declared emergency (34 CFR 99.36) it was made under", since=3),
    "safety_reply": _text("whose words the answer to a safety signal was in, such as child"),
    "safety_fresh": _flag("whether a safety signal was typed just now, not in an earlier turn"),
}

FIELDS: dict[RecordKind, dict[str, Field]] = {
    RecordKind.INTENT: DECISION,
    RecordKind.REFUSAL: DECISION,
    RecordKind.OUTCOME: {
        "ended": _text("how the exchange ended", required=True),
        "upstream_status": _count("HTTP status of the AI service, 0 without an answer"),
        "ms": _count("milliseconds from the request to the end of the answer"),
        "first_ms": _count("milliseconds to the first byte of the answer"),
        "bytes_in": _count("bytes received from the AI service"),
        "bytes_out": _count("bytes sent to it"),
        "prompt_tokens": _count("tokens of the prompt, as the AI service counts"),
        "completion_tokens": _count("tokens of the answer, as the AI service counts"),
        "restored": _count("stand-ins turned back into names"),
        "hash_answer": _text("keyed hash of the answer as it came"),
    },
    RecordKind.EVENT: {
        "event": _text("what happened, such as roster_import or serve_start", required=True),
        "who": _text("log id of the person who caused it, empty for the gateway itself"),
        "what": _text("id of what it happened to"),
        "result": _text("how it went"),
        "code": _text("stable code of a failure"),
        "version": _text("version of what was put in place"),
        "counts": Field(shape=Shape.COUNTS, words="how many of each"),
        "edit": _text("id of the change in the history, where old, new and why are kept sealed"),
        "sha256": _text("hex SHA-256 over the change's salt and content"),
        "query": _text("what was asked of the log, cut at 256 characters", since=2),
        "lifetimes": Field(
            shape=Shape.COUNTS, words="of a certificate: the lifetimes run out, in days", since=2
        ),
        "purged_stream": _text("of a certificate: the stream whose entries were purged", since=2),
        "purged_first": _count("of a certificate: index of the first of them", since=2),
        "purged_last": _count("of a certificate: index of the last of them", since=2),
        "purged_entries": _count("of a certificate: how many they are", since=2),
        "purged_sha256": _text("of a certificate: SHA-256 over what is left of them", since=2),
        "streams": Field(
            shape=Shape.COUNTS,
            words="of a manifest: the log's streams, and how many entries each has",
            since=4,
        ),
    },
}

ENVELOPE = {
    "v": _count("version of this schema"),
    "id": _text("the record's id: random, 26 characters, sorts by time"),
    "kind": _text("intent, outcome, refusal or event"),
    "time": _count("milliseconds since 1970 UTC, by the gateway's clock"),
    "about": _text("in an outcome, the id of its intent; empty elsewhere"),
}


_FORMS = {kind: _Form(fields) for kind, fields in FIELDS.items()}


def check(record: Record) -> None:
    """Refuse a record whose fields are not those documented for its kind.

    Raises:
        OurFault: a field is unknown, missing or misshapen; the message names it, not its value.
    """
    if not is_record_id(record.id):
        raise _invalid("id")
    if not _is_count(record.time):
        raise _invalid("time")
    outcome = record.kind is RecordKind.OUTCOME
    if not is_record_id(record.about) if outcome else record.about:
        raise _invalid("about")
    _check(record.fields, _FORMS[record.kind], "")


def settled(name: str, value: object) -> Settled:
    """Return the value of a field of decisions, checked and encoded for all the records it is in.

    Args:
        name: of the field.
        value: not to be changed any more.

    Raises:
        OurFault: as `check` and `canonical` do.
    """
    _check({name: value}, _FORMS[RecordKind.INTENT], "")
    return Settled(value=value, data=canonical(value), checked=DECISION[name])


def _check(values: Mapping[str, object], form: _Form, path: str) -> None:
    fields, texts = form.fields, form.texts
    for name, value in values.items():
        if type(value) is str:  # most are: a call for each would be half of what checking costs
            if name not in texts or len(value) > LONGEST_TEXT:
                raise _invalid(path + name)
            continue
        known = fields.get(name)
        if known is None:
            raise _invalid(path + name)
        if type(value) is Settled and value.checked is known:
            continue
        if not known.fits(value):
            raise _invalid(path + name)
        if known.members and isinstance(value, list):
            for member in value:
                _check(member, known.form, f"{path}{name}[].")
    for name in form.needed:
        if name not in values:
            raise _invalid(path + name)


def _invalid(name: str) -> OurFault:
    return OurFault(
        f"the record's field `{name}` is unknown, missing or misshapen; "
        "see docs/record.md and gateway/audit/schema.py",
        code="record_invalid",
    )


def table(fields: Mapping[str, Field]) -> str:
    """Return the fields as the Markdown table that docs/record.md holds."""
    rows = ["| field | shape | meaning |", "|---|---|---|"]
    for name, known in fields.items():
        needed = " (always)" if known.required else ""
        since = f"; since version {known.since}" if known.since > 1 else ""
        rows.append(f"| `{name}` | {known.shape}{needed} | {known.words}{since} |")
    return "\n".join(rows)
