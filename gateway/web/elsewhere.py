"""What is asked of an endpoint that is not offered: refused in OpenAI's shape, and recorded.

Nothing but what the gateway can read may leave, so an endpoint it does not speak is not passed on.
Programs made for OpenAI's API show its error shape to their users, and no other.
"""

from collections.abc import Mapping
from typing import NoReturn

from gateway.errors import BadRequest
from gateway.wire.openai_chat import OpenAIChat

PATHS = ("/v1/{rest:path}", "/chat/completions")
"""The second is where a program posts whose base URL lacks `/v1`."""


class Elsewhere(OpenAIChat):
    """A dialect in which every request is refused."""

    name = "unknown"

    def read(self, body: bytes, headers: Mapping[str, str]) -> NoReturn:
        """Refuse, whatever the body holds."""
        raise BadRequest(
            "this gateway does not offer that endpoint, or not by that method; "
            "`POST /v1/chat/completions` and `GET /v1/models` are offered, and a base URL ends "
            "in `/v1`",
            code="unknown_endpoint",
            status=404,
        )
