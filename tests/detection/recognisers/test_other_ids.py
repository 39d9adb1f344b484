import pytest

from gateway.detection.recognisers.other_ids import OtherIds
from tests.detection.recognisers.tables import check

RECOGNISER = OtherIds()

HITS = [
    "Ins. member no: ⟦XWQ 8812 0041 7⟧",
    "Common App ID (CAID) ⟦41882230⟧",
    "College Board ID is ⟦104882391⟧ now",
    "EBT card ⟦5076 8801 2234 1190⟧",
    "card ending in ⟦4412⟧ was",
    "cvv ⟦882⟧",
    "restraining order ⟦RO-2025-1182⟧",
    "the family's water meter number is ⟦4471882⟧",
    "her court file, warrant no. ⟦22-91840⟧",
    "the student's pump id ⟦MX-44120⟧ broke",
    "Court: ⟦JV-20418-A⟧ for this student",
    "passport (Guatemala) ⟦224471290⟧",
    "employee number ⟦44712⟧",
    "the insurance is ⟦XQG123456789⟧",
    "plate ⟦7ABC123⟧",
    "permit #⟦44-812⟧",
    "ref. no. ⟦4471-09-A⟧",
    "driver license of the grandmother ⟦D0448-77120-66135⟧",
    "passport ⟦123456789⟧",
    "passport number: ⟦C12345678⟧",
    "A-number ⟦A123456789⟧",
    "⟦A-123-456-789⟧",
    "driver's license ⟦D1234567⟧",
    "learner's permit no. ⟦Y7654321⟧",
    "Medicaid ID ⟦AB12345C⟧",
    "insurance policy # ⟦990-1234567⟧",
    "card ⟦4111 1111 1111 1111⟧",
    "⟦378282246310005⟧",
    "birth certificate no. ⟦112-1999-012345⟧",
    "alien registration number ⟦A012345678⟧",
    "A# ⟦A012 345 678⟧",
    "USCIS number: ⟦012-345-678⟧",
    "Medi-Cal ID ⟦90000000A95001⟧",
    "DL ⟦D1234567⟧ and state id ⟦S7654321⟧",
    "pasaporte número ⟦G12345678⟧",
    "EBT card ⟦5077 0812 3456 7890⟧".replace("5077 0812 3456 7890", "50770812"),
    "member id: ⟦XYZ123456789⟧",
    "CPS case #⟦2024-118734⟧",
    "SEVIS ⟦N0012345678⟧",
    "medical record number ⟦00451277⟧",
    "tribal enrollment no. ⟦4471-22⟧",
]

NEAR_MISSES = [
    "the SAT 1080 1120 1200",
    "a movie ending in 1999",
    "students: atomic number 12345",
    "students, the prime number 100003",
    "the random number is 48213 for my student",
    "students call phone number 510-555-0142",
    "Students study COVID-19 and a standard HS-LS1-1",
    "the passport (see page 12)",
    "glucose is C6H12O6C12",
    "FALL2024 term",
    "passport photos",
    "insurance in 2024",
    "4111 1111 1111 1112",
    "1234567890123456",
    "0000 0000 0000 0000",
    "A1 paper",
    "Chapter A12345",
    "case 2024",
    "in the case of 12 angry men",
    "group 4 of 5",
    "chip 12",
    "the policy of 1823",
    "case study 1",
    "visa for 2024",
    "patients in 1918",
    "court case 1954",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
