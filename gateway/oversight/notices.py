"""Letters to those who hold a student's rights, when data of theirs was released by mistake.

In English and in Spanish, one after the other: which of them a family reads is not on the roster.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from gateway.district.directory import District
from gateway.district.merged import read_merged
from gateway.errors import BadRequest
from gateway.outbox.outbox import Outbox
from gateway.oversight.holders import holders
from gateway.oversight.incidents import INCIDENTS
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.store.engine import Reader
from gateway.store.tables import people
from gateway.terms.incidents import RELEASED, Incident
from gateway.terms.letters import Letter

KIND = "incident_notice"
SUBJECT = "About your child's data / Sobre los datos de su hijo o hija"
ENGLISH = """Dear parent or guardian,

we write because data about {name} was released by mistake.

Who got it: {party}
What kind of data: {categories}
When it happened: {happened}
When we learnt of it: {discovered}

The school keeps a record of this, which you may see, with everything else it keeps about {name}
and its use of AI services (34 CFR 99.10, 99.32). If you have questions or wish to see it, write to
the school's privacy office and name the reference {reference}."""
SPANISH = """Estimada madre, estimado padre o tutor:

le escribimos porque se divulgaron por error datos sobre {name}.

Quién los recibió: {party}
Qué tipo de datos: {categories}
Cuándo ocurrió: {happened}
Cuándo lo supimos: {discovered}

La escuela guarda un registro de ello. Usted puede verlo, junto con todo lo que se guarda sobre
{name} y el uso de servicios de IA (34 CFR 99.10, 99.32). Si tiene preguntas o desea verlo, escriba
a la oficina de privacidad de la escuela e indique la referencia {reference}."""
BETWEEN = "\n\n" + "-" * 40 + "\n\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Notified:
    """What came of telling those concerned: how many letters are on their way, and the roster ids
    of the students of whom nobody has an address, who must be told on paper."""

    letters: int
    on_paper: tuple[str, ...]


class Notices:
    """The door for whoever tells families of an incident."""

    def __init__(self, office: Office, reader: Reader, district: District, outbox: Outbox) -> None:
        self._office = office
        self._reader = reader
        self._district = district
        self._outbox = outbox

    async def send(self, incident: str, by: Officer) -> Notified:
        """Write to those who hold the rights of everybody an incident names, once each.

        Raises:
            Missing: there is no such incident.
            BadRequest: it is not confirmed.
            Unusable: log, database or outbox cannot be used.
        """
        found = (await self._office.get(INCIDENTS, incident)).value
        if found.state not in RELEASED:
            raise BadRequest(
                "only a confirmed incident is told to families", code="not_confirmed", status=409
            )
        await self._district.refresh()
        students = await self._students(found)
        told = await holders(self._district, students)
        everybody = {one for some in told.values() for one in some}
        known = await self._district.people([*students, *everybody])
        letters, on_paper = [], []
        for student, theirs in told.items():
            addresses = {
                holder: known[holder].person.emails[0]
                for holder in theirs
                if holder in known and known[holder].person.emails
            }
            if not addresses:
                on_paper.append(student)
            name = known[student].person.given
            letters += [
                _letter(found, name, to, f"{found.id}:{student}:{holder}")
                for holder, to in addresses.items()
            ]
        await self._office.note("incident_notified", by, what=found.id)
        posted = await self._outbox.post(*letters)
        return Notified(letters=len(posted), on_paper=tuple(on_paper))

    async def _students(self, incident: Incident) -> list[str]:
        """Return the roster ids of the students whom an incident names by their log ids."""
        query = select(people.c.id).where(
            people.c.log_id.in_(incident.subjects), people.c.kind == "student"
        )
        return await self._reader.read(
            lambda db: sorted(read_merged(db).ones(db.execute(query).scalars()))
        )


def _letter(incident: Incident, name: str, to: str, once: str) -> Letter:
    def day(value: date | None, unknown: str) -> str:
        return value.isoformat() if value else unknown

    said = {
        "name": name,
        "party": incident.party,
        "categories": ", ".join(sorted(incident.categories)) or "-",
        "discovered": incident.discovered_on.isoformat(),
        "reference": incident.id,
    }
    english = ENGLISH.format(**said, happened=day(incident.happened_on, "not known"))
    spanish = SPANISH.format(**said, happened=day(incident.happened_on, "no se sabe"))
    return Letter(
        kind=KIND,
        to=to,
        subject=SUBJECT,
        text=f"{english}{BETWEEN}{spanish}",
        about=incident.id,
        once=f"{KIND}:{once}",
        urgent=True,
    )
