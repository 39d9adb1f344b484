"""By which attributes a text describes somebody once names are gone: school, grade, sex, and so on.

Whether they fit few is for whoever can count. A trait counts where one pupil is described; what a
lesson says of sports or languages in general does not.

Knows one text; must not know how many people there are. Pure.
"""

import re
from functools import reduce

from gateway.detection.signs.phrases import Heard, Phrases
from gateway.detection.signs.plain import Plain
from gateway.terms.signs import Trait

_GRADE_WORDS = {
    "kindergarten": "KG", "kinder": "KG", "kindergartener": "KG", "first": "01", "second": "02",
    "third": "03", "fourth": "04", "fifth": "05", "sixth": "06", "seventh": "07", "eighth": "08",
    "ninth": "09", "tenth": "10", "eleventh": "11", "twelfth": "12", "freshman": "09",
    "sophomore": "10", "primer": "01", "segundo": "02", "tercer": "03", "tercero": "03",
    "cuarto": "04", "quinto": "05", "sexto": "06", "septimo": "07", "octavo": "08", "noveno": "09",
    "decimo": "10",
}  # fmt: skip
_GRADE = re.compile(
    r" (?:(\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth) (?:grade|grader|graders)|grade (\d{1,2})"
    r"|(kindergarten|kindergartener|freshman|sophomore)"
    r"|(primer|segundo|tercer|tercero|cuarto|quinto|sexto|septimo|octavo|noveno|decimo)"
    r" (?:grado|ano))(?= )"
)

LISTS = {
    "ONE": """student | pupil | boy | girl | kid | child | grader | freshman | sophomore | junior
        senior | daughter | son | alumno | alumna | estudiante | nino | nina | chico | chica
        player""",
    "ETHNIC": """hispanic | latino | latina | african american | black | asian | native american
        alaska native | pacific islander | hawaiian | samoan | navajo | hmong | somali | vietnamese
        korean | chinese | filipino | arab | haitian | guatemalan | salvadoran | honduran | mexican
        ukrainian | russian | afghan | syrian | muslim | jewish | sikh | hindu | mixteco | cherokee
        indigena | hispano | hispana | asiatico | afroamericano""",
    "TONGUE": """arabic | somali | vietnamese | mandarin | cantonese | hmong | tagalog | ukrainian
        russian | pashto | dari | swahili | amharic | portuguese | haitian creole | mam | kiche
        mixteco | karen | burmese | nepali | farsi | urdu | punjabi | french | korean | japanese
        nahuatl | zapoteco""",
    "SPORT": """football | soccer | basketball | baseball | softball | volleyball | wrestling | tennis
        swim | swimming | track | lacrosse | hockey | golf | cheer | cross country | robotics
        debate | marching band | chess | varsity | jv""",
}
ONE = "one_person"
_ONE = Phrases(
    """
    ONE ~3 in|with|who|whose|has|is|was|that|from|at|reading|he|she|on|con|que|de
    my|a|one|this|the|un|una|este|esta|mi ~4 ONE
    he|she|his|her
    """,
    LISTS,
    of=ONE,
)
_TRAITS = {
    Trait.RARE: """
        wheelchair|leukemia|cystic_fibrosis|muscular_dystrophy|cerebral_palsy|down_syndrome|sickle_cell
        tourette*|epileps*|hemophilia|dwarfism|albinism|amputee|prosthetic|service_dog|cochlear
        deaf|deafblind|blind|feeding_tube|tracheostomy|spina_bifida|fragile_x|rett|prader_willi
        transplant|chemo*|cancer|tumor|transgender|nonbinary|conjoined|triplet|triplets|quadruplets
        silla_de_ruedas|leucemia|sindrome_de_down|paralisis_cerebral|sordo|sorda|ciego|ciega|trillizo*
        the only ~4 ONE
        el|la ~1 unico|unica ~3 ONE
        only ~3 ONE ~3 in the|our|my|this school|grade|district|class|building
        """,
    Trait.ETHNICITY: "ETHNIC ~2 ONE\nONE ~3 is|who_is|es ~2 ETHNIC",
    Trait.LANGUAGE: """
        speaks|speaking|speaker|habla ~3 TONGUE
        TONGUE ~1 speaking|speaker|at_home|only
        home|native|first|primary language ~2 is|of ~2 TONGUE
        """,
    Trait.SPORT: """
        captain|goalie|quarterback|pitcher|starter|manager ~4 SPORT|team
        on|plays|for ~3 SPORT ~1 team
        number|jersey ~4 SPORT|team
        """,
    Trait.DATE: """
        on|since|absent|happened|el|incident ~3 january|february|march|april|may|june|july|august|september|october|november|december|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre ~1 1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|30|31|1st|2nd|3rd|4th|5th|6th|7th|8th|9th|10th|11th|12th|13th|14th|15th|20th
        """,
    Trait.SCHOOL: """
        elementary|middle|high|primary|secondary|intermediate|escuela_primaria|secundaria
        at|from|in|attends our|my|this|the|her|his ~2 school|campus
        """,
    Trait.CLASS: """
        in|from ~1 my|our|ms|mr|mrs|the ~3 class|period|homeroom|section|clase|salon
        1st|2nd|3rd|4th|5th|6th|7th|8th|first|second|third|fourth|fifth|sixth|seventh period|hour|block
        """,
}
PHRASES = reduce(
    Phrases.__add__, (Phrases(words, LISTS, of=trait) for trait, words in _TRAITS.items()), _ONE
)
_SEX = {Trait.FEMALE: frozenset("she her hers girl daughter ella nina alumna hija chica".split()),
        Trait.MALE: frozenset("he him his boy son nino alumno hijo chico".split())}  # fmt: skip


def traits(heard: Heard) -> frozenset[Trait]:
    """Return the kinds of attribute by which a text describes one person; none if it describes
    nobody. `heard` has the hits of `PHRASES`."""
    if not heard.of(ONE):
        return frozenset()
    found = {trait for trait in _TRAITS if heard.of(trait)}
    sexes = {trait for trait, words in _SEX.items() if not words.isdisjoint(heard.plain.words)}
    if len(sexes) == 1:  # of several people it could not be said whose it is
        found |= sexes
    return frozenset(found)


def grades(plain: Plain) -> frozenset[str]:
    """Return the grades a text speaks of, as rosters write them (`07`, `KG`)."""
    found = set()
    for ordinal, number, word, spanish in _GRADE.findall(plain.text):
        said = ordinal or number or word or spanish
        digits = said.rstrip("stndrh")
        grade = f"{int(digits):02}" if digits.isdecimal() else _GRADE_WORDS[said]
        if grade == "KG" or 1 <= int(grade) <= 12:
            found.add(grade)
    return frozenset(found)
