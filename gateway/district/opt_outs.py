"""The ledger of who opted out of directory information (34 CFR 99.37(a)(3)).

To rescind one is to take its row away, with the reason; the history keeps both.
"""

from typing import Final

from sqlalchemy import Connection

from gateway.district.documents import OPT_OUT
from gateway.district.papers import Papers
from gateway.district.permissions import check_student
from gateway.district.shelves import SHA256, check_id, check_texts, invalid
from gateway.store import tables
from gateway.terms.directory_information import DirectoryOptOut

_PAPERS: Final = Papers(
    tables.directory_opt_outs,
    OPT_OUT,
    lambda one: {"student": one.student},
    moves="consents",
)


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
    before = _PAPERS.read(db, one.id)
    if before is not None and before.student != one.student:
        raise invalid("this id is that of another student's opt-out", "id")


OPT_OUTS: Final = _PAPERS.shelf("directory_opt_out", check=_check)
