"""`crossing-guard backtest`: what a version of the rules would have decided lately."""

import re
from datetime import UTC, datetime
from pathlib import Path

import orjson
import typer
from rich.progress import Progress

from gateway.app.store import Store, now_ms
from gateway.cli.at_store import at_store
from gateway.cli.district import with_settings
from gateway.cli.officer import rulebook_of
from gateway.cli.root import clock, out
from gateway.cli.rules import read_draft
from gateway.decision.backtest import OtherChoices, Tally
from gateway.decision.drafts import build
from gateway.decision.packs import RuleSet
from gateway.errors import BadRequest
from gateway.jobs.backtest import as_json, back_test, check_choices
from gateway.terms.times import DAY_MS, HOUR_MS

_SPAN = re.compile(r"(\d{1,4})([dh])")
_MS = {"d": DAY_MS, "h": HOUR_MS}
SHOWN = 20
"""Decisions that would change, shown one by one; `--json` gives more."""
_HEADS = {
    "outcome": "by outcome",
    "rule_now": "by rule that would speak",
    "rule_before": "by rule that spoke then",
    "role": "by role",
    "school": "by school",
    "tool": "by tool",
}


def try_rules(
    data: Path, rules: str | None, since: str, settings: list[str], *, json: bool
) -> None:
    """Try a version, or a draft in a file, and print what would change."""
    began = _since(since)

    async def work(store: Store) -> Tally:
        await store.district.refresh()
        wanted, now = await _wanted(store, rules), store.district.choices
        choices = OtherChoices(
            now=now, wanted=with_settings(now, settings), day=store.district.today()
        )
        await check_choices(store.reader, choices)
        with Progress(console=out, transient=True, disable=json) as progress:
            task = progress.add_task("trying", total=None)
            return await back_test(
                store.reader,
                wanted,
                since=began,
                choices=choices,
                told=lambda done, total: progress.update(task, completed=done, total=total),
            )

    tally = at_store(data, work)
    if json:
        typer.echo(orjson.dumps(as_json(tally)).decode())
        return
    _say(tally)


async def _wanted(store: Store, rules: str | None) -> RuleSet:
    book = rulebook_of(store)
    if rules is None:
        return await book.rules((await book.active()).value.version)
    file = Path(rules)
    if file.suffix != ".json":
        return await book.rules(rules)
    built, faults = build(read_draft(file))
    if built is None:
        raise BadRequest("; ".join(str(fault) for fault in faults), code="rules_broken")
    return built


def _since(text: str) -> int:
    """Return when a span before now began, or a day, in milliseconds since 1970."""
    if span := _SPAN.fullmatch(text):
        return now_ms() - int(span[1]) * _MS[span[2]]
    try:
        return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)
    except ValueError as error:
        raise BadRequest(
            "`--since` is a span such as `30d` or `12h`, or a day such as `2026-03-01`",
            code="bad_since",
        ) from error


def _say(tally: Tally) -> None:
    _line(
        f"{tally.decisions} decisions: {tally.same} the same, {tally.changed} would change, "
        f"{tally.undecidable} undecidable."
    )
    if tally.unreadable:
        _line(f"{tally.unreadable} records cannot be read by this version of the gateway.")
    for fact, count in tally.unrecorded.most_common():
        _line(f"  undecidable: `{fact}` was not recorded then: {count}")
    for name, head in _HEADS.items():
        for what, count in tally.by[name].most_common():
            _line(f"  {head}: {what}: {count}")
    for one in tally.turned[:SHOWN]:
        _line(
            f"  {one.record} ({clock(one.time)}, {one.role}, {one.tool}): {one.was} "
            f"[{', '.join(one.rules_before)}] -> {one.would_be} [{', '.join(one.rules_now)}]"
        )
    if tally.changed > SHOWN:
        _line(f"  and {tally.changed - SHOWN} more")


def _line(words: str) -> None:
    out.print(words, highlight=False, markup=False)
