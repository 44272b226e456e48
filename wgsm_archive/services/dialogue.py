"""The messages between tellers and facilitators, and the questions among them that stay open until they are settled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, DialogueMessage, Question
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.review import QuestionState
from wgsm_archive.services.withholding import withheld_in
from wgsm_archive.services.work import Work

_BY_VOICE = "voice-"


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question to the tellers. `field` is the part of the text it is about, empty for the whole.

    `for_translators`: those who translate the story ask it, and read the answer.
    """

    id: int
    message_id: int
    text: str
    asked_on: dt.date
    field: str
    state: QuestionState
    answer: str
    voice: str
    """The public id of the recording that answers it; empty where the answer is written."""
    for_translators: bool = False


def voice_key(media_id: str) -> str:
    """The form key of the message that a recording is; it has no text."""
    return f"{_BY_VOICE}{media_id}"


def voice_of(message: DialogueMessage) -> str:
    """The public id of the recording that a message is; empty for one in writing."""
    is_spoken = not message.text and message.form_key.startswith(_BY_VOICE)
    return message.form_key.removeprefix(_BY_VOICE) if is_spoken else ""


def is_said(work: Work, case_id: int, text: str, form_key: str, *, from_teller: bool) -> bool:
    """Whether a message is there already: of the same form, or the last one says the same words.

    When a line drops, going back gives the words that were typed in a new form.
    """
    messages = select(DialogueMessage).where(DialogueMessage.case_id == case_id)
    if work.session.scalar(messages.where(DialogueMessage.form_key == form_key)) is not None:
        return True
    last = work.session.scalar(messages.order_by(DialogueMessage.id.desc()).limit(1))
    # An answer by voice has no words; which recording it is says its key.
    return bool(text) and last is not None and last.from_teller == from_teller and last.text == text


def say(work: Work, case: Case, text: str, form_key: str, *, from_teller: bool) -> DialogueMessage | None:
    """Leave a message for the other side; the same words sent twice are one message. None when it was there already.

    What tellers write is not tied to an account. Words that are withheld in the story stand in no message either.
    """
    text = withheld_in(work, case).hide(text, case.original_language)
    if is_said(work, case.id, text, form_key, from_teller=from_teller):
        return None
    message = DialogueMessage(
        case_id=case.id,
        from_teller=from_teller,
        text=text,
        person_id=None if from_teller else work.actor.person_id,
        written_on=work.today,
        form_key=form_key,
    )
    work.session.add(message)
    work.session.flush()
    work.record(Happened(Event.CASE_ANSWER if from_teller else Event.CASE_QUESTION, case.id))
    return message


def ask(
    work: Work,
    case: Case,
    text: str,
    form_key: str,
    *,
    field: str = "",
    term_id: int | None = None,
    for_translators: bool = False,
) -> None:
    """Ask the tellers something, on the whole story or on one part of it."""
    message = say(work, case, text, form_key, from_teller=False)
    if message is not None:
        asked = Question(case_id=case.id, message_id=message.id, field=field, term_id=term_id)
        asked.for_translators = for_translators
        work.session.add(asked)
        work.session.flush()


def answer(work: Work, case: Case, text: str, form_key: str, *, question_id: int | None = None) -> None:
    """Write to the facilitators, in answer to a question where one is named or only one is open.

    Raises:
        NotFound: the story has no such question.
    """
    asked = find_question(work, case, question_id) if question_id is not None else _only_open(work, case)
    message = say(work, case, text, form_key, from_teller=True)
    if message is not None and asked is not None and asked.resolved_on is None:
        asked.answer_id = message.id


def find_question(work: Work, case: Case, question_id: int) -> Question:
    """A question on this story.

    Raises:
        NotFound: there is none.
    """
    found = work.session.scalar(select(Question).where(Question.id == question_id, Question.case_id == case.id))
    if found is None:
        raise NotFound
    return found


def questions_of(work: Work, case: Case) -> tuple[QuestionView, ...]:
    """The questions on a story, in the order in which they were asked."""
    messages = {
        row.id: row for row in work.session.scalars(select(DialogueMessage).where(DialogueMessage.case_id == case.id))
    }
    rows = work.session.scalars(select(Question).where(Question.case_id == case.id).order_by(Question.message_id))
    return tuple(
        QuestionView(
            id=row.id,
            message_id=row.message_id,
            text=messages[row.message_id].text,
            asked_on=messages[row.message_id].written_on,
            field=row.field,
            state=state_of(row),
            answer=messages[row.answer_id].text if row.answer_id in messages else "",
            voice=voice_of(messages[row.answer_id]) if row.answer_id in messages else "",
            for_translators=row.for_translators,
        )
        for row in rows
    )


def state_of(question: Question) -> QuestionState:
    """Where a question stands."""
    if question.resolved_on is not None:
        return QuestionState.RESOLVED
    return QuestionState.OPEN if question.answer_id is None else QuestionState.ANSWERED


def _only_open(work: Work, case: Case) -> Question | None:
    rows = work.session.scalars(
        select(Question).where(
            Question.case_id == case.id, Question.resolved_on.is_(None), Question.answer_id.is_(None)
        )
    ).all()
    return rows[0] if len(rows) == 1 else None
