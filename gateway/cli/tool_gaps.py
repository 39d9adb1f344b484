"""What a registered tool lacks to be asked, or to be asked safely. Pure."""

import ipaddress
from datetime import date
from urllib.parse import urlsplit

from gateway.terms.disclosure import Tool, ToolStatus


def lacks(tool: Tool, today: date, *, stored: bool) -> list[str]:
    """Return what keeps a tool from being asked, or should keep an office from it; nothing of one
    that is suspended, which says so itself.

    Args:
        tool: as registered.
        today: local to the district.
        stored: whether its credential is there.
    """
    wrong = {
        "its agreement expired": tool.agreement_on(today) == "expired",
        "its pilot is over": tool.pilot_until is not None and tool.pilot_until < today,
        "it names no purpose, so nothing passes": not tool.purposes,
        f"no credential `{tool.credential}` is stored": not stored,
        "it is asked without TLS: what is sent can be read on the way": _in_the_clear(tool),
    }
    suspended = tool.status is ToolStatus.SUSPENDED
    return [words for words, is_so in wrong.items() if is_so and not suspended]


def _in_the_clear(tool: Tool) -> bool:
    """Tell whether prompts travel to a tool unencrypted beyond this machine."""
    parts = urlsplit(tool.base_url)
    host = parts.hostname or ""
    try:
        here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = host == "localhost"
    return parts.scheme == "http" and not here
