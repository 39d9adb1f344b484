import pytest

from gateway.detection.recognisers.relations import Relations
from tests.detection.recognisers.tables import check

RECOGNISER = Relations()

HITS = [
    "harper d and her bf ⟦mateo⟧",
    "my cuz ⟦Hemity⟧ came",
    "his homie ⟦Dante⟧",
    'her boyfriend ("⟦Dutch⟧") came',
    "his dumb friend ⟦lily⟧ fell",
    "her mother ⟦Rosa⟧ called",
    "My sister ⟦Lily⟧ is sick",
    "her mom, ⟦Rosa Delgado⟧, said no",
    "my sister ⟦lily⟧ is sick",
    "my friend ⟦jayden⟧ hit me",
    "su mamá ⟦Rosa⟧ llamó ayer",
    "mi hermano ⟦diego⟧ está enfermo",
    "Guardian: ⟦Rosa Delgado⟧ (mother)",
    "Parent/Guardian Name: ⟦Luis Ortega⟧",
    "Emergency contact: ⟦Marta Ruiz⟧",
    "mother's maiden name: ⟦Alvarez⟧",
    "⟦lily⟧'s mom called me",
    "⟦Okonjo⟧ is my best friend",
    "⟦Rosa⟧, her mother, called",
    "a friend named ⟦Priya⟧",
    "my cousins ⟦Ana⟧ and ⟦Beto⟧",
    "my mom's name is ⟦rosa⟧",
    "Mi hija se llama ⟦Lucía Fernández⟧",
    "his uncle Mr. ⟦Patel⟧",
    "foster mom ⟦Denise⟧ and caseworker ⟦Tom Reyes⟧",
    "la abuela ⟦Carmen⟧",
    "Grandma ⟦Jo⟧ and Uncle ⟦Ray⟧",
    "my dad's name is ⟦kwame mensah⟧.",
    "released to: ⟦Ana de la Cruz⟧",
    "her twin brother ⟦Mateo⟧ too",
]

NEAR_MISSES = [
    "her best friend left",
    "my mom called the school",
    "her dad will come",
    "my friend told me",
    "everyone's mom knows",
    "today's children read",
    "the parent May complain",
    "my brother is ten",
    "mi mamá dice que no",
    "his uncle and his aunt",
    "my mom and dad",
    "the mother of all battles",
    "our friends English and Math",
    "my sister Monday",
    "la madre patria",
    "dear parents",
    "Parents: Please sign",
    "a friend in need",
    "my partner said so",
    "the twins and I",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
