import pytest

from gateway.detection.recognisers.columns import (
    COLUMNS,
    AddressColumns,
    BirthColumns,
    Columns,
    NameColumns,
    OtherIdColumns,
    PhoneColumns,
    SchoolColumns,
    SsnColumns,
    StudentIdColumns,
    UsernameColumns,
)
from tests.detection.recognisers.tables import check

CASES = [
    pytest.param(
        OtherIdColumns,
        "space / permit / driver\nA12 has none?\n\n⟦A12⟧ | ⟦P-0317⟧ | Mae\n⟦B02⟧ | - | Isi",
        id="rows cut by another sign, behind a line of prose",
    ),
    pytest.param(OtherIdColumns, "Name\tPIN\nAva\t⟦4821⟧\nBo\tnone", id="pins"),
    pytest.param(OtherIdColumns, "tag,price\n⟦00412⟧,3\n4.50,3", id="no sums of money"),
    pytest.param(
        StudentIdColumns, "SIS User ID,SIS Login ID\n⟦204518⟧,mlopez", id="heads of an export"
    ),
    pytest.param(UsernameColumns, "SIS User ID,SIS Login ID\n204518,⟦mlopez⟧", id="its logins"),
    pytest.param(StudentIdColumns, "StateStudentNumber;gr\n⟦1234567890⟧;7", id="a joined head"),
    pytest.param(BirthColumns, "first  dob  grade\nBeau  ⟦11/29/2012⟧  7\nAponi  7", id="an age"),
    pytest.param(BirthColumns, "id|dob|grade\n1|⟦2015-08-30⟧|3\n2|⟦2016-01-12⟧|3", id="bars"),
    pytest.param(BirthColumns, "id,dob\n1,⟦8/30/15⟧\n\n2,⟦1/12/16⟧", id="an empty line between"),
    pytest.param(BirthColumns, "id;fecha de nacimiento\n1;⟦30/08/2015⟧", id="semicolons, Spanish"),
    pytest.param(BirthColumns, "dob,grade\n⟦8/30/15⟧,3\n\nDue,8/30/15,yes,no", id="another table"),
    pytest.param(StudentIdColumns, "Perm ID\tName\n⟦S20451⟧\tMia\n⟦20452⟧\tTom", id="tabs"),
    pytest.param(StudentIdColumns, "student_ID,year\n⟦20451⟧,2024", id="a head as in code"),
    pytest.param(StudentIdColumns, '"id","name"\n"⟦20451⟧","Ito, Mia"', id="commas in quotes"),
    pytest.param(StudentIdColumns, "| id | score |\n|---|---|\n| ⟦20451⟧ | 88 |", id="Markdown"),
    pytest.param(SsnColumns, "name,ssn\nMia,⟦219099998⟧\nTom,⟦xxx-xx-9999⟧", id="SSN"),
    pytest.param(UsernameColumns, "login   grade\n⟦mito27⟧   4\n⟦toda⟧   5", id="runs of blanks"),
    pytest.param(AddressColumns, "stop | kids\n⟦Juniper & 4th⟧ | Mia\nhome | Tom", id="stops"),
    pytest.param(PhoneColumns, "name,cell\nMia,⟦510 555 0142⟧\nTom,none", id="phones"),
    pytest.param(SchoolColumns, "name,school\nMia,⟦Ridgeline⟧\nTom,unknown", id="schools"),
    pytest.param(
        NameColumns, "Last,First,Q1\n⟦Petrenko⟧,⟦Ulla⟧,88\n⟦De la Cruz⟧,⟦May⟧,71", id="names"
    ),
    pytest.param(NameColumns, "student  score\n⟦ulla⟧  88\nabsent  -\ntotal  88", id="no names"),
    pytest.param(NameColumns, "name,age\n", id="a head alone"),
    pytest.param(NameColumns, "I like the name, and the game\nbut you, dear, do not", id="prose"),
    pytest.param(NameColumns, "My name | your name", id="one line"),
]


@pytest.mark.parametrize(("kind", "source"), CASES)
def test_cells_under_a_head_are_found(kind: type[Columns], source: str) -> None:
    check(kind(), source)


def test_no_two_labels_share_a_head_but_the_pupil_s() -> None:
    shared = {
        head
        for kind in COLUMNS
        for other in COLUMNS
        if kind is not other
        for head in kind.heads & other.heads
    }
    assert shared == {"student"}
