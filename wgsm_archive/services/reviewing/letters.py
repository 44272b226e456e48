"""Letters that remind facilitators of their desk: what kind of thing waits and how many, and nothing of any story."""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from wgsm_archive.db.models import Case, CaseReview, DialogueMessage, InstanceFact, Job, Person, Question
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.review import ANSWER_WITHIN, CLAIM_WARNS
from wgsm_archive.i18n import _, n_
from wgsm_archive.i18n.language import speaking
from wgsm_archive.ports.mail import Letter
from wgsm_archive.services.reviewing.rows import facilitators
from wgsm_archive.services.work import Work

DESK_LETTER = "desk-letter"
"""The job; its payload is the id of an account and how many of each kind of thing wait."""
HANDED, LAPSING, UNANSWERED, DUE = "handed", "lapsing", "unanswered", "due"
_REMINDED = "desk-reminded"
_log = logging.getLogger(__name__)


def leave_letter(work: Work, person: Person, counts: Mapping[str, int]) -> None:
    """Leave a letter to somebody for the worker, where letters can be sent, they gave an address and want letters."""
    if work.tools.mail.can_send and person.email and person.letters:
        work.session.add(Job(kind=DESK_LETTER, payload={"person": person.id, **counts}, not_before=work.now))


def remind(work: Work) -> None:
    """Leave a letter for whoever has something that came due since the last time; each thing is told of once."""
    fact = work.session.get(InstanceFact, _REMINDED)
    since = dt.date.fromisoformat(fact.value) if fact else work.today - dt.timedelta(days=1)
    if since >= work.today:
        return
    if fact is None:
        fact = InstanceFact(name=_REMINDED, value="")
        work.session.add(fact)
    fact.value = work.today.isoformat()
    people = facilitators(work)
    found: dict[int, Counter[str]] = {person.id: Counter() for person in people}
    for holder, kind in _came_due(work, since):
        # A published story that nobody looks after is everybody's.
        for person_id in [holder] if holder in found else found if kind == DUE else ():
            found[person_id][kind] += 1
    for person in people:
        if found[person.id]:
            leave_letter(work, person, found[person.id])


def _came_due(work: Work, since: dt.date) -> Iterator[tuple[int | None, str]]:
    """Who looks after a story and what waits there, of all that came due after `since` and by today."""

    def days(wait: dt.timedelta) -> tuple[dt.date, dt.date]:
        return since - wait + dt.timedelta(days=1), work.today - wait

    holders = select(CaseReview.claimed_by).join(Case, Case.id == CaseReview.case_id)
    held = holders.where(Case.state == CaseState.SUBMITTED, CaseReview.claimed_on.between(*days(CLAIM_WARNS)))
    asked = (
        holders.join(Question, Question.case_id == Case.id)
        .join(DialogueMessage, DialogueMessage.id == Question.message_id)
        .where(
            Case.state.in_((CaseState.SUBMITTED, CaseState.PUBLISHED)),
            Question.resolved_on.is_(None),
            Question.answer_id.is_(None),
            DialogueMessage.written_on.between(*days(ANSWER_WITHIN)),
        )
    )
    due = holders.where(Case.state == CaseState.PUBLISHED, CaseReview.review_again_on.between(*days(dt.timedelta(0))))
    for statement, kind in ((held, LAPSING), (asked, UNANSWERED), (due, DUE)):
        yield from ((holder, kind) for holder in work.session.scalars(statement))


def send_desk_letter(work: Work, payload: Mapping[str, Any]) -> bool:
    """Send it; False when the server could not be reached and it should be tried again."""
    person = work.session.get(Person, payload["person"])
    if person is None or person.disabled or not person.email or not person.letters:
        return True
    if all(row.role is not Role.FACILITATOR for row in person.roles):
        return True
    try:
        work.tools.mail.send(_letter(work, person, person.email, payload))
    except (OSError, ValueError) as problem:
        # Only what kind of failure: a mail server's own words repeat the address.
        _log.warning("a letter could not be sent: %s", type(problem).__name__)
        return isinstance(problem, ValueError)
    return True


def _letter(work: Work, person: Person, to: str, counts: Mapping[str, Any]) -> Letter:
    language = person.menu_language or next(iter(person.languages), "en")
    with speaking(language):
        lines = [
            said
            for kind, said in (
                (HANDED, _("Another facilitator gave you a story to look after.")),
                (
                    LAPSING,
                    n_(
                        "You have not touched %(num)s story for five days. In two days others can take it on.",
                        "You have not touched %(num)s stories for five days. In two days others can take them on.",
                        int(counts.get(LAPSING, 0)),
                    ),
                ),
                (
                    UNANSWERED,
                    n_(
                        "The tellers have not answered %(num)s question for two weeks.",
                        "The tellers have not answered %(num)s questions for two weeks.",
                        int(counts.get(UNANSWERED, 0)),
                    ),
                ),
                (
                    DUE,
                    n_(
                        "%(num)s published story is due for another look.",
                        "%(num)s published stories are due for another look.",
                        int(counts.get(DUE, 0)),
                    ),
                ),
            )
            if counts.get(kind)
        ]
        lines.append(_("You can turn these letters off in your profile."))
        address = f"{work.tools.base_url.rstrip('/')}/{language}/review/"
        return Letter(to, _("Something waits on your desk"), "\n\n".join([*lines, address]) + "\n")
