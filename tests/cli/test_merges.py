"""Somebody who came twice on the roster, merged by the office and parted again."""

from pathlib import Path

import pytest

from gateway.cli.officer import KEY
from tests.cli.conftest import Commands


def test_the_office_merges_two_rows_lists_merges_and_takes_one_back(
    run: Commands, registry: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, key = registry
    why = ("--why", "enrolled twice in August", "--data", data)
    assert run("roster", "merge", "maya", "s1", "s2", *why).code == 1  # whose key?
    monkeypatch.setenv(KEY, key)
    told = run.ok("roster", "duplicates", "--data", data)
    assert told == "Nobody seems to have come twice.\n"
    pair = ("roster", "merge", "maya", "s1", "s2")
    assert (
        run.ok(*pair, "--dry-run", "--data", data) == "in common: other_birth_date\nclasses: c1\n"
    )
    assert "say why" in run(*pair, "--data", data).err
    told = run.ok("roster", "merge", "maya", "s1", "s2", *why)
    assert told == "s2 is s1 from now on (maya).\n"
    assert run.ok("roster", "merges", "--data", data) == "maya: s2 is s1\n"
    twice = run("roster", "merge", "again", "s3", "s2", *why)
    assert (twice.code, "says already" in twice.err) == (1, True)
    assert run.ok("roster", "unmerge", "maya", *why) == "The merge maya is taken back.\n"
    assert run.ok("roster", "merges", "--data", data) == "No merges.\n"
