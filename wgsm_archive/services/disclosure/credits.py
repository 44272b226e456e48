"""Whose name stands under a story."""

from __future__ import annotations

import datetime as dt

from wgsm_archive.db.models import Case
from wgsm_archive.domain.case_study import Author, AuthorDisplay
from wgsm_archive.domain.consent import Use
from wgsm_archive.services.labelling import consent_of


def shown_author(case: Case, today: dt.date) -> str:
    """The tellers' name as everybody may see it; empty where they gave none or do not wish to be named."""
    author = Author(case.author_kind, case.author_display, case.author_name)
    hidden = author.display is AuthorDisplay.ORGANISATION and not consent_of(case).allows(Use.NAME_ORGANISATION, today)
    return "" if hidden else author.shown_name
