"""Tellers hear or read what became of their words in other languages, and say whether it is right."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, LanguageVersion, TellersNote
from wgsm_archive.domain.access import TRANSLATING, CaseState, VersionState
from wgsm_archive.domain.case_study import Origin, VersionKind
from wgsm_archive.domain.consent import is_closed_language
from wgsm_archive.domain.errors import NotFound, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.text import MAX_FIELD, clean_text
from wgsm_archive.domain.workflow import Act, require
from wgsm_archive.services.case_rows import acting_facts
from wgsm_archive.services.contributing.writing import own_case
from wgsm_archive.services.disclosure.wording import autonym
from wgsm_archive.services.withholding import withheld_in
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class ToldIn:
    """A translation that readers see. `right_since` is the month in which its tellers found it right."""

    language: str
    autonym: str
    slug: str
    right_since: dt.date | None
    wrong: str


class ReadingBack:
    """What tellers say about translations of their story."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def translations(self) -> tuple[ToldIn, ...]:
        """The translations that readers see; none while the story is with nobody else."""
        work, case = self._work, own_case(self._work)
        rows = _readable(work, case)
        notes = select(TellersNote).where(TellersNote.version_id.in_([row.id for row in rows]))
        wrong = {note.version_id: note.words for note in work.session.scalars(notes)}
        return tuple(
            ToldIn(row.language, autonym(work, row.language), row.slug, row.read_back_on, wrong.get(row.id, ""))
            for row in rows
        )

    def is_right(self, language: str) -> None:
        """Say that what readers see in a language is what was told; the page says so, too.

        Raises:
            NotFound: there is no such translation.
        """
        version = self._version(language)
        version.read_back_on = self._work.month
        self._forget(version)
        self._record(version, right=True)

    def is_wrong(self, language: str, words: str) -> None:
        """Tell translators what is wrong with a translation.

        Raises:
            NotFound: there is no such translation.
            Refused: there are no words, or too many.
        """
        version, cleaned = self._version(language), clean_text(words).strip()
        if not cleaned or len(cleaned) > MAX_FIELD:
            raise Refused({"words": "too-long" if cleaned else "required"})
        work, case = self._work, own_case(self._work)
        version.read_back_on = None
        self._forget(version)
        hidden = withheld_in(work, case).hide(cleaned, case.original_language)
        work.session.add(TellersNote(version_id=version.id, label=TRANSLATING, words=hidden, written_on=work.month))
        self._record(version, right=False)

    def _version(self, language: str) -> LanguageVersion:
        work, case = self._work, own_case(self._work)
        require(work.actor, Act.ANSWER, acting_facts(work, case))
        found = next((row for row in _readable(work, case) if row.language == language), None)
        if found is None:
            raise NotFound
        return found

    def _forget(self, version: LanguageVersion) -> None:
        note = self._work.session.get(TellersNote, version.id)
        if note is not None:
            self._work.session.delete(note)
            self._work.session.flush()

    def _record(self, version: LanguageVersion, *, right: bool) -> None:
        self._work.record(Happened(Event.VERSION_READ_BACK, version.case_id, version.id, detail={"right": right}))


def _readable(work: Work, case: Case) -> list[LanguageVersion]:
    """The translations that readers see: none while the story is not public, and none that tellers have closed."""
    if case.state is not CaseState.PUBLISHED:
        return []
    rows = work.session.scalars(
        select(LanguageVersion)
        .where(
            LanguageVersion.case_id == case.id,
            LanguageVersion.kind == VersionKind.STANDARD,
            LanguageVersion.origin != Origin.ORIGINAL,
            LanguageVersion.state == VersionState.APPROVED,
        )
        .order_by(LanguageVersion.id)
    )
    return [row for row in rows if not is_closed_language(row.language, case.closed_languages)]
