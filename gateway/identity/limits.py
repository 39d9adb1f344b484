"""How much a person, a class and a key may ask, through the `limits` library's moving windows.

Counters live in this process; with several server processes each gets its share of the limit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter, SlidingWindowCounterRateLimiter

from gateway.errors import TooMany
from gateway.terms.people import Principal


@dataclass(frozen=True, kw_only=True, slots=True)
class Allowance:
    """The limits; 0 means none. Requests a minute, tokens a day."""

    person: int
    group: int
    key: int
    tokens: int

    def share(self, processes: int) -> "Allowance":
        """Return what one of several server processes may let through."""
        return Allowance(
            person=_part(self.person, processes),
            group=_part(self.group, processes),
            key=_part(self.key, processes),
            tokens=_part(self.tokens, processes),
        )


class Limiter:
    """Counts requests and tokens, and says when a limit ends."""

    def __init__(
        self, allowance: Allowance, *, now: Callable[[], float], zone: Callable[[], ZoneInfo]
    ) -> None:
        """Begin with empty counters; `zone` is the district's, for words about time."""
        storage = MemoryStorage()
        self._requests = SlidingWindowCounterRateLimiter(storage)
        self._tokens = FixedWindowRateLimiter(storage)
        self._now = now
        self._zone = zone
        self._person = _per_minute(allowance.person)
        self._group = _per_minute(allowance.group)
        self._key = _per_minute(allowance.key)
        self._daily = RateLimitItemPerDay(allowance.tokens) if allowance.tokens else None

    def admit(self, principal: Principal) -> None:
        """Count one request.

        Raises:
            TooMany: a limit is used up; says whose, and when it ends.
        """
        if self._daily is not None and not self._tokens.test(self._daily, principal.id):
            raise self._over("your tokens for today are used up", self._daily, principal.id)
        if self._person is not None and not self._requests.hit(self._person, principal.id):
            raise self._over("you asked too much in one minute", self._person, principal.id)
        if self._key is not None and not self._requests.hit(self._key, "key", principal.key_id):
            raise self._over(
                "this key was used too much in one minute", self._key, "key", principal.key_id
            )
        if self._group is None:
            return
        for one in principal.classes:
            if not self._requests.hit(self._group, "class", one):
                raise self._over(
                    "your class asked too much in one minute", self._group, "class", one
                )

    def spend(self, principal: Principal, tokens: int) -> None:
        """Count tokens that were used."""
        if self._daily is not None and tokens > 0:
            self._tokens.hit(self._daily, principal.id, cost=tokens)

    def _over(self, what: str, item: RateLimitItem, *whose: str) -> TooMany:
        strategy = self._tokens if item is self._daily else self._requests
        reset = strategy.get_window_stats(item, *whose).reset_time
        until = datetime.fromtimestamp(reset, UTC).astimezone(self._zone())
        return TooMany(
            f"{what} (limit: {item.amount}); it ends at {until:%H:%M:%S}",
            retry_after=max(1, round(reset - self._now())),
        )


def _per_minute(amount: int) -> RateLimitItem | None:
    return RateLimitItemPerMinute(amount) if amount else None


def _part(amount: int, processes: int) -> int:
    return -(-amount // processes)
