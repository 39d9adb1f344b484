"""The vault of a conversation: which value has which surrogate, sealed at rest.

A `Vault` is a value: pure, frozen, only ever growing; values never show in a `repr`. `Vaults` is
the one door to where they are kept: one sealed row a conversation, written by compare-and-swap
before anything leaves. Opened vaults stay in memory for the next turn. A stale one is safe: it
lacks entries another process added, so whoever coins on it fails to save, reads again and plans
again.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, Protocol

import orjson
from tink import TinkError

from gateway.errors import Unusable
from gateway.pseudonyms.entries import Entry, Reach
from gateway.pseudonyms.occurrences import Index
from gateway.pseudonyms.words import Piece, folded, split_name
from gateway.terms.text import Label, NamePart

SCHEMA_VERSION: Final = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Vault:
    """Every value that was ever replaced in one conversation, with its surrogate, in the order
    they came. Each value and each surrogate stands once.

    `excused` are the folded words that somebody said are no pupil's: entries about nobody known
    that hold nothing else are replaced no more, but still restored.
    """

    entries: tuple[Entry, ...] = field(default=(), repr=False)
    excused: frozenset[str] = field(default=frozenset(), repr=False)
    _index: list[Index] = field(default_factory=list, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        values = {entry.value for entry in self.entries}
        surrogates = {entry.surrogate.casefold() for entry in self.entries}
        if len(values) < len(self.entries) or len(surrogates) < len(self.entries):
            raise ValueError("a value or a surrogate stands twice in a vault")

    @property
    def index(self) -> Index:
        """Return what finds these entries in a text; built when first asked for."""
        if not self._index:
            self._index.append(Index(self.entries))
        return self._index[0]

    def find(self, surface: str) -> Entry | None:
        """Return the entry whose value has this surface, exactly or in capitals or lower case."""
        known = self.index.surfaces.get(surface)
        return self.entries[known[1]] if known else None

    def add(self, *entries: Entry) -> "Vault":
        """Return a vault with these entries as well.

        Raises:
            ValueError: a value or a surrogate is in it already.
        """
        return Vault(entries=(*self.entries, *entries), excused=self.excused)

    def excuse(self, name: str) -> "Vault":
        """Return a vault in which the words of this name are no pupil's as well."""
        return Vault(entries=self.entries, excused=self.excused.union(words_of(name)))

    def is_excused(self, number: int) -> bool:
        """Tell whether an entry is a name of nobody known, of excused words alone."""
        entry = self.entries[number]
        return not entry.subjects and entry.label is Label.PERSON and self.covers(entry.value)

    def covers(self, name: str) -> bool:
        """Tell whether every word of a name is excused."""
        said = words_of(name)
        return bool(said) and self.excused.issuperset(said)

    def placed_for(self, name: str) -> bool:
        """Tell whether a name of nobody known was replaced that holds all words of this one."""
        said = words_of(name)
        return bool(said) and any(
            not entry.subjects and entry.label is Label.PERSON and said <= words_of(entry.value)
            for entry in self.entries
        )


def words_of(name: str) -> frozenset[str]:
    """Return the words of a name, folded; initials and particles stand for nobody."""
    return frozenset(folded(piece) for kind, piece in split_name(name) if kind is Piece.WORD)


_EMPTY: Final = Vault()


class Aead(Protocol):
    """Authenticated encryption with associated data, as tink offers it (RFC 5116)."""

    def encrypt(self, plaintext: bytes, associated_data: bytes) -> bytes:
        """Return the sealed bytes."""

    def decrypt(self, ciphertext: bytes, associated_data: bytes) -> bytes:
        """Return the plain bytes, or raise `tink.TinkError`."""


def seal(vault: Vault, conversation: str, key: Aead) -> bytes:
    """Return a vault as bytes that open only with this key and for this conversation.

    Raises:
        Unusable: the key cannot seal.
    """
    rows = [
        [
            entry.value,
            entry.surrogate,
            entry.label,
            list(entry.subjects),
            entry.part,
            int(entry.reach),
            list(entry.pieces),
        ]
        for entry in vault.entries
    ]
    try:
        document = {"entries": rows, "excused": sorted(vault.excused)}
        return key.encrypt(orjson.dumps(document), _associated(conversation))
    except TinkError as error:
        raise Unusable("the vault key cannot seal; check `keys/vault.json`") from error


def unseal(sealed: bytes, conversation: str, key: Aead) -> Vault:
    """Return the vault that was sealed for a conversation.

    Raises:
        Unusable: it was sealed with another key or for another conversation, or was altered.
    """
    try:
        document = orjson.loads(key.decrypt(sealed, _associated(conversation)))
        if isinstance(document, list):  # sealed before there was anything to excuse
            document = {"entries": document, "excused": []}
        return Vault(
            entries=tuple(
                Entry(
                    value=value,
                    surrogate=surrogate,
                    label=Label(label),
                    subjects=tuple(subjects),
                    part=NamePart(part),
                    reach=Reach(reach),
                    pieces=tuple(pieces),
                )
                for value, surrogate, label, subjects, part, reach, pieces in document["entries"]
            ),
            excused=frozenset(document["excused"]),
        )
    except (TinkError, ValueError, TypeError, KeyError) as error:
        # The cause may quote a value, so it is not chained.
        raise Unusable(
            "a conversation's vault does not open; restore `keys/vault.json`, or start a new chat",
            code="vault_unreadable",
        ) from (error if isinstance(error, TinkError) else None)


def _associated(conversation: str) -> bytes:
    return f"crossing-guard/vault/{SCHEMA_VERSION}\x00{conversation}".encode()


class Conflict(Exception):
    """Somebody else saved this conversation's vault in between: open it again, plan again."""


class VaultRows(Protocol):
    """Where sealed vaults are kept, with a version that grows by one each time."""

    async def get(self, conversation: str) -> tuple[bytes, int] | None:
        """Return the sealed vault and its version, None if there is none."""

    async def put(self, conversation: str, sealed: bytes, expected_version: int) -> bool:
        """Store as version `expected_version` + 1, durably; False if another version (0 for
        none) is there."""


class Vaults:
    """The door to the vaults.

    Args:
        rows: where they are kept.
        key: gives the sealing key when asked, so that a rotated key is used at once.
        capacity: how many opened vaults to keep in memory.
    """

    def __init__(self, rows: VaultRows, key: Callable[[], Aead], *, capacity: int = 2048) -> None:
        self._rows = rows
        self._key = key
        self._capacity = capacity
        self._opened: OrderedDict[str, tuple[Vault, int]] = OrderedDict()

    async def open(self, conversation: str) -> tuple[Vault, int]:
        """Return a conversation's vault and its version; an empty one and 0 if it has none.

        Raises:
            Unusable: it does not open.
        """
        opened = self._opened.get(conversation)
        if opened is not None:
            self._opened.move_to_end(conversation)
            return opened
        row = await self._rows.get(conversation)
        if row is None:
            return _EMPTY, 0
        sealed, version = row
        return self._keep(conversation, unseal(sealed, conversation, self._key()), version)

    async def save(self, conversation: str, vault: Vault, version: int) -> int:
        """Store a vault over the version it was planned on, and return the new version.

        A vault that was not changed is not written again.

        Raises:
            Conflict: another version is stored; open again and plan again.
            Unusable: it cannot be sealed.
        """
        opened = self._opened.get(conversation)
        if not vault.entries:
            return version
        if opened is not None and opened[0] is vault and opened[1] == version:
            return version
        # Whatever happens to this write, what is in memory may no longer be what is stored.
        self._opened.pop(conversation, None)
        sealed = seal(vault, conversation, self._key())
        if not await self._rows.put(conversation, sealed, version):
            raise Conflict
        self._keep(conversation, vault, version + 1)
        return version + 1

    def forget(self, conversations: Iterable[str]) -> None:
        """Drop vaults from memory, because their rows are gone or about to go."""
        for conversation in conversations:
            self._opened.pop(conversation, None)

    def _keep(self, conversation: str, vault: Vault, version: int) -> tuple[Vault, int]:
        self._opened[conversation] = (vault, version)
        self._opened.move_to_end(conversation)
        while len(self._opened) > self._capacity:
            self._opened.popitem(last=False)
        return vault, version
