"""Spans of time. Moments are whole milliseconds since 1970 everywhere in the gateway."""

from typing import Final

HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS
