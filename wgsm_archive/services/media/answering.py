"""Answers by voice to what facilitators ask. They stay between tellers and facilitators."""

from __future__ import annotations

from sqlalchemy import delete, update

from wgsm_archive.db.models import Case, DialogueMessage, MediaFile, Question
from wgsm_archive.domain.errors import NotFound, Refused
from wgsm_archive.domain.media import MediaKind, answered_question
from wgsm_archive.services.dialogue import answer, find_question, voice_key
from wgsm_archive.services.work import Work


def answer_with(work: Work, case: Case, file: MediaFile) -> None:
    """Let a recording that belongs to a question be the answer to it; any other file is left alone.

    Raises:
        Refused: there is no such question on the story, or it is no recording.
    """
    question_id = answered_question(file.section)
    if question_id is None:
        return
    if file.kind is not MediaKind.AUDIO:
        raise Refused({"file": "file-type"})
    try:
        find_question(work, case, question_id)
    except NotFound:
        raise Refused({"section": "unknown-field"}) from None
    answer(work, case, "", voice_key(file.public_id), question_id=question_id)


def take_answer_back(work: Work, file: MediaFile) -> None:
    """Forget the answer that a recording was, before it is deleted: its question is open again."""
    if answered_question(file.section) is None:
        return
    said = (DialogueMessage.case_id == file.case_id, DialogueMessage.form_key == voice_key(file.public_id))
    message_id = work.session.scalar(delete(DialogueMessage).where(*said).returning(DialogueMessage.id))
    work.session.execute(
        update(Question)
        .where(Question.case_id == file.case_id, Question.answer_id == message_id)
        .values(answer_id=None)
    )
