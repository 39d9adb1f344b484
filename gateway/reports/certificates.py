"""What was destroyed, when, by which rule, and what proves it (34 CFR 300.624, 16 CFR 312.10).

A certificate is itself an entry of the log; an entry whose bytes were destroyed keeps its hash.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from gateway.audit.purge_contents import EVENT as CONTENTS
from gateway.audit.purge_conversations import EVENT as VAULTS
from gateway.audit.purged import CERTIFICATE as PURGE
from gateway.audit.search.filters import Among
from gateway.oversight.forgetting import EVENT as FORGOTTEN
from gateway.oversight.leaving import STAYS
from gateway.reports.columns import RecordId
from gateway.reports.paper import Card, Paper, Paragraph, Part, Signature
from gateway.reports.reading import Told, read_log
from gateway.reports.report import Batch, Mark, Report, Sources, Table, Written
from gateway.reports.rule_history import Changed, HistoryWish, changes, events_of
from gateway.terms.disclosure import STRICT
from gateway.terms.people import Duty

DESTROYED = (PURGE, VAULTS, CONTENTS, FORGOTTEN)
"""Events by which something was destroyed, or cut loose from a person."""
POLICY = ("lifetimes", "hold")
"""Kinds of row that say for how long what is kept: lifetimes, and legal holds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CertificateWish:
    """Of which days (local, both inclusive)."""

    __pydantic_config__ = STRICT

    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CertificateRow:
    """One destruction."""

    record: Annotated[RecordId, "id of the record in the log: the certificate"]
    at: Annotated[datetime, "when"]
    event: Annotated[str, "what was destroyed"]
    who: Annotated[str, "log id of who had it done; empty for the gateway by its rules"]
    who_name: Annotated[str | None, "who that is; only for those entitled to names"]
    what: Annotated[str, "id of what it was done to"]
    lifetimes: Annotated[tuple[str, ...], "the lifetimes in days that had run out"]
    stream: Annotated[str, "of the log's entries: which stream"]
    first: Annotated[int | None, "of the log's entries: index of the first"]
    last: Annotated[int | None, "of the log's entries: index of the last"]
    counts: Annotated[tuple[str, ...], "how many of each kind"]
    sha256: Annotated[str, "hash over what is left of what was destroyed"]


async def _rows(
    sources: Sources, wish: CertificateWish, mark: Mark
) -> AsyncIterator[Batch[CertificateRow]]:
    where = [Among(field="event", values=DESTROYED)]
    async for portion in read_log(sources, where, mark=mark, since=wish.since, until=wish.until):
        names = await sources.names_of(sorted({one.text("who") for one in portion.records} - {""}))
        yield portion.batch(
            [_row(sources, one, names.get(one.text("who"))) for one in portion.records]
        )


def _row(sources: Sources, one: Told, name: str | None) -> CertificateRow:
    counts: dict[str, int] = dict(one.said.get("counts", {}))
    if "purged_entries" in one.said:
        counts["entries"] = one.said["purged_entries"]
    return CertificateRow(
        record=one.id,
        at=sources.moment(one.said["time"]),
        event=one.text("event"),
        who=one.text("who"),
        who_name=name,
        what=one.text("what"),
        lifetimes=_numbers(one.said.get("lifetimes", {})),
        stream=one.text("purged_stream"),
        first=one.said.get("purged_first"),
        last=one.said.get("purged_last"),
        counts=_numbers(counts),
        sha256=one.text("purged_sha256") or one.text("sha256"),
    )


def _numbers(said: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(f"{name} {number}" for name, number in sorted(said.items()))


async def _policy(
    sources: Sources, wish: CertificateWish, mark: Mark
) -> AsyncIterator[Batch[Changed]]:
    period = HistoryWish(since=wish.since, until=wish.until)
    async for batch in changes(sources, events_of(POLICY), period, mark):
        yield batch


async def _paper(sources: Sources, wish: CertificateWish, tables: Mapping[str, Written]) -> Paper:
    rows = tables["certificates"].rows()
    cards: list[Part] = [
        Card(
            title=f"{row['at'][:16].replace('T', ' ')}: {row['event']}",
            pairs=[
                ("Destroyed", ", ".join(row["counts"]) or row["what"]),
                ("Stream", f"{row['stream']} {row['first']} to {row['last']}")
                if row["stream"]
                else ("Of", row["what"]),
                ("Lifetimes in days", ", ".join(row["lifetimes"])),
                ("By", row["who_name"] or row["who"] or "the gateway, by its rules"),
                ("Hash of what is left", row["sha256"]),
                ("Log record", row["record"]),
            ],
        )
        for row in rows
    ]
    return Paper(
        title="Certificate of destruction",
        subtitle=f"{wish.since or 'From the beginning'} to {wish.until or sources.today}.",
        parts=[
            Paragraph(
                text="What is listed here was destroyed for good: its bytes are gone from the "
                "gateway's database, and with the keys that were destroyed nothing kept elsewhere "
                "can be read. What remains of an entry of the log is its place and its hash. Of "
                "somebody who was forgotten, what is counted as `stays_` had to stay, under a "
                "number that nobody can look up: " + "; ".join(STAYS.values()) + "."
            ),
            *(cards or [Paragraph(text="Nothing was destroyed in this time.")]),
            Signature(statement="I certify that this is so to the best of my knowledge."),
        ],
    )


CERTIFICATES = Report(
    name="certificates",
    title="Retention and deletion certificates",
    words="What was destroyed, when, by which rule, and the hash of what is left. An official "
    "signs it.",
    duties=frozenset({Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.REGISTRAR, Duty.AUDITOR}),
    wish=CertificateWish,
    tables=(
        Table(name="certificates", title="Certificates", row=CertificateRow, rows=_rows),
        Table(name="policy", title="Lifetimes and legal holds", row=Changed, rows=_policy),
    ),
    paper=_paper,
)
