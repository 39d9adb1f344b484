import pytest

from gateway.detection.recognisers.announced import AnnouncedOtherIds, AnnouncedStudentIds
from tests.detection.recognisers.tables import check

STUDENT_IDS = [
    "student number is uh ⟦four four oh, two one seven⟧",
    "Shaylee (id ⟦six oh two four four⟧) has",
    "student id is ⟦2 0 4 5 1 8⟧",
    "student numbers ⟦204500⟧ through ⟦204530⟧",
    "my student id is ⟦204518⟧ and my brothers is ⟦204520⟧",
    "her student ID, ending in ⟦4518⟧",
    "canvas id ⟦88123⟧",
    "⟦418821⟧ is my student number",
    "i forgot my number for lunch i think its ⟦40917⟧",
    "my lunch code is ⟦20817⟧ but it says invalid",
    "student number isn't working for my kid, it's ⟦418882⟧",
    "can you check ⟦418883⟧? that's her student id",
    "type ⟦41890⟧ (his student number) into the box",
    "whose id is ⟦550129⟧?",
    "ids are ⟦77124⟧ and ⟦77125⟧",
    "student ids ⟦77124⟧, ⟦77125⟧, and ⟦77126⟧",
    "I.D. number: ⟦77121⟧",
    "his lunch pin's ⟦7742⟧",
    "pin de almuerzo: ⟦7743⟧",
    "el ID de mi hijo es ⟦204612⟧",
    "# de estudiante: ⟦204614⟧",
    "Número de identificación del estudiante: ⟦0918290⟧",
    "clave del comedor ⟦5525⟧",
    "número de lonche ⟦5526⟧",
    "keypad number ⟦5521⟧ for lunch",
    "his number at the cafeteria is ⟦5522⟧",
    "her # for lunch is ⟦5523⟧",
    "WVEIS number ⟦0918283991⟧",
    "breakfast pin ⟦5520⟧",
    "statewide id ⟦1234509877⟧",
    "the OSIS we have on file for him, ⟦218844301⟧, bounced",
    "stud no ⟦91822⟧",
    "SASID:⟦9900112233⟧",
]
OTHER_IDS = [
    "College Board ID for Imani Desrosiers is ⟦104482719⟧",
    "Activation key is ⟦9Q-FT4-1LD⟧",
    "the kahoot pin today will be ⟦482 9163⟧",
    "Medicaid no. for Mateus ⟦MC 7718 0265 4⟧",
    "his card ends in ⟦6630⟧, tag 77",
    "Hall pass ⟦HP 30918⟧ was altered",
    "my fob is #⟦0219⟧",
    "badge #⟦412⟧",
    "Emeka has calculator ⟦TI-18⟧",
    "the serial on the bottom is ⟦PF3K77QD⟧",
    "session code ⟦881 204 556⟧",
    "pins: ⟦4821⟧, ⟦3390⟧ and ⟦1177⟧",
    "her locker is ⟦1142⟧",
    "tag ⟦77412⟧ on the laptop",
    "parking pass # ⟦0312⟧",
    "emp # ⟦20019⟧",
    "work order ⟦88213⟧",
    "receipt ⟦RC-00912⟧",
    "CIB number ⟦44120⟧",
    "helmet number ⟦0441⟧",
    "microchip ⟦985112004412098⟧",
    "the badge the sub left behind was ⟦40112⟧",
    "⟦4410998⟧ is his passport number",
    "the policy they gave us: ⟦XJB-4471209⟧",
    "Medicaid for the little one is ⟦1002938475⟧",
    "expediente ⟦24-00412⟧",
]
NOBODYS = [
    "words ending in 1945",
    "calculators like the TI-84",
    "student numbers 1, 2, 3, 4",
    "one two three four, the student said",
    "the student answered question 4512 and 88213",
    "student of the month 2024",
    "students read page 1142",
    "our school has 1450 students and 88000 books",
    "my student scored 1180 on the SAT",
    "the library raised $4500",
    "call 212-555-0142 about her student id",
    "her student id is due 2024-05-01",
    "The id of the element is set in line 4410.",
    "student, room 2141",
    "In case 50000 people come, we need chairs.",
    "a claim of 12000 years",
    "grade 7 pupils walked 12000 steps",
    "licence plates cost 12000 dollars",
    "Student id 3",
    "ID 2024",
    "ISBN 9780061120084 for the student",
    "the case: 1500 points",
    "lunch is at 1130",
]


@pytest.mark.parametrize("source", STUDENT_IDS)
def test_a_pupils_number_is_told_by_the_nearest_word_before_or_behind_it(source: str) -> None:
    check(AnnouncedStudentIds(), source)


@pytest.mark.parametrize("source", OTHER_IDS)
def test_the_number_of_a_paper_or_thing_is_told_by_the_word_for_it(source: str) -> None:
    check(AnnouncedOtherIds(), source)


@pytest.mark.parametrize("source", NOBODYS)
def test_numbers_of_lessons_counts_and_dates_are_nobodys(source: str) -> None:
    check(AnnouncedStudentIds(), source)
    check(AnnouncedOtherIds(), source)
