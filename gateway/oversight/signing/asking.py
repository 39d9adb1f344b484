"""The office's side of electronic signatures: who is asked, how the link goes out, what came back.

Each request is judged by itself: of a whole school year's letters, one family without an address
must not keep the others from theirs. A dry run says the same and sends nothing.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from gateway.errors import BadRequest
from gateway.oversight.officer import Officer
from gateway.oversight.signing import requests
from gateway.oversight.signing.consents import Student, days_of, may_sign
from gateway.oversight.signing.forms import SHIPPED_ID
from gateway.oversight.signing.ground import Ground, capacity, full_name, initials
from gateway.oversight.signing.letters import asking_letter
from gateway.oversight.signing.links import ID_BYTES, Act, factor_hash
from gateway.oversight.signing.requests import Asked
from gateway.store.engine import Unit
from gateway.terms.disclosure import STRICT
from gateway.terms.letters import LetterState
from gateway.terms.people import Person
from gateway.terms.signing import Channel, Factor, Language, Request, RequestState
from gateway.terms.times import DAY_MS

CODE_DIGITS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """Whom to ask, about what.

    `signer` "" asks everybody who holds the student's rights. `channel` None takes e-mail where
    there is an address, else paper; `factor` None the student's birth date by e-mail, a code on
    paper. The link is good for `days`. `renews` are consents it is to follow; `notice` makes sure
    that a signer is asked once for one reason.
    """

    __pydantic_config__ = STRICT

    subject: str
    tools: tuple[str, ...]
    signer: str = ""
    form: str = SHIPPED_ID
    language: Language = Language.EN
    channel: Channel | None = None
    factor: Factor | None = None
    effective_from: date | None = None
    expires_on: date | None = None
    days: int = 30
    renews: tuple[str, ...] = ()
    notice: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one signer: asked, or why not. `code` is shown this once, to be passed on;
    `before` tells that the signer was asked for the same reason before."""

    subject: str
    signer: str
    channel: Channel | None = None
    factor: Factor | None = None
    request: str = ""
    code: str = field(default="", repr=False)
    fault: str = ""
    before: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """What a printed letter says; `withdraws` where it is about taking a permission back."""

    language: Language
    signer: str
    student: str
    link: str
    factor: Factor
    until: date
    withdraws: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ready:
    request: Request
    student: Student
    to: str


class Asking:
    """Requests for signatures, as the office makes and sees them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def ask(
        self, asks: Sequence[Ask], *, by: Officer, dry_run: bool = False
    ) -> list[Outcome]:
        """Ask for signatures, or tell what would be asked.

        Raises:
            BadRequest: nobody told where people reach the gateway.
            Unusable: log or database cannot be used; what was asked until then stands.
        """
        if not self._ground.address:
            raise BadRequest(
                "set `public_url`, where guardians reach the gateway, before links go out",
                code="no_public_url",
                status=409,
            )
        await self._ground.district.refresh()
        outcomes: list[Outcome] = []
        for ask in asks:
            signers = await self._signers(ask)
            outcomes += [await self._one(ask, signer, by, dry_run) for signer in signers]
        self._ground.outbox.posted.set()
        return outcomes

    async def listed(
        self, *, subject: str = "", state: RequestState | None = None, after: str = "", limit: int
    ) -> list[Asked]:
        """Return requests as they stand; see `requests.list_requests`."""
        now = self._ground.now()

        def unit(db: Connection) -> list[Asked]:
            return requests.list_requests(
                db, now, subject=subject, state=state, after=after, limit=limit
            )

        return await self._ground.reader.quick(unit)

    async def cancel(self, request: str, *, by: Officer) -> None:
        """Take back a request that nobody signed, and its letters that wait.

        Raises:
            BadRequest: it is signed, or there is none.
        """
        ground, now = self._ground, self._ground.now()
        await ground.office.note("signature_cancel", by, what=request)
        if not await ground.commit.run(lambda db: requests.cancel(db, request, now)):
            raise BadRequest(
                f"no request `{request}` is open; what was signed is withdrawn, not cancelled",
                code="not_open",
                status=409,
            )
        for letter in await ground.outbox.listed(about=request, state=LetterState.WAITING):
            await ground.outbox.cancel(letter.id)

    async def evidence(self, request: str, *, by: Officer) -> dict[str, object]:
        """Return what a signature rests on; that it was read is logged.

        Raises:
            BadRequest: nobody signed it, or it was erased.
            Unusable: it was altered.
        """
        ground = self._ground
        await ground.office.note("signature_evidence_read", by, what=request)
        found = await ground.reader.quick(
            lambda db: requests.read_evidence(db, ground.fields, request)
        )
        if found is None:
            raise _no_such(request)
        return found

    async def paper(self, request: str, *, by: Officer) -> Paper:
        """Return what to print for a signer: the link to sign, or once signed, to withdraw.

        Raises:
            BadRequest: there is no such request, or it is over.
        """
        ground = self._ground
        asked = await ground.asked(request)
        if asked is None:
            raise _no_such(request)
        if asked.state not in (RequestState.OPEN, RequestState.SIGNED):
            raise BadRequest(f"the request is {asked.state}; ask anew", code="not_open", status=409)
        await ground.office.note("signature_letter_printed", by, what=request)
        signed = asked.state is RequestState.SIGNED
        until = ground.now() + 30 * DAY_MS if signed else asked.until
        student = await ground.student(asked.request.subject)
        signer = await ground.enrolled(asked.request.signer)
        return Paper(
            language=asked.request.language,
            signer=full_name(signer.person) if signer else "",
            student=full_name(student.person),
            link=ground.link(request, Act.WITHDRAW if signed else Act.SIGN, until),
            factor=asked.request.factor,
            until=self._last_day(until),
            withdraws=signed,
        )

    async def _signers(self, ask: Ask) -> list[str]:
        """Return who is to be asked; "" for nobody that could be."""
        if ask.signer:
            return [ask.signer]
        found = await self._ground.enrolled(ask.subject)
        if found is None:
            return [""]
        student = await self._ground.student(ask.subject)
        today = self._ground.district.today()
        acting = sorted(student.rights.acting) if student.rights else []
        days = {today, max(today, ask.effective_from or today)}
        able = [
            one
            for one in dict.fromkeys([*found.person.guardians, *acting, ask.subject])
            if may_sign(student, one, capacity(ask.subject, one), days)
        ]
        return able or [""]

    async def _one(self, ask: Ask, signer: str, by: Officer, dry_run: bool) -> Outcome:
        try:
            ready = await self._ready(ask, signer)
        except BadRequest as error:
            return Outcome(subject=ask.subject, signer=signer, fault=error.message)
        request = ready.request
        if ask.notice and await self._ground.asked(request.id) is not None:
            return _before(ask.subject, signer)
        told = Outcome(
            subject=ask.subject, signer=signer, channel=request.channel, factor=request.factor
        )
        if dry_run:
            return told
        return await self._send(ask, ready, told, by)

    async def _ready(self, ask: Ask, signer: str) -> _Ready:
        """Return a request that can be sent.

        Raises:
            BadRequest: it cannot; says what the office can do.
        """
        ground = self._ground
        student = await ground.student(ask.subject)
        if not signer:
            raise _wrong("nobody is known to hold this student's rights; look at `rights`")
        known = await ground.enrolled(signer)
        address = _address(known.person if known else None)
        channel = ask.channel or (Channel.EMAIL if address else Channel.PAPER)
        by_mail = channel is Channel.EMAIL
        factor = ask.factor or (Factor.BIRTH_DATE if by_mail else Factor.CODE)
        request = Request(
            id=self._request_id(ask, signer),
            subject=ask.subject,
            signer=signer,
            relationship=capacity(ask.subject, signer),
            tools=ask.tools,
            form=ask.form,
            language=ask.language,
            channel=channel,
            factor=factor,
            effective_from=ask.effective_from,
            expires_on=ask.expires_on,
            renews=ask.renews,
        )
        if not 1 <= ask.days <= 365:
            raise _wrong("a link is good for 1 to 365 days")
        await ground.shown(request, ask.language)
        if by_mail and not address:
            raise _wrong("the roster has no e-mail address of the signer; print a letter")
        if by_mail and signer != ask.subject and address in student.person.emails:
            raise _wrong("the signer's address is the student's own; print a letter")
        if factor is Factor.BIRTH_DATE and not by_mail:
            raise _wrong("a printed letter passes through the student's hands; it needs a code")
        if factor is Factor.BIRTH_DATE and student.born is None:
            raise _wrong("the student's birth date is not on file; use a code")
        days = days_of(request, ground.district.today())
        if not may_sign(student, signer, request.relationship, days):
            raise _wrong(
                "does not hold the student's rights on the day it would begin: the student signs "
                "from the 18th birthday on, and an order on file may bar a guardian"
            )
        return _Ready(request=request, student=student, to=address if by_mail else "")

    def _request_id(self, ask: Ask, signer: str) -> str:
        """Return an id: by chance, or where there is a reason, the one that reason always has."""
        if not ask.notice:
            return self._ground.rng(ID_BYTES).hex()
        reason = "\x00".join(("reason", ask.subject, signer, ask.notice)).encode()
        key = self._ground.link_key
        return hashlib.blake2b(reason, key=key, digest_size=ID_BYTES).hexdigest()

    async def _send(self, ask: Ask, ready: _Ready, told: Outcome, by: Officer) -> Outcome:
        ground, request, now = self._ground, ready.request, self._ground.now()
        until = now + ask.days * DAY_MS
        code = ""
        if request.factor is Factor.CODE:
            code = f"{int.from_bytes(ground.rng(8)) % 10**CODE_DIGITS:0{CODE_DIGITS}}"
        hashed = factor_hash(ground.factor_key, request.id, code) if code else None
        post: Unit[tuple[str, ...]] = lambda _db: ("",)  # noqa: E731 - a unit that posts nothing
        if ready.to:
            letter = asking_letter(
                request,
                to=ready.to,
                student=initials(ready.student.person),
                link=ground.link(request.id, Act.SIGN, until),
                until=self._last_day(until),
                ends=until,
                once=request.id if ask.notice else "",
            )
            post = ground.outbox.enclose(letter)

        def unit(db: Connection) -> bool:
            if requests.read_request(db, request.id, now) is not None or not post(db):
                return False  # somebody else asked meanwhile
            requests.put_requests(db, [(request, hashed)], now=now, until=until)
            return True

        await ground.office.note("signature_asked", by, what=request.id)
        if not await ground.commit.run(unit):
            return _before(told.subject, told.signer)
        return Outcome(
            subject=told.subject,
            signer=told.signer,
            channel=told.channel,
            factor=told.factor,
            request=request.id,
            code=code,
        )

    def _last_day(self, until: int) -> date:
        zone = ZoneInfo(self._ground.district.choices.timezone)
        return datetime.fromtimestamp(until / 1000, UTC).astimezone(zone).date() - timedelta(days=1)


def _before(subject: str, signer: str) -> Outcome:
    return Outcome(
        subject=subject, signer=signer, fault="was asked for this reason before", before=True
    )


def _address(person: Person | None) -> str:
    return person.emails[0] if person is not None and person.emails else ""


def _wrong(message: str) -> BadRequest:
    return BadRequest(message, code="cannot_ask", status=422)


def _no_such(request: str) -> BadRequest:
    return BadRequest(f"there is nothing of a request `{request}`", code="not_found", status=404)
