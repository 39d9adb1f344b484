"""Archives of OneRoster files: what is read comes out, and nothing else."""

import io
import zipfile
from pathlib import Path

import pytest

from gateway.district.oneroster import read_folder
from gateway.district.roster_files import BadArchive, unpack
from tests.district.conftest import V11


def zipped(files: dict[str, str], folder: str = "") -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"{folder}{name}", text)
    out.seek(0)
    return out


@pytest.mark.parametrize("folder", ["", "export/2026-03-02/"])
def test_files_come_out_wherever_they_stand(tmp_path: Path, folder: str) -> None:
    unpack(zipped(V11, folder), tmp_path)
    assert len(read_folder(tmp_path).people) == 5


def test_what_is_not_read_stays_inside(tmp_path: Path) -> None:
    unpack(zipped(V11 | {"../../evil.csv": "x", "manifest.csv": "x", "notes.txt": "x"}), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == V11.keys()
    assert not (tmp_path.parent / "evil.csv").exists()


def test_a_path_that_climbs_out_is_only_a_name(tmp_path: Path) -> None:
    into = tmp_path / "into"
    into.mkdir()
    unpack(zipped({"../users.csv": V11["users.csv"]}), into)
    assert [path.name for path in tmp_path.iterdir()] == ["into"]


def test_more_than_fits_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="more than 100 bytes"):
        unpack(zipped(V11), tmp_path, most=100)


def test_a_file_twice_is_refused(tmp_path: Path) -> None:
    both = V11 | {"old/users.csv": V11["users.csv"]}
    with pytest.raises(BadArchive, match="more than once"):
        unpack(zipped(both), tmp_path)


def test_every_cut_is_refused_or_changes_nothing(tmp_path: Path) -> None:
    whole = zipped(V11).getvalue()
    for cut in range(0, len(whole) - 1, 97):
        into = tmp_path / str(cut)
        into.mkdir()
        with pytest.raises(BadArchive):
            unpack(io.BytesIO(whole[:cut]), into)


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    spoilt = bytearray(zipped(V11).getvalue())
    spoilt[60] ^= 0xFF
    with pytest.raises(BadArchive, match="damaged"):
        unpack(io.BytesIO(bytes(spoilt)), tmp_path)
