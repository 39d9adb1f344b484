"""Keeps the detector's lists equal to the district's: packs them, ships them, knows their words.

The lists are the roster, people everyone knows and the district's own patterns. While new ones are
packed the last ones serve on; if packing fails they serve on as well, and readiness says so.
"""

import asyncio
import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

import structlog

from gateway.detection.district_patterns import DistrictPatterns
from gateway.detection.folding import fold, words
from gateway.detection.lists import PublicEdits, names_of, pack
from gateway.detection.public_names import PublicNames
from gateway.detection.roster_names import RosterNames
from gateway.detection.scan import Scanner
from gateway.district.directory import District
from gateway.errors import GatewayError
from gateway.terms.patterns import DistrictPattern
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
    """Watches the revisions of the lists and renews what detection holds of them."""

    def __init__(self, district: District, scanner: Scanner) -> None:
        self._district = district
        self._scanner = scanner
        self._vocabulary = Vocabulary()
        self._serving: tuple[int, ...] = ()
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
        await self._renew(self._district.lists_revision)

    def follow(self) -> None:
        """Renew the roster in the background if the district has a newer one."""
        idle = self._renewing is None or self._renewing.done()
        if idle and self._district.lists_revision != self._serving:
            self._renewing = asyncio.create_task(self._try(self._district.lists_revision))

    async def close(self) -> None:
        """Stop renewing."""
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.wait({self._renewing})

    async def _try(self, revision: tuple[int, ...]) -> None:
        try:
            await self._renew(revision)
        except Exception as error:  # noqa: BLE001 - nobody waits for this task to be told
            self.failed = error.code if isinstance(error, GatewayError) else GatewayError.code
            _log.error(
                "roster_not_renewed",
                code=self.failed,
                error=type(error).__name__,
                revision=revision[0],
            )
            await asyncio.sleep(RETRY_SECONDS)

    async def _renew(self, revision: tuple[int, ...]) -> None:
        people, schools = await self._district.everybody()
        edits = names_of((one.name, one.known) for one in await self._district.public_names())
        version = f"roster-{revision[0]}"
        patterns = await self._district.patterns()
        made = await asyncio.to_thread(_pack, people, schools, version, edits, patterns)
        packed, vocabulary, public = made
        await self._scanner.set_lists(packed, roster=version, public=public)
        self._vocabulary, self._serving, self.failed = vocabulary, revision, ""
        _log.info("roster_loaded", people=len(people), schools=len(schools), revision=revision[0])


def _pack(
    people: list[Person],
    schools: list[School],
    version: str,
    edits: PublicEdits,
    patterns: list[DistrictPattern],
) -> tuple[bytes, Vocabulary, str]:
    """Return the lists packed, the roster's words, and the version of the other lists."""
    names = RosterNames.build(people, schools, version)
    vocabulary = Vocabulary(_known(people, schools))
    # One word that is a name of the roster is never somebody else's for the whole district.
    alone = [name for name in edits.added if len(name.split()) == 1 and name in vocabulary]
    edits = edits._replace(added=tuple(name for name in edits.added if name not in alone))
    versions = PublicNames.load(*edits).version, DistrictPatterns(patterns).version
    packed = pack(names.to_bytes(), edits, patterns)
    return packed, vocabulary, ".".join(filter(None, versions))


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
