import pytest

from gateway.detection.alike import alike
from gateway.detection.kept import EXACT_WHY, PATTERN_WHY, Kept
from gateway.terms.text import Label


def found(
    text: str, value: str, label: Label, *, score: float = 0.7, why: str = PATTERN_WHY
) -> Kept:
    start = text.index(value)
    return Kept(start, start + len(value), label, score, "student_ids", why)


def added(texts: list[str], value: str, label: Label = Label.OTHER_ID) -> list[list[str]]:
    """Return what is found beyond a value that stands in the first text."""
    first = found(texts[0], value, label)
    results = alike(texts, [[first], *([] for _ in texts[1:])])
    return [
        [text[one.start : one.end] for one in some if one.why == "carried"]
        for text, some in zip(texts, results, strict=True)
    ]


ALIKE = [
    ("pins: Vang 4471, Stidham 0938, guest 9999", "4471", ["0938", "9999"]),
    ("badge T-0553, and T-0554 is the other", "T-0553", ["T-0554"]),
    ("book #47, Shaylee has #52", "47", ["52"]),
    ("id 18-0457 (not 18-0463)", "18-0457", ["18-0463"]),
    ("plates 8KTR221 and 7XBN904", "8KTR221", ["7XBN904"]),
]
UNLIKE = [
    ("pin 4471 since 2024", "4471"),
    ("pin 4471, room 2210", "4471"),
    ("pin 4471 and $1200", "4471"),
    ("pin 4471 costs 1200 dollars", "4471"),
    ("pin 4471 at 12:30", "4471"),
    ("id 204518 of 310772.50", "204518"),
    ("id 204518 = 310772", "204518"),
    ("combo 14-32-06 by 10-11-24", "14-32-06"),
    ("badge T-0553 on page A-12", "T-0553"),
]


@pytest.mark.parametrize(("text", "value", "more"), ALIKE)
def test_what_is_written_like_somebodys_number_is_one(
    text: str, value: str, more: list[str]
) -> None:
    assert added([text], value) == [more]


@pytest.mark.parametrize(("text", "value"), UNLIKE)
def test_years_sums_rooms_times_and_counts_are_left(text: str, value: str) -> None:
    assert added([text], value) == [[]]


def test_the_shape_is_known_in_the_other_turns_of_a_request() -> None:
    assert added(["her pin is 4471", "and 0938 is his"], "4471") == [[], ["0938"]]


def test_names_teach_nothing_and_without_a_number_nothing_is_looked_for() -> None:
    person = found("room Ana 4471", "Ana", Label.PERSON)
    assert alike(["room Ana 4471"], [[person]]) == [(person,)]


def test_what_was_found_by_its_look_takes_the_label_of_the_number_it_looks_like() -> None:
    text = "AX-7720 is hers, AX-7802 new"
    listed = found(text, "AX-7720", Label.STUDENT_ID, score=1.0, why=EXACT_WHY)
    coded = found(text, "AX-7802", Label.OTHER_ID, score=0.45)
    (some,) = alike([text], [[listed, coded]])
    assert [one.label for one in some] == [Label.STUDENT_ID, Label.STUDENT_ID]


def test_what_a_word_announced_keeps_its_label() -> None:
    text = "id 204518, case 204519"
    some = [
        found(text, "204518", Label.STUDENT_ID, score=0.7),
        found(text, "204519", Label.OTHER_ID, score=0.8),
    ]
    assert [one.label for one in alike([text], [some])[0]] == [Label.STUDENT_ID, Label.OTHER_ID]
