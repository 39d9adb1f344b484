"""Finds schools by the form of their names: "Lincoln Elementary School", "PS 118", "Roosevelt HS".

The district's own schools are found by the roster, however they are called. A school that is not on
it (the one a pupil came from) is told by its kind: "Elementary", "HS", a number behind PS or MS.
The kind alone ("our middle school", "High School Math") is nobody's school, and the few that stand
in history books are left to them.
"""

import re

from gateway.detection.recognisers.forms import Form, FormRecogniser, is_whole
from gateway.terms.text import Label

_OF = r"(?:\s(?:of|for)\s(?:the\s)?\p{Lu}[\pL]+(?:(?:\s(?:and|&|of|the))?\s\p{Lu}[\pL]+){0,3})?"
_KIND = (
    r"(?:(?:(?:Elementary|Elem\.?|Primary|Middle|Intermediate|Junior\sHigh|Jr\.?\sHigh|Senior\sHigh"
    r"|High|Charter|Magnet|Preparatory|Prep|Grammar|Catholic|Christian|Lutheran|Jewish|Islamic"
    r"|Montessori|Waldorf|Country\sDay|Day|Alternative|Continuation|Community|Technical"
    r"|Vocational|Career|International|Public|Parochial|Boarding|STEM|STEAM|K-8|K-12)\s){1,3}"
    rf"(?:School|Academy|Center|Campus){_OF}"
    r"|Elementary|Elem\b\.?|Academy|Prep\b|Montessori|Preschool|Pre-K(?:\sCenter)?|Junior\sHigh"
    r"|Kindergarten|Day\s?care|Head\sStart|(?:Early\s)?(?:Learning|Childhood"
    r"|Education)\sCent(?:er|re)"
    r"|Child\sCare(?:\sCenter)?|Career\sCenter|(?:Poly)?tech(?:nic)?(?:al)?\sHigh"
    r"|Tech(?:nical)?\sHigh"
    r"|Lyceum|Yeshiva|Intermediate|Int\.\sSchool|Middle\sSch\.?|High\sSch\.?|El\.\sSchool"
    rf"|Jr\.?\sHigh|School{_OF})"
)
_SHORT = r"(?:HS|MS|ES|JHS|SHS|[HME]\.S\.|J\.H\.S\.|K-8|K8|ECC)"
_WORD = r"(?:(?:St|Mt|Ft|Dr|Jr|Sr|\p{Lu})\.|\p{Lu}[\pL'’\-]*)"
_NAME = rf"(?:{_WORD}[ ](?:(?:de\sla|de\slos|de|del|la|of|the)[ ])?){{1,4}}?"
# The kinds in small letters, for chats.
_SMALL = (
    r"(?:elementary(?:\sschool)?|elem|middle\sschool|middle|high\sschool|high|jr\.?\shigh"
    r"|junior\shigh|academy|prep|primary\sschool|charter(?:\sschool)?|hs|ms)"
)
_AT = (
    r"(?:go(?:es)?\sto|went\sto|going\sto|attend(?:s|ed|ing)?|transferred\s(?:from|to)|(?:came"
    r"|comes)\s"
    r"from|moved\s(?:from|to)|students?\s(?:at|from)|teach(?:es)?\sat|graduated\sfrom|here\sat"
    r"|(?:grader|freshman|sophomore|junior|senior|teacher|coach|nurse|counselor|principal|student"
    r"|kid|class|team)s?\s(?:at|from|over\sat)|play(?:s|ed|ing)?\s(?:for|at|against))"
)


class Schools(FormRecogniser):
    """Finds schools that are on no roster."""

    label = Label.SCHOOL
    id_ = "schools"
    hints = (
        "school", "elem", "academy", "prep", "montessori", "junior high", "jr", "preschool", "hs",
        "ms", "es ", "daycare", "day care", "kindergarten", "head start", "center",
        "tech", "lyceum", "yeshiva", "pre-k", "child care", " hs", " ms", " es", " jhs", " shs",
        " k-8", " k8", " ecc", "high", "middle", "ps ", "p.s", "ms ", "m.s", "is ", "i.s",
        "ps1", "ps2", "escuela", "colegio", "primaria", "secundaria", "preparatoria", "charter",
        " is", " st ", " st. ", "saint", "our lady", "santa ", "colleg",
    )  # fmt: skip
    forms = (
        Form(id="kind", pattern=rf"\b(?P<value>{_NAME}{_KIND})", score=0.75),
        Form(
            id="short", pattern=rf"\b(?P<value>(?:{_WORD}[ ]){{1,3}}?{_SHORT})(?:\b|\B)", score=0.7
        ),
        Form(
            id="high",
            pattern=rf"(?i:\b(?:at|from|to|of|attends?|attended|leaves?|left|joined|vs\.?|against"
            rf"|en|de|called|the|grade\s\d{{1,2}},|here,)\s)"
            rf"(?P<value>(?:{_WORD}[ ]){{1,2}}?(?:High|Middle|Intermediate|Central"
            r"|Primary))\b",
            score=0.65,
        ),
        Form(
            id="charter",
            pattern=rf"(?i:\b(?:at|from|to|attends?|attended|leaves?|left|joined)\s)"
            rf"(?P<value>(?:{_WORD}[ ]){{1,4}}?(?:Charter|Magnet|Prep(?:aratory)?"
            r"|Tech|Vo-?Tech|Polytech|Early\sCollege|Collegiate))\b",
            score=0.6,
        ),
        Form(
            id="bare_high",
            pattern=rf"\b(?P<value>(?:{_WORD}[ ]){{1,2}}?(?:High|Middle|Jr\.?[ ]High))(?:['’]s)?\b",
            score=0.55,
        ),
        Form(
            id="letters",
            pattern=r"(?i:\b(?:at|from|to|attends?|attended|leaves?|left|joined|in|en|vs\.?)\s)"
            r"(?P<value>\p{Lu}{1,3}(?:HS|MS|ES|JHS))\b",
            score=0.5,
        ),
        Form(
            id="preparatory",
            pattern=rf"\b(?P<value>(?:{_WORD}[ ]){{1,3}}?(?:Preparatory|Collegiate|Latin"
            r"|Country[ ]Day))(?:[\n,.;)]|$)",
            score=0.6,
        ),
        Form(
            id="saint",
            pattern=r"(?i:\b(?:at|from|to|attends?|attended|leaves?|left|joined)\s)"
            r"(?P<value>(?:St|Saint|Santa|San|Our\sLady\sof)\b\.?[ ]\p{Lu}[\pL]+"
            r"(?:['’]s|[ ](?:School|Academy|Elementary|Prep)))",
            score=0.5,
        ),
        Form(
            id="numbered",
            pattern=r"\b(?P<value>(?:P\.?S\.?|M\.?S\.?|I\.?S\.?|J\.?H\.?S\.?|H\.?S\.?|P\.?S\.?/\s?"
            r"[IM]\.?S\.?)\s?#?\s?\d{1,3}[KMQRX]?|(?:Public|Middle|Intermediate|Junior\sHigh|High)"
            r"\sSchool\s(?:No\.?\s|#\s?)?\d{1,3})",
            score=0.7,
        ),
        Form(
            id="chat",
            pattern=rf"(?i)\b{_AT}\s(?P<value>(?:[\pL.'’\-]{{2,}}\s){{1,3}}?{_SMALL})\b",
            score=0.6,
        ),
        Form(
            id="chat_at",
            pattern=r"(?i)\b(?:at|from|to)\s(?P<value>(?:[\pL.'’\-]{3,}\s){1,3}?"
            r"(?:elementary|elem|middle|middle\sschool|high\sschool|academy|jr\.?\shigh))\b",
            score=0.55,
        ),
        Form(
            id="spanish",
            pattern=r"\b(?P<value>(?i:escuela|colegio|instituto|primaria|secundaria|preparatoria"
            r"|jard[ií]n\sde\sni[nñ]os)(?:\s(?i:primaria|secundaria|preparatoria|elemental|superior"
            r"|intermedia|media|preescolar|t[eé]cnica))?\s(?:(?:de\sla|del|de)\s)?"
            rf"{_WORD}(?:\s(?:(?:de\sla|del|de|y)\s)?{_WORD}){{0,3}}(?:\s\d{{1,3}})?)",
            score=0.7,
        ),
    )

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Cut off what stands before the name; refuse kinds without a name and famous schools."""
        if form.id != "numbered":
            start = _begin(text, start, end)
        value = text[start:end].rstrip(".")
        end = start + len(value)
        if not value or not is_whole(text, start, end):
            return None
        words = value.split()
        if form.id == "numbered":
            return (start, end, form.score) if _is_numbered(text, start, value) else None
        if form.id == "spanish":
            plain = all(word.lower() in _NO_NAME for word in words[1:])
            return None if plain else (start, end, form.score)
        named = [word for word in words if word.strip(".").lower() not in _NO_NAME]
        if not named or value.casefold() in _FAMOUS or _GOES_ON.match(text, end):
            return None
        if form.id == "letters":
            return start, end, form.score
        if form.id == "bare_high" and (
            text.startswith(" School", end) or any(word.lower() in _NOT_HIGH for word in words[:-1])
        ):
            return None
        if form.id == "short" and value.isupper():
            return None  # "THE PRICE IS", "MARIA ES": a text in capitals
        if form.id.startswith("chat") and any(word.lower() in _ORDINARY - _KINDS for word in words):
            return None
        return start, end, form.score


_NO_NAME = frozenset(
    "the a an our my your his her their this that every each any some which what new old local"
    " nearby elementary elem primary middle intermediate junior jr senior high charter magnet"
    " preparatory prep grammar catholic christian day alternative community public private school"
    " schools academy center campus boarding home summer night sunday law medical nursing driving"
    " art music dance film graduate dental business military reform vocational trade technical in"
    " after before at to from hs ms es is jhs k-8 k8 stem steam in-person online virtual welcome"
    " back dear when if since during while most many all both rural urban suburban american us u.s."
    " for and or of as escuela primaria secundaria preparatoria superior media elemental pre-k"
    " preschool saturday evening language hebrew bible church dual international world los las la"
    " el en una".split()
)
_BEFORE = _NO_NAME - frozenset(
    "new old art day community christian catholic international high middle junior senior".split()
)
_ORDINARY = _NO_NAME | frozenset(
    "very so too be being been not get got really just still it is was are and but with in on by"
    " their different same better good bad big small regular normal advanced honors early"
    " lunch recess break times grade class end top start point line page age least most first last"
    " both us me him them you go going get math science english reading every".split()
)
_KINDS = frozenset(
    "elementary elem primary middle high junior jr jr. senior charter academy prep school hs"
    " ms".split()
)
_NOT_HIGH = frozenset(
    "very too so all record new sky sugar jump the upper lower feel how pretty super knee class"
    " run ride"
    " aim stay get getting is was are be being as higher over fuel blood early late an sea"
    " middle top"
    " monday tuesday wednesday thursday friday saturday sunday today tomorrow temperature low high"
    " score scored price prices stakes level levels in from at of on and or ages kingdom"
    " east".split()
)
_FAMOUS = frozenset(
    (
        "columbine high school",
        "sandy hook elementary",
        "sandy hook elementary school",
        "little rock central high school",
        "central high school",
        "marjory stoneman douglas high school",
        "robb elementary school",
        "robb elementary",
        "hogwarts school of witchcraft",
        "hogwarts school",
        "carlisle indian school",
        "carlisle indian industrial school",
        "khan academy",
        "naval academy",
        "military academy",
        "air force academy",
        "sal khan academy",
        "star wars jedi academy",
        "high school musical",
        "bauhaus school",
        "frankfurt school",
        "juilliard school",
        "the school",
        "royal academy",
        "french academy",
        "umbrella academy",
        "william frantz elementary school",
        "william frantz elementary",
        "topeka high school",
        "monroe elementary school",
    )
)
# "Middle School Math", "High School Musical", "School Board": about schools, not one of them.
_GOES_ON = re.compile(
    r"[ ](?:Musical|Math|Science|English|History|Level|Grade|Students?|Teachers?|Curriculum"
    r"|Standards?|Board|District|Diploma|Dropout|Award)\b",
)


def _begin(text: str, start: int, end: int) -> int:
    """Return where the name begins behind articles and words that begin a sentence."""
    while True:
        word = text[start:end].split(maxsplit=1)
        if len(word) < 2 or word[0].lower() not in _BEFORE or _is_kind(word[0]):
            return start
        start = end - len(word[1])


def _is_kind(word: str) -> bool:
    return word.lower() in ("escuela", "primaria", "secundaria", "preparatoria", "ps", "ms", "is")


def _is_numbered(text: str, start: int, value: str) -> bool:
    """Tell "MS 51" from "Ms 51" and "IS 5": without points it must be capitals in a cased text."""
    letters = "".join(char for char in value.split()[0] if char.isalpha())
    if letters == "IS" and "." not in value:
        around = text[max(start - 30, 0) : start]
        return not around.isupper()
    return True
