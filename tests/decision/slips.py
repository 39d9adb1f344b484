"""A pupil, her parent, her teacher, a tool, and the slip the parent signed."""

from datetime import date

from gateway.decision.consents import Age
from gateway.terms.disclosure import (
    Category,
    Consent,
    Grant,
    Purpose,
    SignatureMethod,
    Signer,
    Tool,
)
from gateway.terms.people import AgeBand, AgeSource, Kind, Person, Role

DAY = date(2026, 10, 1)
NAME = frozenset({Category.STUDENT_NAME})
PUPIL = Person(
    id="pupil", kind=Kind.STUDENT, role=Role.STUDENT, given="Talia", guardians=("parent",)
)
PARENT = Person(id="parent", kind=Kind.GUARDIAN, role=Role.GUARDIAN, given="Noor")
TEACHER = Person(id="teacher", kind=Kind.STAFF, role=Role.TEACHER, given="Denise")
TOOL = Tool(id="tool", model="m", provider="Practice", agreement="A-1", trains_on_data=False)
TEN = Age(AgeBand.UNDER_13, AgeSource.BIRTH_DATE, 10)
FIFTEEN = Age(AgeBand.TEEN, AgeSource.BIRTH_DATE, 15)
EIGHTEEN = Age(AgeBand.ADULT, AgeSource.BIRTH_DATE, 18)
SLIP = Consent(
    id="slip",
    subject="pupil",
    signer="parent",
    relationship=Signer.PARENT,
    signed_on=date(2026, 9, 1),
    method=SignatureMethod.WET,
    evidence="sha256:0",
    records=NAME,
    purposes=frozenset({Purpose.LEARNING}),
    recipients=frozenset({"tool"}),
    collect_use=Grant.GRANTED,
    disclose_third_party=Grant.GRANTED,
    expires_on=date(2027, 6, 30),
)
