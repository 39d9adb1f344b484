"""Finds schools called by one word, by what is said of them: "transferred from Lincoln".

`schools` goes by the kind ("Elementary", "HS"). Those who work there leave it out: "she's at
Eastside now", "school of origin Whittier", "records from Grant". So a name in capitals is a school
where the sentence speaks of coming, going, being or working at one, and where it is no place on
the map, no shop, no college, and nobody's house.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from gateway.detection.folding import fold
from gateway.detection.name_words import CALENDAR, CLOSED, TITLES
from gateway.detection.recognisers.forms import Form, FormRecogniser, is_whole
from gateway.terms.text import Label

_WORD: Final = r"\p{Lu}[\pL'’\-]+"
_NAME: Final = rf"(?P<value>(?:(?:St|Mt|Ft)\.?[ ])?{_WORD}(?:[ ]{_WORD}){{0,2}})"
_KIND_OF: Final = (
    r"(?:home|prev(?:ious)?|prior|last|old|current|new|sending|receiving|feeder|zoned|former|next"
    r"|neighborhood)"
)
_SOMEBODY: Final = (
    r"(?:sibs?|siblings?|brothers?|sisters?|kids?|sons?|daughters?|students?|teachers?|principal|ap|counsell?or"
    r"|registrar|secretary|nurse|coach|librarian|custodian|para|sub|psych|slp|grader|freshman|sophomore|junior"
    r"|senior|office|team|class|desk|\d{1,2}th|grade|teach(?:es)?|taught|works?|coach(?:es)?"
    r"|subb?(?:ed|s)|stay(?:s|ed|ing)?|stays|enrolled)"
)


class SchoolCues(FormRecogniser):
    """Finds schools by the sentence around them."""

    label = Label.SCHOOL
    id_ = "school_cues"
    hints = (
        " at ", "transfer", "zoned", "enrol", "attend", "school", "campus", "origin", "feeder",
        "records",
        "office", "transcript", " cum ", "escuela", "bus to", "van to", "went to", "came from",
        "goes to", " go to", "vien", "moved", "back to", "estudia", "asiste", "registrar",
        "varsity",
        " jv ",
    )  # fmt: skip
    forms = (
        Form(
            id="changes",
            pattern=r"(?i:\b(?:transfer(?:s|red|ring)?|zoned|re-?enrol(?:l|led|ling)?|enrol(?:l|ls|led|ling)?|withdr(?:ew|awn)"
            r"|promoted|graduat(?:ed|ing)|exit(?:ed|ing)|switch(?:ed|ing)|reassigned|bused|feeds?)\b"
            rf"[^.;\n]{{0,24}}?\b(?:from|to|at|for|into|in)\s){_NAME}",
            score=0.65,
        ),
        Form(id="attends", pattern=rf"(?i:\battend(?:s|ed|ing)?\s){_NAME}", score=0.65),
        Form(
            id="went",
            pattern=r"(?i:\b(?:went|go|goes|going|gone|came|coming|comes|back|returned|sent|vienen?|iba)\s"
            rf"(?:here\s|back\s|over\s)?(?:to|from|de)\s){_NAME}",
            score=0.6,
        ),
        Form(
            id="moved",
            pattern=rf"(?i:\bmov(?:ed|ing|es)\s(?:here\s|back\s|over\s)?(?:to|from)\s){_NAME}",
            score=0.55,
        ),
        Form(id="at_it", pattern=rf"\bAt\s{_NAME}(?:\s(?:he|she|they|we|I)|,)\s", score=0.55),
        Form(
            id="in_brackets",
            pattern=rf"(?:\p{{Lu}}\pL+(?:\s\p{{Lu}}\.?)?\s\(|,\swas\s){_NAME}[,)]",
            score=0.6,
        ),
        Form(id="heads", pattern=rf"(?:^|[:;\n])[ \t]*{_NAME}\s[\-–]\s", score=0.6),
        Form(
            id="element",
            pattern=r"(?i:<school>|\bschool\s?[:=]\s?)[\"']?"
            r"(?P<value>(?:\p{Lu}[\pL'’\-]+[ ]?){1,4})[\"'<]",
            score=0.65,
        ),
        Form(
            id="is_at",
            pattern=rf"(?i:(?:['’](?:s|m|re)|\b(?:is|was|are|were|am|been|still|now|here|{_SOMEBODY}))\s"
            rf"(?:(?:a|the)\s)?(?:back\s|over\s|still\s|now\s)?at\s){_NAME}",
            score=0.6,
        ),
        Form(
            id="label",
            pattern=rf"(?i:\b(?:(?:{_KIND_OF}\s)?(?:school|campus|escuela|plantel)(?:\s(?:of\sorigin|name|site))?\s?"
            rf"(?:[:=]|is\b|was\b)|(?:school\sof\s)?origin(?:\sschool)?\s?[:=]?|feeder(?:s|\sschool)?\s?[:=])\s?){_NAME}",
            score=0.65,
        ),
        Form(
            id="office",
            pattern=r"(?i:\b(?:to|at|from|the|call|ask|e?-?mail|write"
            r"|our)\s)(?P<value>\p{Lu}[\pL'’\-]+(?:[ ]\p{Lu}[\pL'’\-]+)?)"
            r"\s(?i:(?:front\s|main\s)?office|campus|registrar|pt[ao]|counsell?ing\soffice)\b",
            score=0.6,
        ),
        Form(
            id="records",
            pattern=rf"(?i:\b(?:cum(?:ulative)?(?:\s(?:file|folder))?|records?(?:\srequests?)?|transcripts?)\s(?:from|to|at)\s)"
            rf"{_NAME}",
            score=0.65,
        ),
        Form(
            id="asked",
            pattern=rf"(?i:\b(?:ask|call|email|remind)\s){_NAME}\s(?i:for\s(?:his|her|their|the)\s(?:cum|records?|transcripts?|file)\b)",
            score=0.65,
        ),
        Form(
            id="of_somebody",
            pattern=r"(?:(?:\p{Lu}\pL+|(?i:kids?|girl|boy|students?|family|sibs?|tbd,))\sfrom"
            rf"|\p{{Lu}}\pL+\s\p{{Lu}}\pL+\sto)\s{_NAME}",
            score=0.55,
        ),
        Form(
            id="ride",
            pattern=rf"(?i:\b(?:van|bus|shuttle|route)\s(?:to|from|for)\s){_NAME}",
            score=0.55,
        ),
        Form(
            id="spanish",
            pattern=rf"(?i:\b(?:estudian?|asisten?|inscrit[oa]|transferid[oa]|matriculad[oa])\s(?:a|en|de|desde)\s(?:la\s|el\s)?)"
            rf"{_NAME}",
            score=0.6,
        ),
    )

    def applies(self, text: str, form: Form) -> bool:
        """Ask that the text speak of changing schools where a form does not."""
        if form.id in _OF_LISTS:
            return _LISTS_SCHOOLS.search(text) is not None
        return form.id not in _GATED or _speaks_of_schools(text)

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Cut off what is no part of the name; refuse places, shops, colleges and houses."""
        span = _name(text, start, end)
        if span is None or not is_whole(text, *span):
            return None
        start, end = span
        if form.id in _DOUBTFUL and not _speaks_of_schools(text):
            at_school = form.id == "is_at" or _AT_SCHOOL.search(text) is not None
            if not at_school or not _ENDS.match(text, end):
                return None
        return start, end, form.score

    def listed(self, text: str, at: int) -> Iterator[tuple[int, int]]:
        """Yield the name listed behind one: "at Sunrise and Whittier (Colt)"."""
        more = _NEXT.match(text, at)
        span = _name(text, *more.span("value")) if more else None
        if span is not None:
            yield span


_GATED: Final = frozenset(("of_somebody", "moved", "at_it"))
_OF_LISTS: Final = frozenset(("in_brackets", "heads"))
_LISTS_SCHOOLS: Final = re.compile(
    r"(?i)\b(?:feeder\sschools|schools?\s(?:list|names?)|which\sschools?|by\sschool|(?:name|school)\sbig|schools:)"
)
_DOUBTFUL: Final = frozenset(("went", "ride", "is_at"))
_PART: Final = r"[A-ZÀ-Þ][^\W\d_]+"
_NEXT: Final = re.compile(
    rf"(?: last year| this year| now)?,? (?:and|or|then|&|or is it) (?P<value>{_PART}(?: {_PART})?)"
    r"(?=[.,;:!?)\n]| (?:now|for|last|this|next|until|since|\(|in|at)\b| \(|$)"
)
# Where a sentence about a school ends, or says when.
_ENDS: Final = re.compile(
    r"(?i)\s?(?:[.,;:!?)\n(]|$|(?:now|last|this|next|until|since|for|in\s(?:august|september|october|november|december"
    r"|january|february|march|april|may|june|the)|but|and|or|so|before|after|where|when|w/|with|then|by|as|who|has|is|on)\b)"
)
_AT_SCHOOL: Final = re.compile(
    r"(?i)\b(?:schools?|grades?|classes|teachers?|coach|team|homework|practice|escuela|maestr[oa]|kinder|grado)\b"
)
_SPEAKS: Final = re.compile(
    r"(?i)\b(?:transfers?|transferred|transferring|enroll?(?:ed|ment|ments|s)?|withdr(?:ew|awals?|awn)|records"
    r"(?:\srequests?)?|registrar|feeders?|school\sof\sorigin|zoned|transcripts?|cum\sfiles?|new\sstudents?|new\skids?"
    r"|campus(?:es)?|old\sschool|last\sschool|other\sschool|previous\sschool|sibs|mckinney|homeless|residence"
    r"|varsity|jv|principal|counselor|grader|traslado|inscripci[oó]n|route|late\sbus)\b"
)
_PLACES: Final = frozenset(
    """
    university college hospital clinic zoo mall church library museum beach county city street st
    avenue ave road rd dr ln airport apartments river lake hotel motel shelter center theater
    stadium bank store pizza grill cafe inc llc
    """.split()
)
"""Words that make of a name in front of them, or with them in it, no school."""
_PLACES_WITHIN: Final = _PLACES | {"drive", "lane"}
_NOT_BEHIND: Final = re.compile(
    rf"(?i)(?:['’]s\s+(?!office)\w|[ ](?:{'|'.join(sorted(_PLACES))}|park|blvd|apartment|apts?"
    r"|elementary|elem|middle|high|academy|hs|ms|es|house|field)\b)"
)
_NO_SCHOOL: Final = (
    CALENDAR
    | TITLES
    | CLOSED
    | frozenset(
        """
        ababa addis africa alabama alaska albuquerque
        cambridge oxford amazon america angeles apple argentina
        arizona arkansas art asia atlanta austin australia baghdad baltimore band bangladesh
        beijing berlin bogota boston brazil britain bronx brooklyn burma cairo california
        cambodia canada canvas caracas carolina chiapas chicago chile china chipotle choir
        christmas church cincinnati city cleveland clever college colombia colorado congo
        congress connecticut costco county covid cuba cvs dad dakota dallas damascus delaware
        delhi denver detroit diego disney disneyland district dominican dunkin earth easter
        ecuador egypt ela elementary elsewhere england english eritrea esl ethiopia europe
        facebook fiji florida france francisco fresno georgia germany ghana gmail god goodwill
        google grandma grandpa guadalajara guam guatemala haiti halloween hampshire hanoi harlem
        harvard havana hawaii heaven hell high history hogwarts home honduras honolulu houston
        idaho iep illinois india indiana indonesia instagram iowa iran iraq ireland israel italy
        jalisco jamaica japan jersey jesus juarez jupiter kabul kaiser kansas karachi kentucky
        kenya korea kroger kyiv lagos laos lima london louisiana lunch madrid maine manhattan
        manila mars maryland mass massachusetts math mcdonalds memphis mexico miami michigan
        michoacan middle milwaukee minneapolis minnesota mississippi missouri mit mogadishu mom
        montana monterrey montreal moscow mumbai music myanmar nairobi nasa nashville nebraska
        nepal nevada nicaragua nigeria oakland oaxaca ohio oklahoma omaha ontario oregon orlando
        pakistan paris pe pennsylvania peru philadelphia philippines phoenix pittsburgh pluto
        poland portland princeton publix puebla puerto quebec queens quito ramadan reading
        recess rhode rico rome russia safeway saigon salvador samoa saturn school schools
        science scotland seattle senate seoul sinaloa somalia sonora spain spanish stanford
        starbucks state subway sudan syria tampa target teams tennessee texas thailand
        thanksgiving tijuana tiktok tokyo tonga toronto tucson tulsa turkey ukraine university
        usa utah vancouver vegas venezuela venus vermont vietnam virginia walgreens walmart
        wendys wisconsin writing wyoming yale ymca york youtube zealand zoom
        """.split()
    )
)


@lru_cache(maxsize=2)
def _speaks_of_schools(text: str) -> bool:
    return _SPEAKS.search(text) is not None


def _name(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a school's name without days, titles and grammar behind it; None if it is none."""
    words = text[start:end].split(" ")
    kept = 0
    for word in words:
        if _is_no_school(word):
            break
        kept += 1
    value = " ".join(words[:kept]).rstrip("'’")
    if any(fold(word) in _PLACES_WITHIN for word in value.split(" ")[1:]):
        return None
    if value.endswith(("'s", "’s")) and kept == 1:
        return None  # "at Johnson's house", and what would be a person's
    end = start + len(value)
    if value.isupper() and (" " in value or len(value) < _SHORTEST_IN_CAPITALS):
        return None
    if len(value) < _SHORTEST or _NOT_BEHIND.match(text, end):
        return None
    return start, end


_SHORTEST: Final = 4
_SHORTEST_IN_CAPITALS: Final = 6
"""Letters from which on a word in capitals is no abbreviation."""


def _is_no_school(word: str) -> bool:
    folded = fold(word).removesuffix("'s")
    return folded in _NO_SCHOOL
