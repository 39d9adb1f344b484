"""Where a district's roster comes from by itself: a OneRoster service that is asked every night."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

THE_SOURCE: Final = "district"
"""The id of the one source: a roster is whole, so two of them would take each other's people."""


class OneRosterVersion(StrEnum):
    """The versions of the REST interface."""

    V1P1 = "1.1"
    V1P2 = "1.2"


@dataclass(frozen=True, kw_only=True, slots=True)
class RosterSource:
    """A OneRoster service, and how it is asked (OAuth 2, client credentials).

    `url` ends before the collections (`.../ims/oneroster/v1p1`,
    `.../ims/oneroster/rostering/v1p2`). `credential` names the sealed client secret. `scope` is
    what the token is asked for, "" for the version's own. `hour` is the local hour after which it
    is asked, once a day, while `on`. `page` is how many rows a page has at most. Without
    `demographics` no birth date is known, and every student counts as under 13.
    """

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - pydantic reads it, nobody writes

    id: str = THE_SOURCE
    version: OneRosterVersion
    url: str
    token_url: str
    client_id: str
    credential: str = "roster"
    scope: str = ""
    hour: int = 2
    page: int = 1000
    demographics: bool = True
    on: bool = True
