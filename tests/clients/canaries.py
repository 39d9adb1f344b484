"""A town full of canaries: words that nobody else says, in names, prompts, keys and addresses.

`Town` sets up a district whose roster is made of them, and runs a gateway that says all it can
say. What it leaves behind is then searched (`search.py`) for every one of them.
"""

import csv
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import anyio
import httpx
import orjson
import psutil

from gateway.app.store import open_store
from gateway.demo.furnish import PEOPLE, SEED
from gateway.demo.oneroster_csv import write_oneroster
from gateway.demo.synthetic_district import SyntheticDistrict
from gateway.district.edits import put_secret, put_tools
from gateway.settings import load
from tests.clients.conftest import free_port, until_ready

ROOT = Path(__file__).resolve().parents[2]
_draw = random.Random("canaries")


def canary(letters: int = 12) -> str:
    """Return a word that can be said, that is in no dictionary, and that is never drawn twice."""
    pairs = ("".join(_draw.choice(part) for part in ("bdfgklmnprtvz", "aeiou")) for _ in range(99))
    return "".join(pairs)[:letters].capitalize()


def number(digits: int = 11) -> str:
    """Return a number that nothing else is likely to be."""
    return str(_draw.randrange(10 ** (digits - 1), 10**digits))


class Town:
    """A data folder, the AI service behind it, and a gateway that can be killed."""

    def __init__(self, folder: Path, database: str, **settings: str) -> None:
        """Set it up; `settings` are the operator's, by their names in the environment."""
        self.settings = settings
        self.folder, self.data = folder, folder / "data"
        self.cwd, self.temporary, self.said = folder / "cwd", folder / "tmp", folder / "said"
        for one in (self.cwd, self.temporary, self.said):
            one.mkdir()
        self.port, self.practice_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.practice = f"http://127.0.0.1:{self.practice_port}"
        self.words: list[str] = []
        self.secrets = [canary(32), canary(32)]
        self.names: dict[str, tuple[str, str]] = {}
        self.heads: list[bytes] = []
        self.commands = 0
        options = ["--database", database] if database else []
        self.command("init", "--demo", "--upstream", f"{self.practice}/v1", *options)
        self._import_canaries()
        anyio.run(self._give_credential)
        self.token_key = self._front_end_with_a_token()
        self.demo: dict[str, Any] = orjson.loads((self.data / "demo.json").read_bytes())

    def fresh(self) -> str:
        """Return a new canary, to be looked for in the end."""
        self.words.append(canary())
        return self.words[-1]

    def name(self, subject: str) -> str:
        return " ".join(self.names[subject])

    def key(self, persona: str) -> str:
        key: str = self.demo["personas"][persona]["key"]
        return key

    @property
    def keys(self) -> list[str]:
        """Return every secret that must be nowhere but where it is kept."""
        keys = [one["key"] for one in self.demo["personas"].values()]
        return [*keys, *(one.rpartition("_")[2] for one in keys), self.token_key, *self.secrets]

    def command(self, *arguments: str) -> str:
        """Run a command on the data folder and keep what it said."""
        self.commands += 1
        done = subprocess.run(
            [sys.executable, "-m", "gateway", *arguments, "--data", str(self.data)],
            capture_output=True,
            env=self._environment(),
            cwd=self.cwd,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        if arguments[:2] != ("keys", "create"):
            (self.said / f"command-{self.commands}").write_bytes(done.stdout + done.stderr)
        return done.stdout.decode()

    @contextmanager
    def serving(
        self, end: Literal["term", "kill"]
    ) -> Iterator[tuple["subprocess.Popen[bytes]", httpx.Client]]:
        """Run the gateway and the AI service; end the gateway so."""
        serve = ("serve", "--data", str(self.data), "--port", str(self.port))
        practice = ("practice-ai", "--port", str(self.practice_port))
        with self._process("practice", practice) as ai, self._process("gateway", serve) as gateway:
            until_ready(f"{self.practice}/v1/models", ai)
            until_ready(f"{self.url}/readyz", gateway)
            hooks = {
                "response": [lambda answer: self.heads.append(repr(answer.headers.raw).encode())]
            }
            with httpx.Client(
                base_url=self.url, timeout=60, trust_env=False, event_hooks=hooks
            ) as client:
                yield gateway, client
                gateway.send_signal(signal.SIGKILL if end == "kill" else signal.SIGTERM)
                status = gateway.wait(40)
            assert status == (-signal.SIGKILL if end == "kill" else 0)

    @contextmanager
    def _process(
        self, name: str, arguments: tuple[str, ...]
    ) -> Iterator["subprocess.Popen[bytes]"]:
        with (self.said / f"{name}-{time.monotonic_ns()}").open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, "-X", "dev", "-m", "gateway", *arguments],
                stdout=said,
                stderr=said,
                env=self._environment(),
                cwd=self.cwd,
                preexec_fn=_let_it_dump_core,
            )
            try:
                yield process
            finally:
                process.terminate()
                process.wait(40)

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "default",
            "TMPDIR": str(self.temporary),
            "CROSSING_GUARD_LOG_LEVEL": "debug",
            "CROSSING_GUARD_UPSTREAM_TIMEOUT": "1.5",
            "CROSSING_GUARD_HEARTBEAT": "0.2",
            "CROSSING_GUARD_CLIENT_SECRET": self.secrets[1],
            **self.settings,
        }

    def _import_canaries(self) -> None:
        """Import the district once more, its cast renamed, their addresses and numbers too."""
        district = SyntheticDistrict(people=PEOPLE, seed=SEED, today=datetime.now(UTC).date())
        folder = self.folder / "roster"
        write_oneroster(district, folder, version="1.2")
        cast = {person.id: who for who, person in district.subjects().items()}
        cast |= {person.id: who for who, person in district.personas().items()}
        rows = _read(folder / "users.csv")
        for row in rows:
            if who := cast.get(row["sourcedId"]):
                self._rename(row, who)
        _write(folder / "users.csv", rows)
        for file, column in (("classes", "title"), ("orgs", "name")):
            rows = _read(folder / f"{file}.csv")
            for row in rows:
                row[column] = f"{self.fresh()} {row[column]}"
            _write(folder / f"{file}.csv", rows)
        self.command("roster", "import", str(folder))

    def _rename(self, row: dict[str, str], who: str) -> None:
        given, family = self.fresh(), self.fresh()
        if who == "expired":  # letters that are escaped wherever text becomes something else
            given = f"{given[:5]}é{given[5:]}"
        if who == "twin_two":
            given, family = self.names["twin_one"]
        self.names[who] = (given, family)
        domain = row["email"].rpartition("@")[2]
        row |= {"givenName": given, "familyName": family, "middleName": self.fresh()}
        row |= {"username": self.fresh().lower(), "preferredGivenName": ""}
        if row["email"]:
            row["email"] = f"{self.fresh().lower()}@{domain}"
        if who not in ("teacher", "counsellor"):
            row["identifier"] = number()
            row["userIds"] = f"{{LocalID:{row['identifier']}}}"
        self.words += [given, family, row["identifier"]]

    async def _give_credential(self) -> None:
        district = SyntheticDistrict(people=PEOPLE, seed=SEED, today=datetime.now(UTC).date())
        tool = next(one for one in district.tools(f"{self.practice}/v1") if one.id == "practice")
        async with open_store(load(self.data)) as store:
            await store.commit.run(lambda db: put_tools(db, [replace(tool, credential="held")]))
            await store.commit.run(
                lambda db: put_secret(db, store.keys.fields, "held", self.secrets[0])
            )

    def _front_end_with_a_token(self) -> str:
        options = ("--client", "signing", "--domain", "example.org", "--way", "token")
        return self.command("keys", "create", *options).split()[-1]


def crash_a_reader(gateway: "subprocess.Popen[bytes]", client: httpx.Client, **ask: Any) -> int:
    """Have a detection worker end with a segmentation fault while it reads a prompt.

    Returns the status the prompt was answered with.
    """
    (nursery,) = psutil.Process(gateway.pid).children()
    before = {one.pid: sum(one.cpu_times()[:2]) for one in nursery.children()}
    status: list[int] = []
    asking = threading.Thread(
        target=lambda: status.append(client.post("/v1/chat/completions", **ask).status_code)
    )
    asking.start()
    until = time.monotonic() + 20
    while asking.is_alive() and time.monotonic() < until:
        for one in nursery.children():
            with suppress(psutil.NoSuchProcess):
                if sum(one.cpu_times()[:2]) > before.get(one.pid, 0.0) + 0.1:
                    one.send_signal(signal.SIGSEGV)
        time.sleep(0.005)
    asking.join(30)
    return status[0]


def _let_it_dump_core() -> None:
    """Leave it to the gateway to see that no core file is written."""
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
