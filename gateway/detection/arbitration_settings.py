"""How sure findings must be before they stand. Numbers only. Pure."""

from dataclasses import dataclass

from gateway.detection.name_scores import KEEP, NEAR


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """How sure a finding must be, from 0 to 1.

    `roster` is for one name alone, `near` for one that somebody in the principal's classes bears,
    `pattern` for forms, `model` for names that only the name model saw.
    """

    roster: float = KEEP
    near: float = NEAR
    pattern: float = 0.4
    model: float = 0.3


DEFAULT = Setting()
