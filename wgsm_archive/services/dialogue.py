"""The messages between tellers and facilitators."""

from __future__ import annotations

from sqlalchemy import select

from wgsm_archive.db.models import DialogueMessage
from wgsm_archive.services.work import Work


def is_said(work: Work, case_id: int, text: str, form_key: str, *, from_teller: bool) -> bool:
    """Whether a message is there already: of the same form, or the last one says the same words.

    When a line drops, going back gives the words that were typed in a new form.
    """
    messages = select(DialogueMessage).where(DialogueMessage.case_id == case_id)
    if work.session.scalar(messages.where(DialogueMessage.form_key == form_key)) is not None:
        return True
    last = work.session.scalar(messages.order_by(DialogueMessage.id.desc()).limit(1))
    return last is not None and last.from_teller == from_teller and last.text == text
