"""Taking withheld words out of all that a story says or ever said, in every language, and of what is said about it.

This is the second exception to history that is only added to: whoever may read an older text, or the difference
between two, must not read there what was taken out of the newer one.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from wgsm_archive.db.memory_words import forget
from wgsm_archive.db.models import (
    Case,
    CaseReview,
    DialogueMessage,
    EasyNow,
    EasyText,
    HarmReport,
    LanguageVersion,
    MachineText,
    MediaFile,
    Proposal,
    RelayMessage,
    Revision,
    SegmentVersion,
    SpokenPart,
    TellersNote,
    TranslationDraft,
    TranslatorsNote,
)
from wgsm_archive.domain.segments import text_hash
from wgsm_archive.services.easy_texts import render_easy
from wgsm_archive.services.rendering import render_case
from wgsm_archive.services.spoken_texts import count_heard, take_out
from wgsm_archive.services.texts import add_revision, current_texts
from wgsm_archive.services.withholding import Withheld, file_problems, language_of, withheld_in
from wgsm_archive.services.work import Work


def withhold_everywhere(work: Work, case: Case) -> int:
    """Put other words in the place of what is withheld, in all versions with their history; how many had it.

    A paragraph keeps its identity, so that its translations stay as valid as they were. A source that names what is
    withheld is no longer shown.
    """
    words, changed = withheld_in(work, case), 0
    with work.full_sight():
        forget(work.session, [case.id])
        for note in work.session.scalars(
            select(TellersNote)
            .join(LanguageVersion, LanguageVersion.id == TellersNote.version_id)
            .where(LanguageVersion.case_id == case.id)
        ):
            note.words = words.hide(note.words, case.original_language)
        for said in work.session.scalars(select(TranslatorsNote).where(TranslatorsNote.case_id == case.id)):
            said.about, said.text = (words.hide(text, said.language) for text in (said.about, said.text))
        for version in work.session.scalars(select(LanguageVersion).where(LanguageVersion.case_id == case.id)):
            changed += _in_version(work, case, version, words)
        _in_facts(case, words)
        _in_files(work, case, words)
        _in_talk(work, case, words)
        _in_review(work, case, words)
        render_case(work, case)
    return changed


def _in_version(work: Work, case: Case, version: LanguageVersion, words: Withheld) -> bool:
    before = current_texts(work, version)
    named = set()
    for segment in work.session.scalars(select(SegmentVersion).where(SegmentVersion.version_id == version.id)):
        text = words.hide(segment.text, version.language)
        if text != segment.text:
            segment.text, segment.hash = text, text_hash(text)
            named.add(segment.id)
    _at_the_bench(work, version, words)
    _read_aloud(work, version, words, named)
    for easy in work.session.scalars(select(EasyText).where(EasyText.version_id == version.id)):
        text = words.hide(easy.text, version.language)
        if text != easy.text:
            easy.text, easy.html = text, render_easy(work, case, easy.field, text)
    for part in work.session.scalars(select(EasyNow).where(EasyNow.version_id == version.id)):
        part.note = words.hide(part.note, version.language)
    for revision in work.session.scalars(select(Revision).where(Revision.version_id == version.id)):
        texts = _hidden(revision.texts, words, version.language)
        note = words.hide(revision.note, version.language)
        if (texts, note) != (revision.texts, revision.note):
            revision.texts, revision.note = texts, note
    now = _hidden(before, words, version.language)
    if now == before:
        return False
    # A new number: who began from the older text is told of it, and the search index follows.
    add_revision(work, version, now)
    return True


def _at_the_bench(work: Work, version: LanguageVersion, words: Withheld) -> None:
    for kept in work.session.scalars(select(TranslationDraft).where(TranslationDraft.version_id == version.id)):
        kept.text = words.hide(kept.text, version.language)
    for made in work.session.scalars(select(MachineText).where(MachineText.version_id == version.id)):
        made.text = words.hide(made.text, version.language)


def _read_aloud(work: Work, version: LanguageVersion, words: Withheld, named: Collection[int]) -> None:
    """Nothing can be hidden in a recording: one that was read from a text with such words goes for good."""
    rows = list(work.session.scalars(select(SpokenPart).where(SpokenPart.version_id == version.id)))
    take_out(work, [row for row in rows if not set(row.made_from).isdisjoint(named)])
    count_heard(work, version)
    for row in rows:
        if set(row.made_from).isdisjoint(named):
            row.note, row.credit = (words.hide(text, version.language) for text in (row.note, row.credit))
    version.brought_credit = words.hide(version.brought_credit, version.language)


def _hidden(texts: dict[str, str], words: Withheld, language: str) -> dict[str, str]:
    return {name: words.hide_field(name, text, language) for name, text in texts.items()}


def _in_facts(case: Case, words: Withheld) -> None:
    language = case.original_language
    region = words.hide(case.region, language)
    named = [
        source
        for source in case.sources
        if source.public and any(words.found_in(text, language) for text in (source.title, source.url, source.pages))
    ]
    for source in named:
        source.public = False
    if named or region != case.region:
        case.region = region
        case.revision += 1


def _in_files(work: Work, case: Case, words: Withheld) -> None:
    for file in work.session.scalars(select(MediaFile).where(MediaFile.case_id == case.id)):
        for field in file_problems(words, file):
            setattr(file, field, words.hide(getattr(file, field), language_of(file, field)))


def _in_talk(work: Work, case: Case, words: Withheld) -> None:
    """Messages, reports and proposals, settled ones as well: nobody needs the words there any more."""
    language = case.original_language
    said = work.session.scalars(select(DialogueMessage).where(DialogueMessage.case_id == case.id))
    passed_on = work.session.scalars(select(RelayMessage).where(RelayMessage.case_id == case.id))
    for message in (*said, *passed_on):
        message.text = words.hide(message.text, language)
    for harm in work.session.scalars(select(HarmReport).where(HarmReport.case_id == case.id)):
        harm.reason = words.hide(harm.reason, language)
    for proposal in work.session.scalars(select(Proposal).where(Proposal.case_id == case.id)):
        proposal.texts = words.hide_proposed(proposal.texts, language)


def _in_review(work: Work, case: Case, words: Withheld) -> None:
    review = work.session.get(CaseReview, case.id)
    if review is None:
        return
    language = case.original_language
    review.reason, review.handed_note = (words.hide(text, language) for text in (review.reason, review.handed_note))
    review.answers = {
        name: {**given, "note": words.hide(given["note"], language)} for name, given in review.answers.items()
    }
