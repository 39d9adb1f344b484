"""The ledger of opt-outs: what cannot be one, and that a change shows at once."""

from dataclasses import replace
from datetime import date

import pytest

from gateway.district.opt_outs import OPT_OUTS
from gateway.errors import BadRequest
from gateway.terms.directory_information import DirectoryOptOut
from gateway.terms.disclosure import Signer
from tests.district.conftest import Town

pytestmark = pytest.mark.anyio

NO = DirectoryOptOut(
    id="o1",
    student="s1",
    by="g1",
    relationship=Signer.PARENT,
    given_on=date(2026, 2, 9),
    evidence="form 4",
)


async def test_it_shows_at_once_and_until_it_is_rescinded(peopled: Town) -> None:
    district = peopled.district()
    await district.refresh()
    assert await district.opt_outs(["s1", "s2"]) == {"s1": (), "s2": ()}
    await peopled.run(lambda db: OPT_OUTS.put(db, NO, 1))
    await district.refresh()
    assert await district.opt_outs(["s1", "s2"]) == {"s1": (NO,), "s2": ()}
    remove = OPT_OUTS.remove
    assert remove is not None
    await peopled.run(lambda db: remove(db, NO.id))
    await district.refresh()
    assert await district.opt_outs(["s1"]) == {"s1": ()}


@pytest.mark.parametrize(
    ("opt_out", "param"),
    [
        (replace(NO, student="t1"), "student"),
        (replace(NO, by=" "), "by"),
        (replace(NO, evidence=""), "evidence"),
        (replace(NO, document="scan"), "document"),
        (replace(NO, until=date(2026, 2, 8)), "until"),
        (replace(NO, id="O 1"), "id"),
        (replace(NO, student="s2"), "id"),
    ],
    ids=["no student", "nobody", "no evidence", "no hash", "backwards", "no id", "another's"],
)
async def test_one_that_cannot_be_is_refused(
    peopled: Town, opt_out: DirectoryOptOut, param: str
) -> None:
    await peopled.run(lambda db: OPT_OUTS.put(db, NO, 1))
    with pytest.raises(BadRequest) as refused:
        await peopled.reader.read(lambda db: OPT_OUTS.check(db, opt_out))
    assert refused.value.param == param
