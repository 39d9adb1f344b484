"""`verify.py`, in a bare Python, finds every kind of change to an export."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gateway.audit.checkpoint import origin_of, sign
from gateway.audit.export.lines import read_line, write_line
from gateway.audit.export.read import read_notes, verify_export
from gateway.audit.findings import Trouble
from gateway.audit.standalone import verify as standalone
from gateway.audit.tree import leaf_hash
from gateway.audit.verify import MOST_FINDINGS
from gateway.terms.record import SCHEMA_VERSION
from tests.audit.export.conftest import CALLS, Exported, Made
from tests.audit.fakes import KEY, LOG_ID

pytestmark = pytest.mark.slow

THIEF = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


def pem(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def lines_of(export: Exported) -> tuple[Path, list[bytes]]:
    """Return the longest stream's file, and its lines."""
    paths = (export.folder / "entries").iterdir()
    path = max(paths, key=lambda one: one.stat().st_size)
    return path, path.read_bytes().splitlines(keepends=True)


def put(path: Path, lines: list[bytes], *, renumber: bool = False) -> None:
    if renumber:
        first = read_line("s", lines[0])
        assert first is not None
        for at, line in enumerate(lines):
            entry = read_line("s", line)
            assert entry is not None
            lines[at] = write_line(first.index + at, leaf_hash(entry.data), entry.data)
    path.write_bytes(b"".join(lines))


def change_a_bit(export: Exported) -> None:
    path, lines = lines_of(export)
    lines[3] = lines[3].replace(b'"time":17', b'"time":16')
    put(path, lines)


def change_with_its_hash_mended(export: Exported) -> None:
    path, lines = lines_of(export)
    lines[3] = lines[3].replace(b'"time":17', b'"time":16')
    put(path, lines, renumber=True)


def remove(export: Exported) -> None:
    path, lines = lines_of(export)
    del lines[3]
    put(path, lines)


def remove_with_care(export: Exported) -> None:
    path, lines = lines_of(export)
    del lines[3]
    put(path, lines, renumber=True)


def insert(export: Exported) -> None:
    path, lines = lines_of(export)
    data = b'{"about":"","event":"e","id":"x","kind":"event","time":1,"v":2}'
    lines.insert(3, write_line(3, leaf_hash(data), data))
    put(path, lines, renumber=True)


def reorder(export: Exported) -> None:
    path, lines = lines_of(export)
    lines[2:4] = lines[3], lines[2]
    put(path, lines)


def reorder_with_care(export: Exported) -> None:
    path, lines = lines_of(export)
    lines[2:4] = lines[3], lines[2]
    put(path, lines, renumber=True)


def duplicate(export: Exported) -> None:
    path, lines = lines_of(export)
    lines.insert(3, lines[3])
    put(path, lines)


def cut_the_tail(export: Exported) -> None:
    path, lines = lines_of(export)
    put(path, lines[:-1])


def cut_half_a_line(export: Exported) -> None:
    path, lines = lines_of(export)
    put(path, [*lines[:-1], lines[-1][:40]])


def lose_a_file(export: Exported) -> None:
    lines_of(export)[0].unlink()


def lose_a_stream(export: Exported) -> None:
    said = export.manifest
    lost = said["streams"].pop()
    del said["files"][lost["file"]]
    (export.folder / lost["file"]).unlink()
    export.sign(said)


def forge_a_checkpoint(export: Exported) -> None:
    said = export.manifest
    stream = said["streams"][0]
    head = stream["head"]
    origin = origin_of(LOG_ID, stream["stream"])
    head["checkpoint"] = sign(origin, head["size"], bytes(32), THIEF).note
    export.sign(said)


def swap_the_checkpoints(export: Exported) -> None:
    said = export.manifest
    one, other = said["streams"]
    one["head"], other["head"] = other["head"], one["head"]
    export.sign(said)


def swap_the_files(export: Exported) -> None:
    one, other = export.entries(1), export.entries(2)
    aside = one.with_suffix(".aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)


def change_the_manifest(export: Exported) -> None:
    path = export.folder / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"made": 1', b'"made": 2'))


def damage_the_manifest(export: Exported) -> None:
    (export.folder / "manifest.json").write_text("{")


def change_the_readme(export: Exported) -> None:
    (export.folder / "README.md").write_text("All is well.")


def lose_the_readme(export: Exported) -> None:
    (export.folder / "README.md").unlink()


def add_a_file(export: Exported) -> None:
    shutil.copy(lines_of(export)[0], export.folder / "entries" / "00099.jsonl")


TAMPERED: list[tuple[Callable[[Exported], None], set[str]]] = [
    (change_a_bit, {"entry_changed", "root_differs", "file_changed"}),
    (change_with_its_hash_mended, {"root_differs", "file_changed"}),
    (remove, {"entry_missing", "tail_cut", "file_changed"}),
    (remove_with_care, {"tail_cut", "file_changed"}),
    (insert, {"entry_beyond_head", "file_changed"}),
    (reorder, {"entry_missing", "entry_repeated", "root_differs"}),
    (reorder_with_care, {"root_differs", "file_changed"}),
    (duplicate, {"entry_repeated", "entry_beyond_head", "file_changed"}),
    (cut_the_tail, {"tail_cut", "file_changed"}),
    (cut_half_a_line, {"entry_malformed", "tail_cut", "file_changed"}),
    (lose_a_file, {"tail_cut", "file_missing"}),
    (lose_a_stream, {"stream_lost"}),
    (forge_a_checkpoint, {"checkpoint_forged"}),
    (swap_the_checkpoints, {"checkpoint_forged"}),
    (swap_the_files, {"root_differs", "file_changed"}),
    (change_the_manifest, {"manifest_forged"}),
    (damage_the_manifest, {"manifest_forged"}),
    (change_the_readme, {"file_changed"}),
    (lose_the_readme, {"file_missing"}),
    (add_a_file, {"file_unknown"}),
]
EACH = pytest.mark.parametrize(
    ("tamper", "codes"), TAMPERED, ids=[row[0].__name__ for row in TAMPERED]
)


def agreed(export: Exported, *against: Path) -> dict[str, int]:
    """Return what the gateway's verifier counted, which must be what `verify.py` did."""
    options = [word for path in against for word in ("--against", path)]
    told = export.report(*options)
    report = verify_export(export.folder, against=read_notes(against))
    assert {str(code): count for code, count in report.counts.items()} == told["counts"]
    assert report.intact is told["intact"]
    assert report.open_intents == told["open_intents"]
    assert report.unchecked == told["unchecked"]
    return report.counts


@pytest.mark.parametrize("which", ["whole", "part"])
@pytest.mark.parametrize("tamper", [row[0] for row in TAMPERED], ids=lambda one: one.__name__)
def test_the_gateway_s_verifier_agrees(
    request: pytest.FixtureRequest, which: str, tamper: Callable[[Exported], None]
) -> None:
    export: Exported = request.getfixturevalue(which)
    assert agreed(export) == {}
    tamper(export)
    assert agreed(export) != {}


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda said: said.pop("streams"), id="no streams"),
        pytest.param(lambda said: said["streams"][0].update(first="x"), id="text for a count"),
        pytest.param(lambda said: said["streams"][0].update(first=-1), id="less than none"),
        pytest.param(lambda said: said["streams"][0].update(before=[1]), id="a number for a hash"),
        pytest.param(lambda said: said.update(published=[None]), id="no note"),
    ],
)
def test_a_signed_manifest_that_is_no_manifest_is_found_by_both(
    whole: Exported, spoil: Callable[[dict[str, Any]], object]
) -> None:
    said = whole.manifest
    spoil(said)
    whole.sign(said)
    assert "manifest_forged" in whole.codes()
    assert Trouble.MANIFEST in verify_export(whole.folder).counts


def test_a_manifest_too_deep_to_read_is_found_by_both(whole: Exported) -> None:
    (whole.folder / "manifest.json").write_text("[" * 100_000)
    assert agreed(whole) == {Trouble.MANIFEST: 2}


@pytest.mark.parametrize("which", ["whole", "part"])
@pytest.mark.parametrize("size", [0, 1, 12, 14, 20, 26, 27, 40, 41])
def test_both_say_the_same_of_a_checkpoint_of_any_size(
    request: pytest.FixtureRequest, made: Made, tmp_path: Path, which: str, size: int
) -> None:
    other = tmp_path / "other"
    origin = made.older.read_text().splitlines()[0]
    other.write_text(sign(origin, size, bytes(32), KEY).note)
    counts = agreed(request.getfixturevalue(which), other)
    within = which == "whole" or 14 <= size <= 26 or size >= 40
    assert bool(counts) is within


def test_a_whole_export_is_intact(whole: Exported) -> None:
    told = whole.report()
    assert (told["intact"], told["counts"]) == (True, {})
    assert (told["streams"], told["entries"]) == (2, 2 * CALLS + 2)
    assert told["checkpoints"] >= 2
    code, said = whole.run()
    assert code == 0
    assert said.endswith("Intact.\n")


def test_a_part_is_proved_to_stand_in_the_whole(part: Exported) -> None:
    told = part.report()
    assert (told["intact"], told["counts"]) == (True, {})
    assert told["entries"] == 12
    assert any(stream["before"] and stream["after"] for stream in part.manifest["streams"])


@EACH
def test_a_change_to_a_whole_export_is_found(
    whole: Exported, tamper: Callable[[Exported], None], codes: set[str]
) -> None:
    tamper(whole)
    assert codes <= whole.codes()
    code, said = whole.run()
    assert code == 1
    assert said.endswith("NOT intact.\n")


@EACH
def test_a_change_to_a_part_is_found(
    part: Exported, tamper: Callable[[Exported], None], codes: set[str]
) -> None:
    tamper(part)
    assert not part.report()["intact"]


@pytest.mark.parametrize("at", ["before", "after"])
def test_a_part_with_another_proof_is_found_though_the_key_signed_it(
    part: Exported, at: str
) -> None:
    said = part.manifest
    stream = next(one for one in said["streams"] if one["before"])
    stream[at] = stream[at][::-1] if len(set(stream[at])) > 1 else [*stream[at], *stream[at]]
    part.sign(said)
    assert "root_differs" in part.codes()


def test_a_part_moved_within_its_stream_is_found(part: Exported) -> None:
    said = part.manifest
    stream = next(one for one in said["streams"] if one["before"])
    stream["first"] += 1
    part.sign(said)
    assert not part.report()["intact"]


def test_an_intent_without_outcome_is_told_and_is_no_tampering(made: Made, tmp_path: Path) -> None:
    data = b'{"about":"","id":"x","kind":"intent","time":1,"v":2}'
    export = Exported(Path(shutil.copytree(made.whole, tmp_path / "open")))
    said = export.manifest
    stream, head = said["streams"][0], said["streams"][0]["head"]
    name = "entries/00001.jsonl"
    (export.folder / name).write_bytes(write_line(0, leaf_hash(data), data))
    note = sign(origin_of(LOG_ID, stream["stream"]), 1, leaf_hash(data), KEY).note
    head |= {"size": 1, "root": note.splitlines()[2], "checkpoint": note}
    stream["end"] = 1
    said["published"] = []
    said["files"][name] = standalone.SHA256((export.folder / name).read_bytes()).hexdigest()
    export.sign(said)
    told = export.report()
    assert told["counts"] == {"intent_open": 1}
    assert (told["open_intents"], told["intact"]) == (1, True)


def test_an_older_checkpoint_is_compared(whole: Exported, made: Made) -> None:
    assert whole.codes("--against", made.older) == set()


def test_a_past_written_anew_is_found_by_an_older_checkpoint(
    whole: Exported, made: Made, tmp_path: Path
) -> None:
    origin, size = made.older.read_text().splitlines()[:2]
    other = tmp_path / "other"
    other.write_text(sign(origin, int(size), bytes(32), KEY).note)
    assert whole.codes("--against", other) == {"checkpoint_contradicted"}


def test_a_tail_cut_and_signed_anew_is_found_by_a_newer_checkpoint(
    whole: Exported, made: Made, tmp_path: Path
) -> None:
    origin = made.older.read_text().splitlines()[0]
    newer = tmp_path / "newer"
    newer.write_text(sign(origin, 10_000, bytes(32), KEY).note)
    assert whole.codes("--against", newer) == {"tail_cut"}


def test_a_checkpoint_before_the_part_is_told_to_be_unchecked(part: Exported, made: Made) -> None:
    told = part.report("--against", made.older)
    assert (told["intact"], told["unchecked"]) == (True, 1)
    assert "could not be compared" in " ".join(part.run("--against", made.older)[1].split())


def test_another_key_than_the_one_i_have_is_found(whole: Exported, tmp_path: Path) -> None:
    mine = tmp_path / "mine.pub"
    mine.write_bytes(pem(THIEF))
    assert {"manifest_forged", "checkpoint_forged"} <= whole.codes("--key", mine)
    assert whole.codes("--key", whole.folder / "keys" / "signing.pub") == set()


@pytest.mark.parametrize("missing", ["manifest.json", "keys/signing.pub"])
def test_without_manifest_or_key_nothing_can_be_said(whole: Exported, missing: str) -> None:
    (whole.folder / missing).unlink()
    code, said = whole.run()
    assert code == 2
    assert "could not be checked" in said


def test_without_openssl_nothing_can_be_said(whole: Exported, tmp_path: Path) -> None:
    code, said = whole.run(path=str(tmp_path))
    assert code == 2
    assert "openssl" in said


def test_it_is_of_the_same_mind_as_the_gateway() -> None:
    assert standalone.NEWEST_VERSION == SCHEMA_VERSION
    assert standalone.MOST_FINDINGS == MOST_FINDINGS
    document = Path(standalone.__file__).with_name("README.md").read_text()
    columns = {Trouble.COLUMN}  # an export has no columns
    for code in set(Trouble) - columns:
        assert f"| `{code}` |" in document
    assert {Trouble.OPEN} == standalone.MILD


def test_the_sums_are_those_of_the_files(whole: Exported) -> None:
    listed = (whole.folder / "SHA256SUMS").read_text().splitlines()
    sums = {name: value for value, name in (line.split("  ") for line in listed)}
    here = {str(p.relative_to(whole.folder)) for p in whole.folder.rglob("*") if p.is_file()}
    assert sums.keys() == here - {"SHA256SUMS"}
    for name, value in sums.items():
        assert standalone.SHA256((whole.folder / name).read_bytes()).hexdigest() == value


def test_every_line_is_json(whole: Exported) -> None:
    for line in lines_of(whole)[1]:
        assert json.loads(line)["entry"]["v"] == SCHEMA_VERSION
