from dataclasses import replace

import pytest

from gateway.decision.drafts import OFFERED, RuleDraft
from gateway.decision.forms import RuleForm
from gateway.decision.review import Known, review
from gateway.terms.decision import Outcome
from gateway.terms.people import Role
from tests.decision.test_drafts import NO_ESSAYS, QUIET

pytestmark = pytest.mark.slow

KNOWN = Known(
    tools=frozenset({"small", "large"}), schools=frozenset({"s1"}), classes=frozenset({"c1"})
)


def _warnings(draft: RuleDraft) -> tuple[str, ...]:
    found = review(draft, KNOWN)
    assert found.passed, found
    return found.warnings


def test_everything_that_is_offered_passes_without_a_warning() -> None:
    found = review(RuleDraft(id="a", packs=OFFERED), KNOWN)
    assert (found.passed, found.warnings, found.failed) == (True, (), ())
    assert found.cases > 400


def test_rules_that_can_speak_are_not_warned_of() -> None:
    assert _warnings(RuleDraft(id="a", forms=(NO_ESSAYS,), cedar=QUIET)) == ()


def test_a_pack_that_is_off_is_warned_of() -> None:
    [warning] = _warnings(RuleDraft(id="a", packs=OFFERED - {"ppra"}))
    assert "`ppra` is off" in warning


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        pytest.param({"grades": frozenset()}, "a teen can send nothing at all", id="students"),
        pytest.param(
            {"grades": frozenset(), "roles": frozenset(), "tools": frozenset({"small"})},
            "nobody can send anything to the tool `small`",
            id="a tool",
        ),
    ],
)
def test_a_blanket_ban_is_warned_of(changes: dict[str, frozenset[str]], warning: str) -> None:
    form = replace(NO_ESSAYS, **changes)  # type: ignore[arg-type]
    assert any(warning in one for one in _warnings(RuleDraft(id="a", forms=(form,))))


def test_what_is_closed_at_some_hours_alone_is_no_ban() -> None:
    form = replace(NO_ESSAYS, grades=frozenset(), hours=frozenset(range(8, 15)))
    assert _warnings(RuleDraft(id="a", forms=(form,))) == ()


@pytest.mark.parametrize(
    ("form", "warning"),
    [
        (replace(NO_ESSAYS, tools=frozenset({"gone"})), "names the tool `gone`"),
        (replace(NO_ESSAYS, schools=frozenset({"gone"})), "names the school `gone`"),
        (replace(NO_ESSAYS, classes=frozenset({"gone"})), "names the class `gone`"),
    ],
)
def test_a_name_that_the_district_does_not_have_is_warned_of(form: RuleForm, warning: str) -> None:
    assert any(warning in one for one in _warnings(RuleDraft(id="a", forms=(form,))))


@pytest.mark.parametrize(
    ("condition", "silent"),
    [
        ('principal.role == "teacher" && principal.kind == "student"', True),
        ('resource.consent.state == "expired" && resource.consent.state == "revoked"', True),
        ("resource.mentions > 7 && resource.mentions < 3", True),
        ("resource.mentions > 7", False),
        ('resource.consent.state == "expired" && resource.mentions > 7', False),
        ('principal.grade == "11" && Tool::"asked".minor_terms', False),
        ('!District::"ours".own_classes_only', False),
        ('!(["student"].contains(principal.role))', False),
    ],
)
def test_a_rule_that_never_matches_is_warned_of(condition: str, silent: bool) -> None:
    text = QUIET.replace('Tool::"asked".name == "small"', condition)
    found = any("never matches" in one for one in _warnings(RuleDraft(id="a", cedar=text)))
    assert found is silent


def test_an_obligation_that_never_matches_is_warned_of() -> None:
    form = RuleForm(
        id="local.look",
        outcome=Outcome.FORWARD,
        reason="r",
        obligations=frozenset({"review_before_export"}),
        roles=frozenset({Role.TEACHER}),
    )
    assert _warnings(RuleDraft(id="a", forms=(form,))) == ()


CASES = """\
- case: names are not sent to the small tool
  as: teacher
  about: [pupil]
  set: {tool.id: small, subject.consent: good}
  outcome: pseudonymise
  rules: [expert.quiet]
"""


def test_a_drafts_own_cases_are_run() -> None:
    draft = RuleDraft(id="a", cedar=QUIET, cases=CASES)
    assert review(draft, KNOWN).passed
    found = review(replace(draft, cases=CASES.replace("pseudonymise", "refuse")), KNOWN)
    assert not found.passed
    [failed] = found.failed
    assert failed.pack == "expert"
    assert "is `pseudonymise`, told `refuse`" in failed.fault


def test_a_case_file_that_is_none_is_a_fault() -> None:
    found = review(RuleDraft(id="a", cedar=QUIET, cases="- nothing: [\n"), KNOWN)
    assert not found.passed
    assert "not a list of cases" in found.faults[0].words


def test_a_rule_that_can_err_is_a_fault() -> None:
    text = QUIET.replace('Tool::"asked".name == "small"', "resource.mentions + 1 > 3")
    found = review(RuleDraft(id="a", cedar=text), KNOWN)
    assert not found.passed
    assert "it can err" in found.faults[0].words


@pytest.mark.parametrize("text", ["0", "permit", "permit (principal, action, resource);"])
def test_a_text_without_any_rule_id_is_at_fault(text: str) -> None:
    assert not review(RuleDraft(id="a", cedar=text), KNOWN).passed
