"""How tellers can be reached: sealed apart from all else, with a day on which it is deleted; and messages to them.

Nobody is ever shown an address but a facilitator, by an act of its own that stands on the trail, and only while the
tellers allow messages.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select

from wgsm_archive.db.models import Case, Contact, DialogueMessage, RelayMessage
from wgsm_archive.domain.consent import Use
from wgsm_archive.domain.errors import NotAllowed, NotFound, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.text import clean_text
from wgsm_archive.domain.workflow import Act, require
from wgsm_archive.services.case_rows import acting_facts, find_case
from wgsm_archive.services.consenting import last_decision
from wgsm_archive.services.labelling import consent_of
from wgsm_archive.services.throttling import count_try, place_of
from wgsm_archive.services.withholding import withheld_in
from wgsm_archive.services.work import Work

KEPT_FOR = {"3": dt.timedelta(days=91), "12": dt.timedelta(days=365), "24": dt.timedelta(days=730)}
"""Months -> how long contact data is kept; there is no "for ever"."""
MOST_CHARACTERS = 600
_MESSAGES_OF_ONE, _MESSAGES_OF_ALL = 3, 60
PASSED, REFUSED = "passed", "refused"


def keep_contact(work: Work, case: Case, words: str, months: str) -> None:
    """Seal how the tellers can be reached, in place of what was kept before.

    Raises:
        Refused: nothing was given, it is too long, or no day of deletion was chosen.
    """
    require(work.actor, Act.CONSENT, acting_facts(work, case))
    cleaned = clean_text(words).strip()
    if not cleaned or len(cleaned) > MOST_CHARACTERS:
        raise Refused({"contact": "too-long" if cleaned else "required"})
    if months not in KEPT_FOR:
        raise Refused({"months": "choose"})
    sealed = work.tools.seal.close(cleaned, case.public_id)
    row = work.session.get(Contact, case.id) or Contact(case_id=case.id)
    row.sealed, row.delete_on = sealed, work.today + KEPT_FOR[months]
    work.session.add(row)
    work.record(Happened(Event.CONTACT_KEPT, case.id))


def forget_contact(work: Work, case: Case) -> None:
    """Delete how the tellers can be reached."""
    require(work.actor, Act.CONSENT, acting_facts(work, case))
    if kept_until(work, case) is not None:
        work.session.execute(delete(Contact).where(Contact.case_id == case.id))
        work.record(Happened(Event.CONTACT_DELETED, case.id))


def kept_until(work: Work, case: Case) -> dt.date | None:
    """The day on which what is kept is deleted; None where nothing is kept."""
    return work.session.scalar(select(Contact.delete_on).where(Contact.case_id == case.id))


def delete_due_contacts(work: Work) -> None:
    """Delete all contact data whose day has come."""
    due = work.session.scalars(select(Contact.case_id).where(Contact.delete_on <= work.today)).all()
    for case_id in due:
        work.record(Happened(Event.CONTACT_DELETED, case_id))
    work.session.execute(delete(Contact).where(Contact.case_id.in_(due)))


def may_be_reached(work: Work, case: Case) -> bool:
    """Whether a facilitator may look how the tellers can be reached: something is kept, and they allow messages."""
    stands = last_decision(work, case)
    return stands is not None and stands.contact and kept_until(work, case) is not None


def look_at_contact(work: Work, public_id: str) -> str:
    """How the tellers can be reached; that a facilitator looked stands on the trail.

    Raises:
        NotFound: there is no such story, or nothing is kept.
        NotAllowed: its tellers do not allow messages.
        CannotOpen: the key is not the one it was sealed with.
    """
    case = find_case(work, public_id)
    require(work.actor, Act.ASK, acting_facts(work, case))
    row = work.session.get(Contact, case.id)
    if row is None or row.delete_on <= work.today:
        raise NotFound
    if not may_be_reached(work, case):
        raise NotAllowed
    words = work.tools.seal.open(row.sealed, case.public_id)
    work.record(Happened(Event.CONTACT_SEEN, case.id))
    return words


def may_write(work: Work, case: Case) -> bool:
    """Whether this reader may send the tellers a message."""
    consent = consent_of(case)
    everybody = consent.allows(Use.CONTACT_ANYBODY, work.today)
    return consent.allows(Use.CONTACT, work.today) and (everybody or work.actor.is_signed_in)


def count_message(work: Work, place: str) -> None:
    """Count a message before it is taken, in a transaction of its own.

    Raises:
        TooOften: there were too many from this place, or in all.
    """
    count_try(work, "relay-place", place_of(place), limit=_MESSAGES_OF_ONE)
    count_try(work, "relay", limit=_MESSAGES_OF_ALL)


def send_message(work: Work, public_id: str, text: str, form_key: str) -> None:
    """Give a facilitator a message for the tellers; the same form twice is one message.

    Raises:
        NotFound, Withdrawn: there is no story to read at this address.
        NotAllowed: its tellers wish no messages from this reader.
    """
    case = find_case(work, public_id)
    if not may_write(work, case):
        raise NotAllowed
    with work.full_sight():
        if work.session.scalar(select(RelayMessage.id).where(RelayMessage.form_key == form_key)) is not None:
            return
    work.session.add(
        RelayMessage(
            case_id=case.id,
            text=withheld_in(work, case).hide(clean_text(text), case.original_language),
            from_member=work.actor.is_signed_in,
            said_on=work.today,
            form_key=form_key,
        )
    )
    work.record(Happened(Event.RELAY_SENT, case.id))


def answer_message(work: Work, message_id: int, *, passes: bool, intro: str) -> None:
    """Pass a reader's message on to the tellers, or do not; either way its own copy is deleted.

    Raises:
        NotFound: there is none, or none that waits.
        NotAllowed: the tellers wish no messages any more.
    """
    row = work.session.scalar(select(RelayMessage).where(RelayMessage.id == message_id, RelayMessage.outcome == ""))
    if row is None:
        raise NotFound
    case = work.session.scalar(select(Case).where(Case.id == row.case_id))
    if case is None:
        raise NotFound
    require(work.actor, Act.ASK, acting_facts(work, case))
    if passes:
        stands = last_decision(work, case)
        if stands is None or not stands.contact:
            raise NotAllowed
        said = DialogueMessage(
            case_id=case.id,
            from_teller=False,
            text=withheld_in(work, case).hide(f"{intro}\n\n{row.text}", case.original_language),
            person_id=work.actor.person_id,
            written_on=work.today,
            form_key=f"relay-{row.id}",
        )
        work.session.add(said)
        work.record(Happened(Event.CASE_QUESTION, case.id))
    row.outcome, row.text = (PASSED if passes else REFUSED), ""
    work.record(Happened(Event.RELAY_ANSWERED, case.id, detail={"passed": passes}))
