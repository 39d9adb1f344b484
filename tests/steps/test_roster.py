from typing import Any, cast

import pytest

from gateway.errors import GatewayError, Unusable
from gateway.steps.roster import RosterKeeper
from tests.audit.fakes import until

pytestmark = pytest.mark.anyio


class LostDistrict:
    """A district with a newer roster that cannot be read."""

    lists_revision = (2,)

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def everybody(self) -> tuple[list[Any], list[Any]]:
        raise self._error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(Unusable("no database"), Unusable.code, id="foreseen"),
        pytest.param(RuntimeError("hidden"), GatewayError.code, id="as nobody foresaw"),
    ],
)
async def test_a_roster_that_cannot_be_renewed_is_told_and_the_last_one_serves_on(
    error: Exception, code: str
) -> None:
    keeper = RosterKeeper(cast(Any, LostDistrict(error)), cast(Any, None))
    try:
        keeper.follow()
        await until(lambda: bool(keeper.failed))

        assert keeper.failed == code
    finally:
        await keeper.close()
