"""What the described APIs have in common: who may ask, errors, versions.

The admin and auditor APIs are applications of their own under their paths, each with its OpenAPI
description. Errors are problem details (RFC 9457). A row's version is its entity tag (RFC 9110
8.8.3): a change names the version it was made to, or that there must be none yet.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import unquote

import structlog
from fastapi import Depends, FastAPI, Header, Request, Security
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPBearer
from pydantic import BaseModel, Field, WrapSerializer
from starlette.exceptions import HTTPException

from gateway.district.directory import District
from gateway.district.documents import in_order
from gateway.district.oneroster import RosterRejected
from gateway.district.sheets import SheetRejected
from gateway.errors import BadRequest, ClientError, Forbidden, GatewayError, OurFault
from gateway.identity.callers import Callers
from gateway.identity.limits import Limiter
from gateway.jobs.backtest import Backtests
from gateway.jobs.chores import Chores
from gateway.jobs.roster_pull import RosterPull
from gateway.outbox.outbox import Outbox
from gateway.oversight.contents import ContentDesk
from gateway.oversight.duplicates import Duplicates
from gateway.oversight.emergencies import Emergencies
from gateway.oversight.forgetting import Forgetting
from gateway.oversight.holds import Holds
from gateway.oversight.incidents import IncidentDesk
from gateway.oversight.ledger import Ledger
from gateway.oversight.notices import Notices
from gateway.oversight.office import Office, Officer
from gateway.oversight.once import Once
from gateway.oversight.parties import Parties
from gateway.oversight.reading import Reading
from gateway.oversight.rosters import Rosters
from gateway.oversight.rows import Kept
from gateway.oversight.rulebook import Rulebook
from gateway.oversight.safety import SafetyTeam
from gateway.oversight.signing.asking import Asking
from gateway.oversight.signing.renewals import Renewals
from gateway.reports.desk import ReportDesk
from gateway.terms.disclosure import DistrictChoices
from gateway.terms.people import Duty, Principal
from gateway.watching.watch import Watch
from gateway.web.bodies import LARGEST_OF_ANYBODY, LimitedBodies
from gateway.web.once import HEADER, OncePerKey

PROBLEM = "application/problem+json"
_PROBLEM_SCHEMA = "#/components/schemas/Problem"
_TAG = re.compile(r'"(0|[1-9][0-9]{0,17})"')
_ONE_TAG = {"pattern": f"^{_TAG.pattern}$"}
_ANY_TAG = {"pattern": r"^\*$"}
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What the described APIs reach, each thing by its one door."""

    office: Office
    rosters: Rosters
    pull: RosterPull
    rulebook: Rulebook
    backtests: Backtests
    chores: Chores
    ledger: Ledger
    once: Once
    outbox: Outbox
    reports: ReportDesk
    incidents: IncidentDesk
    notices: Notices
    holds: Holds
    contents: ContentDesk
    watch: Watch
    safety: SafetyTeam
    emergencies: Emergencies
    asking: Asking
    renewals: Renewals
    parties: Parties
    district: District
    callers: Callers
    limiter: Limiter
    reading: Reading
    forgetting: Forgetting
    duplicates: Duplicates


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


class _Described(FastAPI):
    """FastAPI, but its description says in which form a problem comes."""

    def openapi(self) -> dict[str, Any]:
        """Return the description."""
        if self.openapi_schema is None:
            self.openapi_schema = _lenient(_with_keys(_as_problems(super().openapi())))
        return self.openapi_schema


def _as_problems(description: dict[str, Any]) -> dict[str, Any]:
    """Give every answer that is a problem its own media type: FastAPI gives it the route's."""
    for operations in description["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    answer |= _problem_told(answer["description"])
    return description


def _with_keys(description: dict[str, Any]) -> dict[str, Any]:
    """Tell of `Idempotency-Key` with every operation that posts."""
    for operations in description["paths"].values():
        if (post := operations.get("post")) is not None:
            post.setdefault("parameters", []).append(HEADER)
            post["responses"].setdefault("409", _problem_told("it cannot be done (again) now"))
    return description


def _lenient(description: dict[str, Any]) -> dict[str, Any]:
    """Say of no set that nothing may stand in it twice: it is taken as once."""
    description.pop("uniqueItems", None)
    for inner in description.values():
        for one in inner if isinstance(inner, list) else (inner,):
            if isinstance(one, dict):
                _lenient(one)
    return description


def _problem_told(words: str) -> dict[str, Any]:
    return {"description": words, "content": {PROBLEM: {"schema": {"$ref": _PROBLEM_SCHEMA}}}}


def described(
    *,
    title: str,
    version: str,
    description: str,
    desk: Callable[[], Desk],
    largest: int = LARGEST_OF_ANYBODY,
) -> FastAPI:
    """Return an application that answers errors as problems and knows its desk.

    Args:
        title, version, description: what it says of itself.
        desk: gives what it reaches, when that is open.
        largest: bytes of an officer's request, at most.
    """
    api = _Described(
        title=title,
        version=version,
        description=description,
        docs_url=None,
        redoc_url=None,
        dependencies=[
            Security(HTTPBearer(auto_error=False, description="a gateway key with the duty"))
        ],
        responses={
            code: {"model": Problem, "description": words}
            for code, words in {
                400: "the request is not well-formed",
                401: "no valid key",
                403: "the key's holder has not the duty",
                404: "there is no such row",
                413: "the request is too large",
                422: "a value is not what it may be",
                429: "too many requests",
                503: "a part the gateway needs cannot be used",
            }.items()
        },
    )
    api.state.desk = desk
    api.exception_handler(GatewayError)(_on_ours)
    api.exception_handler(RequestValidationError)(_on_invalid)
    api.exception_handler(HTTPException)(on_http)
    api.exception_handler(Exception)(_on_unforeseen)

    def who(request: Request) -> Awaitable[str | None]:
        return _officer(request, desk())

    api.add_middleware(OncePerKey, once=lambda: desk().once, who=who, refuse=_refusal)
    api.add_middleware(LimitedBodies, largest=largest, who=who, refuse=_refusal)  # goes first
    return api


def desk_of(request: Request) -> Desk:
    """Return what the application reaches."""
    desk: Desk = request.app.state.desk()
    return desk


async def _officer(request: Request, desk: Desk) -> str | None:
    """Return the id of an officer who asks, None for anybody else: they will be told so."""
    try:
        await desk.district.refresh()
        principal = (await desk.callers.authenticate(request.headers.raw)).principal
    except GatewayError:
        return None
    return principal.id if principal.duties else None


AtDesk = Annotated[Desk, Depends(desk_of)]


class Allowed:
    """A dependency that lets officers with one of some duties through, and tells who asks."""

    def __init__(self, *duties: Duty) -> None:
        self.duties = frozenset(duties)

    @property
    def told(self) -> dict[str, Any]:
        """Return what the description says of it: `openapi_extra` of every route that uses it."""
        return {"x-duties": sorted(self.duties)}

    def today(self, desk: Desk) -> frozenset[Duty]:
        """Return the duties that let through now; the district must be fresh."""
        del desk
        return self.duties

    def lets(self, principal: Principal, desk: Desk) -> bool:
        """Tell whether somebody is let through."""
        return bool(principal.duties & self.today(desk))

    def refusal(self, desk: Desk) -> Forbidden:
        """Return what everybody else is told."""
        needed = ", ".join(f"`{duty.value}`" for duty in sorted(self.today(desk))) or "of nobody"
        return Forbidden(
            f"this needs one of the duties {needed}; an admin can make a key with it "
            "(`crossing-guard keys create --duty`)",
            code="duty_needed",
        )

    async def __call__(self, request: Request, desk: AtDesk) -> Officer:
        """Return who asks.

        Raises:
            Unauthenticated: no valid key.
            Forbidden: a key without the duty, or of somebody not named.
            TooMany: too often.
        """
        await desk.district.refresh()
        caller = await desk.callers.authenticate(request.headers.raw)
        desk.limiter.admit(caller.principal)
        if not self.lets(caller.principal, desk):
            raise self.refusal(desk)
        return Officer(
            person=caller.principal.id,
            log_id=caller.known.log_id,
            key=caller.principal.key_id,
            duties=caller.principal.duties,
        )


class Chosen(Allowed):
    """A dependency that lets officers through whose duties the district chose for it."""

    def __init__(self, setting: str) -> None:
        """Allow the duties that a setting of the district names."""
        super().__init__(*getattr(DistrictChoices(), setting))
        self._setting = setting

    @property
    def told(self) -> dict[str, Any]:
        """Return the duties of a district that chose nothing, and where it chooses."""
        return super().told | {"x-duties-setting": self._setting}

    def today(self, desk: Desk) -> frozenset[Duty]:
        """Return the duties that let through now."""
        duties: frozenset[Duty] = getattr(desk.district.choices, self._setting)
        return duties


class Named(Allowed):
    """A dependency that lets people through whom the district names, by their own keys."""

    def __init__(self, *settings: str) -> None:
        """Allow everybody whom one of some settings of the district names by roster id."""
        super().__init__()
        self._settings = settings

    @property
    def told(self) -> dict[str, Any]:
        """Return that no duty lets through, and where the district names people."""
        return super().told | {"x-people-settings": sorted(self._settings)}

    def lets(self, principal: Principal, desk: Desk) -> bool:
        """Tell whether somebody is named; a chat front end speaks for nobody here."""
        named = (getattr(desk.district.choices, one) for one in self._settings)
        return not principal.client and any(principal.id in people for people in named)

    def refusal(self, desk: Desk) -> Forbidden:
        """Return what everybody else is told."""
        del desk
        where = ", ".join(f"`{one}`" for one in self._settings)
        return Forbidden(
            f"this is for those alone whom the district names ({where}), with a key of their own",
            code="duty_needed",
        )


EVERYBODY = Allowed(*Duty)
"""Whoever has any duty may read the district's own settings."""


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


IN_ORDER: Final = WrapSerializer(
    lambda value, write: in_order(value, write(value)), when_used="json"
)
"""Annotates a row in an answer: its sets are listed in one order, whichever process answers.

What writes it has no annotation, so that the row is described as it is without."""


def tagged[T](response: Response, kept: Kept[T]) -> T:
    """Return a row for the answer, and name its version in the answer's head."""
    response.headers["etag"] = tag_of(kept.version)
    return kept.value


def _why(
    x_reason: Annotated[
        str,
        Header(
            description="why, for the history; percent-encode what is not ASCII", max_length=6000
        ),
    ],
) -> str:
    return unquote(x_reason)


Why = Annotated[str, Depends(_why)]

# --- errors as problems ---------------------------------------------------------------------------


def _problem(problem: Problem, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse(
        problem.model_dump(exclude_none=True),
        status_code=problem.status,
        headers=headers,
        media_type=PROBLEM,
    )


async def _on_ours(_request: Request, error: Exception) -> Response:
    assert isinstance(error, GatewayError)  # noqa: S101 - for the type checker
    return _refusal(error)


def _refusal(error: GatewayError) -> Response:
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
    return _refusal(OurFault("the gateway failed; the IT office can look its log up"))
