"""What records are searched by: each field's name, its values in a record, its number. Pure.

A field of values may have several in one record (rules, schools, subjects). `listed` fields have
few values in all, which are kept in a list, so that counts can be grouped by them; those of the
others are ids and hashes. Every field of a record is here; a test sees to that.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

type Told = Mapping[str, Any]
"""A record as its entry says it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ValueField:
    """A field of values. `of` gives them from an intent, a refusal or an event; `after` from the
    outcome. Without `reads` in a record, it has none."""

    words: str
    reads: str
    listed: bool = True
    of: Callable[[Told], Iterable[str]] = lambda _record: ()
    after: Callable[[Told], Iterable[str]] = lambda _outcome: ()


@dataclass(frozen=True, kw_only=True, slots=True)
class NumberField:
    """A field of one number, None where a record has none, as when `reads` is not in it."""

    words: str
    reads: str
    of: Callable[[Told], int | None] = lambda _record: None
    after: Callable[[Told], int | None] = lambda _outcome: None


def _one(name: str) -> Callable[[Told], Iterable[str]]:
    def values(record: Told) -> Iterable[str]:
        value = record.get(name)
        return (value,) if value else ()

    return values


def _some(name: str) -> Callable[[Told], Iterable[str]]:
    return lambda record: record.get(name, ())


def _flag(name: str) -> Callable[[Told], Iterable[str]]:
    def values(record: Told) -> Iterable[str]:
        value = record.get(name)
        return () if value is None else ("yes" if value else "no",)

    return values


def _number(name: str) -> Callable[[Told], int | None]:
    return lambda record: record.get(name)


def _of_subjects(name: str) -> Callable[[Told], Iterable[str]]:
    return lambda record: [one[name] for one in subjects_of(record) if one[name]]


def _subjects_that(name: str, value: object) -> Callable[[Told], Iterable[str]]:
    return lambda record: [one["id"] for one in subjects_of(record) if one[name] == value]


def subjects_of(record: Told) -> list[dict[str, Any]]:
    """Return a record's subjects in the form of the present version.

    Version 1 said less of them; what it knew of their kind and categories stands in its facts.
    """
    subjects: list[dict[str, Any]] = record.get("subjects", [])
    if not subjects or record["v"] > 1:
        return subjects
    facts = {one["id"]: one for one in record.get("facts", {}).get("subjects", ())}
    return [_of_version_1(record, one, facts.get(one["id"], {})) for one in subjects]


def _of_version_1(record: Told, subject: Told, fact: Told) -> dict[str, Any]:
    role = "self" if fact.get("own") else "possible" if fact.get("ambiguous") else "named"
    return {
        "kind": fact.get("kind", ""),
        "role": "unknown" if fact.get("kind") == "unresolved" else role,
        "categories": fact.get("categories", []),
        "mentions": fact.get("mentions", 1),
        "disclosed": record["kind"] == "intent" and subject["outcome"] == "forward",
        **subject,
    }


def _categories(record: Told) -> Iterable[str]:
    return {one for subject in subjects_of(record) for one in subject["categories"]}


def _rule_subjects(record: Told) -> int | None:
    return len(record["subjects"]) if "subjects" in record else None


def _ids(words: str, name: str) -> ValueField:
    return ValueField(words=words, reads=name, listed=False, of=_one(name))


def _values(words: str, name: str) -> ValueField:
    return ValueField(words=words, reads=name, of=_one(name))


def _count(words: str, name: str) -> NumberField:
    return NumberField(words=words, reads=name, of=_number(name))


def _after(words: str, name: str) -> NumberField:
    return NumberField(words=words, reads=name, after=_number(name))


VALUES: dict[str, ValueField] = {
    "kind": _values("intent, refusal or event", "kind"),
    "outcome": _values("forward, pseudonymise, hold or refuse", "outcome"),
    "ended": ValueField(words="how the exchange ended", reads="ended", after=_one("ended")),
    "code": _values("stable code of a refusal or a failure", "code"),
    "principal": _ids("log id of who asked", "principal"),
    "principal_kind": _values("student, staff, guardian or a program", "principal_kind"),
    "role": _values("the principal's role", "role"),
    "age_band": _values("the principal's age band", "age_band"),
    "age_source": _values("what the age band rests on", "age_source"),
    "grade": _values("the principal's grade", "grade"),
    "school": ValueField(words="a school of the principal's", reads="schools", of=_some("schools")),
    "class": ValueField(
        words="a class that bears on the decision", reads="classes", of=_some("classes")
    ),
    "key": _ids("id of the gateway key", "key"),
    "client": _values("the trusted client", "client"),
    "dialect": _values("the API spoken", "dialect"),
    "tool": _values("the AI service", "tool"),
    "provider": _values("whose service it is", "provider"),
    "agreement": _values("the agreement in force", "agreement"),
    "model": _values("the registered model name", "model"),
    "purpose": _values("what it was for", "purpose"),
    "conversation": _ids("keyed hash of the conversation", "conversation"),
    "content": _values("none, stand_ins, identifiable or sensitive", "content"),
    "category": ValueField(
        words="an NDPA category told of somebody", reads="subjects", of=_categories
    ),
    "label": ValueField(words="a label that was found", reads="labels", of=_some("labels")),
    "recogniser": ValueField(
        words="a recogniser that found something", reads="recognisers", of=_some("recognisers")
    ),
    "rule": ValueField(words="a rule that spoke", reads="reasons", of=_some("reasons")),
    "obligation": ValueField(
        words="what had to be done along", reads="obligations", of=_some("obligations")
    ),
    "rule_set": _values("hash of the rule set", "rule_set"),
    "engine": _values("the policy engine", "engine"),
    "roster": _values("version of the roster", "roster"),
    "detector": _values("version of the detector", "detector"),
    "style": _values("names or tags", "style"),
    "released_pseudonymised": ValueField(
        words="yes or no: stand-ins left",
        reads="released_pseudonymised",
        of=_flag("released_pseudonymised"),
    ),
    "ferpa_99_32_mandatory": ValueField(
        words="yes or no: 34 CFR 99.32 requires the record",
        reads="ferpa_99_32_mandatory",
        of=_flag("ferpa_99_32_mandatory"),
    ),
    "hold": _ids("id of the record whose prompt was held", "hold"),
    "emergency": _ids("id of the declared emergency it was made under", "emergency"),
    "safety_fresh": ValueField(
        words="yes or no: a safety signal was typed just now",
        reads="safety_fresh",
        of=_flag("safety_fresh"),
    ),
    "safety_reply": _values("whose words the answer to a safety signal was in", "safety_reply"),
    "subject": ValueField(
        words="log id of whom the text describes",
        reads="subjects",
        listed=False,
        of=_of_subjects("id"),
    ),
    "disclosed": ValueField(
        words="log id of whose data left as typed",
        reads="subjects",
        listed=False,
        of=_subjects_that("disclosed", True),
    ),
    "replaced": ValueField(
        words="log id of for whom stand-ins left",
        reads="subjects",
        listed=False,
        of=_subjects_that("outcome", "pseudonymise"),
    ),
    "subject_kind": ValueField(
        words="what a subject is to the school", reads="subjects", of=_of_subjects("kind")
    ),
    "subject_role": ValueField(
        words="how the text speaks of one", reads="subjects", of=_of_subjects("role")
    ),
    "subject_outcome": ValueField(
        words="what may leave about one", reads="subjects", of=_of_subjects("outcome")
    ),
    "basis": ValueField(
        words="the legal ground for one", reads="subjects", of=_of_subjects("basis")
    ),
    "consent": ValueField(
        words="id of a consent relied on",
        reads="subjects",
        listed=False,
        of=_of_subjects("consent"),
    ),
    "hash_in": _ids("keyed hash of what came in", "hash_in"),
    "hash_out": _ids("keyed hash of what left", "hash_out"),
    "hash_answer": ValueField(
        words="keyed hash of the answer",
        reads="hash_answer",
        listed=False,
        after=_one("hash_answer"),
    ),
    "event": _values("what happened", "event"),
    "who": _ids("log id of who caused an event", "who"),
    "what": _ids("id of what an event happened to", "what"),
    "result": _values("how an event went", "result"),
    "version": _ids("version of what was put in place", "version"),
    "edit": _ids("id of a change in the history", "edit"),
    "sha256": _ids("hash over a change", "sha256"),
    "query": _ids("what was asked of the log", "query"),
    "purged": _ids("id of the certificate under which a record's bytes were purged", "purged"),
}

NUMBERS: dict[str, NumberField] = {
    "time": _count("milliseconds since 1970 UTC", "time"),
    "v": _count("version of the record's form", "v"),
    "attempt": _count("which try it was", "attempt"),
    "subjects": NumberField(words="how many subjects", reads="subjects", of=_rule_subjects),
    "leaves": _count("strings that were scanned", "leaves"),
    "chars": _count("code points that were scanned", "chars"),
    "size_in": _count("bytes of the request as it came in", "size_in"),
    "size_out": _count("bytes of the request as it left", "size_out"),
    "scan_ms": _count("milliseconds to the end of the scan", "scan_ms"),
    "decided_ms": _count("milliseconds to the record", "ms"),
    "status": _count("HTTP status of a refusal", "status"),
    "upstream_status": _after("HTTP status of the AI service", "upstream_status"),
    "ms": _after("milliseconds to the answer's end", "ms"),
    "first_ms": _after("milliseconds to the answer's first byte", "first_ms"),
    "bytes_in": _after("bytes received from the AI service", "bytes_in"),
    "bytes_out": _after("bytes sent to it", "bytes_out"),
    "prompt_tokens": _after("tokens of the prompt", "prompt_tokens"),
    "completion_tokens": _after("tokens of the answer", "completion_tokens"),
    "restored": _after("stand-ins turned back", "restored"),
}

type Looks[Got] = Mapping[str, tuple[tuple[str, Callable[[Told], Got]], ...]]
"""Fields' names and what each gives, by the member that it reads: so that a record is looked
through by what it holds."""


def _by_key[Got](looks: Iterable[tuple[str, str, Callable[[Told], Got]]]) -> Looks[Got]:
    found: dict[str, list[tuple[str, Callable[[Told], Got]]]] = {}
    for reads, name, look in looks:
        found.setdefault(reads, []).append((name, look))
    return {key: tuple(some) for key, some in found.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What is looked for in one part of what is known of a prompt."""

    values: Looks[Iterable[str]]
    numbers: Looks[int | None]


RECORD = Part(
    values=_by_key((one.reads, name, one.of) for name, one in VALUES.items()),
    numbers=_by_key((one.reads, name, one.of) for name, one in NUMBERS.items()),
)
OUTCOME = Part(
    values=_by_key((one.reads, name, one.after) for name, one in VALUES.items()),
    numbers=_by_key((one.reads, name, one.after) for name, one in NUMBERS.items()),
)

NOT_SEARCHED = {
    "about": "an outcome belongs to its intent",
    "id": "records are looked up by it",
    "facts": "what rules read; the fields that auditors ask for stand beside it",
    "counts": "of an event",
    "lifetimes": "of a certificate",
    "purged_stream": "of a certificate",
    "purged_first": "of a certificate",
    "purged_last": "of a certificate",
    "purged_entries": "of a certificate",
    "purged_sha256": "of a certificate",
    "streams": "of a manifest",
}
"""Fields of records that no filter reads, and why."""
