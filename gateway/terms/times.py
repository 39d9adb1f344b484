"""Spans of time. Moments are whole milliseconds since 1970 everywhere in the gateway."""

from typing import Final

MINUTE_MS: Final = 60_000
HOUR_MS: Final = 60 * MINUTE_MS
DAY_MS: Final = 24 * HOUR_MS
