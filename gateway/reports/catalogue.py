"""Every report, by name."""

from typing import Any, Final

from gateway.errors import BadRequest
from gateway.reports.access import ACCESS
from gateway.reports.certificates import CERTIFICATES
from gateway.reports.consent_ledger import CONSENT_LEDGER
from gateway.reports.determination import DETERMINATION
from gateway.reports.disclosures import DISCLOSURES
from gateway.reports.exposed import EXPOSED
from gateway.reports.oversight_ledger import OVERSIGHT
from gateway.reports.packet import PACKET
from gateway.reports.pilot import PILOT
from gateway.reports.public_records import PUBLIC_RECORDS
from gateway.reports.refusals import REFUSALS
from gateway.reports.report import Report
from gateway.reports.rule_history import RULE_HISTORY
from gateway.reports.tool_register import TOOL_REGISTER

REPORTS: Final[dict[str, Report[Any]]] = {
    report.name: report
    for report in (
        DISCLOSURES,
        PACKET,
        PUBLIC_RECORDS,
        CONSENT_LEDGER,
        RULE_HISTORY,
        TOOL_REGISTER,
        DETERMINATION,
        REFUSALS,
        ACCESS,
        CERTIFICATES,
        OVERSIGHT,
        PILOT,
        EXPOSED,
    )
}


def report_named(name: str) -> Report[Any]:
    """Return a report.

    Raises:
        BadRequest: there is none of this name.
    """
    if name not in REPORTS:
        raise BadRequest(
            f"there is no report `{name[:64]}`; there are {', '.join(REPORTS)}",
            code="not_found",
            status=404,
            param="report",
        )
    return REPORTS[name]
