"""The packs that come with the gateway: all there, and all shipped."""

import re
import tomllib
from pathlib import Path

import pytest

from gateway.decision.packs import SHIPPED, STATES, Rule, load_rule_set, packs_root
from gateway.decision.wording import Language, Reader

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_every_folder_is_a_whole_pack() -> None:
    folders = {path.name: path for path in packs_root().iterdir() if path.is_dir()}
    assert set(SHIPPED) <= folders.keys()
    for name, folder in folders.items():
        assert (folder / "pack.toml").is_file(), name
        assert list(folder.glob("*.cedar")), name
        assert (folder / "texts.toml").is_file(), name
        assert list((folder / "cases").glob("*.yaml")), name


def test_the_wheel_carries_the_rules_beside_the_package() -> None:
    build = tomllib.loads(PYPROJECT.read_text())["tool"]["hatch"]["build"]["targets"]
    assert {"gateway", "rules"} <= set(build["wheel"]["packages"])
    assert packs_root() == PYPROJECT.parent / "rules"


EVERY_RULE = [
    rule
    for pack in load_rule_set([packs_root() / name for name in (*SHIPPED, *STATES)]).packs
    for rule in pack.rules
    if rule.effect == "forbid"
]
LONGEST_SENTENCE = {Language.ENGLISH: 14, Language.SPANISH: 18}
"""Words a sentence for young students has at most."""


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.id)
def test_every_rule_speaks_to_everybody_in_every_language(rule: Rule) -> None:
    assert rule.voices.keys() == set(Language)
    for language, voice in rule.voices.items():
        for reader in Reader:
            assert voice.to(reader).endswith("."), (language, reader)
        assert voice.remedy
        assert not voice.remedy.endswith(".")
        for plain in (voice.student, voice.young):
            assert not re.search(r"COPPA|FERPA|CFR|consent", plain), (language, plain)
        sentences = [one.split() for one in re.split(r"[.?]", voice.young) if one.strip()]
        assert max(map(len, sentences)) <= LONGEST_SENTENCE[language], voice.young


def test_spanish_is_said_to_a_parent_formally_and_to_a_student_informally() -> None:
    for rule in EVERY_RULE:
        spanish = rule.voices[Language.SPANISH]
        assert not re.search(r"\b(tu|tus|puedes|necesitas)\b", spanish.parent), rule.id
        assert not re.search(r"\b(su hijo|usted)\b", spanish.young), rule.id
