import json

import pytest
from pydantic import TypeAdapter

from gateway.decision.drafts import OFFERED, RuleDraft, build, draft_to_text
from gateway.decision.forms import RuleForm
from gateway.decision.packs import load_rule_set, rule_set_from_bytes
from gateway.errors import BadRequest
from gateway.terms.decision import Outcome
from gateway.terms.people import Role

NO_ESSAYS = RuleForm(
    id="local.no-essays",
    outcome=Outcome.REFUSE,
    reason="Essays are written in class.",
    plain="Write this one yourself.",
    remedy="ask for feedback instead",
    roles=frozenset({Role.STUDENT}),
    grades=frozenset({"04"}),
)
QUIET = """\
@id("expert.quiet")
@cite("District rule")
@law("false")
@reason("Nobody is named on this tool.")
@plain("No names here.")
@remedy("use another tool")
forbid (principal, action in Action::"identifiable", resource is Subject)
when { Tool::"asked".name == "small" };
"""


def test_a_draft_that_changes_nothing_is_the_packs_as_they_come() -> None:
    rules, faults = build(RuleDraft(id="same"))
    assert (rules, faults) == (load_rule_set(), [])


def test_a_draft_is_built_of_packs_forms_and_cedar() -> None:
    draft = RuleDraft(id="a", packs=OFFERED, forms=(NO_ESSAYS,), cedar=QUIET)
    rules, faults = build(draft)
    assert faults == []
    assert rules is not None
    assert {pack.id for pack in rules.packs} == OFFERED | {"local", "expert"}
    assert {"local.no-essays", "expert.quiet"} <= {rule.id for rule in rules.rules()}
    assert rule_set_from_bytes(rules.data) == rules


def test_faults_in_cedar_are_told_at_line_and_column_of_what_was_written() -> None:
    rules, faults = build(RuleDraft(id="a", cedar=QUIET.replace(".name", ".nmae")))
    assert rules is None
    [fault] = faults
    assert (fault.file, fault.line, fault.column) == ("expert/rules.cedar", 8, 22)
    assert fault.rule == "expert.quiet"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (RuleForm(id="other.x", outcome=Outcome.REFUSE, reason="r", plain="p", remedy="m"), "pack"),
    ],
)
def test_a_form_that_cannot_be_is_a_fault(form: RuleForm, words: str) -> None:
    rules, [fault] = build(RuleDraft(id="a", forms=(form,)))
    assert rules is None
    assert words in fault.words


def test_a_draft_names_only_packs_there_are() -> None:
    with pytest.raises(BadRequest, match="pack `us-xx` is not known"):
        RuleDraft(id="a", packs=frozenset({"us-xx"}))
    with pytest.raises(BadRequest, match="belong to rules in Cedar"):
        RuleDraft(id="a", cases="[]")


def test_a_draft_is_read_back_from_its_text() -> None:
    draft = RuleDraft(id="a", title="Autumn", forms=(NO_ESSAYS,), cedar=QUIET)
    text = draft_to_text(draft)
    assert TypeAdapter(RuleDraft).validate_json(text) == draft
    assert json.loads(text)["forms"][0]["grades"] == ["04"]
