"""The door for those who begin a story: whether it is open to them, and whether they may be a machine."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import SetAside, StoryInvitation
from wgsm_archive.domain.errors import Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import ReceiptCode, read_code
from wgsm_archive.domain.spam import (
    LEAST_SECONDS,
    MANY_PER_PLACE,
    PER_DAY,
    PER_PLACE,
    Sign,
    age_of,
    is_answer,
    is_proof,
    is_suspect,
    new_form_key,
)
from wgsm_archive.services.policy import OPEN, Policy, policy_of
from wgsm_archive.services.throttling import count_today, count_try
from wgsm_archive.services.work import Work

INVITATION = "invitation"
"""The field of the form that holds the words of an invitation."""
_TRIES = 10


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came with the form that begins a story. Nothing of it is kept but what it means.

    `place` is the part of an address that stands for one connection, or empty where it says nothing; `trap` a field
    that people never see; `proof` the number of a proof of work; `answer` what was said to the question instead.
    """

    form_key: str
    place: str = ""
    trap: str = ""
    proof: str = ""
    answer: str = ""
    invitation: str = ""


def form_key(work: Work) -> str:
    """A key for a form that begins a story."""
    return new_form_key(int(work.now.timestamp()), work.tools.secret)


def is_invited_only(work: Work) -> bool:
    """Whether this actor needs an invitation to begin a story."""
    return policy_of(work).submissions != OPEN and not work.actor.is_signed_in


def admit(work: Work, arrival: Arrival | None) -> None:
    """Let somebody begin a story, and use their invitation once where they need one.

    Raises:
        Refused: an invitation is needed, and this is none or it holds no longer.
    """
    if not is_invited_only(work):
        return
    typed = arrival.invitation if arrival else ""
    if not typed.strip():
        raise Refused({INVITATION: "invitation-needed"})
    code = read_code(typed, list(work.tools.receipt_words.values()))
    row = None
    if code is not None:
        row = work.session.scalar(
            select(StoryInvitation)
            .where(StoryInvitation.word_hash == hash_of_words(code, work.tools.secret))
            .with_for_update()
        )
    if row is None or row.times_left < 1 or row.ends_on < work.today:
        raise Refused({INVITATION: "invitation-over"})
    row.times_left -= 1


def count_words(work: Work, place: str) -> None:
    """Count that somebody tried the words of an invitation; in a transaction of its own, so that it stays counted.

    Raises:
        TooOften: words were tried too often from this place.
    """
    count_try(work, INVITATION, place, limit=_TRIES)


def look_closer(work: Work, case_id: int, arrival: Arrival) -> bool:
    """Set a story aside that may come from a machine; whether it was."""
    signs = _signs(work, arrival)
    if not is_suspect(signs):
        return False
    work.session.add(SetAside(case_id=case_id, signs=sorted(str(sign) for sign in signs)))
    work.record(Happened(Event.CASE_SET_ASIDE, case_id))
    return True


def hash_of_words(code: ReceiptCode, secret: bytes) -> str:
    """What is stored of an invitation's words: a keyed hash, another than that of a receipt with the same words."""
    return hmac.new(secret, b"story-invitation:" + code.number.to_bytes(8, "big"), hashlib.sha256).hexdigest()


def _signs(work: Work, arrival: Arrival) -> set[Sign]:
    found = set()
    if arrival.trap.strip():
        found.add(Sign.FILLED_TRAP)
    age = age_of(arrival.form_key, int(work.now.timestamp()), work.tools.secret)
    if age is None:
        found.add(Sign.NO_STAMP)
    elif age < LEAST_SECONDS:
        found.add(Sign.TOO_FAST)
    if count_today(work, "story") > PER_DAY:
        found.add(Sign.MANY_IN_ALL)
    from_place = count_today(work, "story-of", arrival.place) if arrival.place else 0
    if from_place > MANY_PER_PLACE:
        found.add(Sign.MANY_FROM_PLACE)
    elif from_place > PER_PLACE:
        found.add(Sign.SAME_PLACE)
    if not work.actor.is_signed_in and not _is_proven(policy_of(work), arrival):
        found.add(Sign.NO_PROOF)
    return found


def _is_proven(policy: Policy, arrival: Arrival) -> bool:
    if not policy.proof or is_proof(arrival.form_key, arrival.proof):
        return True
    return any(is_answer(arrival.answer, one.answers) for one in policy.questions.values())
