import re

import pytest

from gateway.detection.word_problems import made_up


def children(text: str) -> list[str]:
    """Return who is made up, of everybody marked with brackets."""
    plain, places = "", []
    for piece in re.split(r"(\[[^\]]+\])", text):
        if piece.startswith("["):
            places.append((len(plain), len(plain) + len(piece) - 2))
            piece = piece[1:-1]
        plain += piece
    return [plain[start:end] for start, end in made_up(plain, places)]


FRAMES = {
    "has and gives": (
        "[Maria] has 12 apples and gives 5 to [Tom]. How many are left?",
        ["Maria", "Tom"],
    ),
    "a condition": ("If [Priya] is 4 years older than [Tom], how old is [Priya]?", 3),
    "money": ("help: [Tyrone] deposits $250 at 4% interest. how much after 3 years", 1),
    "numbers as words": ("[Ines] baked three dozen rolls. What fraction is left after one?", 1),
    "two people at once": ("[Kofi] and [Lena] have 30 stickers. How many each?", 2),
    "small letters": ("[emma] can paint a room in 6 hours and [lucas] in 4, how long together", 2),
    "a title": ("[Dr. Patel] drives to work at 40 mph. What is the average speed?", 1),
    "spanish": ("[Rosa] tiene 48 canicas y le da la mitad a [Hugo]. ¿Cuántas le quedan?", 2),
    "to be written": ("Write word problems. Use names like [Carlos], [Aisha] and [Ming].", 3),
    "said again in the paragraph": (
        "[Amir] sells 24 cups and [Beth] 27. Is [Beth] right? How many more?",
        3,
    ),
    "who is right": ("[Noah] says the angle is 60, [Clare] says 45. Who is right?", 2),
    "an exercise in Spanish": ("cambia al pretérito: [Juan] come una manzana", ["Juan"]),
    "an exercise in French": ("conjugate: [Pierre] avoir, (tu) être", ["Pierre"]),
    "an exercise in school life": ("[Maria] can conjugate but has 3 absences", 0),
    "nothing is asked": ("[Maria] has 12 apples and gives 5 to [Tom].", 0),
    "nothing is counted": ("[Maria] is sad. How long will it last?", 0),
    "school life": ("[Maria] has 3 absences. How many are allowed?", 0),
    "school life in Spanish": ("[Rosa] tiene 3 ausencias. ¿Cuántas se permiten?", 0),
    "another paragraph": ("[Maria] cried.\n\nA train is 3 miles long. How many cars?", 0),
    "nobody": ("How many apples are 12 and 5?", 0),
}


@pytest.mark.parametrize(("text", "expected"), FRAMES.values(), ids=FRAMES.keys())
def test_a_frame_makes_its_children_up(text: str, expected: list[str] | int) -> None:
    found = children(text)
    assert (found if isinstance(expected, list) else len(found)) == expected
