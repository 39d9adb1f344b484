"""What is said of files that spreadsheet programs saved in ways of their own."""

import pytest

from gateway.district.csv_hints import not_utf8, parted_otherwise

KNOWN = frozenset({"sourcedId", "name", "type"})


@pytest.mark.parametrize(
    ("start", "what"),
    [
        pytest.param("id,name\n".encode("utf-16"), "is UTF-16 text", id="UTF-16 with its mark"),
        pytest.param("id,name\n".encode("utf-16-le"), "is UTF-16 text", id="UTF-16 without"),
        pytest.param("José\n".encode("cp1252"), "most likely Windows-1252", id="Windows-1252"),
        pytest.param(b"", "most likely Windows-1252", id="nothing"),
    ],
)
def test_an_encoding_is_told_by_its_bytes(start: bytes, what: str) -> None:
    assert what in not_utf8(start)
    assert "save it anew as `CSV UTF-8" in not_utf8(start)


@pytest.mark.parametrize(
    ("header", "word"),
    [
        pytest.param(["sourcedId;name;type"], "semicolons", id="semicolons"),
        pytest.param(['"sourcedId";"name";"type"'], "semicolons", id="in quotes"),
        pytest.param(["sourcedId\tname\tother"], "tabs", id="tabs"),
        pytest.param(["sourcedId;colour"], "", id="one known column alone"),
        pytest.param(["sourcedId", "name;type"], "", id="commas as well"),
        pytest.param([""], "", id="nothing"),
        pytest.param([], "", id="no cell"),
    ],
)
def test_what_parts_the_cells_is_told_by_the_header(header: list[str], word: str) -> None:
    said = parted_otherwise(header, KNOWN)
    assert (f"parted by {word}" in said) if word else said == ""
