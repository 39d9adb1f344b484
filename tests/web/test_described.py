"""Whatever the described APIs say of themselves is so, for whoever asks whatever."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
)

from gateway.web.admin.api import PATH as ADMIN
from gateway.web.audit.api import PATH as AUDIT
from tests.web.served import ASKERS, ROWS, Served, apis, served

FEW: Final = 5
EXAMPLES: Final = int(os.environ.get("CROSSING_GUARD_FUZZ", str(FEW)))
"""Examples an operation; `make fuzz` sets it. Few are the same every time, many are not."""

ELSEWHERE: Final = (ignored_auth, positive_data_acceptance)
"""Checks not made: who may do what, a table tells; and what a district may say is less than what
its words can spell (a day there is, an age the law allows)."""

schemathesis.serializer.alias("application/zip", "application/octet-stream")

DESCRIBED: Final = apis(lambda: pytest.fail("not asked"))
KNOWN: Final = ("s1", "s2", "t1", "c1", *(path.rpartition("/")[2] for path in ROWS))


TOO_LARGE: Final = 413
"""How a body is refused that is longer than any right one."""
IDS: Final = ("id", "subject", "student")
"""What a row's id is called in its body."""
DRAWN, NEW, STANDING = "as drawn", "new", "standing"
AIMS: Final = st.builds(
    lambda row, version: Aim(row=row, version=version),
    st.sampled_from(("", "", *KNOWN)),
    st.sampled_from((DRAWN, NEW, STANDING)),
)


def described(path: str) -> Any:
    schema = schemathesis.openapi.from_dict(DESCRIBED[path].openapi())
    schema.config.generation.update(with_security_parameters=False)  # the askers' keys are ours
    rejection = schema.config.checks.negative_data_rejection
    rejection.expected_statuses = [*rejection.expected_statuses, str(TOO_LARGE)]
    return schema


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served")) as running:
        yield running


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What a case is turned to, so that not all are lost on the way to a row.

    `row` is a row there may be, "" for what was drawn; `version` says which version it names:
    the one there is, none, or what was drawn.
    """

    row: str
    version: str

    def take(self, case: Case[Any], url: str, headers: Mapping[str, str]) -> bool:
        """Turn a case; tell whether anything of it is other than drawn."""
        if not self.row or not case.path_parameters:
            return False
        case.path_parameters = dict.fromkeys(case.path_parameters, self.row)
        if isinstance(case.body, dict):
            case.body |= {name: self.row for name in IDS if name in case.body}
        if self.version == DRAWN or "x-reason" not in (case.headers or {}):
            return True
        for name in ("if-match", "if-none-match"):
            case.headers.pop(name, None)
        if self.version == NEW:
            case.headers["if-none-match"] = "*"
        else:
            read = httpx.get(url + case.formatted_path, headers=dict(headers))
            case.headers["if-match"] = read.headers.get("etag", '"1"')
        return True


def check(case: Case[Any], server: Served, path: str, asker: str, aim: Aim) -> None:
    """Ask, and hold the answer against the description."""
    url, key = f"{server.url}{path}", server.keys[asker]
    headers = {"authorization": f"Bearer {key}"} if key else {}
    # What was drawn to be refused may be what was turned, or may look like something right once
    # it is written out: nothing, one of two of which the last counts, a number as a sheet's text.
    written = any(not isinstance(value, str | int) for value in (case.query or {}).values())
    written = written or case.media_type not in (None, "application/json")
    turned = aim.take(case, url, headers) or written
    skipped = [*ELSEWHERE, negative_data_rejection] if turned else list(ELSEWHERE)
    case.call_and_validate(base_url=url, headers=headers, excluded_checks=skipped)


def fuzzed(path: str) -> Any:
    """Return a test that asks every operation of an API whatever its description allows."""
    schema = described(path)

    def test(case: Case[Any], server: Served, asker: str, aim: Aim) -> None:
        check(case, server, path, asker, aim)

    bounded = settings(
        max_examples=EXAMPLES,
        derandomize=EXAMPLES == FEW,
        suppress_health_check=list(HealthCheck),
    )(test)
    drawn = schema.given(asker=st.sampled_from(ASKERS), aim=AIMS)(bounded)
    return schema.parametrize()(drawn)


test_the_admin_api_is_as_described = fuzzed(ADMIN)
test_the_audit_api_is_as_described = fuzzed(AUDIT)
