"""The register of AI services with its history, and the lists that two states ask for."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from gateway.district.register import (
    PublicTool,
    SoppaRow,
    SupplementalRow,
    public_register,
    soppa_list,
    supplemental_information,
)
from gateway.reports.report import Batch, Mark, Report, Sources, Table
from gateway.reports.rule_history import Changed, HistoryWish, changes, events_of
from gateway.terms.disclosure import STRICT, Tool
from gateway.terms.people import Duty


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterWish:
    """Of which days the history is (local, both inclusive)."""

    __pydantic_config__ = STRICT

    since: date | None = None
    until: date | None = None


async def _listed(
    made: Callable[[Iterable[Tool], date], Iterable[Any]],
    sources: Sources,
    _wish: RegisterWish,
    _mark: Mark,
) -> AsyncIterator[Batch[Any]]:
    rows = list(made(sources.district.tools, sources.today))
    yield Batch(rows=rows, done=len(rows), total=len(rows))


async def _changes(
    sources: Sources, wish: RegisterWish, mark: Mark
) -> AsyncIterator[Batch[Changed]]:
    period = HistoryWish(since=wish.since, until=wish.until)
    async for batch in changes(sources, events_of(["tool"]), period, mark):
        yield batch


TOOL_REGISTER = Report(
    name="tools",
    title="Tool register",
    words="Every AI service with its agreement as the public sees it, every change to it, and the "
    "lists of 105 ILCS 85/27 and N.Y. Education Law 2-d.",
    duties=frozenset(Duty),
    wish=RegisterWish,
    tables=(
        Table(
            name="register",
            title="AI services",
            row=PublicTool,
            rows=partial(_listed, public_register),
        ),
        Table(
            name="soppa",
            title="Operators (105 ILCS 85/27)",
            row=SoppaRow,
            rows=partial(_listed, lambda tools, _day: soppa_list(tools)),
        ),
        Table(
            name="ny-2d",
            title="Supplemental information (N.Y. Ed. Law 2-d)",
            row=SupplementalRow,
            rows=partial(_listed, lambda tools, _day: supplemental_information(tools)),
        ),
        Table(name="changes", title="Changes", row=Changed, rows=_changes),
    ),
)
