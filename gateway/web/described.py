"""What the described APIs have in common: what they reach, who may ask, how they are described.

The admin and auditor APIs are applications of their own under their paths, each with its OpenAPI
description.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import unquote

from fastapi import Depends, FastAPI, Header, Request, Security
from fastapi.security import HTTPBearer
from pydantic import WrapSerializer

from gateway.district.directory import District
from gateway.district.documents import in_order
from gateway.errors import Forbidden, GatewayError
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
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.oversight.once import Once
from gateway.oversight.parties import Parties
from gateway.oversight.reading import Reading
from gateway.oversight.rosters import Rosters
from gateway.oversight.rulebook import Rulebook
from gateway.oversight.safety import SafetyTeam
from gateway.oversight.signing.asking import Asking
from gateway.oversight.signing.renewals import Renewals
from gateway.reports.desk import ReportDesk
from gateway.terms.disclosure import DistrictChoices
from gateway.terms.people import Duty, Principal
from gateway.watching.watch import Watch
from gateway.web.asked import only_asked
from gateway.web.bodies import LARGEST_OF_ANYBODY, LimitedBodies
from gateway.web.once import HEADER, OncePerKey
from gateway.web.problems import Problem, answer_with_problems, as_problems, problem_told, refusal


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


class _Described(FastAPI):
    """FastAPI, but its description says in which form a problem comes."""

    def openapi(self) -> dict[str, Any]:
        """Return the description."""
        if self.openapi_schema is None:
            self.openapi_schema = _lenient(_with_keys(as_problems(super().openapi())))
        return self.openapi_schema


def _with_keys(description: dict[str, Any]) -> dict[str, Any]:
    """Tell of `Idempotency-Key` with every operation that posts."""
    for operations in description["paths"].values():
        if (post := operations.get("post")) is not None:
            post.setdefault("parameters", []).append(HEADER)
            post["responses"].setdefault("409", problem_told("it cannot be done (again) now"))
    return description


def _lenient(description: dict[str, Any]) -> dict[str, Any]:
    """Say of no set that nothing may stand in it twice: it is taken as once."""
    description.pop("uniqueItems", None)
    for inner in description.values():
        for one in inner if isinstance(inner, list) else (inner,):
            if isinstance(one, dict):
                _lenient(one)
    return description


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
            Security(HTTPBearer(auto_error=False, description="a gateway key with the duty")),
            Depends(only_asked),
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
    answer_with_problems(api)

    def who(request: Request) -> Awaitable[str | None]:
        return _officer(request, desk())

    api.add_middleware(OncePerKey, once=lambda: desk().once, who=who, refuse=refusal)
    api.add_middleware(LimitedBodies, largest=largest, who=who, refuse=refusal)  # goes first
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
        return Officer.of(caller)


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


IN_ORDER: Final = WrapSerializer(
    lambda value, write: in_order(value, write(value)), when_used="json"
)
"""Annotates a row in an answer: its sets are listed in one order, whichever process answers.

What writes it has no annotation, so that the row is described as it is without."""


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
