"""A rule set as the district writes it: which packs are on, its own rules by form and in Cedar.

A draft is what an admin edits; `build` makes the rule set of it that decides. Rules by form are
the pack `local`, rules written in Cedar the pack `expert`. Neither can loosen: every pack is asked
by itself, and the strictest answer wins. Pure.
"""

import json
from dataclasses import dataclass, field

from gateway.decision.faults import Fault
from gateway.decision.forms import RuleForm, forms_pack
from gateway.decision.packs import (
    SHIPPED,
    STATES,
    PackText,
    RuleSet,
    examine,
    packs_root,
    read_packs,
    seal,
)
from gateway.errors import BadRequest
from gateway.terms.disclosure import STRICT

LOCAL, EXPERT = "local", "expert"
"""The district's own packs: rules by form, rules in Cedar."""
OFFERED = frozenset((*SHIPPED, *STATES))
"""The packs that come with the gateway, each of which a district may switch on or off."""
EXPERT_FILE = "rules.cedar"

_EXPERT_TOML = """\
id = "expert"
title = "Rules written in Cedar"
version = "1"
kind = "district"
source = "District rule"
text = "Rules the district wrote in Cedar. They only tighten."
"""
_EXPERT_BASELINE = """\
@id("expert.baseline")
@cite("District rule")
@law("false")
@reason("No objection of the district's own.")
permit (principal, action, resource);
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleDraft:
    """What a district wants to decide by.

    Args:
        id: a name, such as `2026-autumn`.
        title: what it is about, in words.
        packs: which of the packs that come with the gateway are on.
        forms: rules by form; their ids begin with `local.`.
        cedar: rules in Cedar; their ids begin with `expert.`.
        texts: the words of those for young students, parents and in Spanish, as TOML; "" for none.
        cases: what those must say, as YAML; "" for none.
    """

    __pydantic_config__ = STRICT

    id: str
    title: str = ""
    packs: frozenset[str] = frozenset(SHIPPED)
    forms: tuple[RuleForm, ...] = ()
    cedar: str = field(default="", repr=False)
    texts: str = field(default="", repr=False)
    cases: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if unknown := self.packs - OFFERED:
            known = ", ".join(f"`{name}`" for name in sorted(OFFERED))
            raise BadRequest(
                f"pack `{min(unknown)}` is not known; there are {known}",
                code="unknown_pack",
                param="packs",
            )
        if not self.cedar and (self.texts or self.cases):
            raise BadRequest(
                "`texts` and `cases` belong to rules in Cedar, and there are none",
                code="texts_without_rules",
                param="texts" if self.texts else "cases",
            )


def build(draft: RuleDraft) -> tuple[RuleSet | None, list[Fault]]:
    """Return the rule set of a draft, None with everything that is wrong with it.

    Raises:
        Unusable: the packs that come with the gateway cannot be read.
    """
    root = packs_root()
    schema, sources = read_packs([root / name for name in sorted(draft.packs)], root)
    if draft.forms:
        try:
            sources.append(forms_pack(LOCAL, "Rules by form", draft.forms))
        except BadRequest as error:
            return None, [Fault(file=LOCAL, words=error.message)]
    if draft.cedar:
        sources.append(_expert(draft))
    packs, faults = examine(schema, sources)
    return (None, faults) if faults else (seal(schema, packs), [])


def draft_to_text(draft: RuleDraft) -> str:
    """Return a draft as readable JSON, as `RuleDraft` is read from."""
    forms = [
        {name: _plain(value) for name, value in _fields(form).items() if value}
        for form in draft.forms
    ]
    tree = {
        "id": draft.id,
        "title": draft.title,
        "packs": sorted(draft.packs),
        "forms": forms,
        "cedar": draft.cedar,
        "texts": draft.texts,
        "cases": draft.cases,
    }
    return json.dumps(tree, indent=2, ensure_ascii=False)


def _fields(form: RuleForm) -> dict[str, object]:
    return {name: getattr(form, name) for name in RuleForm.__dataclass_fields__}


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


def _expert(draft: RuleDraft) -> PackText:
    return PackText(
        name=EXPERT,
        toml=_EXPERT_TOML,
        files={"baseline.cedar": _EXPERT_BASELINE, EXPERT_FILE: draft.cedar},
        texts=draft.texts,
        cases={"cases.yaml": draft.cases} if draft.cases else {},
    )
