"""What is said of a value that cannot be."""

import pytest
from pydantic import TypeAdapter, ValidationError

from gateway.cli.misread import first_fault
from gateway.terms.rosters import RosterSource


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Maya Ortiz", "Invalid JSON", id="no JSON"),
        pytest.param("{}", "`version`: Field required", id="a field missing"),
        pytest.param('{"version": "Maya"}', "`version`: Input should be", id="a value of none"),
    ],
)
def test_the_first_fault_says_where_and_never_what_stood_there(text: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(RosterSource).validate_json(text)
    said = first_fault(caught.value)
    assert said.startswith(words)
    assert "Maya" not in said
    assert "``" not in said


def test_what_must_be_a_list_is_told_how_to_write_one() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(dict[str, frozenset[str]]).validate_python({"reminded": "t1"})
    assert first_fault(caught.value).startswith(
        '`reminded` is a list: write it as `["one", "two"]`'
    )
