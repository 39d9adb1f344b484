"""`crossing-guard rules`: draft the rules, check them, have them approved, activate, return."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import typer
from rich.table import Table

from gateway.app.store import Store
from gateway.cli.at_store import at_store
from gateway.cli.misread import read_as
from gateway.cli.officer import office_of, officer, rulebook_of
from gateway.cli.root import clock, out
from gateway.decision.drafts import RuleDraft, draft_to_text
from gateway.decision.packs import RuleSet
from gateway.decision.review import Review
from gateway.errors import BadRequest
from gateway.oversight.rulebook import Rulebook
from gateway.oversight.versions import VERSIONS, Standing
from gateway.terms.people import Duty

OFFICERS = (Duty.ADMIN, Duty.PRIVACY_OFFICER)
AS_THEY_COME = "the packs as they come"


def list_versions(data: Path) -> None:
    """Print a table of every version and how far it got."""

    async def work(store: Store) -> None:
        book = rulebook_of(store)
        active = (await book.active()).value.version
        out.print(f"Active: {active or AS_THEY_COME}.", highlight=False)
        table = Table("version", "state", "title", "authors", "last activated")
        after = ""
        while found := await book.listed(after=after):
            for one in found:
                draft = one.value.draft
                table.add_row(
                    draft.id, one.state, draft.title, " ".join(one.value.authors), _when(one)
                )
            after = found[-1].value.draft.id
        if table.row_count:
            out.print(table)

    _at(data, work)


def show_version(data: Path, version: str | None, *, json: bool) -> None:
    """Print a version: what it holds in words, or the draft as it can be edited."""

    async def work(store: Store) -> None:
        book = rulebook_of(store)
        name = (await book.active()).value.version if version is None else version
        draft = (await book.get(name)).value.draft if name else RuleDraft(id="shipped")
        if json:
            typer.echo(draft_to_text(draft))
            return
        if name:
            _say(await book.get(name))
        _say_rules(await book.rules(name))

    _at(data, work)


def draft_version(data: Path, file: Path, why: str) -> None:
    """Put a draft in place, or edit the one of its id."""
    draft = read_draft(file)

    async def work(store: Store) -> None:
        by, book = await officer(store, *OFFICERS), rulebook_of(store)
        seen = await office_of(store).version(VERSIONS, draft.id)
        _say(await book.put(draft, seen=seen, why=why, by=by))

    _at(data, work)


def check_version(data: Path, version: str) -> None:
    """Check a version; end with 1 where it does not pass."""

    async def work(store: Store) -> Review:
        by, book = await officer(store, *OFFICERS), rulebook_of(store)
        before = await book.get(version)
        found, standing = await book.check(version, seen=before.version, by=by)
        _say(standing)
        return found

    found = _at(data, work)
    for fault in found.faults:
        _line(f"fault: {fault}")
    for case in found.failed:
        _line(f"case of `{case.pack}` fails: {case.name}: {case.fault}")
    for warning in found.warnings:
        _line(f"warning: {warning}")
    if not found.passed:
        raise typer.Exit(1)
    _line(f"{found.cases} cases pass")


def tell_difference(data: Path, version: str, against: str | None) -> None:
    """Print what a version changes in another one, or in what is active."""

    async def work(store: Store) -> None:
        book = rulebook_of(store)
        other = (await book.active()).value.version if against is None else against
        changes = await book.difference(version, other)
        out.print(f"{version} against {other or AS_THEY_COME}:", highlight=False)
        for change in changes:
            _line(change.words)
            for line in change.text:
                _line(f"    {line}")
        if not changes:
            _line("no difference")

    _at(data, work)


def approve_version(data: Path, version: str, why: str) -> None:
    """Approve a checked version."""

    async def work(store: Store) -> None:
        by, book = await officer(store, *OFFICERS), rulebook_of(store)
        seen = (await book.get(version)).version
        _say(await book.approve(version, seen=seen, why=why, by=by))

    _at(data, work)


def activate_version(data: Path, version: str, why: str) -> None:
    """Let an approved version decide."""

    async def work(store: Store) -> None:
        by, book = await officer(store, *OFFICERS), rulebook_of(store)
        seen = (await book.get(version)).version
        await book.activate(version, seen=seen, why=why, by=by)
        await _say_active(book)

    _at(data, work)


def return_version(data: Path, to: str | None, why: str) -> None:
    """Return to an earlier version."""

    async def work(store: Store) -> None:
        by, book = await officer(store, *OFFICERS), rulebook_of(store)
        seen = (await book.active()).version
        await book.give_back(to=to, seen=seen, why=why, by=by)
        await _say_active(book)

    _at(data, work)


def _at[T](data: Path, work: Callable[[Store], Awaitable[T]]) -> T:
    async def opened(store: Store) -> T:
        await store.district.refresh()
        return await work(store)

    return at_store(data, opened)


def read_draft(file: Path) -> RuleDraft:
    """Read a draft from a file.

    Raises:
        BadRequest: it is none, or there is no such file.
    """
    called = f"`{file.name}` is no draft"
    try:
        return read_as(RuleDraft, file, called=called, code="invalid_value")
    except OSError as error:
        raise BadRequest(f"`{file.name}` cannot be read", code="no_file") from error


async def _say_active(book: Rulebook) -> None:
    active = (await book.active()).value
    before = f"; before: {active.before or AS_THEY_COME}" if active.version or active.before else ""
    out.print(f"Active: {active.version or AS_THEY_COME}{before}.", highlight=False)


def _say(standing: Standing) -> None:
    draft = standing.value.draft
    out.print(f"{draft.id}: {standing.state}. {draft.title}", highlight=False, markup=False)


def _say_rules(rules: RuleSet) -> None:
    for pack in rules.packs:
        _line(f"{pack.id}: {pack.title}")
        for rule in pack.rules:
            if rule.id != f"{pack.id}.baseline":
                _line(f"  {rule.id} ({rule.citation}): {rule.text}")


def _line(words: str) -> None:
    out.print(f"  {words}", highlight=False, markup=False)


def _when(one: Standing) -> str:
    return "" if one.activated is None else clock(one.activated)
