"""Checkpoints become objects of a store, signed as the store asks, or the reason is told."""

from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from gateway.audit.places.bucket import Bucket
from gateway.audit.places.place import Undelivered
from gateway.audit.places.sigv4 import Account
from gateway.errors import Unusable
from tests.audit.places.store import SECRETS, ObjectStore
from tests.audit.places.test_appended import checkpoint

pytestmark = pytest.mark.anyio
ACCOUNT = Account(key="writer", secret=SECRETS["writer"], region="us-east-1")


def bucket(address: str, account: Account = ACCOUNT) -> Bucket:
    return Bucket(
        address,
        account,
        every=1,
        now=lambda: datetime(2026, 11, 28, tzinfo=UTC),
        client=lambda: httpx.AsyncClient(timeout=0.5, trust_env=False),
    )


@pytest.mark.parametrize("folder", ["", "/district 7", "/a/b+c"])
async def test_each_checkpoint_is_an_object_of_its_own(folder: str) -> None:
    async with ObjectStore() as store:
        place = bucket(f"http://{store.host}/log{folder}/")
        await place.put([checkpoint(1), checkpoint(1, "t")])
        await place.put([checkpoint(2)])
        await place.put([checkpoint(2)])
    at = "/log" + folder.replace(" ", "%20").replace("+", "%2B")
    assert store.objects == {
        f"{at}/district/s/0000000000000001.checkpoint": checkpoint(1).note.encode(),
        f"{at}/district/t/0000000000000001.checkpoint": checkpoint(1, "t").note.encode(),
        f"{at}/district/s/0000000000000002.checkpoint": checkpoint(2).note.encode(),
    }


@pytest.mark.parametrize(
    ("account", "answer", "code"),
    [
        pytest.param(replace(ACCOUNT, secret="another"), 200, "bucket_403", id="another secret"),
        pytest.param(replace(ACCOUNT, key="nobody"), 200, "bucket_403", id="nobody's key"),
        pytest.param(ACCOUNT, 503, "bucket_503", id="busy"),
        pytest.param(ACCOUNT, 301, "bucket_301", id="elsewhere"),
    ],
)
async def test_what_the_store_refuses_is_told(account: Account, answer: int, code: str) -> None:
    async with ObjectStore(answer=answer) as store:
        with pytest.raises(Undelivered) as told:
            await bucket(f"http://{store.host}/log", account).put([checkpoint(1)])
    assert told.value.code == code
    assert store.objects == {}


async def test_a_store_that_says_nothing_or_is_away_is_told() -> None:
    async with ObjectStore(silent=True) as store:
        place = bucket(f"http://{store.host}/log")
        with pytest.raises(Undelivered) as silent:
            await place.put([checkpoint(1)])
    with pytest.raises(Undelivered) as away:
        await place.put([checkpoint(1)])
    assert (silent.value.code, away.value.code) == ("bucket_silent", "bucket_unreachable")


@pytest.mark.parametrize(
    "address",
    [
        "http://s3.example/log",
        "ftp://s3.example/log",
        "https://key:secret@s3.example/log",
        "https://s3.example/log?acl",
        "s3.example/log",
        "",
    ],
)
def test_an_address_without_tls_or_with_an_account_is_refused(address: str) -> None:
    with pytest.raises(Unusable):
        bucket(address)
