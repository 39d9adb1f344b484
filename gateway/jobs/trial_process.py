"""A process that tries records: holds one trial, and answers with tallies.

Trying is all computing, which would stop the event loop of the process that serves.
"""

import os
from collections.abc import Mapping, Sequence

from gateway.decision.backtest import OtherChoices, Tally, Trial
from gateway.decision.packs import rule_set_from_bytes

NICE = 10
"""Prompts go before back-tests."""

_trials: list[Trial] = []


def begin(rules: bytes, before: Mapping[str, bytes], choices: OtherChoices | None) -> None:
    """Make ready to try a rule set; called once in every process."""
    os.nice(NICE)
    _trials[:] = [Trial(rule_set_from_bytes(rules), before, choices)]


def hear(entries: Sequence[bytes]) -> Tally:
    """Try some records."""
    [trial] = _trials
    return trial.hear(entries)
