import pytest

from gateway.detection.initials import initials_near
from gateway.detection.name_scores import INITIALED
from gateway.detection.near_names import NOBODY, NearNames
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


def test_nobody_near_has_no_initials() -> None:
    assert list(initials_near("K.W. left", NOBODY)) == []
