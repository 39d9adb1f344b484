"""Signature Version 4 agrees with the examples that Amazon publishes for S3."""

from datetime import UTC, datetime

import pytest

from gateway.audit.places.sigv4 import Account, signed_headers

AT = datetime(2013, 5, 24, tzinfo=UTC)
HOST = "examplebucket.s3.amazonaws.com"
ACCOUNT = Account(
    key="AKIAIOSFODNN7EXAMPLE",
    secret="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    region="us-east-1",
)


@pytest.mark.parametrize(
    ("method", "path", "content", "headers", "signature"),
    [
        pytest.param(
            "GET",
            "/test.txt",
            b"",
            {"Range": "bytes=0-9"},
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            id="get an object",
        ),
        pytest.param(
            "PUT",
            "/test$file.text",
            b"Welcome to Amazon S3.",
            {
                "Date": "Fri, 24 May 2013 00:00:00 GMT",
                "x-amz-storage-class": "REDUCED_REDUNDANCY",
            },
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
            id="put an object",
        ),
    ],
)
def test_the_published_examples_come_out(
    method: str, path: str, content: bytes, headers: dict[str, str], signature: str
) -> None:
    signed = signed_headers(ACCOUNT, method, HOST, path, content, AT, headers)
    assert signed["authorization"].endswith(f"Signature={signature}")
    assert signed["x-amz-date"] == "20130524T000000Z"


def test_the_secret_is_in_no_header_and_in_no_print() -> None:
    signed = signed_headers(ACCOUNT, "PUT", HOST, "/x", b"x", AT)
    assert ACCOUNT.secret not in f"{signed}{ACCOUNT!r}"
