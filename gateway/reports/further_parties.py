"""Whom a party could hand data on to when it got them (34 CFR 99.32(b)): the register as it stood
then, from the history of its changes. What the history does not reach back to is told as it first
stood there, or stands today."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from tink import aead

from gateway.district.documents import TOOL
from gateway.district.history import BATCH, Edit, list_edits
from gateway.district.shelves import TOOLS
from gateway.reports.report import Sources

type Stood = tuple[int, tuple[str, ...]]
"""From when on, in milliseconds since 1970, and who."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FurtherParties:
    """The subcontractors of every AI service over time, each service's in order of time."""

    stood: Mapping[str, Sequence[Stood]]

    def of(self, tool: str, at: int) -> tuple[str, ...]:
        """Return them as they stood at a time, milliseconds since 1970; none of an unknown tool."""
        stood = self.stood.get(tool, ())
        if not stood:
            return ()
        later = bisect_right(stood, at, key=lambda one: one[0])
        return stood[max(later - 1, 0)][1]


async def further_parties(sources: Sources) -> FurtherParties:
    """Return who the further parties of every AI service were.

    Raises:
        Unusable: the database cannot be read, or the history does not open.
    """
    edits = await sources.reader.read(lambda db: _edits(db, sources.fields))
    stood: dict[str, list[Stood]] = {}
    for edit in reversed(edits):
        before = stood.setdefault(edit.row, [])
        if not before and edit.old is not None:
            before.append((0, _named(edit.old)))
        before.append((edit.at, () if edit.new is None else _named(edit.new)))
    for tool in sources.district.tools:
        stood.setdefault(tool.id, [(0, tuple(sorted(tool.subcontractors)))])
    return FurtherParties(stood=stood)


def _edits(db: Connection, fields: aead.Aead) -> list[Edit]:
    """Return every change of an AI service, the newest first."""
    found: list[Edit] = []
    before = ""
    while listed := list_edits(db, fields, kind=TOOLS.kind, before=before, limit=BATCH):
        found += [one.edit for one in listed if one.edit is not None]
        before = listed[-1].id
    return found


def _named(document: str) -> tuple[str, ...]:
    return tuple(sorted(TOOL.read(document).subcontractors))
