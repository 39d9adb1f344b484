import pytest

from gateway.detection.initials import initials_near, with_initials
from gateway.detection.kept import GROWN, UNLISTED, Kept
from gateway.detection.name_scores import INITIALED
from gateway.detection.near_names import NOBODY, NearNames, surface_key
from gateway.terms.text import Label, NamePart
from tests.detection.people import person

NEAR = NearNames.build(
    [person("s1", "Kofi", "Ward"), person("s2", "Jo", "Tran"), person("s3", "Pia", "Eberle")]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("K.W. hit J.T. again", [("K.W", "s1"), ("J.T", "s2")], id="points"),
        pytest.param("K. W. wrote it", [("K. W", "s1")], id="points and a blank"),
        pytest.param("why does KW copy JT's work", [("KW", "s1"), ("JT", "s2")], id="bare"),
        pytest.param("P.E. said no", [("P.E", "s3")], id="a lesson's letters with points"),
        pytest.param("we have PE at noon", [], id="a lesson's letters"),
        pytest.param("Z.Q. said no", [], id="nobody near"),
        pytest.param("kw said no", [], id="small letters"),
        pytest.param("K. did well", [("K", "s1")], id="one letter, and a person's verb"),
        pytest.param(
            "J and K sat together. K is calm", [("J", "s2"), ("K", "s1"), ("K", "s1")], id="letters"
        ),
        pytest.param("K is potassium, J is joules", [], id="letters of a lesson"),
        pytest.param("Z. did well", [], id="one letter of nobody near"),
        pytest.param("K did well, since K = 4", [], id="a formula"),
        pytest.param("KWH, AKW, KW-2, /KW/", [], id="part of something longer"),
        pytest.param("K W", [], id="letters apart"),
        pytest.param("KW SAID NO", [], id="a text in capitals"),
    ],
)
def test_initials_of_somebody_near_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    found = list(initials_near(text, NEAR))

    assert [(text[one.start : one.end], *one.people) for one in found] == expected
    assert {one.recogniser for one in found} <= {INITIALED}


def test_two_people_of_the_same_initials_both_count() -> None:
    near = NearNames.build([person("s1", "Kofi", "Ward"), person("s2", "Kim", "West")])

    assert [one.people for one in initials_near("KW left", near)] == [("s1", "s2")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("K.W. ice; Z.Q. rest", ["Z.Q"], id="beside somebody's"),
        pytest.param("K.W. reads J.K. Rowling", [], id="of a longer name"),
        pytest.param("KW late, JT spoke, RB (parent) asked", ["RB"], id="bare beside two bare"),
        pytest.param("KW late, RB asked", [], id="bare beside one"),
        pytest.param("KW late, JT spoke of NY", [], id="letters of a state beside two"),
        pytest.param("told j.r. the secret", ["j.r"], id="small letters"),
        pytest.param("at 9 a.m. or 3 p.m., e.g. in the u.s.", [], id="small letters of words"),
    ],
)
def test_other_initials_are_somebodys_of_no_roster(text: str, expected: list[str]) -> None:
    found = [one for one in initials_near(text, NEAR) if not one.people]

    assert [text[one.start : one.end] for one in found] == expected


def test_nobody_near_has_no_initials() -> None:
    assert list(initials_near("K.W. left", NOBODY)) == []


CLASS = NearNames.build(
    [person("noor", "Noor", "Bashir"), person("elsie", "Elsie", "Crane"), person("a", "Aya", "Ito")]
)


def beside(text: str, name: str, *, near: bool = False) -> tuple[str, tuple[str, ...], str]:
    """Return a name that was found, as it is with its initial: words, people, reason."""
    start = text.index(name)
    kept = Kept(
        start, start + len(name), Label.PERSON, 0.8, "ner", UNLISTED, ("x",), NamePart.GIVEN, near
    )
    (one,) = with_initials(text, [kept], CLASS)
    return text[one.start : one.end], one.people, one.why


@pytest.mark.parametrize(
    ("text", "name", "expected", "who"),
    [
        pytest.param("Noor B is late", "Noor", "Noor B", "noor", id="behind the given name"),
        pytest.param("and noor b said", "noor", "noor b", "noor", id="in small letters"),
        pytest.param("9:40 Crane E scraped", "Crane", "Crane E", "elsie", id="family name first"),
        pytest.param("E. Crane", "Crane", "E. Crane", "elsie", id="before, with a point"),
        pytest.param('"e crane"', "crane", "e crane", "elsie", id="before, in small letters"),
        pytest.param("E. Crane and Aya", "Crane", "E. Crane", "elsie", id="at the beginning"),
        pytest.param("Aya I. said", "Aya", "Aya I", "a", id="a word's letter, with a point"),
        pytest.param("Aya I, Noor", "Aya", "Aya I", "a", id="a word's letter, ending a clause"),
    ],
)
def test_an_initial_beside_a_name_makes_it_the_near_ones_who_is_called_so(
    text: str, name: str, expected: str, who: str
) -> None:
    assert beside(text, name, near=True) == (expected, (who,), "class-initial")


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        pytest.param("Quill R 9/20", "Quill", "Quill R", id="behind"),
        pytest.param("| Quill R. |", "Quill", "Quill R", id="behind, with a point"),
        pytest.param("by G. Oyelaran", "Oyelaran", "G. Oyelaran", id="before, with a point"),
        pytest.param('"G Oyelaran"', "Oyelaran", "G Oyelaran", id="before, where a cell begins"),
    ],
)
def test_with_an_initial_that_the_roster_does_not_have_it_is_nobodys(
    text: str, name: str, expected: str
) -> None:
    assert beside(text, name) == (expected, (), GROWN)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Quill I am", "Quill", id="a word"),
        pytest.param("Quill a day", "Quill", id="a word in small letters"),
        pytest.param("quill r said", "quill", id="small letters of nobody near"),
        pytest.param("Quill R's", "Quill", id="somebody else's possessive"),
        pytest.param("Plan B Quill", "Quill", id="a letter of what stands before"),
        pytest.param("Quill RS", "Quill", id="two letters"),
    ],
)
def test_a_letter_that_is_a_word_or_somebody_elses_is_no_initial(text: str, name: str) -> None:
    assert beside(text, name) == (name, ("x",), UNLISTED)


def test_a_letter_that_is_not_theirs_is_no_initial_beside_the_name_of_somebody_near() -> None:
    assert beside("Noor M 96%", "Noor", near=True) == ("Noor", ("x",), UNLISTED)


def test_an_initial_that_stands_already_is_left_to_its_own_finding() -> None:
    text = "Noor B"
    names = [
        Kept(0, 4, Label.PERSON, 0.8, "ner", UNLISTED),
        Kept(5, 6, Label.PERSON, 0.8, "ner", UNLISTED),
    ]

    assert with_initials(text, names, CLASS) == tuple(names)


DOUBLE = NearNames.build(
    [person("d1", "Malachi Joseph", "Prudhomme"), person("d2", "Alexandria", "Petit-Frère")]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "M.J.P. reported it", [("M.J.P", "d1")], id="two given names and a family name"
        ),
        pytest.param("MJ was calm", [("MJ", "d1")], id="two given names"),
        pytest.param("4. A.P-F. is missing two labs", [("A.P-F", "d2")], id="a double family name"),
        pytest.param("the A.Q.U. met", [], id="three letters of nobody near"),
    ],
)
def test_initials_of_double_names_are_theirs(text: str, expected: list[tuple[str, str]]) -> None:
    found = {(text[one.start : one.end], one.people[0]) for one in initials_near(text, DOUBLE)}
    assert found >= set(expected)
    assert expected or not found


OFTEN = NearNames.build(
    [
        person("s1", "Gia", "St. Onge"),
        person("s2", "Georgia", "Tuttle"),
        person("s3", "Angela", "Nunez-Ibarra"),
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("ask why GSO left", [("GSO", "s1")], id="three letters"),
        pytest.param("ask why GPA matters", [], id="three letters of nobody near"),
        pytest.param(
            "Fe2O3 + CO, georgia t says 2", [("georgia t", "s2")], id="small, in any text"
        ),
        pytest.param("Fe2O3, georgia k says 2", [], id="an initial of nobody near"),
        pytest.param("Fe2O3, georgia a lot", [], id="a letter that is a word"),
    ],
)
def test_letters_beside_and_of_several_names(text: str, expected: list[tuple[str, str]]) -> None:
    found = list(initials_near(text, OFTEN))

    assert [(text[one.start : one.end], *one.people) for one in found] == expected


@pytest.mark.parametrize(
    ("text", "name", "near", "expected"),
    [
        pytest.param("also (Galloway, E.)", "Galloway", False, "Galloway, E", id="of nobody"),
        pytest.param("also Galloway, E. coli", "Galloway", False, "Galloway", id="more follows"),
        pytest.param("also (Galloway, E)", "Galloway", False, "Galloway", id="without a point"),
        pytest.param("(Tuttle, G)", "Tuttle", True, "Tuttle, G", id="of somebody near"),
        pytest.param("see Nunez-Ibarra A; no", "Nunez-Ibarra", True, "Nunez-Ibarra A", id="double"),
    ],
)
def test_an_initial_behind_the_family_name_is_taken(
    text: str, name: str, near: bool, expected: str
) -> None:
    at = text.index(name)
    key = surface_key(name) if near else ""
    kept = Kept(
        at, at + len(name), Label.PERSON, 0.8, "ner", UNLISTED, (), NamePart.FAMILY, near, key
    )

    (found,) = with_initials(text, [kept], OFTEN)

    assert text[found.start : found.end] == expected
