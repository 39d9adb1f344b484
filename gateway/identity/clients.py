"""Trusted chat front ends: what they may assert about who sits in front of them.

Open WebUI forwards a person in one of two ways (its own documentation names them): plain headers,
or one HS256 token. When a token key is configured and making one fails, Open WebUI silently falls
back to plain headers; so a client is set to one way, and the other is refused. Pure: the clock
and the secret come in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from gateway.errors import Forbidden, Unauthenticated

EMAIL, TOKEN = "x-openwebui-user-email", "x-openwebui-user-jwt"
CHAT_ID = "x-openwebui-chat-id"
PURPOSE = "x-crossing-guard-purpose"
IDENTITY = frozenset(
    {EMAIL, TOKEN, "x-openwebui-user-name", "x-openwebui-user-id", "x-openwebui-user-role"}
)
_ONCE = frozenset({"authorization", CHAT_ID, PURPOSE})
ISSUER = "open-webui"
LEEWAY = 30
LONGEST_LIFE = 3600


class Way(StrEnum):
    """How a client asserts a person."""

    HEADERS = "headers"
    TOKEN = "token"  # noqa: S105 - a word, not a secret


@dataclass(frozen=True, kw_only=True, slots=True)
class TrustedClient:
    """A chat front end with a gateway key of its own; `domains` are e-mail domains, lower case."""

    id: str
    name: str
    way: Way
    domains: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.domains:
            raise ValueError(f"client `{self.id}` lists no e-mail domain; it could assert nobody")


def single_headers(raw: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return a request's headers, lower case.

    Raises:
        Unauthenticated: a header that says who is asking, or what for, stands there twice; which
            one a proxy in front believed cannot be known.
    """
    headers: dict[str, str] = {}
    for name_bytes, value in raw:
        name = name_bytes.decode("latin-1").lower()
        if name in headers and (name in IDENTITY or name in _ONCE):
            raise Unauthenticated(
                f"header `{name}` was sent twice; send it once", code="duplicate_header"
            )
        headers[name] = value.decode("latin-1")
    return headers


def refuse_assertions(headers: Mapping[str, str]) -> None:
    """Refuse a person's own key that comes with somebody's name on it.

    Raises:
        Forbidden: identity headers count only from a trusted client's key.
    """
    if IDENTITY & headers.keys():
        raise Forbidden(
            "this key belongs to a person, so the chat front end cannot speak for others with it; "
            "give the front end a key of its own (`crossing-guard keys create --client`)",
            code="untrusted_client",
        )


def asserted_email(
    client: TrustedClient, headers: Mapping[str, str], *, secret: str, now: int
) -> str:
    """Return the e-mail address a trusted client asserts, lower case.

    Args:
        client: who asserts.
        headers: of the request, lower case, each once.
        secret: the shared token key; empty for a client that sends headers.
        now: seconds since 1970.

    Raises:
        Unauthenticated: nothing asserted, a bad token, or not the way this client is set to.
        Forbidden: an e-mail domain that is not listed for it.
    """
    token_sent, plain_sent = TOKEN in headers, bool((IDENTITY - {TOKEN}) & headers.keys())
    if token_sent and plain_sent:
        raise Unauthenticated(
            "the front end sent a person both as headers and as a token; only one may come",
            code="ambiguous_identity",
        )
    if client.way is Way.TOKEN:
        email = _from_token(headers.get(TOKEN, ""), secret, now)
    elif token_sent:
        raise Unauthenticated(
            "the front end sent a token, but is registered to send headers", code="wrong_way"
        )
    else:
        email = unquote(headers.get(EMAIL, ""))
    email = email.strip().casefold()
    name, at, domain = email.rpartition("@")
    if not (name and at):
        raise Unauthenticated(
            "the front end did not say who is asking; turn on forwarding of user information",
            code="no_person",
        )
    if domain not in client.domains:
        raise Forbidden(
            f"front end `{client.id}` may not speak for people of this e-mail domain",
            code="domain_not_listed",
        )
    return email


def _from_token(token: str, secret: str, now: int) -> str:
    if not token:
        raise Unauthenticated(
            "the front end is registered to send a signed token, and sent none; check its "
            "FORWARD_USER_INFO_HEADER_JWT_SECRET",
            code="no_token",
        )
    bad = Unauthenticated(
        "the front end's token is not valid: signature, issuer or time; check that both sides "
        "hold the same secret and that their clocks agree",
        code="bad_token",
    )
    try:
        claims = jwt.decode(token, OctKey.import_key(secret), algorithms=["HS256"]).claims
    except (JoseError, ValueError) as error:
        raise bad from error
    issued, expires, email = claims.get("iat"), claims.get("exp"), claims.get("email")
    if not (isinstance(issued, int) and isinstance(expires, int) and isinstance(email, str)):
        raise bad
    in_time = issued - LEEWAY <= now < expires + LEEWAY and expires - issued <= LONGEST_LIFE
    if claims.get("iss") != ISSUER or not in_time:
        raise bad
    return email
