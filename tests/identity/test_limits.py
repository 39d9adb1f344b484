"""Limits: counted apart for persons, classes and keys, and they say when they end."""

from zoneinfo import ZoneInfo

import pytest

from gateway.errors import TooMany
from gateway.identity.limits import Allowance, Limiter
from gateway.terms.people import AgeBand, AgeSource, Kind, Person, Principal, Role

NONE = Allowance(person=0, group=0, key=0, tokens=0)


def principal(name: str = "a", key: str = "k", group: str = "c") -> Principal:
    return Principal(
        person=Person(id=name, kind=Kind.STAFF, role=Role.TEACHER, given="Ana"),
        age_band=AgeBand.ADULT,
        age_source=AgeSource.ROLE,
        key_id=key,
        classes=(group,),
    )


def limiter(**changed: int) -> Limiter:
    values = {name: getattr(NONE, name) for name in Allowance.__slots__} | changed
    return Limiter(Allowance(**values), now=lambda: 0.0, zone=lambda: ZoneInfo("America/New_York"))


def test_no_limit_lets_everybody_through() -> None:
    free = limiter()
    for _ in range(1000):
        free.admit(principal())


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("person", principal(name="b")),
        ("key", principal(name="b", key="l")),
        ("group", principal(name="b", group="d")),
    ],
    ids=["person", "key", "class"],
)
def test_a_limit_stops_one_and_not_the_other(name: str, other: Principal) -> None:
    strict = limiter(**{name: 2})
    strict.admit(principal())
    strict.admit(principal())
    with pytest.raises(TooMany) as told:
        strict.admit(principal())
    assert told.value.retry_after is not None
    assert "it ends at" in told.value.message
    strict.admit(other)


def test_tokens_of_a_day_run_out() -> None:
    strict = limiter(tokens=100)
    strict.admit(principal())
    strict.spend(principal(), 150)
    with pytest.raises(TooMany, match="tokens"):
        strict.admit(principal())
    strict.admit(principal(name="b"))


def test_shares_of_several_processes_round_up() -> None:
    share = Allowance(person=5, group=0, key=4, tokens=1).share(2)
    assert share == Allowance(person=3, group=0, key=2, tokens=1)
