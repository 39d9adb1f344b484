import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.detection.folding import fold
from gateway.detection.name_scores import KEEP
from gateway.detection.roster_names import RosterNames
from gateway.errors import Unusable
from gateway.terms.text import MANY, Label
from tests.detection.people import ROSTER, SCHOOLS, person

MATCHER = RosterNames.build(ROSTER, SCHOOLS, "v1")


def seen(text: str, *, least: float = KEEP) -> list[str]:
    """Return what is found in a text, written `surface/label or part/first person`."""
    return [
        f"{text[one.start : one.end]}/"
        f"{one.part.value if one.label is Label.PERSON else one.label.value}/"
        f"{'+'.join(one.people)}"
        for one in MATCHER.find(text)
        if one.score >= least
    ]


FORMS = {
    "full": ("Maria Lopez left", ["Maria Lopez/full/maria"]),
    "full, no case": ("maria lopez left", ["maria lopez/full/maria"]),
    "full, capitals": ("MARIA LOPEZ LEFT", ["MARIA LOPEZ/full/maria"]),
    "full, careless": ("Then Maria lopez left", ["Maria lopez/full/maria"]),
    "full, two spaces": ("Maria  Lopez", ["Maria  Lopez/full/maria"]),
    "full, no-break space": ("Maria\u00a0Lopez", ["Maria\u00a0Lopez/full/maria"]),
    "full, possessive": ("Maria Lopez's book", ["Maria Lopez/full/maria"]),
    "full, curly possessive": ("Maria Lopez’s book", ["Maria Lopez/full/maria"]),
    "full, quoted": ("“Maria Lopez”", ["Maria Lopez/full/maria"]),
    "preferred": ("Mia Garcia", ["Mia Garcia/full/maria-g"]),
    "middle name": ("Maria Elena Lopez", ["Maria Elena Lopez/full/maria"]),
    "middle initial": ("Maria E. Lopez", ["Maria E. Lopez/full/maria"]),
    "middle initial, no dot": ("Maria E Lopez", ["Maria E Lopez/full/maria"]),
    "other middle name": ("Maria Ines Lopez", ["Maria Ines Lopez/full/maria"]),
    "given and middle": ("Maria Elena left", ["Maria Elena/given/maria"]),
    "family first, comma": ("Lopez, Maria", ["Lopez/family/maria", "Maria/given/maria"]),
    "family first, no space": ("LOPEZ,MARIA", ["LOPEZ/family/maria", "MARIA/given/maria"]),
    "family first, no comma": ("Lopez Maria left", ["Lopez/family/maria", "Maria/given/maria"]),
    "two cells": ("Maria\tLopez\t87", ["Maria/given/maria", "Lopez/family/maria"]),
    "two cells, turned": ("| Lopez | Maria |", ["Lopez/family/maria", "Maria/given/maria"]),
    "two cells, quoted": ('"Lopez","Maria"', ["Lopez/family/maria", "Maria/given/maria"]),
    "two lines": ("Maria\nLopez", ["Maria/given/maria", "Lopez/family/maria"]),
    "initial and family": ("M. Lopez", ["M. Lopez/other/maria"]),
    "initial and family, tight": ("M.Lopez", ["M.Lopez/other/maria"]),
    "no initial but a case": ("Gideon v. Lopez", ["Lopez/family/maria+lopez-t"]),
    "given and initial": ("Noor B. left", ["Noor B/other/noor"]),
    "given and bare initial": ("Noor B is late", ["Noor B/other/noor"]),
    "family, initial": ("BASHIR,N", ["BASHIR/family/noor", "N/other/noor"]),
    "nickname and family": ("Bill Chen", ["Bill Chen/full/will"]),
    "hyphen and apostrophe": ("Jean-Luc O'Brien-Garcia", ["Jean-Luc O'Brien-Garcia/full/luc"]),
    "hyphen and apostrophe left out": ("Jean Luc OBrien", ["Jean Luc OBrien/full/luc"]),
    "run together": ("jeanluc obriengarcia", ["jeanluc obriengarcia/full/luc"]),
    "curly apostrophe": ("Luc O’Brien", ["Luc O’Brien/full/luc"]),
    "second family name": ("Luc Garcia", ["Luc Garcia/full/luc"]),
    "particles first": (
        "Sign: de la Cruz, José",
        ["de la Cruz/family/jose", "José/given/jose"],
    ),
    "particles": ("José de la Cruz", ["José de la Cruz/full/jose"]),
    "particles tied": ("Jose DelaCruz", ["Jose DelaCruz/full/jose"]),
    "particles left out": ("jose cruz", ["jose cruz/full/jose"]),
    "diacritics left out": ("Zoe Muller", ["Zoe Muller/full/zoe"]),
    "diacritics decomposed": ("Zoe\u0308 Mu\u0308ller", ["Zoe\u0308 Mu\u0308ller/full/zoe"]),
    "sharp s": ("Yann Strasse", ["Yann Strasse/full/yann"]),
    "sharp s in capitals": ("YANN STRAẞE", ["YANN STRAẞE/full/yann"]),
    "vietnamese without marks": ("Ngoc Nguyen", ["Ngoc Nguyen/full/ngoc"]),
    "vietnamese order": ("Nguyễn Ngọc", ["Nguyễn/family/ngoc", "Ngọc/given/ngoc"]),
    "stroke letters": ("Soren Lukasik", ["Soren Lukasik/full/soren"]),
    "apostrophe in given": ("Ja'Marcus Brown", ["Ja'Marcus Brown/full/ja"]),
    "apostrophe in given left out": ("JaMarcus Brown", ["JaMarcus Brown/full/ja"]),
    "zero width within": ("Ma\u200bria Lopez", ["Ma\u200bria Lopez/full/maria"]),
    "full width": ("Ｍａｒｉａ Ｌｏｐｅｚ", ["Ｍａｒｉａ Ｌｏｐｅｚ/full/maria"]),
    "han within a sentence": ("今天王小明没来", ["王小明/full/xm"]),
    "devanagari": ("अनन्या शर्मा आज", ["अनन्या शर्मा/full/ananya"]),
    "twins are both": ("Sam Okafor", ["Sam Okafor/full/twin-a+twin-b"]),
    "one name only": ("Ask Sukarnita.", ["Sukarnita/given/suk"]),
    "given alone": ("Ask Zoë today.", ["Zoë/given/zoe"]),
    "given alone, small": ("Ask zoe today.", ["zoe/given/zoe"]),
    "family alone": ("The Okafor boys", ["Okafor/family/twin-a+twin-b"]),
    "given of two": ("Maria came", ["Maria/given/maria+maria-g"]),
    "title": ("Ms. Young said", ["Young/family/hope"]),
    "title of a grammar word": ("Mr. Do said", ["Do/family/do-t"]),
    "title, small": ("ms lopez said", ["lopez/family/maria+lopez-t"]),
    "word, capital within": ("I saw Hope there", ["Hope/given/hope"]),
    "word, full name in chat": ("hope stone hope young", ["hope young/full/hope"]),
    "word, possessive": ("grade hope's essay", ["hope/given/hope"]),
    "list": (
        "Maria Lopez, Noor Bashir and Sam Okafor",
        ["Maria Lopez/full/maria", "Noor Bashir/full/noor", "Sam Okafor/full/twin-a+twin-b"],
    ),
    "forward beats reversed": (
        "Lopez, Maria Garcia",
        ["Lopez/family/maria+lopez-t", "Maria Garcia/full/maria-g"],
    ),
    "email": ("to maria.lopez@example.org.", ["maria.lopez@example.org/EMAIL/maria"]),
    "email, capitals": ("<Maria.Lopez@Example.ORG>", ["Maria.Lopez@Example.ORG/EMAIL/maria"]),
    "id": ("ID:204518,", ["204518/STUDENT_ID/maria"]),
    "id with signs": ("(s-2001-7)", ["s-2001-7/STUDENT_ID/maria"]),
    "id tied to a word": ("no-204518", ["204518/STUDENT_ID/maria"]),
    "user name": ("@mlopez27 wrote", ["mlopez27/USERNAME/maria"]),
    "user name of letters": ("login wchenzo ok", ["wchenzo/USERNAME/will"]),
    "phone": ("call (212) 555-0147 now", ["(212) 555-0147/PHONE/will+chen-g"]),
    "phone, dots": ("212.555.0147", ["212.555.0147/PHONE/will+chen-g"]),
    "phone, country code": ("+1 212-555-0147", ["+1 212-555-0147/PHONE/will+chen-g"]),
    "phone, digits": ("2125550147", ["2125550147/PHONE/will+chen-g"]),
    "phone, local": ("555-0147", ["555-0147/PHONE/will+chen-g"]),
    "school": ("at Lincoln Elementary School", ["Lincoln Elementary School/SCHOOL/"]),
    "school, short": ("at Lincoln ES", ["Lincoln ES/SCHOOL/"]),
    "school, signs left out": ("st brannocs hs", ["st brannocs hs/SCHOOL/"]),
}


@pytest.mark.parametrize(("text", "expected"), FORMS.values(), ids=FORMS.keys())
def test_the_roster_is_found_in_every_form(text: str, expected: list[str]) -> None:
    assert seen(text) == expected


NOT_NAMES = {
    "hope, verb": "I hope you are well, Sam.",
    "hope, verb, chat": "i hope you are well",
    "young, adjective": "Many young people read.",
    "young, sentence start": "Young people read. ",
    "brown, adjective": "The brown dog. Brown dogs bark.",
    "will, verb": "What will happen to the Tempest?",
    "do, verb": "Do it. What do you think?",
    "month": "We start in April.",
    "stone, noun": "He threw a stone at the wall.",
    "president": "Explain what Washington wrote.",
    "pair of words, small": "We hope young readers will come.",
    "part of a longer word": "Mariachi lopezia",
    "with digits": "maria2 2maria",
    "with underscores": "maria_lopez get_maria",
    "id within a longer number": "1204518 2045187",
    "id with decimals": "204518.75",
    "id with a letter": "204518a",
    "short id is a year": "in 4821 B.C.",
    "phone within a number": "92125550147",
    "seven digits": "5550147 apples",
    "school name alone": "Lincoln spoke.",
    "school within a word": "the Lincoln ESL class",
    "empty": "",
    "blank": " \n\t",
    "signs": "!?… — ()",
}


@pytest.mark.parametrize("text", NOT_NAMES.values(), ids=NOT_NAMES.keys())
def test_words_that_look_like_the_roster_do_not_stand_alone(text: str) -> None:
    assert [one for one in seen(text) if not one.startswith("Sam/")] == []


DOUBTFUL = {
    "sentence start": ("Hope is late.", "Hope/given/hope"),
    "chat": ("can hope come", "hope/given/hope"),
    "month": ("We saw April", "April/given/april"),
    "president": ("Ask Washington why", "Washington/family/jordan"),
    "short id": ("pin 4821", "4821/STUDENT_ID/maria"),
    "possessive without its apostrophe": ("ask okafors mum", "okafor/family/twin-a+twin-b"),
    "family in small letters": ("Ask okafor why", "okafor/family/twin-a+twin-b"),
}


@pytest.mark.parametrize(("text", "expected"), DOUBTFUL.values(), ids=DOUBTFUL.keys())
def test_doubtful_words_are_proposed_for_those_who_know_the_class(text: str, expected: str) -> None:
    assert seen(text) == []
    assert expected in seen(text, least=0)


def test_parts_within_a_full_name_are_left_out() -> None:
    assert len(MATCHER.find("Maria Elena Lopez and José de la Cruz")) == 2


def test_no_name_is_proposed_within_an_address() -> None:
    assert [one.label for one in MATCHER.find("maria.lopez@example.org")] == [Label.EMAIL]


def test_more_than_many_people_are_cut_to_one_more() -> None:
    crowd = RosterNames.build(
        [person(f"p{number:03}", "Ana", "Silva") for number in range(40)], [], "v"
    )
    for text in ("Ana Silva", "Ana", "Silva", "A. Silva"):
        (found,) = crowd.find(text)
        assert found.people == tuple(f"p{number:03}" for number in range(MANY + 1))


def test_tables_survive_the_way_to_a_worker() -> None:
    again = RosterNames.from_bytes(MATCHER.to_bytes())
    assert again.version == "v1"
    for text, _ in FORMS.values():
        assert again.find(text) == MATCHER.find(text)


def test_an_empty_roster_finds_nothing() -> None:
    assert RosterNames.build([], [], "v").find("Maria Lopez, maria.lopez@example.org") == []


@pytest.mark.parametrize(
    "damaged",
    [b"", b"nonsense", MATCHER.to_bytes()[:-64], MATCHER.to_bytes()[:40]],
    ids=["empty", "foreign", "cut short", "cut in the header"],
)
def test_damaged_tables_are_refused(damaged: bytes) -> None:
    with pytest.raises(Unusable) as refusal:
        RosterNames.from_bytes(damaged)
    assert refusal.value.code == "roster_unreadable"


PIECES = st.lists(
    st.sampled_from(
        (
            *("Maria", "LOPEZ", "de la Cruz", "Zoe\u0308", "Straße", "Yann", "O’Brien", "M."),
            *("204518", "maria.lopez@example.org", "王小明", "555-0147", "(212) 555-0147"),
            *("½", "ﬁ", "\u200b", " ", ", ", "\n", "'s", "-", "_", "x"),
            *("hope", "Young", "Ms. ", "Lincoln ES"),
        )
    ),
    max_size=14,
).map("".join)


@given(PIECES)
@settings(max_examples=300)
def test_every_hit_lies_within_the_text_and_reads_as_its_surface(text: str) -> None:
    for one in MATCHER.find(text):
        surface = text[one.start : one.end]
        assert surface
        assert one.end <= len(text)
        assert one.people or one.label is Label.SCHOOL
        alone = MATCHER.find(surface)
        assert fold(surface).strip()
        if one.recogniser == "roster" and one.part.value == "full":
            assert any(other.people == one.people for other in alone)


@given(PIECES)
@settings(max_examples=150)
def test_somebody_with_other_names_changes_nothing(text: str) -> None:
    stranger = person("zz", "Quorlin", "Vextrap", emails=("q@example.org",), ids=("999001",))
    with_stranger = RosterNames.build([*ROSTER, stranger], SCHOOLS, "v1")
    assert with_stranger.find(text) == MATCHER.find(text)


def test_a_long_text_is_read_in_reasonable_time() -> None:
    for text in ("Maria " * 20_000, "a'" * 60_000, "1-" * 60_000, "(" * 100_000, "2" * 100_000):
        MATCHER.find(text)


@pytest.mark.slow
def test_a_large_district_is_built_and_read() -> None:
    rng = random.Random(7)
    syllables = [one + two for one in "bdfgklmnprstvz" for two in ("a", "e", "i", "o", "u", "ar")]

    def coined() -> str:
        return "".join(rng.choices(syllables, k=rng.randint(2, 4))).capitalize()

    given_names = [coined() for _ in range(3_000)]
    people = [
        person(
            f"p{number:06}",
            rng.choice(given_names),
            coined(),
            emails=(f"p{number}@example.org",),
            ids=(str(1_000_000 + number),),
        )
        for number in range(50_000)
    ]
    matcher = RosterNames.build(people, [], "large")
    assert len(matcher.to_bytes()) < 30_000_000
    for someone in rng.sample(people, 300):
        text = f"Notes on {someone.given} {someone.family} (id {someone.ids[0]})."
        found = matcher.find(text)
        assert any(someone.id in one.people and one.score > 0.9 for one in found)
        assert found[-1].people == (someone.id,)


def test_don_with_a_capital_is_a_given_name_and_no_title() -> None:
    found = {one.recogniser for one in MATCHER.find("Then Don Okafor left")}

    assert "roster-title" not in found


def test_who_came_twice_is_known_by_every_name_and_number_and_is_nobody_twice() -> None:
    twice = person("new", "Mayita", "Vega", ids=("204777",), username="ortizm")
    maya = person("s1", "Maya", "Ortiz", ids=("204518", "204777"), also=(twice,))
    names = RosterNames.build((maya, person("s2", "Jordan", "Lee")), (), "v1")
    for text in ("Maya Ortiz", "Mayita Vega", "Maya Vega", "Mayita", "204777", "ortizm"):
        assert [one.people for one in names.find(text)] == [("s1",)], text
    assert len(RosterNames.build((maya,), (), "v1").find("Ortiz")[0].people) == 1
