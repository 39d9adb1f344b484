"""A health or safety emergency in which an official lets the school disclose (34 CFR 99.36)."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Emergency:
    """One declared emergency; the threat, in words, is sealed in the history alone.

    Args:
        id: its id.
        declared_by: log id of the official.
        typists: roster ids of the staff who may disclose under it.
        about: roster ids of the students whom it concerns. Of anybody who was forgotten since,
            here and in `typists`, the log id stands instead.
        begins, ends: milliseconds since 1970 UTC, the end exclusive; it ends by itself.
    """

    id: str
    declared_by: str
    typists: frozenset[str]
    about: frozenset[str]
    begins: int
    ends: int

    def covers(self, typist: str, now: int) -> bool:
        """Tell whether somebody may disclose under it at a time."""
        return typist in self.typists and self.begins <= now < self.ends
