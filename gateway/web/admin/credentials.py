"""Credentials of AI services: they can be put and replaced, never read."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field, SecretStr

from gateway.oversight.officer import Officer
from gateway.oversight.rows import Missing
from gateway.web.admin.shelves import PROBLEMS, Row
from gateway.web.described import Allowed, AtDesk, Why
from gateway.web.entity_tags import Seen, tag_of


class Credential(BaseModel):
    """What opens an AI service."""

    secret: SecretStr = Field(
        min_length=1,
        max_length=8192,
        description="sent as the bearer token; visible ASCII alone. Kept sealed, never shown again",
    )


class Stored(BaseModel):
    """That there is a credential: what it is, nobody is told."""

    name: str
    version: int = Field(description="to be named when it is replaced; its tag is this in quotes")


def credential_routes(*, write: Allowed) -> APIRouter:
    """Return the routes under `/credentials`."""
    router = APIRouter(prefix="/credentials", tags=["tools"])

    @router.get("/{row}", name="tell whether a credential is stored", openapi_extra=write.told)
    async def one(
        desk: AtDesk, response: Response, _by: Annotated[Officer, Depends(write)], row: Row
    ) -> Stored:
        version = await desk.office.credential_version(row)
        if version is None:
            raise Missing("there is no credential of this name")
        response.headers["etag"] = tag_of(version)
        return Stored(name=row, version=version)

    @router.put(
        "/{row}",
        name="put a credential",
        status_code=204,
        responses=PROBLEMS,
        openapi_extra=write.told,
    )
    async def put(
        desk: AtDesk,
        response: Response,
        by: Annotated[Officer, Depends(write)],
        row: Row,
        seen: Seen,
        why: Why,
        credential: Credential,
    ) -> None:
        secret = credential.secret.get_secret_value()
        version = await desk.office.put_credential(row, secret, seen=seen, why=why, by=by)
        response.headers["etag"] = tag_of(version)

    return router
