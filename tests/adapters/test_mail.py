from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread

import pytest

from wgsm_archive.adapters.mail import NoMail, SmtpMail, make_mail, read_server
from wgsm_archive.ports.mail import Letter


class NoonClock:
    def now(self) -> dt.datetime:
        return dt.datetime(2026, 3, 8, 12, 0, tzinfo=dt.UTC)


@dataclass
class SmallServer:
    """An SMTP server for one connection at a time, on this machine only."""

    listener: socket.socket
    refuses: bool = False
    spoken: list[str] = field(default_factory=list)
    letters: list[bytes] = field(default_factory=list)

    @property
    def port(self) -> int:
        number: int = self.listener.getsockname()[1]
        return number

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with suppress(OSError), connection, connection.makefile("rwb") as talk:
                self._talk(talk)

    def _talk(self, talk) -> None:
        def say(words: str) -> None:
            talk.write(words.encode() + b"\r\n")
            talk.flush()

        say("220 here")
        while line := talk.readline():
            said = line.decode(errors="replace").rstrip("\r\n")
            self.spoken.append(said)
            verb = said.split(" ")[0].upper()
            if verb == "EHLO":
                say("250-here\r\n250-SMTPUTF8\r\n250 AUTH PLAIN")
            elif verb == "AUTH":
                say("235 welcome")
            elif verb == "RCPT" and self.refuses:
                say("550 nobody of that name")
            elif verb == "DATA":
                say("354 go on")
                body = b""
                while (part := talk.readline()) not in (b".\r\n", b""):
                    body += part
                self.letters.append(body)
                say("250 taken")
            elif verb == "STARTTLS":
                say("502 not here")
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say("250 yes")


@pytest.fixture
def server() -> Iterator[SmallServer]:
    listener = socket.create_server(("127.0.0.1", 0))
    small = SmallServer(listener)
    thread = Thread(target=small.serve, daemon=True)
    thread.start()
    yield small
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


def mail_to(server: SmallServer, credentials: str = "", scheme: str = "smtp") -> SmtpMail:
    address = read_server(f"{scheme}://{credentials}127.0.0.1:{server.port}")
    return SmtpMail(address, "archive@example.org", NoonClock(), timeout=5)


def received(server: SmallServer) -> EmailMessage:
    message = message_from_bytes(server.letters[-1], policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_letter_arrives_with_its_words_in_any_script(server):
    mail_to(server).send(Letter("amina@example.net", "A message for you", "أهلا بكِ\n\nhttps://example.org/x\n"))
    message = received(server)
    assert message["To"] == "amina@example.net"
    assert message["From"] == "archive@example.org"
    assert message["Subject"] == "A message for you"
    assert message.get_content().replace("\r\n", "\n") == "أهلا بكِ\n\nhttps://example.org/x\n"


def test_a_letter_tells_nothing_of_the_machine_that_sent_it(server):
    mail_to(server).send(Letter("amina@example.net", "A message for you", "text"))
    message = received(server)
    assert server.spoken[0] == "ehlo example.org"
    assert message["Message-ID"].endswith("@example.org>")
    assert message["Date"] == "Sun, 08 Mar 2026 12:00:00 +0000"
    for word in (socket.gethostname(), socket.getfqdn()):
        if word not in ("localhost", ""):
            assert word.encode() not in server.letters[-1]
    assert set(message.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
        "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip


def test_two_letters_have_different_ids(server):
    mail = mail_to(server)
    for _ in range(2):
        mail.send(Letter("amina@example.net", "A message for you", "text"))
    ids = {message_from_bytes(letter)["Message-ID"] for letter in server.letters}
    assert len(ids) == 2


def test_user_and_password_are_read_from_the_url(server):
    mail_to(server, "me%40here:p%2Fw@").send(Letter("amina@example.net", "A message for you", "text"))
    assert any(line.startswith("AUTH PLAIN") for line in server.spoken)
    assert read_server("smtps://me%40here:p%2Fw@mail.example").password == "p/w"  # noqa: S105 - made up


def test_a_refused_letter_is_an_os_error(server):
    server.refuses = True
    with pytest.raises(OSError, match="nobody of that name"):
        mail_to(server).send(Letter("amina@example.net", "A message for you", "text"))
    assert server.letters == []


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_without_the_encryption_that_was_asked_for_nothing_is_sent(server, scheme):
    with pytest.raises(OSError):  # noqa: PT011 - the message differs between versions of OpenSSL
        mail_to(server, "user:secret@", scheme).send(Letter("amina@example.net", "A message for you", "text"))
    assert server.letters == []
    assert not any("AUTH" in line for line in server.spoken)


def test_a_server_that_is_not_there_is_an_os_error():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    mail = SmtpMail(read_server(f"smtp://127.0.0.1:{port}"), "archive@example.org", NoonClock(), timeout=2)
    with pytest.raises(OSError):  # noqa: PT011 - the system's own words
        mail.send(Letter("amina@example.net", "A message for you", "text"))


def test_a_silent_server_does_not_hold_the_worker():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        mail = SmtpMail(read_server(f"smtp://127.0.0.1:{port}"), "archive@example.org", NoonClock(), timeout=0.2)
        with pytest.raises(OSError, match="timed out"):
            mail.send(Letter("amina@example.net", "A message for you", "text"))


@pytest.mark.parametrize(
    "to",
    [
        "", "amina", "@example.net", "amina@", "a@b.org, c@d.org", "a@b.org\r\nBcc: all@example.net", "Amina <a@b.org>",
        "a b@c.org", "a@b.org\x00", "a@" + "x" * 70 + ".org",
    ],
)  # fmt: skip
def test_what_is_no_address_is_sent_nowhere(server, to):
    with pytest.raises(ValueError, match="address"):
        mail_to(server).send(Letter(to, "A message for you", "text"))
    assert server.spoken == []


def test_a_subject_cannot_carry_another_header(server):
    with pytest.raises(ValueError, match="linefeed"):
        mail_to(server).send(Letter("amina@example.net", "Hello\r\nBcc: all@example.net", "text"))
    assert server.letters == []


def test_domains_in_other_scripts_are_reached(server):
    mail_to(server).send(Letter("amina@مثال.إختبار", "A message for you", "text"))
    assert "rcpt TO:<amina@xn--mgbh0fb.xn--kgbechtv>" in server.spoken


def test_without_a_url_no_letters_are_sent():
    mail = make_mail("", "", NoonClock())
    assert isinstance(mail, NoMail)
    assert not mail.can_send
    with pytest.raises(OSError, match="sends no letters"):
        mail.send(Letter("amina@example.net", "A message for you", "text"))


def test_default_ports_follow_the_scheme():
    assert [read_server(f"{s}://mail.example").port for s in ("smtp", "smtps", "smtp+starttls")] == [25, 465, 587]
    assert make_mail("smtps://mail.example", "archive@example.org", NoonClock()).can_send


@pytest.mark.parametrize(
    "url", ["mail.example", "http://user:secret@mail.example", "smtp://:25", "smtp://u:secret@h:x"]
)
def test_a_wrong_url_is_told_without_repeating_its_password(url):
    with pytest.raises(ValueError, match="mail_url") as told:
        make_mail(url, "archive@example.org", NoonClock())
    assert "secret" not in str(told.value)
    assert "secret" not in repr(read_server("smtp://user:secret@mail.example"))


def test_letters_need_a_sender():
    with pytest.raises(ValueError, match="mail_from"):
        make_mail("smtps://mail.example", "", NoonClock())
