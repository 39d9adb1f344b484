import pytest

from gateway.detection.recognisers.whereabouts import Whereabouts
from tests.detection.recognisers.tables import check

HITS = [
    "Home: ⟦N4471 County Road KK, Chilton, WI 53014⟧",
    "i live at ⟦412 birchwood⟧",
    "⟦14 Elm⟧ is our new address",
    "their house (⟦4410 sw 9th⟧)",
    "moved to ⟦88 Old Mill apt 3⟧ last week",
    "⟦1180 Grand Concourse #4F, Bronx NY 10456⟧",
    "send it to ⟦770 Tolland, Unit 2⟧",
    "Mail: ⟦77 Pond Hollow, Salem, OR 97301⟧",
    "⟦po box 91 tuba city az⟧",
    "⟦HC-61, Box 41, Teec Nos Pos, AZ⟧",
    "meet at ⟦CR 220 and CR 221⟧",
    "the corner of ⟦Navajo Route 7 & Birch Rd⟧",
    "⟦US Hwy 264 mile marker 41⟧",
    "⟦mile post 12, BIA Route 4⟧",
    "⟦N5521 County Hwy K⟧",
    "⟦1201 East 4500 South⟧",
    "⟦5th and Main⟧ bus stop",
    "the stop on ⟦Birch Ave⟧ by the laundromat",
    "over on ⟦Peachtree Cir⟧",
    "⟦Shady Pines trailer park lot 15⟧",
    "⟦Riverside Apts, bldg C unit 205⟧",
    "⟦77 Avenue of the Pines⟧",
    "⟦Urb. Villa Carolina, calle 14 #22⟧",
    "⟦Carr. 2 km 14.2⟧",
    "⟦Bo. Palmas, sector Los Ruiz, casa 12⟧",
    "vivimos en ⟦22 Olmos⟧, cerca de la escuela",
    "mile ⟦mile 4 Old Steese Hwy⟧",
]
MISSES = [
    "a quiz for chapters 4-6 of Bud, Not Buddy",
    "Positive note home, 2 sentences, about her question",
    "we moved to 3 classes",
    "she lives at 4 times the speed",
    "he stays at 12 Monday",
    "drop off 20 students at the museum",
    "the house is 40 feet tall",
    "In 1865 Lincoln, IL was a small town",
    "60 Minutes, Unit 2 review",
    "12 Angry Men, Unit 3",
    "home at 4 pm",
    "moved on to 10 new words",
    "pick up 15 cookies",
    "Unit 4, Lesson 12 Question #3",
    "address is 127.0.0.1",
]


@pytest.mark.parametrize("source", HITS)
def test_an_address_is_told_by_what_stands_around_it(source: str) -> None:
    check(Whereabouts(), source)


@pytest.mark.parametrize("source", MISSES)
def test_counts_times_and_titles_are_no_addresses(source: str) -> None:
    check(Whereabouts(), source)
