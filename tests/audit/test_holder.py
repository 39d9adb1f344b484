"""A lease's holder: told dead only when that is sure."""

import os
import subprocess
import sys

import pytest

from gateway.audit.holder import is_gone, this_process

NAME = "from gateway.audit.holder import this_process; print(this_process(), flush=True)"


def child(then: str) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-c", f"{NAME}; {then}"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def test_this_process_is_not_gone() -> None:
    assert not is_gone(this_process())


def test_two_writers_of_one_process_have_two_names() -> None:
    assert this_process() != this_process()


def test_a_process_is_gone_once_it_is_killed() -> None:
    process, name = child("input()")
    assert not is_gone(name)
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert is_gone(name)  # dead, though nobody has waited for it yet
    process.communicate()
    assert is_gone(name)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="nobody"),
        pytest.param("some other name", id="another form"),
        pytest.param("boot/pid:[1]/1/1/00", id="another boot"),
    ],
)
def test_a_holder_we_cannot_see_is_not_called_gone(name: str) -> None:
    assert not is_gone(name)


def test_another_space_of_process_ids_is_not_ours_to_judge() -> None:
    boot, _, *rest = this_process().split("/")
    assert not is_gone("/".join([boot, "pid:[1]", *rest]))


def test_a_process_id_used_again_is_another_process() -> None:
    boot, space, pid, _, chance = this_process().split("/")
    assert is_gone("/".join([boot, space, pid, "1", chance]))
