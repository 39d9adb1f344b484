"""The packs that come with the gateway: all there, and all shipped."""

import tomllib
from pathlib import Path

from gateway.decision.packs import SHIPPED, packs_root

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_every_folder_is_a_whole_pack() -> None:
    folders = {path.name: path for path in packs_root().iterdir() if path.is_dir()}
    assert set(SHIPPED) <= folders.keys()
    for name, folder in folders.items():
        assert (folder / "pack.toml").is_file(), name
        assert list(folder.glob("*.cedar")), name
        assert list((folder / "cases").glob("*.yaml")), name


def test_the_wheel_carries_the_rules_beside_the_package() -> None:
    build = tomllib.loads(PYPROJECT.read_text())["tool"]["hatch"]["build"]["targets"]
    assert {"gateway", "rules"} <= set(build["wheel"]["packages"])
    assert packs_root() == PYPROJECT.parent / "rules"
