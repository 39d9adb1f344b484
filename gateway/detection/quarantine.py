"""Texts that cost a detection process its life: refused for a while without being tried.

One that was in a job with others is first tried by itself, since any of them may have done it.
Texts are known by keyed hashes. Knows keys and a clock; must not know texts or processes.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

SECONDS: Final = (60.0, 3600.0)
"""How long a text is refused: at first, and at most. Four times longer after each further time."""

MOST: Final = 10_000
"""Texts remembered for that, at most."""


class _Sentence(NamedTuple):
    """Until when a text is refused (0: only to be tried alone), and for how long next time."""

    until: float
    seconds: float


class Quarantine:
    """The texts to be wary of."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Begin with none; `now` is a clock that never goes back, seconds."""
        self._now = now
        self._sentences: OrderedDict[bytes, _Sentence] = OrderedDict()

    def __contains__(self, key: bytes) -> bool:
        """Tell whether a text is to be tried by itself."""
        return key in self._sentences

    def suspect(self, keys: Sequence[bytes]) -> None:
        """Be wary of the texts of a job that cost its worker: refuse one that was alone."""
        for key in keys:
            known = self._sentences.get(key)
            sentence = _Sentence(0.0, SECONDS[0])
            if len(keys) == 1:
                seconds = known.seconds if known else SECONDS[0]
                sentence = _Sentence(self._now() + seconds, min(4 * seconds, SECONDS[1]))
            self._sentences[key] = sentence
            self._sentences.move_to_end(key)
        while len(self._sentences) > MOST:
            self._sentences.popitem(last=False)

    def clear(self, key: bytes) -> None:
        """Be wary of a text no longer: it was read."""
        self._sentences.pop(key, None)

    def longest(self, keys: Iterable[bytes]) -> float:
        """Return for how many seconds the one of these texts that waits longest is refused yet; 0
        or less if none is."""
        if not self._sentences:
            return 0.0
        some = [self._sentences[key].until for key in keys if key in self._sentences]
        return max(some) - self._now() if some else 0.0
