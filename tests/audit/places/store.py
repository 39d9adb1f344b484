"""A stand-in for an object store that speaks the S3 API: puts alone, on loopback.

It signs each request anew from what arrived, by a few lines of its own, and refuses what does not
fit, as a store does.
"""

import asyncio
import hashlib
import hmac
from dataclasses import dataclass, field

SECRETS = {"writer": "a secret of forty letters or thereabouts"}


@dataclass
class ObjectStore:
    """Objects by path, and what to answer instead of taking one."""

    objects: dict[str, bytes] = field(default_factory=dict)
    answer: int = 200
    silent: bool = False
    _server: asyncio.Server | None = None
    _closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def __aenter__(self) -> "ObjectStore":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        self._closing.set()
        await self._server.wait_closed()

    @property
    def host(self) -> str:
        assert self._server is not None
        address, port = self._server.sockets[0].getsockname()
        return f"{address}:{port}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode().split("\r\n")
                method, path, _ = lines[0].split(" ")
                pairs = (line.split(": ", 1) for line in lines[1:] if line)
                headers = {name.lower(): value for name, value in pairs}
                content = await reader.readexactly(int(headers.get("content-length", "0")))
                if self.silent:
                    await self._closing.wait()
                    return
                status = self._taken(method, path, headers, content)
                writer.write(f"HTTP/1.1 {status} -\r\ncontent-length: 0\r\n\r\n".encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # it hung up
        finally:
            writer.close()

    def _taken(self, method: str, path: str, headers: dict[str, str], content: bytes) -> int:
        if self.answer != 200:
            return self.answer
        if method != "PUT" or not _signed(method, path, headers, content):
            return 403
        self.objects[path] = content
        return 200


def _signed(method: str, path: str, headers: dict[str, str], content: bytes) -> bool:
    algorithm, _, rest = headers["authorization"].partition(" ")
    said = dict(part.strip().split("=", 1) for part in rest.split(","))
    key, day, region, service, end = said["Credential"].split("/")
    names = said["SignedHeaders"].split(";")
    digest = hashlib.sha256(content).hexdigest()
    if digest != headers["x-amz-content-sha256"] or key not in SECRETS:
        return False
    canonical = [method, path, ""] + [f"{name}:{headers[name]}" for name in names]
    canonical += ["", said["SignedHeaders"], digest]
    hashed = hashlib.sha256("\n".join(canonical).encode()).hexdigest()
    scope = f"{day}/{region}/{service}/{end}"
    text = f"{algorithm}\n{headers['x-amz-date']}\n{scope}\n{hashed}"
    sealed = f"AWS4{SECRETS[key]}".encode()
    for part in (day, region, service, end):
        sealed = hmac.new(sealed, part.encode(), hashlib.sha256).digest()
    return hmac.new(sealed, text.encode(), hashlib.sha256).hexdigest() == said["Signature"]
