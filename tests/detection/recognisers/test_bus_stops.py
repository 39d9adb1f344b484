import pytest

from gateway.detection.recognisers.bus_stops import BusStops
from tests.detection.recognisers.tables import check

RECOGNISER = BusStops()

HITS = [
    "bus stop is now ⟦Ridge & Pine⟧",
    "stop: ⟦Juniper Hollow & Vine⟧",
    "the next stop (⟦Vine at 3rd⟧)",
    "bus stop: ⟦Oak & 5th⟧",
    "her stop is at ⟦Maple and 3rd⟧",
    "gets off the bus at ⟦Elm St and Pine Ave⟧",
    "Drop-off: ⟦4th and Main⟧",
    "pick up at the corner of ⟦Birch and Cedar⟧",
    "stop #⟦4417⟧",
    "bus stop number ⟦212⟧",
    "parada del autobús: ⟦Luna y Sol⟧",
    "picked up on ⟦Willow Lane⟧",
    "stop at ⟦oak st and 9th⟧",
    "pickup location: ⟦Harbor Rd⟧",
    "changed the stop to ⟦Hill & 2nd⟧",
]

NEAR_MISSES = [
    "the stop is now and then",
    "a full stop (see page at left)",
    "stop at once",
    "stop and read",
    "drop off and pick up",
    "stop on the way",
    "pick up the book and 5 pencils",
    "bus 12 is late",
    "don't stop me now",
    "stop the car",
    "get off and go",
    "the bus stop is far",
    "stop it and sit down",
    "she stops at nothing",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
