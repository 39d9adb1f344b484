"""Finds web addresses that lead to a person: profiles, home pages, private meeting rooms."""

import re

from gateway.detection.recognisers.forms import Form, FormRecogniser
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
# A line with nothing but an address of the web, among mail addresses and telephones, is a person's.
_CONTACT = re.compile(r"[\w.+-]@[\w-]+\.\w|(?<!\d)\(?\d{3}\)?[-. ]?\d{3}[-. ]?\d{4}(?!\d)")
_OWN_PAGE = re.compile(
    r"(?i)\b(?:my|her|his|their)\s(?:\w{2,8}\s){0,2}?(?:portfolio|web\s?site|web\s?page|blog|home\s?page"
    r"|site|links)\b"
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
            id="said",
            pattern=rf"(?i)\b(?:my|her|his|their)\s(?:portfolio|web\s?site|web\s?page|blog|home\s?page|profile|channel"
            rf"|page|site)\b[^\n]{{0,120}}?(?P<value>https?://{_PATH})",
            score=0.7,
        ),
        Form(
            id="said_bare",
            pattern=r"(?i)\b(?:my|her|his|their)\s(?:\pL{2,8}\s){0,2}?(?:portfolio|web\s?site|web\s?page|blog"
            r"|home\s?page|site)\s(?:is\s|at\s|[:=(]\s?)?(?P<value>[a-z0-9][a-z0-9\-]{2,40}"
            r"(?:\.[a-z0-9\-]{2,20}){1,3}(?:/[^\s<>\"'()]*)?)",
            score=0.65,
        ),
        Form(
            id="own_place",
            pattern=r"(?i)(?P<value>(?:https?://)?(?:(?:meet|zoom|sites|blogs?|pages|portfolio|people|users)"
            r"\.[a-z0-9\-]{2,40}(?:\.[a-z0-9\-]{2,20}){1,3}"
            rf"|[a-z0-9\-]{{2,40}}\.(?:[a-z0-9\-]{{0,20}}(?:blog|portfolio)[a-z0-9\-]{{0,20}})\.[a-z]{{2,10}})/{_PATH})",
            score=0.65,
        ),
        Form(
            id="in_contact",
            pattern=r"(?im)^[ \t]*(?:web(?:\s?site)?:\s?)?"
            r"(?P<value>(?:https?://|www\.)[a-z0-9][^\s<>\"'()]{3,})[ \t]*$",
            score=0.55,
        ),
        Form(
            id="link",
            pattern=r"(?i)\b(?:invite|join|meeting|class|server|zoom|meet|stream|profile|portfolio|personal|family|donat\w+|call"
            r"|registry|wish\s?list|playlist|channel|shared?|drive|folder|gofundme|fundraiser)\s(?:link|url|page|site|web\s?site|address)"
            r"\b[^\n.!?]{0,24}?(?P<value>(?:https?://)?[a-z0-9][a-z0-9\-]{1,40}(?:\.[a-z0-9\-]{2,20}){1,3}/[^\s<>\"'()]+)",
            score=0.65,
        ),
        Form(
            id="listed",
            pattern=rf"(?i)(?:,|;|\band|&)\s(?P<value>https?://{_PATH})",
            score=0.6,
        ),
        Form(
            id="home",
            pattern=rf"(?i)(?P<value>(?:https?://|www\.)[^\s/]+/(?:~|user/|users/|u/|profile/|@)"
            rf"{_PATH})",
            score=0.7,
        ),
    )

    def may_hold(self, text: str) -> bool:
        """Return whether there is a point, and a slash or a word for a page of one's own."""
        return "." in text and ("/" in text or "www." in text or _OWN_PAGE.search(text) is not None)

    def judge(self, text: str, form: Form, start: int, end: int) -> tuple[int, int, float] | None:
        """Cut off the sentence's punctuation; refuse pages that are nobody's."""
        value = text[start:end].rstrip(".,;:!?)*_…")
        if start and (text[start - 1].isalnum() or text[start - 1] in "@-_"):
            return None
        if form.id == "said_bare":
            return start, start + len(value), form.score
        if form.id == "listed" and not _OWN_PAGE.search(text, max(0, start - FARTHEST_CUE), start):
            return None
        if form.id == "in_contact":
            around = text[max(0, start - FARTHEST_CUE) : end + FARTHEST_CUE]
            return (start, start + len(value), form.score) if _CONTACT.search(around) else None
        path = value.rpartition("://")[2].partition("/")[2]
        if form.id == "page" and not path and _OWN_HOST.match(value):
            return start, start + len(value), form.score
        if not path.strip("/@~") or (form.id == "profile" and _NOBODYS.match("/" + path)):
            return None
        return start, start + len(value), form.score
