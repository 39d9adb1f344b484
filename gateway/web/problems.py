"""Errors of the described APIs: how they are answered, and how the description tells of them.

Each is a problem detail (RFC 9457).
"""

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from gateway.district.oneroster import RosterRejected
from gateway.district.sheets import SheetRejected
from gateway.errors import ClientError, GatewayError, OurFault

PROBLEM = "application/problem+json"
_PROBLEM_SCHEMA = "#/components/schemas/Problem"
_log = structlog.get_logger(__name__)


class RowFault(BaseModel):
    """What is wrong with one row of a sheet."""

    line: int = Field(description="of the file, the header being 1; 0 for the file itself")
    detail: str


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str = Field(description="the kind of problem")
    status: int = Field(description="the HTTP status")
    detail: str = Field(description="what would fix it")
    code: str = Field(description="a stable code")
    param: str | None = Field(default=None, description="where in the request it is")
    faults: list[RowFault] | None = Field(
        default=None, description="of files: every row that cannot be, the first hundred"
    )


def as_problems(description: dict[str, Any]) -> dict[str, Any]:
    """Give every answer that is a problem its own media type: FastAPI gives it the route's."""
    for operations in description["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    answer |= problem_told(answer["description"])
    return description


def problem_told(words: str) -> dict[str, Any]:
    """Return how the description tells of a problem, by what it is in words."""
    return {"description": words, "content": {PROBLEM: {"schema": {"$ref": _PROBLEM_SCHEMA}}}}


def answer_with_problems(api: FastAPI) -> None:
    """Let an application answer every error with a problem."""
    api.exception_handler(GatewayError)(_on_ours)
    api.exception_handler(RequestValidationError)(_on_invalid)
    api.exception_handler(HTTPException)(on_http)
    api.exception_handler(Exception)(_on_unforeseen)


def _problem(problem: Problem, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse(
        problem.model_dump(exclude_none=True),
        status_code=problem.status,
        headers=headers,
        media_type=PROBLEM,
    )


async def _on_ours(_request: Request, error: Exception) -> Response:
    assert isinstance(error, GatewayError)  # noqa: S101 - for the type checker
    return refusal(error)


def refusal(error: GatewayError) -> Response:
    """Return the answer to an error of ours."""
    headers = {} if error.retry_after is None else {"retry-after": str(error.retry_after)}
    if error.status == 401:
        headers["www-authenticate"] = "Bearer"
    title = "the request cannot be done" if isinstance(error, ClientError) else "not possible now"
    return _problem(
        Problem(
            title=title,
            status=error.status,
            detail=error.message,
            code=error.code,
            param=error.param or None,
            faults=_row_faults(error),
        ),
        headers,
    )


def _row_faults(error: GatewayError) -> list[RowFault] | None:
    """Return what is wrong row by row, with the file where there are several; None of others."""
    if isinstance(error, SheetRejected):
        return [RowFault(line=one.line, detail=one.message) for one in error.faults]
    if isinstance(error, RosterRejected):
        return [
            RowFault(line=one.line, detail=f"{one.file}: {one.message}") for one in error.faults
        ]
    return None


async def _on_invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - for the type checker
    first = error.errors()[0]  # without its input: that may be somebody's name
    where = ".".join(str(part) for part in first["loc"])
    return _problem(
        Problem(
            title="a value is not what it may be",
            status=422,
            detail=f"`{where}`: {first['msg']}",
            code="invalid_value",
            param=where,
        )
    )


async def on_http(_request: Request, error: Exception) -> Response:
    """Answer a path or a method that is none."""
    assert isinstance(error, HTTPException)  # noqa: S101 - for the type checker
    return _problem(
        Problem(
            title="the request cannot be done",
            status=error.status_code,
            detail=str(error.detail).lower(),
            code={404: "no_such_path", 405: "no_such_method"}.get(error.status_code, "refused"),
        ),
        dict(error.headers or {}),
    )


async def _on_unforeseen(_request: Request, error: Exception) -> Response:
    _log.error("api_failed", error=type(error).__name__)
    return refusal(OurFault("the gateway failed; the IT office can look its log up"))
