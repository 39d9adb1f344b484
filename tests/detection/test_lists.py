import pytest

from gateway.detection.lists import Lists, Onto, PublicEdits, names_of, pack
from gateway.detection.roster_names import RosterNames
from gateway.errors import Unusable
from tests.detection.people import ROSTER, SCHOOLS, person

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


def test_a_difference_is_read_beside_the_whole_roster_that_is_there_already() -> None:
    lists = Lists.from_bytes(pack(PACKED))
    for given, family in (("Quill", "Ashgrove"), ("Bex", "Ulmer")):
        changed = RosterNames.build([person("new", given, family)], (), family).to_bytes()
        lists = Lists.from_bytes(pack(changed, onto=Onto("v1", ("new", "maria"))), lists)
        said = {one.people for one in lists.find(f"{given} {family} and Hope Young")}

        assert {("new",), ("hope",)} <= said
    assert ("new",) not in {one.people for one in lists.find("Quill Ashgrove")}


@pytest.mark.parametrize("before", [None, pack(RosterNames.build(ROSTER, (), "v0").to_bytes())])
def test_a_difference_to_another_roster_is_refused(before: bytes | None) -> None:
    told = pack(PACKED, onto=Onto("v1", ()))
    with pytest.raises(ValueError, match="another roster"):
        Lists.from_bytes(told, Lists.from_bytes(before) if before else None)
