from typing import Annotated

import httpx
import pytest
from fastapi import Body, Depends, FastAPI

from gateway.web.asked import only_asked
from gateway.web.problems import answer_with_problems

pytestmark = pytest.mark.anyio

API = FastAPI(dependencies=[Depends(only_asked)])
answer_with_problems(API)


@API.post("/rules/{row}/return")
async def give_back(row: str, to: str = "") -> list[str]:
    return [row, to]


@API.put("/rules/{row}")
async def put(row: str, value: Annotated[str, Body(embed=True)]) -> list[str]:
    return [row, value]


@pytest.mark.parametrize(
    ("method", "path", "body", "said"),
    [
        pytest.param("POST", "/rules/a/return?to=b", b"", ["a", "b"], id="as asked"),
        pytest.param("POST", "/rules/a/return", b"", ["a", ""], id="nothing said"),
        pytest.param("PUT", "/rules/a", b'{"value": "b"}', ["a", "b"], id="a body"),
        pytest.param(
            "POST", "/rules/a/return?too=b", b"", "no such parameter; there are `to`", id="misspelt"
        ),
        pytest.param("PUT", "/rules/a?value=b", b"{}", "it has none", id="in the wrong place"),
        pytest.param(
            "POST", "/rules/a/return", b'{"to": "b"}', "reads no body", id="a body for nobody"
        ),
    ],
)
async def test_what_an_operation_does_not_ask_for_is_refused(
    method: str, path: str, body: bytes, said: list[str] | str
) -> None:
    transport = httpx.ASGITransport(API)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as http:
        json = {"content-type": "application/json"} if body else {}
        answer = await http.request(method, path, content=body, headers=json)
    if isinstance(said, list):
        assert (answer.status_code, answer.json()) == (200, said)
        return
    told = answer.json()
    assert (answer.status_code, told["code"]) == (422, "unknown_parameter")
    assert said in told["detail"]
