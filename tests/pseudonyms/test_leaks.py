"""The last check: finds what is left, and nothing that may be there."""

from dataclasses import replace

import pytest

from gateway.errors import Leak
from gateway.pseudonyms.entries import Entry
from gateway.pseudonyms.leaks import check_leaks
from gateway.pseudonyms.replace import Plan
from gateway.pseudonyms.vault import Vault
from gateway.terms.disclosure import SurrogateStyle
from gateway.terms.text import Label, Leaf, LeafKind
from tests.pseudonyms.people import finding, plan, sent_leaves, span


def outgoing(text: str, kind: LeafKind = LeafKind.TEXT) -> list[Leaf]:
    return [Leaf(path=("a",), text="nothing"), Leaf(path=("b",), text=text, kind=kind)]


LEFT = {
    "a whole name": (Label.PERSON, "Maria Lopez", "to Maria Lopez."),
    "in another case": (Label.PERSON, "Maria Lopez", "to maria lopez."),
    "a part": (Label.PERSON, "Maria Lopez", "dear Lopez"),
    "a part in capitals": (Label.PERSON, "Maria Lopez", "dear LOPEZ"),
    "possessive": (Label.PERSON, "Maria", "Maria's dog"),
    "emphasis": (Label.PERSON, "Maria", "_Maria_"),
    "decomposed": (Label.PERSON, "José", "Jose\u0301"),
    "full-width": (Label.PERSON, "Maria", "\uff2daria"),
    "split by an invisible character": (Label.PERSON, "Maria", "Ma\u200bria"),
    "typographic apostrophe": (Label.PERSON, "O'Brien", "O’Brien"),
    "lower case as typed": (Label.PERSON, "maria", "maria"),
    "over two lines": (Label.PERSON, "Maria Lopez", "Maria\nLopez"),
    "e-mail": (Label.EMAIL, "maria@x.example", "mailto:MARIA@x.example"),
    "phone in another format": (Label.PHONE, "(212) 345-6789", "tel 212.345.6789"),
    "phone with country": (Label.PHONE, "(212) 345-6789", "+1 212 345 6789"),
    "ssn": (Label.SSN, "123-45-6789", "123456789"),
    "number with dashes": (Label.STUDENT_ID, "1042233", "104-2233"),
    "address": (Label.ADDRESS, "12 Oak Lane", "at 12 OAK LANE"),
}


@pytest.mark.parametrize("kind", LeafKind)
@pytest.mark.parametrize(("label", "value", "left"), LEFT.values(), ids=LEFT)
def test_what_is_left_is_found(label: Label, value: str, left: str, kind: LeafKind) -> None:
    made = Plan(replaced={}, vault=Vault(), forbidden=frozenset({(label, value)}))
    with pytest.raises(Leak) as caught:
        check_leaks(outgoing(left, kind), made)
    assert f"`{label}`" in caught.value.message
    assert value not in caught.value.message
    assert caught.value.code == "leak_prevented"


NOT_LEFT = {
    "a common word in lower case": (Label.PERSON, "Hope", "I hope so"),
    "inside a longer word": (Label.PERSON, "Ana", "Anaheim banana"),
    "an initial": (Label.PERSON, "J. Lopez", "plan J"),
    "a particle": (Label.PERSON, "Maria de la Cruz", "la casa de la playa"),
    "a title": (Label.PERSON, "Mrs. Lopez", "Mrs. Chen"),
    "inside a longer number": (Label.STUDENT_ID, "1042233", "91042233"),
    "digits of several numbers": (Label.PHONE, "345-6789", "1345 and 6789"),
    "nothing that means anybody": (Label.PERSON, "::", "a :: b"),
}


@pytest.mark.parametrize(("label", "value", "text"), NOT_LEFT.values(), ids=NOT_LEFT)
def test_what_is_no_leak_passes(label: Label, value: str, text: str) -> None:
    made = Plan(replaced={}, vault=Vault(), forbidden=frozenset({(label, value)}))
    check_leaks(outgoing(text), made)


@pytest.mark.parametrize("style", SurrogateStyle)
def test_words_inside_stand_ins_are_no_leak(style: SurrogateStyle) -> None:
    text = "Lane of 12 Oak Lane; Student, born 05/14/2012; Of, May and March"
    request = [
        finding(
            text,
            span(text, "Lane"),
            span(text, "12 Oak Lane", label=Label.ADDRESS),
            span(text, "Student"),
            span(text, "Of"),
            span(text, "May"),
            span(text, "March"),
            span(text, "05/14/2012", label=Label.DATE_OF_BIRTH),
        )
    ]
    for seed in range(5):
        made = plan(request, style=style, seed=seed)
        check_leaks(sent_leaves(request, made), made)


def test_a_replacement_that_did_not_happen_is_found() -> None:
    text = "Maria Lopez called (212) 345-6789 from 12 Oak Lane"
    request = [
        finding(
            text,
            span(text, "Maria Lopez"),
            span(text, "(212) 345-6789", label=Label.PHONE),
            span(text, "12 Oak Lane", label=Label.ADDRESS),
        )
    ]
    made = plan(request)
    with pytest.raises(Leak, match=r"`ADDRESS`, `PERSON`, `PHONE`"):
        check_leaks(sent_leaves(request, replace(made, replaced={})), made)


def test_a_coined_name_that_somebody_typed_is_ours_where_it_still_stands() -> None:
    first = [finding("Maria Lopez", span("Maria Lopez", "Maria Lopez"))]
    made = plan(first)
    live = made.replaced[first[0].leaf.path]
    turn = [*first, finding(f"Who is {live}?", span(f"Who is {live}?", live), path=("typed",))]
    again = plan(turn, made.vault)
    check_leaks(sent_leaves(turn, again), again)
    assert live not in again.replaced["typed",]


def test_a_stand_in_that_is_its_own_value_is_a_leak() -> None:
    entry = Entry(value="Maria", surrogate="maria", label=Label.PERSON)
    made = Plan(
        replaced={},
        vault=Vault(),
        placed=(entry,),
        forbidden=frozenset({(Label.PERSON, "Maria"), (Label.PERSON, "maria")}),
    )
    with pytest.raises(Leak):
        check_leaks(outgoing("maria"), made)
