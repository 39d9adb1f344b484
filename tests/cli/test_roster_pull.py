"""`roster source` and `roster pull`: from a service over HTTP, with the secret sealed."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from anyio.from_thread import start_blocking_portal

from gateway.terms.rosters import OneRosterVersion
from tests.cli.conftest import Commands
from tests.cli.test_roster import folder, rows, written
from tests.jobs.roster_service import SECRET, RosterService, collections_of, running

__all__ = ["folder", "written"]


@pytest.fixture
def service(folder: Path) -> Iterator[RosterService]:
    """Serve the made-up district."""
    files = {path.name: path.read_text() for path in folder.glob("*.csv")}
    version = OneRosterVersion.V1P1
    made = RosterService(version=version, collections=collections_of(files, version))
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(running(made)) as served,
    ):
        yield served


def source_in(folder: Path, service: RosterService) -> Path:
    file = folder / "source.json"
    said = {
        "version": "1.1",
        "url": f"{service.url}/ims/oneroster/v1p1",
        "token_url": f"{service.url}/token",
        "client_id": "gateway",
    }
    file.write_bytes(orjson.dumps(said))
    return file


@pytest.fixture
def officer(run: Commands, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    person = min(str(row[0]) for row in rows(data))
    key = run.ok("keys", "create", "--person", person, "--duty", "admin", "--data", data)
    monkeypatch.setenv("CROSSING_GUARD_KEY", key.split()[-1])


@pytest.mark.usefixtures("officer")
def test_a_service_is_named_tried_and_pulled(
    run: Commands,
    data: Path,
    tmp_path: Path,
    service: RosterService,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named = ("roster", "source", source_in(tmp_path, service), "--why", "agreed", "--data", data)
    refused = run(*named)
    assert (refused.code, "CROSSING_GUARD_ROSTER_SECRET" in refused.err) == (1, True)
    monkeypatch.setenv("CROSSING_GUARD_ROSTER_SECRET", SECRET)
    run.ok(*named)
    assert SECRET.encode() not in (data / "crossing-guard.db").read_bytes()
    tried = run.ok("roster", "pull", "--dry-run", "--data", data)
    assert tried.rstrip().endswith("Nothing was changed.")
    assert "students: 0 added" in run.ok("roster", "pull", "--data", data)
    assert "pull" in run.ok("roster", "status", "--data", data)


def test_without_a_service_it_says_how_to_name_one(run: Commands, data: Path) -> None:
    assert "roster source" in run("roster", "pull", "--data", data).err
