"""The register of tools as the public sees it, and the lists two states ask for. Pure.

Leaves out what only the gateway needs: addresses, credentials, who is in a pilot.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from gateway.district.sheets import Sheet
from gateway.terms.disclosure import Addendum, Category, Purpose, Tool, ToolStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicTool:
    """One AI service as the public register tells of it.

    `agreement_state` is `active`, `expired`, `future` or `none` on the day the page was made.
    """

    id: str
    provider: str
    product: str
    service: str
    status: ToolStatus
    pilot_from: date | None
    pilot_until: date | None
    agreement: str
    agreement_type: str
    agreement_version: str
    agreement_sha256: str
    agreement_signed_by: str
    agreement_signed_on: date | None
    agreement_until: date | None
    agreement_state: str
    purposes: tuple[Purpose, ...]
    data_elements: tuple[Category, ...]
    subcontractors: tuple[str, ...]
    data_region: str
    encryption: str
    trains_on_data: bool
    retention_days: int | None
    disposition: str
    accuracy_challenge: str
    min_user_age: int
    breach_contact: str
    addenda: tuple[Addendum, ...]
    public_url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SoppaRow:
    """What Illinois wants published of an operator (105 ILCS 85/27)."""

    operator: str
    product: str
    purpose_of_the_service: str
    agreement: str
    agreement_sha256: str
    agreement_until: date | None
    data_elements: frozenset[Category]
    subcontractors: frozenset[str]
    breach_contact: str
    public_url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplementalRow:
    """What New York wants published of a contract (N.Y. Ed. Law 2-d, 8 NYCRR 121.3(c))."""

    contractor: str
    product: str
    exclusive_purposes: frozenset[Purpose]
    subcontractors: frozenset[str]
    agreement_from: date | None
    agreement_until: date | None
    disposition: str
    accuracy_challenge: str
    storage_location: str
    encryption: str


SOPPA: Final = Sheet("soppa.csv", SoppaRow, needed=())
SUPPLEMENTAL: Final = Sheet("ny-2d.csv", SupplementalRow, needed=())


def public_register(tools: Iterable[Tool], day: date) -> list[PublicTool]:
    """Return every tool as the public may know it, by provider and product."""
    rows = [
        PublicTool(
            id=tool.id,
            provider=tool.legal_name or tool.provider,
            product=tool.product or tool.model,
            service=tool.service,
            status=tool.status,
            pilot_from=tool.pilot_from,
            pilot_until=tool.pilot_until,
            agreement=tool.agreement,
            agreement_type=tool.agreement_type,
            agreement_version=tool.agreement_version,
            agreement_sha256=tool.agreement_sha256,
            agreement_signed_by=tool.agreement_signed_by,
            agreement_signed_on=tool.agreement_signed_on,
            agreement_until=tool.agreement_until,
            agreement_state=tool.agreement_on(day),
            purposes=tuple(sorted(tool.purposes)),
            data_elements=tuple(sorted(tool.categories)),
            subcontractors=tuple(sorted(tool.subcontractors)),
            data_region=tool.data_region,
            encryption=tool.encryption,
            trains_on_data=tool.trains_on_data,
            retention_days=tool.retention_days,
            disposition=tool.disposition,
            accuracy_challenge=tool.accuracy_challenge,
            min_user_age=tool.min_user_age,
            breach_contact=tool.breach_contact,
            addenda=tuple(sorted(tool.addenda)),
            public_url=tool.public_url,
        )
        for tool in tools
    ]
    return sorted(rows, key=lambda row: (row.provider.casefold(), row.product.casefold(), row.id))


def soppa_list(tools: Iterable[Tool]) -> list[SoppaRow]:
    """Return the operators with whom the district has a written agreement."""
    rows = [
        SoppaRow(
            operator=tool.legal_name or tool.provider,
            product=tool.product or tool.model,
            purpose_of_the_service=tool.service,
            agreement=tool.agreement,
            agreement_sha256=tool.agreement_sha256,
            agreement_until=tool.agreement_until,
            data_elements=tool.categories,
            subcontractors=tool.subcontractors,
            breach_contact=tool.breach_contact,
            public_url=tool.public_url,
        )
        for tool in tools
        if tool.agreement
    ]
    return sorted(rows, key=lambda row: (row.operator.casefold(), row.product.casefold()))


def supplemental_information(tools: Iterable[Tool]) -> list[SupplementalRow]:
    """Return the supplemental information of each contract."""
    rows = [
        SupplementalRow(
            contractor=tool.legal_name or tool.provider,
            product=tool.product or tool.model,
            exclusive_purposes=tool.purposes,
            subcontractors=tool.subcontractors,
            agreement_from=tool.agreement_from,
            agreement_until=tool.agreement_until,
            disposition=tool.disposition,
            accuracy_challenge=tool.accuracy_challenge,
            storage_location=tool.data_region,
            encryption=tool.encryption,
        )
        for tool in tools
        if tool.agreement
    ]
    return sorted(rows, key=lambda row: (row.contractor.casefold(), row.product.casefold()))
