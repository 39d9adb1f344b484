"""The runbook's way to choose the basis of pseudonymised release, on a running gateway."""

import os
import sys
from pathlib import Path

import openai

from tests.clients.conftest import Running
from tests.test_runbook import follow


def choose(gateway: Running, basis: str) -> None:
    place = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "CROSSING_GUARD_KEY": gateway.key("admin"),
        "OFFICIAL": "A. Official, synthetic",
    }
    follow("choose-basis", gateway.data, **place, BASIS=basis)


def outcome(gateway: Running) -> str:
    """Return what comes of a prompt about a pupil without consent."""
    text = f"Praise {gateway.name('without_consent')}."
    try:
        answer = gateway.client().chat.completions.with_raw_response.create(
            model="practice", messages=[{"role": "user", "content": text}]
        )
    except openai.PermissionDeniedError as told:
        return told.response.headers["x-crossing-guard-outcome"]
    return answer.headers["x-crossing-guard-outcome"]


def test_the_officials_later_choice_counts_from_the_next_prompt(gateway: Running) -> None:
    assert outcome(gateway) == "pseudonymise"
    try:
        choose(gateway, "consent_only")
        assert outcome(gateway) == "refuse"
        assert "`consent_only`" in gateway.command("check").stdout
    finally:
        choose(gateway, "determination")
    assert outcome(gateway) == "pseudonymise"
