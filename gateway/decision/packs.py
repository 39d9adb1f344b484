"""Loads rule packs, checks them, and makes the rule set: its bytes, its hash, its rules.

A pack is a folder: `pack.toml`, policies in `*.cedar`, cases in `cases/*.yaml`. A rule set is the
packs the district has switched on with the schema. Its bytes are canonical and hold everything a
decision depends on, so a decision can be replayed from them years later; cases are tests, not
rules, and stay out of the hash. A pack with any fault does not load, and nothing starts without.
"""

import hashlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateway.decision import cedar, vocabulary
from gateway.errors import Unusable

FORMAT = 1
SHIPPED = ("coppa", "ferpa", "idea", "ppra", "district")
"""The packs every district has switched on."""
STATES = ("us-ca", "us-il", "us-ny", "us-oh")
"""The packs of states, for the districts in them."""
SCHEMA = "schema.cedarschema"

_SINGLE = {("Tool", "asked"), ("District", "ours"), ("Prompt", "sent")}
_PACK_KEYS = {"id", "title", "version", "kind", "source", "text"}
_PERMIT_KEYS = frozenset({"id", "cite", "law", "reason"})
_FORBID_KEYS = _PERMIT_KEYS | {"plain", "remedy"}
_OPTIONAL_KEYS = frozenset({"obligation"})
_ID = re.compile(r'@id\(\s*"([^"]*)"\s*\)')


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One policy with its annotations; `line` is where its `@id` stands in `file` (from 1)."""

    id: str
    pack: str
    effect: str
    citation: str
    law: bool
    text: str
    plain: str
    remedy: str
    obligation: str
    file: str
    line: int
    policy: cedar.Tree = field(repr=False, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pack:
    """A loaded pack; `files` are its policy files as written, `cases` its case files."""

    id: str
    title: str
    version: str
    kind: str
    source: str
    text: str
    toml: str = field(repr=False)
    files: tuple[tuple[str, str], ...] = field(repr=False)
    rules: tuple[Rule, ...] = field(repr=False)
    cases: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class PackText:
    """A pack as text, before anything of it was believed: file names and what they hold."""

    name: str
    toml: str
    files: Mapping[str, str]
    cases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleSet:
    """What the district has switched on. `data` are the canonical bytes, `sha256` their hash."""

    packs: tuple[Pack, ...]
    schema: str = field(repr=False)
    data: bytes = field(repr=False)
    sha256: str

    def rules(self) -> Iterator[Rule]:
        """Yield every rule of every pack."""
        for pack in self.packs:
            yield from pack.rules


def packs_root() -> Path:
    """Return the folder of the packs that come with the gateway.

    `rules` lies beside the `gateway` package, in a checkout and where it is installed alike.
    """
    root = Path(__file__).resolve().parents[2] / "rules"
    if not (root / SCHEMA).is_file():
        raise Unusable(
            f"the rule packs are missing: no `{SCHEMA}` in `{root}`; install the gateway again",
            code="rules_missing",
        )
    return root


def load_rule_set(
    folders: Sequence[Path] | None = None,
    *,
    root: Path | None = None,
    texts: Sequence[PackText] = (),
) -> RuleSet:
    """Load packs from their folders and check them all.

    Args:
        folders: the packs' folders; the shipped ones if None.
        root: where the schema lies; `packs_root()` if None.
        texts: packs that lie in no folder.

    Raises:
        Unusable: code `rules_broken`; the message names each file, line and rule.
    """
    root = packs_root() if root is None else root
    chosen = [root / name for name in SHIPPED] if folders is None else list(folders)
    try:
        schema = (root / SCHEMA).read_text(encoding="utf-8")
        sources = [*(_read(folder) for folder in chosen), *texts]
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"a rule pack cannot be read: {error}", code="rules_broken") from error
    return _build(schema, sources)


def rule_set_from_bytes(data: bytes) -> RuleSet:
    """Return the rule set of recorded bytes (without cases).

    Raises:
        Unusable: they are not canonical rule-set bytes of a format we know, or do not check.
    """
    try:
        tree = json.loads(data)
        if tree["format"] != FORMAT:
            raise ValueError(f"format `{tree['format']}` is not known")
        sources = [
            PackText(name=one["id"], toml=one["toml"], files=one["files"], cases={})
            for one in tree["packs"]
        ]
        rule_set = _build(tree["schema"], sources)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unusable(f"recorded rule set cannot be read: {error}", code="rules_broken") from error
    if rule_set.data != data:
        raise Unusable("recorded rule set is not in canonical form", code="rules_broken")
    return rule_set


def alone(rule_set: RuleSet, *names: str) -> RuleSet:
    """Return the rule set of one pack by itself, or of some by themselves."""
    chosen = [one for one in rule_set.packs if one.id in names]
    if len(chosen) < len(set(names)):
        raise KeyError(f"packs {sorted(names)} are not all switched on")
    return _seal(rule_set.schema, chosen)


def _read(folder: Path) -> PackText:
    return PackText(
        name=folder.name,
        toml=_text(folder / "pack.toml"),
        files={path.name: _text(path) for path in sorted(folder.glob("*.cedar"))},
        cases={path.name: _text(path) for path in sorted((folder / "cases").glob("*.yaml"))},
    )


def _text(path: Path) -> str:
    """Read a text with its line ends made uniform, so that a checkout's habit changes no hash."""
    return path.read_text(encoding="utf-8").replace("\r\n", "\n")


def _build(schema: str, sources: Sequence[PackText]) -> RuleSet:
    faults: list[str] = []
    words = cedar.Words(schema)
    packs = [_pack(source, words, faults) for source in sources]
    counts = Counter(rule.id for pack in packs for rule in pack.rules)
    faults += [
        f"rule `{name}`: {count} rules have this id" for name, count in counts.items() if count > 1
    ]
    names = Counter(pack.id for pack in packs)
    faults += [f"pack `{name}`: loaded {count} times" for name, count in names.items() if count > 1]
    if not packs:
        faults.append("no rule pack is switched on, and without one nothing may leave")
    if faults:
        raise Unusable("; ".join(faults), code="rules_broken")
    return _seal(schema, packs)


def _seal(schema: str, packs: Sequence[Pack]) -> RuleSet:
    """Return checked packs with their canonical bytes and hash."""
    ordered = tuple(sorted(packs, key=lambda pack: pack.id))
    document = {
        "format": FORMAT,
        "schema": schema,
        "packs": [{"id": one.id, "toml": one.toml, "files": dict(one.files)} for one in ordered],
    }
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    data = text.encode()
    return RuleSet(packs=ordered, schema=schema, data=data, sha256=hashlib.sha256(data).hexdigest())


def _pack(source: PackText, words: cedar.Words, faults: list[str]) -> Pack:
    """Build one pack, adding what is wrong with it to `faults`."""
    about = _about(source, faults)
    rules: list[Rule] = []
    for name, text in sorted(source.files.items()):
        where = f"{source.name}/{name}"
        try:
            policies = cedar.parse(text)
        except ValueError as error:
            faults.append(f"{where}{_broken_at(text)}: {error}")
            continue
        lines = _lines(text)
        found = [_rule(tree, about, where, lines, faults) for tree in policies]
        rules += [rule for rule in found if rule is not None]
        for complaint in words.complaints(text):
            line = lines.get(complaint.rule, 0)
            faults.append(f"{where}:{line}: rule `{complaint.rule}`: {complaint.words}")
    if not any(rule.id == f"{source.name}.baseline" and rule.effect == "permit" for rule in rules):
        faults.append(f"pack `{source.name}`: has no permit `{source.name}.baseline`")
    return Pack(
        **about,
        toml=source.toml,
        files=tuple(sorted(source.files.items())),
        rules=tuple(sorted(rules, key=lambda rule: rule.id)),
        cases=tuple(sorted(source.cases.items())),
    )


def _about(source: PackText, faults: list[str]) -> dict[str, str]:
    """Return what `pack.toml` says; its faults make the pack say nothing."""
    try:
        found: dict[str, Any] = tomllib.loads(source.toml)
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{source.name}/pack.toml: {error}")
        found = {}
    for key in sorted(_PACK_KEYS ^ found.keys()):
        known = "missing" if key in _PACK_KEYS else "not known"
        faults.append(f"{source.name}/pack.toml: `{key}` is {known}")
    about = {key: str(found.get(key, "")).strip() for key in _PACK_KEYS}
    if about["id"] != source.name:
        faults.append(f"{source.name}/pack.toml: `id` must be the folder's name")
    if about["kind"] not in ("law", "district"):
        faults.append(f"{source.name}/pack.toml: `kind` must be `law` or `district`")
    return about


def _lines(text: str) -> dict[str, int]:
    """Return the line each `@id` stands on, from 1."""
    return {found.group(1): text.count("\n", 0, found.start()) + 1 for found in _ID.finditer(text)}


def _broken_at(text: str) -> str:
    """Return which rule of a text does not parse, and the line it begins on.

    Cedar names the odd token alone, so each stretch from one `@id` to the next is tried by itself.
    """
    starts = [found.start() for found in _ID.finditer(text)]
    for found, end in zip(_ID.finditer(text), [*starts[1:], len(text)], strict=True):
        try:
            cedar.parse(text[found.start() : end])
        except ValueError:
            line = text.count("\n", 0, found.start()) + 1
            return f":{line}: rule `{found.group(1)}`"
    return ""


def _rule(
    tree: cedar.Tree,
    about: Mapping[str, str],
    where: str,
    lines: Mapping[str, int],
    faults: list[str],
) -> Rule | None:
    """Build one rule; None, with its faults told, if its annotations are not complete."""
    notes: dict[str, str] = {key: value or "" for key, value in tree.get("annotations", {}).items()}
    name = notes.get("id", "")
    place = f"{where}:{lines.get(name, 0)}: rule `{name}`"
    before = len(faults)
    if not name.startswith(f"{about['id']}."):
        faults.append(f"{place}: its `@id` must begin with `{about['id']}.`")
    needed = _FORBID_KEYS if tree["effect"] == "forbid" else _PERMIT_KEYS
    faults += [f"{place}: `@{key}` is missing" for key in sorted(needed) if not notes.get(key)]
    faults += [
        f"{place}: `@{key}` is not known"
        for key in sorted(notes.keys() - _FORBID_KEYS - _OPTIONAL_KEYS)
    ]
    law = "true" if about["kind"] == "law" else "false"
    if notes.get("law", law) != law:
        faults.append(f'{place}: in a pack of kind `{about["kind"]}` it must say `@law("{law}")`')
    obligation = notes.get("obligation", "")
    if obligation and (tree["effect"] == "forbid" or obligation not in vocabulary.OBLIGATIONS):
        faults.append(f"{place}: obligation `{obligation}` is not known, or stands on a forbid")
    for kind, one in sorted(set(cedar.literals(tree)) - _SINGLE):
        if kind != "Action":
            faults.append(f'{place}: names {kind}::"{one}"; a rule may single out nobody')
    faults += [f"{place}: {words}" for words in vocabulary.unknown_words(tree["conditions"])]
    if len(faults) > before:
        return None
    return Rule(
        id=name,
        pack=about["id"],
        effect=tree["effect"],
        citation=notes["cite"],
        law=law == "true",
        text=notes["reason"],
        plain=notes.get("plain", notes["reason"]),
        remedy=notes.get("remedy", ""),
        obligation=obligation,
        file=where,
        line=lines.get(name, 0),
        policy=tree,
    )
