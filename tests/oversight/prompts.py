"""Prompts as an exchange asks about them, without an exchange around them."""

from dataclasses import replace

from gateway.decision import bases
from gateway.district.enrolled import Enrolled
from gateway.identity.callers import Caller
from gateway.steps.described import Described
from gateway.steps.held import Asked
from gateway.terms.chat import ChatRequest
from gateway.terms.decision import Facts
from gateway.terms.disclosure import PseudonymisedBasis, Purpose, Tool
from gateway.terms.keys import KeyUse
from gateway.terms.people import AgeBand, AgeSource, Kind, Person, Principal, Role
from gateway.terms.text import Leaf, LeafKind

TOOL = Tool(id="tool", model="small", provider="P")
HELD = bases.override(
    bases.facts("teacher", ["pupil"]), "district.pseudonymised_basis", PseudonymisedBasis.UNSET
)
"""Facts of a prompt that the shipped rules hold."""


def asked(
    record: str,
    text: str = "Praise Maya Ortiz.",
    *,
    person: str = "t1",
    client: str = "",
    about: tuple[str, ...] = ("s1",),
    tool: Tool = TOOL,
    purpose: Purpose = Purpose.FEEDBACK,
    facts: Facts = HELD,
) -> Asked:
    """Return what somebody of the small district asks."""
    kind, role = (
        (Kind.STUDENT, Role.STUDENT) if person.startswith("s") else (Kind.STAFF, Role.TEACHER)
    )
    typist = Person(id=person, kind=kind, role=role, given="Some", family="One")
    principal = Principal(
        person=typist,
        age_band=AgeBand.ADULT,
        age_source=AgeSource.ROLE,
        key_id="k1",
        client=client,
    )
    described = Described(
        facts=facts,
        people={one: replace(typist, id=one) for one in about},
        log_ids={one: f"log-{one}" for one in about},
    )
    leaves = (
        Leaf(path=("model",), text="small", kind=LeafKind.STRUCTURAL),
        Leaf(path=("messages", 0, "content"), text=text),
    )
    return Asked(
        record=record,
        caller=Caller(
            principal=principal,
            use=KeyUse(id=principal.key_id),
            known=Enrolled(person=typist, born=None, log_id=f"log-{person}"),
            chat="",
            headers={},
        ),
        request=ChatRequest(
            dialect="openai_chat", model="small", tree={}, leaves=leaves, opener=text
        ),
        tool=tool,
        purpose=purpose,
        described=described,
    )
