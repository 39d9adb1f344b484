"""The decision tables as case files: every cell has its case, and every case of a table its cell.

Whether the cases come out as told is `test_cases.py`'s; here, that none is missing.
"""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
import yaml

from gateway.decision.cases import read_case
from gateway.decision.consents import gather_consent
from gateway.decision.engine import Engine
from gateway.decision.packs import RuleSet
from gateway.terms.decision import Outcome
from gateway.terms.disclosure import ConsentState
from tests.decision.slips import DAY, FIFTEEN, PUPIL, SLIP, TOOL

TYPING_ROWS = (
    "under 13, nothing on file",
    "under 13, revoked",
    "under 13, expired",
    "under 13, denied",
    "under 13, nothing on file, district opens C0",
    "under 13, school authorises",
    "under 13, parent allows collection and use",
    "under 13, parent allows disclosure, too",
    "13 to 17, nothing on file",
    "13 to 17, parent's consent",
    "18 and over, nothing on file",
    "18 and over, own consent",
    "staff",
    "unknown age, student, nothing on file",
    "unknown age, student, parent's consent",
    "unknown age, staff",
)
TYPING_COLUMNS = (
    "C0",
    "C1",
    "own C2",
    "own C2, not listed",
    "own C3",
    "own C3, not listed",
    "own C3, not removable",
    "others' C2",
    "others' C3",
    "others' C2, each consents",
    "others' C3, each consents",
    "not scannable",
)
REQUIRED = (
    "id",
    "subject",
    "signer",
    "relationship",
    "signed_on",
    "method",
    "evidence",
    "records",
    "purposes",
    "recipients",
)
"""Fields of a consent without which it is defective (34 CFR 99.30(b), (d))."""
GRANTS = ("granted", "refused", "unasked")
METHODS = ("good for disclosure", "good where nothing is disclosed", "not verifiable")
CONSENT = (
    "whole",
    *(f"{name} missing" for name in REQUIRED),
    *(
        f"state {state}"
        for state in ConsentState
        if state not in (ConsentState.ACTIVE, ConsentState.DEFECTIVE)
    ),
    "signed by who holds no rights",
    "parent's, after the 18th birthday",
    "own, after the 18th birthday",
    "other recipient",
    "other purpose",
    "other records",
    "refused by who holds the rights",
    *(f"disclosure {grant}" for grant in GRANTS),
    *(f"{what} {grant}, child types" for what in ("collection", "disclosure") for grant in GRANTS),
    *(f"collection {grant}, child described" for grant in GRANTS),
    *(
        f"method {method}, {who}"
        for method in METHODS
        for who in ("child described", "older student described", "child types")
    ),
)
GROUNDS = {
    "school official": (
        "all conditions hold",
        "profile off",
        "agreement expired",
        "agreement not begun",
        "no agreement",
        "no direct control",
        "records not agreed",
        "the tool trains",
        "a student types",
        "a guardian types",
        "another's class",
        "another's class, district has another method",
        "nobody on the roster",
    ),
    "directory": (
        "listed, told and not opted out",
        "off",
        "opted out, or never told",
        "more about the person than is listed",
        "more elsewhere in the prompt",
        "a student types",
    ),
    "to the holder": (
        "a student about themself, no consent",
        "a student about themself, own consent",
        "a parent about their child, no consent",
    ),
    "pseudonymised": (
        "determination signed",
        "no basis chosen",
        "determination signed, cannot be removed",
        "determination signed, known by an incident",
        "determination signed, one of a few",
        "as school official",
        "as school official, agreement expired",
        "consent only, consent",
        "consent only, no consent",
    ),
}
"""Not here, since no rule decides on them: an emergency is a person's act outside the rules,
studies and audits have no action, and who is not authenticated never reaches a decision."""

CELLS = (
    *(f"typing / {row} / {column}" for row in TYPING_ROWS for column in TYPING_COLUMNS),
    *(f"consent / {cell}" for cell in CONSENT),
    *(f"grounds / {ground} / {cell}" for ground, cells in GROUNDS.items() for cell in cells),
)


def test_every_cell_of_the_tables_has_one_case(rule_set: RuleSet) -> None:
    told = Counter(
        case["cell"]
        for pack in rule_set.packs
        for _, text in pack.cases
        for case in yaml.safe_load(text)
        if "cell" in case
    )
    assert told == Counter(CELLS)


def test_the_floor_moves_no_cell_of_who_types(rule_set: RuleSet, engine: Engine) -> None:
    [district] = [pack for pack in rule_set.packs if pack.id == "district"]
    for told in yaml.safe_load(dict(district.cases)["table_typing.yaml"]):
        case = read_case(told)
        assert engine.decide(case.facts).outcome is case.outcome, case.name


@pytest.mark.parametrize("name", REQUIRED)
def test_a_consent_that_lacks_a_field_is_defective_and_names_it(name: str, engine: Engine) -> None:
    empty = {"relationship": None, "signed_on": None, "method": None}
    sets = ("records", "purposes", "recipients")
    value: Any = empty.get(name, frozenset() if name in sets else "")
    lacking = replace(SLIP, **{name: value})
    facts = gather_consent(
        [lacking],
        subject=replace(PUPIL, id=lacking.subject) if lacking.subject else PUPIL,
        age=FIFTEEN,
        tool=TOOL,
        purpose=next(iter(SLIP.purposes)),
        day=DAY,
    )
    if name == "subject":  # nobody's consent is no consent of this pupil's
        assert facts.state is ConsentState.NONE
        return
    assert facts.state is ConsentState.DEFECTIVE
    assert facts.missing == (name,)
    told = {"case": "x", "as": "teacher", "about": ["pupil"], "outcome": "pseudonymise"}
    case = read_case(told)
    [pupil] = case.facts.subjects
    decision = engine.decide(replace(case.facts, subjects=(replace(pupil, consent=facts),)))
    assert decision.outcome is Outcome.PSEUDONYMISE
    assert "ferpa.consent-defective" in {reason.rule for reason in decision.reasons}
