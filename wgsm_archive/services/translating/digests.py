"""Letters to translators: what is new for them, in numbers, at most as often as they wish."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import select

from wgsm_archive.db.models import Job, Person, PersonRole
from wgsm_archive.domain.actor import SYSTEM, Actor, Role
from wgsm_archive.domain.rhythm import Rhythm
from wgsm_archive.i18n import _
from wgsm_archive.i18n.language import speaking
from wgsm_archive.ports.mail import Letter
from wgsm_archive.services.translating.news import News, newest_event, news
from wgsm_archive.services.work import Work

DIGEST_LETTER = "translators-letter"
"""The job; its payload is the id of an account."""
_log = logging.getLogger(__name__)


class _OpensWork(Protocol):
    def unit_of_work(self, actor: Actor, *, write: bool = False) -> AbstractContextManager[Work]: ...


def gets_digests(work: Work, person: Person) -> bool:
    """Whether letters about translations can reach somebody at all."""
    is_translator = any(row.role is Role.TRANSLATOR for row in person.roles)
    return is_translator and not person.disabled and bool(person.email) and work.tools.mail.can_send


def news_on_the_board(work: Work) -> News | None:
    """What is new for the actor, where no letter tells them; None where there is nothing, or a letter will say it."""
    person = work.session.get(Person, work.actor.person_id) if work.actor.has(Role.TRANSLATOR) else None
    if person is None or person.told_upto is None:
        return None
    if gets_digests(work, person) and person.digest is not Rhythm.NEVER:
        return None
    found = news(work, person.told_upto)
    return found if found.is_any else None


def note_news(work: Work, upto: int) -> None:
    """The actor has seen what is new up to an event of the trail."""
    person = work.session.get_one(Person, work.actor.person_id)
    person.told_upto = max(person.told_upto or 0, min(upto, newest_event(work)))


def leave_digests(work: Work) -> None:
    """Leave a letter for each translator whose time has come; of a new one, note from when on things are new."""
    waiting = {job.payload.get("person") for job in work.session.scalars(select(Job).where(Job.kind == DIGEST_LETTER))}
    translators = select(PersonRole.person_id).where(PersonRole.role == Role.TRANSLATOR)
    upto = newest_event(work)
    for person in work.session.scalars(select(Person).where(Person.id.in_(translators), Person.disabled.is_(False))):
        if person.told_upto is None:
            person.told_upto = upto
        elif person.id not in waiting and _is_due(work, person):
            work.session.add(Job(kind=DIGEST_LETTER, payload={"person": person.id}, not_before=work.now))


def send_digest(archive: _OpensWork, payload: Mapping[str, Any], actor_of: Callable[[Person], Actor]) -> bool:
    """Send it, if there is anything to tell; False when the server could not be reached and it should be tried again.

    What was told is noted before the letter goes, so that nobody gets one twice; it is taken back if none went.
    """
    with archive.unit_of_work(SYSTEM, write=True) as work:
        person = work.session.get(Person, payload["person"])
        if person is None or person.told_upto is None or not _is_due(work, person):
            return True
        before = (person.told_upto, person.digest_on)
        # With the eyes of whom it goes to: nothing is counted that they may not read now.
        work.become(actor_of(person))
        found = news(work, person.told_upto)
        if not found.is_any:
            return True
        letter, mail = _letter(work, person, str(person.email), found), work.tools.mail
        person.told_upto, person.digest_on = found.upto, work.today
    try:
        mail.send(letter)
    except (OSError, ValueError) as problem:
        # Only what kind of failure: a mail server's own words repeat the address.
        _log.warning("a letter could not be sent: %s", type(problem).__name__)
        with archive.unit_of_work(SYSTEM, write=True) as work:
            again = work.session.get_one(Person, payload["person"])
            again.told_upto, again.digest_on = before
        return isinstance(problem, ValueError)
    return True


def _is_due(work: Work, person: Person) -> bool:
    return gets_digests(work, person) and person.digest.allows(person.digest_on, work.today)


def _letter(work: Work, person: Person, to: str, found: News) -> Letter:
    language = person.menu_language or next(iter(person.languages), "en")
    address = f"{work.tools.base_url.rstrip('/')}/{language}/translate/"
    with speaking(language):
        told = (
            (
                found.paragraphs,
                _(
                    "Paragraphs of yours whose source has changed: %(paragraphs)s. Stories they are in: %(stories)s.",
                    paragraphs=found.paragraphs,
                    stories=found.stories,
                ),
                "changed",
            ),
            (found.approved, _("Translations of yours that were approved: %(number)s.", number=found.approved), "mine"),
            (found.returned, _("Translations that were given back: %(number)s.", number=found.returned), "mine"),
            (found.wanted, _("Stories newly wanted in your languages: %(number)s.", number=found.wanted), ""),
        )
        lines = [f"{words}\n{address}{place}" for number, words, place in told if number]
        lines.append(_("How often these letters come, and whether they do, you decide in your profile."))
        return Letter(to, _("What is new for translators"), "\n\n".join(lines) + "\n")
