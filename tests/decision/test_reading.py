import pytest

from gateway.decision import bases, cedar
from gateway.decision.cedar import Tree
from gateway.decision.packs import RuleSet
from gateway.decision.reading import Reads
from tests.decision.told import told

RULE = "forbid (principal, action, resource) {};"
CONSENT = {"state": "none", "holder": False}
ATTRIBUTES = {"kind": "student", "consent": CONSENT, "purpose": "grading"}


def _reads(condition: str) -> Reads:
    return Reads(cedar.parse(RULE.format(condition)), "Subject")


@pytest.mark.parametrize(
    ("condition", "kind", "read"),
    [
        ("", "Subject", {}),
        ('when { resource.kind == "x" }', "Subject", {"kind": "student"}),
        ('when { resource.kind == "x" }', "Asker", {}),
        ('unless { principal.kind == "x" }', "Asker", {"kind": "student"}),
        ('when { Prompt::"sent".purpose == "x" }', "Prompt", {"purpose": "grading"}),
        ('when { Prompt::"sent".purpose == "x" }', "Subject", {}),
        ("when { resource.consent.holder }", "Subject", {"consent": {"holder": False}}),
        ("when { resource.consent == principal.consent }", "Subject", {"consent": CONSENT}),
        (
            "when { resource.consent.holder && resource.consent == principal.consent }",
            "Subject",
            {"consent": CONSENT},
        ),
        ("when { resource has consent }", "Subject", {"consent": CONSENT}),
        ('when { !(["x"].contains(resource.kind)) }', "Subject", {"kind": "student"}),
        ("when { resource.nothing_known }", "Subject", {}),
        ('when { {"left": resource.kind}.left == "x" }', "Subject", ATTRIBUTES),
        ('when { {".": 1, "has": resource}["has"].kind == "x" }', "Subject", ATTRIBUTES),
        ("when { (if true then principal else resource).purpose.x }", "Subject", ATTRIBUTES),
        ("when { context.kind }", "Subject", ATTRIBUTES),
    ],
)
def test_what_is_read_is_kept_and_where_the_text_does_not_tell_everything(
    condition: str, kind: str, read: Tree
) -> None:
    assert _reads(condition).of(kind, ATTRIBUTES) == read


def test_what_is_not_read_changes_no_answer(every_rule: RuleSet) -> None:
    words = cedar.Words(every_rule.schema)
    facts = bases.facts("teacher", ["pupil"])
    asker = {"type": "Asker", "id": "asking"}
    for rule in every_rule.rules():
        policies = cedar.whole({rule.id: rule.policy})
        reads = Reads([rule.policy], "Subject")
        answers = [
            cedar.ask(
                policies,
                cedar.more(words.actions, trees),
                asker,
                "forward_on_consent",
                [("Subject", "0")],
            )
            for trees in (told(facts), told(facts, reads))
        ]
        assert answers[0] == answers[1], rule.id
