import pytest

from gateway.detection.recognisers.passwords import Passwords
from tests.detection.recognisers.tables import check

RECOGNISER = Passwords()

HITS = [
    "zoom, passcode ⟦Fern19⟧",
    "the combination is ⟦14-32-08⟧, not ⟦14-32-18⟧",
    "password: ⟦Tiger42!⟧",
    "pw: ⟦Tiger42!⟧",
    "pw is ⟦tiger-42⟧.",
    "temp password is ⟦Blue-Fox-77⟧",
    "contraseña: ⟦gato2024⟧",
    "su clave temporal es ⟦Sol-1432⟧",
    "her password for clever is ⟦Dino$2015⟧",
    "I reset his password to ⟦Welcome1⟧",
    "pwd=⟦hunter2xyz⟧",
    "Passcode: ⟦x9Kd2⟧",
    "username/password: jdoe27/⟦Otter99⟧",
    "locker combo ⟦12-34-08⟧",
    "password: ⟦sunflower⟧",
    "the wifi key is ⟦bluebird_88⟧",
    "class code: ⟦x7pq2z⟧",
    "password ⟦Qwerty12⟧ does not work",
    "contraseña para el portal: ⟦Luna#77⟧",
]

NEAR_MISSES = [
    "password: required",
    "the password is secret",
    "password: None",
    "the password is incorrect",
    "the passage is 1984",
    "reset my password to get in",
    "password = input()",
    'type="password"',
    "pass 12 cookies around",
    "the key is on page 12",
    "combination of 3 and 4",
    "a code of conduct: respect",
    "password: hidden",
    "the code is simple",
    "passwords are 8 characters long",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
