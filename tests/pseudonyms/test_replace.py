"""The plan: who is replaced, what else is, and what stays the same from turn to turn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.pseudonyms.leaks import check_leaks
from gateway.pseudonyms.replace import _Reach, _Region
from gateway.pseudonyms.vault import Vault
from gateway.terms.decision import Outcome
from gateway.terms.disclosure import SurrogateStyle
from gateway.terms.text import Label, LeafKind, NamePart
from tests.pseudonyms.people import finding, plan, restored, sent, sent_leaves, span, student

MARIA = student("s1", "Maria", "Lopez")
CARLOS = student("s2", "Carlos", "Lopez")
ANA = student("s3", "Ana", "Chen")
PEOPLE = (MARIA, CARLOS, ANA)
FREE, BOUND = Outcome.FORWARD, Outcome.PSEUDONYMISE


def words(text: str) -> list[str]:
    return text.replace(",", " ").replace(".", " ").split()


def test_one_family_name_has_one_surrogate() -> None:
    text = "Maria Lopez and Carlos Lopez"
    request = [
        finding(
            text,
            span(text, "Maria Lopez", subjects=("s1",)),
            span(text, "Carlos Lopez", subjects=("s2",)),
        )
    ]
    maria, family, _, carlos, again = words(sent(request, plan(request, people=PEOPLE))[0])
    assert family == again
    assert len({maria, family, carlos}) == 3


def test_case_and_order_carry_over() -> None:
    text = "Maria Lopez, MARIA LOPEZ, maria lopez; Lopez, Maria"
    request = [
        finding(
            text,
            span(text, "Maria Lopez", subjects=("s1",)),
            span(text, "MARIA LOPEZ", subjects=("s1",)),
            span(text, "maria lopez", subjects=("s1",)),
            span(text, "Lopez, Maria", subjects=("s1",)),
        )
    ]
    given, family = sent(request, plan(request, people=PEOPLE))[0].split(",")[0].split()
    wanted = f"{given} {family}, {given.upper()} {family.upper()}"
    wanted += f", {given.lower()} {family.lower()}; {family}, {given}"
    assert sent(request, plan(request, people=PEOPLE)) == [wanted]


def test_a_name_first_typed_in_capitals_is_known_again_in_its_own_case() -> None:
    text = "MCDONALD and then McDonald and mcdonald"
    people = (student("s1", "Ray", "McDonald"),)
    found = [
        span(text, name, subjects=("s1",), part=NamePart.FAMILY)
        for name in ("MCDONALD", "McDonald", "mcdonald")
    ]
    first, second, third = (
        sent([finding(text, *found)], plan([finding(text, *found)], people=people))[0]
        .replace(" then", "")
        .split(" and ")
    )
    assert first == second.upper()
    assert third == second.lower()


@pytest.mark.parametrize(
    ("elsewhere", "replaced"),
    [
        ("Maria", True),
        ("MARIA", True),
        ("Maria's", True),
        ("_Maria_", True),
        ("maria", False),
        ("Mariana", False),
        ("maria lopez", True),
        ("Maria\nLopez", True),
        ("MARIA LOPEZ", True),
        ("lopez", False),
        ("Mar\u200bia", True),
        ("\uff2daria", True),
    ],
)
def test_a_name_is_replaced_where_detection_did_not_see_it(elsewhere: str, replaced: bool) -> None:
    text = "Maria Lopez"
    request = [
        finding(text, span(text, "Maria Lopez", subjects=("s1",))),
        finding(f"and {elsewhere} too", path=("other",)),
    ]
    made = plan(request, people=PEOPLE)
    assert (("other",) in made.replaced) is replaced
    assert restored(made, sent(request, made)[1]) == f"and {elsewhere} too"


@pytest.mark.parametrize(
    ("label", "found", "elsewhere"),
    [
        (Label.EMAIL, "maria@x.example", "MARIA@x.EXAMPLE"),
        (Label.PHONE, "(212) 345-6789", "212.345.6789"),
        (Label.PHONE, "(212) 345-6789", "+1 212 345 6789"),
        (Label.SSN, "123-45-6789", "123456789"),
        (Label.STUDENT_ID, "AB-1042", "ab-1042"),
        (Label.STUDENT_ID, "1042233", "1042-233"),
        (Label.ADDRESS, "12 Oak Lane", "12 oak\nlane"),
        (Label.SCHOOL, "Oak Hill Middle School", "OAK HILL MIDDLE SCHOOL"),
        (Label.DATE_OF_BIRTH, "May 14, 2012", "may 14, 2012"),
    ],
)
@pytest.mark.parametrize("style", SurrogateStyle)
def test_other_values_are_replaced_however_they_are_written(
    label: Label, found: str, elsewhere: str, style: SurrogateStyle
) -> None:
    request = [
        finding(found, span(found, found, label=label)),
        finding(f"again {elsewhere}.", path=("other",)),
    ]
    made = plan(request, style=style)
    assert elsewhere not in made.replaced["other",]
    check_leaks(sent_leaves(request, made), made)
    assert restored(made, made.replaced["other",]) == f"again {elsewhere}."


@pytest.mark.parametrize("kind", [LeafKind.KEY, LeafKind.NUMBER])
def test_keys_and_numbers_are_rewritten_too(kind: LeafKind) -> None:
    request = [
        finding("1042233", span("1042233", "1042233", label=Label.STUDENT_ID)),
        finding("1042233", path=("key",), kind=kind),
    ]
    made = plan(request)
    assert made.replaced["key",].isdigit()
    assert made.replaced["key",][0] == "9"
    assert made.replaced["key",] == made.replaced[request[0].leaf.path]


def test_a_value_in_a_structural_field_is_reported_and_not_rewritten() -> None:
    request = [
        finding("Maria", span("Maria", "Maria", subjects=("s1",))),
        finding("grades_of_Maria", path=("tools", 0, "name"), kind=LeafKind.STRUCTURAL),
        finding("other_tool", path=("tools", 1, "name"), kind=LeafKind.STRUCTURAL),
    ]
    made = plan(request, people=PEOPLE)
    assert made.structural_hits == ((("tools", 0, "name"), Label.PERSON),)
    assert ("tools", 0, "name") not in made.replaced


def test_somebody_whose_data_may_go_stays() -> None:
    text = "Ana Chen and Maria Lopez"
    request = [
        finding(
            text,
            span(text, "Ana Chen", subjects=("s3",)),
            span(text, "Maria Lopez", subjects=("s1",)),
        )
    ]
    made = plan(request, people=PEOPLE, decisions={"s3": FREE, "s1": BOUND})
    assert sent(request, made)[0].startswith("Ana Chen and ")
    assert "Maria" not in sent(request, made)[0]


def test_a_shared_surface_takes_the_strictest_decision_to_the_end_of_the_chain() -> None:
    # Maria's family name is Carlos's, and his given name is Carlos Diaz's.
    text = "Maria Lopez; Carlos Lopez; Carlos Diaz; diaz@x.example; Ana Chen"
    request = [
        finding(
            text,
            span(text, "Maria Lopez", subjects=("s1",)),
            span(text, "Carlos Lopez", subjects=("s2",)),
            span(text, "Carlos Diaz", subjects=("s4",)),
            span(text, "diaz@x.example", label=Label.EMAIL, subjects=("s4",)),
            span(text, "Ana Chen", subjects=("s3",)),
        )
    ]
    decisions = {"s1": BOUND, "s2": FREE, "s3": FREE, "s4": FREE}
    left = sent(request, plan(request, people=PEOPLE, decisions=decisions))[0]
    for gone in ("Lopez", "Carlos", "Diaz", "diaz"):
        assert gone not in left
    assert left.endswith("Ana Chen")


def test_part_of_a_longer_word_is_not_shared() -> None:
    text = "Ana Chen and Chena Anaya"
    request = [
        finding(
            text,
            span(text, "Ana Chen", subjects=("s3",)),
            span(text, "Chena Anaya", subjects=("s5",)),
        )
    ]
    made = plan(request, people=PEOPLE, decisions={"s3": BOUND, "s5": FREE})
    assert sent(request, made)[0].endswith(" and Chena Anaya")


@pytest.mark.parametrize(
    ("subjects", "stays"),
    [((), False), (("s1",), True), (("s1", "s3"), True), (("s1", "s2"), False), (("s9",), False)],
    ids=["unresolved", "known", "all may", "one may not", "no decision"],
)
def test_an_ambiguous_mention_stays_only_if_all_may(subjects: tuple[str, ...], stays: bool) -> None:
    request = [finding("Maria", span("Maria", "Maria", subjects=subjects))]
    decisions = {"s1": FREE, "s3": FREE, "s2": BOUND}
    made = plan(request, people=PEOPLE, decisions=decisions)
    assert (made.replaced == {}) is stays


def test_the_vault_remembers_what_detection_no_longer_sees() -> None:
    first = [finding("Maria", span("Maria", "Maria", subjects=("s1",)))]
    vault = plan(first, people=PEOPLE).vault
    later = [finding("What about Maria?", path=("later",))]
    assert "Maria" not in sent(later, plan(later, vault, people=PEOPLE))[0]
    # Once Maria's data may go, it goes.
    made = plan(later, vault, people=PEOPLE, decisions={"s1": FREE})
    assert sent(later, made) == ["What about Maria?"]


def test_a_name_that_becomes_known_later_is_replaced_in_older_text_too() -> None:
    old = finding("Hope springs eternal.", path=("old",))
    other = finding("Maria", span("Maria", "Maria", subjects=("s1",)), path=("first",))
    first = plan([old, other], people=PEOPLE)
    assert ("old",) not in first.replaced
    new = finding("Hope is late.", span("Hope is late.", "Hope"), path=("new",))
    second = plan([old, other, new], first.vault, people=PEOPLE)
    # The safe thing wins over the same prefix, for the leaf it concerns and no other.
    assert "Hope" not in second.replaced["old",]
    assert second.replaced["first",] == first.replaced["first",]


def test_only_what_is_placed_in_this_request_is_restored() -> None:
    both = [
        finding("Maria", span("Maria", "Maria", subjects=("s1",))),
        finding("Ana", span("Ana", "Ana", subjects=("s3",)), path=("ana",)),
    ]
    first = plan(both, people=PEOPLE)
    ana = first.replaced["ana",]
    second = plan(both[:1], first.vault, people=PEOPLE)
    assert restored(second, ana) == ana
    assert [entry.value for entry in second.placed] == ["Maria"]


def test_a_surrogate_typed_where_a_name_was_allowed_still_gets_its_own() -> None:
    first = [finding("Maria", span("Maria", "Maria", subjects=("s1",)))]
    made = plan(first, people=PEOPLE)
    live = made.replaced[first[0].leaf.path]
    typed = f"My friend {live} says hi"
    turn = [*first, finding(typed, span(typed, live, subjects=("s3",)), path=("typed",))]
    again = plan(turn, made.vault, people=PEOPLE, decisions={"s1": BOUND, "s3": FREE})
    assert live not in again.replaced["typed",]
    assert restored(again, again.replaced["typed",]) == typed
    check_leaks(sent_leaves(turn, again), again)


def test_a_pupil_called_like_a_kind_of_school_is_replaced_inside_its_name() -> None:
    text = "Junior goes to Lincoln Junior High"
    request = [
        finding(text, span(text, "Junior"), span(text, "Lincoln Junior High", label=Label.SCHOOL))
    ]
    made = plan(request)
    assert "Junior" not in sent(request, made)[0]
    assert sent(request, made)[0].endswith(" High")
    assert restored(made, sent(request, made)[0]) == text


def test_chance_alone_decides_a_surrogate() -> None:
    request = [finding("Maria", span("Maria", "Maria", subjects=("s1",)))]
    path = request[0].leaf.path
    made = {plan(request, people=PEOPLE, seed=seed).replaced[path] for seed in range(40)}
    assert len(made) > 30
    # The same chance gives the same stand-in to anybody of the same part: nothing is derived.
    other = [finding("Zoë", span("Zoë", "Zoë", subjects=("s1",)))]
    assert plan(other, seed=7).replaced[path] == plan(request, seed=7).replaced[path]


def test_what_the_roster_knows_is_never_coined() -> None:
    request = [finding("Maria", span("Maria", "Maria", subjects=("s1",)))]
    path = request[0].leaf.path
    first = plan(request, people=PEOPLE, seed=5).replaced[path]
    assert plan(request, people=PEOPLE, seed=5, taken=[first]).replaced[path] != first


def test_counts_say_how_many_of_what_were_replaced() -> None:
    text = "Maria and Maria, maria@x.example"
    request = [
        finding(
            text,
            span(text, "Maria", subjects=("s1",)),
            span(text, "maria@x.example", label=Label.EMAIL),
        )
    ]
    made = plan(request, people=PEOPLE)
    assert dict(made.counts) == {Label.PERSON: 2, Label.EMAIL: 1}
    assert "Maria" not in repr(made)


def test_nothing_to_replace_changes_nothing() -> None:
    vault = Vault()
    request = [finding("The water cycle.")]
    made = plan(request, vault)
    assert (made.replaced, made.placed, made.forbidden) == ({}, (), frozenset())
    assert made.vault is vault


def test_who_is_bound_by_another_value_binds_a_remembered_name() -> None:
    named = [finding("Maria Lopez", span("Maria Lopez", "Maria Lopez", subjects=("s1",)))]
    vault = plan(named, people=PEOPLE).vault
    text = "maria@x.example wrote to Maria Chen"
    request = [
        finding(
            text,
            span(text, "maria@x.example", label=Label.EMAIL, subjects=("s1",)),
            span(text, "Maria Chen", subjects=("s5",)),
        )
    ]
    made = plan(request, vault, people=PEOPLE, decisions={"s1": BOUND, "s5": FREE})
    for gone in ("Maria", "Chen"):
        assert gone not in sent(request, made)[0]


def test_a_value_found_inside_a_longer_word_binds_whoever_shares_it() -> None:
    text = "XMaria met Maria"
    request = [finding(text, span(text, "Maria"), span(text, "Maria", subjects=("s1",), nth=1))]
    made = plan(request, people=PEOPLE, decisions={"s1": FREE})
    assert "Maria" not in sent(request, made)[0]
    assert restored(made, sent(request, made)[0]) == text


def test_an_excused_name_stays_unless_it_is_found_again() -> None:
    text = "Ask Talia Brell and Maria Lopez."
    maria = span(text, "Maria Lopez", subjects=("s1",))
    first = plan([finding(text, span(text, "Talia Brell"), maria)], people=PEOPLE)
    vault = first.vault.excuse("Talia Brell")

    request = [finding(text, maria)]
    (then,) = sent(request, plan(request, people=PEOPLE, vault=vault))
    assert then.startswith("Ask Talia Brell and ")
    assert "Maria" not in then

    again = [finding(text, maria, span(text, "Brell"))]
    assert "Brell" not in sent(again, plan(again, people=PEOPLE, vault=vault))[0]


PLACES = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda one: (one[0], sum(one)))


@given(regions=st.lists(PLACES, max_size=8), place=PLACES)
def test_what_a_place_is_covered_or_touched_by_is_told_as_by_looking_at_every_region(
    regions: list[tuple[int, int]], place: tuple[int, int]
) -> None:
    reach = _Reach([_Region(start, end, Label.PERSON) for start, end in regions])
    start, end = place
    covered = any(left <= start and end <= right for left, right in regions)
    touched = any(left < end and start < right for left, right in regions)
    assert (reach.of_before(start + 1) >= end) is covered
    assert (reach.of_before(end) > start) is touched
