"""The difference between two rule sets, in words and by rule. Pure."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields

from gateway.decision.drafts import EXPERT, LOCAL
from gateway.decision.forms import RuleForm
from gateway.decision.packs import Pack, Rule, RuleSet
from gateway.decision.wording import Language
from gateway.terms.decision import Outcome

OWN = frozenset({LOCAL, EXPERT})
_SAYS = {
    "citation": "its source",
    "text": "what it tells staff",
    "plain": "what it tells students",
    "remedy": "its remedy",
    "obligation": "what it obliges to",
}
_NEXT_RULE = re.compile(r"^@id\(", re.MULTILINE)
_WHAT = {
    Outcome.FORWARD: "adds an obligation",
    Outcome.PSEUDONYMISE: "replaces names",
    Outcome.HOLD: "holds",
    Outcome.REFUSE: "refuses",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One difference: the rule or pack it is about, in words, and the Cedar that changed."""

    about: str
    words: str
    text: tuple[str, ...] = ()


def differences(
    old: RuleSet,
    new: RuleSet,
    *,
    old_forms: tuple[RuleForm, ...] = (),
    new_forms: tuple[RuleForm, ...] = (),
) -> list[Change]:
    """Return what is different in a new rule set, packs first, then rule by rule.

    Args:
        old, new: the rule sets.
        old_forms, new_forms: the forms that some of their rules were made of.
    """
    return [*_packs(old, new), *_rules(old, new, _by_id(old_forms), _by_id(new_forms))]


def _by_id(forms: tuple[RuleForm, ...]) -> dict[str, RuleForm]:
    return {form.id: form for form in forms}


def _packs(old: RuleSet, new: RuleSet) -> Iterator[Change]:
    before = {pack.id: pack for pack in old.packs}
    after = {pack.id: pack for pack in new.packs}
    for name in sorted(after.keys() - before.keys() - OWN):
        rules = len(after[name].rules) - 1
        yield Change(about=name, words=f"the pack `{name}` is switched on: {rules} rule(s)")
    for name in sorted(before.keys() - after.keys() - OWN):
        rules = len(before[name].rules) - 1
        yield Change(about=name, words=f"the pack `{name}` is switched off: {rules} rule(s) less")
    for name in sorted(before.keys() & after.keys()):
        was, now = before[name].version, after[name].version
        if was != now:
            yield Change(about=name, words=f"the pack `{name}` goes from version {was} to {now}")
    if old.schema != new.schema:
        yield Change(about="schema", words="rules may speak of other facts than before")


def _rules(
    old: RuleSet, new: RuleSet, old_forms: dict[str, RuleForm], new_forms: dict[str, RuleForm]
) -> Iterator[Change]:
    before, after = _rules_of(old), _rules_of(new)
    both = {pack.id for pack in old.packs} & {pack.id for pack in new.packs}
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        pack, _, rest = name.partition(".")
        if (pack in OWN and rest == "baseline") or (pack not in OWN and pack not in both):
            continue  # nothing the district wrote; told with its pack
        form = new_forms.get(name) or old_forms.get(name)
        if was is None and now is not None:
            yield Change(about=name, words=_new(now[0], form), text=_lines("", now[1]))
        elif now is None and was is not None:
            yield Change(about=name, words=f"`{name}` is gone", text=_lines(was[1], ""))
        elif was is not None and now is not None and _told(was) != _told(now):
            words = "; ".join(_changed(was[0], now[0], old_forms.get(name), new_forms.get(name)))
            yield Change(about=name, words=f"`{name}`: {words}", text=_lines(was[1], now[1]))


def _new(rule: Rule, form: RuleForm | None) -> str:
    said = f"`{rule.id}` is new: {rule.text}"
    if form is None:
        return said
    about = [f"{name} {_shown(getattr(form, name))}" for name in _chosen(form)]
    return f"{said} It {_WHAT[form.outcome]}; {', '.join(about) or 'whatever the prompt'}"


def _chosen(form: RuleForm) -> list[str]:
    """Return the choices of a form that are conditions."""
    return [
        field.name
        for field in fields(form)
        if isinstance(getattr(form, field.name), frozenset) and getattr(form, field.name)
    ]


def _changed(
    old: Rule, new: Rule, old_form: RuleForm | None, new_form: RuleForm | None
) -> Iterator[str]:
    if old_form is not None and new_form is not None and old_form != new_form:
        for field in fields(old_form):
            was, now = getattr(old_form, field.name), getattr(new_form, field.name)
            if was != now:
                yield f"{field.name} from {_shown(was)} to {_shown(now)}"
        return
    if old.effect != new.effect:
        yield f"it was a {old.effect} and is a {new.effect}"
    if _bare(old) != _bare(new):
        yield "it reaches other prompts or has other conditions"
    for name, words in _SAYS.items():
        if getattr(old, name) != getattr(new, name):
            yield f"{words} is worded anew"
    if _others(old) != _others(new):
        yield "what it tells other readers is worded anew"


def _others(rule: Rule) -> object:
    """Return what a rule tells young students, parents, and in other languages than English."""
    english = rule.voices[Language.ENGLISH]
    rest = {name: voice for name, voice in rule.voices.items() if name is not Language.ENGLISH}
    return english.young, english.parent, rest


def _bare(rule: Rule) -> object:
    return {name: part for name, part in rule.policy.items() if name != "annotations"}


def _shown(value: object) -> str:
    if isinstance(value, frozenset):
        return ", ".join(str(one) for one in sorted(value)) or "any"
    return f"`{value}`" if value else "nothing"


def _rules_of(rule_set: RuleSet) -> dict[str, tuple[Rule, str]]:
    """Return each rule with its Cedar as written."""
    return {rule.id: (rule, _source(pack, rule)) for pack in rule_set.packs for rule in pack.rules}


def _source(pack: Pack, rule: Rule) -> str:
    text = dict(pack.files)[rule.file.partition("/")[2]]
    start = sum(len(line) + 1 for line in text.split("\n")[: rule.line - 1])
    following = _NEXT_RULE.search(text, start + 1)
    return text[start : following.start() if following else None].strip()


def _told(rule: tuple[Rule, str]) -> object:
    return rule[1], dict(rule[0].voices)


def _lines(old: str, new: str) -> tuple[str, ...]:
    """Return the lines that differ, with - and + before them."""
    lines = difflib.ndiff(old.splitlines(), new.splitlines())
    return tuple(line for line in lines if line[:1] in "-+")
