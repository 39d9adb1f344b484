import pytest

from gateway.detection.recognisers.passwords import Passwords
from tests.detection.recognisers.tables import check

RECOGNISER = Passwords()

HITS = [
    "locker list: Quincy #214 ⟦32-8-19⟧, Lorenzo #209 ⟦4-27-11⟧",
    "copier code ⟦33817⟧",
    "ParentSquare code: ⟦4FJ8Q2⟧",
    "session code ⟦BRV-449⟧",
    "the wifi is FairmontGuest / ⟦learn2grow!⟧",
    "her laptop password is ⟦sunflower⟧.",
    "locker 212: ⟦R14 L32 R6⟧",
    "combo ⟦14R-32L-6R⟧",
    "padlock ⟦34 08 22⟧",
    "Combination: ⟦34/08/22⟧",
    "her password is ⟦bluebird⟧.",
    "her pw's ⟦bluebird22⟧",
    "p/w ⟦bluebird22⟧",
    "use ⟦bluebird22⟧ as the password",
    "⟦bluebird22⟧ is my password",
    "mortiz07/⟦bluebird22⟧ for i-Ready",
    "forgot her password, I changed it to ⟦Spring2024!⟧",
    "2FA code ⟦448812⟧",
    "activation code ⟦X7K22P⟧",
    "observer code ⟦9JX2QA⟧",
    "contraseña ⟦Gato#2024⟧",
    "new pass ⟦maple7river⟧",
    "pass: ⟦maple7river⟧",
    "her password is still ⟦Penguin3⟧",
    "password hint says ⟦Biscuit!9⟧",
    "wifi: BHS-Guest, key ⟦blue.kite.42⟧",
    "network key: ⟦8h2k-99xz-ll3⟧",
    "Sub login for period 2: sub.bhs2 / ⟦Welc0me!24⟧",
    "bkow7 / ⟦Tiger42!⟧ is her login",
    "the old one was ⟦omari2013⟧ and the password must change",
    "unlock code ⟦7731⟧",
    "PIN for the tablet is ⟦4471⟧",
    "Classroom code ⟦k7qx2pb⟧",
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
    "area code 51012",
    "zip code 97301",
    "error code 40412",
    "Ed code 48900",
    "dress code 20251",
    "my password is expired.",
    "use letters as the password",
    "Monday is my password day",
    "I changed it to blue, the password too",
    "the lock is 3 inches",
    "and/or tools for google",
    "the activation code is on the card",
    "an access code for each",
    "a new pass to the forward",
    "the old one was built in 1890",
    "the last one is 42",
    "the key on the network diagram",
    "login or sign up / reset",
    "the account of 1848 / 1849 is hers",
    "boarding pass: ready",
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
