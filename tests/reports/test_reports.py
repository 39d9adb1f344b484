"""What each report says, of a log of which every record is known."""

import secrets
from dataclasses import replace
from hashlib import sha256
from typing import Any

import orjson
import pytest
from pypdf import PdfReader
from sqlalchemy import Connection

from gateway.decision.packs import load_rule_set
from gateway.district import edits
from gateway.district.choices import SETTINGS
from gateway.district.emergencies import EMERGENCIES
from gateway.district.merges import MERGES
from gateway.district.permissions import CONSENTS
from gateway.district.shelves import TOOLS
from gateway.errors import BadRequest
from gateway.oversight.rows import Kept
from gateway.store.contents import SealedPart, put_content
from gateway.terms.contents import Content, ContentPart
from gateway.terms.disclosure import Consent, DistrictChoices, Tool
from gateway.terms.emergencies import Emergency
from gateway.terms.people import PersonMerge
from gateway.terms.record import RecordKind
from tests.reports.conftest import AUDIT, MADE, PEPA, Made, Office, about, stood_in

pytestmark = pytest.mark.anyio

TOOL = Tool(
    id="chat",
    model="chat",
    provider="Example AI",
    base_url="https://ai.example/v1",
    agreement="agreement-1",
    subcontractors=frozenset({"Cloud Ltd", "Disk Inc"}),
)


async def log_ids(office: Office) -> dict[str, str]:
    people = await office.library.district.people(["t1", "s1", "s2", "s3"])
    return {name: one.log_id for name, one in people.items()}


def pages(made: Made, name: str) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(made.folder / name).pages)


async def test_a_disclosure_record_tells_disclosed_pseudonymised_and_requested_apart(
    office: Office,
) -> None:
    ids = await log_ids(office)
    await office.rooms.town.run(lambda db: edits.put_tools(db, [TOOL]))
    await office.library.district.refresh()
    recorded = about(ids["s1"], basis="school_coppa", consent="")
    await office.prompt(recorded, principal=ids["t1"], ferpa_99_32_mandatory=True)
    await office.prompt(stood_in(ids["s1"]), outcome="pseudonymise", ended="timed_out")
    await office.refused(about(ids["s1"], disclosed=False))
    await office.prompt(about(ids["s2"]))
    rows = (await office.made("disclosures", student="s1")).rows("disclosures")
    assert [row["what"] for row in rows] == ["disclosed", "pseudonymised", "requested"]
    assert [row["mandatory"] for row in rows] == [True, False, False]
    assert [row["ended"] for row in rows] == ["complete", "timed_out", ""]
    assert rows[0]["by_name"] == "Ruth Vance"
    assert rows[0]["further_parties"] == ["Cloud Ltd", "Disk Inc"]
    assert rows[2]["sent"] == ""


async def test_further_parties_are_those_of_the_time_and_have_the_same_interest(
    office: Office,
) -> None:
    maya = (await log_ids(office))["s1"]
    shelf = office.rooms.office
    await shelf.put(TOOLS, TOOL, seen=None, why="approved", by=PEPA)
    fewer = replace(TOOL, subcontractors=frozenset({"Disk Inc"}))
    await shelf.put(TOOLS, fewer, seen=1, why="Cloud Ltd is out", by=PEPA)
    for edit in reversed(await shelf.history(kind="tool")):
        office.pens.clock.now = edit.at
        await office.prompt(about(maya))
    await office.prompt(about(maya), tool="unheard-of")
    rows = (await office.made("disclosures", student="s1")).rows("disclosures")
    assert [(row["further_parties"], row["further_interest"]) for row in rows] == [
        (["Cloud Ltd", "Disk Inc"], "feedback"),
        (["Disk Inc"], "feedback"),
        ([], ""),
    ]


async def test_a_disclosure_in_an_emergency_comes_with_its_threat(office: Office) -> None:
    ids = await log_ids(office)
    one = Emergency(
        id="em-1",
        declared_by=PEPA.log_id,
        typists=frozenset({"t1"}),
        about=frozenset({"s1"}),
        begins=0,
        ends=2**45,
    )
    threat = "Jordan saw her on the bridge, and nobody can reach her."
    await office.rooms.office.put(EMERGENCIES, one, seen=None, why=threat, by=PEPA, step="declared")
    broken = about(ids["s1"], basis="emergency", consent="")
    await office.prompt(broken, about(ids["s2"]), emergency="em-1", ferpa_99_32_mandatory=True)
    made = await office.made("disclosures", student="s1")
    [row] = made.rows("disclosures")
    assert (row["emergency"], row["threat"], row["mandatory"]) == ("em-1", threat, True)
    assert "on the bridge" in pages(made, "disclosures.pdf")
    [other] = (await office.made("disclosures", student="s2")).rows("disclosures")
    assert (other["emergency"], other["threat"], other["mandatory"]) == ("", None, False)
    # A parent is told that there is one, not in words that may be about another pupil.
    packet = await office.made("packet", student="s1")
    assert "em-1" in packet.text()
    assert "ask the office" in pages(packet, "packet.pdf")
    assert "Jordan" not in packet.text() + pages(packet, "packet.pdf")


async def test_a_packet_tells_what_the_student_asked_but_no_cry_for_help(office: Office) -> None:
    ids = await log_ids(office)
    own: dict[str, Any] = {"principal": ids["s1"], "role": "student", "age_band": "under_13"}
    await office.prompt(**own, content="none")
    await office.prompt(about(ids["s2"]), **own)
    await office.refused(**own)
    await office.refused(**own | {"outcome": "safety", "code": "safety_signal"})
    await office.prompt(principal=ids["s2"], role="student")
    made = await office.made("packet", student="s1")
    rows = made.rows("asked")
    assert [(row["outcome"], row["ended"]) for row in rows] == [
        ("forward", "complete"),
        ("forward", "complete"),
        ("refuse", ""),
    ]
    assert made.rows("disclosures") == []
    assert ids["s2"] not in made.text()
    assert "What your child asked" in pages(made, "packet.pdf")


async def test_a_packet_tells_of_which_exchanges_words_are_kept(office: Office) -> None:
    ids = await log_ids(office)
    kept = [
        Content(id="c1", at=MADE, principal=ids["s1"], tool="chat", people=frozenset({ids["s1"]})),
        Content(
            id="c2",
            at=MADE,
            principal=ids["t1"],
            tool="chat",
            people=frozenset({ids["t1"], ids["s1"], ids["s2"]}),
        ),
        Content(id="c3", at=MADE, principal=ids["s2"], tool="chat", people=frozenset({ids["s2"]})),
    ]

    def unit(db: Connection) -> None:
        for one in kept:
            part = SealedPart(part=ContentPart.TYPED, cut=False, sealed=b"x")
            put_content(
                db, office.rooms.town.fields, one, b"k" * 32, [part], rng=secrets.token_bytes
            )

    await office.rooms.town.run(unit)
    made = await office.made("packet", student="s1")
    rows = made.rows("kept")
    assert [(row["record"], row["parts"], row["others"]) for row in rows] == [
        ("c1", ["typed"], False),
        ("c2", ["typed"], True),
    ]
    assert "two people of the school open them" in pages(made, "packet.pdf").replace("\n", " ")


async def test_names_are_for_those_entitled_alone(office: Office) -> None:
    ids = await log_ids(office)
    await office.prompt(about(ids["s1"]), principal=ids["t1"])
    theirs = await office.made("disclosures", AUDIT, student="s1", proofs=True)
    assert theirs.rows("disclosures")[0]["by_name"] is None
    told = theirs.text() + pages(theirs, "disclosures.pdf")
    assert not [name for name in ("Ruth", "Vance", "Maya", "Ortiz") if name in told]


async def test_a_period_is_of_local_days_both_inclusive(office: Office) -> None:
    maya = (await log_ids(office))["s1"]
    office.pens.clock.now = 1_772_427_599_000  # 1 March 2026, a second before midnight in New York
    await office.prompt(about(maya))
    office.pens.clock.now += 1000
    await office.prompt(about(maya))
    for since, until, count in (
        ("2026-03-01", "2026-03-01", 1),
        ("2026-03-02", None, 1),
        (None, "2026-03-02", 2),
    ):
        made = await office.made("disclosures", student="s1", since=since, until=until)
        assert len(made.rows("disclosures")) == count


async def test_a_parent_packet_leaves_every_other_pupil_out(office: Office) -> None:
    ids = await log_ids(office)
    await office.prompt(about(ids["s1"]), about(ids["s2"]), principal=ids["s3"], role="student")
    await office.prompt(about(ids["s1"]), principal=ids["t1"])
    await office.prompt(about(ids["s1"]), principal=ids["s1"], role="student")
    made = await office.made("packet", student="s1")
    rows = made.rows("disclosures")
    assert [row["by_role"] for row in rows] == ["another pupil", "teacher", "student"]
    assert [row["by_name"] for row in rows] == [None, "Ruth Vance", "Maya Ortiz"]
    told = made.text() + pages(made, "packet.pdf")
    for other in ("s2", "s3"):
        assert ids[other] not in told
    for name in ("Jordan Lee", "Ann Wu", "Jordan"):  # "Wu" may stand in any base64 by chance
        assert name not in told


async def test_public_records_lead_to_nobody(office: Office) -> None:
    ids = await log_ids(office)
    asked = await office.prompt(about(ids["s1"]), principal=ids["t1"], conversation="talk-1")
    await office.refused(outcome="safety", code="safety_signal", principal=ids["s1"])
    made = await office.made("public-records", AUDIT)
    [row] = made.rows("decisions")
    # A record's id says to the millisecond when it was made.
    assert asked.id not in made.text()
    assert row.pop("reference") == sha256(asked.id.encode()).hexdigest()  # may hold any hint
    for field in ("class=c1", f"principal={ids['t1']}", "time>=2026-03-02T09:00"):
        with pytest.raises(BadRequest, match="what the public gets"):
            await office.made("public-records", AUDIT, where=[field])
    assert row["outcome"] == "forward"
    assert len(row["day"]) == len("2026-03-02")
    told = made.text()
    for hint in (*ids.values(), "school1", "c1", "talk-1", "safety"):
        assert hint not in orjson.dumps(row).decode()
    assert not [one for one in ids.values() if one in told]


async def test_the_consent_ledger_names_the_records_of_each_change(office: Office) -> None:
    consent = Consent(id="consent-1", subject="s1", signer="g1")
    desk = office.rooms.office
    kept = await desk.put(CONSENTS, consent, seen=None, why="came in", by=PEPA)
    await desk.put(
        CONSENTS, replace(consent, evidence="paper"), seen=kept.version, why="mended", by=PEPA
    )
    other = replace(consent, id="consent-2", subject="s2")
    await desk.put_many(CONSENTS, [other], why="a pile", by=PEPA)
    await office.library.district.refresh()
    made = await office.made("consents", proofs=True)
    first, second = made.rows("consents")
    assert (first["state"], first["subject_name"]) == ("defective", "Maya Ortiz")
    assert "signed_on" in first["missing"]
    assert (len(first["history"]), len(second["history"])) == (2, 1)
    assert made.checked()[0] == 0
    only = await office.made("consents", AUDIT, student="s2")
    [row] = only.rows("consents")
    assert (row["id"], row["subject_name"]) == ("consent-2", None)


async def test_the_rule_history_tells_old_new_and_why_and_replays(office: Office) -> None:
    choices: Kept[DistrictChoices] = await office.rooms.office.get(SETTINGS, "district")
    await office.rooms.office.put(
        SETTINGS,
        replace(choices.value, coppa_age=14),
        seen=choices.version,
        why="the board said so",
        by=PEPA,
    )
    made = await office.made("rules", replay="shipped", since="2020-01-01", proofs=True)
    [row] = made.rows("changes")
    assert (row["event"], row["why"]) == ("choices_changed", "the board said so")
    assert orjson.loads(row["old"])["coppa_age"] == 13
    assert orjson.loads(row["new"])["coppa_age"] == 14
    assert made.rows("replay")[0]["value"] == "decisions"
    assert made.checked()[0] == 0
    assert load_rule_set().sha256


async def test_the_tool_register_comes_with_the_states_lists_and_its_history(
    office: Office,
) -> None:
    await office.rooms.office.put(TOOLS, TOOL, seen=None, why="bought", by=PEPA)
    made = await office.made("tools")
    [row] = made.rows("register")
    assert (row["id"], row["agreement_state"]) == ("chat", "active")
    assert row["subcontractors"] == ["Cloud Ltd", "Disk Inc"]
    assert made.rows("soppa")[0]["operator"] == "Example AI"
    assert made.rows("ny-2d")[0]["contractor"] == "Example AI"
    assert made.rows("changes")[0]["event"] == "tool_created"


async def test_a_determination_lists_detectors_figures_and_a_sample_anybody_can_draw(
    office: Office,
) -> None:
    maya = (await log_ids(office))["s1"]
    for number in range(20):
        await office.prompt(
            stood_in(maya),
            outcome="pseudonymise",
            released_pseudonymised=True,
            detector=f"7/{number % 2}",
        )
    await office.prompt(about(maya))
    figures = {"PERSON": {"marked": 200, "recall": 0.95, "covered": 0.985, "precision": 0.9}}
    said = orjson.dumps({"gateway": {"labels": figures}}).decode()
    made = await office.made("determination", figures=said, sample=5, seed="march")
    detectors = made.rows("detectors")
    assert [(one["recogniser"], one["releases"], one["spans"]) for one in detectors] == [
        ("", 10, 20),
        ("roster", 10, 20),
    ] * 2
    assert made.rows("measured")[0]["covered"] == 0.985
    sample = made.rows("sample")
    again = await office.made("determination", sample=5, seed="march")
    other = await office.made("determination", sample=5, seed="april")
    assert again.rows("sample") == sample
    assert len(sample) == 5
    assert other.rows("sample") != sample
    text = pages(made, "determination.pdf")
    assert "98.5 %" in text
    assert "Signature" in text
    assert "Nothing was measured" in pages(again, "determination.pdf")


async def test_refusals_and_break_glass_leave_children_in_danger_out(office: Office) -> None:
    ids = await log_ids(office)
    await office.refused(about(ids["s1"], disclosed=False), code="refused")
    await office.refused(outcome="hold", code="held")
    await office.refused(outcome="safety", code="safety_signal", principal=ids["s1"])
    await office.prompt(about(ids["s1"], basis="emergency", consent=""), about(ids["s2"]))
    made = await office.made("refusals")
    assert [row["outcome"] for row in made.rows("refusals")] == ["refuse", "hold"]
    [glass] = made.rows("break-glass")
    assert glass["subjects"] == [ids["s1"]]


async def test_access_hides_small_numbers_and_shows_the_total(office: Office) -> None:
    for number in range(12):
        await office.prompt(principal=f"p{number}", role="student", grade="04")
    for number in range(11):
        await office.refused(principal=f"q{number}", role="student", grade="05")
    for number in range(3):
        await office.prompt(principal=f"r{number}", role="teacher")
    rows = (await office.made("access")).rows("access")
    by = {(row["grade"], row["role"]): row for row in rows}
    assert by["", "teacher"]["people"] is None
    assert by["", "teacher"]["forward"] is None
    hidden = [key for key, row in by.items() if row["forward"] is None]
    assert len(hidden) >= 2
    total = by["total", "total"]
    assert (total["people"], total["prompts"]) == (26, 26)


async def test_certificates_tell_what_was_destroyed(office: Office) -> None:
    await office.write(RecordKind.EVENT, event="person_forgotten", who="log-pepa")
    await office.write(
        RecordKind.EVENT,
        event="log_purge",
        counts={"refusals": 3},
        lifetimes={"refusals": 365},
        purged_stream="s",
        purged_first=4,
        purged_last=9,
        purged_entries=3,
        purged_sha256="ab" * 32,
    )
    made = await office.made("certificates")
    assert made.rows("policy") == []
    [forgotten, purged] = made.rows("certificates")
    assert (forgotten["event"], forgotten["who"]) == ("person_forgotten", "log-pepa")
    assert (purged["stream"], purged["first"], purged["last"]) == ("s", 4, 9)
    assert (purged["counts"], purged["lifetimes"]) == (
        ["entries 3", "refusals 3"],
        ["refusals 365"],
    )
    assert "I certify" in pages(made, "certificates.pdf")


async def test_the_oversight_ledger_tells_what_waited_and_who_acted(office: Office) -> None:
    held = await office.refused(outcome="hold", code="held")
    await office.write(RecordKind.EVENT, event="held_prompt_read", who="log-pepa", what=held.id)
    made = await office.made("oversight", proofs=True)
    assert made.rows("held")[0]["record"] == held.id
    assert made.rows("acts")[0]["what"] == held.id
    assert made.rows("acts")[0]["became"] == ""
    assert made.checked()[0] == 0


async def test_a_pilot_is_told_by_part_and_hides_small_numbers_in_each(office: Office) -> None:
    await office.rooms.office.put(TOOLS, TOOL, seen=None, why="a pilot", by=PEPA)
    for number in range(15):
        await office.prompt(principal=f"p{number}", role="teacher")
    for number in range(4):
        await office.refused(principal=f"q{number}", role="counsellor")
    await office.prompt(tool="another", model="another")
    made = await office.made("pilot", tool="chat")
    rows = made.rows("pilot")
    by: dict[tuple[str, str], dict[str, Any]] = {(row["part"], row["value"]): row for row in rows}
    assert by["role", "counsellor"]["prompts"] is None
    totals = [row for row in rows if row["value"] == "total"]
    assert len({tuple(row[name] for name in ("prompts", "refuse", "hold")) for row in totals}) == 1
    assert "Pilot of chat" in pages(made, "pilot.pdf")


async def test_the_record_of_a_merged_student_holds_what_stands_under_either_log_id(
    office: Office,
) -> None:
    ids = await log_ids(office)
    await office.prompt(about(ids["s1"]))
    await office.prompt(stood_in(ids["s2"]), outcome="pseudonymise")
    both = await office.prompt(stood_in(ids["s1"]), about(ids["s2"]), principal=ids["s2"])
    await office.prompt(about(ids["s3"]))
    merge = PersonMerge(id="m", kept="s1", duplicate="s2")
    await office.rooms.office.put(MERGES, merge, seen=None, why="came twice", by=PEPA)
    for named in ("s1", "s2"):
        rows = (await office.made("disclosures", student=named)).rows("disclosures")
        assert [row["what"] for row in rows] == ["disclosed", "pseudonymised", "disclosed"]
        assert rows[2]["record"] == both.id
        packet = (await office.made("packet", student=named)).rows("disclosures")
        assert [row["record"] for row in packet] == [row["record"] for row in rows]
    exposed = await office.made("exposed", where=[f"subject={ids['s1']}"])
    rows = exposed.rows("exposed")
    assert [(row["name"], row["subject"]) for row in rows] == [("Maya Ortiz", ids["s1"])]
    assert [rows[0][name] for name in ("disclosed", "pseudonymised")] == [2, 1]
    assert len(rows[0]["records"]) == 3
    await office.rooms.office.remove(MERGES, "m", seen=1, why="they are two", by=PEPA)
    rows = (await office.made("disclosures", student="s2")).rows("disclosures")
    assert [row["what"] for row in rows] == ["pseudonymised", "disclosed"]
