"""Checkpoints as objects of a store that speaks the S3 API. The only door to it.

Each has a key of its own, `LOG/STREAM/SIZE.checkpoint`, and is never written over: give the bucket
a lock (a retention period), and nobody takes one back, the district included.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import quote, urlsplit

import httpx

from gateway.audit.places.place import Undelivered
from gateway.audit.places.sigv4 import Account, signed_headers
from gateway.errors import Unusable
from gateway.terms.record import Checkpoint

NAME = "bucket"
TIMEOUT = 20.0
"""Seconds the store may be silent."""
_TYPE = {"content-type": "text/plain; charset=utf-8"}


class Bucket:
    """A bucket, or a folder of one."""

    name = NAME

    def __init__(
        self,
        address: str,
        account: Account,
        *,
        every: int,
        now: Callable[[], datetime],
        client: Callable[[], httpx.AsyncClient] = lambda: httpx.AsyncClient(timeout=TIMEOUT),
    ) -> None:
        """Open it.

        Args:
            address: `https://HOST/BUCKET` or `https://BUCKET.HOST`, with a folder behind or not.
            account: who writes; it needs the right to put objects and no other.
            every: milliseconds between two checkpoints of one stream.
            now: the time, in UTC.
            client: makes what speaks HTTP.

        Raises:
            Unusable: the address is none, or not of a store by TLS nor on this machine.
        """
        self._url = urlsplit(address.rstrip("/"))
        here = self._url.hostname in ("127.0.0.1", "localhost", "::1")
        safe = self._url.scheme == "https" or (self._url.scheme == "http" and here)
        if not safe or not self._url.hostname or self._url.query or self._url.username:
            raise Unusable(
                "setting `checkpoint_bucket`: an https address such as "
                "`https://s3.us-east-1.amazonaws.com/BUCKET/FOLDER`, without account or query",
                code="bad_config",
            )
        self._account = account
        self.every = every
        self._now = now
        self._client = client

    async def put(self, checkpoints: Sequence[Checkpoint]) -> None:
        """See `Place`."""
        async with self._client() as client:
            for one in checkpoints:
                await self._put(client, one)

    async def _put(self, client: httpx.AsyncClient, checkpoint: Checkpoint) -> None:
        _, log, stream = checkpoint.origin.split("/")
        path = f"{self._url.path}/{log}/{stream}/{checkpoint.size:016}.checkpoint"
        content = checkpoint.note.encode()
        host = self._url.netloc
        signed = signed_headers(self._account, "PUT", host, path, content, self._now(), _TYPE)
        try:
            answer = await client.put(
                f"{self._url.scheme}://{host}{quote(path)}", content=content, headers=signed
            )
        except httpx.TimeoutException as error:
            raise Undelivered("bucket_silent") from error
        except httpx.HTTPError as error:
            raise Undelivered("bucket_unreachable") from error
        if answer.status_code != 200:
            raise Undelivered(f"bucket_{answer.status_code}")
