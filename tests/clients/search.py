"""Looks for words in bytes, in every form in which bytes might hold them.

A word is found as typed and in other cases, as UTF-8, UTF-16 and Latin-1, composed or not, escaped
for JSON or a URL, as hexadecimal, as base64 in each of its three alignments, in what was
compressed, and as a plain (unkeyed) hash of it. SQLite files are read page by page, so that what
lies in the pages of some tables can be left out, and what was deleted is still seen.
"""

import base64
import hashlib
import re
import sqlite3
import struct
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from ahocorasick_rs import BytesAhoCorasick

COMPRESSED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
"""Where a gzip or zlib stream may begin."""

HASHES: tuple[Callable[[bytes], bytes], ...] = (
    lambda word: hashlib.md5(word).digest(),
    lambda word: hashlib.sha1(word).digest(),
    lambda word: hashlib.sha256(word).digest(),
    lambda word: hashlib.sha512(word).digest(),
    lambda word: hashlib.blake2b(word, digest_size=16).digest(),
    lambda word: hashlib.blake2b(word, digest_size=32).digest(),
)


class Search:
    """The forms of some words, ready to be looked for."""

    def __init__(self, words: Iterable[str]) -> None:
        forms: dict[bytes, str] = {}
        for word in words:
            for form, name in forms_of(word):
                forms.setdefault(form, f"{word} ({name})")
        self._names = list(forms.values())
        self._matcher = BytesAhoCorasick(list(forms))

    def __call__(self, data: bytes) -> set[str]:
        """Return the words that are in the bytes, each with the form it was found in."""
        found: set[str] = set()
        for one in (data, data.lower(), *unpacked(data)):
            matches = self._matcher.find_matches_as_indexes(one, overlapping=True)
            found |= {self._names[match[0]] for match in matches}
        return found


def forms_of(word: str) -> Iterator[tuple[bytes, str]]:
    """Yield what bytes a word may have become, and the form's name."""
    written = {word, word.lower(), word.upper(), word.capitalize(), word.casefold()}
    written |= {unicodedata.normalize("NFD", one) for one in tuple(written)}
    for one in sorted(written):
        yield one.encode(), "as it is"
        yield one.encode("utf-16-le"), "UTF-16"
        yield one.encode("utf-16-be"), "UTF-16"
        if one.isascii() or all(ord(letter) < 256 for letter in one):
            yield one.encode("latin-1"), "Latin-1"
        yield quote(one, safe="").lower().encode(), "URL-escaped"
        yield quote(one, safe="").encode(), "URL-escaped"
        yield "".join(f"%{byte:02x}" for byte in one.encode()).encode(), "URL-escaped"
        yield _json(one, lambda letter: not letter.isascii()), "JSON-escaped"
        yield _json(one, lambda _letter: True), "JSON-escaped"
        yield one.encode().hex().encode(), "hexadecimal"
        for text in (one.encode(), one.encode("utf-16-le")):
            yield from ((piece, "base64") for piece in _base64(text))
        for digest in HASHES:
            yield digest(one.encode()), "plain hash"
            yield digest(one.encode()).hex().encode(), "plain hash"


def _json(word: str, escaped: Callable[[str], bool]) -> bytes:
    return "".join(f"\\u{ord(one):04x}" if escaped(one) else one for one in word).encode()


def _base64(text: bytes) -> Iterator[bytes]:
    """Yield the letters that hang on the text alone, wherever in a group of three it begins."""
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + text)
        first = -(-before * 4 // 3)
        last = (before + len(text)) * 8 // 6
        yield whole[first:last]
        yield whole[first:last].translate(bytes.maketrans(b"+/", b"-_"))


def unpacked(data: bytes) -> Iterator[bytes]:
    """Yield what any compressed stream in the bytes holds."""
    for match in COMPRESSED.finditer(data):
        stream = zlib.decompressobj(wbits=47)  # gzip or zlib
        try:
            inner = stream.decompress(data[match.start() :], 64 * 1024 * 1024)
        except zlib.error:
            continue
        if inner:
            yield inner


def in_files(search: Search, folder: Path, *, but: Iterable[Path] = ()) -> dict[str, set[str]]:
    """Return what was found in the files of a folder and in their names, by file."""
    left_out = set(but)
    found: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path in left_out or left_out.intersection(path.parents):
            continue
        hits = search(str(path.relative_to(folder)).encode())
        if path.is_file():
            hits |= search(path.read_bytes())
        if hits:
            found[str(path)] = hits
    return found


def in_sqlite(search: Search, file: Path, *, but: Iterable[str] = ()) -> dict[str, set[str]]:
    """Return what was found in a SQLite file and its log, by table, whatever state it is in.

    Args:
        search: what to look for.
        file: the main file of a database nobody has open; it is not changed.
        but: tables whose pages are left out. Pages that belong to no table are not.
    """
    wal, left_out = file.with_name(f"{file.name}-wal"), set(but)
    owners = _owners(file, wal)
    pages = [(number, page) for number, page in _pages(file)]
    if wal.exists():
        pages += _frames(wal)
    found: dict[str, set[str]] = {}
    for number, page in pages:
        owner = owners.get(number, "no table")
        if owner not in left_out and (hits := search(page)):
            found.setdefault(owner, set()).update(hits)
    for ending in ("-shm", "-journal"):
        beside = file.with_name(f"{file.name}{ending}")
        if beside.exists() and (hits := search(beside.read_bytes())):
            found[beside.name] = hits
    return found


def _owners(file: Path, wal: Path) -> dict[int, str]:
    """Return which table each page belongs to, by SQLite's own account of a copy."""
    with sqlite3.connect(":memory:") as there:
        copy = file.with_name(f"{file.name}.copy")
        try:
            copy.write_bytes(file.read_bytes())
            if wal.exists():
                copy.with_name(f"{copy.name}-wal").write_bytes(wal.read_bytes())
            here = sqlite3.connect(copy)
            here.backup(there)  # with the log's pages, which keep their numbers
            here.close()
        finally:
            for ending in ("", "-wal", "-shm"):
                copy.with_name(f"{copy.name}{ending}").unlink(missing_ok=True)
        rows = there.execute(
            "SELECT pageno, coalesce(tbl_name, dbstat.name) FROM dbstat "
            "LEFT JOIN sqlite_master ON sqlite_master.name = dbstat.name"
        )
        owners = dict(rows.fetchall())
    there.close()
    return owners


def _pages(file: Path) -> Iterator[tuple[int, bytes]]:
    data = file.read_bytes()
    size = struct.unpack(">H", data[16:18])[0]
    size = 65536 if size == 1 else size
    for number in range(len(data) // size):
        yield number + 1, data[number * size : (number + 1) * size]


def _frames(wal: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the pages of a write-ahead log, old ones too: a header of 32 bytes, 24 before each."""
    data = wal.read_bytes()
    if len(data) < 32:
        return
    size = struct.unpack(">I", data[8:12])[0]
    for at in range(32, len(data) - size - 23, size + 24):
        yield struct.unpack(">I", data[at : at + 4])[0], data[at + 24 : at + 24 + size]
