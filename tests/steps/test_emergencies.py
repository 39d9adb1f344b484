"""Whom a declared emergency covers in a prompt: those named, for those named, until it ends."""

from dataclasses import dataclass, replace

import pytest

from gateway.decision import bases
from gateway.steps.described import Described
from gateway.steps.emergencies import covered
from gateway.terms.emergencies import Emergency
from tests.oversight.prompts import asked

pytestmark = pytest.mark.anyio

ONE = Emergency(
    id="e1",
    declared_by="log-sam",
    typists=frozenset({"t1"}),
    about=frozenset({"s1"}),
    begins=10,
    ends=20,
)
PRINCIPAL = asked("r").caller.principal
FACTS = bases.facts("teacher", ["pupil"])
SUBJECTS = tuple(replace(FACTS.subjects[0], id=one) for one in ("log-s1", "log-s2"))
DESCRIBED = Described(
    facts=replace(FACTS, subjects=SUBJECTS),
    people={},
    log_ids={"s1": "log-s1", "s2": "log-s2"},
)


@dataclass
class Town:
    """A district with declared emergencies."""

    declared: tuple[Emergency, ...] = (ONE,)

    async def emergencies(self) -> tuple[Emergency, ...]:
        return self.declared


async def test_those_named_are_covered_and_nobody_else() -> None:
    facts, emergency = await covered(DESCRIBED, PRINCIPAL, Town(), 10)
    assert emergency == "e1"
    assert [one.emergency for one in facts.subjects] == [True, False]


@pytest.mark.parametrize(
    ("declared", "now"),
    [
        ((), 10),
        ((ONE,), 9),
        ((ONE,), 20),
        ((replace(ONE, typists=frozenset({"t2"})),), 10),
        ((replace(ONE, about=frozenset({"s3"})),), 10),
    ],
    ids=["none", "not begun", "over", "another types", "another is described"],
)
async def test_else_the_facts_are_the_very_same(declared: tuple[Emergency, ...], now: int) -> None:
    facts, emergency = await covered(DESCRIBED, PRINCIPAL, Town(declared), now)
    assert facts is DESCRIBED.facts
    assert not emergency
