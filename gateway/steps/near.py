"""The names around each principal, kept for one revision of the roster."""

from collections import OrderedDict

from gateway.detection.near_names import NearNames
from gateway.district.directory import District
from gateway.terms.people import Person

CAPACITY = 2000


class Near:
    """Builds a principal's table of near names once a roster revision."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._kept: OrderedDict[str, NearNames] = OrderedDict()
        self._stamp: object = None

    async def of(self, person: Person) -> NearNames:
        """Return the names around a person: own classes, their guardians, own wards.

        Raises:
            Unusable: the roster cannot be read.
        """
        stamp = self._district.roster_stamp
        if stamp != self._stamp:
            # A new one, not an emptied one: a reading under way ends in the old.
            self._kept, self._stamp = OrderedDict(), stamp
        kept = self._kept
        known = kept.get(person.id)
        if known is None:
            circle = await self._district.circle(person)
            known = NearNames.build(sorted(circle.people, key=lambda one: one.id))
            kept[person.id] = known
            if len(kept) > CAPACITY:
                kept.popitem(last=False)
        kept.move_to_end(person.id)
        return known
