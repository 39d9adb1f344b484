from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.detection.near_names import NOBODY, NearNames
from gateway.detection.roster_names import RosterNames
from gateway.detection.subjects import settle
from gateway.terms.people import Person, Role
from gateway.terms.text import MANY, Candidate, Finding, Label, Leaf, LeafKind, Resolution
from tests.detection.people import BY_ID, ROSTER, SCHOOLS, person

MATCHER = RosterNames.build(ROSTER, SCHOOLS, "v1")
NEAR = NearNames.build([BY_ID[who] for who in ("maria", "hope", "will", "lopez-t", "twin-a")])


def findings(
    texts: Sequence[str],
    near: NearNames = NEAR,
    *,
    matcher: RosterNames = MATCHER,
    people: dict[str, Person] | None = None,
    model: Sequence[str] = (),
    kind: LeafKind = LeafKind.TEXT,
) -> tuple[Finding, ...]:
    """Settle texts as the leaves of one request; `model` are names that a model saw."""
    leaves = [
        Leaf(path=("messages", number, "content"), text=text, kind=kind)
        for number, text in enumerate(texts)
    ]
    proposed = [
        matcher.find(text)
        + [
            Candidate(
                start=text.index(name),
                end=text.index(name) + len(name),
                label=Label.PERSON,
                score=0.85,
                recogniser="model",
            )
            for name in model
            if name in text
        ]
        for text in texts
    ]
    return settle(leaves, proposed, near, BY_ID if people is None else people)


def who(texts: str | Sequence[str], near: NearNames = NEAR, model: Sequence[str] = ()) -> list[str]:
    """Return each span as `words=subjects`, `?` for unresolved."""
    texts = [texts] if isinstance(texts, str) else texts
    return [
        f"{finding.leaf.text[span.start : span.end]}={'+'.join(span.subjects) or '?'}"
        for finding in findings(texts, near, model=model)
        for span in finding.spans
    ]


NEAREST_FIRST = {
    "full name near": ("Maria Lopez", ["Maria Lopez=maria"]),
    "full name far": ("Noor Bashir", ["Noor Bashir=noor"]),
    "given name near goes before far": ("Then Maria left", ["Maria=maria"]),
    "given name far": ("Then Zoe left", ["Zoe=zoe"]),
    "family name far": ("The Bashir boy", ["Bashir=noor"]),
    "twin near goes before the far one": ("Sam Okafor", ["Sam Okafor=twin-a"]),
    "nickname near": ("Then Bill left", ["Bill=will"]),
    "initial near": ("Maria L. left", ["Maria L=maria"]),
    "family name of two near": ("The Lopez family", ["Lopez=maria+lopez-t"]),
    "family name first": ("Lopez, Maria", ["Lopez=maria", "Maria=maria"]),
    "somebody else of that name, in full": ("Maria Garcia", ["Maria Garcia=maria-g"]),
    "title means the grown-up": ("Ms. Lopez called", ["Lopez=lopez-t"]),
    "title of a guardian far": ("Mrs. Chen called", ["Chen=chen-g"]),
    "title without a grown-up": ("Ms. Bashir called", ["Bashir=noor"]),
    "e-mail": ("maria.lopez@example.org", ["maria.lopez@example.org=maria"]),
    "id": ("204518", ["204518=maria"]),
    "phone of two": ("(212) 555-0147", ["(212) 555-0147=will+chen-g"]),
    "school is nobody": ("at Lincoln ES", ["Lincoln ES=?"]),
    "mixed name is nobody": ("Then Noor Okafor left", ["Noor Okafor=?"]),
}


@pytest.mark.parametrize(("text", "expected"), NEAREST_FIRST.values(), ids=NEAREST_FIRST.keys())
def test_a_mention_is_the_nearest_of_its_name(text: str, expected: list[str]) -> None:
    assert who(text) == expected


FAR = {
    "given of two": ("Then Maria left", ["Maria=maria+maria-g"]),
    "twins": ("Sam Okafor", ["Sam Okafor=twin-a+twin-b"]),
    "part of twins": ("Then Sam left", ["Sam=twin-a+twin-b"]),
    "title": ("Ms. Lopez called", ["Lopez=lopez-t"]),
}


@pytest.mark.parametrize(("text", "expected"), FAR.values(), ids=FAR.keys())
def test_with_nobody_near_everyone_of_the_name_counts(text: str, expected: list[str]) -> None:
    assert who(text, NOBODY) == expected


COREFERENCE: dict[str, tuple[list[str], list[str]]] = {
    "given, later": (
        ["Maria Garcia came. Then Maria left."],
        ["Maria Garcia=maria-g", "Maria=maria-g"],
    ),
    "family, later": (
        ["Noor Bashir came. The Bashir boy left."],
        ["Noor Bashir=noor", "Bashir=noor"],
    ),
    "in a later leaf": (
        ["Maria Garcia came.", "Maria left."],
        ["Maria Garcia=maria-g", "Maria=maria-g"],
    ),
    "earlier, and one near: both": (
        ["Then Maria left.", "Maria Garcia came."],
        ["Maria=maria+maria-g", "Maria Garcia=maria-g"],
    ),
    "earlier, the near one": (
        ["Then Maria left.", "Maria Lopez came."],
        ["Maria=maria", "Maria Lopez=maria"],
    ),
    "two named before": (
        ["Maria Garcia and Maria Lopez came. Maria left."],
        ["Maria Garcia=maria-g", "Maria Lopez=maria", "Maria=maria-g+maria"],
    ),
    "nickname for one named before": (
        ["William Chen came. Then Bill left."],
        ["William Chen=will", "Bill=will"],
    ),
    "two cells name in full": (
        ["Garcia,Maria,87", "Then Maria left."],
        ["Garcia=maria-g", "Maria=maria-g", "Maria=maria-g"],
    ),
    "e-mail names its owner": (
        ["r.lopez@example.org wrote. The Lopez note is here."],
        ["r.lopez@example.org=lopez-t", "Lopez=lopez-t"],
    ),
    "title after a pupil of that name": (
        ["Maria Lopez came. Ms. Lopez called."],
        ["Maria Lopez=maria", "Lopez=lopez-t"],
    ),
    "after a name that is nobody's": (
        ["Then Noor Okafor came. Then Noor left."],
        ["Noor Okafor=?", "Noor=?"],
    ),
    "particles do not join people": (
        ["José de la Cruz came. Then Zoe left."],
        ["José de la Cruz=jose", "Zoe=zoe"],
    ),
}


@pytest.mark.parametrize(("texts", "expected"), COREFERENCE.values(), ids=COREFERENCE.keys())
def test_part_of_a_name_is_the_one_named_in_full(texts: list[str], expected: list[str]) -> None:
    assert who(texts) == expected


def test_a_name_that_only_the_model_saw_is_unresolved() -> None:
    assert who("Then Tavi Brell left", model=["Tavi Brell"]) == ["Tavi Brell=?"]


def test_a_pupils_name_with_a_strangers_family_name_is_nobodys() -> None:
    assert who("Then Maria Brell left. Maria ran.", model=["Maria Brell"]) == [
        "Maria Brell=?",
        "Maria=?",
    ]


def test_same_name_people_stay_ambiguous_even_when_both_are_near() -> None:
    near = NearNames.build([BY_ID["twin-a"], BY_ID["twin-b"]])
    for text in ("Sam Okafor", "Then Sam left", "Sam Okafor and later Sam"):
        for span in findings([text], near)[0].spans:
            assert span.resolution is Resolution.AMBIGUOUS
            assert span.subjects == ("twin-a", "twin-b")


CROWD = [person(f"c{number:02}", "Ana", "Silva") for number in range(MANY + 4)]
CROWD_MATCHER = RosterNames.build(CROWD, [], "crowd")


@pytest.mark.parametrize("text", ["Ana Silva", "Then Ana left", "Silva, Ana", "Then A. Silva left"])
def test_more_than_many_are_unresolved(text: str) -> None:
    found = findings([text], NOBODY, matcher=CROWD_MATCHER)[0].spans
    assert found
    assert all(span.resolution is Resolution.UNRESOLVED for span in found)


@pytest.mark.parametrize("text", ["Ana Silva", "Then Ana left", "Silva, Ana", "Then A. Silva left"])
def test_of_many_the_near_one_is_known(text: str) -> None:
    near = NearNames.build([CROWD[-1], BY_ID["maria"]])
    found = findings([text], near, matcher=CROWD_MATCHER)[0].spans
    assert found
    assert all(span.subjects == (CROWD[-1].id,) for span in found)


def test_a_title_among_more_than_many_is_unresolved_unless_a_grown_up_is_near() -> None:
    aide = person("aide", "Bea", "Silva", Role.AIDE)
    matcher = RosterNames.build([*CROWD, aide], [], "crowd")
    (far,) = findings(["Ms. Silva called"], NOBODY, matcher=matcher)[0].spans
    assert far.resolution is Resolution.UNRESOLVED
    (near,) = findings(["Ms. Silva called"], NearNames.build([aide]), matcher=matcher)[0].spans
    assert near.subjects == ("aide",)


def test_a_structural_leaf_is_matched_against_the_roster_alone() -> None:
    found = findings(["call_204518"], kind=LeafKind.STRUCTURAL, model=["call"])
    assert found[0].spans == ()
    found = findings(["Maria-Lopez_1", "204518", "hope"], kind=LeafKind.STRUCTURAL, model=["hope"])
    assert [len(finding.spans) for finding in found] == [1, 1, 0]
    assert found[1].spans[0].subjects == ("maria",)


def test_every_leaf_has_its_finding_in_order() -> None:
    texts = ["nothing", "Maria Lopez", "", "Noor Bashir"]
    found = findings(texts)
    assert [finding.leaf.text for finding in found] == texts
    assert [len(finding.spans) for finding in found] == [0, 1, 0, 1]


def test_without_persons_at_hand_a_title_says_nothing() -> None:
    (span,) = findings(["Ms. Bashir called"], NOBODY, people={})[0].spans
    assert span.subjects == ("noor",)


PIECES = st.lists(
    st.sampled_from(
        [
            "Maria",
            "Lopez",
            "Garcia",
            "Noor",
            "Okafor",
            "Sam",
            "Hope",
            "Young",
            "and",
            "left.",
            "maria.lopez@example.org",
            "204518",
            "Ms.",
            "Bill",
            "Chen",
            "José",
            "de la Cruz",
        ]
    ),
    max_size=10,
).map(" ".join)


@given(st.lists(PIECES, min_size=1, max_size=4))
@settings(max_examples=200)
def test_spans_are_ordered_apart_and_the_same_every_time(texts: list[str]) -> None:
    found = findings(texts)
    assert found == findings(texts)
    for finding in found:
        past = 0
        for span in finding.spans:
            assert past <= span.start
            past = span.end
            assert past <= len(finding.leaf.text)
            assert set(span.subjects) <= BY_ID.keys()


@given(st.lists(PIECES, min_size=1, max_size=3))
@settings(max_examples=100)
def test_somebody_near_with_other_names_changes_nothing(texts: list[str]) -> None:
    stranger = person("zz", "Quorlin", "Vextrap")
    wider = NearNames.build([*NEAR.people.values(), stranger])
    assert findings(texts, wider) == findings(texts)


def test_a_name_learnt_in_one_message_is_found_in_the_others_and_is_the_same_persons() -> None:
    texts = ["Maria Lopez is late", "mariaBot", "Quill Ashgrove left", "tell ashgrove's aunt"]

    assert who(texts, model=["Quill Ashgrove"]) == [
        "Maria Lopez=maria",
        "maria=maria",
        "Quill Ashgrove=?",
        "ashgrove=?",
    ]


CIRCLE = NearNames.build(
    [
        person("ana", "Ana", "Ruiz"),
        person("zach", "Zachary", "Bloom"),
        person("seun", "Oluwaseun", "Bankole"),
        person("luis", "Luis", "Ortiz"),
    ]
)
LISTED = [
    *(person(f"o{number}", f"L{number}u", "Ortiz") for number in range(MANY + 2)),
    person("zach-b", "Zach", "Brell"),
    person("seun-far", "Seun", "Ulmer"),
    *CIRCLE.people.values(),
]
IN_CIRCLE = {
    "a second family name": ("Ana Ruiz Leal left", ["Ana Ruiz=ana", "Leal=ana"]),
    "a second name that stands apart": ("Ana Ruiz, Leal left", ["Ana Ruiz=ana", "Leal=?"]),
    "a nickname with an initial goes before one so called far": ("Zach B left", ["Zach B=zach"]),
    "a short form goes before one so called far": ("Then Seun left", ["Seun=seun"]),
    "an initial in its own cell, of many": ("ORTIZ,L", ["ORTIZ=luis", "L=luis"]),
}


@pytest.mark.parametrize(("text", "expected"), IN_CIRCLE.values(), ids=IN_CIRCLE.keys())
def test_who_is_in_class_is_meant_by_less_than_the_whole_name(
    text: str, expected: list[str]
) -> None:
    listed = RosterNames.build(LISTED, (), "v1")
    found = findings([text], CIRCLE, matcher=listed, people={}, model=["Leal"])

    assert [
        f"{text[span.start : span.end]}={'+'.join(span.subjects) or '?'}" for span in found[0].spans
    ] == expected
