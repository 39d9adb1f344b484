from datetime import date
from typing import Any

import pytest

from gateway.cli.tool_gaps import lacks
from gateway.terms.disclosure import Purpose, Tool, ToolStatus

TODAY = date(2026, 3, 2)
TOOL: dict[str, Any] = {
    "id": "coach",
    "model": "coach",
    "provider": "P",
    "base_url": "https://ai.example/v1",
    "purposes": {Purpose.FEEDBACK},
}


@pytest.mark.parametrize(
    ("changes", "stored", "words"),
    [
        pytest.param({}, True, "", id="nothing"),
        pytest.param({"credential": "acme"}, False, "no credential `acme`", id="no credential"),
        pytest.param({"purposes": set()}, True, "no purpose", id="no purpose"),
        pytest.param(
            {"agreement": "A", "agreement_until": date(2026, 3, 1)}, True, "expired", id="expired"
        ),
        pytest.param({"agreement": "A", "agreement_until": TODAY}, True, "", id="its last day"),
        pytest.param({"pilot_until": date(2026, 3, 1)}, True, "pilot is over", id="a pilot"),
        pytest.param({"base_url": "http://ai.example/v1"}, True, "without TLS", id="in the clear"),
        pytest.param({"base_url": "http://10.0.0.7/v1"}, True, "without TLS", id="inside, too"),
        pytest.param({"base_url": "http://127.0.0.1:1/v1"}, True, "", id="on this machine"),
        pytest.param({"base_url": "http://[::1]/v1"}, True, "", id="on this machine, IPv6"),
        pytest.param({"purposes": set(), "status": ToolStatus.SUSPENDED}, True, "", id="suspended"),
    ],
)
def test_what_a_tool_lacks_is_told(changes: dict[str, Any], stored: bool, words: str) -> None:
    told = lacks(Tool(**(TOOL | changes)), TODAY, stored=stored)
    assert len(told) == bool(words)
    assert words in "".join(told)
