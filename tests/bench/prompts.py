"""Texts to measure with: teachers' prose of a given length that names pupils, each text new.

Drawn from a seed, so that every run measures the same texts. All of it is made up.
"""

import random
from collections.abc import Sequence

OPENINGS = (
    "Please help me write a note home for the families in my class before Friday.",
    "I need a short summary of this week's work that I can share at the team meeting.",
    "Could you turn these observations into clear and friendly feedback?",
    "Suggest three activities for next week that build on what follows.",
)
SENTENCES = (
    "{name} {did} during the {lesson} lesson and {result}.",
    "In {lesson}, {name} asked a thoughtful question about {topic} and {result}.",
    "I would like {name} to practise {topic} for {count} minutes at home.",
    "{name} worked with a partner on {topic}, and the two of them {result}.",
    "The group around {name} {did} while the others read about {topic}.",
    "Please praise {name} for the {lesson} project, which {result}.",
    "The whole class {did} on {day}, and most of them {result}.",
    "We spent {count} minutes on {topic} and then everybody {did}.",
    "On {day} we begin a new unit about {topic}, which takes about {count} lessons.",
    "The {lesson} quiz had {count} questions, and the one about {topic} was the hardest.",
    "Homework for {day} is to read {count} pages about {topic} and to write a paragraph.",
    "Several of them still mix up the steps when they work on {topic}, so we repeat it on {day}.",
    "Keep the tone warm, avoid jargon, and mention {topic} in no more than {count} words.",
    "After the {lesson} lesson they tidied the room and {result}.",
)
WORDS = {
    "did": (
        "listened with patience",
        "took careful notes",
        "finished the worksheet early",
        "needed a little help to begin",
        "explained each step aloud",
        "compared two answers",
        "presented a poster",
        "lost track of the time",
    ),
    "lesson": ("mathematics", "reading", "science", "history", "music", "writing", "geography"),
    "topic": (
        "fractions",
        "the water cycle",
        "simple machines",
        "persuasive essays",
        "the parts of a cell",
        "long division",
        "maps and scale",
        "rhythm and metre",
        "renewable energy",
        "the causes of erosion",
        "equivalent ratios",
        "summaries in your own words",
    ),
    "result": (
        "made good progress",
        "was proud of the result",
        "got most of it right",
        "still has to check the units",
        "helped the others afterwards",
        "ran out of time at the end",
        "improved on last week",
        "chose a difficult example",
    ),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
}


class Texts:
    """Draws texts, no two alike."""

    def __init__(self, names: Sequence[str], seed: int) -> None:
        """`names` all stand in every text that has room for them."""
        self._names = tuple(names)
        self._draw = random.Random(seed)
        self._drawn = 0

    def of(self, words: int) -> str:
        """Return a text of so many words, not drawn before."""
        self._drawn += 1
        written = f"Note {self._drawn}: {self._draw.choice(OPENINGS)}".split()
        told = 0
        while len(written) < words:
            # Every name once at first, then now and again.
            named = told < len(self._names)
            kinds = SENTENCES[:6] if named else SENTENCES
            name = self._names[told % len(self._names)]
            sentence = self._sentence(self._draw.choice(kinds), name)
            told += name in sentence
            written += sentence.split()
        return " ".join(written[:words])

    def _sentence(self, form: str, name: str) -> str:
        chosen = {kind: self._draw.choice(some) for kind, some in WORDS.items()}
        return form.format(name=name, count=self._draw.randrange(3, 60), **chosen)
