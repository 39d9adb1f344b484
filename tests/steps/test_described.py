"""The facts of a prompt, as the district's ledgers tell them."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection

from gateway.district import edits
from gateway.district.merges import MERGES
from gateway.district.opt_outs import OPT_OUTS
from gateway.identity.ages import age_of
from gateway.steps.described import describe
from gateway.terms.decision import Facts
from gateway.terms.directory_information import DirectoryOptOut
from gateway.terms.disclosure import Category, DistrictChoices, Purpose, Signer, Tool
from gateway.terms.people import PersonMerge, Principal
from gateway.terms.text import Finding, Label, Leaf, Resolution, Span
from tests.district.conftest import Town

pytestmark = pytest.mark.anyio

NOTICED = DistrictChoices(
    directory_categories=frozenset({Category.STUDENT_NAME}), directory_notice_on=date(2026, 2, 1)
)
NO = DirectoryOptOut(
    id="o1",
    student="s1",
    by="g1",
    relationship=Signer.PARENT,
    given_on=date(2026, 2, 9),
    evidence="form 4",
)


async def named(town: Town, *subjects: str) -> Facts:
    """Return the facts of a teacher's prompt that names some people."""
    district = town.district()
    await district.refresh()
    known = await district.people(["t1", *subjects])
    teacher = known["t1"]
    band, source, age = age_of(teacher.person, teacher.born, district.today())
    spans = tuple(
        Span(
            start=at * 10,
            end=at * 10 + 4,
            label=Label.PERSON,
            score=1.0,
            recogniser="roster",
            why="roster",
            subjects=(one,),
            resolution=Resolution.KNOWN,
        )
        for at, one in enumerate(subjects)
    )
    described = await describe(
        [Finding(leaf=Leaf(path=("text",), text=" " * 100), spans=spans)],
        principal=Principal(person=teacher.person, age_band=band, age_source=source, age=age),
        known=known,
        district=district,
        tool=Tool(id="tutor", model="small", provider="P"),
        purpose=Purpose.FEEDBACK,
        stand_ins=False,
    )
    return described.facts


async def told(town: Town, choices: DistrictChoices, *opt_outs: DirectoryOptOut) -> None:
    def unit(db: Connection) -> None:
        edits.set_choices(db, choices)
        for one in opt_outs:
            OPT_OUTS.put(db, one, 1)

    await town.run(unit)


@pytest.mark.parametrize(
    ("choices", "opt_outs", "types", "out"),
    [
        pytest.param(NOTICED, (), NOTICED.directory_categories, False, id="told, and nobody did"),
        pytest.param(NOTICED, (NO,), NOTICED.directory_categories, True, id="opted out"),
        pytest.param(
            NOTICED,
            (replace(NO, types=frozenset({Category.STUDENT_CONTACT})),),
            NOTICED.directory_categories,
            False,
            id="of something else",
        ),
        pytest.param(
            NOTICED, (replace(NO, student="s2"),), NOTICED.directory_categories, False, id="another"
        ),
        pytest.param(
            replace(NOTICED, directory_notice_on=None), (), frozenset(), False, id="no notice"
        ),
    ],
)
async def test_directory_information_is_what_the_notice_lists_but_for_who_opted_out(
    peopled: Town,
    choices: DistrictChoices,
    opt_outs: tuple[DirectoryOptOut, ...],
    types: frozenset[Category],
    *,
    out: bool,
) -> None:
    await told(peopled, choices, *opt_outs)
    facts = await named(peopled, "s1")
    assert facts.district.directory_categories == types
    assert [one.directory_opt_out for one in facts.subjects] == [out]


async def test_a_parents_name_follows_the_childs_opt_out(peopled: Town) -> None:
    choices = replace(NOTICED, directory_categories=frozenset({Category.PARENT_NAME}))
    await told(peopled, choices)
    assert not (await named(peopled, "g1")).subjects[0].directory_opt_out
    await told(peopled, choices, NO)
    assert (await named(peopled, "g1")).subjects[0].directory_opt_out


async def test_a_pupil_who_came_twice_is_one_subject_of_whom_the_stricter_is_so(
    peopled: Town,
) -> None:
    def unit(db: Connection) -> None:
        edits.put_refusal(db, "s2", by="g1", now=1)
        OPT_OUTS.put(db, NO, 1)

    await peopled.run(unit)
    apart = await named(peopled, "s1", "s2")
    assert sorted((one.refused, one.directory_opt_out) for one in apart.subjects) == [
        (False, True),
        (True, False),
    ]
    merge = PersonMerge(id="m", kept="s1", duplicate="s2")
    await peopled.run(lambda db: MERGES.put(db, merge, 1))
    for asked in (("s1",), ("s2",), ("s1", "s2")):
        [one] = (await named(peopled, *asked)).subjects
        assert one.id == next(own.id for own in apart.subjects if own.directory_opt_out)
        assert (one.refused, one.directory_opt_out) == (True, True)
