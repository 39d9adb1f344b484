"""What asking and signing stand on: the district, the store, the keys, the clock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tink import aead

from gateway.district.directory import District
from gateway.district.enrolled import Enrolled
from gateway.district.permissions import school_year_end
from gateway.errors import BadRequest
from gateway.outbox.outbox import Outbox
from gateway.oversight.office import Office
from gateway.oversight.signing.consents import Student
from gateway.oversight.signing.forms import FORMS
from gateway.oversight.signing.links import Act, Link, write_link
from gateway.oversight.signing.requests import Asked, read_request
from gateway.oversight.signing.shown import Shown, show
from gateway.store.commit import GroupCommit
from gateway.store.engine import Reader
from gateway.terms.disclosure import Consent, Signer, Tool
from gateway.terms.people import Person
from gateway.terms.signing import Language, Request

PATH = "/sign"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """Everything that asking and signing need.

    `address` is where people reach the gateway, without a path; `link_key` and `factor_key` are
    derived for this one use; `now` in milliseconds since 1970.
    """

    office: Office
    outbox: Outbox
    district: District
    reader: Reader
    commit: GroupCommit
    fields: aead.Aead
    link_key: bytes = field(repr=False)
    factor_key: bytes = field(repr=False)
    address: str
    now: Callable[[], int]
    rng: Callable[[int], bytes]

    def link(self, request: str, act: Act, until: int) -> str:
        """Return the address that opens a request until a time in milliseconds."""
        made = write_link(self.link_key, Link(act=act, request=request, until=until // 1000))
        return f"{self.address}{PATH}/{made}"

    async def asked(self, request: str) -> Asked | None:
        """Return a request as it stands, None for none."""
        now = self.now()
        return await self.reader.quick(lambda db: read_request(db, request, now))

    async def shown(self, request: Request, language: Language) -> tuple[Shown, list[Tool]]:
        """Return the form as it reads today, and the tools it asks about.

        Raises:
            BadRequest: a tool is not registered any more.
        """
        form = (await self.office.get(FORMS, request.form)).value
        tools = self.tools(request.tools)
        begins = max(self.district.today(), request.effective_from or self.district.today())
        choices = self.district.choices
        ends = request.expires_on or school_year_end(choices.school_year_ends, begins)
        return show(form, language, tools, begins, ends), tools

    def tools(self, ids: Sequence[str]) -> list[Tool]:
        """Return registered tools by id.

        Raises:
            BadRequest: one of them is none, or its agreement names nothing to consent to.
        """
        by_id = {tool.id: tool for tool in self.district.tools}
        for one in ids:
            if one not in by_id:
                raise _wrong(f"no tool `{one}` is registered")
            if not (by_id[one].categories and by_id[one].purposes):
                raise _wrong(
                    f"the register does not say which data tool `{one}` may get, or what for; "
                    "34 CFR 99.30(b) wants both named"
                )
        if not ids:
            raise _wrong("name at least one tool")
        return [by_id[one] for one in ids]

    async def student(self, subject: str) -> Student:
        """Return what is known of a student.

        Raises:
            BadRequest: nobody of this id is on the roster.
        """
        found = await self.enrolled(subject)
        if found is None or not found.person.active:
            raise BadRequest(
                "no student of the roster has this id",
                code="invalid_value",
                status=422,
                param="subject",
            )
        rights = (await self.district.rights([subject])).get(subject)
        return Student(person=found.person, born=found.born, rights=rights)

    async def enrolled(self, person: str) -> Enrolled | None:
        """Return somebody of the roster, None for nobody."""
        return (await self.district.people([person])).get(person)

    async def consents(self, subject: str) -> list[Consent]:
        """Return every consent of a student, as they stand in the ledger."""
        return list((await self.district.consents([subject])).get(subject, ()))


def initials(person: Person) -> str:
    """Return a person in a way that a passer-by learns nobody's name from."""
    return " ".join(f"{name[0]}." for name in (person.given, person.family) if name)


def full_name(person: Person) -> str:
    """Return a person's name as the roster has it."""
    return " ".join(name for name in (person.given, person.family) if name)


def capacity(subject: str, signer: str) -> Signer:
    """Return in which capacity somebody signs for a student."""
    return Signer.ELIGIBLE_STUDENT if signer == subject else Signer.PARENT


def _wrong(message: str) -> BadRequest:
    return BadRequest(message, code="invalid_value", status=422, param="tools")
