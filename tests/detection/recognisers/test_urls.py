import pytest

from gateway.detection.recognisers.urls import PersonalUrls
from tests.detection.recognisers.tables import check

RECOGNISER = PersonalUrls()

HITS = [
    "link in bio is ⟦linkpage.example/camdraws⟧",
    "2. Zofia B. - ⟦zofiab.example⟧ - layouts",
    "yt channel ⟦videos.example/@trellshotit⟧ - reels",
    "on my yt (⟦video.example/c/sequoiatatecooks⟧)",
    "Clementine Roy - zoom ⟦https://zoomroom.example/j/88204417⟧",
    "my scratch is bexcode project ⟦https://scratchy.example/projects/70113348⟧. from",
    "book me at ⟦calendly.example/mshill⟧",
    "her etsy ⟦etsy.example/shop/miamakes⟧",
    "my portfolio: ⟦www.mia-art.example⟧",
    "me, ⟦https://meet.sablevista.example/vandiver-nhs⟧, rm 8",
    "A website ⟦https://lukajova.blogpage.example/essays⟧ had it",
    "kirk09@fastpost.example\n⟦www.esperanzakirk-art.example⟧\nLoras",
    "invite link is ⟦discord.example/inv/seunstudies⟧ so far",
    "the fundraiser page: ⟦https://give.example.org/wynn-family⟧",
    "⟦https://calebnorwood.weebly.com⟧ is mine",
    "⟦https://gofund.me/4481ab⟧",
    "my lil site ⟦ethanku-draws.example.com⟧, can u",
    "my portfolio is ⟦https://www.behance.net/freya-0417⟧, and ⟦https://freya.example.org/me⟧",
    "⟦https://meet.example/j/88412345678?pwd=Qx7⟧",
    "⟦www.example.org/~mslopezclass⟧",
    "my portfolio: ⟦https://www.behance.net/freyal-art⟧",
    "see my website ⟦https://freya.example.org/about⟧",
    "⟦https://www.facebook.com/maria.garcia⟧",
    "⟦facebook.com/maria.garcia⟧.",
    "⟦instagram.com/mariag/⟧",
    "see (⟦https://tiktok.com/@mariag⟧)",
    "⟦https://www.youtube.com/@mariag⟧",
    "⟦github.com/mariag/homework⟧",
    "⟦https://x.com/mariag⟧",
    "⟦https://zoom.us/j/98765432101?pwd=abc⟧",
    "⟦https://us02web.zoom.us/j/98765432101⟧",
    "⟦meet.google.com/abc-defg-hij⟧",
    "⟦https://people.school.edu/~mariag⟧",
    "⟦https://scratch.mit.edu/users/mariag⟧",
    "⟦https://sites.google.com/view/mariag⟧",
    "⟦linkedin.com/in/maria-garcia⟧, ok",
]

NEAR_MISSES = [
    "print(noorBakshi.name), Noor",
    "Kahlo at https://www.britannica.example/kahlo and wikipedia.org/wiki/Kahlo",
    "check out khanacademy.org/math, Khan says",
    "e.g. this and that.Then",
    "read this page:\nhttps://www.history.example/rome\nthen answer",
    "https://www.weebly.com",
    "wordpress.com",
    "my site is down. sorry",
    "see https://example.org/page, https://example.org/other",
    "www.example.org/about",
    "https://meet.example/about/us",
    "https://www.youtube.com/watch?v=abc",
    "facebook.com",
    "https://facebook.com/",
    "https://en.wikipedia.org/wiki/Maria",
    "https://www.instagram.com/explore/tags/cats",
    "netflix.com/title/1",
    "https://school.org/homework",
    "twitter.com/search?q=x",
    "ana@facebook.com/x",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
