import json
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from gateway.decision import bases
from gateway.decision.engine import Engine
from gateway.decision.recorded import (
    decision_from_json,
    decision_to_json,
    facts_from_json,
    facts_to_json,
    unrecorded,
)
from gateway.errors import Unusable
from gateway.terms.decision import Facts, Outcome
from gateway.terms.signs import UNWATCHED, AgeStatement, Sign
from tests.decision.examples import random_facts


def test_facts_and_decisions_come_back_as_they_were(engine: Engine) -> None:
    rng = Random(1)
    for _ in range(200):
        facts = random_facts(rng)
        decision = engine.decide(facts)
        there = json.loads(json.dumps([facts_to_json(facts), decision_to_json(decision)]))
        assert facts_from_json(there[0]) == facts
        assert decision_from_json(there[1]) == decision


def test_equal_facts_are_written_alike() -> None:
    one, other = (json.dumps(facts_to_json(random_facts(Random(4)))) for _ in range(2))
    assert one == other


def test_only_integers_strings_booleans_and_lists_are_written(engine: Engine) -> None:
    facts = random_facts(Random(8))

    def plain(tree: object) -> bool:
        if isinstance(tree, dict):
            return all(type(key) is str and plain(value) for key, value in tree.items())
        if isinstance(tree, list):
            return all(plain(item) for item in tree)
        return type(tree) in (bool, int, str)

    assert plain(facts_to_json(facts))
    assert plain(decision_to_json(engine.decide(facts)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tree: tree.pop("media"),
        lambda tree: tree["tool"].pop("trains_on_data"),
        lambda tree: tree.update(extra=1),
        lambda tree: tree.update(media=0),
        lambda tree: tree.update(content=9),
        lambda tree: tree.update(purpose="play"),
        lambda tree: tree.update(subjects={}),
        lambda tree: tree["principal"].update(age="12"),
        lambda tree: tree["principal"].update(age=True),
    ],
    ids=["gone", "gone inside", "extra", "type", "range", "word", "shape", "text", "boolean"],
)
def test_what_is_not_exactly_facts_is_refused(spoil: Any) -> None:
    tree: Any = json.loads(json.dumps(facts_to_json(random_facts(Random(2)))))
    spoil(tree)
    with pytest.raises(Unusable, match="recorded facts cannot be read"):
        facts_from_json(tree)


def _version_3(facts: Facts) -> Any:
    """Return facts as version 3 wrote them."""
    tree: Any = json.loads(json.dumps(facts_to_json(facts)))
    tree["version"] = 3
    del tree["district"]["sensitive_handling"]
    return tree


def _version_2(facts: Facts) -> Any:
    """Return facts as version 2 wrote them."""
    tree = _version_3(facts)
    tree["version"] = 2
    del tree["released"]
    for subject in tree["subjects"]:
        del subject["emergency"]
    return tree


def _version_1(facts: Facts) -> Any:
    """Return facts as version 1 wrote them."""
    tree = _version_2(facts)
    del tree["version"], tree["signs"], tree["weekday"], tree["hour"]
    del tree["principal"]["age_statement"], tree["principal"]["teacher_permits"]
    del tree["tool"]["addenda"]
    for subject in tree["subjects"]:
        del subject["special_education"]
    return tree


def test_facts_of_the_first_version_are_read_as_what_it_knew(engine: Engine) -> None:
    rng = Random(21)
    for _ in range(50):
        facts = random_facts(rng)
        old = facts_from_json(_version_1(facts))
        assert old.signs == UNWATCHED
        assert old.principal.age_statement is AgeStatement.UNWATCHED
        assert not old.principal.teacher_permits
        assert not old.released
        assert {one.special_education for one in old.subjects} <= {Sign.UNWATCHED}
        assert facts_from_json(facts_to_json(old)) == old
        assert engine.decide(old).outcome in set(Outcome)


def test_facts_of_the_second_version_knew_of_no_release_and_no_emergency() -> None:
    rng = Random(22)
    for _ in range(50):
        facts = random_facts(rng)
        subjects = tuple(replace(one, emergency=False) for one in facts.subjects)
        district = replace(facts.district, sensitive_handling=())
        plain = replace(facts, released=False, subjects=subjects, district=district)
        assert facts_from_json(_version_2(facts)) == plain
        assert unrecorded(_version_2(facts)) == frozenset()


def test_facts_of_the_third_version_knew_of_no_handling_of_sensitive_content() -> None:
    rng = Random(23)
    for _ in range(50):
        facts = random_facts(rng)
        plain = replace(facts, district=replace(facts.district, sensitive_handling=()))
        assert facts_from_json(_version_3(facts)) == plain
        assert unrecorded(_version_3(facts)) == frozenset()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tree: tree.update(signs={}),
        lambda tree: tree["principal"].update(age_statement="none"),
        lambda tree: tree["tool"].update(addenda=[]),
        lambda tree: tree.update(version=0),
        lambda tree: tree.update(version=5),
        lambda tree: tree.update(version=True),
        lambda tree: tree.update(version="1"),
        lambda tree: tree.update(version=2),
        lambda tree: tree.update(released=False),
        lambda tree: tree.pop("tool"),
        lambda tree: tree.update(subjects=[1]),
    ],
)
def test_a_version_holds_what_it_held_and_nothing_else(spoil: Any) -> None:
    tree = _version_1(bases.facts("teacher", ["pupil"]))
    spoil(tree)
    with pytest.raises(Unusable, match="recorded facts cannot be read"):
        facts_from_json(tree)


def test_what_an_older_version_did_not_record_is_named() -> None:
    facts = bases.facts("teacher", ["pupil"])
    assert unrecorded(facts_to_json(facts)) == frozenset()
    named = unrecorded(_version_1(facts))
    assert {"signs", "rare_incident", "teacher_permits", "addenda"} <= named
    assert "consent" not in named
