"""Which port a server gets, and what is told where it cannot have one."""

import socket

import pytest

from gateway.cli.listening import in_address, listen
from gateway.errors import Unusable
from tests.cli.conftest import Commands


def test_port_0_is_any_that_is_free() -> None:
    with listen("127.0.0.1", 0) as listening:
        assert listening.getsockname()[1] > 0
        with socket.create_connection(listening.getsockname()):
            pass


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Unusable) as told:
        listen("192.0.2.1", 0)
    assert told.value.code == "cannot_listen"


@pytest.mark.parametrize(
    ("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]")], ids=["IPv4", "IPv6"]
)
def test_a_host_is_shown_as_in_an_address(host: str, shown: str) -> None:
    assert in_address(host) == shown


def test_the_practice_ai_tells_of_a_port_in_use(run: Commands) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        done = run("practice-ai", "--port", str(port))
    assert done.code == 1
    assert f"cannot listen on 127.0.0.1:{port}" in done.err
    assert "--port" in done.err
