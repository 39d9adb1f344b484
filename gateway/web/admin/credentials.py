"""Credentials of AI services: they can be put and replaced, never read."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, SecretStr

from gateway.oversight.office import Officer
from gateway.web.admin.shelves import Row
from gateway.web.described import Allowed, AtDesk, Why


class Credential(BaseModel):
    """What opens an AI service."""

    secret: SecretStr = Field(
        min_length=1,
        max_length=8192,
        description="sent as the bearer token; visible ASCII alone. Kept sealed, never shown again",
    )


def credential_routes(*, write: Allowed) -> APIRouter:
    """Return the route under `/credentials`."""
    router = APIRouter(prefix="/credentials", tags=["tools"])

    @router.put("/{row}", name="put a credential", status_code=204, openapi_extra=write.told)
    async def put(
        desk: AtDesk,
        by: Annotated[Officer, Depends(write)],
        row: Row,
        why: Why,
        credential: Credential,
    ) -> None:
        await desk.office.put_credential(row, credential.secret.get_secret_value(), why=why, by=by)

    return router
