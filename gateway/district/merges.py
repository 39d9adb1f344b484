"""The shelf of merges: that two rows of the roster are one person who came twice.

A child enrolled a second time under another id, a pupil who came back, somebody of the staff with
an account at each school. Taking the row away parts them again (`gateway.district.merged`).
"""

from typing import Final

from sqlalchemy import Connection, func, or_, select, update

from gateway.district.documents import PERSON_MERGE
from gateway.district.merged import read_merged
from gateway.district.papers import Papers
from gateway.district.roster_import import next_revision
from gateway.district.shelves import Shelf, check_id, check_texts, invalid
from gateway.store import tables
from gateway.terms.people import PersonMerge

_PAPERS: Final = Papers(
    tables.person_merges,
    PERSON_MERGE,
    lambda merge: {"kept": merge.kept, "duplicate": merge.duplicate},
    moves="roster",
)


def _check(db: Connection, merge: PersonMerge) -> None:
    check_id(merge.id)
    check_texts(merge)
    check_pair(db, merge)


def check_pair(db: Connection, merge: PersonMerge) -> None:
    """Refuse a merge of two who cannot be one, whatever it is called.

    Raises:
        BadRequest: says why not.
    """
    if merge.kept == merge.duplicate:
        raise invalid("two ids are needed for one person", "duplicate")
    people, merges = tables.people.c, tables.person_merges.c
    kinds: dict[str, str] = {}
    for name in ("kept", "duplicate"):
        query = select(people.kind).where(people.id == getattr(merge, name))
        kind = db.execute(query).scalar()
        if kind is None:
            raise invalid("nobody on the roster has this id", name)
        kinds[name] = kind
    if kinds["kept"] != kinds["duplicate"]:
        raise invalid(
            f"a {kinds['kept']} and a {kinds['duplicate']} are no row that came twice; staff who "
            "are parents are linked instead (`/person-links`)",
            "duplicate",
        )
    both = (merge.kept, merge.duplicate)
    query = select(tables.person_merges).where(
        merges.id != merge.id, or_(merges.duplicate.in_(both), merges.kept == merge.duplicate)
    )
    for other in db.execute(query):
        if other.duplicate == merge.duplicate:
            raise invalid(f"merge `{other.id}` says already whose duplicate this is", "duplicate")
        if other.duplicate == merge.kept:
            raise invalid(f"is a duplicate itself: name `{other.kept}`, who is kept", "kept")
        raise invalid(
            f"merge `{other.id}` keeps this id: take that back first, or keep this one", "duplicate"
        )
    _check_rights(db, merge)


def _check_rights(db: Connection, merge: PersonMerge) -> None:
    """Refuse where the office found for both, each by itself, who holds their rights: which of the
    two findings is right, a person has to say."""
    rights = tables.rights.c
    rows = {*read_merged(db).rows(merge.kept), merge.duplicate}
    query = select(func.count()).where(rights.student.in_(rows))
    if db.execute(query).scalar_one() > 1:
        raise invalid(
            "who holds the rights was found for both (`/rights`): take the one that is wrong away "
            "first",
            "duplicate",
        )


def _put(db: Connection, merge: PersonMerge, now: int) -> None:
    revision = next_revision(db, "roster")  # nobody else merges until this is done
    _check(db, merge)
    _touch(db, merge.id, revision)
    _PAPERS.put(db, merge, now)
    _touch(db, merge.id, revision)


def _remove(db: Connection, row: str) -> None:
    _touch(db, row, next_revision(db, "roster"))
    _PAPERS.remove(db, row)


def _touch(db: Connection, row: str, revision: int) -> None:
    """Count both rows of a merge as changed, for whoever follows what changes on the roster."""
    merge = _PAPERS.read(db, row)
    if merge is not None:
        people = tables.people
        both = people.c.id.in_((merge.kept, merge.duplicate))
        db.execute(update(people).where(both).values(revision=revision))


MERGES: Final = Shelf(
    kind="person_merge",
    document=PERSON_MERGE,
    row_of=lambda merge: merge.id,
    read=_PAPERS.read,
    put=_put,
    remove=_remove,
    listed=_PAPERS.listed,
    check=_check,
)
