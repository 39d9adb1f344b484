"""The benchmark's own arithmetic, texts and client: a wrong one would measure well."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from gateway.audit.export.read import verify_export
from gateway.decision.packs import load_rule_set
from tests.bench import backtest
from tests.bench.figures import Figure, percentile, ratio
from tests.bench.load import Connection, post
from tests.bench.prompts import Texts
from tests.bench.taken_away import make

pytestmark = pytest.mark.anyio

NAMES = ("Talia Nguyen", "Marcus O'Neil", "Zoë Garcia Lopez")


@pytest.mark.parametrize(
    ("values", "hundredth", "wanted"),
    [
        pytest.param([3.0, 1.0, 2.0], 50, 2.0, id="the middle one"),
        pytest.param(list(map(float, range(1, 101))), 99, 99.0, id="99 of 100"),
        pytest.param([1.0] * 98 + [5.0, 9.0], 99, 5.0, id="one may be slower"),
        pytest.param([7.0], 99, 7.0, id="a single one"),
    ],
)
def test_a_percentile_is_one_of_the_values(
    values: Sequence[float], hundredth: float, wanted: float
) -> None:
    assert percentile(values, hundredth) == wanted


def test_nothing_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 50)


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    figure = ratio("speed", [1.0, 30.0, 8.0], [2.0, 10.0, 2.0], aim=3.0, least=True)
    assert figure.rounds == (0.5, 3.0, 4.0)
    assert figure.value == 3.0
    assert figure.met


def test_an_aim_is_at_least_or_at_most() -> None:
    assert Figure(name="", value=1.0, aim=2.0).met
    assert Figure(name="", value=1.0, aim=2.0, least=True).met is False
    assert Figure(name="", value=1.0).met is None


def test_texts_are_new_have_their_length_and_name_everybody() -> None:
    texts = Texts(NAMES, seed=1)
    drawn = [texts.of(300) for _ in range(50)]
    assert len(set(drawn)) == 50
    assert {len(text.split()) for text in drawn} == {300}
    assert all(name in text for text in drawn for name in NAMES)
    again = Texts(NAMES, seed=1)
    assert [again.of(300) for _ in range(50)] == drawn


STREAM = (
    b"HTTP/1.1 200 OK\r\nX-One: 1\r\ntransfer-encoding: chunked\r\n\r\n"
    b'1e\r\ndata: {"content":"","role":"a"}\n\r\n',
    b'14\r\ndata: {"content":"He',
    b'y"}\n\r\n0\r\n\r\n',
)
WHOLE = (b"HTTP/1.1 404 No\r\nContent-Length: 5\r\n\r\nab", b"cde")


@pytest.mark.parametrize(
    ("pieces", "status", "first"),
    [pytest.param(STREAM, 200, True, id="streamed"), pytest.param(WHOLE, 404, False, id="whole")],
)
async def test_an_answer_is_read_to_its_end(
    pieces: Sequence[bytes], status: int, first: bool
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.02)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        connection = await Connection.open(server.sockets[0].getsockname()[1])
        answer = await connection.ask(post("/", b"{}", {}))
        connection.close()
    assert answer.status == status
    assert answer.head + answer.body == b"".join(pieces)
    assert answer.header("x-one") == ("1" if first else "")
    # The first word came with the second piece, well before the last byte and after the first.
    assert (0.01 < answer.first < answer.done) is first


async def test_a_server_that_hangs_up_is_an_error() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        connection = await Connection.open(server.sockets[0].getsockname()[1])
        with pytest.raises(ConnectionError):
            await connection.ask(post("/", b"{}", {}))


@pytest.mark.slow
def test_the_export_that_is_measured_is_a_true_one(tmp_path: Path) -> None:
    make(tmp_path / "export", 300)
    report = verify_export(tmp_path / "export")
    assert (report.entries, report.intact) == (300, True)
    assert report.open_intents < 10


@pytest.mark.slow
async def test_a_log_of_decisions_is_tried_as_the_command_does(tmp_path: Path) -> None:
    rules = load_rule_set()
    backtest.fill(tmp_path / "log.db", backtest.entries(rules, 30), 200)
    half = backtest.MONTH_MS // 2
    _, told, tally = await backtest.measure(tmp_path / "log.db", rules, since=half)
    assert (tally.decisions, tally.same) == (100, 100)
    assert told == 2
