import re

import pytest

from gateway.detection.fellows import fellows


def of_the_world(text: str) -> list[str]:
    """Return whom a row makes known: `[…]` is nobody's name near, `{…}` everyone knows."""
    plain = ""
    names: list[tuple[int, int]] = []
    known: list[tuple[int, int]] = []
    for piece in re.split(r"([\[{][^\]}]+[\]}])", text):
        if piece[:1] in ("[", "{"):
            place = (len(plain), len(plain) + len(piece) - 2)
            (names if piece[0] == "[" else known).append(place)
            piece = piece[1:-1]
        plain += piece
    return [plain[start:end] for start, end in fellows(plain, names, known)]


ROWS = {
    "commas and an and": (
        "A slide each on {Jesse Owens}, [Bram Hollis], {Wilma Rudolph} and [Tavi Quist].",
        ["Bram Hollis", "Tavi Quist"],
    ),
    "brackets": ("The Alamo ([Hollis], {Crockett}, [Ida Quist], {Santa Anna}).", 2),
    "asides": ("{Bach} (d. 1750), [Hollis] (1801), {Britten}", 1),
    "initials": ("{W. E. B. Du Bois}, [J. R. Hollis] and {Ida B. Wells}", 1),
    "one known alone": ("{Jesse Owens}, [Bram Hollis] and [Tavi Quist]", 0),
    "few known among many": ("{Bach}, {Britten}, [A], [B], [C], [D] and [E]", 0),
    "known in another sentence": ("{Bach} and {Britten}. [Bram Hollis] came late.", 0),
    "a sentence of one's own life": ("My group is {Bach}, {Britten} and [Tavi].", 0),
    "nobody known": ("[Bram], [Tavi] and [Ida]", 0),
}


@pytest.mark.parametrize(("text", "expected"), ROWS.values(), ids=ROWS.keys())
def test_a_row_of_people_everyone_knows_tells_of_the_others(
    text: str, expected: list[str] | int
) -> None:
    found = of_the_world(text)
    assert (len(found) if isinstance(expected, int) else found) == expected


def test_a_long_row_is_read_once() -> None:
    text = ", ".join(["Abc Def"] * 20_000 + ["Bram Hollis", "Ida Quist"])
    known = [(text.index(one), len(text)) for one in ("Bram", "Ida")]
    assert fellows(text, [(0, 7)], known) == [(0, 7)]
