"""The entries of an export as Parquet: queried in place, and as hard to change as the rest."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from pyarrow import dataset, parquet

from gateway.audit.export.columns import fields, schema
from gateway.audit.export.plan import Selection
from gateway.audit.export.read import verify_export
from gateway.audit.schema import FIELDS
from gateway.store.commit import open_lane
from tests.audit.export.conftest import Exported, Made, export
from tests.audit.fakes import Desk
from tests.audit.purging import Shredder, write_calls

pytestmark = pytest.mark.anyio


@pytest.fixture
def exported(made: Made, tmp_path: Path) -> Exported:
    asyncio.run(export(made.desk, tmp_path / "out", Selection(), columns=True))
    return Exported(tmp_path / "out")


def lines(exported: Exported) -> list[dict[str, Any]]:
    paths = sorted((exported.folder / "entries").iterdir())
    return [json.loads(line) for path in paths for line in path.read_text().splitlines()]


def test_every_entry_is_a_row_that_names_its_line(exported: Exported) -> None:
    rows = dataset.dataset(exported.folder / "columns").to_table().to_pylist()
    assert [(row["index"], row["leaf"]) for row in rows] == [
        (line["index"], line["leaf"]) for line in lines(exported)
    ]
    for row, line in zip(rows, lines(exported), strict=True):
        said = {name: value for name, value in row.items() if value is not None}
        for name in ("stream", "index", "leaf"):
            said.pop(name)
        assert {name: plain(value) for name, value in said.items()} == line["entry"]


def plain(value: Any) -> Any:
    """Return what Arrow made of a list of pairs or of a struct as the record has it."""
    if isinstance(value, list) and value and isinstance(value[0], tuple):
        return dict(value)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [{name: one for name, one in row.items() if one is not None} for row in value]
    return value


def test_it_is_queried_where_it_lies(exported: Exported) -> None:
    table = dataset.dataset(exported.folder / "columns")
    wanted = [line for line in lines(exported) if line["entry"]["kind"] == "outcome"]
    found = table.to_table(
        columns=["about"], filter=(dataset.field("kind") == "outcome") & (dataset.field("time") > 0)
    )
    assert found["about"].to_pylist() == [line["entry"]["about"] for line in wanted]
    assert wanted


def test_every_column_says_what_it_means_and_has_one_shape(exported: Exported) -> None:
    for field in parquet.read_schema(exported.folder / "columns" / "00001.parquet"):
        assert field.metadata[b"words"]
    for known in FIELDS.values():
        for name, one in known.items():
            assert one.shape is fields()[name].shape
    assert len(schema().names) == len(set(schema().names))


def ours(exported: Exported) -> set[str]:
    """Return what the gateway's own verifier finds."""
    return {str(code) for code in verify_export(exported.folder).counts}


def test_a_changed_file_of_columns_is_found_and_so_is_one_more(exported: Exported) -> None:
    assert exported.codes() == ours(exported) == set()
    path = exported.folder / "columns" / "00001.parquet"
    content = path.read_bytes()
    path.write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])
    assert exported.codes() == ours(exported) == {"file_changed"}
    path.unlink()
    assert exported.codes() == ours(exported) == {"file_missing"}
    path.write_bytes(content)
    (exported.folder / "columns" / "00009.parquet").write_bytes(b"")
    assert exported.codes() == ours(exported) == {"file_unknown"}


async def test_of_a_purged_entry_a_row_holds_what_is_left(
    sqlite_store_url: str, tmp_path: Path
) -> None:
    desk = Desk(sqlite_store_url)
    lane = open_lane(desk.url)
    await write_calls(desk, lane, 3)
    await Shredder(desk, lane, limit=5).run()
    await lane.close()
    await export(desk, tmp_path / "out", Selection(), columns=True)
    rows = dataset.dataset(tmp_path / "out" / "columns").to_table().to_pylist()
    purged = [row for row in rows if row["purged"]]
    assert {row["kind"] for row in purged} == {"intent", "outcome"}
    for row in purged:
        left = {name for name, value in row.items() if value is not None}
        assert left == {"stream", "index", "leaf", "purged", "id", "kind", "about", "time"}
