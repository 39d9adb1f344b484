"""Which attributes of which entities policies read, told from their text. Pure.

What nothing reads need not be told to Cedar, and cannot matter: questions that agree in what is
read have one answer. An attribute left out by mistake would make a policy err, which refuses; so
where a text does not tell plainly whose attribute it reads, everything counts as read.
"""

from collections.abc import Iterable, Iterator

from gateway.decision.cedar import Tree

type Read = dict[str, "Read"]
"""Attributes that are read, each with those read of it; none of them stands for all."""

_ASKER = "Asker"


class Reads:
    """What some policies read when they are asked about one type of resource."""

    def __init__(self, policies: Iterable[Tree], resource: str) -> None:
        """Read the policies' conditions.

        Args:
            policies: in Cedar's JSON form.
            resource: the type of what they are asked about.
        """
        self._read: dict[str, Read] = {}
        paths = [path for policy in policies for path in _paths(policy["conditions"], resource)]
        self._everything = None in paths
        whole = {path for path in paths if path is not None}
        for path in sorted(whole, key=len, reverse=True):
            inner = self._read
            for name in path:
                inner = inner.setdefault(name, {})
            inner.clear()  # who reads a record as a whole reads all of it

    def of(self, kind: str, attributes: Tree) -> Tree:
        """Return those of an entity's attributes that are read."""
        if self._everything:
            return attributes
        return _kept(attributes, self._read.get(kind, {}))


def _kept(attributes: Tree, read: Read) -> Tree:
    return {
        name: _kept(attributes[name], below) if below else attributes[name]
        for name, below in read.items()
        if name in attributes
    }


def _paths(tree: object, resource: str) -> Iterator[tuple[str, ...] | None]:
    """Yield what is read, from the type of the entity on; None where it does not tell of what."""
    if isinstance(tree, list):
        for part in tree:
            yield from _paths(part, resource)
    elif isinstance(tree, dict):
        if "." in tree or "has" in tree:
            yield _path(tree, resource)
        else:
            yield from _paths(list(tree.values()), resource)


def _path(tree: object, resource: str) -> tuple[str, ...] | None:
    names: list[str] = []
    while isinstance(tree, dict) and len(tree) == 1 and ("." in tree or "has" in tree):
        access = tree.get(".", tree.get("has"))
        if not isinstance(access, dict) or access.keys() != {"left", "attr"}:
            return None
        names.append(access["attr"])
        tree = access["left"]
    owner = _type(tree, resource)
    return None if owner is None else (owner, *reversed(names))


def _type(tree: object, resource: str) -> str | None:
    """Return the type of the entity that an expression is; None if that is not plain."""
    match tree:
        case {"Var": "principal"}:
            return _ASKER
        case {"Var": "resource"}:
            return resource
        case {"Value": {"__entity": {"type": str(kind)}}}:
            return kind
    return None
