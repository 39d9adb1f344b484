"""Teachers' permissions: each teacher's own, for their own classes, through the office like any
other change, so that log and history know of them."""

from gateway.district.permits import PERMITS, permits_of
from gateway.errors import Forbidden
from gateway.identity.callers import Caller
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.oversight.rows import Kept
from gateway.store.engine import Reader
from gateway.terms.people import Kind
from gateway.terms.permits import TeacherPermit


class Permits:
    """The door for teachers."""

    def __init__(self, office: Office, reader: Reader) -> None:
        self._office = office
        self._reader = reader

    async def listed(self, caller: Caller) -> list[TeacherPermit]:
        """Return what is permitted in the caller's own classes.

        Raises:
            Forbidden: no member of the staff, with a key of their own.
        """
        _check_teacher(caller)
        return await self._reader.quick(lambda db: permits_of(db, caller.known.classes))

    async def get(self, row: str, caller: Caller) -> Kept[TeacherPermit]:
        """Return a permission for an own class.

        Raises:
            Missing: there is none of this id.
            Forbidden: another's class, or no member of the staff with a key of their own.
        """
        _check_teacher(caller)
        kept = await self._office.get(PERMITS, row)
        _check_class(caller, kept.value.group)
        return kept

    async def put(
        self, permit: TeacherPermit, caller: Caller, *, seen: int | None = None
    ) -> Kept[TeacherPermit]:
        """Permit AI in an own class, or change what was permitted there.

        Args:
            permit: as it is to be.
            caller: whose class it is.
            seen: the version the change is made to; None for whichever there is, or none.

        Raises:
            Forbidden: another's class, or no member of the staff with a key of their own.
            BadRequest: such a permission cannot be.
            Stale, Missing: it is not as the caller thinks, or is being changed.
        """
        by = _check_class(caller, permit.group)
        if seen is None:
            seen = await self._office.version(PERMITS, permit.id)
        why = permit.title.strip() or "a teacher's permission"
        return await self._office.put(PERMITS, permit, seen=seen, why=why, by=by)

    async def remove(self, row: str, caller: Caller, *, seen: int | None = None) -> None:
        """Take a permission for an own class back, from the next prompt on; `seen` as for `put`.

        Raises:
            Missing: there is none of this id.
            Forbidden: another's class, or no member of the staff with a key of their own.
            Stale: it is not as the caller thinks, or is being changed.
        """
        kept = await self.get(row, caller)
        await self._office.remove(
            PERMITS,
            row,
            seen=kept.version if seen is None else seen,
            why="taken back by a teacher",
            by=_check_class(caller, kept.value.group),
        )


def _check_teacher(caller: Caller) -> Officer:
    principal = caller.principal
    if principal.person.kind is not Kind.STAFF or principal.client:
        raise Forbidden(
            "teachers permit AI for their own classes, with a gateway key of their own",
            code="teachers_only",
        )
    return Officer.of(caller)


def _check_class(caller: Caller, group: str) -> Officer:
    by = _check_teacher(caller)
    if group not in caller.known.classes:
        raise Forbidden(
            "this is none of your classes today; the office can let you in (`/class-access`)",
            code="not_your_class",
        )
    return by
