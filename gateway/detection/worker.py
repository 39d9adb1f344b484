"""The detection processes: one that loads the model and the roster, and those it forks to read.

The first is the *nursery*: it never sees a text. It loads once and forks a worker whenever the
server asks, so that a killed worker is replaced in milliseconds and all share one copy of model and
roster. A worker reads texts and answers with what they may hold.

Neither says anything but frames on its own socket: what would go to standard output or error goes
nowhere, no core is dumped, and an error travels as its type's name, since its words may quote a
text. A worker ends when the server does, even in the middle of a text, and by an alarm of its own
if a text takes longer than the server allows.

The nursery stays single-threaded, which makes forking it sound; so libraries are told to use one
thread (the environment is set where this process is started).
"""

import contextlib
import gc
import os
import resource
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any, NoReturn, Protocol

from gateway.detection import frames
from gateway.detection.arbitration_settings import DEFAULT
from gateway.detection.evasion import Reading, readings
from gateway.detection.near_names import NOBODY
from gateway.detection.rostered import NAMED, borne_here, is_listed
from gateway.detection.signs.read import read_signs
from gateway.detection.standing import Around, standing
from gateway.errors import GatewayError
from gateway.terms.signs import NO_SIGNS, LeafSigns
from gateway.terms.text import Candidate, Label

NICE = 10
"""How far detection stands back behind the server that streams answers."""

GRACE = 2
"""Seconds beyond its deadline after which a worker ends itself."""

CIRCLES = 32
"""Principals whose classes a worker remembers."""

known_near = lru_cache(CIRCLES)(frames.near)

CONTROL = 0
"""The nursery's socket comes as standard input."""


class Finder(Protocol):
    """Finds personal data by model and patterns."""

    version: str

    def find_all(self, texts: Sequence[str]) -> list[tuple[Candidate, ...]]:
        """Return what each text may hold."""


class Names(Protocol):
    """Finds who is on the roster, or is known to everyone."""

    def find(self, text: str) -> list[Candidate]:
        """Return whom a text may name."""


type LoadNames = Callable[[bytes, Names | None], Names]
"""Builds the matcher of the lists from their packed bytes, and from the one before if these are a
difference to it."""


def main(load_finder: Callable[[], Finder], load_names: LoadNames) -> NoReturn:
    """Be the nursery until the server goes away.

    Args:
        load_finder: loads the model.
        load_names: builds the matcher of the district's lists.
    """
    control = socket.socket(fileno=os.dup(CONTROL))
    _go_quiet()
    try:
        finder = load_finder()
        _load_tables()
    except Exception as error:  # noqa: BLE001 - told to the server, which refuses
        _tell_failure(control, error)
        sys.exit(1)
    os.nice(NICE)  # not before: until the model is loaded, no prompt can be served at all
    control.sendall(frames.message(ready=finder.version, pid=os.getpid()))
    names: Names | None = None
    while True:
        request, passed = _hear(control)
        if "roster" in request:
            packed, _ = _receive(control)
            try:
                names = load_names(bytes(packed), names)
            except Exception as error:  # noqa: BLE001 - told to the server, which keeps the old one
                _tell_failure(control, error)
                continue
            del packed
            control.sendall(frames.message(roster=request["roster"]))
        elif "fork" in request:
            _fork(control, passed, finder, names)


def _load_tables() -> None:
    """Read something once, so that workers are forked with the tables that are loaded by then."""
    text = (
        "My student Ann Smith said that she was sad, and she came late to science again on Monday."
    )
    ann = Candidate(start=11, end=20, label=Label.PERSON, score=0.9, recogniser="ner")
    standing(text, (ann,), Around(NOBODY, DEFAULT, frozenset(), frozenset()))
    read_signs(text, [], named=True)


def _fork(control: socket.socket, passed: list[int], finder: Finder, names: Names | None) -> None:
    if len(passed) != 1 or names is None:
        _tell_failure(control, RuntimeError())
        for descriptor in passed:
            os.close(descriptor)
        return
    gc.collect()
    gc.freeze()  # what is shared stays shared: no collection writes to it
    pid = os.fork()
    if pid == 0:
        control.close()
        work(socket.socket(fileno=passed[0]), finder, names)
    os.close(passed[0])
    control.sendall(frames.message(pid=pid))


def work(server: socket.socket, finder: Finder, names: Names) -> NoReturn:
    """Be a worker: answer one request after the other until the server closes the socket."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _end_with(server)
    while True:
        request, _ = _hear(server)
        near = bytes(_receive(server)[0]) if "stand" in request else b""
        signal.alarm(int(request["deadline"]) + GRACE)
        began = time.process_time()
        try:
            rows: list[Any]
            if "stand" in request:
                rows = stand(request["stand"], frames.around(request["around"], known_near(near)))
            else:
                found = find(request["texts"], finder, names)
                rows = [(frames.rows(one), frames.signs_row(signs)) for one, signs in found]
            answer = frames.message(found=rows, seconds=time.process_time() - began)
        except Exception as error:  # noqa: BLE001 - the server refuses that request
            answer = frames.message(failed=type(error).__name__)
        signal.alarm(0)
        del request, near
        server.sendall(answer)


def stand(
    texts: Sequence[tuple[str, bool, Sequence[frames.Row]]], around: Around
) -> list[list[frames.KeptRow]]:
    """Settle what stands in every text by itself.

    Args:
        texts: each with whether its leaf is structural, and what was proposed about it.
        around: what it follows from besides.

    Returns:
        For each text a row for each finding, in order.
    """
    words: dict[str, str] = {}
    return [
        frames.kept_rows(
            standing(text, frames.candidates(rows, words), around, structural=structural)
        )
        for text, structural, rows in texts
    ]


def find(
    texts: list[tuple[str, bool]], finder: Finder, names: Names
) -> list[tuple[list[Candidate], LeafSigns]]:
    """Look for names of the lists in every text; in those marked True for everything else too.

    What is disguised is looked for as well: in each way to read a text.

    Returns:
        For each text the candidates in order, and what it gives away as a whole.
    """
    undone = [list(readings(text)) for text, _ in texts]
    prose = [text for text, whole in texts if whole]
    prose += [
        one.text
        for (_, whole), some in zip(texts, undone, strict=True)
        for one in some
        if whole and one.whole
    ]
    each = finder.find_all(prose)
    full, hidden = iter(each), iter(each[sum(whole for _, whole in texts) :])
    found = []
    for (text, whole), some in zip(texts, undone, strict=True):
        candidates = [*(next(full) if whole else ()), *names.find(text)]
        for one in some:
            candidates += one.found(text, names.find(one.text))
            if whole and one.whole:
                candidates += one.found(text, next(hidden))
        candidates.sort(key=lambda one: (one.start, -one.end, one.label, one.recogniser))
        found.append((candidates, _signs(text, some, candidates) if whole else NO_SIGNS))
    return found


def _signs(text: str, undone: list[Reading], candidates: list[Candidate]) -> LeafSigns:
    """Return what a text gives away, disguised or not, where somebody in it may be named."""
    people = [one for one in candidates if one.label is Label.PERSON]
    return read_signs(
        text,
        [one.text for one in undone],
        named=any(one.score >= NAMED for one in people),
        roster=partial(borne_here, text, people) if any(map(is_listed, people)) else None,
    )


def _hear(peer: socket.socket) -> tuple[dict[str, Any], list[int]]:
    body, passed = _receive(peer)
    return frames.read(body), passed


def _receive(peer: socket.socket) -> tuple[bytearray, list[int]]:
    """Return one frame's body and the descriptors that came with it; end if the peer is gone."""
    header, passed, _, _ = socket.recv_fds(peer, frames.HEADER.size, 1)
    head = bytearray(header)
    if len(head) < frames.HEADER.size:
        head += _exactly(peer, frames.HEADER.size - len(head)) if head else _gone()
    return _exactly(peer, frames.HEADER.unpack(head)[0]), passed


def _exactly(peer: socket.socket, size: int) -> bytearray:
    body = bytearray(size)
    view = memoryview(body)
    while view:
        got = peer.recv_into(view)
        if not got:
            _gone()
        view = view[got:]
    return body


def _gone() -> NoReturn:
    os._exit(0)


def _end_with(server: socket.socket) -> None:
    """End this process the moment the server closes its end, whatever is being read."""

    def watch() -> None:
        poll = select.poll()
        poll.register(server, 0)  # hang-up and error are always reported
        poll.poll()
        _gone()

    threading.Thread(target=watch, daemon=True).start()


def _tell_failure(control: socket.socket, error: Exception) -> None:
    """Say what failed: our own errors in full, since they quote nothing; others by type."""
    code, said = (error.code, error.message) if isinstance(error, GatewayError) else ("", "")
    with contextlib.suppress(OSError):  # nobody left to tell
        control.sendall(frames.message(failed=type(error).__name__, code=code, message=said))


def _go_quiet() -> None:
    """Dump no core, say nothing, and leave the terminal's Ctrl-C to the server."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended workers leave no zombie
    sys.excepthook = lambda kind, _error, _trace: os._exit(1)
    threading.excepthook = lambda _arguments: os._exit(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)


if __name__ == "__main__":
    from gateway.detection import engines
    from gateway.detection.lists import Lists

    main(
        lambda: engines.load(*sys.argv[1:]),
        lambda packed, before: Lists.from_bytes(
            packed, before if isinstance(before, Lists) else None
        ),
    )
