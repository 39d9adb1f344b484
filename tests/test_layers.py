"""The layers are checked for every module there is: nothing hides from import-linter."""

import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
GATEWAY = ROOT / "gateway"


def test_every_folder_of_code_is_a_package_that_the_layers_see() -> None:
    # Without `__init__.py` a folder imports well enough, and import-linter never looks inside.
    # Migrations are no package: Alembic runs them by their path, and nothing may import them.
    sources = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in GATEWAY.rglob("*.py")
        if "migrations" not in path.parts
    }
    seen = grimp.build_graph("gateway", cache_dir=None).modules

    assert sources - seen == set()


def test_only_layers_not_built_yet_stand_in_brackets() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    names = {name.strip() for layer in layers for name in layer.replace(":", "|").split("|")}
    here = {path.stem for path in GATEWAY.iterdir() if any(path.glob("*.py")) or path.is_file()}

    assert {f"({name})" for name in here} & names == set()
