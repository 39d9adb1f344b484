"""Serves one process's works over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway import __version__
from gateway.app.works import open_works
from gateway.errors import GatewayError
from gateway.settings import Settings
from gateway.telemetry import Metrics
from gateway.web.admin.api import PATH as ADMIN
from gateway.web.admin.api import admin_api
from gateway.web.audit.api import PATH as AUDIT
from gateway.web.audit.api import audit_api
from gateway.web.conversations import conversations
from gateway.web.elsewhere import PATHS as ELSEWHERE
from gateway.web.elsewhere import Elsewhere
from gateway.web.leaks import leaks
from gateway.web.operations import operations
from gateway.web.permits import permits
from gateway.web.problems import on_http
from gateway.web.proxy import Proxy, ProxyLimits
from gateway.web.register import register_routes
from gateway.web.sign import sign_routes
from gateway.wire.body import Limits
from gateway.wire.openai_chat import OpenAIChat


class _Application(FastAPI):
    """FastAPI, but for prompts: what it does around a route costs more than reading a prompt."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._prompts: dict[str, ASGIApp] = {}

    def serve_prompts(self, path: str, route: ASGIApp) -> None:
        """Have prompts posted to a path go straight to their route."""
        self._prompts[path] = route
        self.router.routes.append(Route(path, route, methods=["POST"]))  # refuses other methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["method"] == "POST":
            prompt = self._prompts.get(scope["path"])
            if prompt is not None:
                await prompt(scope, receive, send)
                return
        await super().__call__(scope, receive, send)


def create_app(settings: Settings) -> FastAPI:
    """Return the application: what it needs is opened when it starts, closed when it ends."""
    metrics = Metrics()
    limits = ProxyLimits(
        max_body=settings.max_body,
        body_timeout=settings.body_timeout,
        heartbeat=settings.heartbeat,
    )
    dialect = OpenAIChat(Limits(max_bytes=settings.max_body))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            async with open_works(settings, metrics) as works:
                app.state.works = works
                yield
        except GatewayError as error:
            app.state.fault = error  # for whoever serves it: the server tells but that it failed
            raise

    app = _Application(
        title="Crossing Guard",
        description="A privacy-compliance gateway in front of generative AI, for schools.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.serve_prompts("/v1/chat/completions", Proxy(dialect, lambda: app.state.works.doors, limits))
    app.exception_handler(HTTPException)(on_http)
    app.include_router(operations(metrics))
    app.include_router(conversations())
    app.include_router(leaks())
    app.include_router(permits())
    app.include_router(register_routes(lambda: app.state.works.store.district))
    app.include_router(sign_routes(lambda: app.state.works.signing))
    app.mount(ADMIN, admin_api(lambda: app.state.works.desk, version=__version__))
    app.mount(AUDIT, audit_api(lambda: app.state.works.desk, version=__version__))
    refusing = Proxy(Elsewhere(dialect.limits), lambda: app.state.works.doors, limits)
    app.router.routes += [Route(path, refusing) for path in ELSEWHERE]
    return app
