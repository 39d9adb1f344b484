"""Promises 3 and 4, over made-up names and texts: nothing replaced is left, and all comes back."""

import json
import re
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.pseudonyms.leaks import check_leaks
from gateway.pseudonyms.vault import Vault
from gateway.pseudonyms.words import folded
from gateway.terms.decision import Outcome
from gateway.terms.disclosure import SurrogateStyle
from gateway.terms.text import Finding, Label, LeafKind, NamePart, Span
from tests.pseudonyms.people import finding, plan, restored, sent, sent_leaves, span, student

GIVEN = (
    "Maria Hope Will Summer Ana An Mary-Kate DeShawn José Jose\u0301 Zoë Nguyễn Σοφία Ольга محمد "
    "נועה 李明 ゆい สมชาย Bo J Ng O İpek Straße ﬁona"
).split()
FAMILY = (
    "Lopez Smith-Jones O'Brien O’Brien D'Angelo McDonald Mcdonald Lane May Hope Núñez López 王 "
    "Al-Sayed x.*y (a+b) [z] $1 \\d Jr"
).split()
CONNECTED = ("de la Cruz", "van der Berg", "Garcia Marquez", "Lopez Garcia", "St. John")
PEOPLE = tuple(
    student(f"s{number}", given, family)
    for number, (given, family) in enumerate(
        [("Maria", "Lopez"), ("Carlos", "Lopez"), ("Hope", "May"), ("DeShawn", "O'Brien")]
    )
)
OTHERS = (
    (Label.EMAIL, "maria.lopez@school.example"),
    (Label.EMAIL, "Maria.Lopez@School.example"),
    (Label.PHONE, "(212) 345-6789"),
    (Label.PHONE, "212.345.6789"),
    (Label.PHONE, "+1 212 345 6789"),
    (Label.SSN, "123-45-6789"),
    (Label.STUDENT_ID, "1042233"),
    (Label.STUDENT_ID, "S-10"),
    (Label.ADDRESS, "12 Maple Lane, Apt 4"),
    (Label.DATE_OF_BIRTH, "05/14/2012"),
    (Label.DATE_OF_BIRTH, "May 14th, 2012"),
    (Label.USERNAME, "mlopez27"),
    (Label.URL_PERSONAL, "https://maria.example/blog"),
    (Label.SCHOOL, "Oak Hill Middle School"),
    (Label.SCHOOL, "May Junior High"),
    (Label.OTHER_ID, "AB-77-X"),
)
GLUE = (
    " ", "\n", ", ", "'s ", "’s ", " and ", " (", ") ", "**", "_", " - ", "/", "😀", "\u200b ",
    " hope ", " will ", " maria ", " MARIA ", " the ", "\\n ", '"', ". ", "\t", " 5 ", "…", "説 ",
    " X",
)  # fmt: skip

names = st.one_of(
    st.sampled_from(GIVEN),
    st.sampled_from(FAMILY),
    st.builds(
        " ".join, st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILY + list(CONNECTED)))
    ),
    st.builds(", ".join, st.tuples(st.sampled_from(FAMILY), st.sampled_from(GIVEN))),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=5),
)
cases = st.sampled_from((str, str.upper, str.lower))
values = st.one_of(
    st.tuples(st.just(Label.PERSON), st.builds(lambda name, case: case(name), names, cases)),
    st.sampled_from(OTHERS),
)


@st.composite
def leaves(draw: st.DrawFn, author: str = "user") -> list[Finding]:
    """Draw a request of a few leaves whose values are found in some places and not in others."""
    known = draw(st.lists(values, min_size=1, max_size=4))
    made: list[Finding] = []
    for number in range(draw(st.integers(1, 3))):
        text = ""
        spans: list[Span] = []
        for _ in range(draw(st.integers(0, 5))):
            text += draw(st.sampled_from(GLUE))
            label, value = draw(st.sampled_from(known))
            if draw(st.booleans()):
                who = draw(st.sampled_from([(), (), ("s0",), ("s1",), ("s0", "s2")]))
                part = draw(st.sampled_from(NamePart)) if label is Label.PERSON else NamePart.FULL
                found = span(value, value, label=label, part=part, subjects=who)
                spans.append(
                    Span(
                        start=len(text),
                        end=len(text) + len(value),
                        label=label,
                        score=1,
                        recogniser="test",
                        why="test",
                        subjects=who,
                        resolution=found.resolution,
                        part=part,
                    )
                )
            text += value
        text += draw(st.sampled_from(("", *GLUE)))
        kind = draw(st.sampled_from((LeafKind.TEXT, LeafKind.TEXT, LeafKind.KEY)))
        made.append(finding(text, *spans, path=("messages", number), kind=kind))
    return made


def telling(value: str) -> bool:
    """Tell whether a value means somebody wherever it stands: an initial or `::` does not."""
    return sum(map(str.isalnum, value)) > 1


recased: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    (str, str.upper, str.lower, str.swapcase)
)
styles = st.sampled_from(SurrogateStyle)
decided = st.sampled_from(
    ({}, {"s0": Outcome.FORWARD}, {"s0": Outcome.PSEUDONYMISE, "s1": Outcome.FORWARD})
)
quick = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(request=leaves(), style=styles, decisions=decided, seed=st.integers(0, 999))
def test_nothing_decided_to_be_replaced_leaves(
    request: list[Finding], style: SurrogateStyle, decisions: dict[str, Outcome], seed: int
) -> None:
    made = plan(request, decisions=decisions, people=PEOPLE, style=style, seed=seed)
    check_leaks(sent_leaves(request, made), made)
    # The same without any of our own code: bare patterns over what leaves.
    bare = "\n".join(sent(request, made))
    for entry in made.placed:
        if not entry.pieces:
            bare = re.sub(re.escape(entry.surrogate), "@", bare, flags=re.IGNORECASE)
    free = {one for one, what in decisions.items() if what is Outcome.FORWARD}
    for one in request:
        for found in one.spans:
            value = one.leaf.text[found.start : found.end]
            if not (found.subjects and free.issuperset(found.subjects)) and telling(value):
                alone = rf"(?<![^\W_]){re.escape(value)}(?![^\W_])"
                assert not re.search(alone, bare)


@quick
@given(request=leaves(), style=styles, decisions=decided, seed=st.integers(0, 999))
def test_restore_undoes_replace(
    request: list[Finding], style: SurrogateStyle, decisions: dict[str, Outcome], seed: int
) -> None:
    made = plan(request, decisions=decisions, people=PEOPLE, style=style, seed=seed)
    for one, text in zip(request, sent(request, made), strict=True):
        assert restored(made, text) == one.leaf.text
        assert restored(made, list(text)) == one.leaf.text
        for source in (json.dumps(text), json.dumps(text, ensure_ascii=False)):
            assert json.loads(restored(made, source, json=True)) == one.leaf.text
            assert json.loads(restored(made, list(source), json=True)) == one.leaf.text


@quick
@given(request=leaves(), style=styles, seed=st.integers(0, 999))
def test_the_same_history_leaves_as_the_same_bytes(
    request: list[Finding], style: SurrogateStyle, seed: int
) -> None:
    first = plan(request, people=PEOPLE, style=style, seed=seed)
    again = plan(request, first.vault, people=PEOPLE, style=style, seed=seed + 1)
    assert sent(request, again) == sent(request, first)
    assert again.vault is first.vault


@quick
@given(request=leaves(), style=styles, seed=st.integers(0, 999))
def test_values_and_surrogates_are_unique_and_surrogates_are_ascii(
    request: list[Finding], style: SurrogateStyle, seed: int
) -> None:
    entries = plan(request, people=PEOPLE, style=style, seed=seed).vault.entries
    assert len({entry.value for entry in entries}) == len(entries)
    assert len({entry.surrogate.casefold() for entry in entries}) == len(entries)
    whole = [entry for entry in entries if not entry.pieces]
    said = folded("\n".join(one.leaf.text for one in request))
    for entry in whole:
        assert entry.surrogate.isascii()
        assert entry.surrogate.casefold() not in said
        assert not any(
            other is not entry and other.surrogate.casefold() in entry.surrogate.casefold()
            for other in whole
        )


@quick
@given(request=leaves(), more=leaves(), style=styles, data=st.data())
def test_typed_surrogates_come_back_as_typed_and_older_text_leaves_as_before(
    request: list[Finding], more: list[Finding], style: SurrogateStyle, data: st.DataObject
) -> None:
    first = plan(request, people=PEOPLE, style=style)
    live = [entry.surrogate for entry in first.vault.entries if not entry.pieces]
    typed = (
        [
            data.draw(recased)(surrogate)
            for surrogate in data.draw(st.lists(st.sampled_from(live), max_size=3))
        ]
        if live
        else []
    )
    answer = restored(first, "Of course: " + ", ".join(sent(request, first)))
    turn = [
        *request,
        finding(answer, path=("answer",), author="assistant"),
        finding("I said " + " and ".join(typed) + "?", path=("again",)),
    ]
    second = plan(turn, first.vault, people=PEOPLE, style=style, seed=2)
    assert sent(request, second) == sent(request, first)
    for one, text in zip(turn, sent(turn, second), strict=True):
        assert restored(second, text) == one.leaf.text
    for surrogate in typed:
        assert surrogate not in sent(turn, second)[-1]
    # A third turn names more people; whatever that changes, all of it still comes back.
    later = [
        finding(one.leaf.text, *one.spans, path=("later", number))
        for number, one in enumerate(more)
    ]
    third = plan([*turn, *later], second.vault, people=PEOPLE, style=style, seed=3)
    check_leaks(sent_leaves([*turn, *later], third), third)
    for one, text in zip([*turn, *later], sent([*turn, *later], third), strict=True):
        assert restored(third, text) == one.leaf.text


@quick
@given(request=leaves(), style=styles)
def test_surrogates_of_another_conversation_are_left_alone(
    request: list[Finding], style: SurrogateStyle
) -> None:
    ours = plan(request, people=PEOPLE, style=style, seed=1)
    theirs = Vault(entries=plan(request, people=PEOPLE, style=style, seed=2).vault.entries)
    own = {entry.surrogate.casefold() for entry in ours.vault.entries}
    foreign = [
        entry.surrogate
        for entry in theirs.entries
        if entry.surrogate.casefold() not in own and not entry.is_tag
    ]
    text = " / ".join(foreign)
    turn = [finding(text, path=("new",))]
    made = plan(turn, ours.vault, people=PEOPLE, style=style)
    assert made.replaced == {} or not foreign or style is SurrogateStyle.TAGS
    assert restored(ours, text) == text
