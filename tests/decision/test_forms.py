"""Rules made by the form: what Cedar makes of them is what the form says."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.decision import bases
from gateway.decision.engine import Engine
from gateway.decision.forms import RuleForm, follows, form_text, forms_pack
from gateway.decision.packs import RuleSet, load_rule_set, rule_set_from_bytes
from gateway.errors import BadRequest
from gateway.terms.decision import Facts, Outcome
from gateway.terms.disclosure import Category, Purpose
from gateway.terms.people import Kind, Role
from tests.decision.examples import SOME, random_facts

POOL: dict[str, tuple[Any, ...]] = {
    "roles": (Role.STUDENT, Role.TEACHER, Role.COUNSELLOR, Role.GUARDIAN),
    "grades": ("04", "09"),
    "schools": ("north", "south"),
    "classes": ("c1", "c2", "c3"),
    "tools": ("t", 'odd "tool"\\'),
    "purposes": (Purpose.GRADING, Purpose.LEARNING),
    "categories": SOME,
    "weekdays": (1, 5, 7),
    "hours": (0, 8, 23),
}
"""Few values each, so that facts and forms often meet."""


def _rule_set(*forms: RuleForm) -> RuleSet:
    return load_rule_set([], texts=[forms_pack("local", "Our own", forms)])


def _facts(rng: Random) -> Facts:
    facts = random_facts(rng)
    by_kind = {Kind.STUDENT: Role.STUDENT, Kind.GUARDIAN: Role.GUARDIAN}
    principal = replace(
        facts.principal,
        role=by_kind.get(facts.principal.kind) or rng.choice((Role.TEACHER, Role.COUNSELLOR)),
        grade=rng.choice(("", "04", "05", "09")),
        schools=tuple(rng.sample(("north", "south", "west"), rng.randint(0, 2))),
        classes=tuple(rng.sample(("c1", "c2", "c3", "c4"), rng.randint(0, 2))),
    )
    return replace(
        facts,
        principal=principal,
        tool=replace(facts.tool, id=rng.choice(("t", "u", 'odd "tool"\\'))),
        weekday=rng.choice((0, 1, 5, 7)),
        hour=rng.choice((-1, 0, 8, 12, 23)),
    )


def _some(name: str) -> st.SearchStrategy[frozenset[Any]]:
    return st.just(frozenset()) | st.frozensets(st.sampled_from(POOL[name]), max_size=2)


WORDS = st.text(min_size=1, max_size=12)
OBLIGATIONS = st.frozensets(st.sampled_from(("strip_identifiers", "review_before_export")))


@st.composite
def forms(draw: st.DrawFn, name: str = "local.rule") -> RuleForm:
    outcome = draw(st.sampled_from(tuple(Outcome)))
    obligations = frozenset[str]()
    if outcome in (Outcome.FORWARD, Outcome.PSEUDONYMISE):
        obligations = draw(OBLIGATIONS)
    if outcome is Outcome.FORWARD and not obligations:
        obligations = frozenset({"review_before_export"})
    words: dict[str, Any] = {key: draw(WORDS) for key in ("reason", "plain", "remedy")}
    choices: dict[str, Any] = {key: draw(_some(key)) for key in POOL}
    return RuleForm(id=name, outcome=outcome, obligations=obligations, **words, **choices)


def _agree(engine: Engine, form: RuleForm, facts: Facts) -> bool:
    """Hold Cedar's decision against the form's own; tell whether the form fitted."""
    decision = engine.decide(facts)
    outcome, obligations = follows(form, facts)
    assert decision.outcome is outcome, (form, facts, decision.reasons)
    assert set(decision.obligations) == (obligations if outcome in RELEASED else set())
    return outcome is not Outcome.FORWARD or bool(obligations)


RELEASED = (Outcome.FORWARD, Outcome.PSEUDONYMISE)


@settings(max_examples=150, deadline=None)
@given(form=forms(), seed=st.integers(0, 2**32))
@pytest.mark.slow
def test_cedar_decides_as_the_form_says(form: RuleForm, seed: int) -> None:
    rng = Random(seed)
    engine = Engine(_rule_set(form), floor=False)
    for _ in range(15):
        _agree(engine, form, _facts(rng))


@pytest.mark.parametrize("name", POOL)
def test_each_choice_of_a_form_narrows_it(name: str) -> None:
    """And none is so narrow that the property above would only have seen it not fit."""
    rng = Random(3)
    seen = set()
    form = RuleForm(
        id="local.rule",
        outcome=Outcome.REFUSE,
        reason="r",
        plain="p",
        remedy="m",
        **{name: frozenset(POOL[name][:1])},
    )
    engine = Engine(_rule_set(form), floor=False)
    for _ in range(100):
        seen.add(_agree(engine, form, _facts(rng)))
    assert seen == {True, False}


@settings(max_examples=40, deadline=None)
@given(words=st.text(max_size=30))
def test_any_words_survive_the_writing(words: str) -> None:
    form = RuleForm(
        id="local.rule",
        outcome=Outcome.REFUSE,
        reason=f"a{words}",
        plain=f"b{words}",
        remedy=f"c{words}",
        schools=frozenset({f"d{words}"}),
    )
    rule_set = _rule_set(form)
    [rule] = [rule for rule in rule_set.rules() if rule.id == form.id]
    assert (rule.text, rule.plain, rule.remedy) == (form.reason, form.plain, form.remedy)
    assert rule_set_from_bytes(rule_set.data) == rule_set
    facts = bases.facts("teacher", [])
    facts = replace(facts, principal=replace(facts.principal, schools=(f"d{words}",)))
    assert Engine(rule_set, floor=False).decide(facts).outcome is Outcome.REFUSE


def test_a_form_reads_like_a_rule_somebody_wrote() -> None:
    form = RuleForm(
        id="local.no-grades-to-chat",
        outcome=Outcome.PSEUDONYMISE,
        reason="Grades go to the chat tool without names.",
        plain="Names are swapped for made-up ones.",
        remedy="use the grading tool",
        roles=frozenset({Role.TEACHER}),
        tools=frozenset({"chat"}),
        categories=frozenset({Category.ASSESSMENT}),
        hours=frozenset({8, 9}),
    )
    assert form_text(form) == (
        '@id("local.no-grades-to-chat")\n'
        '@cite("District rule")\n'
        '@law("false")\n'
        '@reason("Grades go to the chat tool without names.")\n'
        '@plain("Names are swapped for made-up ones.")\n'
        '@remedy("use the grading tool")\n'
        "forbid (\n"
        "  principal,\n"
        '  action in Action::"identifiable",\n'
        "  resource is Prompt\n"
        ")\n"
        "when\n"
        "{\n"
        '  ["chat"].contains(Tool::"asked".name) &&\n'
        '  ["teacher"].contains(principal.role) &&\n'
        '  (resource.categories.containsAny(["Assessment"]) || '
        "(resource.categories.isEmpty() && resource.content >= 2)) &&\n"
        "  [-1, 8, 9].contains(resource.hour) &&\n"
        "  resource.content >= 2\n"
        "};\n"
    )


WHOLE: dict[str, Any] = {
    "id": "local.rule",
    "outcome": Outcome.REFUSE,
    "reason": "r",
    "plain": "p",
    "remedy": "m",
}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"id": "rule"}, "a pack, a point and a name"),
        ({"id": 'local.r"'}, "a pack, a point and a name"),
        ({"id": "local."}, "a pack, a point and a name"),
        ({"obligations": frozenset({"dance"}), "outcome": Outcome.FORWARD}, "`dance` is not known"),
        ({"obligations": frozenset({"strip_identifiers"})}, "nothing leaves"),
        ({"outcome": Outcome.FORWARD}, "closes nothing and asks for nothing"),
        ({"reason": ""}, "a reason for staff"),
        ({"plain": ""}, "a reason for students and a remedy"),
        ({"remedy": ""}, "a reason for students and a remedy"),
        ({"weekdays": frozenset({0})}, "weekdays are 1 to 7"),
        ({"hours": frozenset({24})}, "hours 0 to 23"),
    ],
)
def test_a_form_that_makes_no_rule_says_why(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(BadRequest, match=fault) as caught:
        RuleForm(**WHOLE | changes)
    assert caught.value.code == "rule_form_invalid"


@pytest.mark.parametrize("ids", [("other.rule",), ("local.rule", "local.rule")])
def test_a_pack_of_forms_holds_its_own_once(ids: tuple[str, ...]) -> None:
    with pytest.raises(BadRequest, match=r"not of the pack|another rule has this id"):
        forms_pack("local", "Our own", [RuleForm(**WHOLE | {"id": one}) for one in ids])


def test_a_form_only_tightens(engine: Engine) -> None:
    """Whatever a form says, together with the shipped packs nothing gets more open."""
    form = RuleForm(**WHOLE | {"outcome": Outcome.PSEUDONYMISE, "purposes": frozenset()})
    pack = forms_pack("local", "Our own", [form])
    own = Engine(load_rule_set(texts=[pack]))
    rng = Random(4)
    for _ in range(150):
        facts = _facts(rng)
        assert own.decide(facts).outcome.strictness >= engine.decide(facts).outcome.strictness
