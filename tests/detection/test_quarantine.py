import pytest

from gateway.detection import quarantine
from gateway.detection.quarantine import SECONDS, Quarantine

ONE, TWO = b"one", b"two"


class Clock:
    """A clock that stands until told."""

    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_a_text_that_was_alone_waits_four_times_longer_each_time_up_to_an_hour() -> None:
    clock = Clock()
    some = Quarantine(clock)
    assert some.longest([ONE]) == 0
    for seconds in (60, 240, 960, 3600, 3600):
        some.suspect([ONE])
        assert some.longest([TWO, ONE]) == seconds
        clock.seconds += seconds
        assert some.longest([ONE]) <= 0
        assert ONE in some


def test_texts_of_one_job_do_not_wait_but_are_tried_by_themselves() -> None:
    some = Quarantine(Clock())
    some.suspect([ONE, TWO])
    assert ONE in some
    assert TWO in some
    assert some.longest([ONE, TWO]) <= 0
    some.suspect([TWO])
    assert some.longest([ONE, TWO]) == SECONDS[0]


def test_who_was_read_is_free_and_begins_anew() -> None:
    some = Quarantine(Clock())
    some.suspect([ONE])
    some.clear(ONE)
    some.clear(TWO)
    assert ONE not in some
    assert some.longest([ONE]) == 0
    some.suspect([ONE])
    assert some.longest([ONE]) == SECONDS[0]


def test_only_so_many_are_remembered_and_the_last_ones_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(quarantine, "MOST", 2)
    some = Quarantine(Clock())
    for key in (ONE, TWO, ONE, b"three"):
        some.suspect([key])
    assert TWO not in some
    assert ONE in some
