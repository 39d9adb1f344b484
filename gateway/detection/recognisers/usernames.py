"""Finds usernames and handles: after a cue that means an account, or "@name" in chat.

"Username and password" or "log in to the site" hold none: without a colon the value must look made
(a digit, a point, an underscore). "@name" alone on its line or called is code.
"""

import re
from functools import lru_cache

from gateway.detection.recognisers.forms import Form, FormRecogniser, is_whole
from gateway.terms.text import Label

_CUE = (
    r"(?:user[\s_-]?names?|user[\s_]?ids?|user|usr|u/?n|log-?in(?:\s(?:id|name))?|log-?on|sign[\s-]?in(?:\sname)?"
    r"|screen\s?name|gamer\s?-?tag|handle|acc(?:oun)?t(?:\sname)?|insta(?:gram)?|ig|snap(?:chat)?"
    r"|discord|roblox|minecraft|fortnite|tik\s?tok|xbox(?:\sgt)?|psn(?:\sid)?|ign|gt|steam|twitch(?:\.tv)?|twitter"
    r"|venmo|cash\s?app|nick\s?name|yt|finsta|alt(?:\sacc(?:oun)?t)?|replit|lichess|skype|whatsapp"
    r"|usuario|nombre\sde\susuario|cuenta)"
)
_PLACE = (
    r"(?:kahoot|gimkit|blooket|quizlet|scratch|disc|twitter|youtube|chess(?:\.com)?|duolingo|prodigy|epic"
    r"|xbox(?:\slive)?|nintendo|switch|playstation|ps[45]|bereal|pinterest|google|canvas|clever|seesaw|replit"
    r"|lichess|git\s?hub|i-?ready|ixl|khan|zearn|epic\sgames|steam|skype|whatsapp)"
)
_VALUE = r"(?P<value>@?[\pL\pN][\pL\pN._\-]{1,39}(?:#\d{4})?)"
_PLAIN = frozenset(
    "the and for with your their his her our not you are was were has have had that this what which"
    " who how why password passwords email e-mail name names names's first last same school student"
    " students none null true false string required invalid unknown missing here there case page"
    " screen button below above into from is my a an in to on at of or it not fun cool great good"
    " bad down hacked gone broken banned slow laggy so too very really".split()
)
_SPECIAL = frozenset(
    "everyone here all channel team media import charset font-face keyframes supports property"
    " override staticmethod classmethod dataclass param return returns throws author see deprecated"
    " test before after component injectable autowired nullable".split()
)


class Usernames(FormRecogniser):
    """Finds account names."""

    label = Label.USERNAME
    id_ = "usernames"
    forms = (
        Form(
            id="said",
            pattern=rf"(?i)\b{_CUE}\s?(?:[:=]|\b(?:is|es|was)\b){{1,2}}[\s\"'“‘*]{{0,3}}"
            rf"{_VALUE}",
            score=0.85,
        ),
        Form(id="beside", pattern=rf"(?i)\b{_CUE}[\s\"'“‘(]{{1,3}}{_VALUE}", score=0.7),
        Form(
            id="named",
            pattern=rf"(?i)\b(?:my|his|her|their|the|our)\s(?:{_CUE}|{_PLACE})\s(?:(?:user)?name\s)?(?:is|was|=|:)"
            rf"\s[\"'“‘]?{_VALUE}",
            score=0.8,
        ),
        Form(
            id="theirs",
            pattern=rf"(?i)\b(?:{_CUE}|{_PLACE})\s(?:is|was)\s\S{{2,40}},?\s(?:and|n|&|but)\s"
            rf"(?:(?:my|his|her|their)\s)?\pL{{2,14}}['’]?s\s(?:is|was)\s[\"'“‘]?{_VALUE}",
            score=0.7,
        ),
        Form(
            id="from_on",
            pattern=rf"(?i)\b(?:from|as|called|by|follow(?:ing|ed|s)?|is)\s{_VALUE}\s(?:on|in)\s(?:{_PLACE}|insta(?:gram)?|ig|snap(?:chat)?"
            r"|tik\s?tok|roblox|minecraft|fortnite|twitch|steam)\b",
            score=0.65,
        ),
        Form(
            id="as",
            pattern=rf"(?i)\b(?:sign(?:s|ed)?|log(?:s|ged)?)\s?-?(?:in|on)\s(?:as|with|under|using)"
            rf"\s[\"'“‘]?{_VALUE}",
            score=0.7,
        ),
        Form(
            id="as_with_password",
            pattern=r"(?i)\b(?:sign(?:s|ed)?|log(?:s|ged)?)\s?-?(?:in|on)\s(?:as|with|under|using)"
            r"\s[\"'“‘]?(?P<value>[a-z][\w.\-]{3,30})[\"'”’]?[,;]?\s(?:and\s|with\s)?(?:the\s)?"
            r"(?:temp(?:orary)?\s|new\s)?(?:pw|pwd|pass)",
            score=0.7,
        ),
        Form(
            id="author",
            pattern=r"(?im)^[ \t]*(?:author|committer|owner|posted\sby)\s?:\s?"
            r"(?P<value>[a-z][\w.\-]{2,30})",
            score=0.6,
        ),
        Form(
            id="commit",
            pattern=r"(?m)^[ \t]*(?:Author|Committer|Co-authored-by|Signed-off-by):\s"
            r"(?P<value>[a-z][\w.\-]{2,30})\s<",
            score=0.75,
        ),
        Form(
            id="on_site",
            pattern=rf"(?i)\b(?:i['’]?m|i am|he['’]?s|she['’]?s|im|is|was)\s{_VALUE}"
            rf"\s(?:on|in|at)\s{_PLACE}\b",
            score=0.7,
        ),
        Form(
            id="site_first",
            pattern=rf"(?i)\b(?:on|in)\s{_PLACE},?\s(?:i['’]?m|i am|he['’]?s|she['’]?s|im"
            rf"|my name is)\s{_VALUE}",
            score=0.7,
        ),
        Form(id="site", pattern=rf"(?i)\b{_PLACE}\s?:\s?{_VALUE}", score=0.6),
        Form(
            id="before_password",
            pattern=r"(?i)\b(?:log-?in|user|sign-?in|account)\s(?P<value>[a-z][\w.\-]{2,30})\s?[,;/]\s?"
            r"(?:and\s)?(?:pw|pwd|pass\s?(?:word|code)?)\b",
            score=0.7,
        ),
        Form(
            id="reset",
            pattern=rf"(?i)\b(?:reset|unlock|disable|suspend|whitelist)\s(?:the\saccount\s)?{_VALUE}",
            score=0.6,
        ),
        Form(
            id="tag",
            pattern=r"(?:^|[\s(,:;\"'])(?P<value>[\pL_][\pL\pN._]{1,31}#\d{4})\b",
            score=0.8,
        ),
        Form(
            id="home",
            pattern=r"(?i)(?:/(?:home|users|scratch|export/home|nfs/home)/|\b[a-z]:\\users\\)"
            r"(?P<value>[a-z][\w.\-]{2,30})",
            score=0.75,
        ),
        Form(
            id="field",
            pattern=r"(?i)[\"']?\b(?:user_?name|user_?id|login|handle|usuario|account_?name|screen_?name)[\"']?"
            rf"\s?[:=]\s?[\"']{_VALUE}[\"']",
            score=0.8,
        ),
        Form(
            id="platform_name",
            pattern=rf"(?i)\b(?:{_CUE}|{_PLACE})\s(?:name|id|user|tag|handle|acc(?:oun)?t)s?\s(?:(?:is|was|=|:)\s)?"
            rf"[\"'“‘]?{_VALUE}",
            score=0.7,
        ),
        Form(
            id="made",
            pattern=r"(?:^|[\s(,:;/\"'“‘])(?P<value>\pL[\pL\pN]+(?:[._][\pL\pN]+){1,4}"
            r"|\pL{4,20}\d{1,4}|\d{2,4}\pL{3,20}\d{0,3}|\pL{1,3}_\pL+_\pL{1,3}|[\pL\pN]+_\d{2,4})",
            score=0.5,
        ),
        Form(
            id="numbered",
            pattern=r"(?:^|[\s(,:;\"'“‘])(?P<value>[a-z]{3,20}[._]\d{2,4})(?:[\s,;:)\"'”’?!]|\.\s|$)",
            score=0.5,
        ),
        Form(
            id="handle",
            pattern=r"""(?:^|[\s(,;:"'“‘\[>])(?P<value>@[\pL_][\pL\pN._]{2,29})""",
            score=0.5,
        ),
    )

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Cut off the sentence's own punctuation; refuse ordinary words and code."""
        value = text[start:end].rstrip(".-")
        end = start + len(value)
        bare = value.lstrip("@")
        if len(bare) < 3 or bare.lower() in _PLAIN or not is_whole(text, start, end):
            return None
        if end < len(text) and text[end] == "@":
            return None  # an e-mail address
        if form.id in ("said", "named") and value.isalpha() and value.endswith("ing"):
            return None  # "the account is missing"
        if (
            form.id in ("said", "named")
            and value.isalpha()
            and _NICKNAME.search(text[max(0, start - 20) : start])
        ):
            return None  # somebody's own nickname is a name
        if form.id == "made":
            made = _speaks_of_accounts(text) and _is_account(text, start, end)
            return (start, end, form.score) if made else None
        if form.id == "numbered":
            return (start, end, form.score) if _is_account(text, start, end) else None
        if form.id == "handle":
            return None if _is_code(text, start, end) else (start, end, form.score)
        if form.id in _NEEDS_MAKING and (not _looks_made(value) or _CALLED.match(text, end)):
            return None
        return start, end, form.score


_NEEDS_MAKING = frozenset(
    ("from_on", "author", "beside", "as", "on_site", "site_first", "site", "reset", "platform_name")
)

# Where accounts are spoken of, a word with a joint or digits in it is one: "somebody is otter420".
_ACCOUNTS = re.compile(
    r"(?i)\b(?:user\s?-?names?|nick\s?names?|gamer\s?-?tags?|screen\s?names?|handles?|kahoot|roblox|discord"
    r"|minecraft|fortnite|whitelist|log-?ins?|logged\sin|accounts?|usuarios?|snap(?:chat)?|insta|tiktok"
    r"|wi-?fi|denied|locked|add\sme|canvas|chromebooks?|log(?:s|ged|ging)?[\s-]?(?:on|in|into)|banned"
    r"|sign(?:s|ed|ing)?[\s-]?(?:on|in|into)|passwords?|pass\s?codes?|messag(?:es?|ing|ed)\s(?:me|him|her|us|from)"
    r"|online|twitch|steam|xbox|psn|lichess|github|replit|gimkit|blooket|scratch|prodigy|duolingo|quizlet"
    r"|contraseñas?|finsta|spam\sacc(?:oun)?t|(?:my|his|her|their)\s(?:snaps|dms|posts|stories|channel))\b"
)
_NICKNAME = re.compile(r"(?i)nick\s?-?name\s(?:is|es)\s[\"'“‘]?$")
_FILE = re.compile(
    r"(?i)\.(?:py|js|ts|css|html?|csv|txt|pdf|docx?|xlsx?|png|jpe?g|java|json|com|org|net|edu|gov|us|io|me"
    r"|example|k12|zip|mp[34]|md|sql)\b"
)
_NO_ACCOUNT = re.compile(
    r"(?i)(?:covid|windows|python|sha|utf|base|grade|room|unit|chapter|page|lesson|quiz|test|period|week|day"
    r"|level|block|season|episode|version|item|step|part|section|alg|math|bio|chem|hist|eng|geo|vol|chap|page|pp|sec|fig|art|sect|approx|circa|nos)[._]?\d+$"
)


@lru_cache(maxsize=2)
def _speaks_of_accounts(text: str) -> bool:
    return _ACCOUNTS.search(text) is not None


_FIELD = re.compile(
    r"(?i)(?:first|last|full|user|given|family|middle|student|parent|file|school)_names?$"
)
# An assignment or a call; "FrogKing09 = Milo" is a list of who is who.
_CALLED = re.compile(r"[(\[=/]| =(?! [A-Z][a-z]+\b(?![(.\[_]))| \(")
_ABBREVIATED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?")


def _is_account(text: str, start: int, end: int) -> bool:
    """Tell an account's name from code, a file, a web address or a numbered thing."""
    value = text[start:end]
    if any(form.match(value) for form in (_FIELD, _NO_ACCOUNT)) or _FILE.search(value):
        return False
    if _CALLED.match(text, end) or value.replace(".", "").isdigit():
        return False
    return not _ABBREVIATED.fullmatch(value)


def _looks_made(value: str) -> bool:
    if value[0] == "@":
        return True
    letters = any(char.isalpha() for char in value)
    return letters and any(char.isdigit() or char in "._" for char in value[1:])


_DECORATED_LINE = re.compile(
    r"[\w.]*[ \t]*(?:\(|\r?\n[ \t]*(?:@|def |class |async |function |public )|\{|/)"
)


def _is_code(text: str, start: int, end: int) -> bool:
    """Tell "@app.route(", "@media {", "@types/node" from a person's handle."""
    if text[start + 1 : end].lower().partition(".")[0] in _SPECIAL:
        return True
    return _DECORATED_LINE.match(text, end) is not None
