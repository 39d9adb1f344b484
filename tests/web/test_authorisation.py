"""Who may do what: every operation the gateway serves, asked by everybody there is."""

from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, Route

from gateway.app.http import create_app
from gateway.settings import Settings
from gateway.terms.people import Duty
from gateway.web.elsewhere import PATHS as ELSEWHERE
from tests.web.served import ASKERS, NOBODY, Served, apis, served

ANYBODY: Final = {
    "GET /healthz": "says that the process is alive",
    "GET /readyz": "says which part cannot be used",
    "GET /metrics": "numbers without content",
    "GET /": "leads to the public register of tools",
    "GET /register": "the public register of tools",
    "GET /register.css": "how it looks",
    "GET /register.json": "the same, for programs",
    "GET /register/ny-2d.csv": "the same, as New York Education Law 2-d has it published",
    "GET /register/soppa.csv": "the same, as 105 ILCS 85/27 has it published",
    "GET /openapi.json": "the description of the routes",
    "GET /sign.css": "how the page of a letter's link looks",
    "GET /sign/{link}": "opens for whoever holds the letter; names nobody before its second proof",
    "POST /sign/{link}": "takes that proof, five times at most",
    "POST /sign/{link}/signature": "signs, with both",
    "POST /sign/{link}/withdrawal": "withdraws, with both",
}
"""What needs no key, and why."""
EVERY_PERSON: Final = {
    "POST /v1/chat/completions",
    "GET /v1/models",
    "POST /v1/conversations/{record}/not-a-pupil",
    "POST /v1/leaks",
    "GET /v1/permits",
    "GET /v1/permits/{row}",
    "PUT /v1/permits/{row}",
    "DELETE /v1/permits/{row}",
}
"""What needs the key of a person of the roster, with or without a duty; the parts' own tests ask
without."""

APIS: Final = apis(lambda: pytest.fail("not asked"))
OPERATIONS: Final = [
    pytest.param(path, method.upper(), where, frozenset(one["x-duties"]), id=f"{method} {where}")
    for path, api in APIS.items()
    for where, methods in api.openapi()["paths"].items()
    for method, one in methods.items()
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served")) as running:
        yield running


def operations(routes: list[BaseRoute]) -> Iterator[str]:
    """Yield the gateway's own operations, without what stands under its mounts."""
    for route in routes:
        if isinstance(route, Mount):
            assert route.path in APIS, "a mount nobody holds against the table"
        elif isinstance(route, (Route, APIRoute)):
            refuses = route.path in ELSEWHERE and not isinstance(route, APIRoute)
            for method in (route.methods or set()) - {"HEAD"} if not refuses else ():
                yield f"{method} {route.path}"
        else:
            included: Any = route  # FastAPI keeps a router that was included as it is
            yield from operations(included.original_router.routes)


def test_every_operation_of_the_gateway_stands_in_the_table() -> None:
    served_here = set(operations(create_app(Settings()).routes))
    assert served_here == ANYBODY.keys() | EVERY_PERSON


def test_every_operation_of_the_described_apis_says_who_may() -> None:
    for path, api in APIS.items():
        told = {
            f"{method.upper()} {where}"
            for where, methods in api.openapi()["paths"].items()
            for method in methods
        }
        shown = set(operations(api.routes)) - {"GET /openapi.json"}
        assert told == shown, path


@pytest.mark.parametrize(("path", "method", "where", "duties"), OPERATIONS)
def test_an_operation_is_done_for_those_with_the_duty_and_for_nobody_else(
    server: Served, path: str, method: str, where: str, duties: frozenset[str]
) -> None:
    url = server.url + path + _filled(where)
    said: dict[str, Any] = {"if-match": '"77"', "x-reason": "x"}
    for asker in ASKERS:
        key = server.keys[asker]
        headers = said | ({"authorization": f"Bearer {key}"} if key else {})
        answer = httpx.request(method, url, headers=headers)
        if asker == NOBODY:
            assert (answer.status_code, answer.json()["code"]) == (401, "no_api_key"), asker
        elif asker in duties:
            assert answer.status_code not in (401, 403), (asker, answer.text)
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "duty_needed"), asker
    unknown = httpx.request(method, url, headers=said | {"authorization": "Bearer cg_no"})
    assert unknown.status_code == 401
    assert unknown.headers["www-authenticate"] == "Bearer"


def test_no_duty_is_left_out() -> None:
    assert {duty.value for duty in Duty} < set(ASKERS)


def _filled(where: str) -> str:
    head, brace, rest = where.partition("{")
    return head + "nothing" + _filled(rest.partition("}")[2]) if brace else head
