"""Answers that were given by voice: which there are, what they still need, and their words in writing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, MediaFile
from wgsm_archive.domain.case_study import section_of
from wgsm_archive.domain.consent import Use
from wgsm_archive.domain.errors import NotFound, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.media import ANSWERS, MediaKind, answered_question, may_be_shown
from wgsm_archive.domain.workflow import Act, require
from wgsm_archive.services.case_rows import acting_facts, original_of
from wgsm_archive.services.labelling import consent_of
from wgsm_archive.services.media.describing import put_words, read_words, require_unchanged
from wgsm_archive.services.reactions import jobs_of_words
from wgsm_archive.services.texts import current_texts
from wgsm_archive.services.withholding import file_problems, withheld_in
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Spoken:
    """The sections of a story that somebody answered by voice, and what readers will have of them.

    `heard` are those whose recording readers may hear once the story is published, `written` those with a transcript
    among them.
    """

    sections: frozenset[str]
    heard: frozenset[str]
    written: frozenset[str]

    def silent(self, texts: Mapping[str, str]) -> frozenset[str]:
        """Sections that readers would find with a sound and no words."""
        return self.heard - self.written - {section_of(name) for name, text in texts.items() if text.strip()}


def spoken(work: Work, case: Case) -> Spoken:
    """What of a story was answered by voice."""
    allowed = consent_of(case).allows(Use.MEDIA, work.today)
    rows = work.session.scalars(
        select(MediaFile).where(
            MediaFile.case_id == case.id,
            MediaFile.kind == MediaKind.AUDIO,
            MediaFile.section != "",
            MediaFile.section.not_like(f"{ANSWERS}%"),
        )
    ).all()
    heard = [
        row
        for row in rows
        if not row.held_back
        and may_be_shown(row.kind, row.agreement, row.alt, section=row.section, accepted=True, allowed=allowed)
    ]
    return Spoken(
        frozenset(section_of(row.section) for row in rows),
        frozenset(section_of(row.section) for row in heard),
        frozenset(section_of(row.section) for row in heard if row.transcript),
    )


def is_silent(work: Work, case: Case, file: MediaFile) -> bool:
    """Whether a recording answers a prompt that has no words: neither a text nor a transcript."""
    if file.kind is not MediaKind.AUDIO or not file.section or file.transcript or answered_question(file.section):
        return False
    texts = current_texts(work, original_of(work, case))
    return not any(text.strip() for name, text in texts.items() if section_of(name) == section_of(file.section))


def transcribe(work: Work, public_id: str, text: str, language: str, *, seen: str | None = None) -> str:
    """Write down what is said in a recording, as its facilitator; the public id of the story.

    `seen` is the `MediaItem.words` of the form that it was written in; None writes over what stands.

    Raises:
        NotFound, NotNow: there is none, or the actor does not look after it now.
        Conflict: somebody else wrote it down since; holds what stands now.
        Refused: names the field that breaks a rule, or holds what is withheld in the story.
    """
    file = work.session.scalar(select(MediaFile).where(MediaFile.public_id == public_id))
    case = work.session.get(Case, file.case_id) if file is not None else None
    if file is None or case is None:
        raise NotFound
    require(work.actor, Act.EDIT, acting_facts(work, case))
    if file.kind is not MediaKind.AUDIO:
        raise Refused({"transcript": "file-type"})
    work.session.refresh(file, with_for_update=True)
    wanted = read_words({"transcript": text, "transcript_language": language})
    require_unchanged(file, wanted, seen)
    is_new = put_words(file, wanted)
    withheld = file_problems(withheld_in(work, case), file).get("transcript")
    if withheld:
        raise Refused({"transcript": withheld})
    if is_new:
        work.record(Happened(Event.MEDIA_TRANSCRIBED, case.id))
        if file.shown:
            work.session.add_all(jobs_of_words(case.id, work.now, closed=True))
    return case.public_id
