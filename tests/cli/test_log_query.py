"""`log query` and `log index`: asking the log from the command line."""

from pathlib import Path

import orjson

from gateway.audit.search.fields import NUMBERS, VALUES
from tests.cli.conftest import Commands


def test_the_log_is_asked_and_counted_and_the_questions_are_in_it(
    run: Commands, data: Path
) -> None:
    assert "newer entries are not searched yet" in run.ok("log", "query", "--data", data)
    assert "up with the log" in run.ok("log", "index", "--data", data)
    lines = run.ok("log", "query", "event=init", "--json", "--data", data).splitlines()
    assert [orjson.loads(line)["record"]["event"] for line in lines] == ["init"]
    run.ok("log", "index", "--data", data)
    asked = run.ok("log", "query", "event=log_query", "--data", data)
    assert asked.count("log_query") == 2
    counted = run.ok("log", "query", "--by", "event", "--every", "day", "--data", data)
    assert "init" in counted
    counted = run.ok("log", "query", "--by", "event", "--json", "--data", data)
    assert {"start": None, "value": "init", "count": 1} in map(orjson.loads, counted.splitlines())


def test_a_page_says_what_each_column_is_and_when_nothing_fits(run: Commands, data: Path) -> None:
    run.ok("log", "index", "--data", data)
    head, _, record, *_ = run.ok("log", "query", "event=init", "--data", data).splitlines()
    assert head.split() == ["record", "when", "(America/New_York)", "who", "what"]
    assert record.split()[-2:] == ["event", "init"]
    assert "No record fits." in run.ok("log", "query", "outcome=hold", "--data", data)


def test_the_search_tables_are_made_anew(run: Commands, data: Path) -> None:
    run.ok("log", "index", "--data", data)
    assert "entries to go" in run.ok("log", "index", "--rebuild", "--data", data)
    assert "init" in run.ok("log", "query", "event=init", "--data", data)


def test_a_filter_that_makes_no_sense_is_told(run: Commands, data: Path) -> None:
    done = run("log", "query", "prompt=x", "--data", data)
    assert done.code == 1
    assert "there is no field `prompt`" in done.err
    done = run("log", "query", "--saved", "x", "--data", data)
    assert "there is no saved query `x`" in done.err


def test_fields_are_listed(run: Commands) -> None:
    listed = run.ok("log", "query", "--fields")
    assert all(name in listed for name in (*VALUES, *NUMBERS))
