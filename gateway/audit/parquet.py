"""The one door to Parquet, which comes with the extra `parquet`."""

from collections.abc import Iterable
from itertools import batched
from pathlib import Path
from typing import Any

from gateway.errors import BadRequest

BATCH = 5000
"""Rows of a row group: few enough to be held in memory, many enough to be packed well."""


def library() -> tuple[Any, Any]:
    """Return pyarrow, and its Parquet.

    Raises:
        BadRequest: it is not installed; says which extra brings it.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise BadRequest(
            "Parquet needs the extra `parquet`: install `crossing-guard[parquet]`",
            code="extra_missing",
        ) from error
    return pyarrow, pyarrow.parquet


def write(path: Path, schema: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows as one file.

    Args:
        path: is made, or made anew.
        schema: of pyarrow, each field with its meaning as `words` in the metadata.
        rows: a member they lack is null.

    Raises:
        BadRequest: the library is not installed.
    """
    arrow, parquet = library()
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for some in batched(rows, BATCH):
            writer.write_table(arrow.Table.from_pylist(list(some), schema=schema))
