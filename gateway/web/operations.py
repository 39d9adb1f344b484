"""What operators and front ends ask: is it alive, ready, how busy, and which models there are."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, Field

from gateway.errors import GatewayError
from gateway.steps.addressed import usable_tools
from gateway.telemetry import Metrics
from gateway.web.beside import refused


class Model(BaseModel):
    """A tool, in OpenAI's words."""

    id: Annotated[str, Field(description="the name to ask for")]
    object: str = "model"
    created: int = 0
    owned_by: Annotated[str, Field(description="the provider")]


class Models(BaseModel):
    """The tools the asking person may use."""

    object: str = "list"
    data: list[Model]


class Readiness(BaseModel):
    """Whether prompts can be served, and which part cannot be used."""

    ready: bool
    parts: dict[str, str] = Field(description="`ok`, or what to do, by part")


def operations(metrics: Metrics) -> APIRouter:
    """Return the routes beside the prompts' own."""
    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Tell that the process is alive."""
        return {"status": "ok"}

    @router.get("/readyz", response_model=Readiness)
    async def readyz(request: Request) -> Response:
        """Tell whether models, rules, log and database are usable."""
        parts = await request.app.state.works.readiness()
        ready = all(word == "ok" for word in parts.values())
        for part, word in parts.items():
            metrics.ready.labels(part).set(word == "ok")
        answer = Readiness(ready=ready, parts=parts)
        return JSONResponse(answer.model_dump(), status_code=200 if ready else 503)

    @router.get("/metrics", include_in_schema=False)
    async def prometheus() -> Response:
        """Return the metrics in Prometheus' text form."""
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    @router.get("/v1/models", response_model=Models)
    async def models(request: Request) -> Response:
        """List the tools this person may use for a prompt without personal data."""
        doors = request.app.state.works.doors
        try:
            usable = await usable_tools(
                request.headers.raw,
                district=doors.district,
                callers=doors.callers,
                limiter=doors.limiter,
                rules=doors.rules,
            )
        except GatewayError as error:
            return refused(error)
        listed = Models(data=[Model(id=name, owned_by=tool.provider) for name, tool in usable])
        return JSONResponse(listed.model_dump())

    return router
