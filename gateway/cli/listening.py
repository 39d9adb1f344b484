"""Takes the port that a server listens on, before anything slow: one in use is told at once."""

import os
import socket

from gateway.errors import Unusable

BACKLOG = 2048


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes any that is free.

    Raises:
        Unusable: the port is in use, or the address is none of this machine.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        both = family is socket.AF_INET6 and socket.has_dualstack_ipv6()  # `::` is every address
        return socket.create_server(
            (host, port), family=family, backlog=BACKLOG, dualstack_ipv6=both
        )
    except OSError as error:
        raise Unusable(
            f"cannot listen on {in_address(host)}:{port} ({os.strerror(error.errno or 0)}); choose "
            "another with --host or --port, or stop what is there",
            code="cannot_listen",
        ) from error


def in_address(host: str) -> str:
    """Return a host as it stands in an address: one of IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host
