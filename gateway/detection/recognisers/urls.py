"""Finds web addresses that lead to a person: profiles, home pages, private meeting rooms."""

import re

from gateway.detection.file_endings import FILE_ENDINGS
from gateway.detection.folding import fold
from gateway.detection.recognisers.forms import Form, FormRecogniser
from gateway.detection.vocabulary import load_vocabulary
from gateway.terms.text import Label

_SCHEME = r"(?:https?://)?(?:[a-z0-9\-]{1,30}\.)?"
_PATH = r"[^\s<>\"'“”|\\^`{}\[\]]+"
_SITES = (
    r"(?:facebook|fb|instagram|tiktok|twitter|snapchat|linkedin|youtube|reddit|pinterest|twitch"
    r"|discord|github|soundcloud|roblox|tumblr|flickr|venmo|scratch\.mit|padlet|gofund|flipgrid"
    r"|deviantart|patreon|gofundme|strava|chess|duolingo)\.(?:com|edu|gg|me|org|net|tv|app)"
    r"|threads\.net|x\.com|t\.me|linktr\.ee|cash\.app|about\.me|bsky\.app|sites\.google\.com"
)
_MORE_SITES = (
    r"(?:behance|dribbble|artstation|carrd|weebly|wixsite|wordpress|blogspot|github|itch|notion|kaggle"
    r"|squarespace|tumblr|myportfolio|vimeo|bandcamp|goodreads|letterboxd|wattpad|deviantart)"
    r"\.(?:com|net|io|co|site|org)"
)
_ROOMS = (
    r"(?:zoom\.us/(?:j|my|s)|meet\.google\.com|teams\.(?:microsoft|live)\.com/(?:l|meet)"
    r"|whereby\.com|webex\.com/(?:meet|j)|(?:meet|zoom)\.[a-z0-9\-.]{2,40}/(?:j|my|meet|room))"
)

# Pages of such sites that are nobody's: a video in a lesson, a search, the terms.
_NOBODYS = re.compile(
    r"(?i)/(?:watch|search|results|embed|playlist|shorts|explore|hashtag|about|help|legal|privacy"
    r"|terms|policies|policy|login|signup|features|pricing|business|ads|topics|trending|play"
    r"|learn|lessons|news|download|feed|jobs|games|catalog|ideas)(?:[/?#.]|$)"
)


FARTHEST_CUE = 240
"""Code points between a word for one's own pages and the last of those listed behind it."""
NEAREST_CUE = 40
# A line with nothing but an address of the web, among mail addresses and telephones, is a person's.
_CONTACT = re.compile(r"[\w.+-]@[\w-]+\.\w|(?<!\d)\(?\d{3}\)?[-. ]?\d{3}[-. ]?\d{4}(?!\d)")
_WHOSE = r"(?:my|her|his|their|our|(?-i:[A-Z])[^\W\d_]+['’]s)"
_OWN_PAGE = re.compile(
    rf"(?i)\b{_WHOSE}\s(?:\w{{2,8}}\s){{0,2}}?(?:portfolio|web\s?site|web\s?page|blog|home\s?page|profile|channel"
    r"|page|site|links|scratch|etsy|shop|store|padlet|slides?|folder|drive|doc|class\s?page|podcast|yt)\b"
)
# Right before an address, words for what one gives to those one knows.
_GIVEN = re.compile(
    r"(?i)\b(?:(?:invite|join|meeting|class|server|zoom|meet|stream|profile|portfolio|personal|family|donat\w+|call"
    r"|registry|wish\s?list|playlist|channel|shared?|drive|folder|gofundme|fundraiser|booking|sign-?up)\s(?:link|url|page|site"
    r"|web\s?site|address)|link\sin\s(?:my\s)?bio|zoom|google\smeet|meet|teams|webex|yt|youtube|channel|book\sme|join"
    r"|portfolio|wish\s?list|registry|remote\shelp|scratch|gofundme)\b[^\n.!?]{0,24}$"
)
_OWN_PATH = re.compile(
    r"(?i)[^/]+/(?:(?:j|my|meet|room|rooms|join|invite|inv|c|channel|user|users|u|profile|profiles|people|in|shop"
    r"|members?|~|@)/?[\w.@~-]{2,}|[~@][\w.-]{2,})"
)
_OWN_NAME = re.compile(
    r"(?i)(?:(?:meet|zoom|sites|blogs?|pages|portfolio|people|users)\.[a-z0-9-]{2,40}\.[^/]+"
    r"|[a-z0-9-]{2,40}\.[a-z0-9-]{0,20}(?:blog|portfolio)[a-z0-9-]{0,20}\.[a-z]{2,10})/.+"
)
_EVERYBODYS = re.compile(
    r"(?i)(?:^|[./])(?:wikipedia|wikimedia|britannica|khanacademy|nasa|pbs|npr|bbc|cnn|nytimes|history|biography|poets"
    r"|poetryfoundation|gutenberg|scholastic|newsela|commonlit|quizlet|ixl|desmos|geogebra|google|youtube|w3schools"
    r"|stackoverflow|python|mozilla)\.|\.(?:gov|edu)(?:/|$)"
)
_CAPITALISED = re.compile(r"\b[A-ZÀ-Þ][a-zà-ÿ]{3,}")
_FILE = re.compile(rf"(?i)\.(?:{FILE_ENDINGS}|cpp)$")


def _is_own(text: str, start: int, value: str) -> bool:
    """Tell whether an address of the web is somebody's own, by what is said of it or is in it."""
    bare = value.rpartition("://")[2]
    host, _, path = bare.removeprefix("www.").partition("/")
    before = text[max(0, start - FARTHEST_CUE) : start]
    written = "/" in value or value.startswith("www.")
    if _FILE.search(host) or (_EVERYBODYS.search(host) and not _OWN_PATH.match(bare)):
        return False
    if path.strip("/") and (
        _GIVEN.search(before[-NEAREST_CUE:]) or _OWN_PATH.match(bare) or _OWN_NAME.fullmatch(bare)
    ):
        return not _NOBODYS.match("/" + path)
    line = before.rpartition("\n")[2]
    if (said := _OWN_PAGE.search(line)) and (written or len(line) - said.end() < NEAREST_CUE // 2):
        return True
    if written and _LISTED.search(before) and _OWN_PAGE.search(before):
        return True
    if (
        written
        and _stands_alone(text, start, value)
        and _CONTACT.search(before + text[start + len(value) : start + len(value) + FARTHEST_CUE])
    ):
        return True
    own, _, top = host.rpartition(".")
    if not written and top.lower() not in _TOP_LEVEL:
        return False  # "noorBakshi.name"
    return _is_called_after(text, f"{own} {path}")


_TOP_LEVEL = frozenset(
    "com org net io me co us app dev art page site xyz info blog tv gg ca uk mx link bio studio"
    " example".split()
)
_POINT = re.compile(r"[A-Za-z0-9-]\.[A-Za-z]{2}")
_LISTED = re.compile(r"(?:,|;|\band|&)\s$")


def _stands_alone(text: str, start: int, value: str) -> bool:
    """Tell whether nothing else is on its line but a word for the web."""
    line = text[text.rfind("\n", 0, start) + 1 : start].strip().lower()
    return (
        line in ("", "web:", "website:")
        and text[start + len(value) :].partition("\n")[0].strip() == ""
    )


def _is_called_after(text: str, address: str) -> bool:
    """Tell whether an address holds a name that stands in the text and is no word of English."""
    small = fold(address)
    return any(
        name in small and not load_vocabulary().is_word(name)
        for name in {fold(match[0]) for match in _CAPITALISED.finditer(text)}
    )


_OWN_HOST = re.compile(
    r"(?i)(?:https?://)?(?!www\.)[a-z0-9-]{3,40}\."
    r"(?:weebly|wixsite|wordpress|blogspot|tumblr|squarespace|carrd|myportfolio|github|itch|bandcamp)\."
)


class PersonalUrls(FormRecogniser):
    """Finds addresses of profiles, home pages and meetings."""

    label = Label.URL_PERSONAL
    id_ = "urls"
    forms = (
        Form(id="profile", pattern=rf"(?i)(?P<value>{_SCHEME}(?:{_SITES})/{_PATH})", score=0.8),
        Form(id="room", pattern=rf"(?i)(?P<value>{_SCHEME}{_ROOMS}/{_PATH})", score=0.8),
        Form(
            id="page",
            pattern=rf"(?i)(?P<value>(?:https?://)?(?:www\.)?(?:[a-z0-9\-]{{3,40}}\.{_MORE_SITES}(?:/{_PATH})?"
            rf"|{_MORE_SITES}/(?:user/)?[a-z][\w\-.]{{2,}}(?:/{_PATH})?))",
            score=0.7,
        ),
        Form(
            id="any",
            pattern=r"(?i)(?P<value>(?:https?://)?[a-z0-9][a-z0-9\-]{1,40}(?:\.[a-z0-9\-]{2,40}){1,4}(?:[/?#][^\s<>\"'“”|\\^`{}\[\]()]*)?)",
            score=0.65,
        ),
    )

    def may_hold(self, text: str) -> bool:
        """Return whether a point stands within a word."""
        return _POINT.search(text) is not None

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Cut off the sentence's punctuation; refuse pages that are nobody's."""
        value = text[start:end].rstrip(".,;:!?)*_…")
        if start and (text[start - 1].isalnum() or text[start - 1] in "@-_"):
            return None
        if form.id == "any":
            return (start, start + len(value), form.score) if _is_own(text, start, value) else None
        path = value.rpartition("://")[2].partition("/")[2]
        if form.id == "page" and not path and _OWN_HOST.match(value):
            return start, start + len(value), form.score
        if not path.strip("/@~") or (form.id == "profile" and _NOBODYS.match("/" + path)):
            return None
        return start, start + len(value), form.score
