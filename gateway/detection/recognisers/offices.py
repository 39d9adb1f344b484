"""Finds grown-ups by the office they hold or sign for: "her OT, Pualani Reis", "AP Vandermolen".

Letters of schools end with a name above an office, or behind a dash before one; notes call people
by abbreviations that no name model reads as a title, and say "w/ Corbin". "AP Biology" and
"w/ Google" are words like any other and nobody.
"""

from gateway.detection.folding import fold
from gateway.detection.recognisers.forms import Form, holds_any
from gateway.detection.recognisers.people import NAME, PeopleRecogniser
from gateway.detection.vocabulary import load_vocabulary


class Offices(PeopleRecogniser):
    """Finds people by their office."""

    id_ = "offices"
    hints = (
        "ot", "pt", "slp", "bcba", "lcsw", "msw", "rbt", "ap ", "vp ", "tchr", "princip", "sitter",
        "nanny", "driver", "case m", "advocate", "attorney", "interpret", "therap", "psychol",
        "registrar", "custodian", "guard", "parapro", "surrogate", "interven", "w/", "c/o", "attn",
    )  # fmt: skip
    forms = (
        Form(
            id="dash_role",
            pattern=rf"(?:^|[\n.!?]\s?)[\-–—~]\s?(?P<value>{NAME}),\s\pL{{4,20}}(?:[\s.,]|$)",
            score=0.6,
        ),
        Form(
            id="signed",
            pattern=r"(?:^|\n)[^\n,.:;0-9]{2,24},[ ]*\n{1,2}[ ]{0,6}"
            rf"(?P<value>{NAME})[ ]*(?:\n\n|\n?$)",
            score=0.6,
        ),
        Form(
            id="above_role",
            pattern=rf"(?:^|\n)(?P<value>{NAME}|\p{{Lu}}{{2,3}})(?:\n|,\s)[^\n,]{{0,30}}(?:Office|Department|Dept\.?"
            r"|Coordinator|Director|Secretary|Registrar|Transportation|Specialist|Psychologist|Counselor"
            r"|Teacher|Nurse|Principal|Librarian|Clerk|Manager|Interventionist|Therapist|Grade|PTA|PTO)\b",
            score=0.6,
        ),
        Form(
            id="role",
            pattern=rf"\b(?i:(?:her|his|their|our|my|the|its|ela|math|science|gen\s?ed|sped|speech|art|music)\s)?"
            rf"(?:OT|PT|SLP|BCBA|LCSW|MSW|RBT|AP|VP|(?i:tchr|asst\.?\sprincipal|assistant\sprincipal|sitter|babysitter"
            rf"|nanny|bus\sdriver|driver|case\s(?:mgr|manager)|advocate|attorney|interpreter|therapist|psychologist"
            rf"|registrar|custodian|crossing\sguard|interventionist|paraprofessional|surrogate))"
            rf"(?:,|\s(?:is|was))?\s(?P<value>{NAME})",
            score=0.55,
        ),
        Form(id="beside_with", pattern=rf"\b(?:w/|c/o|attn:?)\s?(?P<value>{NAME})", score=0.5),
    )

    def may_hold(self, text: str) -> bool:
        """Return whether there are lines, as in a letter, or a word for an office."""
        return "\n" in text or "—" in text or holds_any(text, self.hints)

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Keep a name, or initials above an office; refuse subjects, headings and products."""
        value = text[start:end]
        if form.id == "above_role" and value.isupper() and len(value) <= _MOST_INITIALS:
            return (start, end, form.score) if text.startswith("\n", end) else None
        if _is_word(value):
            return None
        return super().judge(text, form, start, end)


_MOST_INITIALS = 3
_SHORTEST_STRANGE = 4


def _is_word(written: str) -> bool:
    """Tell whether a name would begin with a word like any other: "AP Biology", "w/ Google"."""
    vocabulary = load_vocabulary()
    folded = fold(written.split()[0]).removesuffix("'s").strip(".,")
    return not vocabulary.is_name(folded) and (
        vocabulary.is_word(folded) or len(folded) < _SHORTEST_STRANGE
    )
