import pytest

from gateway.detection.recognisers.usernames import Usernames
from tests.detection.recognisers.tables import check

RECOGNISER = Usernames()

HITS = [
    "Author: ⟦pguerra-codes⟧ <paloma.g@quailrun.example.org>",
    "not answering my snaps (⟦brodyyy.skgs⟧) and",
    "un: ⟦jlopez29⟧",
    "u/n ⟦jlopez30⟧ and",
    "⟦26mtran4⟧ cant log in",
    "⟦mtran26⟧ is locked out again",
    "reset password for ⟦26mtran7⟧",
    "steam name ⟦nategreat5⟧",
    "yt: ⟦natefn10⟧",
    "blooket name ⟦purplepanda6⟧",
    '{"username": "⟦kpatel⟧", "role": "student"}',
    'user_name = "⟦kpatel8⟧"',
    "whatsapp name ⟦rosita44⟧",
    "someone named ⟦shadow_wolf77⟧ keeps messaging me",
    "her finsta is ⟦not.skye.ok⟧",
    "su usuario de clever es ⟦rlopez17⟧",
    "my roblox is ⟦xX_AxelB_Xx⟧ and my brothers is ⟦noodlekingg⟧, ok",
    "google acct ⟦28roblesm⟧ wont open",
    "psn id: ⟦ItsYaBoiRay⟧",
    "She DMs me from ⟦sof.ia.x0⟧ on instagram",
    "logs on as ⟦ezmora⟧, temp pw Kite-7",
    "Author: ⟦tberg_29⟧",
    "type ⟦kmora.27⟧ there",
    "usr ⟦mortiz07⟧",
    "sign in name: ⟦mortiz⟧",
    "im ⟦cbarrett_04⟧ on scratch",
    "on scratch im ⟦cbarrett_04⟧",
    "Kahoot names: ⟦FrogKing09⟧ = Milo",
    "login ⟦anash⟧, pw otter!",
    "reset ⟦kpalmer2⟧ please",
    "chess.com: ⟦rookie_ravi⟧",
    "she logs in as ⟦mito27⟧",
    "my disc is ⟦ayo.plays#4471⟧",
    "my kahoot name is ⟦ilse_the_great⟧",
    "kahoot nicknames: Saanvi uses ⟦saanvi_slays_03⟧ and ⟦otter420⟧",
    "/scratch/⟦tvandijk⟧/hw5/main.py",
    "wifi log: ⟦drobichaux27⟧ denied",
    "his gamertag is ⟦GoatYeller900⟧",
    "username: ⟦mgarcia27⟧",
    "username is ⟦mgarcia⟧.",
    "user name = ⟦m.garcia⟧",
    "login: ⟦mgarcia27⟧",
    "her login ⟦mgarcia27⟧ fails",
    "gamertag ⟦xX_Maria_Xx⟧",
    "roblox ⟦maria_g12⟧",
    "insta: ⟦maria.garcia⟧",
    "snap is ⟦mgarciaaa⟧",
    "my ig ⟦@maria.g⟧",
    "discord: ⟦maria#4821⟧",
    "dm ⟦@maria_g⟧ about it",
    "⟦@mariagarcia⟧ hi",
    "usuario: ⟦mgarcia27⟧",
    'username "⟦mgarcia27⟧"',
    "handle ⟦garcia_m⟧",
]

NEAR_MISSES = [
    "my roblox is fun and my moms is not",
    "Nick is lying",
    "see fig.12 or vol_12",
    "Author: Lois Lowry",
    "the sign in name tags",
    "i'm happy on scratch",
    "reset the router",
    "kahoot: login_count = 3",
    "google: how tall is it",
    "unlock the door",
    "the file my_data.csv in my account",
    "my nickname is Neil",
    "log in and open room204",
    "first_name,username",
    "username and password",
    "log in to the site",
    "login page",
    "handle with care",
    "the username is required",
    "roblox game",
    "snap circuits",
    "@media (max-width: 3px)",
    '@app.route("/x")',
    "@dataclass\nclass A:",
    "@property\ndef x(self):",
    'import x from "@types/node"',
    "@everyone hi",
    "ana@school.org",
    "user 42",
    "twitter is a site".replace("a site", "the site"),
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
