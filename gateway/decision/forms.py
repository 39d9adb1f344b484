"""District rules as filled-in forms, and the Cedar they become.

A form says who, with which tool, for what, about what, where and when, and what follows at most.
It only tightens: where it fits, nothing more open leaves than its outcome. Pure, and exact both
ways: `follows` evaluates a form directly, and Cedar's answer to `form_text` is always the same.

What is not known counts as fitting: a form that speaks of grades reaches a student of unknown
grade, one that speaks of hours a time nobody told, one that speaks of categories a prompt whose
categories are unknown.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gateway.decision.packs import PackText
from gateway.decision.vocabulary import OBLIGATIONS
from gateway.errors import BadRequest
from gateway.terms.decision import Content, Facts, Outcome
from gateway.terms.disclosure import STRICT, Category, Purpose
from gateway.terms.people import Kind, Role

_ACTIONS = {
    Outcome.PSEUDONYMISE: 'action in Action::"identifiable"',
    Outcome.HOLD: 'action in [Action::"identifiable", Action::"replaced"]',
    Outcome.REFUSE: "action",
}
"""Which actions a form closes, so that the next rung of every ladder is its outcome."""

_PUPILS = frozenset({Kind.STUDENT, Kind.UNRESOLVED})


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleForm:
    """One rule of a district's own. An empty choice is no condition.

    Args:
        id: `local.no-essays`: the pack, a point, and the rule's name there.
        outcome: the most open outcome where the form fits; FORWARD closes nothing.
        obligations: what must be done along with a release where the form fits.
        reason: why, for staff.
        plain: why, for students.
        remedy: what would make it pass; one clause without its point.
        roles, grades, schools, classes: who types.
        tools: ids of registered tools.
        purposes: what for.
        categories: what the prompt holds about anybody but staff, any of them.
        weekdays: 1 Monday to 7 Sunday.
        hours: the hours 0 to 23 it holds in, each until the next begins.
    """

    __pydantic_config__ = STRICT

    id: str
    outcome: Outcome
    reason: str
    plain: str = ""
    remedy: str = ""
    obligations: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()
    grades: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    tools: frozenset[str] = frozenset()
    purposes: frozenset[Purpose] = frozenset()
    categories: frozenset[Category] = frozenset()
    weekdays: frozenset[int] = frozenset()
    hours: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        pack, _, name = self.id.partition(".")
        for part in (pack, name):
            if not part or not part.replace("-", "").isalnum() or not part.isascii():
                raise _unfit(self.id, "its id must be a pack, a point and a name of a-z, 0-9 and -")
        if unknown := self.obligations - OBLIGATIONS:
            raise _unfit(self.id, f"obligation `{min(unknown)}` is not known")
        if self.obligations and self.outcome not in (Outcome.FORWARD, Outcome.PSEUDONYMISE):
            raise _unfit(self.id, "nothing leaves, so nothing can be done along with it")
        if not self.obligations and self.outcome is Outcome.FORWARD:
            raise _unfit(self.id, "it closes nothing and asks for nothing")
        if not self.reason:
            raise _unfit(self.id, "it needs a reason for staff")
        if self.outcome is not Outcome.FORWARD and not (self.plain and self.remedy):
            raise _unfit(self.id, "it needs a reason for students and a remedy")
        if not self.weekdays <= set(range(1, 8)) or not self.hours <= set(range(24)):
            raise _unfit(self.id, "weekdays are 1 to 7 and hours 0 to 23")


def _unfit(name: str, words: str) -> BadRequest:
    return BadRequest(f"rule `{name}`: {words}", code="rule_form_invalid")


def fits(form: RuleForm, facts: Facts) -> bool:
    """Tell whether a form speaks about a prompt."""
    asker = facts.principal
    grade = asker.grade in form.grades or (not asker.grade and asker.kind in _PUPILS)
    held = {
        category
        for subject in facts.subjects
        if subject.kind is not Kind.STAFF
        for category in subject.categories
    }
    untold = not held and facts.content >= Content.C2
    return (
        (not form.roles or asker.role in form.roles)
        and (not form.grades or grade)
        and (not form.schools or not form.schools.isdisjoint(asker.schools))
        and (not form.classes or not form.classes.isdisjoint(asker.classes))
        and (not form.tools or facts.tool.id in form.tools)
        and (not form.purposes or facts.purpose in form.purposes)
        and (not form.categories or untold or not form.categories.isdisjoint(held))
        and (not form.weekdays or facts.weekday in {0, *form.weekdays})
        and (not form.hours or facts.hour in {-1, *form.hours})
    )


def follows(form: RuleForm, facts: Facts) -> tuple[Outcome, frozenset[str]]:
    """Return what a form alone makes of a prompt: the most open outcome left, and obligations."""
    if not fits(form, facts):
        return Outcome.FORWARD, frozenset()
    if form.outcome is Outcome.PSEUDONYMISE and facts.content < Content.C2:
        # nothing that could be replaced
        return Outcome.FORWARD, form.obligations
    if form.outcome is Outcome.HOLD and facts.released:
        return Outcome.PSEUDONYMISE, form.obligations
    return form.outcome, form.obligations


def form_text(form: RuleForm) -> str:
    """Return a form as Cedar, as somebody would have written it."""
    conditions = list(_conditions(form))
    rules = []
    if form.outcome is not Outcome.FORWARD:
        closed = list(conditions)
        if form.outcome is Outcome.PSEUDONYMISE:
            closed.append("resource.content >= 2")
        notes = {"reason": form.reason, "plain": form.plain, "remedy": form.remedy}
        rules.append(_policy(form.id, notes, "forbid", _ACTIONS[form.outcome], closed))
    for obligation in sorted(form.obligations):
        notes = {"reason": form.reason, "obligation": obligation}
        name = f"{form.id}-{obligation.replace('_', '-')}"
        rules.append(_policy(name, notes, "permit", "action", conditions))
    return "\n".join(rules)


def forms_pack(name: str, title: str, forms: Sequence[RuleForm]) -> PackText:
    """Return a pack made of forms alone.

    Raises:
        BadRequest: code `rule_form_invalid`; a form is of another pack, or two have one id.
    """
    seen: set[str] = set()
    for form in forms:
        if not form.id.startswith(f"{name}."):
            raise _unfit(form.id, f"it is not of the pack `{name}`")
        if form.id in seen:
            raise _unfit(form.id, "another rule has this id")
        seen.add(form.id)
    about = {
        "id": name,
        "title": title,
        "version": "1",
        "kind": "district",
        "source": "District rule",
        "text": "Rules the district made with the form. They only tighten.",
    }
    # JSON's strings are TOML's basic strings, but for DEL, which TOML wants escaped
    toml = "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in about.items()
    ).replace("\x7f", "\\u007F")
    baseline = _policy(
        f"{name}.baseline", {"reason": "No objection of the district's own."}, "permit", None, []
    )
    text = "\n".join([baseline, *(form_text(form) for form in forms)])
    return PackText(name=name, toml=toml, files={"forms.cedar": text})


def _conditions(form: RuleForm) -> Iterable[str]:
    """Yield what must hold for a form to fit, the quickest to tell first."""
    if form.tools:
        yield f'{_strings(form.tools)}.contains(Tool::"asked".name)'
    if form.purposes:
        yield f"{_strings(form.purposes)}.contains(resource.purpose)"
    if form.roles:
        yield f"{_strings(form.roles)}.contains(principal.role)"
    if form.grades:
        known = f"{_strings(form.grades)}.contains(principal.grade)"
        yield (
            f'({known} || (principal.grade == "" && {_strings(_PUPILS)}.contains(principal.kind)))'
        )
    if form.schools:
        yield f"principal.schools.containsAny({_strings(form.schools)})"
    if form.classes:
        yield f"principal.classes.containsAny({_strings(form.classes)})"
    if form.categories:
        yield (
            f"(resource.categories.containsAny({_strings(form.categories)}) || "
            "(resource.categories.isEmpty() && resource.content >= 2))"
        )
    if form.weekdays:
        yield f"[{', '.join(map(str, sorted({0, *form.weekdays})))}].contains(resource.weekday)"
    if form.hours:
        yield f"[{', '.join(map(str, sorted({-1, *form.hours})))}].contains(resource.hour)"


def _policy(
    name: str, notes: dict[str, str], effect: str, action: str | None, conditions: Sequence[str]
) -> str:
    """Return one policy; `action` None makes it reach everything."""
    lines = [f"@id({_string(name)})", '@cite("District rule")', '@law("false")']
    lines += [f"@{key}({_string(value)})" for key, value in notes.items()]
    if action is None:
        lines.append(f"{effect} (principal, action, resource);")
        return "\n".join(lines) + "\n"
    lines += [f"{effect} (", "  principal,", f"  {action},", "  resource is Prompt", ")"]
    if conditions:
        lines += ["when", "{", "  " + " &&\n  ".join(conditions), "}"]
    lines[-1] += ";"
    return "\n".join(lines) + "\n"


def _strings(values: Iterable[str]) -> str:
    return "[" + ", ".join(_string(value) for value in sorted(values)) + "]"


def _string(value: str) -> str:
    """Return a text as a string of Cedar's: quotes, backslashes and control characters escaped."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(_escaped(char) for char in escaped) + '"'


def _escaped(char: str) -> str:
    return char if char.isprintable() or char == " " else f"\\u{{{ord(char):x}}}"
