"""The signer's side: a link is opened, a form read, signed once, and withdrawn.

Nothing tells whoever holds a link anything about anybody before the second factor was right, and
nothing but a signature changes what stands. The right to sign is looked at again when it is used.
"""

import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from gateway.district.permissions import CONSENTS
from gateway.errors import BadRequest, ClientError
from gateway.oversight.officer import Officer
from gateway.oversight.signing import requests
from gateway.oversight.signing.consents import days_of, may_sign, signed_consents, withdrawn
from gateway.oversight.signing.ground import Ground, full_name, initials
from gateway.oversight.signing.letters import confirming_letter
from gateway.oversight.signing.links import (
    Act,
    Link,
    factor_hash,
    holds,
    read_link,
    write_pass,
)
from gateway.oversight.signing.requests import MOST_TRIES, Asked
from gateway.oversight.signing.shown import Shown
from gateway.store.engine import Unit
from gateway.terms.disclosure import Consent, Grant, Tool
from gateway.terms.signing import Answers, Channel, Factor, Language, Request, RequestState

WITHDRAW_DAYS = 400
"""How long the link in a confirmation withdraws: past the end of any school year."""


class Shut(ClientError):
    """The link opens nothing (now); `code` says which page tells so."""

    code = "closed"
    status = 404


class WrongFactor(ClientError):
    """Not what is on file; `left` tries are left."""

    code = "wrong"
    status = 403

    def __init__(self, left: int) -> None:
        super().__init__("not what is on file")
        self.left = left


@dataclass(frozen=True, kw_only=True, slots=True)
class Door:
    """What may be shown to whoever holds a link: which form of proof is wanted, in which language
    the school writes to them. Nothing about anybody."""

    factor: Factor
    language: Language


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A form that was opened, for the page: `shown_pass` opens it again for an hour.

    `shown` is what is to be signed, None once that is over; `granted` and `declined` are tools'
    names from then on; `withdraw_link` is there as long as there is something to withdraw.
    """

    shown_pass: str = field(repr=False)
    state: RequestState
    shown: Shown | None
    student: str = field(repr=False)
    signer: str = field(repr=False)
    signed: datetime | None = None
    granted: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    withdraw_link: str = field(default="", repr=False)


class Signing:
    """Opens links."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def door(self, text: str) -> Door:
        """Return what a link asks for; nothing changes by that.

        Raises:
            Shut: it is not ours, or over, locked, taken back or replaced.
        """
        _, asked = await self._asked(text)
        return Door(factor=asked.request.factor, language=asked.request.language)

    async def open(self, text: str, known: str, language: Language) -> Opened:
        """Open a form for who knows the second factor.

        Args:
            text: the link.
            known: an ISO date, or the digits of a code.
            language: to show it in.

        Raises:
            Shut: the link opens nothing.
            WrongFactor: not what is on file. The try was counted before it was looked at.
        """
        ground = self._ground
        link, asked = await self._asked(text)
        if not await ground.commit.run(lambda db: requests.take_try(db, link.request)):
            raise Shut("too many tries", code="locked", status=403)
        right = await self._expected(asked)
        if not hmac.compare_digest(factor_hash(ground.factor_key, link.request, known), right):
            left = max(0, MOST_TRIES - asked.tries - 1)
            if not left:
                raise Shut("too many tries", code="locked", status=403)
            raise WrongFactor(left)
        await ground.commit.run(lambda db: requests.clear_tries(db, link.request))
        return await self._opened(asked, self._pass(text), language)

    async def again(self, text: str, shown_pass: str, language: Language) -> Opened:
        """Open a form again, in another language or after a mistake.

        Raises:
            Shut: the link opens nothing, or the pass is over.
        """
        _, asked = await self._asked(text)
        self._check_pass(text, shown_pass)
        return await self._opened(asked, shown_pass, language)

    async def sign(
        self, text: str, shown_pass: str, answers: Answers, *, language: Language, sha256: str
    ) -> Opened:
        """Sign: make consents of the answers, keep the evidence, and use the link up.

        Args:
            text: the link.
            shown_pass: that the second factor was right.
            answers: to every question.
            language: the form was read in.
            sha256: of what was shown.

        Raises:
            Shut: the link signs nothing, the pass is over, the form has changed, or the signer
                does not hold the rights any more.
            SignedAlready: it was signed meanwhile.
            Unusable: log or database cannot be used; nothing was recorded.
        """
        link, asked = await self._asked(text)
        self._check_pass(text, shown_pass)
        request = asked.request
        if link.act is not Act.SIGN or asked.state is not RequestState.OPEN:
            raise requests.SignedAlready("this form was signed already")
        shown, tools = await self._shown(request, language)
        if not hmac.compare_digest(shown.sha256, sha256):
            raise Shut("the form has changed", code="changed", status=409)
        await self._check_holder(request)
        await self._record(request, answers, shown, tools)
        return await self._opened(await self._done(request), shown_pass, language)

    async def withdraw(self, text: str, shown_pass: str, language: Language) -> Opened:
        """Withdraw what was granted; it takes effect with the next request.

        Raises:
            Shut: the link opens nothing, or the pass is over.
            Unusable: log or database cannot be used; nothing was recorded.
        """
        ground = self._ground
        _, asked = await self._asked(text)
        self._check_pass(text, shown_pass)
        request = asked.request
        if asked.state is RequestState.SIGNED:
            # In the district's zone: its day is compared with those of signatures.
            zone = ZoneInfo(ground.district.choices.timezone)
            at = datetime.fromtimestamp(ground.now() / 1000, zone)
            revoked = withdrawn(await ground.consents(request.subject), request, at)
            if not revoked:  # the office was faster
                await ground.commit.run(lambda db: requests.withdraw(db, request.id))
            await ground.office.put_many(
                CONSENTS,
                revoked,
                why="withdrawn by link",
                by=await self._signer(request),
                event="consent_withdrawn",
                what=request.id,
                also=lambda db: requests.withdraw(db, request.id),
            )
        return await self._opened(await self._done(request), shown_pass, language)

    async def _asked(self, text: str) -> tuple[Link, Asked]:
        ground = self._ground
        link = read_link(ground.link_key, text, ground.now() // 1000)
        if link is None:
            raise Shut("no link of ours, or over")
        await ground.district.refresh()
        asked = await ground.asked(link.request)
        if asked is None or asked.state is RequestState.CANCELLED:
            raise Shut("the request is gone")
        if asked.tries >= MOST_TRIES:
            raise Shut("too many tries", code="locked", status=403)
        signs = asked.state is RequestState.OPEN
        if asked.state is RequestState.EXPIRED or (link.act is Act.WITHDRAW and signs):
            raise Shut("over")
        return link, asked

    async def _done(self, request: Request) -> Asked:
        """Return a request as it stands after what was done about it."""
        asked = await self._ground.asked(request.id)
        if asked is None:
            raise Shut("the request is gone")
        return asked

    async def _expected(self, asked: Asked) -> bytes:
        """Return the keyed hash of what is on file; where nothing is, one that nothing has."""
        ground, request = self._ground, asked.request
        if request.factor is Factor.CODE:
            return asked.code or ground.rng(32)
        found = await ground.enrolled(request.subject)
        if found is None or found.born is None:
            return ground.rng(32)
        return factor_hash(ground.factor_key, request.id, found.born.isoformat())

    def _pass(self, text: str) -> str:
        return write_pass(self._ground.link_key, text, self._ground.now() // 1000)

    def _check_pass(self, text: str, shown_pass: str) -> None:
        if not holds(self._ground.link_key, text, shown_pass, self._ground.now() // 1000):
            raise Shut("the pass is over", code="timed_out", status=403)

    async def _shown(self, request: Request, language: Language) -> tuple[Shown, list[Tool]]:
        try:
            return await self._ground.shown(request, language)
        except BadRequest as error:  # a tool or its agreement is gone since
            raise Shut("what was asked about is gone") from error

    async def _check_holder(self, request: Request) -> None:
        ground = self._ground
        student = await ground.student(request.subject)
        days = days_of(request, ground.district.today())
        if not may_sign(student, request.signer, request.relationship, days):
            raise Shut("somebody else signs now", code="not_holder", status=403)

    async def _signer(self, request: Request) -> Officer:
        """Return the signer as who makes the change; the log knows them by their log id."""
        known = await self._ground.enrolled(request.signer)
        log_id = known.log_id if known is not None else ""
        return Officer(person=request.signer, log_id=log_id)

    async def _record(
        self, request: Request, answers: Answers, shown: Shown, tools: list[Tool]
    ) -> None:
        ground, now = self._ground, self._ground.now()
        signer = await ground.enrolled(request.signer)
        at = datetime.fromtimestamp(now / 1000, UTC)
        proof = requests.prove(
            ground.fields,
            request.id,
            _evidence(request, answers, shown, at, full_name(signer.person) if signer else ""),
            ground.rng(16),
        )
        consents = signed_consents(
            request,
            answers,
            tools=tools,
            shown=shown,
            before=await ground.consents(request.subject),
            today=ground.district.today(),
            evidence=f"link {request.id} ({request.channel}, {request.factor}) at {at.isoformat()}",
            document=proof.sha256,
        )
        granted = answers.collect_use and any(answers.tools.values())
        state = RequestState.SIGNED if granted else RequestState.DECLINED
        post = await self._confirmation(request)

        def also(db: Connection) -> None:
            requests.use_up(db, request.id, state=state, now=now, proof=proof)
            post(db)

        await ground.office.put_many(
            CONSENTS,
            consents,
            why="signed by link",
            by=await self._signer(request),
            event="consent_signed",
            what=request.id,
            also=also,
        )
        ground.outbox.posted.set()

    async def _confirmation(self, request: Request) -> Unit[object]:
        """Return the unit that posts the confirming letter, one that does nothing on paper."""
        ground = self._ground
        known = await ground.enrolled(request.signer)
        if request.channel is not Channel.EMAIL or known is None or not known.person.emails:
            return lambda _db: None
        student = await ground.student(request.subject)
        letter = confirming_letter(
            request,
            to=known.person.emails[0],
            student=initials(student.person),
            link=self._withdraw_link(request),
        )
        return ground.outbox.enclose(letter)

    def _withdraw_link(self, request: Request) -> str:
        ground = self._ground
        span = timedelta(days=WITHDRAW_DAYS)
        if request.effective_from is not None:
            span += max(timedelta(0), request.effective_from - ground.district.today())
        until = ground.now() + round(span.total_seconds() * 1000)
        return ground.link(request.id, Act.WITHDRAW, until)

    async def _opened(self, asked: Asked, shown_pass: str, language: Language) -> Opened:
        ground, request = self._ground, asked.request
        await ground.district.refresh()  # it may have been signed or withdrawn just now
        student = await ground.enrolled(request.subject)
        signer = await ground.enrolled(request.signer)
        shown, made = None, list[Consent]()
        if asked.state is RequestState.OPEN:
            shown, _ = await self._shown(request, language)
        else:  # also where a tool is gone since: what was granted can be withdrawn all the same
            every = await ground.consents(request.subject)
            made = [one for one in every if one.id.partition(".")[0] == request.id]
        names = {tool.id: tool.product or tool.model for tool in ground.district.tools}
        return Opened(
            shown_pass=shown_pass,
            state=asked.state,
            shown=shown,
            student=full_name(student.person) if student else "",
            signer=full_name(signer.person) if signer else "",
            signed=datetime.fromtimestamp(asked.ended / 1000, UTC) if asked.ended else None,
            granted=_named(made, names, Grant.GRANTED),
            declined=_named(made, names, Grant.REFUSED),
            withdraw_link=self._withdraw_link(request)
            if asked.state is RequestState.SIGNED
            else "",
        )


def _evidence(
    request: Request, answers: Answers, shown: Shown, at: datetime, name_on_file: str
) -> dict[str, object]:
    """Return what is kept of a signature: what was shown and said, when, and how it was known by
    whom. No address of a device: it would tell little, and is one more thing about a family."""
    return {
        "request": request.id,
        "subject": request.subject,
        "signer": request.signer,
        "relationship": request.relationship,
        "channel": request.channel,
        "factor": request.factor,
        "at": at.isoformat(),
        "form": shown.form,
        "language": shown.language,
        "shown": shown.text,
        "shown_sha256": shown.sha256,
        "collect_use": answers.collect_use,
        "disclose_third_party": answers.disclose_third_party,
        "tools": dict(answers.tools),
        "name_typed": answers.name,
        "name_on_file": name_on_file,
    }


def _named(made: list[Consent], names: dict[str, str], grant: Grant) -> tuple[str, ...]:
    return tuple(
        names.get(tool, tool)
        for one in made
        if one.collect_use is grant and one.revoked_at is None
        for tool in sorted(one.recipients)
    )
