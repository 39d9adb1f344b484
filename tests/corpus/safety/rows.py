"""Read the safety corpus: `positive.txt` and `hard_negative.txt`, one prompt a line.

The head of each file says which columns its lines have. A line that is doubtful in any way is an
error that names the file and the line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
HALVES = ("dev", "check", "fresh")
LANGUAGES = ("en", "es")
SIGNALS = ("self_harm", "abuse", "threat")
HARMLESS = (
    "literature",
    "idiom",
    "history",
    "news",
    "health_class",
    "lesson_plan",
    "resources",
    "games",
    "sports",
    "lyrics",
    "science",
    "computing",
    "other",
)
VOICES = ("child", "adult")
MANNERS = ("direct", "indirect")
_BREAK = " | "


class RowError(ValueError):
    """A line breaks the rules of its file: says which file, which line and why."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(f"{path.name}:{line}: {why}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One prompt; `voice` (who writes) and `manner` are empty where there is no danger."""

    id: str
    half: str
    kind: str
    language: str
    text: str
    voice: str = ""
    manner: str = ""


def positives(path: Path = FOLDER / "positive.txt") -> list[Row]:
    """Read the prompts that must raise a signal.

    Raises:
        RowError: a line breaks the rules.
    """
    rows = []
    for line, cells in _lines(path, 7):
        name, half, kind, language, voice, manner, text = cells
        _one_of(path, line, kind, SIGNALS)
        _one_of(path, line, voice, VOICES)
        _one_of(path, line, manner, MANNERS)
        rows.append(
            Row(
                id=name,
                half=half,
                kind=kind,
                language=language,
                text=text,
                voice=voice,
                manner=manner,
            )
        )
    return rows


def hard_negatives(path: Path = FOLDER / "hard_negative.txt") -> list[Row]:
    """Read the prompts that must not.

    Raises:
        RowError: a line breaks the rules.
    """
    rows = []
    for line, (name, half, kind, language, text) in _lines(path, 5):
        _one_of(path, line, kind, HARMLESS)
        rows.append(Row(id=name, half=half, kind=kind, language=language, text=text))
    return rows


def _lines(path: Path, columns: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each line's number and its cells, the text's line breaks put in."""
    ids: set[str] = set()
    texts: set[str] = set()
    for line, source in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not source or source.startswith("#"):
            continue
        cells = [cell.strip() for cell in source.split(_BREAK, columns - 1)]
        if len(cells) != columns or not all(cells):
            raise RowError(path, line, f"a row has {columns} cells, none of them empty")
        _one_of(path, line, cells[1], HALVES)
        _one_of(path, line, cells[3], LANGUAGES)
        if cells[0] in ids or cells[-1] in texts:
            raise RowError(path, line, "its id or its words stand twice")
        ids.add(cells[0])
        texts.add(cells[-1])
        yield line, [*cells[:-1], cells[-1].replace("\\n", "\n")]


def _one_of(path: Path, line: int, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise RowError(path, line, f"`{value}` is none of {', '.join(allowed)}")
