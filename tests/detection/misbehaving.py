"""A nursery whose reader misbehaves on command; otherwise it is the real one, frames and all.

Run as a program. The first argument may name a file whose lines say how it starts: "unusable",
"crash", or nothing.
"""

import contextlib
import ctypes
import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from gateway.detection import frames, worker
from gateway.detection.standing import Around
from gateway.errors import Unusable
from gateway.terms.text import Candidate, Label

CANARY = "zanzibar-canary"


class Misbehaving:
    """Finds the word Maria; does what some texts say."""

    version = "fake-1"

    def find_all(self, texts: Sequence[str]) -> list[tuple[Candidate, ...]]:
        return [self._find(text) for text in texts]

    def _find(self, text: str) -> tuple[Candidate, ...]:
        order, _, rest = text.partition(" ")
        _dawdle(order, rest)
        if order == "DIE":
            os.kill(os.getpid(), signal.SIGKILL)
        elif order == "RAISE":
            raise ValueError(text)
        elif order == "SAY":
            print(text)
            print(text, file=sys.stderr)
            os.write(1, text.encode())
            os.write(2, text.encode())
        elif order == "CONNECT":
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", 9), timeout=0.1)
        elif order == "PID":
            return (_named(0, len(text), str(os.getpid())),)
        elif order == "NICE":
            return (_named(0, len(text), str(os.nice(0))),)
        elif order == "ENVIRONMENT":
            return (_named(0, len(text), ",".join(sorted(os.environ))),)
        elif order == "COUNT":
            with Path(rest).open("a") as file:
                file.write("read\n")
        at = text.find("Maria")
        return (_named(at, at + 5, "ner"),) if at >= 0 else ()


class Names:
    """A roster that answers with its own version as the person; `+` begins a difference's."""

    def __init__(self, packed: bytes, before: worker.Names | None) -> None:
        if packed == b"bad":
            raise Unusable("no roster at all")
        if packed == b"deadly":
            os.kill(os.getpid(), signal.SIGKILL)
        self.whole = packed.decode()
        if packed.startswith(b"+"):
            if not isinstance(before, Names):
                raise ValueError("a difference to nothing")
            self.whole = before.whole
        self.version = self.whole + packed.decode() if packed.startswith(b"+") else self.whole

    def find(self, text: str) -> list[Candidate]:
        at = text.find("Lopez")
        if at < 0:
            return []
        return [
            Candidate(
                start=at,
                end=at + 5,
                label=Label.PERSON,
                score=0.9,
                recogniser="roster",
                people=(self.version,),
            )
        ]


def _dawdle(order: str, rest: str) -> None:
    if order == "HANG":
        time.sleep(3600)
    elif order == "HOLD":  # in C, with the interpreter's lock held
        ctypes.PyDLL(None).sleep(3600)
    elif order == "SLOW":
        time.sleep(0.3)
    elif order == "WAIT":  # for a file
        while not Path(rest).exists():
            time.sleep(0.01)


def _named(start: int, end: int, recogniser: str) -> Candidate:
    return Candidate(start=start, end=end, label=Label.PERSON, score=0.85, recogniser=recogniser)


_stand = worker.stand


def stand(
    texts: Sequence[tuple[str, bool, Sequence[frames.Row]]], around: Around
) -> list[list[frames.KeptRow]]:
    """Settle as the real one does, unless a text says otherwise."""
    if any("SETTLE-SLOWLY" in text for text, _, _ in texts):
        time.sleep(0.5)
    if any("DIE-SETTLING" in text for text, _, _ in texts):
        os.kill(os.getpid(), signal.SIGKILL)
    return _stand(texts, around)


def load() -> Misbehaving:
    plan = Path(sys.argv[1]).read_text() if len(sys.argv) > 1 else ""
    if plan == "unusable":
        raise Unusable("no such model", code="model_unusable")
    if plan == "raise":
        raise ValueError(CANARY)
    if plan == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    return Misbehaving()


if __name__ == "__main__":
    worker.stand = stand
    worker.main(load, Names)
