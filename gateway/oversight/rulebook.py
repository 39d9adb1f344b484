"""The rulebook: from a draft to the rules that decide, and back.

    draft -> checked -> approved -> active -> superseded

An edit takes a version back to draft. A version that ever decided is never edited again: it can
be returned to as it was, by its very bytes. Every step goes through the office, so the log knows
of it first, and the history keeps who, when, what and why.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection, select

from gateway.decision.differences import Change, differences
from gateway.decision.drafts import RuleDraft
from gateway.decision.packs import RuleSet, load_rule_set, rule_set_from_bytes
from gateway.decision.review import Known, Review, review
from gateway.district.directory import District
from gateway.errors import BadRequest, Forbidden
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.oversight.rows import Kept, Missing, Stale
from gateway.oversight.versions import (
    ACTIVE_RULES,
    VERSIONS,
    ActiveRules,
    Approved,
    Checked,
    RuleVersion,
    Standing,
    activating,
    read_bytes,
    state_of,
    with_bytes,
)
from gateway.store.engine import Reader
from gateway.store.tables import classes, schools

SHIPPED = ""
"""The id of the packs as they come with the gateway, which decide until a version is activated."""
NOT_ACTIVE = Kept(value=ActiveRules(version=SHIPPED, sha256=""), version=0)


class NotReady(BadRequest):
    """A version has not got far enough for what is asked of it."""

    code = "rules_not_ready"
    status = 409


class Rulebook:
    """What admins do with the rules."""

    def __init__(
        self, office: Office, reader: Reader, district: District, *, now: Callable[[], int]
    ) -> None:
        """Open it.

        Args:
            office: through which every change goes.
            reader: the database.
            district: whose tools rules may name; refreshed by whoever asks.
            now: milliseconds since 1970.
        """
        self._office = office
        self._reader = reader
        self._district = district
        self._now = now

    async def active(self) -> Kept[ActiveRules]:
        """Return which version decides; version 0 where none was ever activated."""
        try:
            return await self._office.get(ACTIVE_RULES, "district")
        except Missing:
            return NOT_ACTIVE

    async def get(self, version: str) -> Standing:
        """Return a version as it stands.

        Raises:
            Missing: there is none.
        """
        return await self._standing(await self._office.get(VERSIONS, version))

    async def listed(self, *, after: str = "", limit: int = 50) -> list[Standing]:
        """Return versions in the order of their ids, those after an id."""
        rows = await self._office.listed(VERSIONS, after=after, limit=limit)
        return [await self._standing(one) for one in rows]

    async def put(self, draft: RuleDraft, *, seen: int | None, why: str, by: Officer) -> Standing:
        """Draft a version, or edit one that never decided; either way it is a draft again.

        Raises:
            NotReady: it decides, or did once.
            Stale, Missing, Taken: it is not as whoever edits thinks.
            BadRequest: its id cannot be, or there is no reason.
        """
        if not draft.id or not draft.id.replace("-", "").isalnum() or not draft.id.isascii():
            raise BadRequest("an id is made of a-z, 0-9 and -", code="bad_id", param="id")
        authors: tuple[str, ...] = (by.person,)
        if seen is not None:
            before = await self.get(draft.id)
            if before.activated is not None:
                raise NotReady(
                    f"version `{draft.id}` has decided and stays as it was; draft another one",
                    code="version_in_force",
                )
            authors = tuple(dict.fromkeys((*before.value.authors, by.person)))
        value = RuleVersion(draft=draft, authors=authors)
        return await self._standing(
            await self._office.put(VERSIONS, value, seen=seen, why=why, by=by)
        )

    async def check(self, version: str, *, seen: int, by: Officer) -> tuple[Review, Standing]:
        """Review a draft; where it passes, it is checked from now on.

        Raises:
            NotReady: it decides, or did once.
            Stale, Missing: it is not as whoever asks thinks.
        """
        before = await self.get(version)
        if before.activated is not None:
            raise NotReady(f"version `{version}` has decided; it needs no check")
        known = await self._reader.quick(_known)
        known = replace(known, tools=frozenset(tool.id for tool in self._district.tools))
        found = await asyncio.to_thread(review, before.value.draft, known)
        if not found.passed or found.rule_set is None:
            return found, before
        checked = Checked(
            sha256=found.rule_set.sha256,
            at=self._now(),
            cases=found.cases,
            warnings=found.warnings,
        )
        value = replace(before.value, checked=checked, approved=None)
        why = f"checked: {found.cases} cases pass, {len(found.warnings)} warnings"
        shelf = with_bytes(found.rule_set.data)
        kept = await self._office.put(shelf, value, seen=seen, why=why, by=by)
        return found, await self._standing(kept)

    async def approve(self, version: str, *, seen: int, why: str, by: Officer) -> Standing:
        """Approve a checked version.

        Raises:
            NotReady: it is not checked, or decided already.
            Forbidden: an author approves, and the district asks for a second person.
            Stale, Missing: it is not as whoever approves thinks.
        """
        before = await self.get(version)
        if before.value.checked is None or before.activated is not None:
            raise NotReady(f"version `{version}` is {before.state}; only a checked one is approved")
        written = frozenset(before.value.authors)
        alone = not written.isdisjoint(self._district.ids_of(by.person))
        if alone and self._district.choices.rules_need_second_person:
            raise Forbidden(
                "somebody who did not write this version approves it; the district can turn that "
                "off (`rules_need_second_person`)",
                code="second_person_needed",
            )
        approved = Approved(by=by.person, at=self._now(), alone=alone)
        if alone:
            await self._office.note("rules_approved_alone", by, what=version)
        value = replace(before.value, approved=approved)
        return await self._standing(
            await self._office.put(VERSIONS, value, seen=seen, why=why, by=by)
        )

    async def activate(
        self, version: str, *, seen: int, why: str, by: Officer
    ) -> Kept[ActiveRules]:
        """Let an approved version decide, from the next prompt on.

        Raises:
            NotReady: it is not approved.
            Stale, Missing: it is not as whoever activates thinks.
            Unusable: its bytes do not load; the rules of before stay.
        """
        standing = await self.get(version)
        if standing.version != seen:
            raise Stale(f"version `{version}` was changed since you read it; read it again")
        if standing.value.approved is None or standing.value.checked is None:
            raise NotReady(f"version `{version}` is {standing.state}; have it approved first")
        return await self._put_in_force(version, await self.active(), why, by)

    async def give_back(
        self, *, to: str | None, seen: int, why: str, by: Officer
    ) -> Kept[ActiveRules]:
        """Return to an earlier version in one step.

        Args:
            to: a version that decided once, "" for the packs as they come; None for the one that
                decided before the active one.
            seen: the version of the row that tells which decides.
            why: the reason, for the history.
            by: who returns.

        Raises:
            NotReady: it never decided, or nothing was ever activated.
            Missing: there is none.
            Stale: others decide by now than whoever returns thinks.
        """
        active = await self.active()
        if active.version != seen:
            raise Stale("other rules were put in force since you read which; read it again")
        if not active.version:
            raise NotReady("no version was ever activated, so there is none to return to")
        wanted = active.value.before if to is None else to
        if wanted != SHIPPED and (await self.get(wanted)).activated is None:
            raise NotReady(f"version `{wanted}` never decided; activate it instead")
        return await self._put_in_force(wanted, active, why, by)

    async def rules(self, version: str) -> RuleSet:
        """Return the rule set of a version: its bytes if it was checked, else built from its text.

        Raises:
            Missing: there is none.
            Unusable: it does not load; the message names each fault.
        """
        if version == SHIPPED:
            return await asyncio.to_thread(load_rule_set)
        standing = await self.get(version)
        if standing.value.checked is None:
            found = await asyncio.to_thread(review, standing.value.draft, Known())
            if found.rule_set is None:
                raise NotReady("; ".join(str(fault) for fault in found.faults), code="rules_broken")
            return found.rule_set
        data, _ = await self._reader.quick(lambda db: read_bytes(db, version))
        return await asyncio.to_thread(rule_set_from_bytes, data or b"")

    async def difference(self, version: str, against: str) -> list[Change]:
        """Return what a version changes in another one, in words.

        Raises:
            Missing, NotReady, Unusable: one of them is not there, or does not load.
        """
        old, new = await self.rules(against), await self.rules(version)
        return differences(
            old,
            new,
            old_forms=(await self.get(against)).value.draft.forms if against else (),
            new_forms=(await self.get(version)).value.draft.forms if version else (),
        )

    async def _put_in_force(
        self, version: str, before: Kept[ActiveRules], why: str, by: Officer
    ) -> Kept[ActiveRules]:
        if before.version and before.value.version == version:
            raise NotReady(f"version `{version}` decides already")
        rules = await self.rules(version)
        value = ActiveRules(
            version=version,
            sha256=rules.sha256 if version else "",
            before=before.value.version,
        )
        seen = before.version or None
        return await self._office.put(activating(rules.data), value, seen=seen, why=why, by=by)

    async def _standing(self, kept: Kept[RuleVersion]) -> Standing:
        name = kept.value.draft.id
        _, activated = await self._reader.quick(lambda db: read_bytes(db, name))
        active = await self.active()
        state = state_of(
            kept.value,
            activated=activated is not None,
            active=bool(active.version) and active.value.version == name,
        )
        return Standing(value=kept.value, version=kept.version, state=state, activated=activated)


def _known(db: Connection) -> Known:
    return Known(
        schools=frozenset(db.execute(select(schools.c.id)).scalars()),
        classes=frozenset(db.execute(select(classes.c.id)).scalars()),
    )
