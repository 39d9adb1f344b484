from dataclasses import replace

from gateway.decision.differences import Change, differences
from gateway.decision.drafts import OFFERED, RuleDraft, build
from tests.decision.test_drafts import NO_ESSAYS, QUIET


def _between(old: RuleDraft, new: RuleDraft) -> list[Change]:
    before, after = build(old)[0], build(new)[0]
    assert before is not None
    assert after is not None
    return differences(before, after, old_forms=old.forms, new_forms=new.forms)


PLAIN = RuleDraft(id="a")


def test_the_same_rules_differ_in_nothing() -> None:
    draft = RuleDraft(id="a", packs=OFFERED, forms=(NO_ESSAYS,), cedar=QUIET)
    assert _between(draft, replace(draft, id="b")) == []


def test_packs_switched_on_and_off_are_told_by_their_names_alone() -> None:
    with_ohio = replace(PLAIN, packs=PLAIN.packs | {"us-oh"})
    assert [one.words for one in _between(PLAIN, with_ohio)] == [
        "the pack `us-oh` is switched on: 2 rule(s)"
    ]
    assert [one.words for one in _between(with_ohio, PLAIN)] == [
        "the pack `us-oh` is switched off: 2 rule(s) less"
    ]


def test_a_new_form_is_told_with_its_conditions_and_a_gone_one_by_its_id() -> None:
    with_form = replace(PLAIN, forms=(NO_ESSAYS,))
    [change] = _between(PLAIN, with_form)
    assert change.words == (
        "`local.no-essays` is new: Essays are written in class. It refuses; roles student, "
        "grades 04"
    )
    [gone] = _between(with_form, PLAIN)
    assert gone.words == "`local.no-essays` is gone"


def test_a_changed_form_is_told_choice_by_choice() -> None:
    old = replace(PLAIN, forms=(NO_ESSAYS,))
    changed = replace(NO_ESSAYS, grades=frozenset({"04", "05"}), hours=frozenset({8}))
    [change] = _between(old, replace(PLAIN, forms=(changed,)))
    assert change.words == "`local.no-essays`: grades from 04 to 04, 05; hours from any to 8"
    assert any(line.startswith("+ ") for line in change.text)


def test_a_changed_rule_in_cedar_is_told_by_what_changed() -> None:
    old = replace(PLAIN, cedar=QUIET)
    other = QUIET.replace('"small"', '"large"').replace("use another tool", "use the small tool")
    [change] = _between(old, replace(PLAIN, cedar=other))
    assert change.words == (
        "`expert.quiet`: it reaches other prompts or has other conditions; "
        "its remedy is worded anew"
    )
    assert '+ when { Tool::"asked".name == "large" };' in change.text
