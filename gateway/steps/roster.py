"""Keeps the detector's lists equal to the district's: packs them, ships them, knows their words.

The lists are the roster, people everyone knows and the district's own patterns. While new ones are
packed the last ones serve on; if packing fails they serve on as well, and readiness says so.

A roster is packed as a whole once. From then on only who changed is read and packed, beside the
whole that the processes have, until so many changed that a new whole is due, or until that failed.
"""

import asyncio
import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import structlog

from gateway.detection.district_patterns import DistrictPatterns
from gateway.detection.folding import fold, words
from gateway.detection.lists import Onto, PublicEdits, names_of, pack
from gateway.detection.public_names import PublicNames
from gateway.detection.roster_names import RosterNames
from gateway.detection.scan import Scanner
from gateway.district.directory import District
from gateway.errors import GatewayError
from gateway.terms.patterns import DistrictPattern
from gateway.terms.people import Person, School

RETRY_SECONDS = 5.0

MOST_CHANGED = 2000
"""People who may have changed since the whole roster was packed; beyond, it is packed anew."""

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


class _Whole(NamedTuple):
    """The whole roster that the processes have."""

    revision: int
    version: str
    schools: list[School]
    vocabulary: Vocabulary


class _Packed(NamedTuple):
    """Lists for the processes, the roster's words in them, and the version of the other lists."""

    lists: bytes
    vocabulary: Vocabulary
    public: str


class RosterKeeper:
    """Watches the revisions of the lists and renews what detection holds of them."""

    def __init__(self, district: District, scanner: Scanner) -> None:
        self._district = district
        self._scanner = scanner
        self._whole: _Whole | None = None
        self._changed = Vocabulary()
        self._whole_is_due = True
        self._serving: tuple[int, ...] = ()
        self._renewing: asyncio.Task[None] | None = None
        self.failed = ""

    def taken(self, text: str) -> bool:
        """Tell whether the roster knows a word, a number or an address."""
        return (self._whole is not None and text in self._whole.vocabulary) or text in self._changed

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
            self._whole_is_due = True
            _log.error(
                "roster_not_renewed",
                code=self.failed,
                error=type(error).__name__,
                revision=revision[0],
            )
            await asyncio.sleep(RETRY_SECONDS)

    async def _renew(self, revision: tuple[int, ...]) -> None:
        whole = None if self._whole_is_due else self._whole
        changed = await self._changed_since(whole) if whole is not None else None
        if whole is not None and changed is not None:
            await self._renew_changed(revision[0], whole, changed)
        else:
            await self._renew_whole(revision[0])
        self._serving, self.failed, self._whole_is_due = revision, "", False

    async def _changed_since(self, whole: _Whole) -> list[Person] | None:
        """Return who changed since the whole roster was packed; None if a new whole is due."""
        if await self._district.schools() != whole.schools:
            return None
        changed = await self._district.changed_people(whole.revision, MOST_CHANGED + 1)
        return changed if len(changed) <= MOST_CHANGED else None

    async def _renew_whole(self, revision: int) -> None:
        people, schools = await self._district.everybody()
        version = _version(revision)
        edits, patterns = await self._others()
        made = await asyncio.to_thread(_pack, people, schools, version, edits, patterns)
        await self._scanner.set_lists(made.lists, roster=version, public=made.public)
        self._whole = _Whole(revision, version, schools, made.vocabulary)
        self._changed = Vocabulary()
        _log.info("roster_loaded", people=len(people), schools=len(schools), revision=revision)

    async def _renew_changed(self, revision: int, whole: _Whole, changed: list[Person]) -> None:
        version = _version(revision)
        edits, patterns = await self._others()
        made = await asyncio.to_thread(_pack_changed, whole, changed, version, edits, patterns)
        await self._scanner.set_lists(made.lists, roster=version, public=made.public, whole=False)
        self._changed = made.vocabulary
        _log.info("roster_changed", people=len(changed), revision=revision)

    async def _others(self) -> tuple[PublicEdits, list[DistrictPattern]]:
        edits = names_of((one.name, one.known) for one in await self._district.public_names())
        return edits, await self._district.patterns()


def _version(revision: int) -> str:
    return f"roster-{revision}"


def _pack(
    people: list[Person],
    schools: list[School],
    version: str,
    edits: PublicEdits,
    patterns: list[DistrictPattern],
) -> _Packed:
    """Pack the lists with the whole roster."""
    names = RosterNames.build(people, schools, version)
    vocabulary = Vocabulary(_known(people, schools))
    edits = _but_ours(edits, lambda name: name in vocabulary)
    packed = pack(names.to_bytes(), edits, patterns)
    return _Packed(packed, vocabulary, _version_of_others(edits, patterns))


def _pack_changed(
    whole: _Whole,
    changed: list[Person],
    version: str,
    edits: PublicEdits,
    patterns: list[DistrictPattern],
) -> _Packed:
    """Pack the lists with who changed since the whole roster was packed."""
    active = [one for one in changed if one.active]
    names = RosterNames.build(active, (), version)
    vocabulary = Vocabulary(_known(active, ()))
    edits = _but_ours(edits, lambda name: name in vocabulary or name in whole.vocabulary)
    onto = Onto(whole.version, tuple(one.id for one in changed))
    packed = pack(names.to_bytes(), edits, patterns, onto)
    return _Packed(packed, vocabulary, _version_of_others(edits, patterns))


def _but_ours(edits: PublicEdits, ours: Callable[[str], bool]) -> PublicEdits:
    """Leave out of added names each word of the roster's.

    One word that is a name of the roster is never somebody else's for the whole district.
    """
    added = (name for name in edits.added if len(name.split()) > 1 or not ours(name))
    return edits._replace(added=tuple(added))


def _version_of_others(edits: PublicEdits, patterns: list[DistrictPattern]) -> str:
    versions = PublicNames.load(*edits).version, DistrictPatterns(patterns).version
    return ".".join(filter(None, versions))


def _known(people: Iterable[Person], schools: Iterable[School]) -> Iterator[str]:
    seen: set[str] = set()
    pick: tuple[Callable[[Person], Iterable[str]], ...] = (
        lambda one: (*one.given_names, *one.family_names, *one.middle_names),
        lambda one: (*one.usernames, *one.emails, *one.phones, *one.ids),
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
