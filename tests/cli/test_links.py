"""Two rows of the roster that are one person, linked by the office."""

from pathlib import Path

import pytest

from gateway.cli.officer import KEY
from tests.cli.conftest import Commands


def test_the_office_links_two_rows_lists_links_and_takes_one_back(
    run: Commands, registry: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, key = registry
    why = ("--why", "she is the mother of Maya", "--data", data)
    assert run("roster", "link", "vance", "t1", "g1", *why).code == 1  # whose key?
    monkeypatch.setenv(KEY, key)
    told = run.ok("roster", "link", "vance", "t1", "g1", *why)
    assert told == "t1 and g1 are one person (vance).\n"
    assert run.ok("roster", "links", "--data", data) == "vance: t1 is g1\n"
    twice = run("roster", "link", "again", "g1", "t1", *why)
    assert (twice.code, "says so already" in twice.err) == (1, True)
    pupil = run("roster", "link", "pupil", "t1", "s1", *why)
    assert "a student is nobody else" in pupil.err
    assert run.ok("roster", "unlink", "vance", *why) == "The link vance is taken back.\n"
    assert run.ok("roster", "links", "--data", data) == "No links.\n"
