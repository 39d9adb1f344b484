"""Standing chores: what a gateway has to do every day, and how a day's run of it went."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

CHORE: Final = "chore"
"""What the board of jobs calls a run of one."""


class RunState(StrEnum):
    """How far a run got. LOST: its process ended before it did; it is done anew."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    LOST = "lost"


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One run of a chore. `began` and `touched` are milliseconds since 1970: its begin, and when
    it last was heard of; `counts` tell what came of it, `code` why it failed."""

    state: RunState
    began: int
    touched: int
    counts: dict[str, int] = field(default_factory=dict)
    code: str = ""
