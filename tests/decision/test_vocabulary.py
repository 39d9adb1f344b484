import pytest

from gateway.decision import cedar
from gateway.decision.vocabulary import unknown_words

RULE = "forbid (principal, action, resource is Subject) unless {{ {} }};"


@pytest.mark.parametrize(
    ("condition", "complaints"),
    [
        ('resource.consent.state == "active"', []),
        ('resource.consent.state == "actve"', ["`state` is never `actve`"]),
        ('"actve" != resource.consent.state', ["`state` is never `actve`"]),
        ('["staff", "teachr"].contains(resource.kind)', ["`kind` is never `teachr`"]),
        ('resource.categories.contains("Gossip")', ["`categories` is never `Gossip`"]),
        ('resource.categories.containsAny(["Conduct", "X"])', ["`categories` is never `X`"]),
        ('Tool::"asked".name == "whatever"', []),
        ('if resource.own then resource.kind == "cat" else true', ["`kind` is never `cat`"]),
    ],
)
def test_words_that_an_attribute_cannot_have_are_found(
    condition: str, complaints: list[str]
) -> None:
    [policy] = cedar.parse(RULE.format(condition))
    assert list(unknown_words(policy["conditions"])) == complaints
