#!/usr/bin/env python3
"""Check a report: was it signed, is it whole, and do its records stand in the district's log?

    python3 -I check_report.py [FOLDER] [--key FILE]...

Needs Python 3.10 or newer, the `openssl` command (3.0 or newer) and `verify.py` beside it, nothing
else, and no network. README.md says what it finds and what it cannot find.

Ends with 0 if the report is intact, 1 if anything is wrong with it, 2 if it could not be checked.
"""

from __future__ import annotations

import argparse
import base64
import csv
import json
import os
import sys
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import verify  # noqa: E402 - it lies beside this file, wherever that is

FORMAT = "crossing-guard-report/1"
UNSUMMED = {"manifest.json", "manifest.sig", "SHA256SUMS"}


class Checking:
    """A report on disk."""

    def __init__(self, folder: str, keys: verify.Keys) -> None:
        self.folder, self.keys = folder, keys
        self.wrong: list[str] = []
        self.proved: set[str] = set()
        self.rows = 0

    def read(self, name: str) -> bytes:
        with open(os.path.join(self.folder, *name.split("/")), "rb") as file:
            return file.read()

    def check(self) -> dict[str, Any]:
        try:
            content = self.read("manifest.json")
        except OSError as error:
            raise verify.CannotCheck(
                "there is no manifest.json: this is no (finished) report"
            ) from error
        try:
            signature = self.read("manifest.sig")
        except OSError:
            signature = b""
        manifest: dict[str, Any] = json.loads(content)
        for fault in self.keys.follow(manifest["log"], manifest["rotations"]):
            self.wrong.append(f"rotation_forged: {fault}")
        if not self.keys.signed(content, signature):
            self.wrong.append("manifest_forged: no trusted key signed the manifest")
        if manifest["format"] != FORMAT:
            raise verify.CannotCheck("the report is of another format than this program reads")
        self.check_files(manifest["files"])
        roots = self.roots(manifest)
        if manifest["proofs"]:
            self.check_proofs(roots)
        self.check_tables(manifest)
        return manifest

    def check_files(self, sums: dict[str, str]) -> None:
        for name, wanted in sums.items():
            try:
                found = verify.SHA256(self.read(name)).hexdigest()
            except OSError:
                self.wrong.append(f"file_missing: {name} cannot be read")
                continue
            if found != wanted:
                self.wrong.append(f"file_changed: {name} has another SHA-256")
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), self.folder)
                known = path.replace(os.sep, "/")
                if known not in sums and known not in UNSUMMED and "__pycache__" not in known:
                    self.wrong.append(f"file_unknown: {known} is not in the manifest")

    def roots(self, manifest: dict[str, Any]) -> dict[str, tuple[int, bytes]]:
        """Return size and root of each stream, as its checkpoint signs them."""
        found = {}
        for part in manifest["streams"]:
            stream = part["stream"]
            origin = f"crossing-guard/{manifest['log']}/{stream}"
            signed, why = verify.read_checkpoint(part["checkpoint"], origin, self.keys)
            if signed is None or signed[0] != part["size"]:
                self.wrong.append(f"checkpoint_forged: stream {stream}: {why or 'another size'}")
            else:
                found[stream] = signed
        return found

    def check_proofs(self, roots: dict[str, tuple[int, bytes]]) -> None:
        """Prove every entry of `proofs.jsonl`, and note whose records they are."""
        with open(os.path.join(self.folder, "proofs.jsonl"), "rb") as file:
            for line in file:
                try:
                    said = json.loads(line)
                    data = line[line.index(b',"entry":') + 9 : -2]
                    path = [base64.b64decode(text, validate=True) for text in said["path"]]
                    size, root = roots[said["stream"]]
                    same = said["entry"]["id"] == said["record"]
                    leaf = verify.SHA256(b"\x00" + data).digest()
                    good = same and verify.included(leaf, said["index"], size, path, root)
                except (ValueError, KeyError, TypeError):
                    good, said = False, {"record": "?"}
                if good:
                    self.proved.add(said["record"])
                else:
                    self.wrong.append(f"not_in_log: record {said['record']} is not proved")

    def check_tables(self, manifest: dict[str, Any]) -> None:
        """Hold each table against its count, its CSV, and what was proved."""
        columns = json.loads(self.read("columns.json"))
        for table in manifest["tables"]:
            told = columns[table["name"]]["columns"]
            records = [one["name"] for one in told if one.get("records")]
            rows = [
                json.loads(line) for line in self.read(f"tables/{table['name']}.jsonl").splitlines()
            ]
            self.rows += len(rows)
            if len(rows) != table["rows"]:
                self.wrong.append(f"rows_differ: {table['name']} has {len(rows)} rows")
            self.check_csv(table["name"], len(rows), manifest["files"])
            if manifest["proofs"]:
                for row in rows:
                    for name in records:
                        named = row[name] if isinstance(row[name], list) else [row[name]]
                        for record in named:
                            if record and record not in self.proved:
                                self.wrong.append(f"not_proved: record {record} of {table['name']}")

    def check_csv(self, name: str, rows: int, files: dict[str, str]) -> None:
        path = f"tables/{name}.csv"
        if path in files:
            text = self.read(path).decode("utf-8-sig")
            count = sum(1 for _ in csv.reader(text.splitlines(keepends=True))) - 1
            if count != rows:
                self.wrong.append(f"rows_differ: {path} has {count} rows")


def main() -> int:
    """Check the folder that was named, or the one this file lies in."""
    parser = argparse.ArgumentParser(description="Check a report of Crossing Guard.")
    parser.add_argument("folder", nargs="?", default=HERE)
    parser.add_argument("--key", action="append", default=[], help="trust this public key alone")
    options = parser.parse_args()
    files = options.key
    if not files:
        here = os.path.join(options.folder, "keys")
        names = sorted(os.listdir(here)) if os.path.isdir(here) else []
        files = [os.path.join(here, name) for name in names]
    try:
        keys = verify.Keys(files)
        checking = Checking(options.folder, keys)
        try:
            manifest = checking.check()
        except (
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            RecursionError,
            OSError,
        ) as error:
            checking.wrong.append(f"manifest_forged: it is damaged ({type(error).__name__})")
            manifest = {}
    except verify.CannotCheck as error:
        print(f"could not be checked: {error}", file=sys.stderr)
        return 2
    print(f"{manifest.get('title', '?')}: {checking.rows} row(s), {len(checking.proved)} proof(s).")
    for line in checking.wrong:
        print(f"  {line}")
    for fingerprint in keys.fingerprints():
        print(f"Key (SHA-256): {fingerprint}")
    if not options.key:
        print("The key came with the report. Compare it with one you have from elsewhere.")
    print("NOT intact." if checking.wrong else "Intact.")
    return 1 if checking.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
