import pytest

from gateway.detection.recognisers.school_cues import SchoolCues
from tests.detection.recognisers.tables import check

RECOGNISER = SchoolCues()

HITS = [
    "transferred from ⟦Lincoln⟧",
    "Transfers in this week: Makayla Stroud from ⟦Lincoln⟧, Ilyas Noor from ⟦Eastside⟧",
    "she's at ⟦Eastside⟧ now",
    "he went to ⟦Whittier⟧ last year, she is in grade 4",
    "came from ⟦Roosevelt⟧ in October, new student",
    "I teach at ⟦Lincoln⟧",
    "I'm a counselor at ⟦Lincoln⟧",
    "she will attend ⟦Jefferson⟧ next fall",
    "feeder: ⟦Jefferson⟧",
    "School: ⟦St. Adalbert⟧",
    "previous school is ⟦Pershing⟧",
    "school of origin ⟦Whittier⟧. Grayson",
    "zoned for ⟦Caldwell Heights⟧",
    "enrolled at ⟦Jefferson⟧ on 9/4",
    "records request to ⟦Jefferson⟧",
    "ask ⟦Heninger⟧ for his cum file",
    "write that to ⟦Megunticook⟧ office",
    "sibs at ⟦Sunrise⟧ and ⟦Whittier⟧ (Colt)",
    "he was at ⟦King⟧ last year, then ⟦Hope⟧ for a month, transfer",
    "late bus: put her on the van to ⟦Takoma⟧.",
    "feeder schools: ⟦Adams⟧ - Sunniva; ⟦Hawthorne⟧ - Marquise",
    "schools list for name tags: Lashonda (⟦Carver⟧), Nkosi (⟦Summit⟧)",
    "<school>⟦Truman⟧</school>",
    "UPDATE enroll SET school='⟦Eastside⟧' WHERE",
    "mi hija estudia en la ⟦Lincoln⟧",
]
NEAR_MISSES = [
    "transferred from second period to fourth",
    "transferred from Texas in May",
    "the new student came from Guatemala",
    "he went to Boston last year for class",
    "she's at Walmart now",
    "She's at home now",
    "she's at Johnson's house",
    "He attended Harvard University",
    "enrolled at Mercy College",
    "I sub at Main Street Pizza",
    "School: lunch at noon",
    "School Board",
    "call Mrs. Hill office hours",
    "The army moved from Gettysburg to Richmond.",
    "Darwin was at Cambridge when he met Henslow",
    "an email from Maria",
    "Reply to Trudy about the transfer",
    "points of GARCIA-LOPEZ went to GARCIA JOSE in grade 4",
    "she was at Mercy Hospital",
]


@pytest.mark.parametrize("source", HITS)
def test_a_school_of_one_word_is_told_by_what_is_said_of_it(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_places_shops_colleges_and_people_are_no_schools(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
