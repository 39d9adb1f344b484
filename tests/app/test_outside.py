"""The settings name the places that get checkpoints, and one that cannot be stops the start."""

from pathlib import Path
from typing import Any

import pytest

from gateway.app.outside import places_of
from gateway.errors import Unusable
from gateway.outbox.outbox import Outbox
from gateway.settings import Settings

NOBODY: Any = None


def settings(tmp_path: Path, **said: Any) -> Settings:
    return Settings(data=tmp_path, **said)


def outbox() -> Outbox:
    return Outbox(NOBODY, NOBODY, NOBODY, now=lambda: 0, new_id=lambda: "")


def test_each_setting_names_one_place(tmp_path: Path) -> None:
    assert places_of(settings(tmp_path), outbox()) == []
    places = places_of(
        settings(
            tmp_path,
            checkpoint_file=str(tmp_path / "file"),
            checkpoint_bucket="https://s3.example/log",
            checkpoint_mail="board@example.org",
            checkpoint_minutes=30,
        ),
        outbox(),
    )
    assert [(one.name, one.every // 60_000) for one in places] == [
        ("file", 30),
        ("bucket", 30),
        ("mail", 24 * 60),
    ]


@pytest.mark.parametrize(
    "said", [{"checkpoint_bucket": "http://s3.example/log"}, {"checkpoint_mail": "the board"}]
)
def test_a_place_that_cannot_be_stops_the_start(tmp_path: Path, said: dict[str, str]) -> None:
    with pytest.raises(Unusable):
        places_of(settings(tmp_path, **said), outbox())
