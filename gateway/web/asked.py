"""Refuses what an operation does not ask for, so that a misspelt parameter is not taken for none.

`POST /rules/return?too=spring` would otherwise return to some other version, and a list with a
misspelt filter hold everything. What there is to ask for is what the API's description says.
"""

from typing import Any

from fastapi import Request

from gateway.errors import BadRequest


def only_asked(request: Request) -> None:
    """Refuse query parameters that an operation does not have, and a body where it reads none.

    Raises:
        BadRequest: there are such.
    """
    operation = _described(request)
    known = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]
    listed = ", ".join(f"`{name}`" for name in known)
    for name in request.query_params:
        if name not in known:
            there = f"there are {listed}" if known else "it has none"
            raise BadRequest(
                f"this has no such parameter; {there}",
                code="unknown_parameter",
                status=422,
                param="query",
            )
    if "requestBody" not in operation and _has_body(request):
        there = f"; what can be said are the parameters {listed}" if known else ""
        raise BadRequest(
            f"this reads no body{there}", code="unknown_parameter", status=422, param="body"
        )


def _described(request: Request) -> dict[str, Any]:
    paths = request.app.openapi()["paths"]
    operation: dict[str, Any] = paths[request.scope["route"].path][request.method.lower()]
    return operation


def _has_body(request: Request) -> bool:
    length = request.headers.get("content-length", "0")
    return length != "0" or "transfer-encoding" in request.headers
