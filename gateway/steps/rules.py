"""Keeps the engine equal to the rules the district has active.

The revision of the rules is read with every request, so a version that was activated decides the
next prompt, in every server process, and a process that cannot read the revision refuses. What
is active but cannot be used refuses, too: the rules of before are not what the district decided.
"""

import asyncio

import structlog
from sqlalchemy import select

from gateway.decision.engine import Engine
from gateway.decision.packs import RuleSet, rule_set_from_bytes
from gateway.district.directory import District
from gateway.errors import GatewayError, Unusable
from gateway.store.engine import Reader
from gateway.store.tables import active_rules, revisions, rule_sets

_ACTIVE = (
    select(revisions.c.number, active_rules.c.sha256, rule_sets.c.data)
    .outerjoin_from(revisions, active_rules, active_rules.c.id == 1)
    .outerjoin(rule_sets, rule_sets.c.sha256 == active_rules.c.sha256)
    .where(revisions.c.name == "rules")
)
"""One statement, so that the number and what it is the number of belong together."""

_log = structlog.get_logger(__name__)


class RulesKeeper:
    """Holds the engine of the active rules, and makes a new one when others are activated."""

    def __init__(self, district: District, reader: Reader, shipped: RuleSet) -> None:
        """Hold nothing yet.

        Args:
            district: whose revision of the rules is followed; refreshed by whoever asks.
            reader: the database.
            shipped: what decides until the district activates a version.
        """
        self._district = district
        self._reader = reader
        self._shipped = shipped
        self._engine: Engine | None = None
        self._serving = -1
        self._failed: GatewayError | None = None
        self._renewing = asyncio.Lock()

    @property
    def failed(self) -> str:
        """Return what is the matter with the active rules, "" for nothing."""
        return self._failed.message if self._failed is not None else ""

    async def engine(self) -> Engine:
        """Return the engine of the rules that are active at the district's revision, or later.

        Raises:
            Unusable: they cannot be read.
        """
        if self._serving < self._district.rules_revision:
            async with self._renewing:
                if self._serving < self._district.rules_revision:
                    await self._renew()
        if self._failed is not None:
            raise self._failed
        if self._engine is None:
            raise Unusable("the rules were not read yet", code="rules_broken")
        return self._engine

    async def _renew(self) -> None:
        row = await self._reader.quick(lambda db: db.execute(_ACTIVE).one())
        number, sha256, data = row
        try:
            rules = await asyncio.to_thread(self._rules, sha256, data)
            self._engine, self._failed = Engine(rules), None
        except GatewayError as error:
            _log.error("rules_not_usable", code=error.code, revision=number)
            self._engine, self._failed = None, error
        self._serving = number
        _log.info("rules_loaded", revision=number)

    def _rules(self, sha256: str | None, data: bytes | None) -> RuleSet:
        if not sha256:
            return self._shipped
        if data is None:
            raise Unusable(
                "the bytes of the active rules are missing; restore the database, or return to "
                "another version with `crossing-guard rules return`",
                code="rules_broken",
            )
        rules = rule_set_from_bytes(data)
        if rules.sha256 != sha256:
            raise Unusable(
                "the active rules are not what was activated; restore the database, or return to "
                "another version with `crossing-guard rules return`",
                code="rules_broken",
            )
        return rules
