"""A record as bytes: canonical JSON (RFC 8785), so that everybody hashes the same ones.

Knows JSON and the order of its keys; knows nothing of trees, streams or the store. Floats are
refused, and so are integers that another reader's double would round: what stands in the log is
read the same everywhere, for ever.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import NoneType

import orjson

from gateway.errors import OurFault
from gateway.terms.record import SCHEMA_VERSION, Record, Settled

LARGEST = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 7493 2.2)."""

_AS_IT_STANDS = orjson.OPT_STRICT_INTEGER | orjson.OPT_PASSTHROUGH_DATACLASS
_SORTED = _AS_IT_STANDS | orjson.OPT_SORT_KEYS
_ASTRAL = re.compile(rb"[\xf0-\xf4]")
_LEAVES = frozenset((str, int, bool, NoneType, Settled))
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
    _refuse_foreign(value)
    try:
        data = orjson.dumps(value, default=_settled, option=_SORTED)
        # RFC 8785 3.2.3 sorts by UTF-16 code units, orjson by code points. They differ for keys
        # beyond U+FFFF only; ours are ASCII, so this branch is here to be right, not to be fast.
        if not data.isascii() and _ASTRAL.search(data):
            data = orjson.dumps(_ordered(value), default=_settled, option=_AS_IT_STANDS)
    except (TypeError, ValueError) as error:
        raise OurFault(
            "a record value has no canonical form; use text that is valid unicode, and integers "
            f"within ±{LARGEST} (a larger one is written as text)",
            code="record_invalid",
        ) from error
    return data


def _settled(value: object) -> orjson.Fragment:
    """Return what is canonical already, as it is."""
    if not isinstance(value, Settled):
        raise TypeError
    return orjson.Fragment(value.data)


def _refuse_foreign(value: object) -> None:
    """Refuse what orjson would write, but another reader might read as something else."""
    shape = type(value)
    if shape is dict:
        members: Iterable[object] = value.values()  # type: ignore[attr-defined]
    elif shape is list or shape is tuple:
        members = value  # type: ignore[assignment]
    elif shape in _LEAVES or isinstance(value, str | int):
        return
    else:
        raise OurFault(
            f"a record may not hold `{shape.__name__}`; use integers, text, lists and objects",
            code="record_invalid",
        )
    for member in members:
        if type(member) not in _LEAVES:  # nearly everything is: a call for each would cost more
            _refuse_foreign(member)


def _ordered(value: object) -> object:
    """Return the value with every object's keys in UTF-16 order."""
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return {key: _ordered(value[key]) for key in keys}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_ordered(member) for member in value]
    return value
