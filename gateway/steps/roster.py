"""Keeps the detector's roster equal to the district's: packs it, ships it, and knows its words.

While a new roster is packed the last one serves on; if packing fails it serves on as well, and
readiness says so.
"""

import asyncio
import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

import structlog

from gateway.detection.folding import fold, words
from gateway.detection.lists import pack
from gateway.detection.roster_names import RosterNames
from gateway.detection.scan import Scanner
from gateway.district.directory import District
from gateway.errors import GatewayError
from gateway.terms.people import Person, School

RETRY_SECONDS = 5.0
_log = structlog.get_logger(__name__)


class Vocabulary:
    """Every word, number and address the roster knows, as sorted 64-bit hashes.

    A stand-in must not be one of them. Two that hash alike only make one stand-in be coined again.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._hashes = array("Q", sorted({_hash(text) for text in texts}))

    def __contains__(self, text: str) -> bool:
        number = _hash(fold(text))
        at = bisect_left(self._hashes, number)
        return at < len(self._hashes) and self._hashes[at] == number


class RosterKeeper:
    """Watches the roster's revision and renews what detection holds of it."""

    def __init__(self, district: District, scanner: Scanner) -> None:
        self._district = district
        self._scanner = scanner
        self._vocabulary = Vocabulary()
        self._serving = -1
        self._renewing: asyncio.Task[None] | None = None
        self.failed = ""

    def taken(self, text: str) -> bool:
        """Tell whether the roster knows a word, a number or an address."""
        return text in self._vocabulary

    async def start(self) -> None:
        """Load the roster for the first time.

        Raises:
            Unusable: it cannot be read or the detector cannot take it.
        """
        await self._renew(self._district.roster_revision)

    def follow(self) -> None:
        """Renew the roster in the background if the district has a newer one."""
        idle = self._renewing is None or self._renewing.done()
        if idle and self._district.roster_revision != self._serving:
            self._renewing = asyncio.create_task(self._try(self._district.roster_revision))

    async def close(self) -> None:
        """Stop renewing."""
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.wait({self._renewing})

    async def _try(self, revision: int) -> None:
        try:
            await self._renew(revision)
        except GatewayError as error:
            self.failed = error.code
            _log.error("roster_not_renewed", code=error.code, revision=revision)
            await asyncio.sleep(RETRY_SECONDS)

    async def _renew(self, revision: int) -> None:
        people, schools = await self._district.everybody()
        version = f"roster-{revision}"
        packed, vocabulary = await asyncio.to_thread(_pack, people, schools, version)
        await self._scanner.set_roster(packed, version)
        self._vocabulary, self._serving, self.failed = vocabulary, revision, ""
        _log.info("roster_loaded", people=len(people), schools=len(schools), revision=revision)


def _pack(people: list[Person], schools: list[School], version: str) -> tuple[bytes, Vocabulary]:
    names = RosterNames.build(people, schools, version)
    return pack(names.to_bytes()), Vocabulary(_known(people, schools))


def _known(people: list[Person], schools: list[School]) -> Iterator[str]:
    seen: set[str] = set()
    pick: tuple[Callable[[Person], Iterable[str]], ...] = (
        lambda one: (one.given, one.family, one.middle),
        lambda one: (one.preferred_given, one.preferred_family, one.preferred_middle),
        lambda one: (one.username, *one.emails, *one.phones, *one.ids),
    )
    for person in people:
        for some in pick:
            seen.update(text for text in some(person) if text)
    seen.update(school.name for school in schools)
    for text in seen:
        folded = fold(text)
        yield folded
        yield from words(folded)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(errors="replace"), digest_size=8).digest())
