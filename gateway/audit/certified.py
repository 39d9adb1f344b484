"""Whether every purged entry has a certificate, and every certificate its entries. Pure.

Memory grows with the number of certificates, not with that of purged entries.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gateway.audit.purged import Gathering, Purge, Stub

type Within = Callable[[str], tuple[int, int | None]]
"""Gives the indexes of a stream that are here: the first, and the end, None where it is open."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """What does not fit. `known` tells that there is such a certificate, `unchecked` that only a
    part of what it covers is here, so that nothing can be said."""

    stream: str
    first: int
    words: str
    known: bool
    unchecked: bool = False


class Certified:
    """Takes stubs and certificates as they come, in any order, and compares them in the end."""

    def __init__(self) -> None:
        self.entries = 0
        self._certificates: dict[str, Purge] = {}
        self._gathered: dict[tuple[str, str], Gathering] = {}

    def take(self, certificate: str, stream: str, stub: Stub) -> None:
        """Take what is left of an entry."""
        self.entries += 1
        key = (certificate, stream)
        if key not in self._gathered:
            self._gathered[key] = Gathering()
        self._gathered[key].add(stub)

    def certify(self, certificate: str, purge: Purge) -> None:
        """Take what a certificate says."""
        self._certificates[certificate] = purge

    def faults(self, within: Within) -> Iterator[Fault]:
        """Yield what does not fit.

        Args:
            within: what of each stream is here; a certificate that reaches beyond is unchecked.
        """
        for (certificate, stream), gathered in self._gathered.items():
            found, said = gathered.purge(stream), self._certificates.get(certificate)
            if said == found:
                continue
            known = said is not None and said.stream == stream
            part = known and said is not None and _partly(said, found, within(stream))
            words = f"purged as `{certificate}` says, but other entries than it says"
            if not known:
                words = f"purged under `{certificate}`, which is no certificate for them"
            yield Fault(stream=stream, first=found.first, words=words, known=known, unchecked=part)
        for certificate, said in self._certificates.items():
            if (certificate, said.stream) not in self._gathered:
                words = f"`{certificate}` says that entries were purged here; they were not"
                yield Fault(
                    stream=said.stream,
                    first=said.first,
                    words=words,
                    known=True,
                    unchecked=not _whole(said, within(said.stream)),
                )


def _partly(said: Purge, found: Purge, here: tuple[int, int | None]) -> bool:
    """Tell that a certificate covers what was found, and also what is not here."""
    covers = said.first <= found.first and found.last <= said.last
    return covers and found.entries <= said.entries and not _whole(said, here)


def _whole(said: Purge, here: tuple[int, int | None]) -> bool:
    first, end = here
    return first <= said.first and (end is None or said.last < end)
