"""A row's version is its entity tag (RFC 9110 8.8.3).

A change names the version it was made to, or that there must be none yet.
"""

import re
from typing import Annotated

from fastapi import Depends, Header
from fastapi.responses import Response

from gateway.errors import BadRequest
from gateway.oversight.rows import Kept

_TAG = re.compile(r'"(0|[1-9][0-9]{0,17})"')
_ONE_TAG = {"pattern": f"^{_TAG.pattern}$"}
_ANY_TAG = {"pattern": r"^\*$"}


class PreconditionNeeded(BadRequest):
    """A change that does not say which version it was made to (RFC 6585 3)."""

    code = "version_needed"
    status = 428


IfMatch = Annotated[
    str | None,
    Header(
        description='the `ETag` of the version the change is made to, as `"3"`',
        json_schema_extra=_ONE_TAG,
    ),
]
_IfNoneMatch = Annotated[
    str | None,
    Header(description="`*` where there must be no such row yet", json_schema_extra=_ANY_TAG),
]


def _tagged(if_match: str) -> int:
    tag = _TAG.fullmatch(if_match.strip())
    if tag is None:
        raise BadRequest(
            '`If-Match` must be one entity tag as the gateway gave it, such as `"3"`',
            code="bad_version",
            param="If-Match",
        )
    return int(tag[1])


def _seen(if_match: IfMatch = None, if_none_match: _IfNoneMatch = None) -> int | None:
    if if_match is not None and if_none_match is None:
        return _tagged(if_match)
    if if_none_match is not None and if_match is None and if_none_match.strip() == "*":
        return None
    raise PreconditionNeeded(
        "say which version you change: `If-Match` with the `ETag` you read, or "
        "`If-None-Match: *` for a new row"
    )


def seen_if_any(if_match: IfMatch = None) -> int | None:
    """Return the version a change names, None for none named.

    Raises:
        BadRequest: what is named is no version of ours.
    """
    return None if if_match is None else _tagged(if_match)


def _seen_there(if_match: IfMatch = None) -> int:
    if if_match is None:
        raise PreconditionNeeded(
            "say which version you change: `If-Match` with the `ETag` you read"
        )
    return _tagged(if_match)


Seen = Annotated[int | None, Depends(_seen)]
"""The version a change is made to; None for a new row."""
SeenThere = Annotated[int, Depends(_seen_there)]
"""The version a change is made to, of a row that must be there."""
SeenIfAny = Annotated[int | None, Depends(seen_if_any)]
"""The version something is made to, where it is not always needed; None for none named."""


def tag_of(version: int) -> str:
    """Return a version as an entity tag."""
    return f'"{version}"'


def tagged[T](response: Response, kept: Kept[T]) -> T:
    """Return a row for the answer, and name its version in the answer's head."""
    response.headers["etag"] = tag_of(kept.version)
    return kept.value
