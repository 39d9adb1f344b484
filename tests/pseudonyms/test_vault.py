"""The vault: what it holds, how it is sealed, and how two writers do not overwrite each other."""

from collections.abc import Callable

import orjson
import pytest
import tink
from tink import aead

from gateway.errors import Unusable
from gateway.pseudonyms.entries import Entry, Reach
from gateway.pseudonyms.vault import Aead, Conflict, Vault, Vaults, seal, unseal
from gateway.terms.text import Label, NamePart

MARIA = Entry(
    value="Maria",
    surrogate="Talvi",
    label=Label.PERSON,
    subjects=("s1",),
    part=NamePart.GIVEN,
    reach=Reach.LOWER,
)
LOPEZ = Entry(
    value="Lopez", surrogate="Brenock", label=Label.PERSON, part=NamePart.FAMILY, reach=Reach.EXACT
)
BOTH = Entry(
    value="Maria Lopez",
    surrogate="Talvi Brenock",
    label=Label.PERSON,
    pieces=("Maria", "Lopez"),
)
VAULT = Vault(entries=(MARIA, LOPEZ, BOTH))


def new_key() -> Aead:
    aead.register()
    handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    key: Aead = handle.primitive(aead.Aead)
    return key


@pytest.fixture(scope="module")
def key() -> Aead:
    return new_key()


class Rows:
    """Sealed vaults in memory, as a database keeps them; counts what is asked of it."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[bytes, int]] = {}
        self.reads = 0
        self.writes = 0

    async def get(self, conversation: str) -> tuple[bytes, int] | None:
        self.reads += 1
        return self.rows.get(conversation)

    async def put(self, conversation: str, sealed: bytes, expected_version: int) -> bool:
        self.writes += 1
        if self.rows.get(conversation, (b"", 0))[1] != expected_version:
            return False
        self.rows[conversation] = (sealed, expected_version + 1)
        return True


@pytest.fixture
def rows() -> Rows:
    return Rows()


@pytest.fixture
def open_vaults(rows: Rows, key: Aead) -> Callable[[], Vaults]:
    return lambda: Vaults(rows, lambda: key, capacity=2)


def test_a_vault_finds_a_value_in_its_case_and_in_one_case() -> None:
    for surface in ("Maria", "MARIA", "maria"):
        assert VAULT.find(surface) == MARIA
    assert VAULT.find("mARIA") is None
    assert VAULT.find("Mar") is None


@pytest.mark.parametrize(
    "twice",
    [
        Entry(value="Maria", surrogate="Korzen", label=Label.PERSON),
        Entry(value="Ana", surrogate="TALVI", label=Label.PERSON),
    ],
    ids=["value", "surrogate in another case"],
)
def test_a_value_or_a_surrogate_cannot_stand_twice(twice: Entry) -> None:
    with pytest.raises(ValueError, match="twice"):
        VAULT.add(twice)


def test_adding_leaves_the_vault_itself_as_it_was() -> None:
    more = Vault(entries=(MARIA,)).add(LOPEZ)
    assert more.entries == (MARIA, LOPEZ)
    assert more.find("Lopez") == LOPEZ


def test_neither_a_vault_nor_an_entry_shows_its_values() -> None:
    for shown in (repr(VAULT), repr(MARIA), repr(BOTH), str(VAULT)):
        for secret in ("Maria", "Lopez", "Talvi", "Brenock"):
            assert secret not in shown


def test_what_is_sealed_opens_the_same(key: Aead) -> None:
    sealed = seal(VAULT, "chat-1", key)
    assert b"Maria" not in sealed
    assert unseal(sealed, "chat-1", key) == VAULT


def test_a_vault_opens_for_its_own_conversation_only(key: Aead) -> None:
    sealed = seal(VAULT, "chat-1", key)
    with pytest.raises(Unusable) as caught:
        unseal(sealed, "chat-2", key)
    assert caught.value.code == "vault_unreadable"


def test_a_vault_opens_with_its_own_key_only(key: Aead) -> None:
    with pytest.raises(Unusable):
        unseal(seal(VAULT, "chat-1", key), "chat-1", new_key())


def test_an_altered_vault_does_not_open(key: Aead) -> None:
    sealed = bytearray(seal(VAULT, "chat-1", key))
    sealed[-1] ^= 1
    with pytest.raises(Unusable):
        unseal(bytes(sealed), "chat-1", key)


def test_sealed_rubbish_does_not_open_and_is_not_quoted(key: Aead) -> None:
    associated = b"crossing-guard/vault/1\x00chat-1"
    for rubbish in (b"[[1]]", b"Maria", b'[["a","b","Maria",[],"full",3,[]]]'):
        with pytest.raises(Unusable) as caught:
            unseal(key.encrypt(rubbish, associated), "chat-1", key)
        assert "Maria" not in f"{caught.value}{caught.value.__cause__}"


@pytest.mark.anyio
async def test_a_new_conversation_has_an_empty_vault_and_no_row(
    rows: Rows, open_vaults: Callable[[], Vaults]
) -> None:
    vaults = open_vaults()
    vault, version = await vaults.open("chat")
    assert (vault.entries, version) == ((), 0)
    assert await vaults.save("chat", vault, version) == 0
    assert rows.rows == {}


@pytest.mark.anyio
async def test_a_saved_vault_is_there_for_the_next_process(
    open_vaults: Callable[[], Vaults],
) -> None:
    assert await open_vaults().save("chat", VAULT, 0) == 1
    assert await open_vaults().open("chat") == (VAULT, 1)


@pytest.mark.anyio
async def test_an_opened_vault_is_neither_read_nor_written_again(
    rows: Rows, open_vaults: Callable[[], Vaults]
) -> None:
    await open_vaults().save("chat", VAULT, 0)
    vaults = open_vaults()
    vault, version = await vaults.open("chat")
    again, _ = await vaults.open("chat")
    assert again is vault
    assert await vaults.save("chat", vault, version) == version
    assert (rows.reads, rows.writes) == (1, 1)


@pytest.mark.anyio
async def test_the_slower_of_two_writers_is_told_and_reads_again(
    open_vaults: Callable[[], Vaults],
) -> None:
    slow, fast = open_vaults(), open_vaults()
    vault, version = await slow.open("chat")
    await fast.save("chat", Vault(entries=(MARIA,)), 0)
    with pytest.raises(Conflict):
        await slow.save("chat", vault.add(LOPEZ), version)
    vault, version = await slow.open("chat")
    assert vault.entries == (MARIA,)
    assert await slow.save("chat", vault.add(LOPEZ), version) == 2


@pytest.mark.anyio
async def test_a_conflict_on_an_opened_vault_drops_it_from_memory(
    open_vaults: Callable[[], Vaults],
) -> None:
    slow, fast = open_vaults(), open_vaults()
    await slow.save("chat", Vault(entries=(MARIA,)), 0)
    stale, version = await slow.open("chat")
    other, seen = await fast.open("chat")
    await fast.save("chat", other.add(LOPEZ), seen)
    with pytest.raises(Conflict):
        await slow.save("chat", stale.add(BOTH), version)
    fresh, version = await slow.open("chat")
    assert (fresh.entries, version) == ((MARIA, LOPEZ), 2)


@pytest.mark.anyio
async def test_memory_holds_only_so_many_vaults(
    rows: Rows, open_vaults: Callable[[], Vaults]
) -> None:
    vaults = open_vaults()
    for chat in ("one", "two", "three"):
        await vaults.save(chat, VAULT, 0)
    await vaults.open("three")
    assert rows.reads == 0
    await vaults.open("one")
    assert rows.reads == 1


@pytest.mark.anyio
async def test_a_forgotten_vault_is_read_again(
    rows: Rows, open_vaults: Callable[[], Vaults]
) -> None:
    vaults = open_vaults()
    await vaults.save("chat", VAULT, 0)
    rows.rows.clear()
    vaults.forget(["chat", "unheard of"])
    assert (await vaults.open("chat"))[0].entries == ()


@pytest.mark.anyio
async def test_a_key_that_cannot_open_refuses(rows: Rows, key: Aead) -> None:
    await Vaults(rows, lambda: key).save("chat", VAULT, 0)
    other = new_key()
    with pytest.raises(Unusable):
        await Vaults(rows, lambda: other).open("chat")


def test_an_excused_name_is_sealed_with_the_rest(key: Aead) -> None:
    vault = VAULT.excuse("Lopez")
    assert unseal(seal(vault, "c1", key), "c1", key) == vault
    assert b"lopez" not in seal(vault, "c1", key).lower()


def test_a_vault_sealed_before_there_was_anything_to_excuse_still_opens(key: Aead) -> None:
    row = ["Maria", "Talvi", "PERSON", ["s1"], "given", 2, []]
    sealed = key.encrypt(orjson.dumps([row]), b"crossing-guard/vault/1\x00c1")
    assert unseal(sealed, "c1", key) == Vault(entries=(MARIA,))


@pytest.mark.parametrize(
    ("name", "placed", "excused"),
    [
        pytest.param("Lopez", True, [1], id="a piece"),
        pytest.param("maria lopez", True, [1, 2], id="the whole name, in any case"),
        pytest.param("Maria", True, [], id="a word that is somebody's elsewhere"),
        pytest.param("Garcia", False, [], id="never replaced"),
        pytest.param("M.", False, [], id="no word"),
    ],
)
def test_only_names_of_nobody_known_are_excused(
    name: str,
    placed: bool,
    excused: list[int],
) -> None:
    assert VAULT.placed_for(name) is placed
    vault = VAULT.excuse(name)
    assert [one for one in range(3) if vault.is_excused(one)] == excused
