"""The ledger of who opted out of directory information (34 CFR 99.37(a)(3)).

To rescind one is to take its row away, with the reason; the history keeps both.
"""

from typing import Final

from sqlalchemy import Connection, delete, insert, select

from gateway.district.documents import OPT_OUT
from gateway.district.permissions import check_student
from gateway.district.roster_import import bump
from gateway.district.shelves import SHA256, Shelf, check_id, check_texts, invalid
from gateway.store import tables
from gateway.terms.directory_information import DirectoryOptOut


def _check(db: Connection, one: DirectoryOptOut) -> None:
    check_id(one.id)
    check_texts(one)
    for name, words in (("by", "say who opted out"), ("evidence", "say what shows it")):
        if not getattr(one, name).strip():
            raise invalid(words, name)
    if one.document and not SHA256.fullmatch(one.document):
        raise invalid("must be the SHA-256 of the file, 64 hexadecimal digits", "document")
    if one.until is not None and one.until < one.given_on:
        raise invalid("ends before it begins", "until")
    check_student(db, one.student, "student")
    before = _read(db, one.id)
    if before is not None and before.student != one.student:
        raise invalid("this id is that of another student's opt-out", "id")


def _read(db: Connection, row: str) -> DirectoryOptOut | None:
    table = tables.directory_opt_outs.c
    text = db.execute(select(table.document).where(table.id == row)).scalar()
    return None if text is None else OPT_OUT.read(text)


def _list(db: Connection, after: str, limit: int) -> list[DirectoryOptOut]:
    table = tables.directory_opt_outs.c
    query = select(table.document).where(table.id > after).order_by(table.id).limit(limit)
    return [OPT_OUT.read(text) for text in db.execute(query).scalars()]


def _remove(db: Connection, row: str) -> None:
    db.execute(delete(tables.directory_opt_outs).where(tables.directory_opt_outs.c.id == row))
    bump(db, "consents")


def _put(db: Connection, one: DirectoryOptOut, _now: int) -> None:
    _remove(db, one.id)
    db.execute(
        insert(tables.directory_opt_outs).values(
            id=one.id, student=one.student, document=OPT_OUT.write(one)
        )
    )


OPT_OUTS: Final = Shelf(
    kind="directory_opt_out",
    part="consents",
    document=OPT_OUT,
    row_of=lambda one: one.id,
    read=_read,
    put=_put,
    remove=_remove,
    listed=_list,
    check=_check,
)
