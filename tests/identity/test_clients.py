"""What a trusted chat front end may assert, and every way it may not."""

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from gateway.errors import ClientError
from gateway.identity.clients import (
    TrustedClient,
    Way,
    asserted_email,
    refuse_assertions,
    single_headers,
)

SECRET = "a-secret-of-the-school-and-the-chat-page"
NOW = 1_790_000_000
PLAIN = TrustedClient(id="chat", name="Chat", way=Way.HEADERS, domains=("maple.example",))
SIGNED = TrustedClient(id="chat", name="Chat", way=Way.TOKEN, domains=("maple.example",))


def token(secret: str = SECRET, algorithm: str = "HS256", **changed: object) -> str:
    claims: dict[str, object] = {
        "sub": "1",
        "email": "ana@maple.example",
        "iss": "open-webui",
        "iat": NOW - 5,
        "exp": NOW + 295,
    }
    claims |= changed
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode({"alg": algorithm}, kept, OctKey.import_key(secret), algorithms=[algorithm])


def asserted(client: TrustedClient, headers: dict[str, str]) -> str:
    return asserted_email(client, headers, secret=SECRET, now=NOW)


def test_plain_headers_assert_a_person() -> None:
    assert asserted(PLAIN, {"x-openwebui-user-email": "Ana@Maple.Example"}) == "ana@maple.example"


def test_a_quoted_address_is_unquoted() -> None:
    headers = {"x-openwebui-user-email": "ana%2Bart%40maple.example"}
    assert asserted(PLAIN, headers) == "ana+art@maple.example"


def test_a_token_asserts_a_person() -> None:
    assert asserted(SIGNED, {"x-openwebui-user-jwt": token()}) == "ana@maple.example"


@pytest.mark.parametrize(
    ("client", "headers", "code"),
    [
        pytest.param(PLAIN, {}, "no_person", id="nothing"),
        pytest.param(PLAIN, {"x-openwebui-user-email": "ana"}, "no_person", id="no-address"),
        pytest.param(
            PLAIN, {"x-openwebui-user-email": "a@b.example"}, "domain_not_listed", id="domain"
        ),
        pytest.param(
            PLAIN,
            {"x-openwebui-user-email": "ana@maple.example@b.example"},
            "domain_not_listed",
            id="domain-of-two",
        ),
        pytest.param(PLAIN, {"x-openwebui-user-jwt": token()}, "wrong_way", id="token-unasked"),
        pytest.param(SIGNED, {}, "no_token", id="no-token"),
        pytest.param(
            SIGNED, {"x-openwebui-user-email": "ana@maple.example"}, "no_token", id="plain-unasked"
        ),
        pytest.param(
            SIGNED,
            {"x-openwebui-user-jwt": token(), "x-openwebui-user-email": "ana@maple.example"},
            "ambiguous_identity",
            id="both",
        ),
        pytest.param(
            SIGNED, {"x-openwebui-user-jwt": token("another-secret" * 3)}, "bad_token", id="forged"
        ),
        pytest.param(
            SIGNED, {"x-openwebui-user-jwt": token(exp=NOW - 60)}, "bad_token", id="expired"
        ),
        pytest.param(
            SIGNED, {"x-openwebui-user-jwt": token(iat=NOW + 120)}, "bad_token", id="future"
        ),
        pytest.param(
            SIGNED, {"x-openwebui-user-jwt": token(exp=NOW + 10**6)}, "bad_token", id="endless"
        ),
        pytest.param(
            SIGNED, {"x-openwebui-user-jwt": token(iss="other")}, "bad_token", id="issuer"
        ),
        pytest.param(
            SIGNED, {"x-openwebui-user-jwt": token(email=None)}, "bad_token", id="no-email"
        ),
        pytest.param(
            SIGNED, {"x-openwebui-user-jwt": token(algorithm="HS512")}, "bad_token", id="algorithm"
        ),
        pytest.param(SIGNED, {"x-openwebui-user-jwt": "e30.e30."}, "bad_token", id="unsigned"),
        pytest.param(SIGNED, {"x-openwebui-user-jwt": "nonsense"}, "bad_token", id="nonsense"),
    ],
)
def test_what_may_not_be_asserted_is_refused(
    client: TrustedClient, headers: dict[str, str], code: str
) -> None:
    with pytest.raises(ClientError) as told:
        asserted(client, headers)
    assert told.value.code == code


def test_a_persons_own_key_cannot_carry_anothers_name() -> None:
    with pytest.raises(ClientError) as told:
        refuse_assertions({"x-openwebui-user-email": "ana@maple.example"})
    assert told.value.code == "untrusted_client"


@pytest.mark.parametrize(
    "name",
    ["Authorization", "X-OpenWebUI-User-Email", "x-openwebui-chat-id", "x-crossing-guard-purpose"],
)
def test_identity_said_twice_is_refused(name: str) -> None:
    with pytest.raises(ClientError) as told:
        single_headers([(name.encode(), b"a"), (name.lower().encode(), b"a")])
    assert told.value.code == "duplicate_header"


def test_a_client_needs_a_domain() -> None:
    with pytest.raises(ValueError, match="domain"):
        TrustedClient(id="chat", name="Chat", way=Way.HEADERS, domains=())
