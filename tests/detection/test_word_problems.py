import re

import pytest

from gateway.detection.word_problems import invented, made_up


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
    "the first time": (
        "[Ines] finishes a lap every 6 min, [Kofi] every 8. When is the first time they meet?",
        2,
    ),
    "the greatest number": (
        "[Ines] has 36 plums and 48 figs. What's the greatest number of equal bags?",
        1,
    ),
    "pupils' own names": (
        "3 word problems with my kids' names please. [Jade] has 12 beads. How many are left?",
        [],
    ),
    "about pupils": (
        "Write word problems about my students: [Jade] has 12 beads. How many are left?",
        [],
    ),
    "who is right": ("[Noah] says the angle is 60, [Clare] says 45. Who is right?", 2),
    "what is likelier": (
        "[Daria] flips a coin 3 times. Is it likelier that [Daria] sees heads?",
        2,
    ),
    "any verb": ("[Mr. Quist] pulls the foot away at 2 ft/s. How fast is the top?", 1),
    "what is to be calculated": ("[Ines] runs 400 m in 80 s. Calculate the speed.", 1),
    "what is somebody's": ("[Ines]'s car goes 40 miles in 30 minutes. How fast is it?", 1),
    "a sentence to practise on": ("example sentences: [Juan] come una manzana", ["Juan"]),
    "a logic puzzle": ("Logic grid. Four kids: [Amos], [Birdie] and two more.", 2),
    "reminders": ("[Maria] needs 3 reminders. How many are too many?", 0),
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


INVENTED = {
    "a story": ("this is fiction, i made up all the people. [Juno] rowed out.", True),
    "a story, in short": ("is this too dark, its fiction. [Juno] rowed out.", True),
    "data of a lesson": ("this is the fake csv from the lesson: [Mochi],cat,3", True),
    "a trial in class": ("Mock trial, I defend in State v. Goldilocks. Expert: [Oatley]", True),
    "a test of samples": ("is it a two-sample one? [Coach Ellison] 17, 19", False),
    "a case": (
        "Affidavits for the invented case State v. [Blaylock]. Witness: [Hettie Zamora]",
        True,
    ),
    "a game": ("im making a dnd campaign, npcs so far: [Thorin Brightkettle]", True),
    "a dialogue to learn by": (
        "French 1: a conversation at the café between [Amélie] and a waiter",
        True,
    ),
    "people who are real": ("i made up all the names but [Juno] is based on my friend", False),
    "school life": ("A made-up story for [Juno], who has 3 absences. People are made up.", False),
    "a story about somebody": ("Write a story about [Juno] and a dragon.", False),
    "a conversation with a parent": ("Plan the conversation with [Juno] and her mother.", False),
}


@pytest.mark.parametrize(("text", "expected"), INVENTED.values(), ids=INVENTED.keys())
def test_a_text_can_say_that_its_people_are_made_up(text: str, expected: bool) -> None:
    plain = re.sub(r"[\[\]]", "", text)
    names = [(match.start(), match.end() - 2) for match in re.finditer(r"\[[^\]]+\]", text)][:1]
    assert bool(invented(plain, names)) is expected
