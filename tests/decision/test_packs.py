import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.decision.packs import (
    SCHEMA,
    SHIPPED,
    RuleSet,
    alone,
    changed_since,
    load_rule_set,
    packs_root,
    read_packs,
    rule_set_from_bytes,
)
from gateway.errors import Unusable

BASELINE = """\
@id("local.baseline")
@cite("District rule")
@law("false")
@reason("No objection.")
permit (principal, action, resource);
"""
RULE = """\
@id("local.quiet")
@cite("District rule")
@law("false")
@reason("Names are replaced on this tool.")
@plain("Names are swapped.")
@remedy("use another tool")
forbid (principal, action in Action::"identifiable", resource is Subject)
unless { resource.removable };
"""
TOML = 'id = "local"\ntitle = "Ours"\nversion = "1"\nkind = "district"\nsource = "x"\ntext = "x"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a sound pack of a district's own."""
    folder = tmp_path / "local"
    folder.mkdir()
    (folder / "pack.toml").write_text(TOML)
    (folder / "rules.cedar").write_text(f"{BASELINE}\n{RULE}")
    return folder


def test_a_district_may_add_a_pack_of_its_own(folder: Path) -> None:
    shipped = [packs_root() / name for name in ("coppa", "ferpa", "district")]
    rule_set = load_rule_set([*shipped, folder])
    assert [pack.id for pack in rule_set.packs] == ["coppa", "district", "ferpa", "local"]
    assert [rule.line for rule in rule_set.packs[-1].rules] == [1, 7]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("forbid (", "forbit (", r"local/rules\.cedar:13:1: rule `local\.quiet`: invalid policy"),
        ("unless {", "unless (", r"local/rules\.cedar:14:8: rule `local\.quiet`: unexp"),
        (
            "resource.removable",
            "resource.removeable",
            r"rules\.cedar:14:19: rule `local\.quiet`: .*rem",
        ),
        (
            "resource.removable",
            "resource.mentions",
            r"rules\.cedar:13:1: rule `local\.quiet`: .*Bool",
        ),
        (
            "resource.removable",
            'resource.kind == "cat"',
            r":14:27: rule `local\.quiet`: `kind` is nev",
        ),
        ('@cite("District rule")\n', "", r":1:1: rule `local\.baseline`: `@cite` is missing"),
        ('@plain("Names are swapped.")\n', "", r":7:1: rule `local\.quiet`: `@plain` is missing"),
        ("@remedy(", "@fix(", r":12:1: rule `local\.quiet`: `@fix` is not known"),
        ('@id("local.quiet")', '@id("quiet")', r":7:1: rule `quiet`: its `@id` must begin with"),
        ('@id("local.quiet")\n', "", r":12:1: rule ``: its `@id` must begin with"),
        ("local.quiet", "local.baseline", r"rule `local\.baseline`: 2 rules have this id"),
        ('@law("false")', '@law("true")', r"rule `local\.quiet`: in a pack of kind `district`"),
        ("local.baseline", "local.start", r"pack `local`: has no permit `local\.baseline`"),
        ('@remedy("use', '@obligation("dance")\n@remedy("use', r"obligation `dance` is not known"),
        (
            "resource.removable",
            "resource.mentions + 1 > 2",
            r":14:28: rule `local\.quiet`: it can err: `\+` is not used in rules",
        ),
        (
            "resource.removable",
            'ip("nowhere").isLoopback()',
            r"rule `local\.quiet`: it can err: `ip` is not used in rules",
        ),
        ("resource is Subject", 'resource == Subject::"0"', r"single out nobody"),
        ("(principal, action in", '(principal == Asker::"x", action in', r"single out nobody"),
        ("principal, action in", "principal == ?principal, action in", r"templates are not used"),
    ],
)
def test_a_broken_pack_names_file_line_and_rule(
    folder: Path, old: str, new: str, fault: str
) -> None:
    path = folder / "rules.cedar"
    text = path.read_text()
    at = text.rindex(old)
    if old in ('@cite("District rule")\n', "local.baseline"):
        at = text.index(old)
    path.write_text(text[:at] + new + text[at + len(old) :])
    with pytest.raises(Unusable, match=fault) as caught:
        load_rule_set([folder])
    assert caught.value.code == "rules_broken"


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ("id = ", r"local/pack\.toml: "),
        (TOML.replace('"local"', '"other"'), "`id` must be the folder's name"),
        (TOML.replace('"district"', '"advice"'), "`kind` must be"),
        (TOML.replace("title", "titel"), "`titel` is not known"),
        (TOML + 'more = "x"\n', "`more` is not known"),
    ],
)
def test_a_pack_must_say_what_it_is(folder: Path, toml: str, fault: str) -> None:
    (folder / "pack.toml").write_text(toml)
    with pytest.raises(Unusable, match=fault):
        load_rule_set([folder])


def test_all_faults_are_told_at_once(folder: Path) -> None:
    (folder / "rules.cedar").write_text(RULE.replace("@plain", "@plane"))
    with pytest.raises(Unusable) as caught:
        load_rule_set([folder])
    message = caught.value.message
    for fault in ("`@plain` is missing", "`@plane` is not known", "has no permit"):
        assert fault in message


def test_an_empty_rule_set_is_unusable() -> None:
    with pytest.raises(Unusable, match="no rule pack is switched on"):
        load_rule_set([])


def test_a_pack_that_is_not_there_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="cannot be read"):
        load_rule_set([tmp_path / "none"])


def test_a_broken_schema_is_unusable(folder: Path, tmp_path: Path) -> None:
    (tmp_path / SCHEMA).write_text("entity Asker = {")
    with pytest.raises(Unusable, match="schema is broken"):
        load_rule_set([folder], root=tmp_path)


def test_a_pack_twice_is_unusable(folder: Path) -> None:
    with pytest.raises(Unusable, match="loaded 2 times"):
        load_rule_set([folder, folder])


def test_a_rule_set_comes_back_from_its_bytes(rule_set: RuleSet) -> None:
    again = rule_set_from_bytes(rule_set.data)
    assert again == rule_set
    assert again.sha256 == rule_set.sha256


def test_the_hash_follows_rules_not_cases(folder: Path, rule_set: RuleSet) -> None:
    before = load_rule_set([folder]).sha256
    (folder / "cases").mkdir()
    (folder / "cases" / "a.yaml").write_text("[]")
    assert load_rule_set([folder]).sha256 == before
    with (folder / "rules.cedar").open("a") as file:
        file.write("// a word more\n")
    assert load_rule_set([folder]).sha256 != before
    assert len(rule_set.sha256) == 64


def test_the_hash_does_not_follow_the_checkouts_line_ends(folder: Path) -> None:
    before = load_rule_set([folder]).sha256
    path = folder / "rules.cedar"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_rule_set([folder]).sha256 == before


def test_the_order_packs_are_named_in_changes_nothing() -> None:
    folders = [packs_root() / name for name in reversed(SHIPPED)]
    assert load_rule_set(folders) == load_rule_set()


def test_bytes_out_of_canonical_form_are_unusable(rule_set: RuleSet) -> None:
    spaced = json.dumps(json.loads(rule_set.data)).encode()
    with pytest.raises(Unusable, match="canonical"):
        rule_set_from_bytes(spaced)


def test_recorded_rules_are_checked_like_any(rule_set: RuleSet) -> None:
    spoilt = rule_set.data.replace(b"resource.refused", b"resource.refuzed")
    with pytest.raises(Unusable, match="refuzed"):
        rule_set_from_bytes(spoilt)


def test_one_pack_by_itself_has_a_hash_of_its_own(rule_set: RuleSet) -> None:
    single = alone(rule_set, "ferpa")
    assert [pack.id for pack in single.packs] == ["ferpa"]
    assert single.sha256 != rule_set.sha256
    assert rule_set_from_bytes(single.data) == single


def test_a_rule_set_elsewhere_is_the_same(tmp_path: Path, rule_set: RuleSet) -> None:
    copy = tmp_path / "rules"
    shutil.copytree(packs_root(), copy)
    folders = [copy / name for name in SHIPPED]
    assert load_rule_set(folders, root=copy) == rule_set


SOURCES = ("CFR", "FTC", "Cal. Ed. Code", "N.Y. Ed. Law", "ILCS", "Ohio Rev. Code")


def test_law_is_law_and_the_districts_is_the_districts(every_rule: RuleSet) -> None:
    for pack in every_rule.packs:
        assert {rule.law for rule in pack.rules} == {pack.kind == "law"}
        for rule in pack.rules:
            assert any(source in rule.citation for source in SOURCES) or not rule.law


def test_rules_are_frozen(rule_set: RuleSet) -> None:
    with pytest.raises(AttributeError):
        rule_set.sha256 = ""  # type: ignore[misc]
    assert replace(rule_set) == rule_set


def test_a_pack_that_comes_in_other_words_now_is_told() -> None:
    root = packs_root()
    rule_set = load_rule_set()
    _schema, shipped = read_packs([root / pack.id for pack in rule_set.packs], root)
    assert changed_since(rule_set, shipped) == []
    changed = [replace(one, texts="") if one.name == "coppa" else one for one in shipped]
    assert changed_since(rule_set, [one for one in changed if one.name != "ppra"]) == ["coppa"]
