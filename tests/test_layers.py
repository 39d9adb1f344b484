"""The layers are checked for every module there is, and nothing is used that is not installed."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
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


def imported(path: Path) -> Iterator[str]:
    """Yield the packages that a file imports anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def distribution(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_gateway_imports_only_what_a_district_installs() -> None:
    # The tests' environment holds more than that, so that nothing else here would notice.
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    declared = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["parquet"],
        *project["dependency-groups"]["models"],
    ]
    installed = {distribution(re.split(r"[\[<>=!~ ]", one)[0]) for one in declared}
    # What one of those brings along in the shape in which it is used.
    installed |= {"starlette", "pydantic", "thinc", "tldextract"}
    holders = packages_distributions()
    foreign = {  # `verify` stands beside the program in what is taken away
        name: str(path.relative_to(ROOT))
        for path in GATEWAY.rglob("*.py")
        for name in imported(path)
        if name not in ("gateway", "verify") and name not in sys.stdlib_module_names
    }
    missing = {
        name: path
        for name, path in foreign.items()
        if installed.isdisjoint(map(distribution, holders.get(name, [name])))
    }
    assert missing == {}
