import pytest

from gateway.errors import Forbidden, GatewayError, TooMany, Unauthenticated
from gateway.web.beside import refused


@pytest.mark.parametrize(
    ("error", "name", "value"),
    [
        pytest.param(TooMany("wait", retry_after=7), "retry-after", "7", id="when to come again"),
        pytest.param(Unauthenticated("a key"), "www-authenticate", "Bearer", id="with what"),
        pytest.param(Forbidden("no"), "retry-after", None, id="nothing to do about it"),
    ],
)
def test_an_error_tells_programs_what_to_do_about_it(
    error: GatewayError, name: str, value: str | None
) -> None:
    answer = refused(error)
    assert (answer.status_code, answer.headers.get(name)) == (error.status, value)
