"""An export of a log that was purged: whole, in part, and begun before; both verifiers agree."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.audit.export.plan import Selection
from gateway.audit.export.read import verify_export
from gateway.audit.export.write import begin, write
from gateway.store.commit import open_lane
from gateway.store.engine import Reader
from gateway.terms.retention import LegalHold
from gateway.terms.times import DAY_MS
from tests.audit.export.conftest import PUBLIC, Exported, export, plan_of
from tests.audit.fakes import KEY, Desk
from tests.audit.purging import Shredder, write_calls

pytestmark = pytest.mark.anyio
CALLS = 12
HOLD = LegalHold(id="case", matter="a case", subjects=frozenset({"pupil-0"}))


@pytest.fixture
async def purged(sqlite_store_url: str) -> Desk:
    """A log of two days: of the first, all but four calls are purged."""
    desk = Desk(sqlite_store_url)
    lane = open_lane(desk.url)
    await write_calls(desk, lane, CALLS)
    await Shredder(desk, lane, holds=(HOLD,), limit=5).run()
    await write_calls(desk, lane, CALLS)
    await lane.close()
    return desk


async def agreed(folder: Path, **wanted: Any) -> dict[str, int]:
    """Return what both verifiers counted."""
    told = await asyncio.to_thread(Exported(folder).report)
    report = await asyncio.to_thread(verify_export, folder)
    assert {str(code): count for code, count in report.counts.items()} == told["counts"]
    for name in ("purged", "unchecked", "open_intents"):
        assert getattr(report, name) == told[name], name
    assert wanted.items() <= told.items()
    return report.counts


async def test_a_whole_export_holds_what_is_left(purged: Desk, tmp_path: Path) -> None:
    await export(purged, tmp_path / "out", Selection())
    assert await agreed(tmp_path / "out", purged=16, unchecked=0) == {}
    lines = (tmp_path / "out" / "entries" / "00001.jsonl").read_text().splitlines()
    left = [json.loads(line)["purged"] for line in lines if '"purged"' in line]
    assert {one["kind"] for one in left} == {"intent", "outcome"}
    assert "pupil-1" not in "".join(lines[: 2 * CALLS])
    assert Exported(tmp_path / "out").manifest["certificates"] == []


async def test_a_part_carries_the_certificates_it_needs_with_proofs(
    purged: Desk, tmp_path: Path
) -> None:
    await export(purged, tmp_path / "out", Selection(until=1_700_000_000_000 + DAY_MS))
    assert await agreed(tmp_path / "out", purged=16, unchecked=0) == {}
    said = Exported(tmp_path / "out").manifest
    assert len(said["certificates"]) == 3
    assert said["certificates"][0]["proof"]


async def test_a_part_of_a_certificates_stretch_is_said_to_be_unchecked(
    purged: Desk, tmp_path: Path
) -> None:
    since = 1_700_000_000_010
    await export(purged, tmp_path / "out", Selection(since=since, until=since + DAY_MS))
    told = await asyncio.to_thread(Exported(tmp_path / "out").report)
    assert await agreed(tmp_path / "out", unchecked=told["unchecked"]) == {}
    assert told["unchecked"] == 1


async def test_what_is_purged_while_an_export_is_written_is_certified_in_it(
    sqlite_store_url: str, tmp_path: Path
) -> None:
    desk = Desk(sqlite_store_url)
    lane, reader = open_lane(desk.url), Reader(desk.url)
    await write_calls(desk, lane, CALLS)
    plan = await plan_of(reader, Selection(), tuple(desk.board.notes.values()))
    await asyncio.to_thread(begin, tmp_path / "out", plan)
    await Shredder(desk, lane).run()
    await write(tmp_path / "out", plan, reader, key=KEY, public=PUBLIC)
    await lane.close()
    await reader.close()
    assert await agreed(tmp_path / "out", purged=2 * CALLS, unchecked=0) == {}


def change_what_is_left(lines: list[str]) -> None:
    at = next(at for at, line in enumerate(lines) if '"kind":"intent","about"' in line)
    lines[at] = lines[at].replace('"kind":"intent","about"', '"kind":"refusal","about"')


def name_another_certificate(lines: list[str]) -> None:
    at = next(at for at, line in enumerate(lines) if '"purged":' in line)
    said = json.loads(lines[at])
    said["purged"]["by"] = "0" * 26
    lines[at] = json.dumps(said, separators=(",", ":"))


def purge_one_more(lines: list[str]) -> None:
    by = next(json.loads(line)["purged"]["by"] for line in lines if '"purged":' in line)
    at = next(at for at, line in enumerate(lines) if '"kind":"intent","outcome"' in line)
    said = json.loads(lines[at])
    entry = said.pop("entry")
    left = {"by": by, "record": entry["id"], "kind": "intent", "about": "", "time": entry["time"]}
    lines[at] = json.dumps({**said, "purged": left}, separators=(",", ":"))


def lose_the_certificate(lines: list[str]) -> None:
    at = next(at for at, line in enumerate(lines) if '"event":"log_purge"' in line)
    lines[at] = lines[at].replace("log_purge", "log_perge")


def spoil_what_is_left(lines: list[str]) -> None:
    at = next(at for at, line in enumerate(lines) if '"purged":' in line)
    lines[at] = lines[at].replace('"time":', '"tine":')


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (change_what_is_left, "purge_contradicted"),
        (name_another_certificate, "purge_uncertified"),
        (purge_one_more, "purge_contradicted"),
        (lose_the_certificate, "purge_uncertified"),
        (spoil_what_is_left, "entry_malformed"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
async def test_a_change_to_what_is_left_is_found_by_both(
    purged: Desk, tmp_path: Path, tamper: Callable[[list[str]], None], code: str
) -> None:
    await export(purged, tmp_path / "out", Selection())
    changed = 0
    for path in sorted((tmp_path / "out" / "entries").iterdir()):
        lines = path.read_text().splitlines()
        before = [*lines]
        try:
            tamper(lines)
        except StopIteration:
            continue
        changed += before != lines
        path.write_text("".join(line + "\n" for line in lines))
    assert changed
    assert code in await agreed(tmp_path / "out", intact=False)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda one: one.update(index=one["index"] + 1), id="another place"),
        pytest.param(lambda one: one.update(proof=one["proof"][::-1] or ["AA=="]), id="proof"),
        pytest.param(lambda one: one.update(entry="e30="), id="another entry"),
        pytest.param(lambda one: one.update(checkpoint="none"), id="no checkpoint"),
    ],
)
async def test_a_certificate_that_is_not_proved_counts_for_nothing(
    purged: Desk, tmp_path: Path, spoil: Callable[[dict[str, Any]], None]
) -> None:
    await export(purged, tmp_path / "out", Selection(until=1_700_000_000_000 + DAY_MS))
    exported = Exported(tmp_path / "out")
    said = exported.manifest
    spoil(said["certificates"][0])
    exported.sign(said)
    assert "purge_uncertified" in await agreed(tmp_path / "out", intact=False)
