"""Finds people by what only people do: "Faith asked for more time", "Clementine does the map".

Where a clause begins, a capital says nothing, and many names are words, so that no model sees them.
But virtues, flowers and gems do not ask, forget and hand in. Only words that many are called by, or
that are no words of English; what begins a month or a season is left alone.
"""

from gateway.detection.folding import fold
from gateway.detection.name_words import (
    BESIDE_A_NAME,
    CALENDAR,
    CLOSED,
    PUBLIC,
    SPANISH_CLOSED,
    TITLES,
)
from gateway.detection.recognisers.forms import Form
from gateway.detection.recognisers.people import CAPITAL, PeopleRecogniser
from gateway.detection.vocabulary import load_vocabulary
from gateway.terms.text import Label

_OFTEN = (
    r"(?:(?:also|always|never|often|still|just|really|already|finally|usually|sometimes|even)\s)?"
)
_NOT = r"(?:(?:did|does|has|had|was|is|can|could|would)(?:n['’]t|nt)\s(?:\pL+\s)?)"
_DOES = (
    r"(?:asked|asks|told|tells|said|says|wants|wanted|forgot|forgets|refused|refuses|cried|cries|laughed"
    r"|yelled|whispered|texted|emailed|e-mailed|called\sme|apologi[sz]ed|promised|complained|agreed|disagreed"
    r"|thinks|thought|knows|hates|hated|loves|loved|likes|liked|enjoys|enjoyed|struggles|struggled"
    r"|missed|misses|skipped|turned\s(?:in|it|his|her|their)|handed\s(?:in|it|his|her|their)|submitted|finished"
    r"|did\s(?:the|his|her|their|not|all|most|some|it|a|nothing)|does\s(?:the|his|her|their|not|all|most|a|it)"
    r"|picked|chose|wrote|writes|reads|drew|draws|sat|sits|plays|played|sang|sings|teaches|emails|volunteers"
    r"|volunteered|participates|participated|listens|listened|arrived|left\s(?:early|class|school|the|her|his)"
    r"|came\s(?:in|late|to|back|over|with)|went\s(?:to|home|with|back)|got\s(?:a|an|the|his|her|in|sick|hurt|mad|up"
    r"|sent|caught)|has\s(?:a|an|been|not|the|her|his|trouble|missed|to)|is\s(?:my|our|his|her|in\s(?:my|our|the)"
    r"|a\s(?:good|great|hard|strong|new)|an?\s(?:\pL+\s)?(?:student|reader|writer|kid|friend)|absent|late|sick|out"
    r"|doing|taking|struggling|failing|passing|going|coming|working|reading|writing|sitting|being|allergic|left-?\s?handed)"
    r"|was\s(?:my|absent|late|sick|out|crying|sent|mad|upset|in\s(?:my|our)|reading|writing|working|sitting"
    r"|playing|running|born)|gets\s(?:the|a|an|to|extra|pulled|picked|bus|sick)|brought|brings|forgave|helped\s(?:me|us|him|her"
    r"|them|with)|gave\s(?:me|him|her|us|them|a|the|his)|took\s(?:the|my|his|her|a|it)|pushed|kicked|hit\s(?:me|him|her|a|the|his)"
    r"|made\s(?:me|us|him|her|the|fun)|keeps|kept|lives\s(?:with|in|on|at)|moved\s(?:to|in|back|here|away|from|up|seats)"
    r"|needs|needed|new\s(?:since|to\s(?:us|my|the)|as\sof|this\sweek)|(?:will|can|may)\sneed|scored|passed|failed|lost\s(?:his|her|the|their|a)|won\s(?:the|a|his|her))"
)
_NOBODY = (
    CALENDAR
    | CLOSED
    | SPANISH_CLOSED
    | TITLES
    | BESIDE_A_NAME
    | PUBLIC
    | frozenset(
        """
        spring summer autumn fall winter nobody somebody everybody everyone someone anyone people
        kids students parents teachers mom dad mother father god jesus heaven nature justice america
        congress king queen prince princess major general judge chief deacon baker miller hunter
        """.split()
    )
)


class Doings(PeopleRecogniser):
    """Finds the names of clauses whose verb only people do."""

    label = Label.PERSON
    id_ = "doings"
    forms = (
        Form(
            id="does",
            pattern=rf"(?:^|[.!?;:\n\"“(,]\s{{0,2}}|(?:^|\s)[-–—•*]\s|\b(?:and|but|so|then|when|if|because|bc|that|since|while)\s)"
            rf"(?P<value>{CAPITAL})\s{_OFTEN}(?:{_NOT}|(?:{_DOES})\b)",
            score=0.5,
        ),
        Form(
            id="so_does",
            pattern=r"(?i:\b(?:so|neither|nor)\s(?:does|did|do|is|was|has|had|can|will|would|could))\s"
            rf"(?P<value>{CAPITAL})",
            score=0.5,
        ),
    )

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Keep what many are called by, or what is no word."""
        written = text[start:end]
        folded = fold(written)
        vocabulary = load_vocabulary()
        if len(folded) < 3 or folded in _NOBODY or not written[1].islower():
            return None
        if vocabulary.is_word(folded) and not vocabulary.is_name(folded):
            return None
        return super().judge(text, form, start, end)
