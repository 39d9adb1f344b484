"""What is read of an entry for searching: everything but the facts, whatever stands in them."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.canonical import canonical, encode
from gateway.audit.schema import DECISION, ENVELOPE, FIELDS
from gateway.audit.search.tail import searched
from gateway.terms.record import RecordKind
from tests.audit.search.conftest import year

MEMBERS = {*ENVELOPE, *DECISION, *FIELDS[RecordKind.OUTCOME], *FIELDS[RecordKind.EVENT]}
LAST = "ferpa_99_32_mandatory"
PIECES = st.sampled_from(['"', "\\", ",", ":", "{", "}", "facts", LAST, ',"facts":{', '},"' + LAST])
WORDS = st.lists(PIECES | st.text(max_size=3), max_size=6).map("".join)
ANYTHING = st.recursive(
    st.integers(-9, 9) | st.booleans() | WORDS,
    lambda some: (
        st.lists(some, max_size=3)
        | st.dictionaries(st.sampled_from(["facts", LAST, "a", "z"]) | WORDS, some, max_size=3)
    ),
    max_leaves=12,
)


def test_records_are_read_without_their_facts() -> None:
    cut = 0
    for record in year(300):
        whole = orjson.loads(encode(record))
        cut += "facts" in whole
        whole.pop("facts", None)
        assert searched(encode(record)) == whole
    assert cut > 100


def test_nothing_but_the_facts_stands_where_it_is_cut() -> None:
    assert [one for one in sorted(MEMBERS) if "facts" <= one <= LAST] == ["facts", LAST]


@given(
    facts=st.dictionaries(WORDS, ANYTHING, max_size=3),
    others=st.dictionaries(st.sampled_from(sorted(MEMBERS - {"facts", "v"})), ANYTHING, max_size=6),
    version=st.integers(1, 4),
)
def test_whatever_stands_in_it(facts: dict[str, Any], others: dict[str, Any], version: int) -> None:
    whole = {**others, "facts": facts, "v": version}
    read = searched(canonical(whole))
    assert {**read, "facts": facts} == whole


@pytest.mark.parametrize("version", [1, 2])
def test_the_first_version_is_read_whole(version: int) -> None:
    whole = {"attempt": 1, "facts": {"a": {"b": 1}}, LAST: True, "v": version}
    assert ("facts" in searched(canonical(whole))) is (version == 1)
