"""Verification finds every kind of change, and nothing where there is none."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.canonical import encode
from gateway.audit.checkpoint import origin_of, sign
from gateway.audit.findings import Report, StoredEntry, StoredHead, Trouble
from gateway.audit.tree import Frontier, leaf_hash
from gateway.audit.verify import MOST_FINDINGS, verify
from gateway.terms.record import SCHEMA_VERSION, Record, RecordKind

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
THIEF = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
LOG = "district"


@dataclass
class Log:
    """A whole log in the hand, to be spoilt."""

    entries: list[StoredEntry]
    heads: list[StoredHead]
    notes: list[str]

    def verify(self) -> Report:
        return verify(
            self.entries, self.heads, log_id=LOG, keys=[KEY.public_key()], notes=self.notes
        )

    def codes(self) -> set[str]:
        return set(self.verify().counts)


def stored(stream: str, index: int, record: Record) -> StoredEntry:
    data = encode(record)
    return StoredEntry(
        stream=stream,
        index=index,
        data=data,
        leaf=leaf_hash(data),
        columns=(record.id, str(record.kind), record.about, record.time),
    )


def note(stream: str, entries: list[StoredEntry], key: Ed25519PrivateKey = KEY) -> str:
    tree = Frontier().extend(leaf_hash(entry.data) for entry in entries)
    return sign(origin_of(LOG, stream), tree.size, tree.root(), key).note


def head(stream: str, entries: list[StoredEntry], key: Ed25519PrivateKey = KEY) -> StoredHead:
    tree = Frontier().extend(leaf_hash(entry.data) for entry in entries)
    return StoredHead(
        stream=stream, size=tree.size, root=tree.root(), note=note(stream, entries, key)
    )


def build(stream: str = "s", calls: int = 5, *, older: int = 4) -> Log:
    entries: list[StoredEntry] = []
    for call in range(calls):
        intent = Record(
            id=f"{stream}-i{call}", kind=RecordKind.INTENT, time=call, fields={"tool": "t"}
        )
        outcome = Record(
            id=f"{stream}-o{call}",
            kind=RecordKind.OUTCOME,
            time=call,
            about=intent.id,
            fields={"ended": "complete"},
        )
        entries += [
            stored(stream, 2 * call, intent),
            stored(stream, 2 * call + 1, outcome),
        ]
    return Log(entries, [head(stream, entries)], [note(stream, entries[:older])])


def bare(log: Log) -> Log:
    """Keep the bytes alone, as an export may."""
    log.entries = [
        StoredEntry(stream=entry.stream, index=entry.index, data=entry.data)
        for entry in log.entries
    ]
    return log


def renumbered(entries: list[StoredEntry]) -> list[StoredEntry]:
    """Cover the tracks: indexes follow one another again."""
    return [replace(entry, index=index) for index, entry in enumerate(entries)]


def test_a_whole_log_is_intact() -> None:
    log = build()
    other = build("t")
    both = Log(log.entries + other.entries, log.heads + other.heads, log.notes + other.notes)
    report = both.verify()

    assert (report.streams, report.entries, report.checkpoints) == (2, 20, 4)
    assert (report.intact, report.exit_status, report.counts) == (True, 0, {})


def test_an_empty_log_is_intact() -> None:
    assert Log([], [], []).verify().intact
    assert Log([], [head("s", [])], []).verify().intact


@given(st.data())
def test_any_flipped_bit_of_an_entry_is_found(data: st.DataObject) -> None:
    log = build()
    at = data.draw(st.integers(0, len(log.entries) - 1))
    entry = log.entries[at]
    bit = data.draw(st.integers(0, 8 * len(entry.data) - 1))
    changed = bytearray(entry.data)
    changed[bit // 8] ^= 1 << bit % 8
    log.entries[at] = replace(entry, data=bytes(changed))

    assert {Trouble.CHANGED, Trouble.ROOT} <= log.codes()
    assert any(
        finding.code is Trouble.CHANGED and finding.index == at for finding in log.verify().findings
    )
    assert Trouble.ROOT in bare(log).codes()


@given(st.data())
def test_a_change_with_its_leaf_hash_mended_is_found(data: st.DataObject) -> None:
    log = build()
    at = data.draw(st.integers(0, len(log.entries) - 1))
    forged = log.entries[at].data.replace(b'"v":', b'"v": ')
    log.entries[at] = replace(log.entries[at], data=forged, leaf=leaf_hash(forged))

    assert Trouble.ROOT in log.codes()


@given(st.integers(0, 9), st.booleans())
def test_a_removed_entry_is_found(at: int, mended: bool) -> None:
    log = build()
    del log.entries[at]
    if mended:
        log.entries = renumbered(log.entries)
    assert Trouble.CUT in log.codes()
    assert (Trouble.MISSING in log.codes()) == (not mended and at < 9)
    assert not log.verify().intact


@given(st.integers(0, 10), st.booleans())
def test_an_inserted_entry_is_found(at: int, mended: bool) -> None:
    log = build()
    record = Record(id="x", kind=RecordKind.EVENT, time=0, fields={"event": "e"})
    log.entries.insert(at, stored("s", at, record))
    if mended:
        log.entries = renumbered(log.entries)
    assert Trouble.BEYOND in log.codes()
    if at < 10:
        assert (Trouble.REPEATED in log.codes()) == (not mended)
        assert Trouble.ROOT in log.codes()


@given(st.permutations(range(10)), st.booleans())
def test_any_other_order_is_found(order: list[int], mended: bool) -> None:
    log = build()
    log.entries = [log.entries[at] for at in order]
    if mended:
        log.entries = renumbered(log.entries)
    if order == sorted(order):
        assert log.codes() == set()
        return
    assert Trouble.ROOT in log.codes()
    assert mended or {Trouble.REPEATED, Trouble.MISSING} & log.codes()


@given(st.integers(0, 9))
def test_a_duplicated_entry_is_found(at: int) -> None:
    log = build()
    log.entries.insert(at, log.entries[at])
    assert {Trouble.REPEATED, Trouble.BEYOND} <= log.codes()


@pytest.mark.parametrize("left", [0, 3, 4, 9])
def test_a_cut_tail_is_found(left: int) -> None:
    log = build()
    log.entries = log.entries[:left]
    assert Trouble.CUT in log.codes()


def test_a_tail_cut_with_an_older_head_put_back_is_found_by_a_checkpoint_kept_outside() -> None:
    log = build()
    log.notes = [note("s", log.entries)]
    log.entries = log.entries[:4]
    log.heads = [head("s", log.entries)]
    assert log.codes() == {Trouble.CUT}
    log.notes = []
    assert log.codes() == set()  # nothing in the store can tell: hence checkpoints outside


def test_a_lost_stream_is_found() -> None:
    log = build()
    log.entries, log.heads = [], []
    assert Trouble.LOST in log.codes()


def test_entries_without_a_head_are_found() -> None:
    log = build()
    log.heads, log.notes = [], []
    assert log.codes() == {Trouble.UNKNOWN}


def test_a_past_written_anew_by_who_holds_the_key_is_found_by_an_older_checkpoint() -> None:
    log = build()
    record = Record(id="s-i1", kind=RecordKind.INTENT, time=1, fields={"tool": "other"})
    log.entries[2] = stored("s", 2, record)
    log.heads = [head("s", log.entries)]
    assert log.codes() == {Trouble.REWRITTEN}


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(lambda log: head("s", log.entries, THIEF), id="another key"),
        pytest.param(lambda log: replace(log.heads[0], note="nonsense"), id="no checkpoint"),
        pytest.param(lambda log: replace(log.heads[0], note=""), id="empty"),
        pytest.param(lambda log: replace(log.heads[0], size=9), id="size beside it"),
        pytest.param(lambda log: replace(log.heads[0], root=bytes(32)), id="root beside it"),
        pytest.param(
            lambda log: replace(log.heads[0], note=note("t", log.entries)), id="another stream's"
        ),
    ],
)
def test_a_forged_head_is_found(forge: Callable[[Log], StoredHead]) -> None:
    log = build()
    log.heads = [forge(log)]
    assert Trouble.FORGED in log.codes()


def test_a_forged_checkpoint_outside_is_found() -> None:
    log = build()
    log.notes = [note("s", log.entries, THIEF)]
    assert log.codes() == {Trouble.FORGED}


@pytest.mark.parametrize("at", range(4))
def test_a_column_that_disagrees_with_its_entry_is_found(at: int) -> None:
    log = build()
    columns = [*("s-i0", "intent", "", 0)]
    columns[at] = 99 if at == 3 else "x"
    log.entries[0] = replace(log.entries[0], columns=tuple(columns))  # type: ignore[arg-type]
    assert log.codes() == {Trouble.COLUMN}


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"v":1,"id":"x"}'])
def test_an_entry_that_is_no_record_is_found(data: bytes) -> None:
    entry = StoredEntry(stream="s", index=0, data=data)
    assert Log([entry], [head("s", [entry])], []).codes() == {Trouble.MALFORMED}


@pytest.mark.parametrize("version", ["0", "99", "true", '"1"', "1.0"])
def test_an_unknown_version_is_found(version: str) -> None:
    data = f'{{"about":"","event":"e","id":"x","kind":"event","time":0,"v":{version}}}'
    entry = StoredEntry(stream="s", index=0, data=data.encode())
    assert Log([entry], [head("s", [entry])], []).codes() == {Trouble.MALFORMED}


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_entries_of_every_version_so_far_are_read(version: int) -> None:
    data = f'{{"about":"","event":"e","id":"x","kind":"event","time":0,"v":{version}}}'
    entry = StoredEntry(stream="s", index=0, data=data.encode())
    assert Log([entry], [head("s", [entry])], []).codes() == set()


def test_an_intent_without_outcome_is_told_and_is_no_tampering() -> None:
    log = build()
    entries = log.entries[:9]
    report = Log(entries, [head("s", entries)], []).verify()
    assert report.counts == {Trouble.OPEN: 1}
    assert (report.open_intents, report.intact, report.exit_status) == (1, True, 0)
    assert report.findings[0].index == 8


def test_an_outcome_without_intent_is_found_and_so_is_a_second_one() -> None:
    first = build().entries
    again = renumbered([first[0], first[1], first[1]])
    alone = renumbered([first[1]])
    for entries in (again, alone):
        log = Log(entries, [head("s", entries)], [])
        assert log.codes() == {Trouble.ORPHAN}
        assert log.verify().exit_status == 1


def test_a_stream_in_two_places_is_found() -> None:
    one, two = build("s"), build("t")
    entries = one.entries[:5] + two.entries + one.entries[5:]
    log = Log(entries, one.heads + two.heads, [])
    assert Trouble.REPEATED in log.codes()


def test_findings_are_counted_beyond_those_that_are_told() -> None:
    entries = [StoredEntry(stream="s", index=index, data=b"{}") for index in range(1500)]
    report = Log(entries, [head("s", entries)], []).verify()
    assert report.counts == {Trouble.MALFORMED: 1500}
    assert len(report.findings) == MOST_FINDINGS


def test_an_earlier_keys_checkpoints_are_good_while_it_is_named() -> None:
    log = build()
    log.heads = [head("s", log.entries, THIEF)]
    keys = [KEY.public_key(), THIEF.public_key()]
    assert verify(log.entries, log.heads, log_id=LOG, keys=keys, notes=log.notes).intact
