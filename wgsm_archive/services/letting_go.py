"""Deleting what translators have typed and not saved, once nobody may go on with it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select

from wgsm_archive.db.models import Claim, LanguageVersion, MachineText, TranslationDraft
from wgsm_archive.services.work import Work

UNSAVED_FOR = dt.timedelta(days=90)
"""How long words that nobody saved or changed are kept."""


def let_go_of_unsaved(work: Work, case_id: int) -> None:
    """Delete what translators of a story typed and did not save, and machines suggested: its tellers took it back."""
    of_case = select(LanguageVersion.id).where(LanguageVersion.case_id == case_id)
    with work.full_sight():
        for table in (TranslationDraft, MachineText):
            work.session.execute(delete(table).where(table.version_id.in_(of_case)))


def let_go_of_work_at_the_bench(work: Work, person_id: int) -> None:
    """Delete what somebody who leaves has not saved, and let the parts be free that they have taken on."""
    for table in (TranslationDraft, Claim):
        work.session.execute(delete(table).where(table.person_id == person_id))


def sweep_the_bench(work: Work) -> None:
    """Delete words that nobody has saved or changed for long, and claims that are over."""
    work.session.execute(delete(TranslationDraft).where(TranslationDraft.kept_on < work.today - UNSAVED_FOR))
    work.session.execute(delete(Claim).where(Claim.until < work.today))
