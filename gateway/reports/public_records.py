"""The log for whoever asks under a public-records law: decisions, with nobody in them.

Records of a student are no public records (20 USC 1232g). What is left out here is whatever could
lead to a person in a school: people, schools, classes, grades, conversations, times of day. A
record's id says when it was made, so a row is called by that id's hash.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Annotated

from gateway.audit.search.filters import read_filters
from gateway.errors import BadRequest
from gateway.reports.reading import Told, read_log
from gateway.reports.report import Batch, Mark, Report, Sources, Table
from gateway.store.engine import Reader
from gateway.terms.disclosure import STRICT
from gateway.terms.people import Duty

ASKED_BY = frozenset(
    {"kind", "outcome", "ended", "tool", "provider", "agreement", "model", "purpose"}
    | {"principal_kind", "content", "rule", "rule_set", "released_pseudonymised"}
)
"""Fields by which records may be picked out: of those that are shown, or of no person."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodWish:
    """Of which days (local, both inclusive), and further filters as `log query` takes them."""

    __pydantic_config__ = STRICT

    since: date | None = None
    until: date | None = None
    where: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicRow:
    """One decision."""

    reference: Annotated[str, "SHA-256 of the record's id: whoever has the log finds it by that"]
    day: Annotated[date, "the local day"]
    outcome: Annotated[str, "forward, pseudonymise, hold or refuse"]
    ended: Annotated[str, "how the exchange ended; empty where nothing left"]
    tool: Annotated[str, "id of the AI service in the register"]
    provider: Annotated[str, "whose service it is"]
    purpose: Annotated[str, "what the prompt was for"]
    asked_by: Annotated[str, "student, staff, guardian or a program"]
    content: Annotated[str, "none, stand_ins, identifiable or sensitive"]
    rules: Annotated[tuple[str, ...], "ids of the rules that spoke"]
    rule_set: Annotated[str, "SHA-256 of the rule set that decided"]


async def _check(_reader: Reader, wish: PeriodWish) -> None:
    """Refuse to pick out records by what is left out here: what is asked stands in the manifest."""
    for one in read_filters(wish.where):
        if one.field not in ASKED_BY:
            raise BadRequest(
                f"what the public gets is not picked out by `{one.field}`, which it does not show; "
                f"ask by {', '.join(f'`{name}`' for name in sorted(ASKED_BY))}",
                code="bad_filter",
                status=422,
                param="where",
            )


async def _rows(sources: Sources, wish: PeriodWish, mark: Mark) -> AsyncIterator[Batch[PublicRow]]:
    # A prompt that told of danger is nobody's business, not even as one of many.
    where = ["kind=intent|refusal", "outcome!=safety", *wish.where]
    async for portion in read_log(sources, where, mark=mark, since=wish.since, until=wish.until):
        yield portion.batch([_row(sources, one) for one in portion.records])


def _row(sources: Sources, one: Told) -> PublicRow:
    return PublicRow(
        reference=sha256(one.id.encode()).hexdigest(),
        day=sources.moment(one.said["time"]).date(),
        outcome=one.text("outcome"),
        ended=one.ended,
        tool=one.text("tool"),
        provider=one.text("provider"),
        purpose=one.text("purpose"),
        asked_by=one.text("principal_kind"),
        content=one.text("content"),
        rules=one.texts("reasons"),
        rule_set=one.text("rule_set"),
    )


PUBLIC_RECORDS = Report(
    name="public-records",
    title="Public-records export",
    words="Every decision of a period without anything that leads to a person: no ids of people, "
    "schools, classes, grades, conversations or times of day.",
    duties=frozenset({Duty.PRIVACY_OFFICER, Duty.AUDITOR}),
    wish=PeriodWish,
    tables=(Table(name="decisions", title="Decisions", row=PublicRow, rows=_rows),),
    proofs=False,
    check=_check,
)
