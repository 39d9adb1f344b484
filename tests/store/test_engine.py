"""The reader: the same units on both databases, on one snapshot, and clear when it fails."""

import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import anyio
import anyio.to_thread
import asyncpg
import pytest
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
    literal,
    make_url,
    select,
    text,
)

from gateway.errors import BadRequest, Unusable
from gateway.store.commit import GroupCommit, open_lane
from gateway.store.engine import QUICK_SECONDS, Reader, is_sqlite, sqlite_url
from tests.faults.silence import way_to

pytestmark = pytest.mark.anyio

metadata = MetaData()
words = Table("words", metadata, Column("number", Integer, primary_key=True), Column("word", Text))
COUNT = select(words.c.number)


def numbers(db: Connection) -> list[int]:
    return list(db.execute(COUNT.order_by(words.c.number)).scalars())


@pytest.fixture
async def commit(url: str) -> AsyncIterator[GroupCommit]:
    opened = GroupCommit(open_lane(url))
    await opened.run(metadata.create_all)
    yield opened
    await opened.close()


@pytest.fixture
async def reader(url: str, commit: GroupCommit) -> AsyncIterator[Reader]:
    opened = Reader(url)
    yield opened
    await opened.close()


async def add(commit: GroupCommit, number: int) -> None:
    await commit.run(lambda db: db.execute(insert(words).values(number=number)))


async def test_what_was_committed_is_read_either_way(commit: GroupCommit, reader: Reader) -> None:
    assert await reader.quick(numbers) == []
    assert await reader.read(numbers) == []
    await add(commit, 1)
    assert await reader.quick(numbers) == [1]
    assert await reader.read(numbers) == [1]


async def test_a_long_reading_sees_one_state_of_everything(
    commit: GroupCommit, reader: Reader
) -> None:
    await add(commit, 1)
    begun, go_on = threading.Event(), threading.Event()

    def slow(db: Connection) -> tuple[list[int], list[int]]:
        before = numbers(db)
        begun.set()
        if db.dialect.name == "sqlite":
            assert go_on.wait(10)
        else:  # runs in the event loop's own thread: let the database do the waiting
            db.exec_driver_sql("SELECT pg_sleep(0.3)")
        return before, numbers(db)

    async def write_meanwhile() -> None:
        while not begun.is_set():  # noqa: ASYNC110 - set by another thread
            await anyio.sleep(0.005)
        await add(commit, 2)
        go_on.set()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(write_meanwhile)
        assert await reader.read(slow) == ([1], [1])
    assert await reader.read(numbers) == [1, 2]


async def test_no_question_is_spread_over_processes(postgres_url: str) -> None:
    reader = Reader(postgres_url)
    asked = text("SHOW max_parallel_workers_per_gather")
    assert await reader.read(lambda db: db.execute(asked).scalar_one()) == "0"
    await reader.close()


@pytest.mark.parametrize("way", ["quick", "read"])
async def test_a_reader_cannot_write(commit: GroupCommit, reader: Reader, way: str) -> None:
    with pytest.raises(Unusable):
        await getattr(reader, way)(lambda db: db.execute(insert(words).values(number=3)))
    assert await reader.quick(numbers) == []


@pytest.mark.parametrize("way", ["quick", "read"])
async def test_a_database_error_is_unusable_and_quotes_nothing(
    commit: GroupCommit, reader: Reader, way: str
) -> None:
    missing = Table("missing", MetaData(), Column("word", Text))
    query = select(missing).where(missing.c.word == "Talia")
    with pytest.raises(Unusable) as told:
        await getattr(reader, way)(lambda db: db.execute(query))

    assert told.value.code == "store_unavailable"
    chain: BaseException | None = told.value
    while chain is not None:
        assert "Talia" not in str(chain)
        chain = chain.__cause__
    assert await reader.quick(numbers) == []


@pytest.mark.parametrize("way", ["quick", "read"])
async def test_what_a_unit_says_is_wrong_is_passed_on(
    commit: GroupCommit, reader: Reader, way: str
) -> None:
    def refuse(_db: Connection) -> None:
        raise BadRequest("not this one")

    with pytest.raises(BadRequest):
        await getattr(reader, way)(refuse)


async def test_lost_connections_are_told_and_then_replaced(postgres_url: str) -> None:
    reader = Reader(postgres_url)
    assert await reader.quick(lambda db: db.exec_driver_sql("SELECT 1").scalar()) == 1
    plain = make_url(postgres_url).set(drivername="postgresql")
    other = await asyncpg.connect(plain.render_as_string(hide_password=False))
    await other.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await other.close()

    with pytest.raises(Unusable) as told:
        await reader.quick(lambda db: db.exec_driver_sql("SELECT 1").scalar())
    assert told.value.code == "store_unavailable"
    assert await reader.quick(lambda db: db.exec_driver_sql("SELECT 1").scalar()) == 1
    await reader.close()


@pytest.mark.parametrize(
    "wrong",
    [{"database": "nowhere"}, {"password": "wrong"}, {"port": 1}, {"username": "nobody"}],
    ids=lambda wrong: next(iter(wrong)),
)
async def test_a_server_that_will_not_have_us_is_unusable(
    postgres_url: str, wrong: dict[str, str]
) -> None:
    url = make_url(postgres_url).set(**wrong).render_as_string(hide_password=False)  # type: ignore[arg-type]
    reader = Reader(url)
    with pytest.raises(Unusable) as told:
        await reader.quick(numbers)
    assert told.value.code == "store_unavailable"
    await reader.close()


async def test_a_sqlite_file_that_cannot_be_opened_is_unusable(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("this is no database, but a text that is long enough\n" * 99)
    for path in (tmp_path / "no" / "folder.db", tmp_path / "text.db"):
        with pytest.raises(Unusable) as told:
            Reader(sqlite_url(path))
        assert told.value.code == "store_unavailable"


async def test_a_fresh_file_that_another_is_writing_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "fresh.db"
    writer = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    writer.execute("CREATE TABLE words (number INTEGER)")
    writer.execute("BEGIN IMMEDIATE")
    with (
        closing(sqlite3.connect(path, timeout=60)) as other,  # which helps nothing
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("PRAGMA journal_mode=WAL")

    async with anyio.create_task_group() as tasks:
        opened: list[Reader] = []
        tasks.start_soon(anyio.to_thread.run_sync, lambda: opened.append(Reader(sqlite_url(path))))
        await anyio.sleep(0.1)
        assert not opened
        writer.execute("COMMIT")
    await opened[0].close()
    writer.close()


@pytest.mark.parametrize("url", ["mysql://a:secret@b/c", "a:secret@b", "", "postgresql:"])
def test_an_address_of_no_known_database_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(Unusable) as told:
        is_sqlite(url)
    assert told.value.code == "bad_database_url"
    assert "secret" not in str(told.value)


async def test_a_server_that_falls_silent_is_not_waited_for(postgres_url: str) -> None:
    assert QUICK_SECONDS <= 10
    at = make_url(postgres_url)
    assert at.port is not None
    async with way_to(at.port) as way:
        url = at.set(port=way.port).render_as_string(hide_password=False)
        reader = Reader(url, patience=0.5)
        one = select(literal(1))
        try:
            assert await reader.quick(lambda db: db.execute(one).scalar()) == 1
            way.open.clear()
            for _ in range(3):  # on the connection it had, and on new ones
                with pytest.raises(Unusable) as refused:
                    await reader.quick(lambda db: db.execute(one).scalar())
                assert refused.value.code == "store_unavailable"
            way.open.set()
            assert await reader.quick(lambda db: db.execute(one).scalar()) == 1
        finally:
            await reader.close()
