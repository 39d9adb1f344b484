"""The server's side of the detection processes: starts the nursery, has it fork workers, asks them.

Knows processes and frames; which texts, in which order and how often is the pool's affair.
"""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any, Self

from gateway.detection import frames
from gateway.errors import DetectionFailed, Unusable

COMMAND = (sys.executable, "-P", "-m", "gateway.detection.worker")
"""Starts the nursery; an engine's name and a spaCy model's path or package may follow."""

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "VIRTUAL_ENV", "SSL_CERT_FILE", "TMPDIR")
"""What the processes inherit of the environment: no key, no password, no database."""

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "PYTHONUNBUFFERED": "1",
}
"""Keeps the nursery single-threaded, and a worker to one core."""

LARGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
"""Has malloc ask for large pages where Linux gives them to who asks (`madvise`), which is usual: a
network's weights are read from end to end for each text. C libraries that know no such thing pass
over it."""

START_SECONDS = 60.0
ROSTER_SECONDS = 120.0
FORK_SECONDS = 10.0


class Gone(Exception):
    """A process ended, or said something that is no frame. Internal to the pool."""


class Peer:
    """One process at the other end of a socket; one exchange at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def over(cls, end: socket.socket) -> Self:
        """Take a socket over."""
        reader, writer = await asyncio.open_connection(sock=end)
        return cls(reader, writer)

    @property
    def gone(self) -> bool:
        """Return whether the process is known to have ended."""
        return self._reader.at_eof() or self._writer.is_closing()

    async def ask(self, *framed: bytes, within: float) -> dict[str, Any]:
        """Send frames and return the one answer.

        Raises:
            Gone: the process ended or answered nonsense.
            TimeoutError: no answer within so many seconds.
        """
        try:
            async with asyncio.timeout(within):
                for one in framed:
                    self._writer.write(one)
                if framed:
                    await self._writer.drain()
                return await self.hear()
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            if isinstance(error, TimeoutError):
                raise
            raise Gone from None

    async def hear(self) -> dict[str, Any]:
        """Return the next message."""
        head = await self._reader.readexactly(frames.HEADER.size)
        return frames.read(await self._reader.readexactly(frames.HEADER.unpack(head)[0]))

    def close(self) -> None:
        """Close the socket; the process ends itself at once."""
        self._writer.close()


class Worker:
    """A process that reads texts."""

    def __init__(self, peer: Peer, pid: int, roster: str) -> None:
        """Own the process; `roster` is the version it was born with."""
        self._peer = peer
        self.pid = pid
        self.roster = roster
        # A descriptor of the process itself: its number may be somebody else's by the time we kill.
        self._process = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else -1

    @property
    def gone(self) -> bool:
        """Return whether it is known to have ended."""
        return self._peer.gone

    async def do(self, request: bytes, texts: int, deadline: float) -> tuple[list[Any], float]:
        """Have texts read, or what stands in them settled.

        Args:
            request: the framed texts, and what else it takes.
            texts: how many they are.
            deadline: seconds.

        Returns:
            A row for every text, and the seconds of CPU they took.

        Raises:
            Gone, TimeoutError: it ended; it took too long. Either way it must be killed.
            DetectionFailed: it failed on these texts and lives on.
        """
        answer = await self._peer.ask(request, within=deadline)
        if "failed" in answer:
            raise DetectionFailed(
                f"a text could not be scanned (`{answer['failed']}`); change it or try again"
            )
        found = answer.get("found")
        if not isinstance(found, list) or len(found) != texts:
            raise Gone
        return found, float(answer.get("seconds", 0.0))

    def kill(self) -> None:
        """End it, whatever it is doing."""
        self._peer.close()
        with contextlib.suppress(ProcessLookupError):
            if self._process >= 0:
                signal.pidfd_send_signal(self._process, signal.SIGKILL)
            else:
                os.kill(self.pid, signal.SIGKILL)
        if self._process >= 0:
            os.close(self._process)
            self._process = -1


class Nursery:
    """The process that has the model loaded and forks workers."""

    def __init__(self, process: asyncio.subprocess.Process, control: socket.socket, peer: Peer):
        self._process = process
        self._control = control
        self._peer = peer
        self._turn = asyncio.Lock()
        self._roster = ""
        self.version = ""

    @property
    def pid(self) -> int:
        """Return the process's number."""
        return self._process.pid

    @classmethod
    async def start(cls, command: Sequence[str]) -> Self:
        """Start the process and wait until the model is loaded.

        Raises:
            Unusable: it did not start, or the model is unusable; says which.
        """
        ours, theirs = _ends()
        try:
            with theirs:
                process = await asyncio.create_subprocess_exec(
                    *command,
                    stdin=theirs.fileno(),
                    stdout=asyncio.subprocess.DEVNULL,
                    stderr=asyncio.subprocess.DEVNULL,
                    env=_environment(),
                    start_new_session=True,
                )
            # Descriptors cannot be passed through a stream, so a second handle sends them.
            control = ours.dup()
        except OSError as error:
            ours.close()
            raise _no_process(error) from None
        except BaseException:
            ours.close()
            raise
        control.setblocking(False)
        nursery = cls(process, control, await Peer.over(ours))
        try:
            hello = await nursery._peer.ask(within=START_SECONDS)
        except (Gone, TimeoutError):
            await nursery.close()
            raise Unusable(
                "the detection process did not start; run `crossing-guard check`",
                code="detector_down",
            ) from None
        except BaseException:
            await nursery.close()
            raise
        if "ready" not in hello:
            await nursery.close()
            raise Unusable(
                str(hello.get("message")) or f"the detector cannot load (`{hello.get('failed')}`)",
                code=str(hello.get("code") or "detector_down"),
            )
        nursery.version = str(hello["ready"])
        return nursery

    async def set_roster(self, packed: bytes, version: str) -> None:
        """Give the roster's packed bytes to every worker forked from now on.

        Raises:
            Gone, TimeoutError: the process must be replaced.
            Unusable: the bytes are no roster; workers get the one before.
        """
        async with self._alone():
            answer = await self._peer.ask(
                frames.message(roster=version),
                frames.HEADER.pack(len(packed)),
                packed,
                within=ROSTER_SECONDS,
            )
            if answer.get("roster") == version:
                self._roster = version
                return
        raise Unusable(
            f"the roster's tables cannot be loaded (`{answer.get('failed')}`); import it again",
            code="roster_unusable",
        )

    async def fork(self) -> Worker:
        """Return a new worker with the roster given last.

        Raises:
            Gone, TimeoutError: the process must be replaced.
            Unusable: this server has no descriptors left; the process may be asked again.
        """
        ours, theirs = _ends()
        try:
            with theirs:
                async with self._alone():
                    roster = self._roster
                    socket.send_fds(self._control, [frames.message(fork=True)], [theirs.fileno()])
                    theirs.close()  # or the end of the worker would not be seen
                    answer = await self._peer.ask(within=FORK_SECONDS)
            pid = int(answer["pid"])
            return Worker(await Peer.over(ours), pid, roster)
        except TimeoutError:
            ours.close()
            raise
        except (OSError, KeyError):
            ours.close()
            raise Gone from None
        except BaseException:
            ours.close()
            raise

    @contextlib.asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Hold the control socket for one exchange; one that breaks off ends the process.

        Its late answer would be taken for the answer to the next question.
        """
        async with self._turn:
            try:
                yield
            except BaseException:
                self.kill()
                raise

    async def ended(self) -> int:
        """Wait until the process has ended and return its exit code, -n for signal n."""
        return await self._process.wait()

    def kill(self) -> None:
        """End it; its workers end with their own sockets."""
        self._control.close()
        self._peer.close()
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def close(self) -> None:
        """End it and wait until it is gone."""
        self.kill()
        await self._process.wait()


def _ends() -> tuple[socket.socket, socket.socket]:
    try:
        return socket.socketpair()
    except OSError as error:
        raise _no_process(error) from None


def _no_process(error: OSError) -> Unusable:
    return Unusable(
        f"no detection process can be started ({error.strerror}); raise this server's limits",
        code="detector_down",
    )


def _environment() -> dict[str, str]:
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**kept, **ONE_THREAD, **LARGE_PAGES, "PYTHONPATH": path}
