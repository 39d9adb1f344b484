"""An export is made in an empty folder, goes on after a stop, and holds what the log holds."""

import asyncio
import shutil
from pathlib import Path

import pytest

from gateway.audit.export.lines import read_line, write_line
from gateway.audit.export.plan import Plan, Selection
from gateway.audit.export.read import verify_export
from gateway.audit.export.write import UNFINISHED, begin, begun, write
from gateway.audit.tree import leaf_hash
from gateway.errors import BadRequest
from gateway.store.engine import Reader
from tests.audit.export.conftest import PUBLIC, Exported, Made, export, plan_of
from tests.audit.fakes import KEY, Desk
from tests.store.fakes import FaultyLane

WHOLE = Selection()


def planned(made: Made, selection: Selection = WHOLE) -> Plan:
    async def work() -> Plan:
        reader = Reader(made.desk.url)
        try:
            return await plan_of(reader, selection, ())
        finally:
            await reader.close()

    return asyncio.run(work())


def finish(made: Made, folder: Path, plan: Plan) -> list[int]:
    steps: list[int] = []

    async def work() -> None:
        reader = Reader(made.desk.url)
        try:
            await write(folder, plan, reader, key=KEY, public=PUBLIC, step=steps.append)
        finally:
            await reader.close()

    asyncio.run(work())
    return steps


@pytest.mark.parametrize("kept", [0, 1, 300, 1000, 10**9], ids=lambda kept: f"{kept} bytes")
def test_a_stopped_export_goes_on_and_comes_out_the_same(
    made: Made, tmp_path: Path, kept: int
) -> None:
    folder = tmp_path / "out"
    plan = planned(made)
    begin(folder, plan)
    for path in (made.whole / "entries").iterdir():
        (folder / "entries" / path.name).write_bytes(path.read_bytes()[:kept])

    again = begun(folder, WHOLE)
    assert again == plan
    assert sum(finish(made, folder, again)) == plan.entries
    for path in (made.whole / "entries").iterdir():
        assert (folder / "entries" / path.name).read_bytes() == path.read_bytes()
    assert not (folder / UNFINISHED).exists()
    assert Exported(folder).report()["intact"]


def test_a_folder_with_something_in_it_is_left_alone(made: Made, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("keep")
    with pytest.raises(BadRequest) as refused:
        begin(tmp_path, planned(made))
    assert refused.value.code == "export_not_empty"
    with pytest.raises(BadRequest) as refused:
        begin(tmp_path / "mine", planned(made))
    assert refused.value.code == "export_not_empty"
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_what_was_not_begun_or_is_done_cannot_be_gone_on_with(made: Made, tmp_path: Path) -> None:
    done = Path(shutil.copytree(made.whole, tmp_path / "done"))
    for folder in (tmp_path, tmp_path / "absent", done):
        with pytest.raises(BadRequest) as refused:
            begun(folder, WHOLE)
        assert refused.value.code == "export_not_begun"


def test_another_selection_does_not_go_on_with_it(made: Made, tmp_path: Path) -> None:
    begin(tmp_path / "out", planned(made))
    with pytest.raises(BadRequest) as refused:
        begun(tmp_path / "out", Selection(since=1))
    assert refused.value.code == "export_differs"


def test_every_stretch_of_a_stream_is_proved(made: Made, tmp_path: Path) -> None:
    stream = max(planned(made).parts, key=lambda part: part.end)
    path = next(path for path in (made.whole / "entries").iterdir() if path.stat().st_size > 2000)
    entries = [read_line("", line) for line in path.read_bytes().splitlines(keepends=True)]
    times = [int(entry.data.split(b'"time":')[1].split(b",")[0]) for entry in entries if entry]
    for number, (first, end) in enumerate([(0, 1), (0, 16), (1, 2), (7, 31), (16, 32), (39, 40)]):
        selection = Selection(since=times[first], until=times[end - 1] + 1)
        folder = tmp_path / str(number)
        plan = asyncio.run(export(made.desk, folder, selection))
        part = next(part for part in plan.parts if part.stream == stream.stream)
        assert (part.first, part.end) == (first, end)
        assert Plan.from_json(plan.to_json()) == plan
        told = Exported(folder).report()
        assert (told["intact"], told["counts"]) == (True, {})


def test_nothing_selected_is_an_export_of_no_entries(made: Made, tmp_path: Path) -> None:
    asyncio.run(export(made.desk, tmp_path / "out", Selection(since=10**15)))
    told = Exported(tmp_path / "out").report()
    assert (told["entries"], told["streams"], told["intact"]) == (0, 2, True)


@pytest.mark.parametrize("data", [b"", b"{}", b'{"a":\n1}', b"\xff", b"[1", b'{"a":"}"}'])
def test_any_bytes_come_back_as_they_were(data: bytes) -> None:
    entry = read_line("s", write_line(7, leaf_hash(data), data))
    assert entry is not None
    assert (entry.index, entry.data, entry.leaf) == (7, data, leaf_hash(data))


@pytest.mark.parametrize("line", [b"", b"{}\n", b'{"index":1,"leaf":"00","entry":{}}\n'])
def test_what_is_no_line_is_none(line: bytes) -> None:
    assert read_line("s", line) is None
    assert read_line("s", write_line(1, bytes(32), b"{}")[:-1]) is None


@pytest.mark.anyio
async def test_either_database_gives_whole_and_part(
    desk: Desk, lane: FaultyLane, tmp_path: Path
) -> None:
    writer = await desk.writer(lane)
    for _ in range(9):
        await writer.append(desk.event())
    half = desk.clock()
    for _ in range(9):
        await writer.append(desk.event())
    await writer.close()
    for name, selection, entries in (
        ("whole", WHOLE, 18),
        ("begin", Selection(until=half), 9),
        ("end", Selection(since=half), 9),
    ):
        await export(desk, tmp_path / name, selection)
        report = await asyncio.to_thread(verify_export, tmp_path / name)
        assert (report.entries, report.counts) == (entries, {})
