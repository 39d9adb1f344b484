"""What the command line makes of what goes wrong outside of every command."""

import errno
from pathlib import Path

import pytest

from gateway.cli import app, main
from tests.cli.conftest import Commands


def test_a_place_that_cannot_be_written_is_told_in_a_line(run: Commands, tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("")
    done = run("init", "--data", taken / "data")
    assert done.code == 1
    assert done.err.startswith(f"crossing-guard: cannot use `{taken / 'data'}`: Not a directory")
    assert "Traceback" not in done.err


def test_what_is_of_no_file_is_not_passed_off_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(type(app), "__call__", broken)
    with pytest.raises(OSError, match="broken"):
        main()
