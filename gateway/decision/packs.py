"""Loads rule packs, checks them, and makes the rule set: its bytes, its hash, its rules.

A pack is a folder: `pack.toml`, policies in `*.cedar`, their words for other readers and in other
languages in `texts.toml`, cases in `cases/*.yaml`. A rule set is the
packs the district has switched on with the schema. Its bytes are canonical and hold everything a
decision depends on, so a decision can be replayed from them years later; cases are tests, not
rules, and stay out of the hash. A pack with any fault does not load, and nothing starts without.
"""

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gateway.decision import cedar, vocabulary
from gateway.decision.faults import Fault, Places
from gateway.decision.wording import TEXTS, Told, Voice, Voices, read_texts, unfitting, voices
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One policy with its annotations; `line` is where its `@id` stands in `file` (from 1).

    `voices` are its words for each reader, by language.
    """

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
    voices: Voices = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pack:
    """A loaded pack; `files` are its policy files as written, `texts` its words for readers,
    `cases` its case files."""

    id: str
    title: str
    version: str
    kind: str
    source: str
    text: str
    toml: str = field(repr=False)
    files: tuple[tuple[str, str], ...] = field(repr=False)
    rules: tuple[Rule, ...] = field(repr=False)
    texts: str = field(default="", repr=False)
    cases: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class PackText:
    """A pack as text, before anything of it was believed: file names and what they hold."""

    name: str
    toml: str
    files: Mapping[str, str]
    texts: str = ""
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
    schema, sources = read_packs(chosen, root)
    sources = [*sources, *texts]
    return _build(schema, sources)


def read_packs(folders: Iterable[Path], root: Path) -> tuple[str, list[PackText]]:
    """Return the schema and packs as text, unchecked.

    Raises:
        Unusable: one of them cannot be read.
    """
    try:
        schema = (root / SCHEMA).read_text(encoding="utf-8")
        return schema, [_read(folder) for folder in folders]
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"a rule pack cannot be read: {error}", code="rules_broken") from error


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
            PackText(
                name=one["id"], toml=one["toml"], files=one["files"], texts=one.get("texts", "")
            )
            for one in tree["packs"]
        ]
        rule_set = _build(tree["schema"], sources)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unusable(f"recorded rule set cannot be read: {error}", code="rules_broken") from error
    if rule_set.data != data:
        raise Unusable("recorded rule set is not in canonical form", code="rules_broken")
    return rule_set


def changed_since(rule_set: RuleSet, shipped: Sequence[PackText]) -> list[str]:
    """Return the ids of packs of a rule set that come with this release in other words."""
    words = {one.name: (one.toml, dict(one.files), one.texts) for one in shipped}
    return [
        pack.id
        for pack in rule_set.packs
        if pack.id in words and words[pack.id] != (pack.toml, dict(pack.files), pack.texts)
    ]


def alone(rule_set: RuleSet, *names: str) -> RuleSet:
    """Return the rule set of one pack by itself, or of some by themselves."""
    chosen = [one for one in rule_set.packs if one.id in names]
    if len(chosen) < len(set(names)):
        raise KeyError(f"packs {sorted(names)} are not all switched on")
    return seal(rule_set.schema, chosen)


def _read(folder: Path) -> PackText:
    return PackText(
        name=folder.name,
        toml=_text(folder / "pack.toml"),
        files={path.name: _text(path) for path in sorted(folder.glob("*.cedar"))},
        texts=_text(folder / TEXTS) if (folder / TEXTS).exists() else "",
        cases={path.name: _text(path) for path in sorted((folder / "cases").glob("*.yaml"))},
    )


def _text(path: Path) -> str:
    """Read a text with its line ends made uniform, so that a checkout's habit changes no hash."""
    return path.read_text(encoding="utf-8").replace("\r\n", "\n")


def _build(schema: str, sources: Sequence[PackText]) -> RuleSet:
    packs, faults = examine(schema, sources)
    if faults:
        raise Unusable("; ".join(str(fault) for fault in faults), code="rules_broken")
    return seal(schema, packs)


def examine(schema: str, sources: Sequence[PackText]) -> tuple[list[Pack], list[Fault]]:
    """Return packs as far as they can be built, and everything that keeps them from loading.

    Raises:
        Unusable: the schema itself is broken.
    """
    faults: list[Fault] = []
    words = cedar.Words(schema)
    packs = [_pack(source, words, faults) for source in sources]
    ids = Counter(rule.id for pack in packs for rule in pack.rules)
    for name, count in ids.items():
        if count > 1:
            where = next(rule.file for pack in packs for rule in pack.rules if rule.id == name)
            faults.append(Fault(file=where, rule=name, words=f"{count} rules have this id"))
    names = Counter(pack.id for pack in packs)
    for name, count in names.items():
        if count > 1:
            faults.append(Fault(file=name, words=f"pack `{name}` is loaded {count} times"))
    if not packs:
        words_of_none = "no rule pack is switched on, and without one nothing may leave"
        faults.append(Fault(file=SCHEMA, words=words_of_none))
    return packs, faults


def seal(schema: str, packs: Sequence[Pack]) -> RuleSet:
    """Return checked packs with their canonical bytes and hash."""
    ordered = tuple(sorted(packs, key=lambda pack: pack.id))
    document = {
        "format": FORMAT,
        "schema": schema,
        "packs": [_document(one) for one in ordered],
    }
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    data = text.encode()
    return RuleSet(packs=ordered, schema=schema, data=data, sha256=hashlib.sha256(data).hexdigest())


def _document(pack: Pack) -> dict[str, object]:
    document: dict[str, object] = {
        "id": pack.id,
        "toml": pack.toml,
        "files": dict(pack.files),
    }
    return document | {"texts": pack.texts} if pack.texts else document


def _pack(source: PackText, words: cedar.Words, faults: list[Fault]) -> Pack:
    """Build one pack, adding what is wrong with it to `faults`."""
    about = _about(source, faults)
    rules: list[Rule] = []
    for name, text in sorted(source.files.items()):
        places = Places(f"{source.name}/{name}", text)
        try:
            policies = cedar.parse(text)
        except ValueError as error:
            faults.append(places.broken(str(error)))
            continue
        found = [_rule(tree, about, places, nth, faults) for nth, tree in enumerate(policies)]
        rules += [rule for rule in found if rule is not None]
        faults += [places.fault(one.rule, one.words) for one in words.complaints(text)]
    if not any(rule.id == f"{source.name}.baseline" and rule.effect == "permit" for rule in rules):
        words_of_none = f"has no permit `{source.name}.baseline`"
        faults.append(Fault(file=f"pack `{source.name}`", words=words_of_none))
    texts_file = f"{source.name}/{TEXTS}"
    told, wrong = read_texts(source.texts)
    wrong += unfitting(told, {rule.id for rule in rules if rule.effect == "forbid"})
    faults += [Fault(file=texts_file, words=one) for one in wrong if source.texts]
    return Pack(
        **about,
        toml=source.toml,
        files=tuple(sorted(source.files.items())),
        rules=tuple(sorted((_voiced(rule, told) for rule in rules), key=lambda rule: rule.id)),
        texts=source.texts,
        cases=tuple(sorted(source.cases.items())),
    )


def _voiced(rule: Rule, told: Mapping[str, Told]) -> Rule:
    """Return a rule with what it says to each reader in each language."""
    own = Voice(staff=rule.text, student=rule.plain, remedy=rule.remedy)
    return replace(rule, voices=voices(own, told.get(rule.id)))


def _about(source: PackText, faults: list[Fault]) -> dict[str, str]:
    """Return what `pack.toml` says; its faults make the pack say nothing."""
    wrong: list[str] = []
    try:
        found: dict[str, Any] = tomllib.loads(source.toml)
    except tomllib.TOMLDecodeError as error:
        wrong.append(str(error))
        found = {}
    wrong += [f"`{key}` is missing" for key in sorted(_PACK_KEYS - found.keys())]
    wrong += [f"`{key}` is not known" for key in sorted(found.keys() - _PACK_KEYS)]
    about = {key: str(found.get(key, "")).strip() for key in _PACK_KEYS}
    if about["id"] != source.name:
        wrong.append("`id` must be the folder's name")
    if about["kind"] not in ("law", "district"):
        wrong.append("`kind` must be `law` or `district`")
    faults += [Fault(file=f"{source.name}/pack.toml", words=words) for words in wrong]
    return about


def _rule(
    tree: cedar.Tree, about: Mapping[str, str], places: Places, nth: int, faults: list[Fault]
) -> Rule | None:
    """Build the `nth` rule of a file; None, with its faults told, if it must not be used."""
    notes: dict[str, str] = {key: value or "" for key, value in tree.get("annotations", {}).items()}
    name = notes.get("id", "")
    wrong: list[str] = []
    if not name.startswith(f"{about['id']}."):
        wrong.append(f"its `@id` must begin with `{about['id']}.`")
    needed = _FORBID_KEYS if tree["effect"] == "forbid" else _PERMIT_KEYS
    wrong += [f"`@{key}` is missing" for key in sorted(needed) if not notes.get(key)]
    odd = notes.keys() - _FORBID_KEYS - _OPTIONAL_KEYS
    wrong += [f"`@{key}` is not known" for key in sorted(odd)]
    law = "true" if about["kind"] == "law" else "false"
    if notes.get("law", law) != law:
        wrong.append(f'in a pack of kind `{about["kind"]}` it must say `@law("{law}")`')
    obligation = notes.get("obligation", "")
    if obligation and (tree["effect"] == "forbid" or obligation not in vocabulary.OBLIGATIONS):
        wrong.append(f"obligation `{obligation}` is not known, or stands on a forbid")
    for kind, one in sorted(set(cedar.literals(tree)) - _SINGLE):
        if kind != "Action":
            wrong.append(f'names {kind}::"{one}"; a rule may single out nobody')
    wrong += vocabulary.unknown_words(tree["conditions"])
    wrong += vocabulary.ways_to_err(tree["conditions"])
    if wrong:
        faults += [places.fault(name, words, nth) for words in wrong]
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
        file=places.file,
        line=places.of_rule(name)[0],
        policy=tree,
    )
