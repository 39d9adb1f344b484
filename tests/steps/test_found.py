"""What is found in a prompt is the same whether it was found before or not, and an old finding
goes for nothing once anything it follows from has changed."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.detection import frames, scan
from gateway.detection.kept import Kept
from gateway.detection.near_names import NearNames
from gateway.detection.pool import Found as Read
from gateway.detection.pool import Pool, Texts
from gateway.detection.scan import Scanner
from gateway.detection.standing import Around, standing
from gateway.district import edits
from gateway.identity.ages import age_of
from gateway.steps import found as module
from gateway.steps.found import Finder, Found
from gateway.steps.near import Near
from gateway.terms.chat import ChatRequest
from gateway.terms.disclosure import Consent, DistrictChoices, Purpose, Tool
from gateway.terms.people import Person, Principal
from gateway.terms.text import Candidate, Leaf
from tests.district.conftest import V11, Town, write

pytestmark = pytest.mark.anyio

SEEN = {"Zorvan": "ner", "Walden": "public-title", "Hamlet": "public-title"}
"""What else is proposed about texts, and by whom."""
NAMES = {"Maya Ortiz": "s1", "Jordan Lee": "s2", "Ann Wu": "s3", "Rosa Ortiz": "g1"}
TOOL = Tool(id="tool", model="small", provider="P")
TEXT = "Maya Ortiz helped Jordan Lee, and Rosa Ortiz thanked Ann Wu."


class Names(Pool):
    """Finds the district's names in texts, at once."""

    def __init__(self) -> None:
        super().__init__(size=1)
        self.version = "detector-1"
        self.of("roster-1")

    def of(self, roster: str) -> None:
        """Say which roster it reads with."""
        self._told = roster

    @property
    def roster_version(self) -> str:
        return self._told

    def submit(self, texts: Texts) -> asyncio.Future[Read[frames.Read]]:
        told: asyncio.Future[Read[frames.Read]] = asyncio.get_running_loop().create_future()
        rows: list[frames.Read] = [([*_names(text), *_seen(text)], {}) for text, _ in texts]
        told.set_result(Read(rows, self.roster_version, 0.0))
        return told


def _names(text: str) -> Iterator[frames.Row]:
    for hit in re.finditer("|".join(NAMES), text):
        yield *hit.span(), "PERSON", 1.0, "roster", [NAMES[hit.group()]], "full"


def _seen(text: str) -> Iterator[frames.Row]:
    for hit in re.finditer("|".join(SEEN), text):
        yield *hit.span(), "PERSON", 0.9, SEEN[hit.group()], ["public:x"], "full"


class Desk:
    """A finder that remembers, in a district; and what it is asked unless said otherwise."""

    def __init__(self, town: Town, folder: Path) -> None:
        self.town, self.folder = town, folder
        self.district = town.district()
        self.pool = Names()
        self.finder = self.new()
        self.asked = {"text": TEXT, "who": "t1", "key": "k1", "client": ""}
        self.tool, self.purpose = TOOL, Purpose.INSTRUCTION

    def new(self) -> Finder:
        """Return one that remembers nothing."""
        scanner = Scanner(self.pool, key=b"k" * 32, now=lambda: 0.0)
        return Finder(self.district, scanner, Near(self.district))

    async def find(self, finder: Finder | None = None) -> Found:
        """Ask as an exchange does: the district is looked at first."""
        await self.district.refresh()
        row = (await self.district.people([self.asked["who"]]))[self.asked["who"]]
        band, source, age = age_of(row.person, row.born, self.district.today())
        principal = Principal(
            person=row.person,
            age_band=band,
            age_source=source,
            age=age,
            key_id=self.asked["key"],
            client=self.asked["client"],
            classes=row.classes,
            classmates=(await self.district.circle(row.person)).ids,
        )
        text = self.asked["text"]
        leaf = Leaf(path=("messages", 0, "content"), text=text)
        request = ChatRequest(
            dialect="openai_chat", model="small", tree={}, leaves=(leaf,), opener=text
        )
        return await (finder or self.finder).find(
            request, f"hash of {text}", principal=principal, tool=self.tool, purpose=self.purpose
        )


@pytest.fixture
async def desk(peopled: Town, tmp_path: Path) -> Desk:
    await peopled.run(lambda db: edits.put_tools(db, [TOOL]))
    return Desk(peopled, tmp_path / "two")


async def test_the_same_prompt_is_worked_out_once_and_comes_to_the_same(desk: Desk) -> None:
    first, second = await desk.find(), await desk.find()
    assert second.described is first.described
    assert second == first == await desk.find(desk.new())
    assert [span.subjects for span in second.findings[0].spans] == [
        ("s1",),
        ("s2",),
        ("g1",),
        ("s3",),
    ]


async def test_a_strange_name_among_books_counts_if_a_teacher_writes_it_and_not_if_a_pupil_does(
    desk: Desk,
) -> None:
    desk.asked["text"] = "Walden and Hamlet are books of my sister. Zorvan left."
    (by_a_teacher,) = (await desk.find()).findings
    desk.asked["who"] = "s1"
    (by_a_pupil,) = (await desk.find()).findings

    assert [span.why for span in by_a_teacher.spans] == ["ner-unlisted"]
    assert by_a_pupil.spans == ()


async def consent(desk: Desk) -> None:
    await desk.town.run(lambda db: edits.put_consents(db, [Consent(id="k", subject="s1")], now=1))


async def refusal(desk: Desk) -> None:
    await desk.town.run(lambda db: edits.put_refusal(db, "s3", by="p", now=1))


async def choices(desk: Desk) -> None:
    await desk.town.run(lambda db: edits.set_choices(db, DistrictChoices(coppa_age=14)))


async def tools(desk: Desk) -> None:
    await desk.town.run(lambda db: edits.put_tools(db, [replace(TOOL, trains_on_data=True)]))


async def roster(desk: Desk) -> None:
    users = V11["users.csv"].replace("Jordan", "Jordyn")
    await desk.town.import_folder(write(desk.folder, V11 | {"users.csv": users}))


async def hour(desk: Desk) -> None:
    desk.town.clock[0] += timedelta(hours=1)


async def day(desk: Desk) -> None:
    desk.town.clock[0] += timedelta(days=7)


async def detector(desk: Desk) -> None:
    desk.pool.version = "detector-2"


async def detectors_roster(desk: Desk) -> None:
    desk.pool.of("roster-2")


async def text(desk: Desk) -> None:
    desk.asked["text"] = TEXT.replace(" helped ", " met ")


async def person(desk: Desk) -> None:
    desk.asked["who"] = "g1"


async def key(desk: Desk) -> None:
    desk.asked["key"] = "k2"


async def client(desk: Desk) -> None:
    desk.asked["client"] = "front-end"


async def tool(desk: Desk) -> None:
    desk.tool = replace(TOOL, id="another")


async def purpose(desk: Desk) -> None:
    desk.purpose = Purpose.GRADING


CHANGES = (
    *(consent, refusal, choices, tools, roster, hour, day, detector, detectors_roster),
    *(text, person, key, client, tool, purpose),
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
async def test_whatever_it_follows_from_may_change_and_it_is_worked_out_anew(
    desk: Desk, change: Callable[[Desk], Awaitable[None]]
) -> None:
    before = await desk.find()
    await change(desk)
    after = await desk.find()
    assert after.described is not before.described
    assert after == await desk.find(desk.new())


async def test_what_stood_in_a_leaf_before_is_not_settled_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[str] = []

    def counted(
        text: str, proposed: Sequence[Candidate], around: Around, *, structural: bool = False
    ) -> tuple[Kept, ...]:
        settled.append(text)
        return standing(text, proposed, around, structural=structural)

    monkeypatch.setattr(scan, "standing", counted)
    first = await desk.find()
    await purpose(desk)  # another prompt of the same words, asked by the same person
    second = await desk.find()
    assert second.findings == first.findings
    assert settled == [TEXT]


class Shifting(Near):
    """Looks up who is near while the detector gets a new roster."""

    pool: Names

    async def of(self, person: Person) -> NearNames:
        self.pool.of("roster-2")
        return await super().of(person)


async def test_what_changes_while_it_is_worked_out_is_not_kept(desk: Desk) -> None:
    near = Shifting(desk.district)
    near.pool = desk.pool
    finder = Finder(desk.district, Scanner(desk.pool, key=b"k" * 32, now=lambda: 0.0), near)
    first = await desk.find(finder)
    desk.pool.of("roster-1")
    assert (await desk.find(finder)).described is not first.described


async def test_only_the_last_prompts_are_kept_and_none_that_is_large(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT_PROMPTS", 1)
    first = await desk.find()
    desk.asked["text"] = "Maya Ortiz."
    await desk.find()
    desk.asked["text"] = TEXT
    again = await desk.find()
    assert again.described is not first.described
    monkeypatch.setattr(module, "LARGEST_KEPT", 4)
    desk.asked["key"] = "k2"
    assert (await desk.find()).described is not (await desk.find()).described
