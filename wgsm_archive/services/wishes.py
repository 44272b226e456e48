"""Wishes of readers to read a story in their language: counted, and nothing kept of who had them."""

from __future__ import annotations

from sqlalchemy import delete, select

from wgsm_archive.db.models import Case, LanguageVersion, TranslationRequest
from wgsm_archive.domain.access import VersionState, open_to_translators
from wgsm_archive.domain.case_study import VersionKind
from wgsm_archive.domain.consent import is_closed_language
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.services.case_rows import find_case
from wgsm_archive.services.labelling import access_of
from wgsm_archive.services.throttling import count_today, count_try, place_of
from wgsm_archive.services.work import Work

_WISHES_OF_ONE, _WISHES_OF_ALL = 30, 300


def may_wish(work: Work, public_id: str, language: str) -> bool:
    """Whether a reader can ask for a story in a language: it may be translated into it, and is not there yet."""
    case = find_case(work, public_id)
    return language in work.tools.languages and _is_open(work, case, language) and not _is_there(work, case, language)


def wish(work: Work, public_id: str, language: str, place: str) -> None:
    """Count a wish, once a day for a connection; what is kept for that is hashed under the key of the day.

    Raises:
        NotFound, Withdrawn: as `find_case`; also for a story that cannot be asked for in this language.
        TooOften: there were too many wishes.
    """
    if not may_wish(work, public_id, language):
        raise NotFound
    case, who = find_case(work, public_id), place_of(place)
    count_try(work, "wish-place", who, limit=_WISHES_OF_ONE)
    count_try(work, "wish", limit=_WISHES_OF_ALL)
    if count_today(work, "wish", f"{who} {public_id} {language}") > 1:
        return
    held = work.session.get(TranslationRequest, (case.id, language), with_for_update=True)
    if held is None:
        held = TranslationRequest(case_id=case.id, language=language, asked=0, last_month=work.month)
        work.session.add(held)
    held.asked, held.last_month = held.asked + 1, work.month


def forget_wishes(work: Work, case: Case, language: str) -> None:
    """A story can be read in a language now: nobody waits for it any more."""
    work.session.execute(
        delete(TranslationRequest).where(TranslationRequest.case_id == case.id, TranslationRequest.language == language)
    )


def _is_open(work: Work, case: Case, language: str) -> bool:
    return open_to_translators(access_of(case, work.today)) and not is_closed_language(language, case.closed_languages)


def _is_there(work: Work, case: Case, language: str) -> bool:
    found = select(LanguageVersion.id).where(
        LanguageVersion.case_id == case.id,
        LanguageVersion.language == language,
        LanguageVersion.kind == VersionKind.STANDARD,
        LanguageVersion.state == VersionState.APPROVED,
    )
    return work.session.scalar(found.limit(1)) is not None
