"""Puts the audit API together."""

from collections.abc import Callable
from typing import Final

from fastapi import FastAPI

from gateway.oversight.queries import QUERIES, SavedQuery
from gateway.terms.people import Duty
from gateway.web.admin.shelves import shelf_routes
from gateway.web.audit.alerts import alert_routes
from gateway.web.audit.places import place_routes
from gateway.web.audit.records import AUDITORS, record_routes
from gateway.web.audit.reports import report_routes
from gateway.web.described import Allowed, Desk, described

PATH: Final = "/audit/api/v1"
ABOUT: Final = """What the decision log holds. Nothing of it can be changed here, and every reading
of records, counts, reasons and names is itself an entry of the log. Records hold log ids, never
names; whose an id is, `/names` tells those entitled to it. Filters read `tool=chat|draft`,
`rule!=district.quiet-hours`, `ms>=500` or `time>=2026-09-01`; all of them must hold. Every answer
says in `behind` how many entries of the log the search does not know yet."""


def audit_api(desk: Callable[[], Desk], *, version: str) -> FastAPI:
    """Return the audit API, to be mounted under `PATH`."""
    api = described(
        title="Crossing Guard: audit API", version=version, description=ABOUT, desk=desk
    )
    api.include_router(record_routes())
    api.include_router(report_routes())
    api.include_router(place_routes())
    api.include_router(alert_routes())
    api.include_router(
        shelf_routes("queries", QUERIES, SavedQuery, read=AUDITORS, write=Allowed(Duty.AUDITOR))
    )
    return api
