"""Workers as processes: what they leave behind, what they say, whom they call."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from gateway.detection import frames, surroundings, worker
from gateway.detection.lists import Lists, pack
from gateway.detection.nursery import COMMAND, PASSED_ON
from gateway.detection.pool import Pool
from gateway.detection.roster_names import RosterNames
from gateway.detection.scan import Scanner
from gateway.detection.signs import bearing
from gateway.detection.worker import find
from gateway.terms.text import Candidate, Leaf
from tests.detection.misbehaving import CANARY
from tests.detection.people import ROSTER, SCHOOLS, person

ROOT = Path(__file__).parents[2]
FAKE = (sys.executable, "-P", str(Path(__file__).with_name("misbehaving.py")))

# Starts a pool, gives it a job, tells the processes' numbers, and waits to be killed.
PARENT = """
import asyncio, json, sys
from pathlib import Path
from gateway.detection.pool import Pool

async def main(command, order):
    pool = Pool(command, size=1, deadline=0.5)
    await pool.start()
    await pool.set_roster(b"r1", "r1")
    found = await pool.submit([("PID", True)])
    job = pool.submit([(order, True)]) if order else None
    await asyncio.sleep(0.1)
    print(json.dumps([pool._nursery.pid, int(found.rows[0][0][0][4])]), flush=True)
    await asyncio.sleep(3600)

asyncio.run(main(sys.argv[2:], sys.argv[1]))
"""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.slow
@pytest.mark.parametrize(
    ("order", "seconds"),
    [
        pytest.param("", 2.0, id="idle"),
        pytest.param("HANG", 2.0, id="in a text that hangs"),
        # Only the alarm ends this one: nothing else of Python runs any more.
        pytest.param("HOLD", 5.0, id="in a text that holds the interpreter"),
    ],
)
def test_a_killed_server_leaves_no_orphans(order: str, seconds: float) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, order, *FAKE],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert parent.stdout is not None
    with parent, parent.stdout:
        pids = json.loads(parent.stdout.readline())
        assert all(is_alive(pid) for pid in pids)
        parent.send_signal(signal.SIGKILL)
    until = time.monotonic() + seconds
    while any(is_alive(pid) for pid in pids):
        assert time.monotonic() < until, "an orphan lives on"
        time.sleep(0.02)


@pytest.mark.slow
def test_a_nursery_that_fails_tells_the_type_and_quotes_nothing(tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    plan.write_text("raise")
    ours, theirs = socket.socketpair()
    with ours, theirs:
        done = subprocess.run(
            [*FAKE, str(plan)],
            stdin=theirs.fileno(),
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
            timeout=30,
        )
        said = ours.recv(65536)
    assert done.returncode == 1
    assert frames.read(said[frames.HEADER.size :])["failed"] == "ValueError"
    assert CANARY.encode() not in said + done.stdout + done.stderr


TRAP = """
import os, socket
def refuse(*_):
    os.close(os.open({mark!r}, os.O_CREAT | os.O_WRONLY))
    raise OSError("no network here")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = socket.gethostbyname = refuse
"""


@pytest.mark.slow
@pytest.mark.anyio
async def test_the_detector_never_reaches_for_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    mark = tmp_path / "called"
    (tmp_path / "sitecustomize.py").write_text(TRAP.format(mark=str(mark)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert "PYTHONPATH" not in PASSED_ON  # it is joined to ours, not replaced

    trapped = Pool(FAKE, size=1)
    await trapped.start()
    await trapped.set_roster(b"r1", "r1")
    await trapped.submit([("CONNECT", True)])
    await trapped.close()
    assert mark.exists(), "the trap does not work"
    mark.unlink()

    pool = Pool(COMMAND, size=1)
    await pool.start()
    try:
        maria = person("s1", "Maria", "Lopez")
        packed = pack(RosterNames.build([maria], [], "r1").to_bytes())
        scanner = Scanner(pool, key=b"0123456789abcdef", now=time.monotonic)
        await scanner.set_lists(packed, roster="r1")
        (found,) = await scanner.scan(
            [
                Leaf(
                    path=("prompt",),
                    text="Maria Lopez (ID# 204518, maria@zanzibar.example, +44 20 7946 0958) and "
                    "Benjamin Harrington live at 742 Evergreen Terrace, see instagram.com/mariag.",
                )
            ]
        )
    finally:
        await pool.close()
    assert {one.label.value for one in found.candidates} >= {
        "PERSON", "STUDENT_ID", "EMAIL", "PHONE", "ADDRESS", "URL_PERSONAL",
    }  # fmt: skip
    assert {one.people for one in found.candidates if one.start == 0} >= {("s1",)}
    assert not mark.exists()
    said = capfd.readouterr()
    assert "zanzibar" not in said.out + said.err


def test_tables_that_are_loaded_on_first_use_are_loaded_before_workers_are_forked() -> None:
    tables = (surroundings._weights, bearing._ours, bearing._classes)
    for table in tables:
        table.cache_clear()
    worker._load_tables()
    assert [table.cache_info().currsize for table in tables] == [1, 1, 1]


class Nobody:
    """A finder that finds nothing: the lists alone speak."""

    version = "nobody"

    def find_all(self, texts: Sequence[str]) -> list[tuple[Candidate, ...]]:
        return [() for _ in texts]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("Hope Young brought a knife to school.", True, id="a pupil"),
        pytest.param("Maria brought a knife to school.", True, id="by the given name"),
        pytest.param("Zaltana brought a knife to school.", False, id="nobody of the roster"),
        pytest.param("Maria Tallchief was shot on film.", False, id="somebody everyone knows"),
    ],
)
def test_an_incident_of_somebody_named_is_one_where_the_roster_holds_them(
    text: str, told: bool
) -> None:
    lists = Lists.from_bytes(pack(RosterNames.build(ROSTER, SCHOOLS, "v1").to_bytes()))
    [(_, signs)] = find([(text, True)], Nobody(), lists)
    assert signs.rare_incident is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Tom Robinson was arrested for assault.", True),
        ("In To Kill a Mockingbird Tom Robinson was arrested for assault.", False),
        ("Tom Robinson was arrested for assault. Atticus Finch speaks for him.", False),
    ],
)
def test_a_characters_crime_is_no_incident_of_a_pupil_of_the_same_name(
    text: str, told: bool
) -> None:
    names = RosterNames.build([person("s1", "Tom", "Robinson")], [], "v1")
    [(_, signs)] = find([(text, True)], Nobody(), Lists.from_bytes(pack(names.to_bytes())))
    assert signs.rare_incident is told
