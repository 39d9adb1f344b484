r"""Finds account names by how people speak of accounts.

Four kinds of statement, one form or a few each:

- a word for an account, alone or with up to four words more, and what it *is* ("the username he
  picked was toaster", "login info: lpham / ...");
- that word and the name right beside it ("account rdiaz", "gamertag, xBlazeQueenx,");
- what is done with accounts ("signs in as", "reset rdiaz14", "goes by NightOwl on discord");
- a place where nothing else stands: a field of JSON, a home folder, the head of a chat's
  line, "@name".

How sure a statement is says what a name must look like. Behind a colon nearly anything is one;
behind "is" a word that describes ("slow") is none; beside a word for an account it must be no
word of English and nobody's name; elsewhere it must look made: a digit, a point or an underscore in
it. What is listed behind an account's name is one too.
"""

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from typing import Final

from gateway.detection.folding import fold
from gateway.detection.linear import Compiled
from gateway.detection.name_words import CLOSED, SPANISH_CLOSED
from gateway.detection.recognisers.account_looks import (
    CALLED,
    FIELD,
    heads_a_line,
    is_account,
    is_for_money,
    is_handle,
    is_made,
    looks_made,
)
from gateway.detection.recognisers.forms import Form, FormRecogniser, compiled, is_whole
from gateway.detection.vocabulary import load_vocabulary
from gateway.terms.text import Label


class Sure(IntEnum):
    """What a form asks of a value."""

    SAID = 0
    """Nothing but that it is no word of grammar: "username: toaster"."""
    IS = 1
    """No word that describes, nor a verb's form: "the login is slow"."""
    BESIDE = 2
    """No word and no name: "login lpham"."""
    MADE = 3
    """A digit, a point or an underscore: "on roblox as maria_g12"."""


_ACCOUNT = (
    r"(?:user[\s_-]?names?|user[\s_]?ids?|users?|usr|u/n|log-?ins?(?:\s(?:id|name|info))?|log-?on"
    r"|sign[\s-]?ins?(?:\s(?:name|id))?|screen\s?-?names?|gamer\s?-?tags?|handles?|acc(?:oun)?ts?(?:\sname)?"
    r"|nombre\sde\susuario|finstas?|user\sprofile)"
)
_SITE = (
    r"(?:insta(?:gram)?|ig|snap(?:chat)?|discord|disc|roblox|minecraft|fortnite|tik\s?tok|xbox(?:\s(?:gt|live))?"
    r"|psn|ign|gt|steam|twitch(?:\.tv)?|twitter|venmo|cash\s?-?app|paypal|zelle|yt|youtube|alt|replit|lichess"
    r"|skype|whatsapp|kahoot|gimkit|blooket|quizlet|quizizz|scratch|chess(?:\.com)?|duolingo|prodigy|epic"
    r"(?:\sgames)?|nintendo|switch|playstation|ps[45]|bereal|pinterest|google|canvas|clever|seesaw|git\s?hub"
    r"(?:\.com)?|i-?ready|ixl|khan|zearn|telegram|reddit|threads|tumblr|spotify|soundcloud|wattpad|signal"
    r"|mastodon|bluesky|bsky|vsco|strava|geoguessr|desmos|tynker|code\.org|lexia|schoology|powerschool|aeries"
    r"|chromebook|windows|network|ad|sso|gmail|outlook|g-?suite|workspace|frontline|classlink|naviance|edmodo"
    r"|nick\s?name|un|usuario|cuenta)"
)
_KEPT = r"(?:name|id|user(?:name)?|tag|handle|acc(?:oun)?t|nickname|profile)s?"
_CUE = rf"(?:{_SITE}\s{_KEPT}|{_ACCOUNT})"
_MORE_WORDS = r"(?:\s(?:\(\pL{2,12}\)|\pL[\pL'’\-]*)){0,4}?"
_IS = r"\s?(?:[:=→]|->|=>|\b(?:is|was|es|era|are|were|son|being|its|it['’]s)\b){1,2}"
_SIGNS = r"[\s\"'“‘*`]{0,3}"
_VALUE = r"(?P<value>[@$]?[\pL\pN_][\pL\pN._\-]{1,39}(?:#\d{4})?)"
_MADE = (
    r"(?P<value>\pL[\pL\pN]+(?:[._][\pL\pN]+){1,4}|\pL{3,20}\d{1,4}|\d{2,4}\pL{3,20}\d{0,3}"
    r"|\pL{1,3}_\pL+_\pL{1,3}|[\pL\pN]+_\d{2,4}|_+\pL[\pL\pN._]{2,30}|\pL[\pL\pN]+_+)"
)
_LOG_IN = r"\b(?:sign(?:s|ed|ing)?|log(?:s|ged|ging)?)[\s\-]?(?:in|on)(?:to\s[\pL.\-]{2,15})?"
_KEY_WORD = r"(?:pw|pwd|pass\s?(?:word|code|phrase)?s?|contraseña|clave)"


class Usernames(FormRecogniser):
    """Finds account names."""

    label = Label.USERNAME
    id_ = "usernames"
    most_listed = 0.6
    forms = (
        Form(id="said", pattern=rf"(?i)\b{_CUE}{_MORE_WORDS}{_IS}{_SIGNS}{_VALUE}", score=0.85),
        Form(
            id="on_site",
            pattern=rf"(?i)\b{_SITE}(?:['’]s)?{_IS}{_SIGNS}{_VALUE}",
            score=0.8,
        ),
        Form(
            id="beside", pattern=rf"(?i)\b{_CUE}{{1,2}}[ \t\"'“‘(,–—\-]{{1,3}}{_VALUE}", score=0.7
        ),
        Form(id="site", pattern=rf"(?i)\b{_SITE}[ \t\"'“‘(,–—\-]{{1,3}}{_VALUE}", score=0.6),
        Form(
            id="mine",
            pattern=rf"(?i)\b(?:mine|hers|his|theirs|(?:my|his|her|their)\s\pL{{2,13}}s|\pL{{2,14}}['’]s)\s(?:is|was)\s{_SIGNS}{_VALUE}(?:\s(?:on|in)\s{_SITE})?",
            score=0.6,
        ),
        Form(
            id="as",
            pattern=rf"(?i){_LOG_IN}\s(?:as|with|under|using){_SIGNS}{_VALUE}",
            score=0.7,
        ),
        Form(
            id="called",
            pattern=rf"(?i)\b(?:from|as|called|named|by|follow(?:ing|ed|s)?|goes\sby|going\sby|uses?|is|,|\(|and|&)\s?{_SIGNS}{_VALUE}"
            rf"[\"”’]?\s(?:on|in|at)\s(?:{_SITE}|there|online)\b",
            score=0.65,
        ),
        Form(
            id="on_it_as",
            pattern=rf"(?i)\b(?:on|in)\s{_SITE},?\s(?:i['’]?m|i am|he['’]?s|she['’]?s|it['’]s|as"
            rf"|my name is)\s{_VALUE}",
            score=0.7,
        ),
        Form(
            id="i_am",
            pattern=rf"(?i)\b(?:i['’]?m|i am|he['’]?s|she['’]?s|is|was)\s{_VALUE}\s(?:on|in"
            rf"|at)\s{_SITE}\b",
            score=0.7,
        ),
        Form(
            id="done_with",
            pattern=rf"(?i)\b(?:reset|unlock|disable|suspend|whitelist|deactivate|impersonat(?:e|ed|ing)|rename[ds]?"
            rf"|pass\s?words?\s(?:for|of)|log-?ins?\s(?:for|of)|(?:messages|texts|dms|dm['’]?d|posted|sent|reported)"
            rf"\s(?:from|by|to))\s(?:(?:the|user|account|acct|student)\s){{0,2}}{_SIGNS}{_VALUE}",
            score=0.6,
        ),
        Form(
            id="changed",
            pattern=rf"(?i)\b(?:{_CUE}|renamed?)\b[^\n.!?]{{0,30}}\bfrom\s{_SIGNS}{_VALUE}\sto\s",
            score=0.7,
        ),
        Form(
            id="before_secret",
            pattern=rf"(?i)(?:^|[\s(:;]){_VALUE}[\s,;/(\-]{{1,3}}(?:and\s|with\s)?(?:the\s|a\s)?(?:temp(?:orary)?\s|new\s)?"
            rf"{_KEY_WORD}\s?(?:[:=]|is\b)",
            score=0.65,
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
            id="chat_line",
            pattern=rf"(?m)^(?:[ \t]*\[[^\]\n]{{3,24}}\][ \t]?"
            rf"|[ \t]*\d{{1,2}}:\d\d(?:[ ]?[apAP][mM])?[ \t]+|[<\s]*){_MADE}(?:>|:[ ])",
            score=0.6,
        ),
        Form(
            id="tag",
            pattern=r"(?:^|[\s(,:;\"'])(?P<value>[\pL_][\pL\pN._]{1,31}#\d{4})\b",
            score=0.8,
        ),
        Form(
            id="home",
            pattern=r"(?i)(?:/(?:home|users|scratch|export/home|nfs/home)/|\b[a-z]:\\users\\|(?:^|\s)/?u/)"
            r"(?P<value>[a-z][\w.\-]{2,30})",
            score=0.75,
        ),
        Form(
            id="field",
            pattern=r"(?i)[\"']?\b\w{0,16}(?:user_?name|user_?id|user_?login|log_?in(?:_?(?:id|name))?|handle|usuario"
            rf"|account_?name|screen_?name|gamer_?tag)[\"']?\s?[:=]\s?[\"']{_VALUE}[\"']",
            score=0.8,
        ),
        Form(id="cash", pattern=r"(?i)(?:^|[\s(,:;])(?P<value>\$[a-z][\w\-]{2,20})\b", score=0.5),
        Form(id="made", pattern=rf"(?:^|[\s(,:;/\"'“‘]){_MADE}", score=0.5),
        Form(
            id="numbered",
            pattern=r"(?:^|[\s(,:;\"'“‘])(?P<value>[a-z]{3,20}[._]\d{2,4})(?:[\s,;:)\"'”’?!]|\.\s|$)",
            score=0.5,
        ),
        Form(
            id="handle",
            pattern=r"""(?:^|[\s(,;:"'“‘\[>])(?P<value>@[\pL_][\pL\pN._\-]{2,29})""",
            score=0.5,
        ),
    )

    def applies(self, text: str, form: Form) -> bool:
        """Skip the forms for which a word for an account must stand somewhere in the text."""
        if form.id in _ANYWHERE:
            return True
        return _speaks_of_accounts(text) if form.id in _OF_ACCOUNTS else _has_cue(text)

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Cut off the sentence's own signs; ask of the value what its form asks."""
        value = text[start:end].rstrip(".-")
        end = start + len(value)
        if len(value.lstrip("@$")) < _SHORTEST or not is_whole(text, start, end):
            return None
        if text[end : end + 1] == "@" or value.isdigit() or FIELD.fullmatch(value):
            return None  # an address, a number, the next head of a table
        if _is_grammar(value):
            return None
        if _SECRET_BEFORE.search(text, max(start - _FARTHEST_SECRET, 0), start):
            return None
        if form.id in _BY_ITSELF:
            return (start, end, form.score) if _BY_ITSELF[form.id](text, start, end) else None
        if form.id not in _PLACED and CALLED.match(text, end):
            return None
        sure = _sureness(text, form, start)
        return (start, end, form.score) if _suits(text, start, end, sure) else None

    def listed(self, text: str, at: int) -> Iterator[tuple[int, int]]:
        """Yield the names listed behind one."""
        while (more := _NEXT.match(text, at)) and _is_listed(text, *more.span("value")):
            start, at = more.span("value")
            yield start, at


_SHORTEST: Final = 3
_FARTHEST_SECRET: Final = 60
_NEXT: Final = re.compile(
    r"""["'”’]?(?:\s?(?:,|;|&|→|->)\s?(?:and\s|or\s)?|\s(?:and|or|to|y|n|vs)\s)["'“‘]?"""
    r"""(?P<value>@?[^\W_](?:[\w.-]{1,30}\w))(?=[\s,;:.!?)"'”’]|$)"""
)
_SURE: Final = {
    "said": Sure.SAID,
    "commit": Sure.SAID,
    "home": Sure.SAID,
    "field": Sure.SAID,
    "tag": Sure.SAID,
    "site": Sure.MADE,
    "on_it_as": Sure.MADE,
    "i_am": Sure.MADE,
    "author": Sure.MADE,
}
"""What each form asks of a value; `BESIDE` where nothing is said here."""
_ANYWHERE: Final = frozenset(
    ("before_secret", "author", "commit", "chat_line", "tag", "home", "cash", "numbered", "handle")
)
_OF_ACCOUNTS: Final = frozenset(("made", "mine"))
_PLACED: Final = frozenset(("home", "commit", "field", "tag"))
"""Forms whose place says that it is a name, whatever follows."""
_SIGN: Final = re.compile(r"(?:[:=→]|->|=>)[\s\"'“‘*`]{0,3}$")
_ON_SITE: Final = re.compile(rf"(?i)\s(?:on|in)\s{_SITE}\b")
_NAMED_SO: Final = re.compile(r"(?i)\b(?:called|named|goes by|going by|uses?|follow\w*)\s[\"'“‘]?$")
_SECRET_BEFORE: Final = re.compile(
    rf"(?i){_KEY_WORD}(?:\s(?:for|of)\s\S{{2,30}})?\s?(?:[:=–-]|is|was)?[\s\"'“‘]{{0,3}}$"
)
_CLAUSE_END: Final = re.compile(r"[\"'”’)]?\s?(?:[.,;!?)\n]|$|(?:and|but|with|pw|pass\w*)\b)")
# Grammar, and what programs, forms and complaints say of accounts.
_PLAIN: Final = (
    CLOSED
    | SPANISH_CLOSED
    | frozenset(
        """
        username usernames gamertag gamertags login logins handle handles account accounts acct
        screenname nickname finsta cashapp venmo user users
        password passwords email e-mail name names same school student students none null true false
        string required invalid unknown missing case page screen button below not fun cool great bad
        hacked gone broken banned slow laggy really lol lmao idk plz pls thx wont cant dont didnt
        isnt doesnt wasnt thats whats theres heres lemme gonna wanna kinda gotta bro bruh tho cuz
        bcuz prolly aint yall github gitlab classlink parentsquare goguardian iphone ipad youtube
        tiktok instagram snapchat powerpoint javascript typescript macbook airpods facetime imessage
        input output stdin self this undefined var const int str
        """.split()
    )
)
_GOES_ON: Final = re.compile(r" [a-z]")
_IS_KEY: Final = re.compile(r"@|[\"']?\s?[:=(]")
_CAMEL: Final = re.compile(r"[a-z][A-Z]")


def _is_grammar(value: str) -> bool:
    return fold(value.lstrip("@$")) in _PLAIN


def _sureness(text: str, form: Form, start: int) -> Sure:
    """Return what a form asks, with what stands right before the value."""
    before = text[max(start - 24, 0) : start]
    if form.id == "mine":
        return Sure.BESIDE
    if form.id == "called" and not _NAMED_SO.search(before):
        return Sure.MADE
    if form.id == "done_with" and text[start].isupper():
        return Sure.MADE  # "reported by Annelise"
    sure = _SURE.get(form.id, Sure.BESIDE)
    if form.id == "said" and not _SIGN.search(before):
        return Sure.IS
    return sure


def _suits(text: str, start: int, end: int, sure: Sure) -> bool:
    """Tell whether a value looks like what is asked."""
    value = text[start:end]
    if looks_made(value) or ("-" in value and value.islower() and _ON_SITE.match(text, end)):
        return True
    if sure is Sure.MADE or (value[0].isupper() and _is_name(value)):
        return False
    if sure is Sure.SAID and value.istitle() and _GOES_ON.match(text, end):
        return False  # "nicknames: Saanvi uses ..."
    if sure is Sure.SAID or _CAMEL.search(value):
        return True
    folded = fold(value)
    words = load_vocabulary()
    if sure is Sure.IS and folded.endswith(("ed", "ing")):
        return False  # "the user is asked"
    if not words.is_word(folded):
        return sure is Sure.IS or (len(value) > _SHORTEST and not words.is_name(folded))
    return sure is Sure.IS and words.is_thing(folded) and _CLAUSE_END.match(text, end) is not None


def _is_name(value: str) -> bool:
    return load_vocabulary().is_name(fold(value))


def _is_listed(text: str, start: int, end: int) -> bool:
    """Tell whether a word behind an account's name is another: made, or no word at all."""
    value = text[start:end]
    if _is_grammar(value) or len(value) <= _SHORTEST or _IS_KEY.match(text, end):
        return False
    if looks_made(value):
        return is_account(text, start, end)
    folded = fold(value)
    words = load_vocabulary()
    return value.islower() and not words.is_word(folded) and not words.is_name(folded)


# Where accounts are spoken of, a word with a joint or digits in it is one: "somebody is otter420".
_ACCOUNTS: Final = compiled(
    r"(?i)\b(?:user\s?-?names?|nick\s?names?|gamer\s?-?tags?|screen\s?names?|handles?|kahoot|roblox|discord"
    r"|minecraft|fortnite|whitelist|log-?ins?|logged\sin|accounts?|accts?|usuarios?|snap(?:chat)?|insta|tiktok"
    r"|wi-?fi|denied|locked|add\sme|canvas|chromebooks?|log(?:s|ged|ging)?[\s-]?(?:on|in|into)|banned"
    r"|sign(?:s|ed|ing)?[\s-]?(?:on|in|into)|passwords?|pass\s?codes?|messag(?:es?|ing|ed)\s(?:me|him|her|us|from)"
    r"|online|twitch|steam|xbox|psn|lichess|github|replit|gimkit|blooket|scratch|prodigy|duolingo|quizlet"
    r"|contraseñas?|finsta|spam\sacc(?:oun)?t|(?:my|his|her|their)\s(?:snaps|dms|posts|stories|channel)"
    r"|dm(?:s|['’]d|ed)?|users?|posted|group\schat|chat\slog|followers?|comment(?:s|ed)?)\b"
)
_ANY_CUE: Final = compiled(
    rf"(?i)(?:\b(?:{_CUE}|{_SITE}|sign(?:s|ed|ing)?[\s\-]?in|log(?:s|ged|ging)?[\s\-]?(?:in|on)|reset|unlock|disable"
    r"|suspend|whitelist|deactivate|impersonat(?:e|ed|ing)|rename[ds]?|dms|dm['’]?d|(?:messages|texts|posted|sent"
    r"|reported)\s(?:from|by)|pass\s?words?)\b|user_?|login|handle|account_?name|screen_?name|gamer_?tag)"
)


@lru_cache(maxsize=2)
def _has_cue(text: str) -> bool:
    """Tell whether there is a word with which any of the statements begins."""
    return _holds(_ANY_CUE, text)


def _holds(words: Compiled, text: str) -> bool:
    return next(iter(words.finditer(text)), None) is not None


@lru_cache(maxsize=2)
def _speaks_of_accounts(text: str) -> bool:
    return _holds(_ACCOUNTS, text)


_BY_ITSELF: Final = {
    "made": is_made,
    "numbered": is_account,
    "chat_line": heads_a_line,
    "handle": is_handle,
    "cash": is_for_money,
}
"""Forms that go by the value alone, and what tells it from other things written so."""
