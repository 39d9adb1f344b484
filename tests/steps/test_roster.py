from dataclasses import replace
from typing import Any, cast

import pytest

from gateway.detection.lists import Lists
from gateway.errors import GatewayError, Unusable
from gateway.steps.roster import MOST_CHANGED, RosterKeeper
from gateway.terms.people import Person, School
from tests.detection.people import person
from tests.waiting import until

pytestmark = pytest.mark.anyio


class LostDistrict:
    """A district with a newer roster that cannot be read."""

    lists_revision = (2,)

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def everybody(self) -> tuple[list[Any], list[Any]]:
        raise self._error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(Unusable("no database"), Unusable.code, id="foreseen"),
        pytest.param(RuntimeError("hidden"), GatewayError.code, id="as nobody foresaw"),
    ],
)
async def test_a_roster_that_cannot_be_renewed_is_told_and_the_last_one_serves_on(
    error: Exception, code: str
) -> None:
    keeper = RosterKeeper(cast(Any, LostDistrict(error)), cast(Any, None))
    try:
        keeper.follow()
        await until(lambda: bool(keeper.failed))

        assert keeper.failed == code
    finally:
        await keeper.close()


class Town:
    """A district whose roster a test edits."""

    def __init__(self, *people: Person) -> None:
        self.lists_revision = (1, 0, 0)
        self._people = {one.id: (one, 1) for one in people}
        self._schools = [School(id="lincoln", name="Lincoln Elementary")]
        self.read_whole = 0

    def edit(self, *people: Person, schools: int = 0) -> None:
        """Write people of a new roster, and open more schools with it."""
        self.lists_revision = (self.lists_revision[0] + 1, 0, 0)
        self._people |= {one.id: (one, self.lists_revision[0]) for one in people}
        self._schools += [
            School(id=f"s{number}", name=f"School {number}") for number in range(schools)
        ]

    async def everybody(self) -> tuple[list[Person], list[School]]:
        self.read_whole += 1
        return [one for one, _ in self._people.values() if one.active], await self.schools()

    async def schools(self) -> list[School]:
        return list(self._schools)

    async def changed_people(self, since: int, most: int) -> list[Person]:
        return [one for one, revision in self._people.values() if revision > since][:most]

    async def public_names(self) -> list[Any]:
        return []

    async def patterns(self) -> list[Any]:
        return []


class Detector:
    """Reads the lists as the processes do, and may refuse a difference once."""

    def __init__(self) -> None:
        self.lists: Lists | None = None
        self.version = ""
        self.wholes = 0
        self.refuses = False

    async def set_lists(
        self, packed: bytes, *, roster: str, public: str, whole: bool = True
    ) -> None:
        assert public
        if self.refuses and not whole:
            self.refuses = False
            raise Unusable("gone", code="roster_unusable")
        self.lists = Lists.from_bytes(packed, self.lists)
        self.version = roster
        self.wholes += whole

    def who(self, text: str) -> list[tuple[str, ...]]:
        assert self.lists is not None
        return [one.people for one in self.lists.find(text) if one.recogniser == "roster"]


async def renewed(keeper: RosterKeeper, town: Town, detector: Detector) -> None:
    """Follow until the detector serves the town's roster."""
    keeper.follow()
    await until(lambda: detector.version == f"roster-{town.lists_revision[0]}")
    await until(lambda: not keeper.failed)


MAYA = person("maya", "Maya", "Quennell")
BEX = person("bex", "Bex", "Ulmer")


async def test_one_changed_pupil_is_packed_alone_and_known_by_the_new_name() -> None:
    town, detector = Town(MAYA, BEX), Detector()
    keeper = RosterKeeper(cast(Any, town), cast(Any, detector))
    await keeper.start()
    town.edit(replace(MAYA, family="Ashgrove"), person("new", "Ozan", "Brell"))
    await renewed(keeper, town, detector)

    assert detector.who("Maya Ashgrove, Bex Ulmer, Ozan Brell") == [("maya",), ("bex",), ("new",)]
    assert (town.read_whole, detector.wholes) == (1, 1)
    assert all(keeper.taken(name) for name in ("Ashgrove", "Ozan", "ulmer", "Lincoln"))


async def test_differences_add_up_and_who_left_is_nobody() -> None:
    town, detector = Town(MAYA, BEX), Detector()
    keeper = RosterKeeper(cast(Any, town), cast(Any, detector))
    await keeper.start()
    town.edit(replace(MAYA, family="Ashgrove"))
    await renewed(keeper, town, detector)
    town.edit(replace(BEX, active=False))
    await renewed(keeper, town, detector)

    assert detector.who("Maya Ashgrove met Bex Ulmer") == [("maya",), ()]
    assert town.read_whole == 1


@pytest.mark.parametrize("cause", ["schools", "many", "failure"])
async def test_a_new_whole_is_packed_where_a_difference_will_not_do(cause: str) -> None:
    town, detector = Town(MAYA, BEX), Detector()
    keeper = RosterKeeper(cast(Any, town), cast(Any, detector))
    await keeper.start()
    many = MOST_CHANGED + 1 if cause == "many" else 1
    detector.refuses = cause == "failure"
    town.edit(
        *(person(f"n{number}", "Ozan", f"Brell{number}") for number in range(many)),
        schools=int(cause == "schools"),
    )
    keeper.follow()
    if cause == "failure":
        await until(lambda: bool(keeper.failed))
        await keeper.close()
        assert all(keeper.taken(name) for name in ("Maya", "Ulmer"))
    await renewed(keeper, town, detector)

    assert (town.read_whole, detector.wholes) == (2, 2)
    assert ("n0",) in detector.who("Ozan Brell0")
