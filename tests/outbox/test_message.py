from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from gateway.errors import BadRequest
from gateway.outbox.message import check_address, compose
from gateway.terms.letters import Attachment, Letter

AT = datetime(2026, 3, 2, 17, tzinfo=UTC)


@pytest.mark.parametrize("text", ["rosa@home.example", "a.b+c@x.example"])
def test_an_address_is_taken(text: str) -> None:
    assert check_address(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "rosa", "@home.example", "rosa@", "a@b@c", "a b@c.example", "Rosa <rosa@home.example>",
        "rosa@home.example\r\nBcc: x@y.example", "rosa@home.example, x@y.example",
        "r@home.example\x00", "josé@correo.example", "r" * 250 + "@x.example",
    ],
)  # fmt: skip
def test_what_is_no_single_address_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(BadRequest) as refused:
        check_address(text)
    assert refused.value.code == "no_address"
    assert not text or text not in refused.value.message


def test_a_letter_becomes_a_message_that_mail_programs_read() -> None:
    letter = Letter(
        kind="slip",
        to="rosa@home.example",
        subject="Firma para Núñez",
        text="Léalo: https://gate.example/sign/" + "a" * 90 + "\n",
        language="es",
        attachments=(
            Attachment(name="slip.pdf", media_type="application/pdf", content=b"%PDF\xff"),
        ),
    )
    sent = compose(letter, "id-7", sender="office@district.example", at=AT).as_bytes()
    assert max(map(len, sent.splitlines())) <= 998  # RFC 5322 2.1.1
    sent.decode("ascii")  # goes through servers that know no more
    read = message_from_bytes(sent, policy=default)
    assert read["Subject"] == "Firma para Núñez"
    assert read["Message-ID"] == "<id-7@district.example>"
    assert (read["Content-Language"], read["Auto-Submitted"]) == ("es", "auto-generated")
    body = read.get_body()
    assert body is not None
    assert body.get_content().splitlines() == letter.text.splitlines()
    [attached] = read.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("slip.pdf", b"%PDF\xff")


def test_a_subject_adds_no_header() -> None:
    letter = Letter(kind="slip", to="rosa@home.example", subject="A\r\nBcc: x@y.example", text="")
    with pytest.raises(ValueError, match="linefeed"):
        compose(letter, "id-7", sender="office@district.example", at=AT)
