"""What is done again and again goes on, whatever one of the works does."""

import asyncio

import pytest

from gateway.errors import Unusable
from gateway.jobs.rounds import rounds


@pytest.mark.parametrize(
    "error", [Unusable("no database", code="store_unavailable"), KeyError("a slip")], ids=repr
)
def test_a_work_that_fails_is_tried_again_and_the_others_go_on(error: Exception) -> None:
    done: list[str] = []

    async def failing() -> None:
        done.append("failing")
        raise error

    async def going() -> None:
        done.append("going")
        if len(done) >= 6:
            raise asyncio.CancelledError

    async def work() -> None:
        with pytest.raises(asyncio.CancelledError):
            await rounds({"failing": failing, "going": going}, every=0)

    asyncio.run(work())
    assert done == ["failing", "going"] * 3
