"""Finds passwords that somebody wrote down: "pw: Tiger42!", "temp password is blue-fox-77".

A password is found by the word that announces it and by looking made: a digit, a sign, or capitals
inside it. "The password is required" has none. Where a colon or an equals sign announces it,
lower-case letters alone are enough, unless they are one of the words programs and forms put there.
"""

import re

from gateway.detection.folding import fold
from gateway.detection.recognisers.forms import Form, FormRecogniser, is_whole
from gateway.detection.vocabulary import load_vocabulary
from gateway.terms.text import Label

_KEY = (
    r"(?:pass\s?-?words?|p/w|2fa\scode|passwd|pass\s?codes?|pw|pwd|pswd|psw|pass\s?phrase|pass(?:\s?key)"
    r"|contraseñas?|clave(?:\s(?:temporal|de\sacceso))?|log-?in\scode|access\scode|join\scode"
    r"|class\scode|unlock\scode|one[\s\-]time\scode|verification\scode|wi-?fi\s(?:key|code)"
    r"|locker\scomb(?:o|ination)?|combination|(?:classroom|gate|door|alarm|entry|room|activation|pairing|observer|portal|invite|session|remind)\scode"
    r"|activation\skey|access\s(?:id|key)|log-?in\s(?:pin|key)|account-?password|(?:network|security|wep|wpa2?)\skey|(?:kahoot|game|quiz|tablet|i-?pad|phone|voicemail)\spin"
    r"|(?:temp|tmp|new|old|default|initial)\spass)"
)
_TO = (
    r"(?:\s(?:(?:for|to|de|del|para)\s(?:(?:the|her|his|their|my|la|el|su)\s)?[\pL\-]{1,20}|there|today|now"
    r"|this\sweek|here)){0,2}"
)
_TURN = r"(?:[RL]\d{1,2}|\d{1,2}[RL])"
# What has a code that is not for everybody; those of areas, courses and errors are.
_CODED = (
    r"copier|printer|parent\s?square|seesaw|remind|class\s?dojo|session|portal|home|family|teacher|account"
    r"|keypad|lock\s?box|cabinet|office|garage|staff|app|set-?up|enrollment|registration|device|pick-?up"
    r"|release|confirmation|proctor|testing\ssession|safe|shed|elevator"
)
_VALUE = r"(?P<value>[^\s\"“”‘’,;<>|]{3,40})"
_PLAIN = frozenset(
    "required invalid incorrect wrong missing null none true false string text hidden field input"
    " yes no optional protected password passwords your the here there this that it str secret"
    " forgot reset change changed expired needed strong weak same different blank empty given"
    " unknown example type value varchar working locked saved hidden stored simple secure safe"
    " short private public useless already always correct unique complex unsafe outdated"
    " forgotten page link reset manager field screen policy policies box error issue problem login"
    " requirements hint rules generator".split()
)


class Passwords(FormRecogniser):
    """Finds passwords, pass codes, and combinations of lockers."""

    label = Label.OTHER_ID
    id_ = "passwords"
    hints = (
        "wifi", "wi-fi",
        "pass", "pw", "psw", "contrase", "clave", " code", "key", "comb", " pin", "pin ", "lock",
        "p/w", "2fa", " for ", "login", "log-in", "sign-in", "account", "credential", "usuario",
    )  # fmt: skip
    forms = (
        Form(
            id="said",
            pattern=rf"(?i)\b{_KEY}{_TO}\s?(?:hint\s)?(?:[:=–]|\s-\s|\b(?:will\sbe|is|was|es|era|now|says?)\b|['’]s\b"
            rf"|to(?::|\s[\"'“‘])){{1,2}}(?:\sstill)?[\s*`]{{0,3}}[\"'“‘]?{_VALUE}",
            score=0.7,
        ),
        Form(id="set", pattern=rf"(?i)\b{_KEY}\s(?:back\s)?to\s[\"'“‘`]?{_VALUE}", score=0.6),
        Form(
            id="beside",
            pattern=rf"(?i)\b(?:pw|p/w|pwd|passwd|password|account-?password|contraseña|2fa\scode|pass\s?code|activation\skey|access\sid|(?:temp|tmp|new|old|default|initial)"
            rf"\spass|(?:unlock|join|class(?:room)?|gate|door|alarm|entry|access|activation|pairing"
            r"|observer|portal|invite)\scode"
            rf"|(?:kahoot|game|quiz|tablet|i-?pad|phone)\spin|pin\sfor\s(?:the|his|her|their|my)"
            rf"\s(?:tablet|i-?pad|phone|chromebook|laptop)(?:\sis)?)\s{_VALUE}",
            score=0.6,
        ),
        Form(id="short", pattern=rf"(?im)(?:^|[\s(/,;])pass\s?[:=]\s?[\"'“‘`]?{_VALUE}", score=0.6),
        Form(
            id="key",
            pattern=rf"(?i)\b(?:wi-?fi|network|ssid)\b[^\n]{{0,60}}?\bkey\s?[:=]?\s{_VALUE}",
            score=0.65,
        ),
        Form(
            id="any_code",
            pattern=rf"(?i)\b(?:{_CODED}),?\scode\s?(?:is\b|[:=#])?\s?"
            rf"(?P<value>[a-z]{{0,4}}-?\d[a-z0-9\-]{{3,14}}"
            rf"|[a-z]{{2,5}}-\d{{2,8}}|\d[a-z0-9]{{4,9}})\b",
            score=0.55,
        ),
        Form(
            id="network",
            pattern=rf"(?i)\bwi-?fi\s?(?:is|[:=])\s[\w.\-]{{3,30}}\s?[/,]\s?{_VALUE}",
            score=0.65,
        ),
        Form(
            id="one",
            pattern=r"(?i)\b(?:old|new|other|first|last|previous|temporary)\sone\s?(?:[:=]|is|was)\s"
            rf"[\"'“‘`]?{_VALUE}",
            score=0.6,
        ),
        Form(
            id="behind_user",
            pattern=r"(?i)\b(?:log-?in|sign-?in|account|credentials?|usuario)\b[^\n/]{0,40}?[\s:]"
            rf"[\w.\-]{{3,30}}\s?/\s?{_VALUE}",
            score=0.65,
        ),
        Form(
            id="before_login",
            pattern=r"(?i)\b[\w.\-]{3,30}\s/\s(?P<value>[^\s/\"“”,;<>|]{5,30})"
            r"\s(?:is|are|was)\s(?:the|her|his|their|your|my)\s(?:log-?in|account)",
            score=0.6,
        ),
        Form(
            id="paired",
            pattern=rf"(?i)\b(?:user\s?-?name|user|log-?in|usuario)\s?/\s?{_KEY}\s?(?:[:=]|is|es)?\s?"
            rf"[^\s/]{{3,40}}\s?/\s?{_VALUE}",
            score=0.7,
        ),
        Form(
            id="combination_again",
            pattern=r"(?i)\bcomb(?:o|ination)\b[^\n]{0,40}?\bnot\s(?P<value>\d{1,2}-\d{1,2}-\d{1,2})",
            score=0.7,
        ),
        Form(
            id="combination",
            pattern=r"(?i)\b(?:comb(?:o|ination)|(?:pad)?lock(?:er)?(?:\s[a-z]?-?\d{1,5}\b)?)"
            r"\s?(?:[:=,(]|is|es)?\s?"
            rf"(?P<value>\d{{1,2}}[\-–/ ]\d{{1,2}}[\-–/ ]\d{{1,2}}"
            rf"|{_TURN}(?:[\-, ]{{1,2}}{_TURN}){{2}})\b",
            score=0.7,
        ),
        Form(
            id="combination_listed",
            pattern=r"(?:^|[\s(,:])(?P<value>\d{1,2}-\d{1,2}-\d{1,2})(?:[\s,;.)]|$)",
            score=0.6,
        ),
        Form(
            id="turned",
            pattern=r"(?i)\b(?:comb(?:o|ination)|(?:pad)?lock(?:er)?)\b[^\n\d]{0,16}?"
            r"(?P<value>(?:right|left|r|l)\s?\d{1,2}(?:,?\s(?:then\s)?(?:right|left|r|l)\s?\d{1,2}){2}"
            r"|\d{1,2}, ?\d{1,2}, ?\d{1,2})\b",
            score=0.65,
        ),
        Form(
            id="remind",
            pattern=r"(?i)\b(?:remind(?:\scode)?|text)\s?[:#]?\s(?P<value>@[a-z0-9]{3,14})(?:\sto\s\d{5})?\b",
            score=0.6,
        ),
        Form(
            id="in_row",
            pattern=r"(?m)^[ \t]*@?[\w.\-]{3,30}(?:[ ]?[/|,;:\t][ ]?"
            r"|[ ]{2,})(?P<value>[^\s/\"“”,;<>|]{6,30})[ \t]*$",
            score=0.85,
        ),
        Form(
            id="behind_login",
            pattern=r"(?i)\b(?:log-?in|sign-?in"
            r"|credentials?)\s?[:=]?\s[\w.\-]{3,30}[ ,]{1,2}(?P<value>[^\s/\"“”,;<>|]{5,30})",
            score=0.55,
        ),
        Form(
            id="secure_string",
            pattern=r"(?i)password\b[^\n\"']{0,40}[\"'](?P<value>[^\s\"']{5,40})[\"']",
            score=0.6,
        ),
        Form(
            id="as_password",
            pattern=r"(?i)\b(?:use|type|enter|try)\s[\"'“‘`]?(?P<value>[^\s\"“”,;<>|]{5,30})[\"'”’`]?\s(?:as|for)\s(?:the|her|his"
            r"|their|your|my)\s(?:password|pass\s?code|pw)\b",
            score=0.65,
        ),
        Form(
            id="is_password",
            pattern=r"(?i)(?:^|\s)[\"'“‘`]?(?P<value>[^\s\"“”,;<>|]{5,30})[\"'”’`]?\s(?:is|was)\s(?:the|her|his|their|your|my)"
            r"\s(?:\pL{2,8}\s)?(?:password|pass\s?code|pw)\b",
            score=0.65,
        ),
        Form(
            id="changed",
            pattern=r"(?i)\b(?:changed|reset|set)\s?(?:it|them|this|hers|his)?\s?(?:to|:)\s[\"'“‘`]?"
            rf"{_VALUE}",
            score=0.6,
        ),
        Form(
            id="for_site",
            pattern=r"(?i)(?:^|\s)[a-z][\w.\-]{2,25}\s?[/:]\s?(?P<value>[^\s/\"“”,;<>|]{5,30})\s(?:for|on|to\sget\sinto)\s"
            r"(?:i-?ready|clever|google|zearn|ixl|khan|canvas|aeries|schoology|seesaw|lexia|the\sportal|powerschool|chromebook)\b",
            score=0.65,
        ),
        Form(
            id="plain_word",
            pattern=r"(?i)\b(?:her|his|my|their|the\s(?:wi-?fi|class|room|new|old))\s(?:\pL{3,12}\s)?pass\s?(?:word|code)\s(?:is|was)\s"
            r"[\"'“‘`]?(?P<value>\pL{6,20})[\"'”’`]?(?:[.,;!?)]|$)",
            score=0.6,
        ),
    )

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Keep what looks made; cut off the sentence's own signs."""
        if form.id == "combination_listed" and not _SPEAKS_OF_LOCKS.search(text):
            return None
        if form.id in ("turned", "remind") or form.id.startswith("combination"):
            return super().judge(text, form, start, end)
        if _CODE.match(text, start) or (
            form.id == "said" and _PAIR.search(text, max(start - 40, 0), start)
        ):
            return None
        value = text[start:end].rstrip(".?)]}'`:*")
        end = start + len(value)
        if len(value) < 3 or value.lower() in _PLAIN or value[0] in "([{$<":
            return None
        if form.id == "plain_word":
            is_word = text[start:end].lower() in _PLAIN or not is_whole(text, start, end)
            return None if is_word else (start, end, form.score)
        if form.id in ("one", "changed", "in_row") and not _SPEAKS_OF_PASSWORDS.search(text):
            return None
        if form.id in _MIXED and not _is_mixed(value):
            return None
        announced = form.id == "said" and text[max(start - 4, 0) : start].strip(" \"'“‘`*")[-1:]
        if _is_made(value) or (announced in (":", "=") and len(value) >= 5 and value.islower()):
            return start, end, form.score
        if form.id in _SECRET and _may_be_secret(text, start, end):
            return start, end, form.score
        return None


_MIXED = frozenset(
    (
        "behind_login",
        "secure_string",
        "behind_user",
        "before_login",
        "as_password",
        "is_password",
        "for_site",
        "changed",
    )
)
_SECRET = frozenset(("said", "beside", "short"))
_ENDS = re.compile(r"[\"'”’]?\s?(?:[.,;!?)\n]|$|(?:and|but|so|for|to|y)\b)")
_CAPITAL_CODE = re.compile(r"(?i)code\s?(?:[:=]|is)?\s?$")


def _may_be_secret(text: str, start: int, end: int) -> bool:
    """Tell whether a plain word where a sentence ends may be a password: a thing, or no word.

    "The password is sunshine" gives one away, "the password is case sensitive" does not.
    """
    value = text[start:end]
    if not value.isalpha() or _ENDS.match(text, end) is None:
        return False
    if value.isupper():
        return len(value) > _SHORTEST_CODE and _CAPITAL_CODE.search(text, 0, start) is not None
    words, folded = load_vocabulary(), fold(value)
    return len(value) > _SHORTEST_CODE and (words.is_thing(folded) or not words.is_word(folded))


_SHORTEST_CODE = 4
_SPEAKS_OF_LOCKS = re.compile(r"(?i)\b(?:lockers?|combos?|pad\s?locks?|casilleros?)\b")
_SPEAKS_OF_PASSWORDS = re.compile(
    r"(?i)\b(?:pass\s?-?words?|pass\s?codes?|pw|pwd|contraseñas?|new pass)\b"
)


def _is_mixed(value: str) -> bool:
    """Tell whether a word has letters and digits, or a sign among letters, as few words have."""
    letters = any(map(str.isalpha, value))
    return letters and any(char.isdigit() or char in "!@#$%^&*_+" for char in value)


# A call or a look-up that gets the password from elsewhere.
_CODE = re.compile(r"[\w.]*[(\[]|os\.environ")
# What follows is the user name first: "username/password: jdoe27/Otter99".
_PAIR = re.compile(
    r"(?i)(?:user ?-?name|user|log-?in|usuario) ?/ ?\w{2,12} ?(?:[:=]|is|es)? {0,2}$"
)


def _is_made(value: str) -> bool:
    """Tell whether a word was made up: a digit or sign in it, or a capital in its middle."""
    if any(char.isdigit() for char in value):
        return not value.replace(":", "").replace(".", "").replace("/", "").isdigit() or (
            value.isdigit() and len(value) >= 4 and not _YEAR.fullmatch(value)
        )
    if any(char in "!@#$%^&*_+" for char in value):
        return True
    return re.search("[a-z][A-Z]", value) is not None or "-" in value.strip("-")


_YEAR = re.compile(r"(?:19|20)\d\d")
