"""A record as bytes: canonical JSON (RFC 8785), so that everybody hashes the same ones.

Knows JSON and the order of its keys; knows nothing of trees, streams or the store. Floats are
refused, and so are integers that another reader's double would round: what stands in the log is
read the same everywhere, for ever.
"""

from collections.abc import Mapping, Sequence

import orjson

from gateway.errors import OurFault
from gateway.terms.record import SCHEMA_VERSION, Record, Settled

LARGEST = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 7493 2.2)."""

_ENVELOPE = frozenset({"v", "id", "kind", "time", "about"})


def encode(record: Record) -> bytes:
    """Return the canonical bytes of a record, the input of its leaf hash.

    Args:
        record: its fields stand beside `v`, `id`, `kind`, `time` and `about`.

    Raises:
        OurFault: a field hides one of those five, or a value has no canonical form.
    """
    if not _ENVELOPE.isdisjoint(record.fields):
        raise OurFault("a record field may not be named like its envelope", code="record_invalid")
    return canonical(
        {
            "v": SCHEMA_VERSION,
            "id": record.id,
            "kind": record.kind,
            "time": record.time,
            "about": record.about,
            **record.fields,
        }
    )


def canonical(value: object) -> bytes:
    """Return a value as RFC 8785 canonical JSON.

    Args:
        value: None, booleans, integers within ±(2**53 - 1), strings, lists and mappings of these,
            and values that are settled.

    Raises:
        OurFault: a float, a larger integer, a lone surrogate, a key that is no string.
    """
    options = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS
    if not _plain(value):
        # RFC 8785 3.2.3 sorts by UTF-16 code units, orjson by code points. They differ for keys
        # beyond U+FFFF only; ours are ASCII, so this branch is here to be right, not to be fast.
        value, options = _ordered(value), orjson.OPT_PASSTHROUGH_DATACLASS
    try:
        return orjson.dumps(value, default=_settled, option=options)
    except (TypeError, ValueError) as error:
        raise OurFault(
            "a record value has no canonical form; use text that is valid unicode",
            code="record_invalid",
        ) from error


def _settled(value: object) -> orjson.Fragment:
    """Return what is canonical already, as it is."""
    if not isinstance(value, Settled):
        raise TypeError
    return orjson.Fragment(value.data)


def _plain(value: object) -> bool:
    """Refuse what has no canonical form, and tell whether every key is ASCII."""
    shape = type(value)
    if shape is Settled:
        return True
    if shape is dict:
        return _plain_object(value)  # type: ignore[arg-type]
    if shape is list or shape is tuple:
        # Every member must be looked at, so no `all` that stops at the first.
        others = [member for member in value if type(member) is not str]  # type: ignore[attr-defined]
        return not others or False not in [_plain(member) for member in others]
    if isinstance(value, int):
        if not -LARGEST <= value <= LARGEST:
            raise OurFault(
                "a record integer is beyond 2**53; write it as text", code="record_invalid"
            )
    elif value is not None and not isinstance(value, str):
        raise OurFault(
            f"a record may not hold `{shape.__name__}`; use integers, text, lists and objects",
            code="record_invalid",
        )
    return True


def _plain_object(value: dict[str, object]) -> bool:
    try:
        plain = "".join(value).isascii()
    except TypeError as error:
        raise OurFault("a record key must be text", code="record_invalid") from error
    for member in value.values():
        shape = type(member)
        # Nearly everything is text or a count: a call for each would be half of a record's cost.
        if shape is str or shape is bool or member is None:
            continue
        if shape is int and -LARGEST <= member <= LARGEST:  # type: ignore[operator]
            continue
        plain = _plain(member) and plain
    return plain


def _ordered(value: object) -> object:
    """Return the value with every object's keys in UTF-16 order."""
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return {key: _ordered(value[key]) for key in keys}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_ordered(member) for member in value]
    return value
