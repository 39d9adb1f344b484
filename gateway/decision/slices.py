"""Which policies can speak at all about one tool and one purpose, told from their text. Pure.

Most of a district's own rules are about some tools or some purposes, and Cedar's time goes by the
policies it is given. A policy is left out only where a part of its condition that must hold, a
word list or an equality, rules out the tool or the purpose asked for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

type _Tree = dict[str, Any]

_TOOL = {".": {"left": {"Value": {"__entity": {"type": "Tool", "id": "asked"}}}, "attr": "name"}}
_PROMPT = {"Value": {"__entity": {"type": "Prompt", "id": "sent"}}}
_PURPOSES = (
    {".": {"left": {"Var": "resource"}, "attr": "purpose"}},
    {".": {"left": _PROMPT, "attr": "purpose"}},
)


class Asked(NamedTuple):
    """What a prompt asks for: the registered id of the tool, and the purpose."""

    tool: str
    purpose: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """The tools and purposes a policy can speak about; None for all."""

    tools: frozenset[str] | None = None
    purposes: frozenset[str] | None = None

    @property
    def any(self) -> bool:
        """Tell whether it can speak about everything."""
        return self.tools is None and self.purposes is None

    def allows(self, asked: Asked) -> bool:
        """Tell whether it can speak about one tool and purpose."""
        return (self.tools is None or asked.tool in self.tools) and (
            self.purposes is None or asked.purpose in self.purposes
        )


def demand(policy: Mapping[str, Any]) -> Demand:
    """Return what a policy, in Cedar's JSON form, demands of tool and purpose."""
    tools: frozenset[str] | None = None
    purposes: frozenset[str] | None = None
    for condition in policy["conditions"]:
        if condition["kind"] != "when":
            continue
        for part in _parts(condition["body"]):
            words, about = _words(part)
            if words is None:
                continue
            if about == _TOOL:
                tools = words if tools is None else tools & words
            elif about in _PURPOSES:
                purposes = words if purposes is None else purposes & words
    return Demand(tools=tools, purposes=purposes)


def _parts(body: _Tree) -> Iterator[_Tree]:
    """Yield the parts of a condition that must all hold."""
    if "&&" in body:
        yield from _parts(body["&&"]["left"])
        yield from _parts(body["&&"]["right"])
    else:
        yield body


def _words(part: _Tree) -> tuple[frozenset[str] | None, object]:
    """Return the words that a part allows for something, and for what; None if it is no list."""
    if "contains" in part:
        words = [one.get("Value") for one in part["contains"]["left"].get("Set", ({},))]
        about = part["contains"]["right"]
    elif "==" in part:
        left, right = part["=="]["left"], part["=="]["right"]
        word, about = (left, right) if "Value" in left and "." not in left else (right, left)
        words = [word.get("Value")]
    else:
        return None, None
    if all(isinstance(word, str) for word in words):
        return frozenset(words), about
    return None, None
