"""Languages that tellers do not want their story to be read in.

A translation into one of them is kept, and open to tellers and facilitators only: for anybody else it does not exist,
be it on the page, in lists, in the search, in files, in the translation memory or at the workbench.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from wgsm_archive.db.memory_words import forget
from wgsm_archive.db.models import Case, LanguageVersion, TranslationRequest
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.domain.consent import is_closed_language
from wgsm_archive.services.reactions import jobs_of_words
from wgsm_archive.services.work import Work


def close_languages(work: Work, case: Case, wanted: Collection[str]) -> None:
    """Let a story not be read in these languages from this moment on, and in all others again.

    Labels follow at the end of the transaction. Search leaves the story out until the words of a version that was
    closed are taken from the index, and the translation memory forgets the story until it was read anew.
    """
    closed = sorted({tag for tag in wanted if tag != case.original_language})
    before = list(case.closed_languages or ())
    if closed == before:
        return
    case.closed_languages = closed
    work.session.flush()
    with work.full_sight():
        wished = select(TranslationRequest).where(TranslationRequest.case_id == case.id)
        for wish in work.session.scalars(wished):
            if is_closed_language(wish.language, closed):
                work.session.delete(wish)
        translations = work.session.scalars(
            select(LanguageVersion.language).where(
                LanguageVersion.case_id == case.id, LanguageVersion.origin != Origin.ORIGINAL
            )
        ).all()
        shut = [tag for tag in translations if is_closed_language(tag, closed) and not is_closed_language(tag, before)]
        if shut:
            forget(work.session, [case.id])
    if translations:
        work.session.add_all(jobs_of_words(case.id, work.now, closed=bool(shut)))
