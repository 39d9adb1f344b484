"""A roster over REST: the same as by files, however a service makes its pages, or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import anyio
import orjson
import pytest

from gateway.district.oneroster import Roster, read_folder
from gateway.jobs.oneroster_rest import LONGEST_WAIT, TRIES, Puller, PullFailed, client
from gateway.terms.rosters import OneRosterVersion
from tests.district.conftest import V11, write
from tests.jobs.roster_service import (
    SECRET,
    Asked,
    Fault,
    RosterService,
    Said,
    collections_of,
    running,
)

pytestmark = pytest.mark.anyio

SESSIONS = (
    "sourcedId,status,title,type,startDate,endDate\n"
    "fall,active,Fall,term,2025-08-20,2026-01-15\n"
    "spring,active,Spring,term,2026-01-16,2026-06-12\n"
)
FILES = V11 | {
    "academicSessions.csv": SESSIONS,
    "classes.csv": (
        "sourcedId,status,title,grades,classCode,schoolSourcedId,termSourcedIds\n"
        'c1,active,Reading 4,04,R4,school1,"fall,spring"\n'
    ),
}
BOTH = pytest.mark.parametrize("version", list(OneRosterVersion))
V1P1 = OneRosterVersion.V1P1


@dataclass
class Waits:
    """Sleeps at once, and remembers for how long."""

    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def service_of(version: OneRosterVersion = V1P1, fault: Fault | None = None) -> RosterService:
    made = RosterService(version=version, collections=collections_of(FILES, version))
    return replace(made, fault=fault) if fault else made


async def pulled(service: RosterService, folder: Path, waits: Waits | None = None) -> Roster:
    """Pull everything into an empty folder and read it."""
    await anyio.Path(folder).mkdir()
    async with running(service), client() as http:
        source = service.source()
        puller = Puller(http=http, source=source, secret=SECRET, sleep=waits or Waits())
        await puller.pull(folder)
    return read_folder(folder)


@BOTH
async def test_it_is_the_roster_that_the_files_hold(
    tmp_path: Path, version: OneRosterVersion
) -> None:
    found = await pulled(service_of(version), tmp_path / "pulled")
    wanted = read_folder(write(tmp_path / "files", FILES))
    assert found.version == version.value
    for part in ("schools", "births", "groups", "terms", "enrolments"):
        assert getattr(found, part) == getattr(wanted, part)
    people = found.people
    if version is OneRosterVersion.V1P2:
        assert people["s1"].preferred_given == "Mimi"
        people = {who: replace(one, preferred_given="") for who, one in people.items()}
    assert people == wanted.people
    assert found.enrolments["c1", "t1"].ends == "2026-06-12"


@BOTH
async def test_nothing_is_taken_that_is_not_needed(
    tmp_path: Path, version: OneRosterVersion
) -> None:
    service = service_of(version)
    await pulled(service, tmp_path / "pulled")
    written = "".join(path.read_text() for path in (tmp_path / "pulled").iterdir())
    for word in ("hunter2", "tiger", "female", "password"):
        assert word not in written
    [asked] = {one.fields for one in service.asked if one.collection == "demographics"}
    assert asked == ("sourcedId", "status", "birthDate")


@pytest.mark.parametrize(
    ("total", "links"), [(True, False), (False, True), (True, True), (False, False)]
)
@pytest.mark.parametrize("most", [1000, 1])
async def test_every_way_of_telling_where_a_page_is_the_last(
    tmp_path: Path, *, total: bool, links: bool, most: int
) -> None:
    if most == 1 and not (total or links):
        pytest.skip("a service that gives less than was asked for and says nothing of the rest")
    service = replace(service_of(), total=total, links=links, most=most)
    assert len((await pulled(service, tmp_path / "pulled")).people) == 5


async def test_a_token_that_runs_out_under_way_is_renewed(tmp_path: Path) -> None:
    service = service_of()

    def expire(asked: Asked, said: Said) -> Said:
        if (asked.collection, asked.offset, service.tokens) == ("users", 2, 1):
            return Said(status=401)
        return said

    service.fault = expire
    assert len((await pulled(service, tmp_path / "pulled")).people) == 5
    assert service.tokens == 2


def times(number: int, what: Callable[[Said], Said]) -> Fault:
    """Have the third page go wrong so often."""
    left = [number]

    def fault(asked: Asked, said: Said) -> Said:
        if (asked.collection, asked.offset) == ("users", 2) and left[0]:
            left[0] -= 1
            return what(said)
        return said

    return fault


def busy(_said: Said) -> Said:
    return Said(status=429, headers={"Retry-After": "17"})


def broken(_said: Said) -> Said:
    return Said(status=500)


def cut(said: Said) -> Said:
    return replace(said, cut=20)


def denied(_said: Said) -> Said:
    return Said(status=401)


def nonsense(_said: Said) -> Said:
    return Said(body=b"<html>")


def elsewhere(_said: Said) -> Said:
    return Said(status=302, headers={"Location": "http://127.0.0.1:9/"})


@pytest.mark.parametrize("what", [busy, broken, cut])
async def test_what_goes_wrong_for_a_while_is_tried_again(
    tmp_path: Path, what: Callable[[Said], Said]
) -> None:
    waits = Waits()
    service = service_of(fault=times(TRIES - 1, what))
    assert len((await pulled(service, tmp_path / "pulled", waits)).people) == 5
    assert len(waits.seconds) == TRIES - 1
    assert max(waits.seconds) <= LONGEST_WAIT
    if what is busy:
        assert min(waits.seconds) == 17


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (busy, "roster_service_failing"),
        (broken, "roster_service_failing"),
        (cut, "roster_service_failing"),
        (denied, "roster_access_denied"),
        (nonsense, "roster_answer_broken"),
        (elsewhere, "roster_service_failing"),
    ],
)
async def test_what_stays_wrong_ends_it(
    tmp_path: Path, what: Callable[[Said], Said], code: str
) -> None:
    with pytest.raises(PullFailed) as failed:
        await pulled(service_of(fault=times(100, what)), tmp_path / "pulled")
    assert failed.value.code == code
    assert SECRET not in failed.value.message


async def test_a_refused_secret_is_told_without_it(tmp_path: Path) -> None:
    service = replace(service_of(), token_status=401)
    with pytest.raises(PullFailed) as failed:
        await pulled(service, tmp_path / "pulled")
    assert failed.value.code == "roster_credential_refused"
    assert SECRET not in failed.value.message


def grows(number: int) -> tuple[RosterService, Fault]:
    """Have somebody enrol while users are read, so often."""
    service = service_of()
    left = [number]

    def fault(asked: Asked, said: Said) -> Said:
        if (asked.collection, asked.offset) == ("users", 2) and left[0]:
            left[0] -= 1
            new = service.collections["users"][-1] | {"sourcedId": f"n{left[0]}"}
            service.collections["users"].insert(0, new)
        return said

    return service, fault


async def test_a_roster_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    service, fault = grows(1)
    service.fault = fault
    assert len((await pulled(service, tmp_path / "pulled")).people) == 6


async def test_a_roster_that_never_stands_still_is_not_taken(tmp_path: Path) -> None:
    service, fault = grows(100)
    service.fault = fault
    with pytest.raises(PullFailed, match="changed 3 times"):
        await pulled(service, tmp_path / "pulled")


async def test_less_than_was_said_is_not_taken(tmp_path: Path) -> None:
    def short(asked: Asked, said: Said) -> Said:
        if asked.collection == "users":
            return replace(said, headers={"X-Total-Count": "9"})
        return said

    with pytest.raises(PullFailed, match="changed 3 times"):
        await pulled(service_of(fault=short), tmp_path / "pulled")


async def test_demographics_that_nobody_may_read_are_told(tmp_path: Path) -> None:
    def closed(asked: Asked, said: Said) -> Said:
        return Said(status=403) if asked.collection == "demographics" else said

    with pytest.raises(PullFailed, match="nobody's age is known then"):
        await pulled(service_of(fault=closed), tmp_path / "pulled")


async def test_a_row_without_an_id_is_refused(tmp_path: Path) -> None:
    def nameless(asked: Asked, said: Said) -> Said:
        if asked.collection != "orgs":
            return said
        return replace(said, body=orjson.dumps({"orgs": [{"name": "x"}]}))

    with pytest.raises(PullFailed, match="no `sourcedId`"):
        await pulled(service_of(fault=nameless), tmp_path / "pulled")
