"""Two people of the roster who are one."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from gateway.district.holds import children_of, hats_of
from gateway.district.links import LINKS
from gateway.errors import BadRequest
from gateway.terms.people import PersonLink
from tests.district.conftest import V11, Town, write

pytestmark = pytest.mark.anyio

LINK = PersonLink(id="ruth-rosa", person="t1", other="g1")


async def test_who_is_linked_is_one_person_from_both_sides(peopled: Town) -> None:
    assert await peopled.reader.read(lambda db: hats_of(db, "t1")) == {"t1"}
    await peopled.run(lambda db: LINKS.put(db, LINK, 1))
    for one in ("t1", "g1"):
        hats = await peopled.reader.read(partial(hats_of, person=one))
        assert hats == {"t1", "g1"}
        assert await peopled.reader.read(partial(children_of, people=hats)) == {"s1"}
    assert LINKS.remove is not None
    remove = LINKS.remove
    await peopled.run(lambda db: remove(db, LINK.id))
    assert await peopled.reader.read(lambda db: hats_of(db, "t1")) == {"t1"}


async def test_links_and_addresses_are_followed_to_their_end(peopled: Town, tmp_path: Path) -> None:
    more = (
        "t2,,school1,aide,,,Ruth,Vance,,,ruth.v@home.example,,,,\n"
        "g2,,school1,guardian,,,Ruth,Vance,,,ruth.v@home.example,,s2,,\n"
    )
    files = V11 | {"users.csv": V11["users.csv"] + more}
    await peopled.import_folder(write(tmp_path / "more", files))
    link = replace(LINK, other="t2")
    await peopled.run(lambda db: LINKS.put(db, link, 1))
    assert await peopled.reader.read(lambda db: hats_of(db, "t1")) == {"t1", "t2", "g2"}


@pytest.mark.parametrize(
    ("link", "param"),
    [
        (replace(LINK, other="nobody"), "other"),
        (replace(LINK, other="s1"), "other"),
        (replace(LINK, other="t1"), "other"),
        (PersonLink(id="again", person="g1", other="t1"), "other"),
    ],
    ids=["nobody", "a student", "themself", "said already"],
)
async def test_a_link_that_cannot_be_is_refused(
    peopled: Town, link: PersonLink, param: str
) -> None:
    await peopled.run(lambda db: LINKS.put(db, LINK, 1))
    with pytest.raises(BadRequest) as refused:
        await peopled.reader.read(lambda db: LINKS.check(db, link))
    assert refused.value.param == param
