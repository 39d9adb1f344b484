"""What a prompt is for: the precedence, every pair of it, and keys that are bound."""

from dataclasses import dataclass
from itertools import combinations

import pytest

from gateway.errors import BadRequest, Forbidden
from gateway.steps.purposes import OF_ROLE, purpose_of
from gateway.terms.disclosure import Purpose, Tool
from gateway.terms.keys import KeyUse
from gateway.terms.people import Role


@dataclass(frozen=True, kw_only=True)
class Said:
    """Who says something, in the order of who counts first; each says another purpose."""

    header: bool = False
    key: bool = False
    alias: bool = False
    tool: bool = False

    def purpose(self, purposes: frozenset[Purpose] = frozenset()) -> Purpose:
        tool = Tool(
            id="t",
            model="gpt-x",
            provider="P",
            aliases=frozenset({"gpt-x-iep"}),
            alias_purposes={"gpt-x-iep": Purpose.IEP_DRAFTING},
            default_purpose=Purpose.GRADING if self.tool else None,
        )
        return purpose_of(
            " Discipline " if self.header else None,
            KeyUse(id="k", purpose=Purpose.FEEDBACK if self.key else None, purposes=purposes),
            "gpt-x-iep" if self.alias else "gpt-x",
            tool,
            Role.COUNSELLOR,
        )


ORDER = {
    "header": Purpose.DISCIPLINE,
    "key": Purpose.FEEDBACK,
    "alias": Purpose.IEP_DRAFTING,
    "tool": Purpose.GRADING,
}


def test_where_nothing_says_it_is_the_role() -> None:
    assert Said().purpose() is Purpose.COUNSELLING


@pytest.mark.parametrize("some", [c for n in range(1, 5) for c in combinations(ORDER, n)], ids=str)
def test_the_first_that_says_something_counts(some: tuple[str, ...]) -> None:
    assert Said(**dict.fromkeys(some, True)).purpose() is ORDER[some[0]]


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_purpose(role: Role) -> None:
    tool = Tool(id="t", model="gpt-x", provider="P")
    purpose = purpose_of(None, KeyUse(id="k"), "gpt-x", tool, role)
    assert purpose is OF_ROLE.get(role, Purpose.INSTRUCTION)


@pytest.mark.parametrize("text", ["", " ", "fun", "learning,feedback", "Purpose.LEARNING"])
def test_a_purpose_that_is_none_refuses_and_the_list_is_told(text: str) -> None:
    tool = Tool(id="t", model="gpt-x", provider="P", default_purpose=Purpose.LEARNING)
    with pytest.raises(BadRequest, match="iep_drafting") as told:
        purpose_of(text, KeyUse(id="k"), "gpt-x", tool, Role.STUDENT)
    assert told.value.code == "unknown_purpose"


@pytest.mark.parametrize("some", [(), *((one,) for one in ORDER)], ids=str)
def test_a_bound_key_is_for_nothing_else_whoever_says_so(some: tuple[str, ...]) -> None:
    said = Said(**dict.fromkeys(some, True))
    wanted = said.purpose()
    assert said.purpose(frozenset({wanted, Purpose.LEARNING})) is wanted
    with pytest.raises(Forbidden, match="`administration`, `learning`") as told:
        said.purpose(frozenset({Purpose.LEARNING, Purpose.ADMINISTRATION}))
    assert told.value.code == "purpose_not_allowed"


def test_a_key_bound_to_one_purpose_carries_it() -> None:
    only = frozenset({Purpose.LEARNING})
    assert Said(alias=True, tool=True).purpose(only) is Purpose.LEARNING
    with pytest.raises(Forbidden):
        Said(header=True).purpose(only)
