import pytest

from gateway.decision import bases, cedar
from gateway.decision.entities import ASKER, PROMPT, SUBJECT
from gateway.decision.ladder import ACTIONS
from gateway.decision.packs import RuleSet
from gateway.errors import Unusable
from gateway.terms.decision import Facts
from tests.decision.told import told

EVERYTHING = ("pupil", "parent", "colleague", "unresolved")


def test_facts_fit_the_schema(rule_set: RuleSet) -> None:
    words = cedar.Words(rule_set.schema)
    for asker in bases.ASKERS:
        trees = told(bases.facts(asker, [*EVERYTHING, "self"]))
        words.check(trees)


def test_facts_that_do_not_fit_are_found(rule_set: RuleSet) -> None:
    words = cedar.Words(rule_set.schema)
    trees = told(bases.facts("teacher", EVERYTHING))
    trees[0]["attrs"]["trains_on_data"] = "no"
    with pytest.raises(Unusable):
        words.check(trees)


def _answer(rule_set: RuleSet, action: str, resource: tuple[str, str], facts: Facts) -> set[str]:
    """Return the rules that deny an action, of all packs, asked past the ladder."""
    words = cedar.Words(rule_set.schema)
    entities = cedar.more(words.actions, told(facts))
    denied: set[str] = set()
    for pack in rule_set.packs:
        policies = cedar.whole({rule.id: rule.policy for rule in pack.rules})
        [answer] = cedar.ask(policies, entities, ASKER, action, [resource])
        assert not answer.erred
        denied |= set(answer.rules) if not answer.allowed else set()
    return denied


@pytest.mark.parametrize(
    ("asker", "action", "resource", "basis", "guard"),
    [
        ("child", "forward", PROMPT, "determination", "coppa.needs-ground"),
        ("child", "pseudonymise", PROMPT, "determination", "coppa.needs-ground"),
        ("child", "forward_by_school", PROMPT, "determination", "coppa.school-off"),
        ("teacher", "forward", (SUBJECT, "0"), "determination", "ferpa.needs-ground"),
        ("teacher", "pseudonymise", (SUBJECT, "0"), "determination", "ferpa.basis-unset"),
        ("teacher", "forward_as_official", (SUBJECT, "0"), "unset", "ferpa.official-off"),
        ("teacher", "forward_as_directory", (SUBJECT, "0"), "unset", "ferpa.directory-only"),
        (
            "teacher",
            "pseudonymise_on_determination",
            (SUBJECT, "0"),
            "unset",
            "ferpa.no-determination",
        ),
        ("teacher", "pseudonymise_as_official", (SUBJECT, "0"), "unset", "ferpa.official-basis"),
        ("teacher", "pseudonymise_on_consent", (SUBJECT, "0"), "unset", "ferpa.basis-not-consent"),
    ],
)
def test_each_ground_is_guarded_by_its_pack_too(
    rule_set: RuleSet, asker: str, action: str, resource: tuple[str, str], basis: str, guard: str
) -> None:
    facts = bases.override(bases.facts(asker, ["pupil"]), "district.pseudonymised_basis", basis)
    facts = bases.override(facts, "subject.consent", "good")
    assert guard in _answer(rule_set, action, resource, facts)


def test_the_engine_asks_about_every_action_of_the_schema(rule_set: RuleSet) -> None:
    lines = [line for line in rule_set.schema.splitlines() if "appliesTo" in line]
    assert sorted(line.split()[1] for line in lines) == list(ACTIONS)


def test_text_that_does_not_parse_is_told() -> None:
    with pytest.raises(ValueError, match="unexpected"):
        cedar.parse("permit (principal")
