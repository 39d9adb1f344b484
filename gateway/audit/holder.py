"""Who holds a lease: one process, named so that another on the same machine can tell it died.

A lease outlives a process that is killed. Waiting for its end would leave a restarted gateway
without its stream, so the name says which boot, which process-id space, which process and when it
began; a reader in the same boot and space can look. Anybody else waits.
"""

import os
import secrets
from pathlib import Path

_PROC = Path("/proc")


def this_process() -> str:
    """Return this process's name as a holder: `boot/space/pid/start/random`."""
    pid = os.getpid()
    return "/".join((*_place(), str(pid), _started(pid), secrets.token_hex(4)))


def is_gone(holder: str) -> bool:
    """Tell that a holder was a process of this machine and runs no more; False if unsure."""
    parts = holder.split("/")
    if len(parts) != 5 or tuple(parts[:2]) != _place() or not parts[2].isdigit():
        return False
    return _started(int(parts[2])) != parts[3]


def _place() -> tuple[str, str]:
    """Return this boot, and this space of process ids (containers have their own)."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        space = (_PROC / "self/ns/pid").readlink().name
    except OSError:
        # Not Linux: a name nobody else shares, so everybody waits for the lease to end.
        return secrets.token_hex(8), "unknown"
    return boot, space


def _started(pid: int) -> str:
    """Return when a process began, in clock ticks since boot; "" where there is none."""
    try:
        text = (_PROC / str(pid) / "stat").read_text()
    except OSError:
        return ""
    # proc(5): field 22, counted from after the command in brackets, which may hold anything; a
    # zombie has ended, though its parent has not noticed yet.
    fields = text.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else fields[19]
