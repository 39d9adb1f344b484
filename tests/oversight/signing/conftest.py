"""A family each of two kinds in the small district, tools to ask about, and a carrier."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import pytest

from gateway.decision.consents import Age, gather_consent, gather_refused
from gateway.district import edits
from gateway.identity.ages import age_of
from gateway.outbox.postman import Postman
from gateway.oversight.ledger import Ledger
from gateway.oversight.signing.asking import Ask, Asking, Outcome
from gateway.oversight.signing.signing import Opened, Signing
from gateway.terms.decision import ConsentFacts
from gateway.terms.disclosure import Category, Consent, Purpose, Tool
from gateway.terms.signing import Answers, Language
from tests.district.conftest import V11, Town, bare, town, write
from tests.outbox.conftest import Bag
from tests.oversight.conftest import RUTH, Rooms, rooms_in

__all__ = ["bare", "town"]

ROSTER = V11 | {
    "users.csv": V11["users.csv"].replace(
        "s3,,school1,student,awu,,Ann,Wu,,204520,,,,09,",
        "s3,,school1,student,awu,,Ann,Wu,,204520,ann@k12.example,,g2,12,",
    )
    + "g2,,school1,guardian,,,Li,Wu,,,,,s3,,\n",
    "demographics.csv": V11["demographics.csv"] + "s3,2008-04-01,\n",
}
"""Maya (9) with her mother Rosa, who has an address; Ann (17, 18 on 2026-04-01) with Li, who has
none; Jordan without a guardian."""
BORN = {"s1": "2016-05-31", "s3": "2008-04-01"}
CHAT = Tool(
    id="chat",
    model="small",
    provider="Acme",
    product="Acme Chat",
    categories=frozenset({Category.STUDENT_NAME, Category.WORK}),
    purposes=frozenset({Purpose.FEEDBACK, Purpose.INSTRUCTION}),
)
DRAW = replace(CHAT, id="draw", model="pens", provider="Bolt", product="Bolt Draw")
TOOLS = ("chat", "draw")
LINK = re.compile(r"https://gate\.example/sign/([\w-]+)")


@dataclass(kw_only=True)
class School:
    """An office that asks, signers who sign, and what letters say."""

    rooms: Rooms
    asking: Asking
    signing: Signing
    bag: Bag = field(default_factory=Bag)

    @property
    def town(self) -> Town:
        return self.rooms.town

    async def ask(self, subject: str = "s1", **options: object) -> list[Outcome]:
        """Ask as an officer would."""
        said: dict[str, object] = {"subject": subject, "tools": TOOLS}
        return await self.asking.ask([Ask(**(said | options))], by=RUTH)  # type: ignore[arg-type]

    async def one(self, subject: str = "s1", **options: object) -> Outcome:
        """Ask one signer, who can be asked."""
        [outcome] = await self.ask(subject, **options)
        assert not outcome.fault
        return outcome

    async def letters(self) -> list[str]:
        """Have what waits carried, and return what it said, oldest first."""
        postman = Postman(
            self.town.commit,
            self.town.fields,
            self.bag,
            sender="office@district.example",
            now=self.rooms.ground.now,
            chance=lambda: 0.5,
        )
        await postman.round()
        return [str(message.get_content()) for _, message in self.bag.carried]

    async def link(self) -> str:
        """Return the link in the newest letter."""
        found: list[str] = LINK.findall((await self.letters())[-1])
        return found[0]

    async def opened(self, link: str, known: str = BORN["s1"]) -> Opened:
        """Open a form."""
        return await self.signing.open(link, known, Language.EN)

    async def sign(self, link: str, known: str = BORN["s1"], **said: object) -> Opened:
        """Open a form and sign it; what is not said is granted."""
        opened = await self.opened(link, known)
        assert opened.shown is not None
        answers: dict[str, object] = {
            "collect_use": True,
            "disclose_third_party": True,
            "tools": {tool.id: True for tool in opened.shown.tools},
            "name": "Rosa Ortiz",
        }
        return await self.signing.sign(
            link,
            opened.shown_pass,
            Answers(**(answers | said)),  # type: ignore[arg-type]
            language=Language.EN,
            sha256=opened.shown.sha256,
        )

    async def consents(self, subject: str = "s1") -> dict[str, Consent]:
        """Return a student's consents by the tools they are about."""
        district = self.rooms.ground.district
        await district.refresh()
        found = (await district.consents([subject])).get(subject, ())
        return {"+".join(sorted(one.recipients)): one for one in found}

    async def facts(
        self, subject: str = "s1", tool: Tool = CHAT, day: date | None = None
    ) -> tuple[ConsentFacts, bool]:
        """Return what a decision would see of a student's consents, and whether it is refused."""
        district = self.rooms.ground.district
        await district.refresh()
        day = day or district.today()
        known = (await district.people([subject]))[subject]
        age = Age(*age_of(known.person, known.born, day))
        rights = (await district.rights([subject])).get(subject)
        consents = (await district.consents([subject])).get(subject, ())
        facts = gather_consent(
            consents,
            subject=known.person,
            age=age,
            tool=tool,
            purpose=Purpose.FEEDBACK,
            day=day,
            rights=rights,
        )
        refused = gather_refused(
            consents,
            subject=known.person,
            age=age,
            tool=tool,
            purpose=Purpose.FEEDBACK,
            day=day,
            rights=rights,
        )
        return facts, refused

    def ledger(self) -> Ledger:
        return Ledger(
            self.rooms.office, self.town.reader, self.rooms.ground.district, self.town.fields
        )

    def now(self, when: datetime) -> None:
        self.town.clock[0] = when


@pytest.fixture
async def school(town: Town, tmp_path: Path) -> AsyncIterator[School]:
    await town.import_folder(write(tmp_path / "families", ROSTER))
    await town.run(lambda db: edits.put_tools(db, [CHAT, DRAW]))
    rooms = await rooms_in(town)
    yield School(rooms=rooms, asking=Asking(rooms.ground), signing=Signing(rooms.ground))
    await rooms.log.close()
