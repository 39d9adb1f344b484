"""From a draft to the rules that decide and back, on both databases."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from gateway.decision import bases
from gateway.decision.drafts import RuleDraft
from gateway.decision.packs import load_rule_set
from gateway.district import edits
from gateway.district.directory import District
from gateway.district.merges import MERGES
from gateway.errors import BadRequest, Forbidden, Unusable
from gateway.oversight.officer import Officer
from gateway.oversight.rows import Missing, Stale, Taken
from gateway.oversight.rulebook import NotReady, Rulebook
from gateway.oversight.versions import State
from gateway.steps.rules import RulesKeeper
from gateway.store import tables
from gateway.terms.decision import Facts, Outcome
from gateway.terms.disclosure import DistrictChoices
from gateway.terms.people import Duty, PersonMerge
from tests.decision.test_drafts import NO_ESSAYS, QUIET
from tests.district.conftest import V11, write
from tests.oversight.conftest import RUTH, Rooms

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

MAY = Officer(person="s3", log_id="log-may", key="k2", duties=frozenset({Duty.PRIVACY_OFFICER}))
DRAFT = RuleDraft(id="autumn", title="No essays in grade 4", forms=(NO_ESSAYS,))


def _essay() -> Facts:
    facts = bases.override(bases.facts("child", ()), "principal.grade", "04")
    return bases.override(facts, "principal.consent", "good")


@dataclass(kw_only=True)
class Study:
    """The rulebook, and what a server process makes of it."""

    rooms: Rooms
    book: Rulebook
    district: District
    keeper: RulesKeeper

    async def outcome(self) -> Outcome:
        """Return what the next prompt of a fourth-grader comes to."""
        await self.district.refresh()
        return (await self.keeper.engine()).decide(_essay()).outcome

    async def approved(self, draft: RuleDraft = DRAFT) -> int:
        """Bring a draft as far as its approval; return its row's version."""
        standing = await self.book.put(draft, seen=None, why="the board asked", by=RUTH)
        _, standing = await self.book.check(draft.id, seen=standing.version, by=RUTH)
        standing = await self.book.approve(draft.id, seen=standing.version, why="yes", by=MAY)
        return standing.version


@pytest.fixture
async def study(rooms: Rooms) -> Study:
    town = rooms.town
    district = town.district()
    await district.refresh()
    other = town.district()
    keeper = RulesKeeper(other, town.reader, load_rule_set())
    book = Rulebook(rooms.office, town.reader, district, now=lambda: 1_700_000_000_000)
    return Study(rooms=rooms, book=book, district=other, keeper=keeper)


async def test_a_version_goes_from_draft_to_the_rules_that_decide_and_back(study: Study) -> None:
    book = study.book
    assert await study.outcome() is Outcome.FORWARD
    drafted = await book.put(DRAFT, seen=None, why="the board asked", by=RUTH)
    assert drafted.state is State.DRAFT
    found, checked = await book.check("autumn", seen=drafted.version, by=RUTH)
    assert (found.passed, checked.state) == (True, State.CHECKED)
    approved = await book.approve("autumn", seen=checked.version, why="as decided", by=MAY)
    assert approved.state is State.APPROVED
    assert await study.outcome() is Outcome.FORWARD  # nothing decides before it is activated
    active = await book.activate("autumn", seen=approved.version, why="term begins", by=MAY)
    assert (active.value.version, active.value.before) == ("autumn", "")
    assert (await book.get("autumn")).state is State.ACTIVE
    assert await study.outcome() is Outcome.REFUSE  # with the next prompt, in another process
    with pytest.raises(Stale):
        await book.give_back(to=None, seen=active.version + 1, why="too strict", by=RUTH)
    returned = await book.give_back(to=None, seen=active.version, why="too strict", by=RUTH)
    assert returned.value.version == ""
    assert (await book.get("autumn")).state is State.SUPERSEDED
    assert await study.outcome() is Outcome.FORWARD
    await book.give_back(to="autumn", seen=returned.version, why="after all", by=RUTH)
    assert await study.outcome() is Outcome.REFUSE
    assert (await book.active()).value.before == ""


async def test_every_step_is_in_the_log_and_in_the_history(study: Study) -> None:
    version = await study.approved()
    await study.book.activate("autumn", seen=version, why="term begins", by=MAY)
    told = [(one["event"], one["who"]) for one in await study.rooms.events()]
    assert told == [
        ("rule_version_created", "log-ruth"),
        ("rule_version_changed", "log-ruth"),
        ("rule_version_changed", "log-may"),
        ("active_rules_created", "log-may"),
    ]
    history = await study.rooms.office.history(kind="rule_version", row="autumn")
    reasons = [one.edit.why for one in history if one.edit is not None]
    assert reasons[0] == "yes"
    assert reasons[1].startswith("checked: ")
    assert reasons[2] == "the board asked"


async def test_an_author_does_not_approve_unless_the_district_lets_them(study: Study) -> None:
    book = study.book
    standing = await book.put(DRAFT, seen=None, why="x", by=RUTH)
    standing = await book.put(
        replace(DRAFT, title="Essays"), seen=standing.version, why="x", by=MAY
    )
    _, standing = await book.check("autumn", seen=standing.version, by=RUTH)
    for author in (RUTH, MAY):
        with pytest.raises(Forbidden) as told:
            await book.approve("autumn", seen=standing.version, why="x", by=author)
        assert told.value.code == "second_person_needed"
    alone = DistrictChoices(rules_need_second_person=False)
    await study.rooms.town.run(lambda db: edits.set_choices(db, alone))
    await book._district.refresh()
    approved = await book.approve("autumn", seen=standing.version, why="x", by=RUTH)
    assert approved.value.approved is not None
    assert approved.value.approved.alone
    assert "rules_approved_alone" in [one["event"] for one in await study.rooms.events()]


async def test_a_second_account_of_an_author_is_no_second_person(
    study: Study, tmp_path: Path
) -> None:
    book, town = study.book, study.rooms.town
    second = "t9,,school1,teacher,rv2,,Ruth,Vance,,,r.vance@k12.example,,,,\n"
    files = V11 | {"users.csv": V11["users.csv"] + second}
    await town.import_folder(write(tmp_path / "second", files))
    standing = await book.put(DRAFT, seen=None, why="x", by=replace(RUTH, person="t9"))
    _, standing = await book.check("autumn", seen=standing.version, by=RUTH)
    merge = PersonMerge(id="ruth", kept="t1", duplicate="t9")
    await study.rooms.office.put(MERGES, merge, seen=None, why="two accounts", by=MAY)
    await book._district.refresh()
    with pytest.raises(Forbidden):
        await book.approve("autumn", seen=standing.version, why="x", by=RUTH)


async def test_an_edit_takes_a_version_back_to_draft(study: Study) -> None:
    version = await study.approved()
    edited = await study.book.put(replace(DRAFT, title="b"), seen=version, why="x", by=MAY)
    assert (edited.state, edited.value.authors) == (State.DRAFT, ("t1", "s3"))
    with pytest.raises(NotReady):
        await study.book.activate("autumn", seen=edited.version, why="x", by=MAY)


async def test_a_version_somebody_changed_meanwhile_is_not_activated(study: Study) -> None:
    version = await study.approved()
    with pytest.raises(Stale) as told:
        await study.book.activate("autumn", seen=version - 1, why="x", by=MAY)
    assert told.value.status == 412


async def test_no_step_is_taken_before_its_turn(study: Study) -> None:
    book = study.book
    with pytest.raises(NotReady):
        await book.give_back(to=None, seen=0, why="x", by=RUTH)
    standing = await book.put(DRAFT, seen=None, why="x", by=RUTH)
    with pytest.raises(NotReady):
        await book.approve("autumn", seen=standing.version, why="x", by=MAY)
    with pytest.raises(NotReady):
        await book.activate("autumn", seen=standing.version, why="x", by=MAY)
    with pytest.raises(Missing):
        await book.check("winter", seen=1, by=RUTH)
    with pytest.raises(Taken):
        await book.put(DRAFT, seen=None, why="x", by=RUTH)
    with pytest.raises(BadRequest, match="an id is made of"):
        await book.put(replace(DRAFT, id="no/way"), seen=None, why="x", by=RUTH)


async def test_of_two_who_move_one_version_the_second_is_told(study: Study) -> None:
    book = study.book
    standing = await book.put(DRAFT, seen=None, why="x", by=RUTH)
    await book.put(replace(DRAFT, title="b"), seen=standing.version, why="x", by=MAY)
    with pytest.raises(Stale):
        await book.put(replace(DRAFT, title="c"), seen=standing.version, why="x", by=RUTH)
    with pytest.raises(Stale):
        await book.check("autumn", seen=standing.version, by=RUTH)


async def test_what_decided_stays_as_it_was(study: Study) -> None:
    version = await study.approved()
    await study.book.activate("autumn", seen=version, why="x", by=MAY)
    standing = await study.book.get("autumn")
    with pytest.raises(NotReady) as told:
        await study.book.put(DRAFT, seen=standing.version, why="x", by=RUTH)
    assert told.value.code == "version_in_force"
    with pytest.raises(NotReady):
        await study.book.activate("autumn", seen=standing.version, why="x", by=MAY)


async def test_a_draft_with_a_fault_stays_a_draft_and_the_rules_of_before_decide(
    study: Study,
) -> None:
    broken = RuleDraft(id="broken", cedar=QUIET.replace("forbid", "forbit"))
    standing = await study.book.put(broken, seen=None, why="x", by=RUTH)
    found, standing = await study.book.check("broken", seen=standing.version, by=RUTH)
    assert (found.passed, standing.state) == (False, State.DRAFT)
    assert found.faults[0].line == 7
    with pytest.raises(NotReady, match=r"expert/rules\.cedar:7"):
        await study.book.difference("broken", "")
    assert await study.outcome() is Outcome.FORWARD


async def test_the_difference_of_two_versions_is_told_in_words(study: Study) -> None:
    await study.approved()
    later = replace(DRAFT, id="later", forms=(replace(NO_ESSAYS, grades=frozenset({"05"})),))
    await study.book.put(later, seen=None, why="x", by=RUTH)
    [change] = await study.book.difference("later", "autumn")
    assert change.words == "`local.no-essays`: grades from 04 to 05"
    [change] = await study.book.difference("autumn", "")
    assert change.words.startswith("`local.no-essays` is new")


async def test_active_rules_that_were_damaged_refuse_and_say_what_to_do(study: Study) -> None:
    version = await study.approved()
    active = await study.book.activate("autumn", seen=version, why="x", by=MAY)
    sets = tables.rule_sets

    def spoil(db: object) -> None:
        statement = sets.update().where(sets.c.sha256 == active.value.sha256)
        db.execute(statement.values(data=b"{}"))  # type: ignore[attr-defined]

    await study.rooms.town.run(spoil)
    with pytest.raises(Unusable) as told:
        await study.outcome()
    assert told.value.code == "rules_broken"
    assert study.keeper.failed
    await study.book.give_back(to="", seen=active.version, why="the store was damaged", by=RUTH)
    assert await study.outcome() is Outcome.FORWARD
    assert study.keeper.failed == ""


async def test_versions_are_listed_as_they_stand(study: Study) -> None:
    await study.approved()
    await study.book.put(replace(DRAFT, id="later"), seen=None, why="x", by=RUTH)
    found = await study.book.listed()
    assert [(one.value.draft.id, one.state) for one in found] == [
        ("autumn", State.APPROVED),
        ("later", State.DRAFT),
    ]
    assert await study.book.listed(after="later") == []
