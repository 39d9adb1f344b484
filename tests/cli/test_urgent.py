"""`hand-overs` and `emergencies`: what the safety team and officials do at a terminal."""

import asyncio
from pathlib import Path

import pytest

from gateway.app.desks import office_of, safety_of
from gateway.app.outside import outbox_of
from gateway.app.store import open_store
from gateway.cli.officer import KEY
from gateway.settings import load
from gateway.steps.safety_desk import Alert
from gateway.telemetry import Metrics
from tests.cli.conftest import Commands, staff

RECORD = "01HF7YAT00" + "0" * 16
WORDS = "i do not want to be here any more"


def a_pupil(run: Commands, data: Path) -> str:
    """Return the roster id of a pupil."""
    store = load(data)

    async def find() -> str:
        async with open_store(store) as opened:
            people, _ = await opened.district.everybody()
            return next(one.id for one in people if one.kind.value == "student")

    return asyncio.run(find())


def raise_alert(data: Path, pupil: str) -> None:
    """Hand an alert over as a serving process does."""

    async def work() -> None:
        async with open_store(load(data)) as store:
            await store.district.refresh()
            team = safety_of(store, office_of(store), outbox_of(store), Metrics())
            await team.alert(
                Alert(
                    record=RECORD, principal="log-id", person=pupil, schools=("s",), words=(WORDS,)
                )
            )

    asyncio.run(work())


def test_an_alert_is_read_and_taken_by_who_is_named_for_it(
    run: Commands, data: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    named, other = staff(data)
    run.ok("settings", "set", f'safety_team=["{named}"]', "--why", "the counsellor", "--data", data)
    assert "Nothing was handed over." in run.ok("hand-overs", "list", "--data", data)
    raise_alert(data, a_pupil(run, data))
    assert f"{RECORD} open since" in run.ok("hand-overs", "list", "--data", data)
    assert WORDS in run.ok("hand-overs", "show", RECORD, "--data", data)
    why = ("--why", "I am with her", "--data", data)
    assert "is yours" in run.ok("hand-overs", "acknowledge", RECORD, *why)
    assert run("hand-overs", "acknowledge", RECORD, *why).code == 1
    assert "has it" in run.ok("hand-overs", "list", "--state", "acknowledged", "--data", data)
    # A duty opens nothing here: an admin who is not named is refused.
    said = run.ok("keys", "create", "--person", other, "--duty", "admin", "--data", data)
    monkeypatch.setenv(KEY, said.splitlines()[-1])
    refused = run("hand-overs", "show", RECORD, "--data", data)
    assert refused.code == 1
    assert WORDS not in refused.out + refused.err


def test_an_emergency_is_declared_in_words_and_ended(run: Commands, data: Path, key: str) -> None:
    assert key
    typist, _ = staff(data)
    who = ("--about", a_pupil(run, data), "--typist", typist, "--minutes", "30", "--data", data)
    assert run("emergencies", "declare", "--threat", "danger", *who).code == 1
    assert "No emergency" in run.ok("emergencies", "list", "--data", data)
    threat = "She has swallowed something and cannot tell us what it was."
    said = run.ok("emergencies", "declare", "--threat", threat, *who)
    row = said.split()[1]
    assert f"{row} until" in run.ok("emergencies", "list", "--data", data)
    run.ok("emergencies", "end", row, "--why", "the ambulance took her", "--data", data)
    assert f"{row} over since" in run.ok("emergencies", "list", "--data", data)
    assert run("emergencies", "end", row, "--why", "again", "--data", data).code == 1
