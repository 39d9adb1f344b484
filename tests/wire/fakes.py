"""A restorer simple enough to be right by looking at it: it puts one name back."""

import json as json_module

from gateway.terms.chat import MakeRestorer, Restorer

STAND_IN = "Tavrin"
ORIGINAL = 'José "Pepe" O’Neil'


class OneName:
    """Turns `STAND_IN` into `ORIGINAL`; holds back what may be the beginning of it."""

    def __init__(self, original: str) -> None:
        self._original = original
        self._held = ""

    def feed(self, text: str) -> str:
        whole = (self._held + text).replace(STAND_IN, self._original)
        keep = next(
            (n for n in range(len(STAND_IN) - 1, 0, -1) if whole.endswith(STAND_IN[:n])),
            0,
        )
        self._held = whole[len(whole) - keep :]
        return whole[: len(whole) - keep]

    def flush(self) -> str:
        held, self._held = self._held, ""
        return held


def make(*, json: bool) -> Restorer:
    """Make one; in JSON source the name goes in escaped."""
    return OneName(json_module.dumps(ORIGINAL, ensure_ascii=False)[1:-1] if json else ORIGINAL)


_: MakeRestorer = make
