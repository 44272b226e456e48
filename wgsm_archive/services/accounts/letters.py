"""A new password by letter.

Asking does the same whether an account has the address or not: it leaves a job. The worker looks for the account,
makes the link and sends it, so that the token is in the letter and nowhere else, and both answers take as long.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from wgsm_archive.db.models import Job, OneTimeLink, Person
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.i18n import _
from wgsm_archive.i18n.language import speaking
from wgsm_archive.ports.mail import Letter
from wgsm_archive.services.accounts import people
from wgsm_archive.services.accounts.addresses import is_address
from wgsm_archive.services.accounts.doors import OpensWork
from wgsm_archive.services.accounts.use_cases import Accounts
from wgsm_archive.services.one_time_links import RESET_HOLDS, forget_resets, make_reset
from wgsm_archive.services.work import Work

RESET_LETTER = "reset-letter"
"""The job; its payload is the address that was typed, the language of the page, and the moment (ISO 8601)."""
GIVE_UP_AFTER = dt.timedelta(hours=1)
ONE_LETTER_IN = dt.timedelta(minutes=10)
_log = logging.getLogger(__name__)


def ask_for_letter(work: Work, address: str, language: str) -> None:
    """Ask for a link for a new password.

    Raises:
        NotFound: this archive sends no letters.
    """
    if not Accounts(work).letters_can_be_sent:
        raise NotFound
    if is_address(address):
        payload = {"to": address, "language": language, "asked": work.now.isoformat()}
        work.session.add(Job(kind=RESET_LETTER, payload=payload, not_before=work.now))


def send_letters(archive: OpensWork, payload: Mapping[str, Any]) -> bool:
    """Do what was asked for; False when the server could not be reached and it should be tried again."""
    with archive.unit_of_work(SYSTEM, write=True) as work:
        if work.now - dt.datetime.fromisoformat(payload["asked"]) >= GIVE_UP_AFTER:
            return True
        found = [person for person in people.by_address(work, payload["to"]) if not _has_fresh_link(work, person)]
        letters = [
            (person.id, _letter(work, payload["to"], person.handle, make_reset(work, person), payload["language"]))
            for person in found
        ]
        mail = work.tools.mail
    for person_id, letter in letters:
        try:
            mail.send(letter)
        except (OSError, ValueError) as problem:
            # Only what kind of failure: a mail server's own words repeat the address.
            _log.warning("a letter could not be sent: %s", type(problem).__name__)
            with archive.unit_of_work(SYSTEM, write=True) as work:
                forget_resets(work, person_id)
            return isinstance(problem, ValueError)
    return True


def _has_fresh_link(work: Work, person: Person) -> bool:
    """Whether a link was made for somebody just now: letters must not fill a mailbox."""
    still = work.now + RESET_HOLDS - ONE_LETTER_IN
    links = select(OneTimeLink.id).where(OneTimeLink.person_id == person.id, OneTimeLink.ends_at > still)
    return work.session.scalar(links.limit(1)) is not None


def _letter(work: Work, to: str, handle: str, token: str, language: str) -> Letter:
    address = f"{work.tools.base_url.rstrip('/')}/{language}/account/link/{token}"
    with speaking(language):
        body = "\n\n".join(
            (
                _("Somebody asked for a new password for the account that signs in as %(name)s.", name=handle),
                _("If that was you, open this address within thirty minutes. It is good once."),
                address,
                _("If it was not you, do nothing: your password stays as it is."),
            )
        )
        return Letter(to, _("The link you asked for"), body + "\n")
