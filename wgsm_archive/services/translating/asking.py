"""Questions of those who translate a story to those who told it; the answers are for all who translate it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from wgsm_archive.domain.errors import NotFound, Refused
from wgsm_archive.domain.review import QuestionState
from wgsm_archive.domain.text import clean_text
from wgsm_archive.domain.workflow import Act
from wgsm_archive.services.dialogue import ask as ask_tellers
from wgsm_archive.services.dialogue import questions_of
from wgsm_archive.services.texts import slots_of
from wgsm_archive.services.translating.rows import begun, opened, parts_of
from wgsm_archive.services.work import Work

MOST_OPEN = 10
"""Questions on one story that can wait for its tellers: they have other things to do."""
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer, empty where there is none in writing; `is_spoken`: it was answered by voice."""

    text: str
    asked_on: dt.date
    answer: str
    is_spoken: bool


def asked(work: Work, public_id: str, target: str, part: str) -> tuple[Asked, ...]:
    """What was asked about a part of a story by those who translate it, into whatever language.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.opened`.
    """
    case, _version = opened(work, public_id, target)
    # What facilitators and tellers say to each other is between them: only what is for translators leaves the block.
    with work.full_sight():
        found = [one for one in questions_of(work, case) if one.for_translators and one.field == part]
    return tuple(Asked(one.text, one.asked_on, one.answer, bool(one.voice)) for one in found)


def ask(work: Work, public_id: str, target: str, part: str, text: str, *, form_key: str) -> None:
    """Ask the tellers about a part. They see it the next time they come with their code.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.begun`; NotFound also for a part the story does not have.
        Refused: `question` - there are no words or too many, or too many questions wait already.
    """
    case, _version = begun(work, public_id, target, Act.TRANSLATE)
    if part not in parts_of(slots_of(work, case.id)):
        raise NotFound
    cleaned = clean_text(text).strip()
    if not cleaned or len(cleaned) > _LONGEST:
        raise Refused({"question": "too-long" if cleaned else "required"})
    with work.full_sight():
        waiting = [one for one in questions_of(work, case) if one.state is QuestionState.OPEN]
        if sum(one.for_translators for one in waiting) >= MOST_OPEN:
            raise Refused({"question": "questions-many"})
        ask_tellers(work, case, cleaned, f"translating-{form_key}"[:80], field=part, for_translators=True)
