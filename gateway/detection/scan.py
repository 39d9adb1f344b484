"""Scans the leaves of a request: what was read before comes from memory, the rest from the pool.
What stands in long leaves is settled in the pool as well, so that nobody waits for it but who asks.

Chat clients send the whole conversation again each turn, so findings are kept, under a keyed hash
of the text, the roster's and the detector's version and the kind of leaf: never the text itself.
Equal texts under way are read once. A text that cost a worker its life is refused for a while
without being tried; one that was in a job with others is first tried by itself.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple, Protocol

from gateway.detection import frames
from gateway.detection.kept import Kept
from gateway.detection.near_names import NearNames
from gateway.detection.pool import Crashed, Found, Pool
from gateway.detection.quarantine import Quarantine
from gateway.detection.standing import Around, standing
from gateway.errors import DetectionFailed, Unusable
from gateway.terms.signs import NO_SIGNS, LeafSigns
from gateway.terms.text import Candidate, Leaf, LeafKind

KEY_BYTES = 16
"""Bytes of a key. Keyed, so that nobody can look for a text they guess."""

ENTRY_BYTES = 300
"""What an entry costs besides its candidates: key, places in the dictionary, tuple."""

CANDIDATE_BYTES = 250
SIGNS_BYTES = 600
PERSON_BYTES = 16

BATCH_CHARACTERS = 4000
"""Characters worth a job of their own: smaller leaves of a request share one."""

AT_ONCE = 1000
"""Characters in which it is settled at once what stands: for so few the way to a worker and back
would cost as much."""

CIRCLES = 256
"""Principals whose classes are kept as the workers read them."""

_AND = "+"


class Scanned(NamedTuple):
    """What a leaf may hold, and what it gives away as a whole."""

    candidates: tuple[Candidate, ...]
    signs: LeafSigns


_NOTHING = Scanned((), NO_SIGNS)


class _Hash(Protocol):
    """A hash begun, as `hashlib` makes them."""

    def copy(self) -> "_Hash": ...
    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


class _Batch:
    """A job under way: what it reads, with which roster, how many scans wait for it, what came of
    it, and whether that was taken in."""

    def __init__(
        self, keys: Sequence[bytes], found: asyncio.Future[Found[frames.Read]], *, roster: str
    ) -> None:
        self.keys = keys
        self.found = found
        self.roster = roster
        self.ended = False
        self.waiting = 0
        self.findings: dict[bytes, Scanned] = {}


class Scanner:
    """Finds the candidates of leaves. One for each event loop."""

    def __init__(
        self,
        pool: Pool,
        *,
        key: bytes,
        now: Callable[[], float],
        cache_bytes: int = 64 * 1024 * 1024,
        count: Callable[[str, float], None] = lambda _name, _amount: None,
    ) -> None:
        """Begin with nothing remembered.

        Args:
            pool: reads texts.
            key: secret for the hashes, 16 to 64 bytes.
            now: a clock that never goes back, seconds.
            cache_bytes: what remembered findings may weigh, about.
            count: told of `hits`, `misses`, `quarantined` (leaves) and `cpu_seconds`.
        """
        self._pool = pool
        self._key = key
        self._cache_bytes = cache_bytes
        self._count = count
        self._cache: OrderedDict[bytes, Scanned] = OrderedDict()
        self._weight = 0
        self._under_way: dict[bytes, _Batch] = {}
        self._quarantine = Quarantine(now)
        self._begun: tuple[str, str, _Hash, _Hash] | None = None
        # Held with who they are of, so that no id is given to anybody else.
        self._circles: OrderedDict[int, tuple[NearNames, bytes]] = OrderedDict()

    @property
    def version(self) -> str:
        """Return the detector's version: model, recognisers, settings and libraries, hashed.

        Behind a plus stands that of the list of people everyone knows.
        """
        _, plus, public = self._pool.roster_version.partition(_AND)
        return f"{self._pool.version}{plus}{public}"

    @property
    def roster_version(self) -> str:
        """Return the roster's version that a scan begun now uses."""
        return self._pool.roster_version.partition(_AND)[0]

    @property
    def ready(self) -> bool:
        """Return whether leaves can be scanned."""
        return self._pool.ready

    async def set_lists(
        self, packed: bytes, *, roster: str, public: str = "", whole: bool = True
    ) -> None:
        """Have every scan that begins after this use a roster and a list of public names.

        Args:
            packed: both, as the detection processes read them.
            roster, public: their versions.
            whole: False for a difference to the whole roster that was set last.

        Raises:
            Unusable: the bytes are no roster, or the detector is down.
        """
        version = f"{roster}{_AND}{public}" if public else roster
        await self._pool.set_roster(packed, version, whole=whole)
        self._circles.clear()  # whoever was near in an older roster is let go

    async def scan(self, leaves: Sequence[Leaf]) -> list[Scanned]:
        """Return the candidates of each leaf, and what it gives away as a whole.

        Structural leaves are matched against the roster alone.

        Raises:
            DetectionFailed: a leaf could not be read, or killed a worker before.
            Unusable: no roster, no detector, or all workers busy.
        """
        cache = self._cache
        findings: list[Scanned] = []
        missing: list[tuple[int, bytes]] = []
        for key in self._keys(leaves):
            known = cache.get(key)
            if known is None:
                missing.append((len(findings), key))
                findings.append(_NOTHING)
            else:
                cache.move_to_end(key)
                findings.append(known)
        self._count("hits", len(leaves) - len(missing))
        if missing:
            self._count("misses", len(missing))
            read = await self._read({key: leaves[index] for index, key in missing})
            for index, key in missing:
                findings[index] = read[key]
        return findings

    async def stand(
        self, leaves: Sequence[Leaf], candidates: Sequence[Sequence[Candidate]], around: Around
    ) -> list[tuple[Kept, ...]]:
        """Return what stands in each leaf by itself.

        Args:
            leaves: leaves that were scanned.
            candidates: what was proposed about each.
            around: what it follows from besides.

        Raises:
            DetectionFailed: a leaf could not be settled, or killed a worker before.
            Unusable: no roster, no detector, or all workers busy.
        """
        if sum([len(leaf.text) for leaf in leaves]) <= AT_ONCE:
            return [
                standing(leaf.text, proposed, around, structural=_is_structural(leaf))
                for leaf, proposed in zip(leaves, candidates, strict=True)
            ]
        keys = list(self._keys(leaves))
        wanted = dict(zip(keys, leaves, strict=True))
        proposed_of = dict(zip(keys, candidates, strict=True))
        self._refuse_quarantined(wanted)
        near = self._packed(around.near)
        jobs: list[tuple[list[bytes], asyncio.Future[Found[list[frames.KeptRow]]]]] = []
        stands: dict[bytes, tuple[Kept, ...]] = {}
        try:
            for portion in self._portions(list(wanted), wanted):
                texts = [
                    (wanted[key].text, _is_structural(wanted[key]), proposed_of[key])
                    for key in portion
                ]
                job = self._pool.stand(texts, around, near)
                job.add_done_callback(partial(self._suspect, portion))
                jobs.append((portion, job))
            for portion, job in jobs:
                settled = await job
                self._count("cpu_seconds", settled.seconds)
                for key, rows in zip(portion, settled.rows, strict=True):
                    stands[key] = frames.kept(rows)
                    self._quarantine.clear(key)
        finally:
            for _, job in jobs:
                job.cancel()
        return [stands[key] for key in keys]

    def _packed(self, near: NearNames) -> bytes:
        """Return whoever is near as the workers read them."""
        known = self._circles.get(id(near))
        if known is None:
            known = self._circles[id(near)] = near, frames.pack_near(near)
            while len(self._circles) > CIRCLES:
                self._circles.popitem(last=False)
        self._circles.move_to_end(id(near))
        return known[1]

    def _keys(self, leaves: Sequence[Leaf]) -> Iterator[bytes]:
        """Yield what each leaf is known by."""
        whole, structural = self._hashes()
        for leaf in leaves:
            digest = (structural if _is_structural(leaf) else whole).copy()
            try:
                digest.update(leaf.text.encode())
            except UnicodeEncodeError:
                raise _no_text() from None
            yield digest.digest()

    def _hashes(self) -> tuple[_Hash, _Hash]:
        """Return hashes begun for whole and for structural leaves, for the versions of now."""
        detector, roster = self._pool.version, self._pool.roster_version
        if self._begun is None or self._begun[:2] != (detector, roster):
            versions = f"{len(detector)}:{detector}{len(roster)}:{roster}".encode()
            whole, structural = (
                hashlib.blake2b(
                    versions,
                    key=self._key,
                    digest_size=KEY_BYTES,
                    person=kind,
                    usedforsecurity=True,
                )
                for kind in (b"whole", b"structural")
            )
            self._begun = (detector, roster, whole, structural)
        return self._begun[2:]

    # --- reading what is not remembered -----------------------------------------------------------

    async def _read(self, wanted: dict[bytes, Leaf]) -> dict[bytes, Scanned]:
        """Read leaves, or wait for those who do."""
        read: dict[bytes, Scanned] = {}
        while wanted:
            self._refuse_quarantined(wanted)
            joined = {self._under_way[key] for key in wanted if key in self._under_way}
            for batch in joined:
                batch.waiting += 1
            own: list[_Batch] = []
            try:
                fresh = [key for key in wanted if key not in self._under_way]
                for keys in self._portions(fresh, wanted):
                    own.append(self._begin(keys, wanted))  # noqa: PERF401 - left if one fails
                for batch in (*own, *joined):
                    try:
                        await asyncio.shield(batch.found)
                    except (DetectionFailed, Unusable):
                        if batch in own:
                            raise
                    finally:
                        self._end(batch)
                    # A failed job of somebody else's: what we wanted of it, we try ourselves.
                    read.update(batch.findings)
            finally:
                self._leave((*own, *joined))
            wanted = {key: leaf for key, leaf in wanted.items() if key not in read}
        return read

    def _portions(self, keys: Sequence[bytes], leaves: dict[bytes, Leaf]) -> Iterator[list[bytes]]:
        """Share leaves out into jobs: small ones together, more jobs only for workers to spare."""
        together: list[bytes] = []
        for key in keys:
            if key in self._quarantine:
                yield [key]
            else:
                together.append(key)
        sizes = [len(leaves[key].text) for key in together]
        jobs = max(1, min(self._pool.free, sum(sizes) // BATCH_CHARACTERS))
        share = sum(sizes) / jobs
        portion: list[bytes] = []
        filled = 0
        for key, size in zip(together, sizes, strict=True):
            portion.append(key)
            filled += size
            if filled >= share:
                yield portion
                portion, filled = [], 0
        if portion:
            yield portion

    def _begin(self, keys: Sequence[bytes], leaves: dict[bytes, Leaf]) -> _Batch:
        texts = [(leaves[key].text, not _is_structural(leaves[key])) for key in keys]
        found = self._pool.submit(texts)
        batch = _Batch(keys, found, roster=self._pool.roster_version)
        batch.waiting = 1
        found.add_done_callback(lambda _: self._end(batch))
        for key in keys:
            self._under_way[key] = batch
        return batch

    def _end(self, batch: _Batch) -> None:
        """Take in what came of a job, once: remember it, or whom to be wary of.

        Called when the job ends and by whoever waited for it, whichever is first: who begins to
        wait in the very moment it ends is not told again.
        """
        found = batch.found
        if batch.ended or not found.done():
            return
        batch.ended = True
        for key in batch.keys:
            self._under_way.pop(key, None)
        if found.cancelled():
            return
        self._suspect(batch.keys, found)
        if found.exception() is not None:
            return
        result = found.result()
        self._count("cpu_seconds", result.seconds)
        words: dict[str, str] = {}
        for key, (rows, signs) in zip(batch.keys, result.rows, strict=True):
            scanned = Scanned(frames.candidates(rows, words), frames.leaf_signs(signs))
            batch.findings[key] = scanned
            self._quarantine.clear(key)
            if result.roster == batch.roster:
                self._remember(key, scanned)

    def _suspect[Row](self, keys: Sequence[bytes], found: asyncio.Future[Found[Row]]) -> None:
        """Be wary of the texts of a job if it cost its worker, whether or not anybody waits yet."""
        if not found.cancelled() and isinstance(found.exception(), Crashed):
            self._quarantine.suspect(keys)

    @staticmethod
    def _leave(batches: Sequence[_Batch]) -> None:
        """Wait no longer; a job nobody waits for need not begin."""
        for batch in batches:
            batch.waiting -= 1
            if not batch.waiting and not batch.found.done():
                batch.found.cancel()

    # --- what is remembered -----------------------------------------------------------------------

    def _remember(self, key: bytes, scanned: Scanned) -> None:
        if key in self._cache:
            return
        self._cache[key] = scanned
        self._weight += _weight(scanned)
        while self._weight > self._cache_bytes and self._cache:
            _, dropped = self._cache.popitem(last=False)
            self._weight -= _weight(dropped)

    def _refuse_quarantined(self, keys: Iterable[bytes]) -> None:
        """Refuse where one of these texts has to wait."""
        seconds = self._quarantine.longest(keys)
        if seconds > 0:
            self._count("quarantined", 1)
            raise DetectionFailed(
                "a text of this request stopped the detector before; change it, or try later",
                code="detection_quarantined",
                retry_after=int(seconds) + 1,
            )


def _is_structural(leaf: Leaf) -> bool:
    return leaf.kind is LeafKind.STRUCTURAL


def _weight(scanned: Scanned) -> int:
    """Return about how many bytes it costs to remember it."""
    people = sum([len(one.people) for one in scanned.candidates])
    signs = 0 if scanned.signs is NO_SIGNS else SIGNS_BYTES
    candidates = CANDIDATE_BYTES * len(scanned.candidates)
    return ENTRY_BYTES + candidates + PERSON_BYTES * people + signs


def _no_text() -> DetectionFailed:
    return DetectionFailed(
        "a text holds half a character (a lone surrogate); send well-formed Unicode",
        code="detection_no_text",
    )
