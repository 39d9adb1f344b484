"""AWS Signature Version 4: how a request to an object store says whose it is. Pure.

As told in "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)" of
the Amazon S3 API reference; other stores that speak the S3 API ask for the same.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote

_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """Whose requests they are; `region` is that of the store."""

    key: str
    secret: str = field(repr=False)
    region: str


def signed_headers(
    account: Account,
    method: str,
    host: str,
    path: str,
    content: bytes,
    at: datetime,
    headers: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the headers of a signed request without a query.

    Args:
        account: whose it is.
        method: such as `PUT`.
        host: as the `Host` header has it, with the port where it is not the usual one.
        path: unquoted, from the first `/` on.
        content: the body.
        at: now, in UTC.
        headers: others, which are signed too.
    """
    moment, day = at.strftime("%Y%m%dT%H%M%SZ"), at.strftime("%Y%m%d")
    digest = sha256(content).hexdigest()
    said = {name.lower(): value.strip() for name, value in (headers or {}).items()}
    said |= {"host": host, "x-amz-content-sha256": digest, "x-amz-date": moment}
    names = ";".join(sorted(said))
    lines = [f"{name}:{said[name]}\n" for name in sorted(said)]
    request = "\n".join((method, quote(path, safe="/-_.~"), "", "".join(lines), names, digest))
    scope = f"{day}/{account.region}/s3/aws4_request"
    text = "\n".join((_ALGORITHM, moment, scope, sha256(request.encode()).hexdigest()))
    key = f"AWS4{account.secret}".encode()
    for part in (day, account.region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    credential = f"{account.key}/{scope}"
    said["authorization"] = (
        f"{_ALGORITHM} Credential={credential},SignedHeaders={names},Signature={signature}"
    )
    return said
