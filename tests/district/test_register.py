import csv
from datetime import date

from gateway.district.register import (
    SOPPA,
    SUPPLEMENTAL,
    public_register,
    soppa_list,
    supplemental_information,
)
from gateway.terms.disclosure import Category, Purpose, Tool, ToolStatus

DAY = date(2026, 10, 1)
TUTOR = Tool(
    id="tutor",
    model="tutor-large",
    provider="Zeta",
    legal_name="Zeta Learning, Inc.",
    product="Tutor",
    service="Answers questions about lessons.",
    base_url="https://api.zeta.example/v1",
    credential="zeta-key",
    status=ToolStatus.PILOT,
    pilot_classes=frozenset({"c1"}),
    agreement="NDPA-7",
    agreement_until=date(2026, 9, 30),
    categories=frozenset({Category.STUDENT_NAME, Category.WORK}),
    purposes=frozenset({Purpose.LEARNING}),
    subcontractors=frozenset({"Hosting Ltd"}),
    disposition="deleted within 60 days",
    data_region="United States",
)
LOOSE = Tool(id="loose", model="loose", provider="Alpha", base_url="https://a.example/v1")


def test_the_public_sees_every_tool_and_whether_its_agreement_is_in_force() -> None:
    loose, tutor = public_register([TUTOR, LOOSE], DAY)
    assert (loose.provider, loose.product, loose.agreement_state) == ("Alpha", "loose", "none")
    assert (tutor.provider, tutor.product) == ("Zeta Learning, Inc.", "Tutor")
    assert tutor.agreement_state == "expired"
    assert public_register([TUTOR], date(2026, 9, 30))[0].agreement_state == "active"


def test_the_public_sees_neither_address_nor_credential_nor_cohort() -> None:
    told = repr(public_register([TUTOR], DAY))
    assert not [one for one in ("api.zeta", "zeta-key", "c1'") if one in told]


def test_state_lists_hold_those_with_an_agreement() -> None:
    [row] = soppa_list([TUTOR, LOOSE])
    [cells] = csv.DictReader([SOPPA.header, *SOPPA.rows([row])])
    assert cells["operator"] == "Zeta Learning, Inc."
    assert cells["data_elements"] == "Student Name;Student Work"
    [more] = supplemental_information([TUTOR, LOOSE])
    [cells] = csv.DictReader([SUPPLEMENTAL.header, *SUPPLEMENTAL.rows([more])])
    assert cells["exclusive_purposes"] == "learning"
    assert cells["storage_location"] == "United States"
