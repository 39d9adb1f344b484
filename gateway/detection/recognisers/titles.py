"""Finds grown-ups by their title: "ms okafor", "Mr. K", "coach dan", "la maestra Ruiz", "Sra. Paz".

Staff a pupil writes about are often on no roster, and in small letters the model sees nobody. What
everyone knows ("Dr. King", "President Lincoln") is left to the list of public people.
"""

from gateway.detection.folding import fold
from gateway.detection.given_names import CALLED_BY_LETTERS
from gateway.detection.name_words import CLOSED, WORDS
from gateway.detection.recognisers.forms import Form, is_whole
from gateway.detection.recognisers.people import CAPITAL, NAME, PARTICLE, PeopleRecogniser, name_in

_PLAIN = r"(?:mr|mrs|ms|mx|dr|sra|srta|sr|dra|prof|lic|mtra|mtro)"
_SPOKEN = (
    r"(?:miss|mister|missus|coach|principal|vice\sprincipal|counsell?or|nurse|officer|professor|doctor"
    r"|dean|superintendent|librarian|senor(?:a|ita)?|señor(?:a|ita)?|maestr[oa]|profesor(?:a)?|profe"
    r"|director(?:a)?|consejer[oa]|enfermer[oa]|don|doña|father|pastor|sister|rabbi|imam|aunt(?:ie|y)?"
    r"|uncle|t[ií]a|t[ií]o|se[nñ]o)"
)
_FAMILY = rf"(?:{PARTICLE}\s)?{CAPITAL}(?:\s(?:{PARTICLE}\s)?(?:\p{{Lu}}\.|{CAPITAL})){{0,2}}"
_NOBODY = frozenset(
    """
    president speaker chairman mayor secretary senator governor ambassador justice president's right
    universe potato bean t said says told was is are will can and or who that this the a an my your
    his her our their for to of in on at with from about please did does do has had have not if
    when where why how she he they it we you i office room class class's desk email number name
    list notes station visit pass call called gave gives let lets made makes wants wanted asked
    keeps thinks knows wrote writes teaches taught needs goes went came comes just never always
    really too also so but because then there here today yesterday tomorrow said's general
    strange house who seuss pepper frankenstein jekyll watson evil clean man lady
    """.split()
)


class Titles(PeopleRecogniser):
    """Finds people by a title."""

    id_ = "titles"
    small = frozenset({"small"})
    hints = (
        "mr", "ms", "mx", "dr", "sr", "prof", "lic", "mtr", "miss", "missus", "coach", "princip",
        "couns", "nurse", "officer", "doctor", "dean", "superint", "librar", "seño", "seno",
        "adjudic", "accomp", "coord", "para", "aide", "sub", "driver", "custod", "secret",
        "registr", "psych", "therap", "interp", "detect", "deputy", "sheriff", "serge", "trooper",
        "attorn",
        "intern", "chaper", "present", "casew", "case man", "advis",
        "maestr", "direct", "consej", "enferm", "don ", "doña", "father", "pastor", "sister",
        "rabbi", "imam", "aunt", "uncle", "tía", "tío", "tia ", "tio ", "mister",
    )  # fmt: skip
    forms = (
        Form(id="plain", pattern=rf"(?i:\b{_PLAIN}\.?\s?)(?P<value>{_FAMILY})", score=0.8),
        Form(
            id="spoken",
            pattern=rf"(?:\b|^)(?i:{_SPOKEN}\s)(?P<value>{_FAMILY})",
            score=0.65,
        ),
        Form(
            id="office",
            pattern=r"(?:\b|^)(?i:adjudicator|accompanist|coordinator|para(?:professional|educator)?|aide|sub(?:stitute)?"
            r"|driver|custodian|secretary|registrar|psychologist|therapist|interpreter|detective|deputy"
            r"|sheriff|sergeant|trooper|attorney|intern|chaperone|presenter|caseworker|case\smanager|advis[eo]r)\s"
            rf"(?P<value>\p{{Lu}}\.\s?{CAPITAL})",
            score=0.6,
        ),
        Form(
            id="small",
            pattern=r"(?i)(?:^|[\s(\"'“])(?:mr|mrs|ms|mx|dr|sra|srta)\.?\s(?P<value>\pL[\pL\pM'’\-]*)",
            score=0.7,
        ),
        Form(
            id="listed",
            pattern=rf"(?i)\b{_SPOKEN}\s(?P<value>\pL[\pL\pM'’\-]{{2,}})",
            score=0.6,
        ),
        Form(
            id="two",
            pattern=rf"(?i:\b(?:mr|mrs|ms|dr|sra?)s?\.?\s)(?:{NAME})\s(?:and|&|y)\s"
            rf"(?P<value>{_FAMILY})",
            score=0.6,
        ),
    )  # fmt: skip

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Keep a name; in small letters behind a mere word, a listed one."""
        value = text[start:end]
        folded = fold(value).removesuffix("'s")
        if form.id == "office":
            return (start, end, form.score) if is_whole(text, start, end) else None
        first = folded.split()[0] if folded.split() else ""
        if not first or first in _NOBODY or first in CLOSED:
            return None
        if form.id == "small":
            end = start + len(folded) if len(folded) < len(value) else end
            if value[0].isupper() or not is_whole(text, start, end) or len(folded) == 1:
                return (start, end, form.score) if len(folded) == 1 and value.isalpha() else None
            return start, end, form.score
        if form.id == "listed":
            if value[0].isupper() or folded in WORDS:
                return None
            span = name_in(text, start, end, small=True)
            return None if span is None else (*span, form.score)
        if len(first) == 1 or first in CALLED_BY_LETTERS:
            return start, start + len(first), form.score
        span = name_in(text, start, end, small=False)
        return None if span is None else (*span, form.score)
