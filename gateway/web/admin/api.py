"""Puts the admin API together."""

from collections.abc import Callable
from typing import Final

from fastapi import FastAPI

from gateway.district.access import ACCESS
from gateway.district.caseloads import CASELOADS
from gateway.district.choices import SETTINGS
from gateway.district.links import LINKS
from gateway.district.merges import MERGES
from gateway.district.opt_outs import OPT_OUTS
from gateway.district.shelves import PUBLIC_NAMES, TOOLS
from gateway.district.sources import SOURCES
from gateway.identity.key_uses import KEY_USES
from gateway.oversight.incidents import INCIDENTS, REQUESTS
from gateway.oversight.sheets import CASELOAD_SHEET, OPT_OUT_SHEET
from gateway.terms.directory_information import DirectoryOptOut
from gateway.terms.disclosure import DistrictChoices, Tool
from gateway.terms.incidents import AccessRequest, Incident
from gateway.terms.keys import KeyUse
from gateway.terms.people import Case, ClassAccess, Duty, PersonLink, PersonMerge, PublicName
from gateway.terms.rosters import RosterSource
from gateway.web.admin.backtests import backtest_routes
from gateway.web.admin.changes import history_routes
from gateway.web.admin.choices import choice_routes
from gateway.web.admin.chores import chore_routes
from gateway.web.admin.clocks import clock_routes
from gateway.web.admin.consents import OFFICE, consent_routes
from gateway.web.admin.contents import content_routes
from gateway.web.admin.credentials import credential_routes
from gateway.web.admin.duplicates import duplicate_routes
from gateway.web.admin.emergencies import emergency_routes
from gateway.web.admin.hand_overs import hand_over_routes
from gateway.web.admin.holds import hold_routes
from gateway.web.admin.letters import letter_routes
from gateway.web.admin.parties import party_routes
from gateway.web.admin.patterns import pattern_routes
from gateway.web.admin.people import people_routes
from gateway.web.admin.renewals import renewal_routes
from gateway.web.admin.retention import retention_routes
from gateway.web.admin.rosters import (
    LARGEST_ARCHIVE,
    roster_pull_routes,
    roster_routes,
    roster_status_routes,
)
from gateway.web.admin.rules import rule_routes
from gateway.web.admin.sheets import sheet_routes
from gateway.web.admin.shelves import one_row_routes, shelf_routes
from gateway.web.admin.signatures import signature_routes
from gateway.web.described import EVERYBODY, Allowed, Desk, described

PATH: Final = "/admin/api/v1"
ABOUT: Final = """What the district decides: consents and who holds the rights to give them, who
opted out of directory information, AI
tools and their agreements, the roster, rules, age rules and other choices, what becomes of held
prompts, who reads kept words, whom everyone knows, what else is to be found, how long the log keeps
records, and how far letters got. A change names the version it was made to (`If-Match`, or
`If-None-Match: *` for a new row) and its reason (`X-Reason`); it shows with the next prompt (names
and patterns in a moment: the detection processes learn them first), and in the history for good."""


def admin_api(desk: Callable[[], Desk], *, version: str) -> FastAPI:
    """Return the admin API, to be mounted under `PATH`."""
    api = described(
        title="Crossing Guard: admin API",
        version=version,
        description=ABOUT,
        desk=desk,
        largest=LARGEST_ARCHIVE,
    )
    officers = Allowed(Duty.ADMIN, Duty.PRIVACY_OFFICER)
    coordinators = Allowed(Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.AI_COORDINATOR)
    api.include_router(shelf_routes("tools", TOOLS, Tool, read=EVERYBODY, write=coordinators))
    api.include_router(party_routes(read=EVERYBODY, write=coordinators))
    api.include_router(credential_routes(write=coordinators))
    api.include_router(shelf_routes("keys", KEY_USES, KeyUse, read=officers, write=officers))
    api.include_router(
        shelf_routes(
            "public-names",
            PUBLIC_NAMES,
            PublicName,
            read=EVERYBODY,
            write=Allowed(Duty.ADMIN, Duty.PRIVACY_OFFICER),
        )
    )
    api.include_router(
        one_row_routes(
            "settings",
            SETTINGS,
            DistrictChoices,
            read=EVERYBODY,
            write=officers,
        )
    )
    api.include_router(pattern_routes(read=EVERYBODY, write=officers))
    api.include_router(choice_routes())
    api.include_router(rule_routes(read=EVERYBODY, write=officers))
    api.include_router(backtest_routes(officers))
    api.include_router(consent_routes())
    api.include_router(
        shelf_routes("class-access", ACCESS, ClassAccess, read=EVERYBODY, write=OFFICE)
    )
    api.include_router(
        shelf_routes("person-links", LINKS, PersonLink, read=EVERYBODY, write=OFFICE)
    )
    api.include_router(
        shelf_routes("person-merges", MERGES, PersonMerge, read=EVERYBODY, write=OFFICE)
    )
    api.include_router(duplicate_routes(read=OFFICE))
    api.include_router(
        sheet_routes(
            CASELOAD_SHEET, path="/caseload-sheet", name="caseloads", read=EVERYBODY, write=OFFICE
        )
    )
    api.include_router(shelf_routes("caseloads", CASELOADS, Case, read=EVERYBODY, write=OFFICE))
    api.include_router(
        sheet_routes(
            OPT_OUT_SHEET,
            path="/directory-opt-out-sheet",
            name="directory-opt-outs",
            read=EVERYBODY,
            write=OFFICE,
        )
    )
    api.include_router(
        shelf_routes("directory-opt-outs", OPT_OUTS, DirectoryOptOut, read=EVERYBODY, write=OFFICE)
    )
    api.include_router(roster_routes())
    api.include_router(roster_pull_routes())
    api.include_router(roster_status_routes())
    api.include_router(chore_routes())
    api.include_router(
        one_row_routes("roster-source", SOURCES, RosterSource, read=officers, write=officers)
    )
    api.include_router(hold_routes())
    api.include_router(content_routes())
    api.include_router(hand_over_routes())
    api.include_router(emergency_routes())
    api.include_router(signature_routes(write=OFFICE))
    api.include_router(renewal_routes(write=OFFICE))
    api.include_router(letter_routes(write=OFFICE))
    api.include_router(
        shelf_routes("access-requests", REQUESTS, AccessRequest, read=OFFICE, write=OFFICE)
    )
    api.include_router(shelf_routes("incidents", INCIDENTS, Incident, read=OFFICE, write=OFFICE))
    api.include_router(clock_routes())
    api.include_router(retention_routes())
    api.include_router(people_routes(write=officers))
    api.include_router(history_routes())
    return api
