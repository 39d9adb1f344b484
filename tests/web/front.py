"""The described APIs, made once: making them takes longer than most tests that ask at them."""

from functools import cached_property

from fastapi import FastAPI

from gateway.web.admin.api import admin_api
from gateway.web.audit.api import audit_api
from gateway.web.described import Desk


class Front:
    """The APIs in front of whichever desk a test has opened."""

    desk: Desk | None = None

    def _opened(self) -> Desk:
        assert self.desk is not None, "no desk is open"
        return self.desk

    @cached_property
    def admin(self) -> FastAPI:
        """The admin API."""
        return admin_api(self._opened, version="0")

    @cached_property
    def audit(self) -> FastAPI:
        """The audit API."""
        return audit_api(self._opened, version="0")


FRONT = Front()
