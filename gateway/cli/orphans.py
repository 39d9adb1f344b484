"""No process of ours outlives the one that started it, even if that one is killed."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
"""prctl(2): the signal a process gets when its parent ends."""


def ending_with_parent() -> Callable[[], None] | None:
    """Return what a child calls between fork and exec to end in good order when we do.

    Linux alone can do this; elsewhere a killed parent leaves its children running.
    """
    if sys.platform != "linux":
        return None
    libc, parent = ctypes.CDLL(None), os.getpid()  # loaded here: after a fork it may not be

    def bind() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:  # it ended before the kernel knew
            os._exit(1)

    return bind
