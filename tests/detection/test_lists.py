import pytest

from gateway.detection.lists import Lists, PublicEdits, names_of, pack
from gateway.detection.roster_names import RosterNames
from gateway.errors import Unusable
from tests.detection.people import ROSTER, SCHOOLS

PACKED = RosterNames.build(ROSTER, SCHOOLS, "v1").to_bytes()


def found(packed: bytes, text: str) -> set[str]:
    return {
        f"{text[one.start : one.end]}/{one.recogniser}"
        for one in Lists.from_bytes(packed).find(text)
    }


def test_both_lists_are_asked() -> None:
    text = "Maria Lopez read about Harriet Tubman"
    assert found(pack(PACKED), text) >= {"Maria Lopez/roster", "Harriet Tubman/public"}


def test_the_edits_travel_with_the_roster() -> None:
    edits = PublicEdits(added=("Zaltana Quine",), removed=("Harriet Tubman",))
    assert found(pack(PACKED, edits), "Zaltana Quine, Harriet Tubman") >= {"Zaltana Quine/public"}
    assert "Harriet Tubman/public" not in found(pack(PACKED, edits), "Harriet Tubman")


@pytest.mark.parametrize("packed", [b"", b"\0\0", b"\0\0\0\xff[]", pack(PACKED)[:9], pack(b"none")])
def test_bytes_that_are_no_lists_are_refused(packed: bytes) -> None:
    with pytest.raises((ValueError, Unusable)):
        Lists.from_bytes(packed)


def test_edits_are_in_order_whatever_order_they_came_in() -> None:
    rows = [("Ulm", True), ("Bex", True), ("Oto", False)]
    assert names_of(rows) == names_of(rows[::-1]) == PublicEdits(("Bex", "Ulm"), ("Oto",))
