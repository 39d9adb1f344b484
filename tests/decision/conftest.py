import pytest

from gateway.decision.engine import Engine
from gateway.decision.packs import SHIPPED, STATES, RuleSet, load_rule_set, packs_root


@pytest.fixture(scope="session")
def rule_set() -> RuleSet:
    return load_rule_set()


@pytest.fixture(scope="session")
def every_rule() -> RuleSet:
    """Return the rule set of every pack there is, the states' among them."""
    return load_rule_set([packs_root() / name for name in (*SHIPPED, *STATES)])


@pytest.fixture(scope="session")
def engine(rule_set: RuleSet) -> Engine:
    return Engine(rule_set)


@pytest.fixture(scope="session")
def every_pack(every_rule: RuleSet) -> Engine:
    return Engine(every_rule)
