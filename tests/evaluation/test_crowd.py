from gateway.detection.folding import fold
from gateway.evaluation.crowd import crowd, everybody
from gateway.evaluation.rows import Row
from gateway.terms.people import Kind
from tests.detection.people import person


def row(name: str, *roster: tuple[str, str, str], text: str = "") -> Row:
    people = tuple(person(who, given, family) for who, given, family in roster)
    return Row(id=name, category="x", text=text, roster=people)


def test_one_person_in_two_rows_is_one_and_one_id_for_two_people_is_made_two() -> None:
    rows = [
        row("a", ("s1", "Maria", "Lopez"), ("s2", "Tom", "Okafor")),
        row("b", ("s1", "Maria", "Lopez"), ("s2", "Noor", "Bashir")),
    ]
    people, circles = everybody(rows)

    assert [one.id for one in people] == ["s1", "s2", "b/s2"]
    assert [[one.id for one in circle] for circle in circles] == [["s1", "s2"], ["s1", "b/s2"]]


def test_guardians_follow_to_the_new_id() -> None:
    other = row("a", ("g1", "Ada", "Chen"))
    family = Row(
        id="b",
        category="x",
        text="",
        roster=(
            person("g1", "Rosa", "Lopez"),
            person("s1", "Maria", "Lopez", guardians=("g1",)),
        ),
    )
    _, circles = everybody([other, family])

    assert [(one.id, one.guardians) for one in circles[1]] == [("b/g1", ()), ("s1", ("b/g1",))]


def test_the_crowd_is_as_large_as_asked_and_the_same_each_time() -> None:
    first = crowd([], 500)

    assert len(first) == 500
    assert len({one.id for one in first}) == 500
    assert first == crowd([], 500)
    assert {one.kind for one in first} == {Kind.STUDENT, Kind.GUARDIAN, Kind.STAFF}


def test_nobody_of_the_crowd_is_in_a_row() -> None:
    free = crowd([], 300)
    listed, spoken, called = free[0], free[1], free[2]
    numbered = next(one for one in free if one.ids)
    rows = [
        row("a", ("s1", listed.given, listed.family)),
        row("b", text=f"We saw {spoken.given} {spoken.family} today."),
        row("c", text=f"{called.family}, {called.given}"),
        row("d", text=f"id {numbered.ids[0]}"),
    ]
    names = {fold(f"{one.given} {one.family}") for one in crowd(rows, 300)}

    for one in (listed, spoken, called):
        assert fold(f"{one.given} {one.family}") not in names
    assert all(numbered.ids[0] not in one.ids for one in crowd(rows, 300))
    assert len(crowd(rows, 300)) == 300
