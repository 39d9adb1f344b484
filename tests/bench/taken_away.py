"""Measures `verify.py` on an export of many made-up entries, on one processor.

python -m tests.bench.taken_away make FOLDER [ENTRIES]      # a minute or two for 1,000,000
python -m tests.bench.taken_away measure FOLDER
"""

import os
import resource
import subprocess
import sys
import time
from hashlib import sha256
from itertools import islice
from pathlib import Path

import orjson
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.audit.canonical import encode
from gateway.audit.checkpoint import origin_of, sign
from gateway.audit.export import write as export
from gateway.audit.export.lines import write_line
from gateway.audit.export.plan import Part, Plan, Selection, entries_file
from gateway.audit.findings import StoredHead
from gateway.audit.tree import Frontier, leaf_hash
from gateway.decision.packs import load_rule_set
from tests.bench.figures import Figure
from tests.bench.school_year import SchoolYear

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LOG, STREAM = "bench", "0123456789abcdef"
ENTRIES = 1_000_000


def make(folder: Path, count: int) -> None:
    """Write an export of one stream, without a database."""
    year = SchoolYear(rules=load_rule_set(), seed=1, count=count)
    tree, total = Frontier(), sha256()
    (folder / "entries").mkdir(parents=True)
    (folder / "keys").mkdir()
    with (folder / entries_file(1)).open("wb") as file:
        for index, record in enumerate(islice(year.records(), count)):
            data = encode(record)
            leaf = leaf_hash(data)
            tree = tree.extend((leaf,))
            line = write_line(index, leaf, data)
            total.update(line)
            file.write(line)
    note = sign(origin_of(LOG, STREAM), tree.size, tree.root(), KEY).note
    head = StoredHead(stream=STREAM, size=tree.size, root=tree.root(), note=note)
    part = Part(stream=STREAM, head=head, first=0, end=count)
    plan = Plan(log_id=LOG, made=0, selection=Selection(), parts=(part,))
    public = KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (folder / export.UNFINISHED).touch()
    export.finish(folder, plan, {entries_file(1): total.hexdigest()}, key=KEY, public=public)


def measure(folder: Path) -> list[Figure]:
    """Run `verify.py` once, in a bare Python."""
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), "--json"]
    began = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    seconds = time.perf_counter() - began
    report = orjson.loads(done.stdout)
    if not report["intact"]:
        raise SystemExit(f"the export is not intact: {report['counts']}")
    # Of the child, or of this process where that is more: the child began as its copy.
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    size = (folder / entries_file(1)).stat().st_size / 1e6
    print(f"{report['entries']} entries, {size:.0f} MB")
    return [
        Figure(name="entries, head and files checked", value=seconds, unit="s", aim=30),
        Figure(name="memory at most", value=most, unit="MB", aim=300),
    ]


def main() -> None:
    """Make or measure, as told."""
    folder = Path(sys.argv[2])
    if sys.argv[1] == "make":
        make(folder, int(sys.argv[3]) if len(sys.argv) > 3 else ENTRIES)
    else:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        print(*(figure.line() for figure in measure(folder)), sep="\n")


if __name__ == "__main__":
    main()
