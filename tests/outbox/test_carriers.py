import ssl
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

import pytest

from gateway.errors import Unusable
from gateway.outbox.carriers import FileCarrier, MailServer, Security, SmtpCarrier, Undelivered
from gateway.outbox.message import compose
from gateway.terms.letters import Letter
from tests.outbox.conftest import SLIP, PostRoom, Served, logs_in

pytestmark = pytest.mark.anyio
MESSAGE = compose(
    SLIP, "id-1", sender="office@district.example", at=datetime(2026, 3, 2, tzinfo=UTC)
)


def server(port: int, **options: object) -> MailServer:
    """Return where the mail server of a test is."""
    said: dict[str, object] = {"host": "127.0.0.1", "port": port, "security": Security.NONE}
    return MailServer(**(said | options))  # type: ignore[arg-type]


async def test_a_folder_gets_one_file_a_letter_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "outbox"
    carrier = FileCarrier(folder)
    await carrier.carry("id-1", MESSAGE)
    await carrier.carry("id-1", MESSAGE)
    [file] = folder.iterdir()
    assert file.name == "id-1.eml"
    assert file.stat().st_mode & 0o077 == 0
    assert message_from_bytes(file.read_bytes())["To"] == SLIP.to


async def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file is in the way")
    with pytest.raises(Undelivered) as failed:
        await FileCarrier(tmp_path / "outbox").carry("id-1", MESSAGE)
    assert (failed.value.code, failed.value.final) == ("folder_unusable", False)


async def test_a_mail_server_gets_letters_over_one_connection(mail_server: Served) -> None:
    room, port = mail_server()
    carrier = SmtpCarrier(server(port))
    await carrier.carry("id-1", MESSAGE)
    await carrier.carry("id-1", MESSAGE)
    await carrier.rest()
    await carrier.rest()
    await carrier.carry("id-1", MESSAGE)
    await carrier.rest()
    assert [(sender, to) for sender, to, _ in room.got] == [
        ("office@district.example", [SLIP.to])
    ] * 3
    assert message_from_bytes(room.got[0][2])["Message-ID"] == "<id-1@district.example>"


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_a_mail_server_is_spoken_to_in_private(
    mail_server: Served, trusted: tuple[ssl.SSLContext, ssl.SSLContext], security: Security
) -> None:
    theirs, ours = trusted
    if security is Security.TLS:
        room, port = mail_server(ours, ssl_context=theirs)
    else:
        room, port = mail_server(tls_context=theirs, require_starttls=True)
    at = server(port, security=security)
    carrier = SmtpCarrier(at, ours)
    await carrier.carry("id-1", MESSAGE)
    await carrier.rest()
    with pytest.raises(Undelivered) as strange:
        await SmtpCarrier(at).carry("id-1", MESSAGE)
    assert (strange.value.code, strange.value.final) == ("smtp_not_trusted", False)
    assert len(room.got) == 1


async def test_the_gateway_logs_in_where_it_has_an_account(
    mail_server: Served, trusted: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    theirs, ours = trusted
    room, port = mail_server(
        tls_context=theirs, require_starttls=True, authenticator=logs_in, auth_required=True
    )
    at = server(port, security=Security.STARTTLS, account="gate", password="sesame")
    assert "sesame" not in repr(at)
    carrier = SmtpCarrier(at, ours)
    await carrier.carry("id-1", MESSAGE)
    await carrier.rest()
    with pytest.raises(Undelivered) as refused:
        await SmtpCarrier(replace(at, password="no"), ours).carry("id-1", MESSAGE)
    assert (refused.value.code, refused.value.final) == ("smtp_login_refused", False)
    assert len(room.got) == 1


async def test_a_server_without_tls_gets_nothing_where_tls_is_wanted(mail_server: Served) -> None:
    room, port = mail_server()
    with pytest.raises(Undelivered) as refused:
        await SmtpCarrier(server(port, security=Security.STARTTLS)).carry("id-1", MESSAGE)
    assert (refused.value.code, refused.value.final) == ("smtp_not_supported", False)
    assert room.got == []


@pytest.mark.parametrize(
    ("answer", "code", "final"),
    [
        pytest.param("451 later", "smtp_451", False, id="later"),
        pytest.param("554 never", "smtp_554", True, id="never"),
    ],
)
async def test_a_refused_letter_is_tried_again_unless_for_good(
    mail_server: Served, answer: str, code: str, final: bool
) -> None:
    room, port = mail_server()
    room.answers.append(answer)
    carrier = SmtpCarrier(server(port))
    with pytest.raises(Undelivered) as refused:
        await carrier.carry("id-1", MESSAGE)
    assert (refused.value.code, refused.value.final) == (code, final)
    await carrier.carry("id-1", MESSAGE)  # over a new connection
    await carrier.rest()
    assert len(room.got) == 1


@pytest.mark.parametrize(
    ("answer", "final"),
    [
        pytest.param("550 no mailbox", True, id="nobody"),
        pytest.param("450 grey", False, id="grey list"),
    ],
)
async def test_a_refused_recipient_is_told_by_number_alone(
    mail_server: Served, answer: str, final: bool
) -> None:
    room, port = mail_server()
    room.refuses[SLIP.to] = answer
    with pytest.raises(Undelivered) as refused:
        await SmtpCarrier(server(port)).carry("id-1", MESSAGE)
    assert (str(refused.value), refused.value.final) == (f"smtp_{answer[:3]}", final)


async def test_a_server_that_is_away_is_tried_again(mail_server: Served) -> None:
    with pytest.raises(Undelivered) as away:
        await SmtpCarrier(server(1)).carry("id-1", MESSAGE)
    assert (away.value.code, away.value.final) == ("smtp_unreachable", False)


def test_letters_go_to_no_other_machine_in_the_clear() -> None:
    for host in ("mail.district.example", "192.0.2.7", ""):
        with pytest.raises(Unusable) as refused:
            server(25, host=host)
        assert refused.value.code == "bad_config"
    for host in ("localhost", "127.0.0.1", "::1"):
        assert server(25, host=host).host == host


async def test_queue_and_mail_server_together_lose_nothing(
    room: PostRoom, mail_server: Served
) -> None:
    mail, port = mail_server()
    mail.answers += ["421 busy", "451 later"]
    postman = room.postman(SmtpCarrier(server(port)))
    many = [
        Letter(kind="x", to=f"p{number}@home.example", subject=f"no {number}", text="t\n")
        for number in range(20)
    ]
    await room.outbox.post(*many)
    assert await postman.round() == 20
    assert len(mail.got) == 18
    room.wait(minutes=2)
    assert await postman.round() == 2
    assert sorted(to for _, [to], _ in mail.got) == sorted(one.to for one in many)
