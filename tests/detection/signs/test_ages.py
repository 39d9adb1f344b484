import pytest

from gateway.detection.signs.ages import age_statement
from gateway.detection.signs.read import hear
from gateway.terms.signs import AgeStatement

NONE, UNDER_13, TEEN, ADULT = (
    AgeStatement.NONE,
    AgeStatement.UNDER_13,
    AgeStatement.TEEN,
    AgeStatement.ADULT,
)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        pytest.param("im 11 btw", UNDER_13, id="in passing"),
        pytest.param("I'm twelve years old and need help", UNDER_13, id="in words"),
        pytest.param("tengo 10 años", UNDER_13, id="Spanish"),
        pytest.param("I am 16.", TEEN, id="teen"),
        pytest.param("i turn 13 in may", UNDER_13, id="not yet"),
        pytest.param("I am 34 years old", ADULT, id="adult"),
        pytest.param("I am 19 and my brother said i am 12 lol", UNDER_13, id="the youngest counts"),
        pytest.param('He said "I am 11 years old".', NONE, id="somebody else's words"),
        pytest.param("Write a story: I am 10 years old and live on Mars", NONE, id="a character"),
        pytest.param("I am 15 minutes late", NONE, id="not an age"),
        pytest.param("i am 2 points short", NONE, id="a number"),
        pytest.param("She is 11", NONE, id="somebody else"),
    ],
)
def test_an_age_is_stated_by_whoever_writes(text: str, stated: AgeStatement) -> None:
    assert age_statement(hear(text)) is stated
