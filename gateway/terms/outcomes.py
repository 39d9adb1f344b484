"""What happens to a prompt, from open to strict."""

from enum import StrEnum


class Outcome(StrEnum):
    """What happens to a prompt; `strictness` orders them."""

    FORWARD = "forward"
    PSEUDONYMISE = "pseudonymise"
    HOLD = "hold"
    REFUSE = "refuse"

    @property
    def strictness(self) -> int:
        """Return 0 for forward up to 3 for refuse."""
        return _STRICTNESS[self]


_STRICTNESS = {Outcome.FORWARD: 0, Outcome.PSEUDONYMISE: 1, Outcome.HOLD: 2, Outcome.REFUSE: 3}


def strictest(outcomes: list[Outcome] | tuple[Outcome, ...]) -> Outcome:
    """Return the strictest of some outcomes; of none, refuse."""
    return max(outcomes, key=lambda outcome: outcome.strictness, default=Outcome.REFUSE)
