import re
from collections.abc import Sequence

import pytest

from gateway.detection.companions import companions
from gateway.detection.edges import Range
from gateway.detection.kept import COMPANY, UNLISTED, Kept
from gateway.terms.text import Label, NamePart


def company(text: str, *names: str, known: Sequence[Range] = ()) -> list[str]:
    """Return what is added to a text in which these names were found where they first stand."""
    kept = [
        Kept(at, at + len(name), Label.PERSON, 0.9, "ner", UNLISTED, part=NamePart.GIVEN)
        for name in names
        if (at := text.index(name)) >= 0
    ]
    found = companions(text, sorted(kept), known)
    return [text[one.start : one.end] for one in found if one.why == COMPANY]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        pytest.param(
            "My group is Amina (me), Blessing, Ace and Story.",
            ["Amina"],
            ["Blessing", "Ace", "Story"],
            id="a row",
        ),
        pytest.param("with Amina and Story", ["Amina"], [], id="two are no row"),
        pytest.param(
            "so far its me, seun, tae-yang, harper d and her dog",
            ["seun"],
            ["tae-yang", "harper"],
            id="a row with oneself",
        ),
        pytest.param(
            "DESIR JEAN, MCELHANEY SIOBHAN, OBRIEN-TUIASOSOPO LAGI. Restore",
            ["DESIR JEAN", "MCELHANEY SIOBHAN"],
            ["OBRIEN-TUIASOSOPO LAGI"],
            id="family names first, in capitals",
        ),
        pytest.param(
            "ORTIZ, INES; RUIZ, ANA; LARRANAGA O., INES",
            ["ORTIZ, INES", "RUIZ, ANA"],
            ["LARRANAGA O., INES"],
            id="with an initial",
        ),
        pytest.param(
            "groups from: amina, boaz, cadence, rj, lil story and nolan",
            ["amina", "boaz", "nolan"],
            ["cadence", "rj", "lil story"],
            id="a row in small letters",
        ),
        pytest.param(
            "my table: quang 3 siblings, amina 1, ivory 0, d'shawn 5",
            ["quang", "amina"],
            ["ivory", "d'shawn"],
            id="a row with numbers",
        ),
        pytest.param(
            "Reading groups: Amina, Ace, Tiny. Who with whom?", ["Amina"], ["Ace", "Tiny"],
            id="a row behind a colon",
        ),
        pytest.param(
            "Pets of Amina: Newt, Parrot, Goat, Ferret.", ["Amina"], [], id="no name in the row"
        ),
        pytest.param(
            "class Dog(Pet):\nAmina(1)\nCat(2)\nBird(3)\nFox(4)", ["Amina"], [], id="a program"
        ),
        pytest.param("bring amina, milk, eggs and bread", ["amina"], [], id="a shopping list"),
        pytest.param(
            "• Amina — A, late\n• L'Oreal Batiste — B\n• Story Huerta — A\n• Ace — C",
            ["Amina"],
            ["L'Oreal Batiste", "Story Huerta", "Ace"],
            id="bullets",
        ),
        pytest.param("Amina, English and Math", ["Amina"], [], id="a row with subjects"),
        pytest.param("Copper, Tin and Zinc", [], [], id="a row without a name"),
        pytest.param(
            "Praise: Amina for sharing, Boaz for patience, Peanut for sweeping",
            ["Amina", "Boaz"],
            ["Peanut"],
            id="heads",
        ),
        pytest.param(
            "Praise: Amina for sharing, Peanut for sweeping, glue for all",
            ["Amina"],
            [],
            id="one name is no list of heads",
        ),
        pytest.param(
            "A.T. 8:40 inhaler; N.V. 9:15 rest; C.W. 9:20 ice", ["A.T", "N.V"], ["C.W"],
            id="initials in a log",
        ),
        pytest.param('bench = ["amina", "peanut"]', ["amina"], ["peanut"], id="strings of a list"),
        pytest.param('x = {"name": "amina", "of": "six"}', ["amina"], [], id="fields are no list"),
        pytest.param(
            "CASTELLAN M 8:10 and BOOKER T, then FENWICK D",
            ["CASTELLAN M", "BOOKER T"],
            ["FENWICK D"],
            id="one shape",
        ),
        pytest.param(
            "- partner: Amina Diallo\n- partner: Ottoline", ["Amina"], ["Ottoline"], id="lines"
        ),
        pytest.param(
            'a = {"who": "amina"}; b = {"who": "peanut", "what": "salt"}', ["amina"], ["peanut"],
            id="fields of one name",
        ),
        pytest.param('greet("amina"); greet("peanut")', ["amina"], ["peanut"], id="one call"),
        pytest.param('greet("amina"); open("peanut")', ["amina"], [], id="another call"),
        pytest.param(
            "amina_age = 3; peanut_age = 4; total_age = 7", ["amina"], ["peanut"], id="variables"
        ),
        pytest.param(
            "let aminaGoals = 3, peanutGoals = 4, maxGoals = 7", ["amina"], ["peanut"],
            id="variables in camel case",
        ),
    ],
)  # fmt: skip
def test_names_are_found_by_their_company(
    text: str, names: Sequence[str], expected: list[str]
) -> None:
    assert company(text, *names) == expected


def test_whom_everyone_knows_is_no_company() -> None:
    text = "Amina, Hercules and Zeus"
    known = (text.index("Hercules"), text.index("Hercules") + 8)

    assert company(text, "Amina", known=[known]) == ["Zeus"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(", ".join(["Anna"] * 60_000), id="a row without an end"),
        pytest.param("\n".join(["Anna for sharing"] * 30_000), id="heads"),
        pytest.param("ANNA B " * 60_000, id="shapes"),
        pytest.param("[" + ", ".join(['"Anna"'] * 60_000) + "]", id="a list"),
        pytest.param("[" * 300_000 + "Anna", id="brackets"),
    ],
)
def test_a_long_text_takes_time_by_its_length_alone(text: str) -> None:
    """What took its square would take minutes here."""
    starts = [found.start() for found in re.finditer("Anna|ANNA", text)]
    kept = [
        Kept(at, at + 4, Label.PERSON, 0.9, "ner", UNLISTED, part=NamePart.GIVEN) for at in starts
    ]
    assert set(kept) <= set(companions(text, kept, ()))
