"""Finds people by the words that call for a name: "a student named Priya", "Student: Jay Ruiz".

Introductions, fields of forms, salutations and signatures, and what children say of one another in
chats without capitals ("me and jayden", "lily pushed me"): there only listed given names count.
Bare initials ("R.K. hit T.W.") count in a text about pupils, never those of states or mornings.
"""

import re
from functools import lru_cache

from gateway.detection.folding import fold
from gateway.detection.given_names import cued_names, given_names
from gateway.detection.initials import OTHERWISE
from gateway.detection.recognisers.forms import Form, is_whole
from gateway.detection.recognisers.people import CAPITAL, NAME, SMALL, PeopleRecogniser
from gateway.detection.vocabulary import load_vocabulary

_PUPIL = (
    r"(?:students?|pupils?|kid|child|boy|girl|scholar|learner|(?:first|second|third|fourth|fifth|sixth"
    r"|seventh|eighth|ninth|tenth|eleventh|twelfth|\d{1,2}(?:st|nd|rd|th))\s?-?grader|freshman"
    r"|sophomore|junior|senior|teacher|para|aide|sub|friend|classmate|parent|estudiante|alumn[oa]"
    r"|niñ[oa]|chic[oa]|maestr[oa])"
)
_FIELD = (
    r"(?:(?:student|pupil|child|parent|guardian|teacher|staff|first|last|full|legal|preferred|given"
    r"|family|middle|nick|employee|case\smanager|author|writer|client|patient|player|reviewer"
    r"|submitted\sby|prepared\sby|written\sby|completed\sby|reported\sby|referred\sby|attn|from|to|cc"
    r"|student(?:'s|’s))\s?-?names?|names?|student|pupil|child|teacher|case\smanager|counselor|author"
    r"|submitted\sby|prepared\sby|written\sby|completed\sby|reported\sby|referred\sby|attn|cc|from|to"
    r"|victim|witness(?:es)?|reporter|suspect|nombre(?:\s(?:del?\s)?(?:estudiante|alumn[oa]"
    r"|completo|padre|madre))?|apellidos?|estudiante|alumn[oa]|maestr[oa]|firma(?:do)?|atentamente"
    r"|signed|signature|by)"
)
_HELLO = (
    r"(?:dear|hi|hey|hello|good\s(?:morning|afternoon|evening)|hola|estimad[oa]s?|querid[oa]s?"
    r"|buenos\sd[ií]as|buenas\stardes|thanks|thank\syou|gracias|congrats|congratulations|sorry|welcome"
    r"|happy\sbirthday|bye|to)"
)
_BYE = (
    r"(?:sincerely|regards|best(?:\sregards|\swishes)?|warmly|thanks(?:\sagain|\sso\smuch)?|thank\syou"
    r"|respectfully|cheers|love|yours(?:\struly|\ssincerely)?|gratefully|cordially|take\scare"
    r"|atentamente|saludos|gracias|cordialmente|con\scariño)"
)
_DID = (
    r"(?:said|says|told|tells|hit|pushed|kicked|punched|called|calls|texted|dm['’]?d|bullied|hates?|likes?"
    r"|loves?|asked|took|stole|broke|copied|cheated|showed|gave|wants?|invited|ignored|started|keeps?"
    r"|wont|won['’]t|doesnt|doesn['’]t|didnt|didn['’]t|isnt|isn['’]t|wasnt|wasn['’]t)"
)


class Callings(PeopleRecogniser):
    """Finds people where the words around ask for a name."""

    id_ = "callings"
    small = frozenset(
        {"named", "my_name", "me_and", "and_me", "did_to_me", "i_did", "hello_small", "its"}
    )
    family = frozenset({"my_name"})
    forms = (
        Form(
            id="named",
            pattern=rf"(?i)\b(?:named|called|llamad[oa]|(?:goes|went)\sby|nicknamed|se\sllaman?|apodad[oa])"
            rf"\s[\"“']?(?P<value>{SMALL})",
            score=0.6,
        ),
        Form(
            id="my_name",
            pattern=rf"(?i)\b(?:(?:my|his|her|their|student(?:'s|’s)|kid(?:'s|’s)|child(?:'s|’s))\s(?:full\s"
            rf"|first\s|last\s|real\s)?name(?:\sis|['’]s)|mi\snombre\ses|me\sllamo|su\snombre\ses|this\sis)"
            rf"\s(?P<value>{SMALL})",
            score=0.7,
        ),
        Form(
            id="everyone_calls",
            pattern=rf"(?i:\b(?:everyone|everybody|we|they|people|friends|kids|family)\s(?:just\s|all\s)?"
            rf"calls?\s(?:him\s|her\s|them\s|me\s)?)"
            rf"[\"“']?(?P<value>{NAME})",
            score=0.6,
        ),
        Form(
            id="its",
            pattern=rf"(?i)(?:^|[.!?\n]\s?|\b(?:hi+|hey+|hello|yo)\s)it['’]?s\s(?P<value>{SMALL})"
            r"\s(?:again|here)\b",
            score=0.6,
        ),
        Form(
            id="pupil",
            pattern=rf"(?:\b|^)(?i:(?:my|a|the|our|another|one|other|un|una|el|la|mi)\s(?:new\s|former\s)?"
            rf"{_PUPIL},?\s)(?P<value>{NAME})",
            score=0.6,
        ),
        Form(
            id="le_dicen",
            pattern=r"(?i:\b(?:le|les|me|lo|la|nos)\s(?:dicen|llaman|decimos|llamamos)\s(?:(?:el|la)\s)?)"
            rf"[\"“']?(?P<value>{NAME})",
            score=0.6,
        ),
        Form(
            id="somebodys",
            pattern=rf"(?P<value>{CAPITAL})['’]s\s(?:caseload|homeroom|classroom|cubby|locker|backpack|desk|para|aide|iep|504"
            r"|gradebook|roster|lunch\s(?:bunch|account|pin)|chromebook|seat|small\sgroup|reading\sgroup)\b",
            score=0.55,
        ),
        Form(
            id="new_pupil",
            pattern=rf"(?:\b|^)(?i:(?:new|transfer|exchange)\s{_PUPIL}|new\s(?:kid|girl|boy|guy)),?\s\(?(?P<value>{NAME})",
            score=0.6,
        ),
        Form(
            id="from_group",
            pattern=rf"(?P<value>{CAPITAL})\s(?:from|in|over\sin)\s(?:the|my|our|her|his|their|your|another|mr\.?|mrs\.?|ms\.?)\s"
            r"(?:[\pL\d'’.\-]+\s){0,2}(?:section|class|period|homeroom|table\sgroup|lab\sgroup|cabin|dorm|squad|grade)\b",
            score=0.55,
        ),
        Form(
            id="field",
            pattern=rf"(?m)(?:^|[\n|,;\t(\"*\[{{•\-])[ \t*_\"'#•\-]{{0,6}}"
            rf"(?i:{_FIELD})\s?[\"'*_]{{0,3}}\s?[:=|][\s\"'*_]{{0,5}}(?P<value>{NAME})",
            score=0.75,
        ),
        Form(
            id="family_first",
            pattern=rf"(?m)(?:^|[\n|;\t(\"*])[ \t*_\"'#•\-]{{0,6}}"
            rf"(?i:{_FIELD})\s?[\"'*_]{{0,3}}\s?[:=|][\s\"'*_]{{0,5}}\p{{Lu}}[\pL'’\-]+,\s?(?P<value>{NAME})",
            score=0.75,
        ),
        Form(
            id="hello",
            pattern=rf"(?m)(?:^|[\n\"“>])[ \t]{{0,8}}(?i:{_HELLO},?)\s"
            rf"(?:(?i:mr|mrs|ms|dr|sra?|srta)\.?\s)?"
            rf"(?P<value>{NAME})(?:\s(?:and|y|&)\s{NAME})?\s?[,!:.\-–—\n]",
            score=0.65,
        ),
        Form(
            id="bye",
            pattern=rf"(?:^|\n)[ \t]{{0,8}}(?i:{_BYE})[,!.]?\s{{0,2}}\n\s{{0,6}}(?:[\-–—~]\s?)?"
            rf"(?:(?i:mr|mrs|ms|dr|coach|sra?|srta)\.?\s)?(?P<value>{NAME})",
            score=0.75,
        ),
        Form(id="dash", pattern=rf"\n\s{{0,6}}[\-–—~]\s?(?P<value>{NAME})\s*$", score=0.6),
        Form(
            id="letters_act",
            pattern=r"(?:^|[\s(\"“'/])(?P<value>[B-HJ-Z]{2})\s(?:said|says|hit|pushed|kicked|threw|took|told|asked"
            r"|refused|cried|reports?|reported|left|arrived|walked|ran|yelled|punched|denied|admitted|claims?"
            r"|stated|was\s(?:sent|crying|upset|absent|late)|came\sin|checked\sin)\b",
            score=0.5,
        ),
        Form(
            id="aka",
            pattern=r"(?i:\b(?:aka|a\.k\.a\.|also\sknown\sas|better\sknown\sas|street\sname|alias)\s)"
            rf"[\"“'(]?(?P<value>{NAME})",
            score=0.65,
        ),
        Form(
            id="between",
            pattern=r"\p{Lu}[\pL'’\-]+\s[\"“'(](?P<value>\p{Lu}[\pL'’\-]+)[\"”')]\s\p{Lu}[\pL]",
            score=0.5,
        ),
        Form(id="i_am", pattern=rf"\bI, (?P<value>{NAME}),", score=0.7),
        Form(
            id="aged",
            pattern=rf"(?P<value>{NAME})(?:\s\((?i:age\s|aged\s)?\d{{1,2}}(?i:\s?(?:yo|y\.o\.|yrs?|years?(?:\sold)?))?\)"
            r"|,\s(?i:age\s|aged\s)\d{1,2}\b)",
            score=0.55,
        ),
        Form(
            id="says",
            pattern=r"(?i)(?:^|[.!?,\n:]\s|\b(?:and|but|cuz|bc|then|so|when|if|that|cause|because)\s)(?P<value>\pL[\pL\pM’'\-]+)"
            r"\s(?:says?|said|told|thinks|hates|likes|texted|asked|wants|cried|laughed|finds|found|got|didnt|doesnt|isnt|wasnt)\b",
            score=0.5,
        ),
        Form(
            id="told",
            pattern=r"(?i)\b(?:she|he|they|somebody|someone|u|you)\s(?:told|asked|texted|invited|hit|pushed|likes|hates"
            r"|called|dmed|blocked)\s(?P<value>\pL[\pL\pM’'\-]+)",
            score=0.5,
        ),
        Form(
            id="owner",
            pattern=r"(?i)\b(?P<value>\pL{3,14}s)\s(?:mom|mum|dad|mother|father|brother|sister|cousin|aunt|uncle"
            r"|grandma|grandpa|friend|bf|gf|class|room|house|locker|phone|party|bday|birthday|desk|backpack"
            r"|chromebook|account|insta|snap|gc|group|team|turn|side)\b",
            score=0.5,
        ),
        Form(
            id="me_and",
            pattern=rf"(?i)\b(?:me\s(?:and|n|&|y)|with\smy\s(?:friend|partner))\s(?P<value>{SMALL})",
            score=0.55,
        ),
        Form(id="and_me", pattern=rf"(?i)\b(?P<value>{SMALL})\s(?:and|n|&)\s(?:me|i|myself)\b",
             score=0.55),
        Form(
            id="did_to_me",
            pattern=rf"(?i)\b(?P<value>{SMALL})\s(?:just\s|always\s|keeps\s)?{_DID}\s(?:me|my|at\sme|i|us)\b",
            score=0.55,
        ),
        Form(
            id="i_did",
            pattern=r"(?i)\b(?:i|we)\s(?:told|asked|texted|hate|like|love|miss|helped|hit|pushed|sit\s(?:with"
            r"|next\sto|by)|sat\s(?:with|next\sto|by)|play\swith|played\swith|work\swith|worked\swith"
            r"|(?:was|were|am|are|got)\s(?:with|paired\swith|next\sto))\s"
            rf"(?P<value>{SMALL})",
            score=0.55,
        ),
        Form(
            id="initials",
            pattern=r"(?:^|[\s(\"“'/])(?P<value>\p{Lu}\.\s?(?:\p{Lu}\.\s?)?\p{Lu}\.?)(?:$|[\s,.;:'’)\"”/?!])",
            score=0.5,
        ),
    )  # fmt: skip

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Keep as much of the span as reads as a name."""
        if form.id == "initials":
            return _initials(text, form, start, end)
        if form.id == "letters_act":
            letters = text[start:end]
            if letters in _NO_INITIALS or letters.lower() in OTHERWISE:
                return None
            return (start, end, form.score) if _speaks_of_pupils(text) else None
        if form.id == "between" and _is_plain(text[start:end]):
            return None
        if form.id in ("aged", "from_group", "somebodys") and not _is_somebody(text[start:end]):
            return None
        if form.id == "owner":
            return _owner(text, form, start, end)
        if form.id in ("and_me", "did_to_me", "i_did", "me_and", "says", "told"):
            return self._in_chat(text, form, start, end)
        if form.id == "named" and _A_THING.search(text, max(start - 60, 0), start):
            return None
        return super().judge(text, form, start, end)

    def _in_chat(
        self, text: str, form: Form, start: int, end: int
    ) -> tuple[int, int, float] | None:
        """Take the listed given name nearest to what called for it; capitals are the model's."""
        words = list(re.finditer(r"\S+", text[start:end]))
        if form.id in ("and_me", "did_to_me"):
            words.reverse()
        word = fold(words[0].group()).strip(".,!?")
        names = cued_names() if form.id in ("me_and", "and_me") else given_names()
        if word not in names or words[0].group()[0].isupper():
            return None
        begins = start + words[0].start()
        past = begins + len(words[0].group().rstrip(".,!?'’"))
        return (begins, past, form.score) if is_whole(text, begins, past) else None


_KIN_BEHIND = re.compile(
    r"(?i)\s(?:mom|mum|dad|mother|father|brother|sister|cousin|aunt|uncle|grandma|grandpa|bf|gf|bday)\b"
)


def _is_plain(written: str) -> bool:
    """Tell whether a word is of English alone, and nobody's name."""
    vocabulary = load_vocabulary()
    folded = fold(written)
    return vocabulary.is_word(folded) and not vocabulary.is_name(folded)


def _is_somebody(written: str) -> bool:
    """Tell a name before an age from a heading before a number: "Bartek (17)", "Chapter (17)"."""
    vocabulary = load_vocabulary()
    folded = [fold(word).strip(".,") for word in written.split()]
    return any(vocabulary.is_name(word) for word in folded) or not any(
        vocabulary.is_word(word) for word in folded
    )


def _owner(text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
    """Take "hectors cousin" for Hector's, where that is no name or word by itself."""
    word = fold(text[start:end])
    if word[:-1] not in given_names() or word in given_names():
        return None
    of_kin = _KIN_BEHIND.match(text, end) is not None
    if not of_kin and load_vocabulary().is_word(word):
        return None
    return (start, end, form.score) if is_whole(text, start, end) else None


# "A book called Wonder", "a planet named Mars".
_A_THING = re.compile(
    r"(?i)\b(?:book|story|novel|poem|play|movie|film|show|series|song|album|band|game|app|website|site"
    r"|program|software|article|essay|chapter|unit|lesson|project|city|town|state|country|place|river"
    r"|lake|mountain|island|planet|star|moon|comet|ocean|sea|animal|dog|cat|pet|horse|fish|bird"
    r"|hamster|dinosaur|plant|bacteria|virus|disease|element|compound|concept|process|theory|theorem"
    r"|method|strategy|technique|law|war|battle|movement|religion|tribe|company|brand|team|language"
    r"|tool|device|thing|variable|function|class|method|column|table|file|character|king|queen"
    r"|pharaoh|emperor|god|goddess|giant|monster|wizard|ship|horse|libro|cuento|novela|poema|obra"
    r"|canci[oó]n|pel[ií]cula|juego|planeta|r[ií]o|ciudad|pa[ií]s|perro|gato|personaje|rey|reina"
    r"|it|which|what|is|are|was|were)\W[^.!?\n]{0,40}$"
)
_ABOUT_PUPILS = re.compile(
    r"(?i)\b(?:student|pupil|child|kid|class|grade|iep|504|behavior|parent|mom|dad|teacher|lunch"
    r"|recess|para|aide|counsel|referral|incident|estudiante|alumn)"
)
_NO_INITIALS = frozenset(
    "US USA UK UN EU UAE PE AM PM DC AD BC BCE CE IQ ID TV EG IE PS MS IS HS JHS PHD MD BA MA BS NY"
    " LA NYC CA TX FL VS NB RSVP FBI CIA NASA DNA AP AA ST PTA PTO ELA SLP OT PT EL RIP DJ CD ER"
    " FDR JFK MLK LBJ JK JRR CS HG WEB EB TS OJ GI DIY QA HW".split()
)


@lru_cache(maxsize=1)
def _speaks_of_pupils(text: str) -> bool:
    return _ABOUT_PUPILS.search(text) is not None


def _initials(text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
    """Keep two or three initials with points in a text that speaks of pupils."""
    value = text[start:end].rstrip()
    letters = "".join(char for char in value if char.isalpha())
    if letters in _NO_INITIALS or "." not in value[:-1]:
        return None
    after = text[start + len(value) : start + len(value) + 24].lstrip(" .")
    if re.match(r"[A-ZÀ-Þ][a-zà-ÿ]", after):
        return None  # "J.K. Rowling", "M.L. Ortiz": more of the name follows
    if not _speaks_of_pupils(text):
        return None
    return start, start + len(value.rstrip(".")), form.score
