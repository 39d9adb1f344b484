"""Promises 3 and 4, over made-up names and texts: nothing replaced is left, and all comes back."""

import json
import unicodedata

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from gateway.pseudonyms.leaks import check_leaks
from gateway.pseudonyms.vault import Vault
from gateway.pseudonyms.words import folded, is_word
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
    " ", "\n", ", ", ". ", "'s ", "’s ", " and ", " (", ") ", "**", "_", " - ", "/", "😀", "\u200b ",
    " hope ", " will ", " maria ", " MARIA ", " the ", "\\n ", '"', "\t", " 5 ", "…", "説 ", " X",
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


styles = st.sampled_from(SurrogateStyle)
decided = st.sampled_from(
    ({}, {"s0": Outcome.FORWARD}, {"s0": Outcome.PSEUDONYMISE, "s1": Outcome.FORWARD})
)
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(request=leaves(), style=styles, decisions=decided, seed=st.integers(0, 999))
def test_nothing_decided_to_be_replaced_leaves(
    request: list[Finding], style: SurrogateStyle, decisions: dict[str, Outcome], seed: int
) -> None:
    made = plan(request, decisions=decisions, people=PEOPLE, style=style, seed=seed)
    check_leaks(sent_leaves(request, made), made)


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
