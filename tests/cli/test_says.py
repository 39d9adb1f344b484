"""What a family or a court says, recorded by one command each."""

import json
from pathlib import Path

import pytest

from gateway.cli.officer import KEY
from tests.cli.conftest import Commands
from tests.district.conftest import V11, write


@pytest.fixture
def office(run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the data folder of the small district, with a registrar's key in the environment."""
    data = tmp_path / "data"
    run.ok("init", "--data", data)
    run.ok("roster", "import", write(tmp_path / "roster", V11), "--data", data)
    made = run.ok("keys", "create", "--person", "t1", "--duty", "registrar", "--data", data)
    monkeypatch.setenv(KEY, made.split()[-1])
    return data


def test_a_consent_is_withdrawn_once(run: Commands, office: Path, tmp_path: Path) -> None:
    at = ("--data", office)
    sheet = tmp_path / "slips.csv"
    sheet.write_text("id,subject,signer\nslip-1,s1,g1\n")
    run.ok("consents", "import", sheet, "--why", "slips", *at)
    words = ("revoke", "slip-1", "--by", "g1", "--channel", "phone", "--why", "called", *at)
    assert run.ok("consents", *words) == "Consent slip-1 is withdrawn.\n"
    assert "revoked" in run.ok("consents", "list", *at)
    exported = run.ok("consents", "export", *at)
    assert ",g1,phone," in exported
    again = run("consents", *words)
    assert (again.code, "withdrawn already" in again.err) == (1, True)
    missing = run("consents", "revoke", "slip-2", *words[2:])
    assert (missing.code, "slip-2" in missing.err) == (1, True)


def test_ai_use_is_refused_and_the_refusal_lifted(run: Commands, office: Path) -> None:
    at = ("--why", "called", "--data", office)
    said = run.ok("consents", "refuse", "s1", "--by", "g1", *at)
    assert said == "AI use is refused for s1.\n"
    assert run.ok("consents", "refusals", "--data", office) == "s1: refused by g1\n"
    assert run("consents", "refuse", "s1", "--by", "g1", *at).code == 1
    assert "no student" in run("consents", "refuse", "nobody", "--by", "g1", *at).err
    assert run.ok("consents", "unrefuse", "s1", *at) == "The refusal of s1 is taken back.\n"
    assert "No refusals" in run.ok("consents", "refusals", "--data", office)


def test_an_order_is_recorded_and_one_that_bars_nobody_is_not(
    run: Commands, office: Path, tmp_path: Path
) -> None:
    at = ("--why", "order of 2 March", "--data", office)
    order = {"student": "s1", "restricted": ["g1"], "decided_by": "t1", "document": "a" * 64}
    file = tmp_path / "order.json"
    file.write_text(json.dumps(order))
    told = run.ok("consents", "rights", file, *at)
    assert told == "The rights of s1 are recorded: family, barred: g1.\n"
    file.write_text(json.dumps(order | {"restricted": ["g11"]}))
    assert "g11" in run("consents", "rights", file, *at).err
    file.write_text(json.dumps(order | {"standing": "fostered"}))
    assert "`standing`" in run("consents", "rights", file, *at).err
