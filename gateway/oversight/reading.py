"""Reading the log: searched, explained and replayed, and every reading itself in the log.

Records hold log ids. Whose they are is a question of its own, for those entitled to names.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, select

from gateway.audit.places.state import PlaceState, states
from gateway.audit.search.buckets import Buckets
from gateway.audit.search.counts import Counts
from gateway.audit.search.fields import VALUES
from gateway.audit.search.filters import Filter, read_filters, widened
from gateway.audit.search.rows import Found
from gateway.audit.search.search import PageFound, Search
from gateway.decision.engine import Engine
from gateway.decision.explain import explanation, passes_bare
from gateway.decision.packs import rule_set_from_bytes
from gateway.decision.recorded import facts_from_json
from gateway.decision.replay import replay_record
from gateway.district.merged import log_ids_of
from gateway.errors import Unusable
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.oversight.questions import (
    LEFT_OUT,
    LONGEST,
    filters_told,
    hash_of,
    ids_of,
    is_id,
)
from gateway.oversight.rows import Missing
from gateway.store.engine import Reader
from gateway.store.tables import people, rule_sets
from gateway.terms.decision import Outcome

MOST_NAMES = 200
BARE_PASSES = "Without its protected parts it would pass."


@dataclass(frozen=True, kw_only=True, slots=True)
class Why:
    """Why one record says what it says, in sentences; people appear by their log ids.

    `same` tells whether deciding the recorded facts again comes out the same, None where there
    was no decision; `differences` names the parts that do not.
    """

    lines: tuple[str, ...]
    same: bool | None = None
    differences: tuple[str, ...] = ()
    same_engine: bool | None = None


class Reading:
    """The door for whoever reads the log."""

    def __init__(self, reader: Reader, search: Search, office: Office) -> None:
        self._reader = reader
        self._search = search
        self._office = office

    async def page(
        self,
        where: Sequence[str],
        by: Officer,
        *,
        limit: int,
        before: int | None = None,
        generation: int | None = None,
    ) -> PageFound:
        """Return the newest records that pass; see `Search.page`.

        Raises:
            BadRequest: a filter makes no sense.
            Unusable: the reading could not be logged, or the database not be read.
        """
        filters = await self._asked("records", where, by)
        return await self._search.page(filters, limit=limit, before=before, generation=generation)

    async def counts(
        self, where: Sequence[str], by: Officer, *, group: str = "", buckets: Buckets | None = None
    ) -> Counts:
        """Count records; see `Search.counts` and `page`."""
        by_what = group if not group or group in VALUES else LEFT_OUT
        filters = await self._asked(f"counts by {by_what or 'nothing'}", where, by)
        return await self._search.counts(filters, by=group, buckets=buckets)

    async def records(
        self, where: Sequence[str], by: Officer, *, after: int = -1
    ) -> AsyncIterator[bytes]:
        """Return every record that passes as lines of JSON; see `Search.records` and `page`."""
        filters = await self._asked("every record", where, by)
        return self._search.records(filters, after=after)

    async def one(self, record: str, by: Officer) -> Found:
        """Return one record.

        Raises:
            Missing: there is none of this id.
        """
        await self._office.note("log_query", by, what=_what(record), query="one record")
        return await self._found(record)

    async def why(self, record: str, by: Officer) -> Why:
        """Explain one record, and decide it again.

        Raises:
            Missing: there is none of this id.
        """
        await self._office.note("log_query", by, what=_what(record), query="why")
        return await explain(self._reader, await self._found(record))

    async def names(self, log_ids: Sequence[str], by: Officer) -> dict[str, str]:
        """Return whose some log ids are; those of nobody on the roster are left out."""
        wanted = list(dict.fromkeys(log_ids))[:MOST_NAMES]
        text = " ".join(ids_of(wanted))
        await self._office.note("names_read", by, query=text[:LONGEST], sha256=hash_of(text))
        table = people.c
        query = select(table.log_id, table.given, table.family).where(table.log_id.in_(wanted))
        rows = await self._reader.quick(lambda db: db.execute(query).all())
        return {row.log_id: f"{row.given} {row.family}" for row in rows}

    async def values(self, field: str, by: Officer) -> tuple[str, ...]:
        """Return the values that a listed field ever had."""
        await self._office.note("log_query", by, query=f"values of {field}")
        return await self._search.values_of(field)

    async def places(self) -> list[PlaceState]:
        """Return how far signed checkpoints got to each place outside."""
        return await self._reader.quick(states)

    async def behind(self) -> int:
        """Return how many entries of the log the search does not know yet."""
        return await self._search.behind()

    async def _asked(self, what: str, where: Sequence[str], by: Officer) -> tuple[Filter, ...]:
        filters = read_filters(where)
        text = " & ".join((what, *await filters_told(self._search, where, filters)))
        await self._office.note("log_query", by, query=text[:LONGEST], sha256=hash_of(text))
        return widened(filters, await self._reader.quick(log_ids_of))

    async def _found(self, record: str) -> Found:
        found = await self._search.one(record)
        if found is None:
            raise Missing("no record has this id")
        return found


async def explain(reader: Reader, found: Found) -> Why:
    """Explain a record, and decide its facts again by the rule set it names.

    Raises:
        Unusable: the rule set or the facts cannot be read.
    """
    if not found.data:
        under = found.stub.get("purged")
        return Why(lines=(f"Its bytes were purged under `{under}`; its hash is in the log.",))
    told = orjson.loads(found.data)
    after = orjson.loads(found.outcome) if found.outcome else None
    lines = [_ended(after)] if after else []
    if "facts" not in told:
        if told.get("code"):
            lines.insert(0, f"Refused before any rule was asked: `{told['code']}`.")
        return Why(lines=tuple(lines))
    rules = await reader.quick(lambda db: _rule_set(db, told["rule_set"]))
    if rules is None:
        raise Unusable("the rule set of this record is not kept here", code="no_rule_set")
    again = replay_record(told, rules)
    facts = facts_from_json(told["facts"])
    words = explanation(again.decision, facts)
    if again.decision.outcome in (Outcome.HOLD, Outcome.REFUSE) and passes_bare(
        Engine(rule_set_from_bytes(rules)), facts
    ):
        words.append(BARE_PASSES)
    return Why(
        lines=(*words, *lines),
        same=again.same,
        differences=again.differences,
        same_engine=again.same_engine,
    )


def _rule_set(db: Connection, sha256: str) -> bytes | None:
    query = select(rule_sets.c.data).where(rule_sets.c.sha256 == sha256)
    data: bytes | None = db.execute(query).scalar()
    return data


def _ended(after: dict[str, Any]) -> str:
    took = f" after {after['ms']} ms" if "ms" in after else ""
    return f"It ended `{after['ended']}`{took}."


def _what(record: str) -> str:
    """Return the id that a record is asked for by, "" for what is none."""
    return record if is_id(record) else ""
