"""Sending letters over SMTP, or not at all."""

from __future__ import annotations

import secrets
import ssl
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from smtplib import SMTP, SMTP_SSL
from urllib.parse import unquote, urlsplit

from wgsm_archive.ports.clock import Clock, SystemClock
from wgsm_archive.ports.mail import Letter, Mail

_DEFAULT_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_TIMEOUT = 20.0


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters are handed over. `scheme` is `smtp` (in the clear), `smtps` or `smtp+starttls`."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


def read_server(url: str) -> Server:
    """The server that a mail URL names; user and password are percent-encoded in it (RFC 3986, section 3.2.1).

    Raises:
        ValueError: the URL names no server; the message does not repeat it, for it may hold a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("mail_url is no URL") from None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"mail_url must be {', '.join(f'{scheme}://host' for scheme in _DEFAULT_PORTS)}")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.scheme, parts.hostname, port or _DEFAULT_PORTS[parts.scheme], user, password)


def make_mail(url: str, sender: str, clock: Clock | None = None) -> Mail:
    """Mail as the settings `mail_url` and `mail_from` ask for it; without a URL, none.

    Raises:
        ValueError: the URL or the sender's address cannot be used; the message names the setting.
    """
    if not url:
        return NoMail()
    server = read_server(url)
    try:
        return SmtpMail(server, sender, clock or SystemClock())
    except ValueError as problem:
        raise ValueError("mail_from must be the e-mail address that letters come from") from problem


class NoMail:
    """An installation without mail: people are told on the page what a letter would have said."""

    @property
    def can_send(self) -> bool:
        """Never."""
        return False

    def send(self, letter: Letter) -> None:
        """Raises `OSError`: there is nothing to send with."""
        raise OSError("this installation sends no letters")


class SmtpMail:
    """Hands letters to an SMTP server, one connection each.

    Neither greeting, Message-ID nor date tells more than the sender's domain and the moment in UTC.
    """

    def __init__(self, server: Server, sender: str, clock: Clock, timeout: float = _TIMEOUT) -> None:
        self._server, self._clock, self._timeout = server, clock, timeout
        self._sender = _address(sender)

    @property
    def can_send(self) -> bool:
        """Always; whether the server answers shows when a letter is sent."""
        return True

    def send(self, letter: Letter) -> None:
        """Send one letter.

        Raises:
            OSError: the server is not there, not trusted, or refuses the letter.
            ValueError: the address is none, or the subject has several lines.
        """
        message = self._message(letter)
        with self._connected() as smtp:
            smtp.send_message(message)

    def _connected(self) -> SMTP:
        server, domain = self._server, self._sender.domain
        if server.scheme == "smtps":
            context = ssl.create_default_context()
            smtp: SMTP = SMTP_SSL(server.host, server.port, domain, timeout=self._timeout, context=context)
        else:
            smtp = SMTP(server.host, server.port, domain, timeout=self._timeout)
        try:
            if server.scheme == "smtp+starttls":
                smtp.starttls(context=ssl.create_default_context())
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(policy=SMTP_POLICY)
        message["From"] = self._sender
        message["To"] = _address(letter.to)
        message["Subject"] = letter.subject
        message["Date"] = self._clock.now()
        message["Message-ID"] = f"<{secrets.token_hex(16)}@{self._sender.domain}>"
        # RFC 3834, section 5: keeps holiday replies away.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.body)
        return message


def _address(typed: str) -> Address:
    """One bare address (RFC 5322 addr-spec), its domain in ASCII. Raises `ValueError` when it is none."""
    local, at, domain = typed.strip().rpartition("@")
    if not at or not local or not domain or any(c.isspace() or not c.isprintable() for c in typed.strip()):
        raise ValueError("not an e-mail address")
    try:
        return Address(addr_spec=f"{local}@{domain.encode('idna').decode('ascii')}")
    except (ValueError, IndexError, MessageError) as problem:
        raise ValueError("not an e-mail address") from problem
