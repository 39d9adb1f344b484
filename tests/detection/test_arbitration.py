import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.detection.arbitration import arbitrate
from gateway.detection.arbitration_settings import DEFAULT, STAFF, STUDENT, Setting
from gateway.detection.kept import WHYS, Kept
from gateway.detection.near_names import NOBODY, NearNames
from gateway.detection.public_names import PublicNames
from gateway.detection.renown import evidence
from gateway.detection.roster_names import RosterNames
from gateway.terms.text import Candidate, Label, NamePart
from tests.detection.people import BY_ID, ROSTER, SCHOOLS, person

MATCHER = RosterNames.build(ROSTER, SCHOOLS, "v1")
NEAR = NearNames.build([BY_ID[who] for who in ("maria", "hope", "will", "april", "lopez-t")])


class Seen(NamedTuple):
    """What a model or a form proposes: the words, their label and score."""

    words: str
    label: Label = Label.PERSON
    score: float = 0.85


def proposed(text: str, others: Sequence[Seen]) -> list[Candidate]:
    """Return the roster's candidates and those of the others."""
    return MATCHER.find(text) + [
        Candidate(
            start=text.index(one.words),
            end=text.index(one.words) + len(one.words),
            label=one.label,
            score=one.score,
            recogniser="ner" if one.label is Label.PERSON else "form",
        )
        for one in others
    ]


def kept(text: str, *others: Seen, near: NearNames = NEAR) -> list[str]:
    """Return what stands, written `words/why`."""
    return [f"{text[one.start : one.end]}/{one.why}" for one in settled(text, *others, near=near)]


def settled(text: str, *others: Seen, near: NearNames = NEAR) -> tuple[Kept, ...]:
    return arbitrate(text, proposed(text, others), near)


ROSTER_ALONE = {
    "full, near": ("Maria Lopez", ["Maria Lopez/class-full"]),
    "full, far": ("Noor Bashir", ["Noor Bashir/roster-full"]),
    "given, near": ("Then Maria left", ["Maria/class-given"]),
    "given, far": ("Then Noor left", ["Noor/roster-given"]),
    "family, near": ("The Chen boy", ["Chen/class-family"]),
    "family, far": ("The Okafor boy", ["Okafor/roster-family"]),
    "nickname, near": ("Then Billy left", ["Billy/class-nickname"]),
    "initial, near": ("Maria L. left", ["Maria L/class-initial"]),
    "initial, far": ("Noor B. left", ["Noor B/roster-initial"]),
    "title, near": ("Ms. Lopez", ["Lopez/class-title"]),
    "title, far": ("Mr. Okafor", ["Okafor/roster-title"]),
    "word within a sentence": ("I saw Hope", ["Hope/class-given"]),
    "word at the start, near": ("Hope is late", ["Hope/class-given"]),
    "word in chat, near": ("can hope come", ["hope/class-given"]),
    "verb in chat, though near": ("i hope so", []),
    "month, though near": ("In April we read", []),
    "called like a month, near": ("We saw April run", ["April/class-given"]),
    "verb in cased text": ("Sam said I hope so", ["Sam/roster-given"]),
    "family word, near": ("Ask Young why", ["Young/class-family"]),
    "mixed": ("Then Noor Okafor left", ["Noor Okafor/roster-mixed"]),
    "mixed in a list": ("Noor, Okafor", ["Noor/roster-given", "Okafor/roster-family"]),
    "two given names": ("Noor Zoe", ["Noor/roster-given", "Zoe/roster-given"]),
    "cells": ("Lopez | Maria", ["Lopez/class-full", "Maria/class-full"]),
    "id": ("id 204518", ["204518/roster-exact"]),
    "short id alone": ("in 4821", []),
    "school": ("at Lincoln ES", ["Lincoln ES/roster-exact"]),
    "address with a name in it": (
        "maria.lopez@example.org",
        ["maria.lopez@example.org/roster-exact"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), ROSTER_ALONE.values(), ids=ROSTER_ALONE.keys())
def test_the_roster_by_itself(text: str, expected: list[str]) -> None:
    assert kept(text) == expected


FAR_FROM_ALL = {
    "word at the start": ("Hope is late", []),
    "word within": ("I saw Hope", []),
    "word in chat": ("can hope come", []),
    "month": ("In April we read", []),
    "family word": ("Ask Young why", []),
    "president": ("Ask Washington why", []),
    "full, of words": ("Then Hope Young left", ["Hope Young/roster-full"]),
}


@pytest.mark.parametrize(("text", "expected"), FAR_FROM_ALL.values(), ids=FAR_FROM_ALL.keys())
def test_words_count_less_without_anybody_near(text: str, expected: list[str]) -> None:
    assert kept(text, near=NOBODY) == expected


ADDRESS = "12 Garcia Street"
WITH_OTHERS: dict[str, tuple[str, list[Seen], list[str]]] = {
    "model alone": ("Then Tavi Brell left", [Seen("Tavi Brell")], ["Tavi Brell/ner-unlisted"]),
    "model, same as roster": (
        "Then Noor Bashir left",
        [Seen("Noor Bashir")],
        ["Noor Bashir/roster-full"],
    ),
    "model sees further": ("Then Noor Brell left", [Seen("Noor Brell")], ["Noor Brell/ner-grown"]),
    "model sees further before": (
        "Then Tavi Okafor left",
        [Seen("Tavi Okafor")],
        ["Tavi Okafor/ner-grown"],
    ),
    "model sees less": ("Then Noor Bashir left", [Seen("Bashir")], ["Noor Bashir/roster-full"]),
    "model cuts a word": ("Then Tavi Brell left", [Seen("avi Bre")], ["Tavi Brell/ner-unlisted"]),
    "model takes the possessive": (
        "Tavi Brell's book",
        [Seen("Tavi Brell's")],
        ["Tavi Brell/ner-unlisted"],
    ),
    "model takes signs": ("(Tavi Brell),", [Seen("(Tavi Brell),")], ["Tavi Brell/ner-unlisted"]),
    "model takes a greeting": ("Dear Tavi,", [Seen("Dear Tavi,")], ["Tavi/ner-unlisted"]),
    "model takes a title": ("Ms. Brell left", [Seen("Ms. Brell")], ["Brell/ner-unlisted"]),
    "model takes a greeting of the roster": (
        "Dear Noor,",
        [Seen("Dear Noor")],
        ["Noor/roster-given"],
    ),
    "model sees nothing but a greeting": ("Dear Student,", [Seen("Dear Student")], []),
    "model sees nothing but signs": ("***", [Seen("**")], []),
    "model takes two people": (
        "Then Noor and Zoe left",
        [Seen("Noor and Zoe")],
        ["Noor/roster-given", "Zoe/roster-given"],
    ),
    "model takes a full name and more": (
        "Then Noor Bashir Brell left",
        [Seen("Noor Bashir Brell")],
        ["Noor Bashir/roster-full", "Brell/rest"],
    ),
    "model across a comma": (
        "Noor, Brell and others",
        [Seen("Noor, Brell")],
        ["Noor/roster-given", "Brell/rest"],
    ),
    "model below its measure": ("Then Tavi left", [Seen("Tavi", score=0.1)], []),
    "form alone": (
        "mail tavi@example.net",
        [Seen("tavi@example.net", Label.EMAIL)],
        ["tavi@example.net/pattern"],
    ),
    "form below its measure": ("see 123-45", [Seen("123-45", Label.SSN, 0.2)], []),
    "form over a name": (
        f"at {ADDRESS}",
        [Seen(ADDRESS, Label.ADDRESS, 0.7)],
        [f"{ADDRESS}/pattern"],
    ),
    "form over the model": (
        "tavi.brell@example.net",
        [Seen("tavi.brell@example.net", Label.EMAIL), Seen("tavi.brell")],
        ["tavi.brell@example.net/pattern"],
    ),
    "form cut in a word": (
        "at example.org/tavib now",
        [Seen("example.org/tav", Label.URL_PERSONAL)],
        ["example.org/tavib/pattern"],
    ),
    "form that lends a short id its owner": (
        "lunch pin 4821",
        [Seen("4821", Label.STUDENT_ID, 0.6)],
        ["4821/pattern"],
    ),
    "form and the roster's id": (
        "id 204518",
        [Seen("204518", Label.STUDENT_ID, 0.6)],
        ["204518/roster-exact"],
    ),
    "form that takes the cue along": (
        "ID# 204518",
        [Seen("ID# 204518", Label.STUDENT_ID, 0.6)],
        ["ID# 204518/pattern"],
    ),
    "two forms of the same digits": (
        "call 204518",
        [Seen("204518", Label.PHONE, 0.5)],
        ["204518/roster-exact"],
    ),
    "name beside a form": (
        "Noor Bashir 12 Brell Road",
        [Seen("Bashir 12 Brell Road", Label.ADDRESS, 0.7)],
        ["Noor/rest", "Bashir 12 Brell Road/pattern"],
    ),
}


@pytest.mark.parametrize(
    ("text", "others", "expected"), WITH_OTHERS.values(), ids=WITH_OTHERS.keys()
)
def test_the_roster_together_with_model_and_forms(
    text: str, others: list[Seen], expected: list[str]
) -> None:
    assert kept(text, *others) == expected


def test_nothing_proposed_is_nothing_kept() -> None:
    assert arbitrate("Maria", [], NEAR) == ()


def test_a_form_has_the_owner_of_the_id_within_it() -> None:
    (pin,) = settled("lunch pin 4821", Seen("4821", Label.STUDENT_ID, 0.6))
    assert pin.people == ("maria",)
    (cued,) = settled("ID# 204518", Seen("ID# 204518", Label.STUDENT_ID, 0.6))
    assert cued.people == ("maria",)


def test_a_grown_name_is_nobody_on_the_roster() -> None:
    (grown,) = settled("Then Noor Brell left", Seen("Noor Brell"))
    assert grown.people == ()
    assert grown.part is NamePart.FULL


def test_a_mixed_name_is_nobody_on_the_roster() -> None:
    (mixed,) = settled("Then Noor Okafor left")
    assert mixed.people == ()


def test_one_word_that_is_given_and_family_name_is_both() -> None:
    text = "Garcia left"
    both = [
        Candidate(
            start=0, end=6, label=Label.PERSON, score=0.7, recogniser="roster-part",
            people=(who,), part=part,
        )
        for who, part in (("a", NamePart.GIVEN), ("b", NamePart.FAMILY))
    ]  # fmt: skip
    (one,) = arbitrate(text, both, NOBODY)
    assert set(one.people) == {"a", "b"}


def test_a_near_given_name_goes_before_a_far_family_name() -> None:
    (hope,) = settled("I saw Hope")
    assert hope.part is NamePart.GIVEN
    assert hope.people == ("hope",)


def test_part_of_a_double_family_name_gives_way_to_somebody_everyone_knows() -> None:
    double = replace(BY_ID["maria"], id="double", given="Rochelle", family="Carson-Diaz")
    near = NearNames.build([double])
    matcher = RosterNames.build([double], (), "v2")

    def found(text: str) -> list[str]:
        candidates = matcher.find(text) + PUBLIC.find(text)
        kept = arbitrate(text, candidates, near, named=evidence([text], [candidates]))
        return [text[one.start : one.end] for one in kept]

    assert found("Rachel Carson wrote. What makes Carson persuasive?") == []
    assert found("What makes Carson sad?") == ["Carson"]
    assert found("Rachel Carson wrote. What did Carson-Diaz write?") == ["Carson-Diaz"]


PUBLIC = PublicNames.load()
MODEL_SAW: dict[str, tuple[str, list[Seen], list[str]]] = {
    "public in full": ("Then Harriet Tubman left", [Seen("Harriet Tubman")], []),
    "public by one word": ("Then Shakespeare wrote", [Seen("Shakespeare")], []),
    "a title": ("In Charlotte's Web", [Seen("Charlotte")], []),
    "given name of one, family name of another": (
        "Then Jordan Lopez read Andrew Jackson",
        [Seen("Andrew Jackson")],
        ["Jordan Lopez/roster-mixed"],
    ),
    "said to be one of the school": (
        "My classmate Harriet Tubman left",
        [Seen("Harriet Tubman")],
        ["Harriet Tubman/ner-unlisted"],
    ),
    "a longer name nobody knows": (
        "Then Shakespeare Brell left",
        [Seen("Shakespeare Brell")],
        ["Shakespeare Brell/ner-unlisted"],
    ),
    "more beside a full name": (
        "Harriet Tubman Tavi Brell",
        [Seen("Harriet Tubman Tavi Brell")],
        ["Tavi Brell/ner-unlisted"],
    ),
    "cited": ("It ends badly (Brell 44).", [Seen("Brell")], []),
    "a ruler": ("Then Queen Brell left", [Seen("Brell")], []),
    "a place of a story": (
        "Market Street in Last Stop on Market Street",
        [Seen("Market Street", Label.ADDRESS)],
        [],
    ),
    "a teacher who is called like somebody": (
        "Mark Twain wrote. Ms. Twain left",
        [Seen("Ms. Twain")],
        ["Twain/ner-unlisted"],
    ),
    "nobody knows": ("Then Tavi Brell left", [Seen("Tavi Brell")], ["Tavi Brell/ner-unlisted"]),
}
ROSTER_KNEW: dict[str, tuple[str, list[str]]] = {
    "part, near, by itself": ("Then Washington left", []),
    "a full public name beats part of a far one": ("Then Jordan Peele left", []),
    "a full public name beats part of a near one": ("Then Maria Montessori left", []),
    "part alone, far, of somebody named in full": (
        "Michael Jordan played. Then Jordan left",
        [],
    ),
    "part alone, far, that no model saw": ("Then Jordan left", []),
    "part alone, near, of somebody named in full": (
        "Mark Twain said hope. Then Maria left. Maria Montessori taught.",
        ["Maria/class-given"],
    ),
    "said to be one of the school": (
        "my student Maria Montessori",
        ["Maria/class-given"],
    ),
    "cited, near": ("It ends badly (Maria 44).", ["Maria/class-given"]),
    "cited, far": ("It ends badly (Noor 44).", []),
    "a word problem, far": ("Noor has 12 apples and eats 5. How many are left?", []),
    "a word problem, near": ("Maria has 12 apples and eats 5. How many are left?", []),
    "a word problem with pupils' names, near": (
        "Write a problem with my students' names: Maria has 12 apples, how many are left?",
        ["Maria/class-given"],
    ),
    "a word problem, in full": (
        "Noor Bashir has 12 apples. How many are left?",
        ["Noor Bashir/roster-full"],
    ),
    "a word problem, far, with a title": ("Mr. Okafor buys 3 pens. How much is left?", []),
}


def weighed(text: str, *others: Seen, setting: Setting = DEFAULT) -> list[str]:
    candidates = proposed(text, others) + PUBLIC.find(text)
    named = evidence([text], [candidates])
    found = arbitrate(text, candidates, NEAR, setting, named=named)
    return [f"{text[one.start : one.end]}/{one.why}" for one in found]


@pytest.mark.parametrize(("text", "others", "expected"), MODEL_SAW.values(), ids=MODEL_SAW.keys())
def test_what_only_the_model_saw_goes_if_everyone_knows_it(
    text: str, others: list[Seen], expected: list[str]
) -> None:
    assert weighed(text, *others) == expected


@pytest.mark.parametrize(("text", "expected"), ROSTER_KNEW.values(), ids=ROSTER_KNEW.keys())
def test_people_everyone_knows_are_weighed_against_the_roster(
    text: str, expected: list[str]
) -> None:
    assert weighed(text) == expected


def test_what_somebody_excused_is_left_alone_unless_the_roster_knows_it() -> None:
    text = "Then Tavi Brell, Tavi Quist and Noor left"
    candidates = proposed(text, [Seen("Tavi Brell"), Seen("Tavi Quist"), Seen("Noor")])
    found = arbitrate(text, candidates, NEAR, excused={"tavi", "brell", "noor"})
    assert [text[one.start : one.end] for one in found] == ["Tavi Quist", "Noor"]


DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "names-left-alone.md"


def test_every_reason_a_finding_can_stand_for_is_documented() -> None:
    rows = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| `")]
    told = re.findall("`([a-z-]+)`", "\n".join(row.split("|")[1] for row in rows))
    assert sorted(told) == sorted(WHYS)


WITH_A_MODEL: dict[str, tuple[str, list[Seen], list[str]]] = {
    "a word that is a name": ("I saw Hope", [Seen("Hope")], ["Hope/roster-given"]),
    "a name in small letters": ("Then noor left", [Seen("noor")], ["noor/roster-given"]),
    "the model saw another": ("I saw Hope and Tavi", [Seen("Tavi")], ["Tavi/ner-unlisted"]),
}


@pytest.mark.parametrize(
    ("text", "others", "expected"), WITH_A_MODEL.values(), ids=WITH_A_MODEL.keys()
)
def test_a_word_that_somebody_far_is_called_needs_a_model_that_saw_a_name(
    text: str, others: list[Seen], expected: list[str]
) -> None:
    assert kept(text, *others, near=NOBODY) == expected


WORLD = "Charlotte's Web and Walden are books of my sister. "
BY_WHOM: dict[str, tuple[str, list[Seen], list[str], list[str]]] = {
    "strange, both models saw it": (
        WORLD + "Then Tavi helped him.",
        [Seen("Tavi", score=0.9)],
        ["Tavi/ner-unlisted"],
        [],
    ),
    "strange, one model saw it": (
        WORLD + "Then Tavi helped him.",
        [Seen("Tavi", score=0.6)],
        [],
        [],
    ),
    "a full name": (
        WORLD + "Then Stefan Brell left.",
        [Seen("Stefan Brell", score=0.97)],
        ["Stefan Brell/ner-unlisted"],
        ["Stefan Brell/ner-unlisted"],
    ),
    "strange, in a text that is a lesson": (
        "Charlotte's Web and Walden are books. Then Tavi helped him.",
        [Seen("Tavi", score=0.97)],
        [],
        [],
    ),
    "in a sentence of one's own life": (
        WORLD + "My friend Tavi wrote.",
        [Seen("Tavi", score=0.6)],
        ["Tavi/ner-unlisted"],
        ["Tavi/ner-unlisted"],
    ),
    "of somebody far": (
        WORLD + "Then Noor helped him.",
        [Seen("Noor", score=0.9)],
        ["Noor/roster-given"],
        [],
    ),
    "of somebody far whom no model saw": (WORLD + "Then Noor helped him.", [], [], []),
    "of somebody near": (
        WORLD + "Then Maria wrote.",
        [],
        ["Maria/class-given"],
        ["Maria/class-given"],
    ),
    "somebody far in full": (
        WORLD + "Then Noor Bashir wrote.",
        [],
        ["Noor Bashir/roster-full"],
        ["Noor Bashir/roster-full"],
    ),
    "somebody far by an initial": (WORLD + "Then N. Bashir wrote.", [], [], []),
    "names of two people far": (WORLD + "Then Noor Okafor wrote.", [], [], []),
    "names that chance put side by side": (
        WORLD + "Then Bashir, Noor and Quist wrote.",
        [],
        [],
        [],
    ),
    "with a name of somebody near": (
        WORLD + "Then Stefan Lopez wrote.",
        [Seen("Stefan Lopez", score=0.6)],
        ["Stefan Lopez/ner-grown"],
        ["Stefan Lopez/ner-grown"],
    ),
    "somebody near, called as one who was named in full": (
        "Charlotte's Web and Jennifer Lopez. Then Lopez helped him.",
        [],
        ["Lopez/class-family"],
        [],
    ),
    "the same among one's own": (
        WORLD + "Jennifer Lopez sang. Then Lopez helped him.",
        [],
        ["Lopez/class-family"],
        ["Lopez/class-family"],
    ),
}


@pytest.mark.parametrize(
    ("text", "others", "by_staff", "by_a_pupil"), BY_WHOM.values(), ids=BY_WHOM.keys()
)
def test_where_the_world_is_spoken_of_a_name_must_be_surer_and_surest_if_a_pupil_writes(
    text: str, others: list[Seen], by_staff: list[str], by_a_pupil: list[str]
) -> None:
    assert weighed(text, *others, setting=STAFF) == by_staff
    assert weighed(text, *others, setting=STUDENT) == by_a_pupil


def test_the_setting_says_how_sure_is_sure() -> None:
    text = "Then Noor left"
    strict = Setting(roster=0.95)
    assert arbitrate(text, MATCHER.find(text), NOBODY, DEFAULT)
    assert not arbitrate(text, MATCHER.find(text), NOBODY, strict)


TEXTS = st.lists(
    st.sampled_from(
        [
            "Maria",
            "Lopez",
            "Noor",
            "Okafor",
            "Brell",
            "Tavi",
            "hope",
            "Young",
            "204518",
            "and",
            "maria.lopez@example.org",
            "de la Cruz",
            "José",
            "M.",
            "Ms.",
            "12",
            "Street",
            "’s",
        ]
    ),
    min_size=1,
    max_size=12,
).flatmap(
    lambda pieces: st.lists(
        st.sampled_from([" ", ", ", "\n", "-", "'", "\t"]),
        min_size=len(pieces),
        max_size=len(pieces),
    ).map(lambda gaps: "".join(map("".join, zip(pieces, gaps, strict=True))))
)


@given(TEXTS, st.data())
@settings(max_examples=300)
@pytest.mark.slow
def test_spans_never_overlap_cut_no_word_and_cover_all_that_was_sure(
    text: str, data: st.DataObject
) -> None:
    spans = data.draw(
        st.lists(
            st.tuples(
                st.integers(0, len(text) - 1),
                st.integers(1, 12),
                st.sampled_from([Label.PERSON, Label.ADDRESS, Label.PHONE, Label.STUDENT_ID]),
                st.sampled_from([0.5, 0.85, 1.0]),
            ),
            max_size=5,
        )
    )
    others = [
        Candidate(
            start=start, end=min(start + size, len(text)), label=label, score=score, recogniser="x"
        )
        for start, size, label, score in spans
    ]
    roster = MATCHER.find(text)
    found = arbitrate(text, roster + others, NEAR)
    past = 0
    for one in found:
        assert past <= one.start < one.end <= len(text)
        past = one.end
    covered = {at for one in found for at in range(one.start, one.end)}
    for seen in (*roster, *others):
        if seen.label is not Label.PERSON and seen.score >= DEFAULT.pattern:
            bare = [at for at in range(seen.start, seen.end) if at not in covered]
            # what is left of "Maria's" once the name is taken says nothing
            bare = [at for at in bare if text[at - 1 : at + 1].lower() not in ("'s", "’s")]
            assert not any(text[at].isalnum() for at in bare) or any(
                other.label is seen.label and other.start < seen.end and seen.start < other.end
                for other in found
            )
        elif seen.recogniser == "roster":
            assert all(at in covered for at in range(seen.start, seen.end) if text[at].isalnum())
    again = arbitrate(text, list(reversed(roster + others)), NEAR)
    assert [(one.start, one.end) for one in again] == [(one.start, one.end) for one in found]


def test_a_name_that_a_model_hardly_saw_stands_if_it_means_somebody_near() -> None:
    text = "so kat and tat are late"
    near = NearNames.build([person("s1", "Katherine", "Liu")])
    seen = [
        Candidate(start=at, end=at + 3, label=Label.PERSON, score=0.2, recogniser="ner")
        for at in (text.index("kat"), text.index("tat"))
    ]

    assert [text[one.start : one.end] for one in arbitrate(text, seen, near)] == ["kat"]


def place(text: str, words: str) -> Candidate:
    """Return an address that a model alone saw."""
    start = text.index(words)
    return Candidate(
        start=start,
        end=start + len(words),
        label=Label.ADDRESS,
        score=0.99,
        recogniser="ner-rampart",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "41 Maria L., 66 Noor B., 38 Lowell P.",
            ["Maria L/PERSON", "Noor B/PERSON", "Lowell P/PERSON"],
            id="a list of scores",
        ),
        pytest.param("41 Foundry Stairs", ["41 Foundry Stairs/ADDRESS"], id="no name in it"),
    ],
)
def test_names_stand_against_an_address_that_a_model_alone_saw(
    text: str, expected: list[str]
) -> None:
    found = arbitrate(text, [*MATCHER.find(text), place(text, text)], NEAR)

    assert [f"{text[one.start : one.end]}/{one.label.value}" for one in found] == expected
