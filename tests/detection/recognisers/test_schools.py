import pytest

from gateway.detection.recognisers.schools import Schools
from tests.detection.recognisers.tables import check

RECOGNISER = Schools()

HITS = [
    "everyone at ⟦tolliver creek middle⟧ already knows",
    "his cousin from ⟦maple grove elementary⟧",
    "a senior at ⟦Marlowe Tech⟧",
    "⟦St. Brendan's Preparatory⟧\n",
    "best teacher at ⟦east ridge middle⟧ ever",
    "counsellor at ⟦Eastside Early College⟧",
    "la ⟦Escuela Secundaria Técnica 12⟧",
    "transfer from ⟦Bayview Heights Charter⟧",
    "moved from ⟦LHS⟧ last year",
    "⟦Jefferson Middle⟧ has a pool",
    "she was at ⟦Little Sprouts Daycare⟧",
    "the new counselor at ⟦Ridgeline M.S⟧. here",
    "I know it from ⟦St. Brigid's⟧",
    "Signed: Solveig Hansen\n⟦Prairie Center High School⟧",
    "we're the ⟦Tecumseh High⟧ Warriors",
    "He came from ⟦Lincoln Elementary School⟧ last year",
    "⟦PS 118⟧, ⟦MS 51⟧, ⟦P.S. 118⟧ and ⟦I.S. 73⟧",
    "⟦PS118Q⟧ and ⟦P.S./M.S. 4⟧",
    "⟦Roosevelt HS⟧. We play at ⟦Roosevelt High⟧. The ⟦Roosevelt High School⟧ band",
    "i go to ⟦roosevelt middle school⟧. my cousin goes to ⟦lincoln high⟧",
    "She attends ⟦Oak Ridge Charter Academy⟧",
    "I teach at ⟦St. Mary's Catholic School⟧",
    "⟦Martin Luther King Jr. Middle School⟧",
    "Dear ⟦Kennedy Middle School⟧ families",
    "⟦Bronx High School of Science⟧",
    "⟦Booker T. Washington High School for the Performing Arts⟧",
    "⟦New Hope Elementary⟧",
    "la ⟦Escuela Primaria Benito Juárez⟧ y la ⟦Escuela Lincoln⟧",
    "va al ⟦Colegio San José⟧",
    "⟦Maple Grove ES⟧ and ⟦Cedar Hill MS⟧",
    "transferred from ⟦oak hill elementary⟧ in march",
    "⟦Junior High School 22⟧",
    "⟦Sunny Slope Montessori⟧",
    "⟦Vista del Lago High School⟧",
    "⟦Fairview K-8⟧",
]

NEAR_MISSES = [
    "at the end of middle school",
    "we met at lunch in high school",
    "from elementary to middle school",
    "learning Latin, too",
    "she works in Tech",
    "the team at the middle of the pack",
    "at an early college fair",
    "from the Great Charter",
    "Very High marks",
    "the Middle Ages",
    "New High score",
    "a train to St. Louis",
    "he died at Santa Marta",
    "Our Middle School is big.",
    "High School Musical is fun",
    "every high school has one",
    "The Academy Awards",
    "Khan Academy videos",
    "In middle school I liked it",
    "Little Rock Central High School was integrated in 1957",
    "Back to School Night",
    "Sunday School",
    "i am going to high school next year",
    "Old School music",
    "THE PRICE IS 51 DOLLARS",
    "MARIA ES MI AMIGA",
    "la escuela es grande",
    "Middle School Math",
    "she is very high",
    "Elementary, my dear Watson",
    "ps 5 of the text",
    "this is 51",
    "Ms. 51",
    "the School Board met",
    "after School Programs",
    "go to the middle",
    "I went to high school there",
    "Home School Families",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
