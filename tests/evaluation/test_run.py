import json
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from gateway.cli import app
from gateway.errors import BadRequest, Unusable
from gateway.evaluation.report import figures, findings, lines
from gateway.evaluation.rows import Row, read_rows
from gateway.evaluation.run import MODEL, ROSTER, SETTLE, VANILLA, Bench, prepare
from gateway.evaluation.scores import Found
from gateway.evaluation.vanilla import Vanilla
from gateway.terms.text import Candidate, Label

pytestmark = pytest.mark.slow

ROWS = (
    {
        "id": "a",
        "category": "essays",
        "text": "Maria Lopez met Tavi Brell.\n--\nThen Maria left.",
        "roster": [{"id": "s1", "given": "Maria", "family": "Lopez", "role": "student"}],
        "spans": [
            {"start": 0, "end": 11, "label": "PERSON", "subject_id": "s1"},
            {"start": 16, "end": 26, "label": "PERSON"},
            {"start": 36, "end": 41, "label": "PERSON", "subject_id": "s1"},
        ],
        "turns": [
            {"role": "user", "start": 0, "end": 27},
            {"role": "user", "start": 31, "end": 47},
        ],
    },
    {"id": "b", "category": "clean", "text": "Plants need light.", "roster": [], "spans": []},
)


def rows() -> tuple[Row, ...]:
    return read_rows([json.dumps(row) for row in ROWS])


class SeesWord:
    """Stands for a model: sees one word wherever it is."""

    version = "test"

    def __init__(self, word: str) -> None:
        self._word = word

    def find_all(self, texts: Sequence[str]) -> list[tuple[Candidate, ...]]:
        return [tuple(self._seen(text)) for text in texts]

    def _seen(self, text: str) -> list[Candidate]:
        start = text.find(self._word)
        end = start + len(self._word)
        if start < 0:
            return []
        return [Candidate(start=start, end=end, label=Label.PERSON, score=0.9, recogniser="ner")]

    def find(self, text: str) -> tuple[Found, ...]:
        return tuple(Found(one.start, one.end, one.label) for one in self._seen(text))


def bench() -> Bench:
    """Return a bench with stand-ins for both models and a clock that ticks twice a second."""
    clock = count(step=0.5).__next__
    real = prepare(rows(), engine="roster", distractors=50, with_vanilla=False, clock=clock)
    return Bench(
        rows=real.rows,
        people=real.people,
        circles=real.circles,
        names=real.names,
        finder=SeesWord("Tavi Brell"),
        vanilla=SeesWord("Plants"),
        clock=clock,
    )


def test_each_message_is_read_and_settled_and_offsets_count_from_the_row() -> None:
    first, second = bench()

    text = first.row.text
    assert [(text[one.start : one.end], one.subjects) for one in first.found] == [
        ("Maria Lopez", ("s1",)),
        ("Tavi Brell", ()),
        ("Maria", ("s1",)),
    ]
    assert second.spans == ()


def test_every_stage_is_timed_by_the_clock_that_is_handed_in() -> None:
    first, _ = bench()

    # One model run, two texts for the roster, one of each else.
    assert first.took == {MODEL: 0.5, ROSTER: 1.0, SETTLE: 0.5, VANILLA: 0.5}


def test_the_report_holds_the_figures_of_both_systems() -> None:
    report = figures(list(bench()))

    ours, theirs = report["gateway"], report["vanilla"]
    assert ours["labels"]["PERSON"] == {
        "marked": 5, "recall": 1.0, "covered": 1.0, "found": 5, "precision": 1.0,
    }  # fmt: skip
    assert (ours["fully_covered"], ours["clean_touched"]) == (1.0, 0.0)
    assert ours["subjects"] == {"names": 2, "linked": 1.0, "linked_of_found": 1.0, "among": 1.0}
    assert (theirs["fully_covered"], theirs["clean_touched"]) == (0.0, 1.0)
    assert theirs["false_names_per_1000_words"] == 1000 / 3
    assert list(ours["categories"]) == ["essays", "clean"]
    assert report["milliseconds"]["gateway"] == {"median": 1750.0, "mean": 1750.0, "p95": 2000.0}


def test_the_report_is_json_and_tables_and_quotes_nobody() -> None:
    report = figures(list(bench()))
    told = orjson.dumps(report).decode() + "\n".join(lines(report))

    assert "| PERSON" in told
    assert not any(name in told for name in ("Maria", "Lopez", "Brell"))


def test_findings_name_subjects_as_the_row_does() -> None:
    first, _ = bench()
    found = findings(first)

    assert (found["id"], found["category"]) == ("a", "essays")
    assert [one.get("subject_id") for one in found["spans"]] == ["s1", None, "s1"]
    assert found["spans"][0]["why"] == "class-full"


def test_an_unknown_engine_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(Unusable, match="`none` is none of balanced"):
        prepare(rows(), engine="none", distractors=0, with_vanilla=False, clock=lambda: 0.0)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rows") / "marked.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS))
    return path


def test_the_command_prints_json_and_writes_findings(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.jsonl"
    arguments = ["evaluate", str(file), "--json", "--engine", "roster", "--distractors", "20"]
    result = CliRunner().invoke(app, [*arguments, "--no-vanilla", "--findings", str(out)])

    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["engine"], report["distractors"], report["rows"]) == ("roster", 20, 2)
    assert "vanilla" not in report
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["a", "b"]


def test_the_command_names_the_line_of_a_bad_row(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(ROWS[0]) + "\n{}\n")
    result = CliRunner().invoke(app, ["evaluate", str(path)])

    assert isinstance(result.exception, BadRequest)
    assert "bad.jsonl, line 2: " in result.exception.message


def test_a_file_that_is_not_there_is_an_error_that_says_so(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["evaluate", str(tmp_path / "none.jsonl")])

    assert isinstance(result.exception, BadRequest)
    assert "cannot be read" in result.exception.message


def test_vanilla_presidio_runs_offline_beside() -> None:
    text = "Write to Maria Lopez at maria@example.org or call 212-555-0147."
    found = {text[one.start : one.end]: one.label for one in Vanilla().find(text)}

    assert found["Maria Lopez"] is Label.PERSON
    assert found["maria@example.org"] is Label.EMAIL
    assert found["212-555-0147"] is Label.PHONE
