import pytest

from gateway.decision.engine import Engine
from gateway.decision.packs import RuleSet, load_rule_set


@pytest.fixture(scope="session")
def rule_set() -> RuleSet:
    return load_rule_set()


@pytest.fixture(scope="session")
def engine(rule_set: RuleSet) -> Engine:
    return Engine(rule_set)
