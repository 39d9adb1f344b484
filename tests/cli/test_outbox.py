from email import message_from_bytes
from pathlib import Path

import pytest

from gateway.cli.officer import KEY
from tests.cli.conftest import Commands


def test_the_way_out_is_tried_with_a_letter_of_ones_own(run: Commands, data: Path) -> None:
    at = ("--data", data)
    assert "It is out (`file`)" in run.ok("outbox", "test", "--to", "you@district.example", *at)
    [file] = (data / "outbox").glob("*.eml")
    message = message_from_bytes(file.read_bytes())
    assert message["To"] == "you@district.example"
    assert message["From"] == "privacy-office@localhost"
    assert run("outbox", "test", "--to", "nobody", *at).code == 1


def test_what_the_settings_do_not_say_is_told(
    run: Commands, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ("--data", data)
    monkeypatch.setenv("CROSSING_GUARD_OUTBOX", "smtp")
    nameless = run("outbox", "test", "--to", "you@district.example", *at)
    assert "smtp_host" in nameless.err
    monkeypatch.setenv("CROSSING_GUARD_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("CROSSING_GUARD_SMTP_PORT", "1")
    monkeypatch.setenv("CROSSING_GUARD_SMTP_SECURITY", "none")
    away = run("outbox", "test", "--to", "you@district.example", *at)
    assert (away.code, "smtp_unreachable" in away.err) == (1, True)
    monkeypatch.setenv("CROSSING_GUARD_MAIL_FROM", "nobody")
    assert "no e-mail address" in run("outbox", "send", *at).err


def test_letters_are_listed_and_sent_by_hand(run: Commands, data: Path) -> None:
    at = ("--data", data)
    assert "No letters." in run.ok("outbox", "list", *at)
    assert "0 tried, 0 sent." in run.ok("outbox", "send", *at)
    nameless = run("outbox", "cancel", "nothing", *at)
    assert KEY in nameless.err
