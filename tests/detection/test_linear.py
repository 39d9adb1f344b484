"""Every pattern finds room for its automaton; without, RE2 falls back to a far slower search."""

import subprocess
import sys

import pytest

from gateway.detection.linear import MEMORY, compiled, is_whole

RE2S_OWN = 8 * 1024 * 1024
SEARCH_ALL = """
import sys, re2
from gateway.detection import linear

linear.MEMORY = int(sys.argv[1])
compile, made = re2.compile, []

def compile_and_log(pattern, options):
    options.log_errors = True
    made.append(compile(pattern, options))
    return made[-1]

re2.compile = compile_and_log
from gateway.detection import evasion, identifiers
from gateway.detection.recognisers import REGISTRY
from gateway.detection.signs.read import read_signs

for one in REGISTRY:
    one()
read_signs("Ann said that she was sad.", [], named=True)
for pattern in made:
    any(pattern.finditer("My student Ann Smith (ID# 204518) was late again on Monday, she said."))
print(len(made))
"""


def searched(memory: int) -> tuple[int, str]:
    """Search with every pattern; return how many they are and what RE2 says of it."""
    done = subprocess.run(
        (sys.executable, "-c", SEARCH_ALL, str(memory)), capture_output=True, text=True, check=True
    )
    return int(done.stdout), done.stderr


@pytest.mark.slow
def test_every_pattern_has_room_for_its_automaton() -> None:
    patterns, said = searched(MEMORY)
    assert patterns > 250
    assert "out of memory" not in said


@pytest.mark.slow
def test_some_would_have_none_in_what_re2_allows_by_itself() -> None:
    assert "DFA out of memory" in searched(RE2S_OWN)[1]


def test_a_pattern_says_where_its_groups_stand_in_code_points() -> None:
    pattern = compiled(r"(?P<value>\pL+)\d")
    (found,) = pattern.finditer("¿é1?")
    assert found.span(pattern.groupindex["value"]) == (1, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("id 5550142.", True), ("id 5550142-7", False), ("x5550142", False), ("5550142_", False)],
)
def test_a_number_is_whole_where_no_longer_one_goes_on(text: str, *, expected: bool) -> None:
    at = text.index("5550142")
    assert is_whole(text, at, at + 7) is expected
