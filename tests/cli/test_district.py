from pathlib import Path

import pytest

from gateway.cli.district import with_settings
from gateway.errors import BadRequest
from gateway.terms.disclosure import Category, DistrictChoices
from tests.cli.conftest import Commands


def test_settings_are_shown_and_changed(run: Commands, data: Path, key: str) -> None:
    assert key
    assert "coppa_age=13" in run.ok("settings", "show", "--data", data)
    run.ok("settings", "set", "coppa_age=14", "--why", "the board", "--data", data)
    assert "coppa_age=14" in run.ok("settings", "show", "--data", data)
    below = run("settings", "set", "coppa_age=12", "--why", "x", "--data", data)
    assert below.code == 1
    assert "the law says 13" in below.err


def test_settings_are_read_as_json_or_as_text() -> None:
    found = with_settings(
        DistrictChoices(),
        [
            "coppa_age=14",
            "own_classes_only=false",
            'directory_categories=["Student Name"]',
            "timezone=America/Chicago",
            "school_authorisation_by=A. Reyes, principal",
        ],
    )
    assert (found.coppa_age, found.own_classes_only) == (14, False)
    assert found.directory_categories == {Category.STUDENT_NAME}
    assert (found.timezone, found.school_authorisation_by) == (
        "America/Chicago",
        "A. Reyes, principal",
    )


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ("coppa_age", "`coppa_age=VALUE`"),
        ("coppa_ag=14", "`coppa_ag` is no setting here; there is `coppa_age`"),
        ("colour=red", "`colour` is no setting here; there is `content_kept`, `"),
        ("coppa_age=old", "`coppa_age`: "),
        ("profile=loose", "`profile`: "),
        ("safety_team=t1", "`safety_team` is a list: write it as"),
        ("safety_team=[t1]", "`safety_team` is a list: write it as"),
    ],
)
def test_a_setting_that_cannot_be_is_told(pair: str, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        with_settings(DistrictChoices(), [pair])
