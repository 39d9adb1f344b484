"""The routes of the rules: draft, check, approve, activate, compare, return."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from gateway.decision.drafts import RuleDraft
from gateway.decision.packs import Rule
from gateway.decision.review import Review
from gateway.errors import BadRequest
from gateway.oversight.officer import Officer
from gateway.oversight.versions import ActiveRules, Approved, Checked, Standing, State
from gateway.web.admin.shelves import PROBLEMS, Row, created
from gateway.web.described import IN_ORDER, Allowed, AtDesk, Why
from gateway.web.entity_tags import Seen, SeenThere, tag_of, tagged
from gateway.web.paging import Cursor, Limit, Page, page_of, start_of


class Version(BaseModel):
    """A version of the rules as it stands."""

    version: int = Field(description="the row's version; its entity tag is this in quotes")
    state: State
    draft: Annotated[RuleDraft, IN_ORDER]
    authors: tuple[str, ...] = Field(description="roster ids of all who edited it")
    checked: Checked | None
    approved: Approved | None
    activated: int | None = Field(description="milliseconds since 1970 UTC; null for never")


class FaultShown(BaseModel):
    """One thing that keeps a draft from being used."""

    file: str
    line: int = Field(description="from 1; 0 where there is no place")
    column: int
    rule: str
    words: str


class CaseFailed(BaseModel):
    """A case that does not come out as told."""

    pack: str
    name: str
    fault: str


class Reviewed(BaseModel):
    """What a check found."""

    passed: bool
    sha256: str = Field(description="hash of the rule set; empty where there are faults")
    cases: int = Field(description="cases that were run")
    faults: list[FaultShown]
    failed: list[CaseFailed]
    warnings: list[str]
    version: Version


class ChangeShown(BaseModel):
    """One difference between two versions."""

    about: str = Field(description="id of the rule or the pack")
    words: str
    text: tuple[str, ...] = Field(description="lines of Cedar, with - and + before them")


class Words(BaseModel):
    """What a rule says to each reader in one language."""

    staff: str
    student: str
    young: str
    parent: str
    remedy: str


class RuleShown(BaseModel):
    """One rule with its words, by language."""

    id: str
    pack: str
    effect: str
    citation: str
    law: bool
    obligation: str
    words: dict[str, Words]


Against = Annotated[
    str | None,
    Query(max_length=64, description="another version; empty for the packs as they come"),
]


def rule_routes(*, read: Allowed, write: Allowed) -> APIRouter:
    """Return the routes under `/rules`."""
    router = APIRouter(prefix="/rules", tags=["rules"])
    _reading(router, read)
    _moving(router, write)
    return router


def _reading(router: APIRouter, read: Allowed) -> None:
    @router.get("", name="read which rules are active", openapi_extra=read.told)
    async def active(
        desk: AtDesk, response: Response, _by: Annotated[Officer, Depends(read)]
    ) -> ActiveRules:
        return tagged(response, await desk.rulebook.active())

    @router.get(
        "/words", name="list every rule in words", responses=PROBLEMS, openapi_extra=read.told
    )
    async def words(
        desk: AtDesk, _by: Annotated[Officer, Depends(read)], version: Against = None
    ) -> list[RuleShown]:
        wanted = (await desk.rulebook.active()).value.version if version is None else version
        rules = await desk.rulebook.rules(wanted)
        return [_in_words(rule) for rule in rules.rules()]

    @router.get("/versions", name="list versions of the rules", openapi_extra=read.told)
    async def listed(
        desk: AtDesk, _by: Annotated[Officer, Depends(read)], limit: Limit = 50, cursor: Cursor = ""
    ) -> Page[Version]:
        after = start_of(cursor)
        found = await desk.rulebook.listed(after=after, limit=limit + 1)
        return page_of(found, limit, shown=_shown, row=lambda one: one.value.draft.id)

    @router.get(
        "/versions/{row}",
        name="read a version of the rules",
        responses=PROBLEMS,
        openapi_extra=read.told,
    )
    async def one(
        desk: AtDesk, response: Response, _by: Annotated[Officer, Depends(read)], row: Row
    ) -> Version:
        return _tagged(response, await desk.rulebook.get(row))

    @router.get(
        "/versions/{row}/difference",
        name="tell what a version changes",
        responses=PROBLEMS,
        openapi_extra=read.told,
    )
    async def difference(
        desk: AtDesk, _by: Annotated[Officer, Depends(read)], row: Row, against: Against = None
    ) -> list[ChangeShown]:
        if against is None:
            against = (await desk.rulebook.active()).value.version
        changes = await desk.rulebook.difference(row, against)
        return [ChangeShown(about=one.about, words=one.words, text=one.text) for one in changes]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Step:
    """Who moves a version, as they saw it, and why."""

    by: Officer
    seen: int
    why: str


def _moving(router: APIRouter, write: Allowed) -> None:
    def stepping(by: Annotated[Officer, Depends(write)], seen: SeenThere, why: Why) -> _Step:
        return _Step(by=by, seen=seen, why=why)

    told: dict[str, Any] = {"responses": PROBLEMS, "openapi_extra": write.told}
    made = Annotated[_Step, Depends(stepping)]

    @router.put(
        "/versions/{row}",
        name="draft or edit a version of the rules",
        responses=created(Version) | PROBLEMS,
        openapi_extra=write.told,
    )
    async def put(
        desk: AtDesk,
        response: Response,
        by: Annotated[Officer, Depends(write)],
        row: Row,
        seen: Seen,
        why: Why,
        draft: RuleDraft,
    ) -> Version:
        if draft.id != row:
            raise BadRequest(
                "the version's id in the path and in the body differ", code="two_ids", param="id"
            )
        standing = await desk.rulebook.put(draft, seen=seen, why=why, by=by)
        response.status_code = 201 if seen is None else 200
        return _tagged(response, standing)

    @router.post("/versions/{row}/check", name="check a version of the rules", **told)
    async def check(
        desk: AtDesk,
        response: Response,
        by: Annotated[Officer, Depends(write)],
        row: Row,
        seen: SeenThere,
    ) -> Reviewed:
        found, standing = await desk.rulebook.check(row, seen=seen, by=by)
        return _reviewed(found, _tagged(response, standing))

    @router.post("/versions/{row}/approve", name="approve a version of the rules", **told)
    async def approve(desk: AtDesk, response: Response, row: Row, step: made) -> Version:
        standing = await desk.rulebook.approve(row, seen=step.seen, why=step.why, by=step.by)
        return _tagged(response, standing)

    @router.post("/versions/{row}/activate", name="activate a version of the rules", **told)
    async def activate(desk: AtDesk, response: Response, row: Row, step: made) -> ActiveRules:
        kept = await desk.rulebook.activate(row, seen=step.seen, why=step.why, by=step.by)
        return tagged(response, kept)

    @router.post("/return", name="return to an earlier version of the rules", **told)
    async def give_back(
        desk: AtDesk,
        response: Response,
        step: made,
        to: Annotated[
            str | None,
            Query(
                max_length=64,
                description="a version that decided once, empty for the packs as they come; "
                "left out, the one that decided before",
            ),
        ] = None,
    ) -> ActiveRules:
        kept = await desk.rulebook.give_back(to=to, seen=step.seen, why=step.why, by=step.by)
        return tagged(response, kept)


def _tagged(response: Response, standing: Standing) -> Version:
    response.headers["etag"] = tag_of(standing.version)
    return _shown(standing)


def _shown(standing: Standing) -> Version:
    value = standing.value
    return Version(
        version=standing.version,
        state=standing.state,
        draft=value.draft,
        authors=value.authors,
        checked=value.checked,
        approved=value.approved,
        activated=standing.activated,
    )


def _reviewed(found: Review, version: Version) -> Reviewed:
    return Reviewed(
        passed=found.passed,
        sha256=found.rule_set.sha256 if found.rule_set is not None else "",
        cases=found.cases,
        faults=[
            FaultShown(
                file=one.file, line=one.line, column=one.column, rule=one.rule, words=one.words
            )
            for one in found.faults
        ],
        failed=[CaseFailed(pack=one.pack, name=one.name, fault=one.fault) for one in found.failed],
        warnings=list(found.warnings),
        version=version,
    )


def _in_words(rule: Rule) -> RuleShown:
    return RuleShown(
        id=rule.id,
        pack=rule.pack,
        effect=rule.effect,
        citation=rule.citation,
        law=rule.law,
        obligation=rule.obligation,
        words={
            language.value: Words(
                staff=voice.staff,
                student=voice.student,
                young=voice.young or voice.student,
                parent=voice.parent or voice.staff,
                remedy=voice.remedy,
            )
            for language, voice in rule.voices.items()
        },
    )
