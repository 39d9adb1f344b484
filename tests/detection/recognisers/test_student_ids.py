import pytest

from gateway.detection.recognisers.student_ids import StudentIds
from tests.detection.recognisers.tables import check

RECOGNISER = StudentIds()

HITS = [
    "patron no. ⟦557121⟧ owes",
    "my number is ⟦40118⟧",
    "types in ⟦88213⟧ at the kiosk",
    "transcript for ⟦S40177⟧",
    "lunch# ⟦88219⟧, 1207 W Fulton.",
    "two state numbers, ⟦9014482237⟧ and ⟦9014482299⟧",
    "ids: ⟦204518⟧, ⟦204519⟧",
    "sid: ⟦30448190⟧",
    "Lunch account ⟦6614⟧",
    "Maya Vega ⟦204518⟧ is out",
    "#⟦204518⟧ lost it",
    "NYSSIS for the first one is ⟦3004418827⟧",
    "a pin ⟦3390⟧ too",
    "library card ⟦29930041208⟧ is due",
    "tamez abigail ⟦990131⟧\ndavila emmanuel ⟦990140⟧",
    "⟦990131⟧ Abigail Tamez\n⟦990140⟧ Emmanuel Davila",
    "⟦FL00041288755⟧",
    "ID# ⟦204518⟧ is out today",
    "Stu ID: ⟦S2001⟧",
    "stu id ⟦204518⟧",
    "her lunch pin ⟦4821⟧ again",
    "perm id ⟦900412⟧",
    "SSID ⟦1234567890⟧",
    "CALPADS: ⟦9876543210⟧",
    "state id number ⟦1234567890⟧",
    "OSIS ⟦204518123⟧",
    "NYSSIS no. ⟦1234567890⟧",
    "Texas Unique ID: ⟦4512345678⟧",
    "FLEID ⟦FL000012345678⟧",
    "moved here with ⟦FL000012345678⟧ on file",
    "old number ⟦123456789X⟧",
    "GTID=⟦1023456789⟧",
    "student number is ⟦204518⟧.",
    "student ids: ⟦204518⟧, ⟦204519⟧ and ⟦204520⟧",
    "Student ID (⟦204518⟧)",
    "student_id: ⟦204518⟧",
    "(id ⟦204518⟧)",
    "pupil ⟦204518⟧ was late",
    "número de matrícula: ⟦2045187⟧",
    "Élève — student id: ⟦204518⟧ — merci",
    "my id is 3, her id number ⟦55120⟧",
    "MARSS number ⟦1234567890123⟧",
    "OSIS#: ⟦204-518-123⟧",
    "the student (OSIS ⟦204 518 123⟧) moved",
    "SSID: ⟦12345 67890⟧",
    "state student identifier (SSID) is ⟦1234567890⟧",
    "WISEid ⟦1234567890⟧",
    "TX Unique ID ⟦4512345678⟧",
    "Texas unique student id ⟦4512345678⟧",
    "TSDS id ⟦4512345678⟧, PEIMS ⟦S12345678⟧",
    "unique student ID ⟦1234567890⟧",
    "SASID ⟦1023456789⟧, LASID ⟦204518⟧",
    "FLEID ⟦FL-000012345678⟧",
    "DOE ID ⟦204518123⟧",
    "student's ID is ⟦S2001-77⟧",
    "Student (⟦204518⟧) was late",
    "Priya (#⟦204518⟧) was late",
    "ID#⟦204518⟧ is out",
    "perm #⟦900412⟧",
    "lunch #⟦4821⟧",
    "library card ⟦2990012345⟧",
    "bus pass #⟦88213⟧",
    '{"studentId": ⟦204518⟧}',
    "ID del estudiante: ⟦204518⟧",
    "su número de estudiante es ⟦204518⟧",
    "carné ⟦204518⟧",
]

NEAR_MISSES = [
    "our code is 40118",
    "engine B40177 ran",
    "state codes 12, 14",
    "an account 6614 of the war",
    "ids: see page 3",
    "In 1998 there were 204518 of them",
    "population of springfield 990131",
    "there were 204518 people in the city",
    "the year 2024",
    "id: 2024",
    "id 2024-05-01",
    "ids of the atoms",
    "student 12 of 30",
    "I did 204518 push-ups",
    "the pin was bent 4821 times",
    "student id required",
    "kid 12345",
    "video 204518",
    "call 5105550142",
    "FL0000123456",
    "stupid 204518",
    "school number 12",
    "product id 7781",
    "order id: 8837261",
    "the video id is short, video id 8837261",
    "commit id 7781234",
    "Lincoln (1809) and Grant (1822)",
    "room 204 and homeroom 2041",
    "lunch is 4821 steps away",
    "OSIS 204 518",
    "the unique idea of 1776",
    "transaction id: 99281733",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
