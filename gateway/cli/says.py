"""`crossing-guard consents revoke`, `refuse`, `rights`: what a family says, or a court, at once.

Somebody calls the office and takes a permission back: that takes one command, no sheet.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from gateway.app.store import Store
from gateway.cli.at_office import at_office, list_rows, take_back
from gateway.cli.misread import read_as
from gateway.cli.officer import OFFICE, officer
from gateway.cli.root import out
from gateway.district.permissions import CONSENTS, REFUSALS, RIGHTS_HELD
from gateway.errors import BadRequest
from gateway.oversight.office import Office
from gateway.terms.rights import Refusal, Rights


def revoke(data: Path, consent: str, *, by: str, channel: str, why: str) -> None:
    """Record that a consent is withdrawn, from the next prompt on."""

    async def work(store: Store, office: Office) -> None:
        who = await officer(store, *OFFICE)
        kept = await office.get(CONSENTS, consent)
        if kept.value.revoked_at is not None:
            raise BadRequest(
                f"consent `{consent}` is withdrawn already", code="revoked_already", status=409
            )
        revoked = replace(
            kept.value,
            revoked_at=datetime.now(ZoneInfo(store.district.choices.timezone)),
            revoked_by=by,
            revocation_channel=channel,
        )
        await office.put(CONSENTS, revoked, seen=kept.version, why=why, by=who)
        out.print(f"Consent {consent} is withdrawn.", highlight=False, markup=False)

    at_office(data, work)


def refuse(data: Path, student: str, *, by: str, why: str) -> None:
    """Record that AI use is refused for a student: that beats every consent."""

    async def work(store: Store, office: Office) -> None:
        who = await officer(store, *OFFICE)
        refusal = Refusal(subject=student, by=by)
        await office.put(REFUSALS, refusal, seen=None, why=why, by=who)
        out.print(f"AI use is refused for {student}.", highlight=False, markup=False)

    at_office(data, work)


def list_refusals(data: Path) -> None:
    """Print for whom AI use is refused, and who did."""

    none = "No refusals."
    list_rows(data, REFUSALS, lambda one: f"{one.subject}: refused by {one.by}", none=none)


def lift(data: Path, student: str, why: str) -> None:
    """Take a refusal back; the history keeps it."""

    take_back(data, REFUSALS, student, why, called="refusal of")


def put_rights(data: Path, file: Path, why: str) -> None:
    """Record who holds a student's rights, and what shows it."""
    rights = read_as(Rights, file, called=f"`{file.name}`", code="bad_file")

    async def work(store: Store, office: Office) -> None:
        who = await officer(store, *OFFICE)
        seen = await office.version(RIGHTS_HELD, rights.student)
        await office.put(RIGHTS_HELD, rights, seen=seen, why=why, by=who)
        told = f"The rights of {rights.student} are recorded: {rights.standing}"
        barred = f", barred: {', '.join(sorted(rights.restricted))}" if rights.restricted else ""
        out.print(f"{told}{barred}.", highlight=False, markup=False)

    at_office(data, work)
