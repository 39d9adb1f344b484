import dataclasses
from datetime import UTC, date, datetime
from functools import partial

import pytest
from sqlalchemy import Connection

from gateway.district.permissions import CONSENTS, REFUSALS, RIGHTS_HELD, school_year_end
from gateway.errors import BadRequest
from gateway.terms.disclosure import Consent, Grant
from gateway.terms.rights import Refusal, Rights, Standing
from tests.district.conftest import Town

pytestmark = pytest.mark.anyio

SLIP = Consent(id="k1", subject="s1", signed_on=date(2026, 3, 1))
FOUND = Rights(
    student="s1",
    standing=Standing.FOSTER_PARENT,
    acting=frozenset({"f1"}),
    document="a" * 64,
    decided_by="t1",
)


def _completed(consent: Consent, db: Connection) -> Consent:
    return CONSENTS.completed(db, consent)


def _removed(db: Connection, student: str) -> None:
    for remove in (RIGHTS_HELD.remove, REFUSALS.remove):
        assert remove is not None
        remove(db, student)


@pytest.mark.parametrize(
    ("ends", "day", "last"),
    [
        ("06-30", date(2026, 6, 30), date(2026, 6, 30)),
        ("06-30", date(2026, 7, 1), date(2027, 6, 30)),
        ("", date(2026, 7, 1), None),
        ("06-31", date(2026, 7, 1), None),
    ],
    ids=["its last day", "the day after", "no end named", "no such day"],
)
def test_a_school_year_ends_on_a_day(ends: str, day: date, last: date | None) -> None:
    assert school_year_end(ends, day) == last


async def test_a_consent_without_an_end_ends_with_the_school_year(town: Town) -> None:
    for consent, ends in (
        (SLIP, date(2026, 6, 30)),
        (dataclasses.replace(SLIP, effective_from=date(2026, 8, 1)), date(2027, 6, 30)),
        (dataclasses.replace(SLIP, expires_on=date(2026, 4, 1)), date(2026, 4, 1)),
        (Consent(id="k1", subject="s1"), None),
        (dataclasses.replace(SLIP, collect_use=Grant.REFUSED), None),  # a no has no end
    ):
        kept = await town.reader.quick(partial(_completed, consent))
        assert kept.expires_on == ends


@pytest.mark.parametrize(
    ("change", "param"),
    [
        pytest.param({"id": "K 1"}, "id", id="an id with a blank"),
        pytest.param({"subject": "nobody"}, "subject", id="nobody's"),
        pytest.param({"subject": "t1"}, "subject", id="a teacher's"),
        pytest.param({"ai_training": Grant.GRANTED}, "ai_training", id="training"),
        pytest.param({"document": "form.pdf"}, "document", id="a document by name"),
        pytest.param({"form_sha256": "0"}, "form_sha256", id="no hash"),
        pytest.param({"expires_on": date(2026, 2, 1)}, "expires_on", id="ends first"),
        pytest.param(
            {"revoked_at": datetime(2026, 3, 2, tzinfo=UTC)}, "revocation_channel", id="how"
        ),
        pytest.param({"supersedes": "k1"}, "supersedes", id="its own place"),
        pytest.param({"signer": "a\x00b"}, "signer", id="a control character"),
        pytest.param({"evidence": "x" * 1001}, "evidence", id="too long"),
    ],
)
async def test_what_can_never_be_a_consent_is_refused(
    peopled: Town, change: dict[str, object], param: str
) -> None:
    consent = dataclasses.replace(SLIP, **change)  # type: ignore[arg-type]
    with pytest.raises(BadRequest) as caught:
        await peopled.reader.quick(lambda db: CONSENTS.check(db, consent))
    assert caught.value.param == param


async def test_an_id_stays_with_its_student(peopled: Town) -> None:
    await peopled.run(lambda db: CONSENTS.put(db, SLIP, 1))
    other = dataclasses.replace(SLIP, subject="s2")
    with pytest.raises(BadRequest) as caught:
        await peopled.reader.quick(lambda db: CONSENTS.check(db, other))
    assert caught.value.param == "id"


@pytest.mark.parametrize(
    ("change", "param"),
    [
        pytest.param({"document": ""}, "document", id="nothing shows it"),
        pytest.param({"decided_by": " "}, "decided_by", id="nobody decided"),
        pytest.param({"acting": frozenset()}, "acting", id="nobody acts"),
        pytest.param({"standing": Standing.EMANCIPATED}, "acting", id="who acts for an adult"),
        pytest.param({"restricted": frozenset({"f1"})}, "acting", id="both at once"),
        pytest.param({"student": "g1"}, "student", id="a guardian's"),
        pytest.param({"restricted": frozenset({"g1", "g11"})}, "restricted", id="bars nobody"),
        pytest.param({"restricted": frozenset({"t1"})}, "restricted", id="bars no guardian"),
        pytest.param(
            {"since": date(2026, 2, 2), "until": date(2026, 2, 1)}, "until", id="ends first"
        ),
    ],
)
async def test_rights_that_nothing_shows_are_refused(
    peopled: Town, change: dict[str, object], param: str
) -> None:
    rights = dataclasses.replace(FOUND, **change)  # type: ignore[arg-type]
    with pytest.raises(BadRequest) as caught:
        await peopled.reader.quick(lambda db: RIGHTS_HELD.check(db, rights))
    assert caught.value.param == param


async def test_rights_and_refusals_show_with_the_next_request_and_go_again(peopled: Town) -> None:
    district = peopled.district()
    refusal = Refusal(subject="s1", by="g1")
    await peopled.reader.quick(lambda db: RIGHTS_HELD.check(db, FOUND))
    await district.refresh()
    assert await district.rights(["s1", "s2"]) == {}
    await peopled.run(lambda db: RIGHTS_HELD.put(db, FOUND, 1))
    await peopled.run(lambda db: REFUSALS.put(db, refusal, 1))
    await district.refresh()
    assert await district.rights(["s1", "s2"]) == {"s1": FOUND}
    assert await district.refused(["s1", "s2"]) == {"s1"}
    read = await peopled.reader.quick(
        lambda db: (RIGHTS_HELD.listed(db, "", 9), REFUSALS.listed(db, "", 9))
    )
    assert read == ([FOUND], [refusal])
    await peopled.run(lambda db: _removed(db, "s1"))
    await district.refresh()
    assert await district.rights(["s1"]) == {}
    assert await district.refused(["s1"]) == frozenset()
