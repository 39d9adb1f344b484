"""The register of tools as the public sees it, and the lists two states ask for. Pure.

Leaves out what only the gateway needs: addresses, credentials, who is in a pilot.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from gateway.district.sheets import Sheet
from gateway.terms.disclosure import Addendum, Category, Purpose, Tool, ToolStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicTool:
    """One AI service as the public register tells of it.

    `agreement_state` is `active`, `expired`, `future` or `none` on the day the page was made.
    """

    id: Annotated[str, "id in the register"]
    provider: Annotated[str, "whose service it is"]
    product: Annotated[str, "its product"]
    service: Annotated[str, "what it does"]
    status: Annotated[ToolStatus, "approved, pilot or suspended"]
    pilot_from: Annotated[date | None, "first day of a pilot"]
    pilot_until: Annotated[date | None, "last day of a pilot"]
    agreement: Annotated[str, "id of the agreement with the provider"]
    agreement_type: Annotated[str, "what kind of agreement"]
    agreement_version: Annotated[str, "its version"]
    agreement_sha256: Annotated[str, "SHA-256 of its text"]
    agreement_signed_by: Annotated[str, "who signed it"]
    agreement_signed_on: Annotated[date | None, "when"]
    agreement_until: Annotated[date | None, "its last day"]
    agreement_state: Annotated[str, "active, expired, future or none on the day of the list"]
    purposes: Annotated[tuple[Purpose, ...], "what it may be used for"]
    data_elements: Annotated[tuple[Category, ...], "categories of student data it may get"]
    subcontractors: Annotated[tuple[str, ...], "whom the provider may hand data on to"]
    data_region: Annotated[str, "where the data is kept"]
    encryption: Annotated[str, "how it is encrypted"]
    trains_on_data: Annotated[bool, "whether the provider trains AI on it"]
    retention_days: Annotated[int | None, "days the provider keeps it"]
    disposition: Annotated[str, "what becomes of it at the end"]
    accuracy_challenge: Annotated[str, "how to have it corrected"]
    min_user_age: Annotated[int, "the youngest user the provider allows"]
    breach_contact: Annotated[str, "whom to tell of a breach"]
    addenda: Annotated[tuple[Addendum, ...], "states whose terms the agreement holds"]
    public_url: Annotated[str, "where the agreement can be read"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SoppaRow:
    """What Illinois wants published of an operator (105 ILCS 85/27)."""

    operator: Annotated[str, "the operator"]
    product: Annotated[str, "its product"]
    purpose_of_the_service: Annotated[str, "what it does"]
    agreement: Annotated[str, "id of the agreement"]
    agreement_sha256: Annotated[str, "SHA-256 of its text"]
    agreement_until: Annotated[date | None, "its last day"]
    data_elements: Annotated[frozenset[Category], "categories of student data"]
    subcontractors: Annotated[frozenset[str], "subcontractors"]
    breach_contact: Annotated[str, "whom to tell of a breach"]
    public_url: Annotated[str, "where the agreement can be read"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplementalRow:
    """What New York wants published of a contract (N.Y. Ed. Law 2-d, 8 NYCRR 121.3(c))."""

    contractor: Annotated[str, "the third-party contractor"]
    product: Annotated[str, "its product"]
    exclusive_purposes: Annotated[frozenset[Purpose], "the exclusive purposes"]
    subcontractors: Annotated[frozenset[str], "subcontractors"]
    agreement_from: Annotated[date | None, "first day of the contract"]
    agreement_until: Annotated[date | None, "its last day"]
    disposition: Annotated[str, "what becomes of the data at the end"]
    accuracy_challenge: Annotated[str, "how accuracy can be challenged"]
    storage_location: Annotated[str, "where the data is stored"]
    encryption: Annotated[str, "how it is encrypted"]


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
