"""What the documents say is so: commands exist, links lead somewhere, nothing points outside."""

import importlib
import re
import shlex
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"(?<![\w-])crossing-guard((?: [\w./:<>$\"-]+)+)")
LINK = re.compile(r"\]\((?P<target>[^)#\s]+)(?:#[^)]*)?\)")
TARGET = re.compile(r"\bmake ([a-z][a-z-]+)")

# Written in halves, so that this file does not hold what it looks for.
FOREIGN = {
    "a package index": rf"{'pypi'}\.org|{'python'}hosted|{'npm'}js\.(?:org|com)",
    "an index option": rf"--(?:extra-)?{'index'}-url|--{'find'}-links|{'file'}:///",
    "a path of somebody's machine": rf"(?<![\w.$}}~-])/(?:{'work'}|{'root'}|{'home'})/",
}
ALLOWED = {
    # It calls the very options that keep addresses out of the locks.
    ("Makefile", "an index option"),
}


def repository_files() -> list[Path]:
    """Return every file that is, or would be, in the repository and holds text."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()]


FILES = repository_files()
DOCUMENTS = sorted(path for path in FILES if path.suffix == ".md")
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]


def blocks(document: Path, *languages: str) -> list[str]:
    """Return the bodies of a document's code blocks in one of these languages."""
    found = BLOCK.finditer(document.read_text())
    return [match["body"] for match in found if match["language"] in languages]


def make_targets() -> set[str]:
    """Return what `make` can make."""
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def spoken_commands(text: str) -> list[list[str]]:
    """Return each `crossing-guard …` of a text, split into words."""
    joined = text.replace("\\\n", " ")
    return [shlex.split(match[1].replace('"', "")) for match in COMMAND.finditer(joined)]


def unknown_word(command: Any, words: list[str]) -> str:
    """Return the first word that the command line does not know, or nothing."""
    for word in words:
        if word == "--":
            return ""
        children = getattr(command, "commands", {})
        if word.startswith("--"):
            known = {"--help"} | {name for item in command.params for name in item.opts}
            if word.partition("=")[0] not in known:
                return word
        elif word in children:
            command = children[word]
        elif children:
            return word
    return ""


def command_line() -> Any:
    """Return the root of the command line as click sees it."""
    cli = pytest.importorskip("gateway.cli")
    return typer.main.get_command(cli.app)


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_make_target_a_document_names_exists(document: Path) -> None:
    spoken = set(re.findall(r"`make ([a-z][a-z-]+)", document.read_text()))
    for body in blocks(document, "shell"):
        spoken |= {match[1] for line in body.splitlines() if (match := TARGET.match(line))}

    assert spoken <= make_targets()


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_command_a_document_names_exists_with_its_options(document: Path) -> None:
    spoken = spoken_commands(document.read_text())
    if spoken:
        root = command_line()
        wrong = {" ".join(words): bad for words in spoken if (bad := unknown_word(root, words))}
        assert wrong == {}


def test_the_search_for_commands_finds_them_and_their_unknown_words() -> None:
    app = typer.Typer()
    log = typer.Typer()

    @app.command()
    def serve(port: int = 0) -> None: ...

    @log.command()
    def verify() -> None: ...

    @log.command()
    def show() -> None: ...

    app.add_typer(log, name="log")
    root = typer.main.get_command(app)
    text = "`crossing-guard serve --port 1` `crossing-guard log verify`\n/lib/crossing-guard log"

    assert spoken_commands(text) == [["serve", "--port", "1"], ["log", "verify"], ["log"]]
    assert unknown_word(root, ["serve", "--port", "1"]) == ""
    assert unknown_word(root, ["serve", "--prot", "1"]) == "--prot"
    assert unknown_word(root, ["log", "verfy"]) == "verfy"


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_link_inside_the_repository_leads_somewhere(document: Path) -> None:
    targets = {match["target"] for match in LINK.finditer(document.read_text())}
    inside = {target for target in targets if "://" not in target and not target.startswith("#")}

    assert {target for target in inside if not (document.parent / target).exists()} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_python_example_compiles(document: Path) -> None:
    for body in blocks(document, "python"):
        compile(body, str(document), "exec")


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_shell_example_parses(document: Path) -> None:
    for body in blocks(document, "shell"):
        subprocess.run(["bash", "-n"], input=body.encode(), check=True)


def test_every_document_spoken_of_in_capitals_is_here() -> None:
    here = {path.name for path in DOCUMENTS}
    missing = {
        (str(path.relative_to(ROOT)), name)
        for path in FILES
        for name in re.findall(r"\b[A-Z][A-Z_]{2,}\.md\b", path.read_text())
        if name not in here
    }

    assert missing == set()


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_points_outside_the_project(what: str) -> None:
    pattern = re.compile(FOREIGN[what])
    names = {str(path.relative_to(ROOT)): path for path in FILES}
    found = {
        name
        for name, path in names.items()
        if pattern.search(path.read_text()) and (name, what) not in ALLOWED
    }

    assert found == set()


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a package index", "see https://{}.org/project/x".format("pypi")),
        ("an index option", "pip install --extra-{}-url=x".format("index")),
        ("a path of somebody's machine", "cd /{}/main".format("work")),
        ("a path of somebody's machine", "`/{}/.pyenv`".format("root")),
    ],
)
def test_the_search_for_what_points_outside_finds_it(what: str, line: str) -> None:
    assert re.search(FOREIGN[what], line)


@pytest.mark.parametrize("line", ["POST /v1/work/", "$HOME/root/", "docs/work/a.md", "a/root/b"])
def test_a_path_inside_the_project_is_nobodys_machine(line: str) -> None:
    assert not re.search(FOREIGN["a path of somebody's machine"], line)


def test_each_dependency_says_its_licence() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    lists = tomllib.loads(project)
    groups = [lists["project"]["dependencies"], *lists["dependency-groups"].values()]
    licence = re.compile(r"(?:MIT|BSD|Apache|MPL|GPL|PSF)")
    lines = project.splitlines()

    for requirement in [name for group in groups for name in group]:
        at = next(number for number, line in enumerate(lines) if f'"{requirement}"' in line)
        comment = lines[at].partition("# ")[2] or lines[at - 1]
        assert licence.search(comment), requirement


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert importlib.import_module("gateway").__version__ == project["version"]
    assert (
        f"image: crossing-guard:{project['version']}"
        in (ROOT / "deploy" / "compose.yaml").read_text()
    )


def test_the_index_lists_every_document() -> None:
    folder = ROOT / "docs"
    index = (folder / "README.md").read_text()
    assert {path.name for path in folder.glob("*.md")} - {"README.md"} <= set(LINK.findall(index))
