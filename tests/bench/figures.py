"""What a measurement comes to: ratios and times, each with its aim."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One measured figure.

    `rounds` are the figures of the single rounds, `value` their median unless said otherwise;
    `aim` is what it should be at least (`least`) or at most, None where nothing is aimed at.
    """

    name: str
    value: float
    unit: str = "x"
    aim: float | None = None
    least: bool = False
    rounds: tuple[float, ...] = ()
    also: dict[str, float] = field(default_factory=dict)

    @property
    def met(self) -> bool | None:
        """Tell whether the aim is met, None without one."""
        if self.aim is None:
            return None
        return self.value >= self.aim if self.least else self.value <= self.aim

    def line(self) -> str:
        """Return the figure as a line for people."""
        words = f"{self.name:<58} {self.value:8.2f} {self.unit:<3}"
        if self.aim is not None:
            sign = "≥" if self.least else "≤"
            words += f" {sign} {self.aim:<5g} {'ok' if self.met else 'MISSED'}"
        if self.rounds:
            words += f"  rounds {min(self.rounds):.2f}-{max(self.rounds):.2f}"
        if self.also:
            words += "  " + ", ".join(f"{name} {value:.2f}" for name, value in self.also.items())
        return words


def ratio(
    name: str,
    over: Sequence[float],
    under: Sequence[float],
    *,
    aim: float | None = None,
    least: bool = False,
    also: dict[str, float] | None = None,
) -> Figure:
    """Return the median of the rounds' ratios."""
    rounds = tuple(a / b for a, b in zip(over, under, strict=True))
    return Figure(
        name=name, value=median(rounds), aim=aim, least=least, rounds=rounds, also=also or {}
    )


def percentile(values: Sequence[float], hundredth: float) -> float:
    """Return the smallest value that so many in a hundred do not exceed."""
    if not values:
        raise ValueError("there is nothing to take a percentile of")
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, -int(-len(ranked) * hundredth // 100) - 1))]
