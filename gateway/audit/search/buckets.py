"""Periods of time to count over, in a district's own calendar. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Every(StrEnum):
    """How long a period is; weeks begin on Monday."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, kw_only=True, slots=True)
class Buckets:
    """Periods of one length in one time zone."""

    every: Every
    zone: ZoneInfo

    def over(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the periods that hold the moments from `first` to `last`: beginning and end, both
        inclusive, in milliseconds since 1970."""
        start = self._start(datetime.fromtimestamp(first / 1000, UTC))
        periods: list[tuple[int, int]] = []
        while (at := _ms(start)) <= last:
            following = self._next(start)
            periods.append((at, _ms(following) - 1))
            start = following
        return periods

    def _start(self, moment: datetime) -> datetime:
        if self.every is Every.HOUR:
            return moment.replace(minute=0, second=0, microsecond=0)
        day = moment.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        match self.every:
            case Every.WEEK:
                day -= timedelta(days=day.weekday())
            case Every.MONTH:
                day = day.replace(day=1)
            case Every.YEAR:
                day = day.replace(month=1, day=1)
        return day.replace(fold=0)

    def _next(self, start: datetime) -> datetime:
        # Wall-clock arithmetic within a zone: a day of 23 or 25 hours is a day.
        match self.every:
            case Every.HOUR:
                return start + timedelta(hours=1)
            case Every.DAY:
                return start + timedelta(days=1)
            case Every.WEEK:
                return start + timedelta(days=7)
            case Every.MONTH:
                return (start.replace(day=1) + timedelta(days=32)).replace(day=1)
            case Every.YEAR:
                return start.replace(year=start.year + 1)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp()) * 1000
