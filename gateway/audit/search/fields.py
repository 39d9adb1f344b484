"""What records are searched by: each field's name, its values in a record, its number. Pure.

A field of values may have several in one record (rules, schools, subjects). `listed` fields have
few values in all, which are kept in a list, so that counts can be grouped by them; those of the
others are ids and hashes. Every field of a record is here; a test sees to that.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

type Told = Mapping[str, Any]
"""A record as its entry says it."""
type Values = Callable[[Told], Iterable[str]]
"""Gives a field's values in a record."""
type Number = Callable[[Told], int | None]
"""Gives a field's number in a record."""


def _no_values(_told: Told) -> Iterable[str]:
    return ()


def _no_number(_told: Told) -> int | None:
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class ValueField:
    """A field of values. `of` gives them from an intent, a refusal or an event; `after` from the
    outcome. Without `reads` in a record, it has none."""

    words: str
    reads: str
    listed: bool = True
    of: Values = _no_values
    after: Values = _no_values


@dataclass(frozen=True, kw_only=True, slots=True)
class NumberField:
    """A field of one number, None where a record has none, as when `reads` is not in it."""

    words: str
    reads: str
    of: Number = _no_number
    after: Number = _no_number


@dataclass(frozen=True, slots=True)
class _Own:
    """Gives the value of a record's own member, if it is not empty."""

    member: str

    def __call__(self, told: Told) -> Iterable[str]:
        value = told.get(self.member)
        return (value,) if value else ()


@dataclass(frozen=True, slots=True)
class _OwnNumber:
    """Gives the number that is a record's own member."""

    member: str

    def __call__(self, told: Told) -> int | None:
        return told.get(self.member)


@dataclass(frozen=True, slots=True)
class _OfSubjects:
    """Gives a value of each of a record's subjects, if it is not empty."""

    of_one: Callable[[Told], str]

    def __call__(self, record: Told) -> Iterable[str]:
        return [value for one in subjects_of(record) if (value := self.of_one(one))]


def _some(name: str) -> Callable[[Told], Iterable[str]]:
    return lambda record: record.get(name, ())


def _flag(name: str) -> Callable[[Told], Iterable[str]]:
    def values(record: Told) -> Iterable[str]:
        value = record.get(name)
        return () if value is None else ("yes" if value else "no",)

    return values


def _each(member: str) -> Values:
    return _OfSubjects(itemgetter(member))


def _each_that(member: str, value: object) -> Values:
    return _OfSubjects(lambda one: one["id"] if one[member] == value else "")


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
    return ValueField(words=words, reads=name, listed=False, of=_Own(name))


def _values(words: str, name: str) -> ValueField:
    return ValueField(words=words, reads=name, of=_Own(name))


def _count(words: str, name: str) -> NumberField:
    return NumberField(words=words, reads=name, of=_OwnNumber(name))


def _after(words: str, name: str) -> NumberField:
    return NumberField(words=words, reads=name, after=_OwnNumber(name))


VALUES: dict[str, ValueField] = {
    "kind": _values("intent, refusal or event", "kind"),
    "outcome": _values("forward, pseudonymise, hold or refuse", "outcome"),
    "ended": ValueField(words="how the exchange ended", reads="ended", after=_Own("ended")),
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
        of=_each("id"),
    ),
    "disclosed": ValueField(
        words="log id of whose data left as typed",
        reads="subjects",
        listed=False,
        of=_each_that("disclosed", True),
    ),
    "replaced": ValueField(
        words="log id of for whom stand-ins left",
        reads="subjects",
        listed=False,
        of=_each_that("outcome", "pseudonymise"),
    ),
    "subject_kind": ValueField(
        words="what a subject is to the school", reads="subjects", of=_each("kind")
    ),
    "subject_role": ValueField(
        words="how the text speaks of one", reads="subjects", of=_each("role")
    ),
    "subject_outcome": ValueField(
        words="what may leave about one", reads="subjects", of=_each("outcome")
    ),
    "basis": ValueField(words="the legal ground for one", reads="subjects", of=_each("basis")),
    "consent": ValueField(
        words="id of a consent relied on",
        reads="subjects",
        listed=False,
        of=_each("consent"),
    ),
    "hash_in": _ids("keyed hash of what came in", "hash_in"),
    "hash_out": _ids("keyed hash of what left", "hash_out"),
    "hash_answer": ValueField(
        words="keyed hash of the answer",
        reads="hash_answer",
        listed=False,
        after=_Own("hash_answer"),
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


class Part:
    """What is looked for in one part of what is known of a prompt.

    By the members that fields read, since a record has few of them. Most fields are a member of
    the record itself, or of each of its subjects, which are gone through once.
    """

    def __init__(self, values: Mapping[str, Values], numbers: Mapping[str, Number]) -> None:
        """Take what gives each field's values or number."""
        self._own: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._of_subjects: list[tuple[str, Callable[[Told], str]]] = []
        self._others: dict[str, list[tuple[str, Values]]] = {}
        self._other_numbers: dict[str, list[tuple[str, Number]]] = {}
        for name, look in values.items():
            if isinstance(look, _Own):
                self._own[look.member] = name
            elif isinstance(look, _OfSubjects):
                self._of_subjects.append((name, look.of_one))
            else:
                self._others.setdefault(VALUES[name].reads, []).append((name, look))
        for name, number in numbers.items():
            if isinstance(number, _OwnNumber):
                self._numbers[number.member] = name
            else:
                self._other_numbers.setdefault(NUMBERS[name].reads, []).append((name, number))

    def values(self, told: Told) -> Iterator[tuple[str, str]]:
        """Yield each value that it says, with its field; what several subjects say, several
        times."""
        for member, value in told.items():
            if member in self._own:
                if value:
                    yield self._own[member], value
            elif member in self._others:
                for name, look in self._others[member]:
                    for one in look(told):
                        yield name, one
        for subject in subjects_of(told) if self._of_subjects else ():
            for name, of_one in self._of_subjects:
                if said := of_one(subject):
                    yield name, said

    def numbers(self, told: Told) -> Iterator[tuple[str, int]]:
        """Yield each number that it says, with its field."""
        for member, value in told.items():
            if member in self._numbers:
                if value is not None:
                    yield self._numbers[member], value
            elif member in self._other_numbers:
                for name, number in self._other_numbers[member]:
                    if (found := number(told)) is not None:
                        yield name, found


RECORD = Part(
    {name: one.of for name, one in VALUES.items() if one.of is not _no_values},
    {name: one.of for name, one in NUMBERS.items() if one.of is not _no_number},
)
OUTCOME = Part(
    {name: one.after for name, one in VALUES.items() if one.after is not _no_values},
    {name: one.after for name, one in NUMBERS.items() if one.after is not _no_number},
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
