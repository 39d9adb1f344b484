from gateway.decision import cedar
from gateway.decision.witness import literals_by_path, witnesses
from tests.decision.test_drafts import QUIET

[POLICY] = cedar.parse(
    QUIET.replace(
        'Tool::"asked".name == "small"',
        '["04", "05"].contains(principal.grade) && resource.mentions >= 3 && '
        'resource.categories.contains("Conduct") && Tool::"asked".name == "small"',
    )
)


def test_a_rules_words_are_told_by_fact() -> None:
    assert literals_by_path(POLICY) == {
        "principal.grade": ("04", "05"),
        "subject.mentions": (3,),
        "subject.categories": ("Conduct",),
        "tool.id": ("small",),
    }


def test_witnesses_take_the_words_and_the_numbers_beside() -> None:
    made = list(witnesses(POLICY, 2000))
    assert {"04", "05"} <= {facts.principal.grade for facts in made}
    assert {2, 3, 4} <= {one.mentions for facts in made for one in facts.subjects}
    assert {"small"} <= {facts.tool.id for facts in made}


def test_witnesses_are_no_more_than_asked_and_the_same_every_time() -> None:
    made = list(witnesses(POLICY, 50))
    assert 0 < len(made) <= 50
    assert made == list(witnesses(POLICY, 50))
